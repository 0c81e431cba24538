// Package scenario is the ways in which figures of institutions could be
// published, as data, and what each of them makes of a world: thresholds,
// suppression, intervals with estimates, coarser destinations, pooled years,
// rounding, cell keys, formal privacy.
//
// What belongs here: a scenario as strict YAML, the tree-shaped problem that
// all of them are compared on, and one function per family from true counts to
// what a reader sees. What does not: measuring how good or how safe that is
// (workbench, attack), and publishing anything.
package scenario

import (
	"context"
	"errors"
	"math/big"

	"doorstroommonitor/formal"
	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/noise"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
)

// Family is a kind of scenario.
type Family string

// Families, by the letter under which they are compared.
const (
	Threshold Family = "S0" // primary suppression alone: a negative control
	Suppress  Family = "S1" // threshold with audited secondary suppression
	Interval  Family = "S2" // S1 with intervals and modelled estimates in them
	Round     Family = "S3" // each count to a multiple of a base
	CellKey   Family = "S4" // noise by the keys of the records in a cell
	Formal    Family = "S5" // discrete Gaussian noise, consistent, smoothed
	Coarsen   Family = "S8" // the finest cut of the destinations that is safe
)

// Scenario is one way to publish, as written in a specification.
type Scenario struct {
	ID     string    `yaml:"id"`
	Family Family    `yaml:"family"`
	Label  sdmx.Text `yaml:"label"`
	// Years pools so many cohorts into one figure (S9); 0 and 1: none.
	Years int `yaml:"years,omitempty"`
	// Threshold and Width are the rule of S0, S1, S2 and S8.
	Threshold int64 `yaml:"threshold,omitempty"`
	Width     int64 `yaml:"width,omitempty"`
	// Base is that of S3.
	Base int64 `yaml:"base,omitempty"`
	// Controlled rounds in S3 so that figures still add up, small counts only.
	Controlled bool `yaml:"controlled,omitempty"`
	// Largest and Variance are the noise of S4.
	Largest  int     `yaml:"largest,omitempty"`
	Variance float64 `yaml:"variance,omitempty"`
	// Budget is that of S5.
	Budget *Budget `yaml:"budget,omitempty"`
}

// Budget says how S5 spends rho and what it makes of the measurements.
type Budget struct {
	Rho        string            `yaml:"rho"`
	Neighbours formal.Neighbours `yaml:"neighbours"`
	// Weights of the measured tables: main (main destination or not), first,
	// second, sex. Fractions that add up to 1; a table without one is not
	// measured.
	Weights []Weight `yaml:"weights"`
	// Smooth draws shares towards peers; Earlier also towards the group's own
	// earlier years, and Regions towards its region.
	Smooth  bool `yaml:"smooth"`
	Earlier bool `yaml:"earlier"`
	Regions bool `yaml:"regions"`
	// Limit keeps a smoothed share inside the band of the figure itself.
	Limit bool `yaml:"limit"`
	// Half is the half-width, in percentage points, up to which the
	// reliability gate calls a figure the group's own; see Figure.Level.
	Half float64 `yaml:"half"`
}

// Weight is the share of one measured table.
type Weight struct {
	Table string `yaml:"table"`
	Share string `yaml:"share"`
}

// file is a list of scenarios.
type file struct {
	Scenarios []*Scenario `yaml:"scenarios"`
}

// Load reads scenarios strictly: unknown keys, missing ones and parameters of
// another family are errors.
func Load(name string, data []byte) ([]*Scenario, error) {
	var f file
	if err := strictyaml.Decode(name, data, &f); err != nil {
		return nil, err
	}
	var errs []error
	seen := map[string]bool{}
	for _, s := range f.Scenarios {
		if seen[s.ID] {
			errs = append(errs, texts.Errorf("%s: scenario %s is there twice", name, s.ID))
		}
		seen[s.ID] = true
		if err := s.check(); err != nil {
			errs = append(errs, texts.Errorf("%s: scenario %s: %v", name, s.ID, err))
		}
	}
	return f.Scenarios, errors.Join(errs...)
}

