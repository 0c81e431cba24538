package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"math/big"
	"slices"

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
	// Release and Approver go into the charges, as does Specification, the digest
	// of the one in force.
	Release, Approver, Specification string
	// Elsewhere lists what is published exactly about other populations, in
	// which the same persons may be.
	Elsewhere []sdmx.Words
}

// Noise takes one group through the gate under formal privacy: it charges a
// draw for each table, adds noise to the finest cells of all, and makes of the
// noisy counts figures that add up, each with its band. Nothing is attacked and
// nothing widened: what opens the lock is the receipt of the draws. A
// *budget.Refusal says that the budget does not carry it; nothing is drawn
// then.
//
// A table is a draw of its own, bound to its own counts: where a later run
// counts the same in it, its noise is the same and free, whatever has come
// along beside it.
func Noise(m *cube.Model, p *sdc.Problem, audiences []string, opt NoiseOptions) (*Result, error) {
	x, err := m.Measures()
	if err != nil {
		return nil, err
	}
	n := &noisy{m: m, x: x, audiences: audiences}
	if err := n.prepare(p, opt); err != nil {
		return nil, fmt.Errorf("gate %s: %w", m.Group(), err)
	}
	r := &Result{Model: m}
	r.Receipt, err = opt.Book.Draw(n.charges, func(i int) (*formal.Measurements, error) {
		return formal.Measure(opt.Key, &n.designs[i], &n.groups[i])
	}, func(drawn []*formal.Measurements) ([]*sdmx.Dataset, error) { return n.figures(drawn, r) })
	if err != nil {
		return nil, err
	}
	return r, nil
}

// noisy is one group on its way.
type noisy struct {
	m         *cube.Model
	x         *cube.Measures
	audiences []string
	// by table that is drawn, in the order of Measures.Drawn
	designs []formal.Design
	groups  []formal.Group
	charges []budget.Charge
}

// prepare says for each table what is drawn and what it costs: its weight of
// rho, whatever else is published.
func (n *noisy) prepare(p *sdc.Problem, opt NoiseOptions) error {
	publish := n.m.Population.Publish
	rho, err := spec.Fraction(publish.Rho)
	if err != nil {
		return err
	}
	for _, t := range n.x.Drawn() {
		tab := n.m.Tables[t]
		id := spec.TableID(tab.Cube, tab.Spec.ID)
		w, err := spec.Fraction(publish.Weights[id])
		if err != nil {
			return fmt.Errorf("weight of %s: %w", id, err)
		}
		d := formal.Design{Rho: w.Mul(w, rho), Neighbours: formal.AddRemove, Tables: []formal.Table{{ID: id, Weight: big.NewRat(1, 1)}}}
		g := formal.Group{Population: n.m.Population.ID, Year: n.m.Cohort, Members: opt.Members, Tables: [][]int64{nil}}
		definition, err := n.m.Definition(tab)
		if err != nil {
			return err
		}
		if b, err := hex.DecodeString(definition); err != nil || copy(g.Specification[:], b) != len(g.Specification) {
			return fmt.Errorf("%q is no digest of the definition of %s", definition, id)
		}
		from, to := n.x.Range(t)
		for l := from; l < to; l++ {
			g.Tables[0] = append(g.Tables[0], p.Counts[n.x.Cell(l)])
		}
		domain := sha256.New()
		if err := n.x.Measured(t, "", make([]int64, to-from)).WriteCSV(domain); err != nil {
			return err
		}
		c := budget.Charge{
			Release: opt.Release, Cube: tab.Cube, Population: g.Population, Year: g.Year, Regime: budget.Noisy, Rho: d.Rho.RatString(), Neighbours: d.Neighbours, Mechanism: noise.Version,
			Tables: []budget.Table{{ID: id, Weight: "1"}}, Specification: opt.Specification, Domain: hex.EncodeToString(domain.Sum(nil)), Approver: opt.Approver,
			Elsewhere: elsewhere(publish.Elsewhere, opt.Elsewhere),
		}
		if c.Draw, err = formal.Identify(opt.Key, &d, &g); err != nil {
			return err
		}
		n.designs, n.groups, n.charges = append(n.designs, d), append(n.groups, g), append(n.charges, c)
	}
	return nil
}

// figures fills in what is published, and lists the datasets. All of it is
// computed from noisy counts and public things.
func (n *noisy) figures(drawn []*formal.Measurements, r *Result) ([]*sdmx.Dataset, error) {
	e, err := n.consistent(drawn)
	if err != nil {
		return nil, fmt.Errorf("gate %s: %w", n.m.Group(), err)
	}
	r.Datasets, r.Measured = map[string][]*sdmx.Dataset{}, map[string][]*sdmx.Measured{}
	var all []*sdmx.Dataset
	for t, tab := range n.m.Tables {
		d := n.m.Estimates(tab, func(cell int32) sdmx.Observation { return e.observation(t, cell) })
		all = append(all, d)
		for _, a := range n.audiences {
			if tab.For(a) {
				r.Datasets[a] = append(r.Datasets[a], d)
			}
		}
	}
	for i, t := range n.x.Drawn() {
		noisy := n.x.Measured(t, drawn[i].Tables[0].Variance.RatString(), drawn[i].Tables[0].Values)
		for _, a := range n.audiences {
			if n.m.Tables[t].For(a) {
				r.Measured[a] = append(r.Measured[a], noisy)
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
	variance []float64 // of a leaf, by table; 0 where it is not drawn
}

func (n *noisy) consistent(drawn []*formal.Measurements) (*estimates, error) {
	e := &estimates{x: n.x, variance: make([]float64, len(n.m.Tables))}
	var measured, variances []float64
	for i, at := range n.x.Drawn() {
		t := drawn[i].Tables[0]
		v, _ := t.Variance.Float64()
		e.variance[at] = v
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
	e.whole = n.whole(e, int64(math.Round(max(0, n.total(e.near)))))
	return e, nil
}

// total is how many members there are by the estimates: what a table about
// everybody says, and where there is none, enough for all parts together: just
// enough where these are apart.
func (n *noisy) total(near []float64) (total float64) {
	var told []int // a table of each part
	for _, t := range n.x.Drawn() {
		sum := 0.0
		from, to := n.x.Range(t)
		for _, v := range near[from:to] {
			sum += v
		}
		if n.x.Whole(t) {
			return sum
		}
		if !slices.ContainsFunc(told, func(s int) bool { return n.x.SamePart(s, t) }) {
			told, total = append(told, t), total+max(0, sum)
		}
	}
	return total
}

// observation is one cell of a table. The band is that of the unbiased
// estimate, whole numbers outward, and stretched to the value that is shown
// where cutting off negative numbers has moved that out.
func (e *estimates) observation(table int, cell int32) sdmx.Observation {
	var o sdmx.Observation
	near := 0.0
	for _, l := range e.x.Parts(e.x.Source(table), cell) {
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

// elsewhere lists what is published exactly about the same persons: what the
// specification names, and the other populations.
func elsewhere(named []sdmx.Text, others []sdmx.Words) []sdmx.Words {
	var out []sdmx.Words
	for _, what := range named {
		out = append(out, sdmx.Words(what))
	}
	return append(out, others...)
}
