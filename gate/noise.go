package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"

	"doorstroommonitor/budget"
	"doorstroommonitor/cube"
	"doorstroommonitor/estimate"
	"doorstroommonitor/formal"
	"doorstroommonitor/noise"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// NoiseOptions of the gate for a group under formal privacy.
type NoiseOptions struct {
	Key  *noise.Key
	Book *budget.Book
	// Members is the number of persons, from the mass balance.
	Members int64
	// Release and Approver go into the charge, Specification is the digest of
	// the one in force.
	Release, Approver, Specification string
	// Elsewhere lists what is published exactly about other populations, in
	// which the same persons may be.
	Elsewhere []string
}

// Noise takes one group through the gate under formal privacy: it charges the
// draw, adds noise to the finest cells of every table, and makes of the noisy
// counts figures that add up, each with its band. Nothing is attacked and
// nothing widened: what opens the lock is the receipt of the draw. A
// *budget.Refusal says that the budget does not carry it; nothing is drawn
// then.
func Noise(m *cube.Model, p *sdc.Problem, audiences []string, opt NoiseOptions) (*Result, error) {
	n := &noisy{m: m, x: m.Measures(), publish: m.Population.Publish, audiences: audiences}
	var err error
	if n.design, err = Design(m); err != nil {
		return nil, err
	}
	g := &formal.Group{Population: m.Population.ID, Year: m.Cohort, Members: opt.Members}
	if d, err := hex.DecodeString(opt.Specification); err != nil || copy(g.Specification[:], d) != len(g.Specification) {
		return nil, fmt.Errorf("gate %s: %q is no digest of a specification", m.Group(), opt.Specification)
	}
	for t := range m.Tables {
		from, to := n.x.Range(t)
		counts := make([]int64, 0, to-from)
		for l := from; l < to; l++ {
			counts = append(counts, p.Counts[n.x.Cell(l)])
		}
		g.Tables = append(g.Tables, counts)
	}
	charge, err := n.charge(opt)
	if err != nil {
		return nil, err
	}
	if charge.Draw, err = formal.Identify(opt.Key, n.design, g); err != nil {
		return nil, err
	}
	r := &Result{Model: m}
	r.Receipt, err = opt.Book.Draw(charge, func() (*formal.Measurements, []*sdmx.Dataset, error) {
		drawn, err := formal.Measure(opt.Key, n.design, g)
		if err != nil {
			return nil, nil, err
		}
		all, err := n.figures(drawn, r)
		return drawn, all, err
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

// Design says how the budget of a group is spent: each table that can be
// observed and has a recipient costs its weight of rho. A table has the same
// noise whatever else is published, and what is not published is not spent.
func Design(m *cube.Model) (*formal.Design, error) {
	rho, err := spec.Fraction(m.Population.Publish.Rho)
	if err != nil {
		return nil, err
	}
	d := &formal.Design{Rho: new(big.Rat), Neighbours: formal.AddRemove}
	for _, t := range m.Tables {
		id := spec.TableID(t.Cube, t.Spec.ID)
		w, err := spec.Fraction(m.Population.Publish.Weights[id])
		if err != nil {
			return nil, fmt.Errorf("weight of %s: %w", id, err)
		}
		d.Tables = append(d.Tables, formal.Table{ID: id, Weight: w})
		d.Rho.Add(d.Rho, w)
	}
	for i, t := range d.Tables {
		d.Tables[i].Weight = new(big.Rat).Quo(t.Weight, d.Rho)
	}
	d.Rho.Mul(d.Rho, rho)
	return d, d.Check()
}

// noisy is one group on its way.
type noisy struct {
	m         *cube.Model
	x         *cube.Measures
	publish   *spec.Publish
	design    *formal.Design
	audiences []string
}

func (n *noisy) charge(opt NoiseOptions) (budget.Charge, error) {
	c := budget.Charge{
		Release: opt.Release, Population: n.m.Population.ID, Year: n.m.Cohort, Regime: budget.Noisy, Rho: n.design.Rho.RatString(), Neighbours: n.design.Neighbours, Mechanism: noise.Version,
		Specification: opt.Specification, Approver: opt.Approver, Elsewhere: slices.Concat(n.publish.Elsewhere, opt.Elsewhere),
	}
	domain := sha256.New()
	var cubes []string
	for t, tab := range n.m.Tables {
		c.Tables = append(c.Tables, budget.Table{ID: n.design.Tables[t].ID, Weight: n.design.Tables[t].Weight.RatString()})
		cubes = append(cubes, tab.Cube)
		from, to := n.x.Range(t)
		if err := n.x.Measured(t, "", make([]int64, to-from)).WriteCSV(domain); err != nil {
			return c, err
		}
	}
	c.Cube, c.Domain = strings.Join(slices.Compact(cubes), ","), hex.EncodeToString(domain.Sum(nil))
	return c, nil
}

// figures fills in what is published, and lists the datasets. All of it is
// computed from noisy counts and public things.
func (n *noisy) figures(drawn *formal.Measurements, r *Result) ([]*sdmx.Dataset, error) {
	e, err := n.consistent(drawn)
	if err != nil {
		return nil, fmt.Errorf("gate %s: %w", n.m.Group(), err)
	}
	r.Datasets, r.Measured = map[string][]*sdmx.Dataset{}, map[string][]*sdmx.Measured{}
	var all []*sdmx.Dataset
	for t, tab := range n.m.Tables {
		d := n.m.Estimates(tab, func(cell int32) sdmx.Observation { return e.observation(t, cell) })
		noisy := n.x.Measured(t, drawn.Tables[t].Variance.RatString(), drawn.Tables[t].Values)
		all = append(all, d)
		for _, a := range n.audiences {
			if tab.For(a) {
				r.Datasets[a], r.Measured[a] = append(r.Datasets[a], d), append(r.Measured[a], noisy)
			}
		}
	}
	return all, nil
}

// estimates are consistent figures of all leaves of a group.
type estimates struct {
	x        *cube.Measures
	near     []float64 // unbiased
	whole    []int64   // to be shown
	variance []float64 // of a leaf, by table
}

func (n *noisy) consistent(drawn *formal.Measurements) (*estimates, error) {
	e := &estimates{x: n.x}
	var measured, variances []float64
	for _, t := range drawn.Tables {
		v, _ := t.Variance.Float64()
		e.variance = append(e.variance, v)
		for _, y := range t.Values {
			measured, variances = append(measured, float64(y)), append(variances, v)
		}
	}
	var equal []estimate.Equal
	for _, s := range n.x.Shared() {
		equal = append(equal, estimate.Equal{A: s[0], B: s[1]})
	}
	linked, err := estimate.NewLinked(variances, equal)
	if err != nil {
		return nil, err
	}
	if e.near, err = linked.Solve(measured); err != nil {
		return nil, err
	}
	_, to := n.x.Range(0)
	total := 0.0
	for _, v := range e.near[:to] {
		total += v
	}
	e.whole = n.x.Spread(int64(math.Round(max(0, total))), e.near, estimate.Divide)
	return e, nil
}

// observation is one cell of a table. The band is that of the unbiased
// estimate, whole numbers outward, and stretched to the value that is shown
// where cutting off negative numbers has moved that out.
func (e *estimates) observation(table int, cell int32) sdmx.Observation {
	var o sdmx.Observation
	near := 0.0
	for _, l := range e.x.Parts(table, cell) {
		near += e.near[l]
		o.Value += e.whole[l]
	}
	deviation := math.Sqrt(e.of(cell))
	o.Lower = min(o.Value, max(0, int64(math.Floor(near-estimate.Z95*deviation))))
	o.Upper = max(o.Value, int64(math.Ceil(near+estimate.Z95*deviation)))
	o.Estimate, o.Error = int64(math.Round(100*near)), int64(math.Ceil(100*deviation))
	return o
}

// of bounds the variance of a cell: that of the best mean of what each table
// says of it by itself. The least squares estimate has no more.
func (e *estimates) of(cell int32) float64 {
	var each []float64
	for t, v := range e.variance {
		if parts := e.x.Parts(t, cell); len(parts) > 0 {
			each = append(each, v*float64(len(parts)))
		}
	}
	return estimate.Together(each...)
}