func (s *Scenario) check() error {
	rule := s.Threshold != 0 || s.Width != 0
	base := s.Base != 0 || s.Controlled
	key := s.Largest != 0 || s.Variance != 0
	budget := s.Budget != nil
	wants := [4]bool{}
	switch s.Family {
	case Threshold, Suppress, Interval, Coarsen:
		wants[0] = true
		if s.Threshold < 2 || s.Width < 1 {
			return texts.Errorf("family %s takes a threshold of at least 2 and a width of at least 1", s.Family)
		}
	case Round:
		wants[1] = true
		if s.Base < 2 {
			return texts.Errorf("family S3 takes a base of at least 2")
		}
	case CellKey:
		wants[2] = true
	case Formal:
		wants[3] = true
		if !budget {
			return texts.Errorf("family S5 takes a budget")
		}
		if s.Budget.Half <= 0 || s.Budget.Half > 50 {
			return texts.Errorf("the gate's half-width of %v points is not above 0 and at most 50", s.Budget.Half)
		}
		if _, err := s.Budget.Design(); err != nil {
			return err
		}
	default:
		return texts.Errorf("family %q is not known", s.Family)
	}
	if [4]bool{rule, base, key, budget} != wants {
		return texts.Errorf("family %s has parameters of another family, or lacks its own", s.Family)
	}
	return nil
}

// Rule is the rule of a scenario that hides.
func (s *Scenario) Rule() sdc.Rule { return sdc.Rule{Threshold: s.Threshold, Width: s.Width} }

// Names of measured tables.
const (
	TableMain   = "main"
	TableFirst  = "first"
	TableSecond = "second"
	TableSex    = "sex"
)

var tableKinds = map[string]Kind{TableMain: Rest, TableFirst: First, TableSecond: Second, TableSex: Sex}

// Design turns the budget into fractions and checks it.
func (b *Budget) Design() (*formal.Design, error) {
	rho, ok := new(big.Rat).SetString(b.Rho)
	if !ok {
		return nil, texts.Errorf("rho %q is not a fraction", b.Rho)
	}
	d := &formal.Design{Rho: rho, Neighbours: b.Neighbours}
	for _, w := range b.Weights {
		share, ok := new(big.Rat).SetString(w.Share)
		if _, known := tableKinds[w.Table]; !ok || !known {
			return nil, texts.Errorf("weight %q of table %q: use a fraction, and main, first, second or sex", w.Share, w.Table)
		}
		d.Tables = append(d.Tables, formal.Table{ID: w.Table, Weight: share})
	}
	return d, d.Check()
}

// Publish makes the release of a formal scenario from its measurements; of the
// world it takes the groups, not their counts.
func (s *Scenario) Publish(f *Noisy, w *World) (*Release, error) {
	if s.Years > 1 {
		return f.Pooled(w.Pool(s.Years))
	}
	return f.Annual()
}

// Release publishes a world. The key is for families with noise; those without
// ignore it. For pooled years, w are the single cohorts and the release is
// about w.Pool(s.Years).
func (s *Scenario) Release(ctx context.Context, w *World, key *noise.Key) (*Release, error) {
	if s.Family == Formal {
		f, err := s.Budget.Measure(w, key)
		if err != nil {
			return nil, err
		}
		return s.Publish(f, w)
	}
	if s.Years > 1 {
		w = w.Pool(s.Years)
	}
	switch s.Family {
	case Threshold:
		return primary(w, s.Rule()), nil
	case Suppress, Interval:
		return suppress(ctx, w, s.Rule(), s.Family == Interval)
	case Coarsen:
		return coarsen(w, s.Threshold), nil
	case Round:
		return round(w, s.Base, s.Controlled)
	case CellKey:
		return cellKey(w, s.Largest, s.Variance, key)
	}
	return nil, texts.Errorf("scenario %s: family %q is not known", s.ID, s.Family)
}
