// Package impact shows what another version of the specification would do to
// last year's cubes, before anybody decides: which cells would appear, vanish
// or mean something else, for which institutions, under which agreements and
// in which files.
//
// What belongs here: the comparison of two specifications on the cells of a
// round that was released. What does not: persons and true counts. Everything
// is computed from what is public anyway (both specifications, the register,
// the release for everybody), so that the report may go to whoever decides.
package impact

import (
	"cmp"
	"maps"
	"slices"

	"doorstroommonitor/cube"
	"doorstroommonitor/deliver"
	"doorstroommonitor/register"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
)

// Round is last year's round as everybody may know it.
type Round struct {
	ID       string // of the public release
	Register *register.Register
	// Structure and Files are those of the public release.
	Structure *sdmx.Structure
	Files     []release.File
	// Partition gives a partition of the public release.
	Partition  func(cube, table string, cohort int) (*sdmx.Dataset, error)
	Agreements []*deliver.Agreement
}

// Effect counts cells.
type Effect struct {
	Before  int `json:"before"`  // cells that can exist under the earlier version
	Vanish  int `json:"vanish"`  // of these, not under the later one
	Appear  int `json:"appear"`  // the other way round
	Meaning int `json:"meaning"` // stay, and count other persons
	Lost    int `json:"lost"`    // stay, and some audience gets them no more
	Hidden  int `json:"hidden"`  // hidden in the public release
	Hides   int `json:"hides"`   // shown in the public release, and below the later threshold
}

func (e *Effect) add(o Effect) {
	e.Before += o.Before
	e.Vanish += o.Vanish
	e.Appear += o.Appear
	e.Meaning += o.Meaning
	e.Lost += o.Lost
	e.Hidden += o.Hidden
	e.Hides += o.Hides
}

// touched reports whether anything changes.
func (e *Effect) touched() bool { return e.Vanish+e.Appear+e.Meaning+e.Lost+e.Hides > 0 }

// Table is the effect on one table, all cohorts of the round together.
type Table struct {
	Cube    string `json:"cube"`
	Table   string `json:"table"`
	Cohorts []int  `json:"cohorts"`
	Effect
	// Because lists the paths of the changes that give cells another meaning.
	Because []string `json:"because,omitempty"`
	// Audiences are those that get the table no more, though it stays.
	Audiences []Audience `json:"audiences,omitempty"`
}

// Audience is who gets cells no more.
type Audience struct {
	ID   string `json:"id"`
	Lost int    `json:"lost"`
}

// Institution is the effect on the cells that name one institution.
type Institution struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Effect
}

// Report is the whole impact.
type Report struct {
	Round        string        `json:"round"`
	Diff         *diff.Report  `json:"diff"`
	Tables       []Table       `json:"tables"`
	Institutions []Institution `json:"institutions"` // that are touched, most vanishing cells first
	Agreements   []Agreement   `json:"agreements"`
	Files        []File        `json:"files"`
	Refused      []Refused     `json:"refused"`
}

// Compare computes the impact of the later specification on the round.
func Compare(old, now *spec.Specification, r Round) (*Report, error) {
	w := &work{old: old, now: now, round: r, diff: diff.Compare(old, now), tables: map[string]*Table{}, institutions: map[string]*Effect{}}
	if err := w.cells(); err != nil {
		return nil, err
	}
	out := &Report{Round: r.ID, Diff: w.diff, Tables: []Table{}, Institutions: w.named()}
	for _, id := range slices.Sorted(maps.Keys(w.tables)) {
		t := w.tables[id]
		slices.Sort(t.Cohorts)
		out.Tables = append(out.Tables, *t)
	}
	out.Agreements = w.agreements()
	out.Files = w.files()
	out.Refused = w.refused()
	return out, nil
}

// work is one comparison under way.
type work struct {
	old, now     *spec.Specification
	round        Round
	diff         *diff.Report
	tables       map[string]*Table // CUBE/TABLE
	institutions map[string]*Effect
}

// cells goes through every population and cohort of the round.
func (w *work) cells() error {
	cohorts, last := w.years()
	observed := w.observed(last)
	populations := map[string]bool{}
	for _, s := range []*spec.Specification{w.old, w.now} {
		for _, id := range s.PopulationIDs() {
			populations[id] = true
		}
	}
	for _, id := range slices.Sorted(maps.Keys(populations)) {
		for _, cohort := range cohorts {
			before, err := w.model(w.old, id, cohort, observed)
			if err != nil {
				return err
			}
			after, err := w.model(w.now, id, cohort, observed)
			if err != nil {
				return err
			}
			if err := w.group(before, after, cohort); err != nil {
				return err
			}
		}
	}
	return nil
}

// years lists the cohorts of the release and the last year that is observed.
func (w *work) years() (cohorts []int, last int) {
	set := map[int]bool{}
	for _, c := range w.round.Structure.Cubes {
		for _, t := range c.Tables {
			for _, y := range slices.Concat(t.Cohorts, t.NotYetObservable) {
				set[y] = true
				last = max(last, y)
			}
		}
	}
	return slices.Sorted(maps.Keys(set)), last
}

// model lists the cells of a population, nil where it has none.
func (w *work) model(s *spec.Specification, id string, cohort int, observed cube.Observed) (*cube.Model, error) {
	p, ok := s.Populations[id]
	if !ok || cohort < p.Cohorts.From || cohort > p.Cohorts.Until {
		return nil, nil
	}
	if _, ok := p.Window(cohort); !ok {
		return nil, nil
	}
	return cube.NewModel(s, p, w.round.Register, cohort, observed, nil)
}

// named lists the institutions that are touched.
func (w *work) named() []Institution {
	out := []Institution{}
	for id, e := range w.institutions {
		if e.touched() {
			i, _ := w.round.Register.Institution(id)
			out = append(out, Institution{ID: id, Name: i.Name, Effect: *e})
		}
	}
	slices.SortFunc(out, func(a, b Institution) int {
		return cmp.Or(cmp.Compare(b.Vanish, a.Vanish), cmp.Compare(b.Meaning, a.Meaning), cmp.Compare(b.Lost, a.Lost), cmp.Compare(a.ID, b.ID))
	})
	return out
}
