package scenario

import (
	"fmt"
	"math"

	"doorstroommonitor/estimate"
	"doorstroommonitor/formal"
	"doorstroommonitor/noise"
)

// Population under which a world's protection groups are drawn.
const population = "WORLD"

// Noisy is everything that a formally private release is made of: noisy counts
// and what is public. The true counts are not in it.
type Noisy struct {
	Budget  *Budget
	Cohorts []*formal.Measurements
	world   *World               // without counts
	solved  []*estimate.Solution // by level: the variances, which do not depend on data
	x       [][]float64          // by group and node: consistent and unbiased
}

// Measure draws the noise of every cohort: the one step that sees counts.
func (b *Budget) Measure(w *World, key *noise.Key) (*Noisy, error) {
	d, err := b.Design()
	if err != nil {
		return nil, err
	}
	f := &Noisy{Budget: b, world: w.blank()}
	for c := range w.Cohorts {
		g := &formal.Group{Population: population, Year: c + 1, Specification: [32]byte{1}}
		for range d.Tables {
			g.Tables = append(g.Tables, nil)
		}
		for i := range w.Groups {
			if w.Groups[i].Cohort != c {
				continue
			}
			g.Members += w.Groups[i].N()
			for t := range d.Tables {
				for _, n := range w.cells(i, d.Tables[t].ID) {
					g.Tables[t] = append(g.Tables[t], w.Groups[i].Counts[n])
				}
			}
		}
		m, err := formal.Measure(key, d, g)
		if err != nil {
			return nil, err
		}
		f.Cohorts = append(f.Cohorts, m)
	}
	return f, f.solve()
}

// blank is the world without counts.
func (w *World) blank() *World {
	groups := make([]Group, len(w.Groups))
	for i, g := range w.Groups {
		g.Counts = nil
		groups[i] = g
	}
	return w.With(groups)
}

// cells lists the nodes of a group that a table measures; each pupil is in one
// of them.
func (w *World) cells(g int, table string) []int {
	return w.Levels[w.Groups[g].Level].Measured(table)
}

// solve combines the tables of each group by generalised least squares.
func (f *Noisy) solve() error {
	f.x = make([][]float64, len(f.world.Groups))
	f.solved = make([]*estimate.Solution, len(f.world.Levels))
	at := make([][]int, f.world.Cohorts) // next value of each table
	for c := range at {
		at[c] = make([]int, len(f.Cohorts[c].Tables))
	}
	var reuse *estimate.Solution
	for g := range f.world.Groups {
		group := &f.world.Groups[g]
		l := f.world.Levels[group.Level]
		y, precision := make([]float64, len(l.Nodes)), make([]float64, len(l.Nodes))
		for t, m := range f.Cohorts[group.Cohort].Tables {
			v, _ := m.Variance.Float64()
			for _, n := range f.world.cells(g, m.ID) {
				y[n] += float64(m.Values[at[group.Cohort][t]]) / v
				precision[n] += 1 / v
				at[group.Cohort][t]++
			}
		}
		for n := range y {
			if precision[n] > 0 {
				y[n] /= precision[n]
			}
			precision[n] = 1 / precision[n] // now a variance, infinite where not measured
		}
		var err error
		if f.solved[group.Level] == nil {
			f.solved[group.Level], err = l.shape.Solve(y, precision, nil)
			if err != nil {
				return fmt.Errorf("level %s: %w", l.ID, err)
			}
			f.x[g] = append([]float64(nil), f.solved[group.Level].X...)
			continue
		}
		if reuse == nil || len(reuse.X) != len(y) {
			reuse = nil
		}
		if reuse, err = l.shape.Solve(y, precision, reuse); err != nil {
			return fmt.Errorf("level %s: %w", l.ID, err)
		}
		f.x[g] = append([]float64(nil), reuse.X...)
	}
	return nil
}

// Share returns the noisy share of a node in its group, with the variances of
// its level; none of group -1.
func (f *Noisy) Share(g int32, node int) estimate.Share {
	if g < 0 {
		return estimate.Share{}
	}
	s := f.solved[f.world.Groups[g].Level]
	return estimate.Share{X: f.x[g][node], N: f.x[g][0], VX: s.W[node], VN: s.W[0], C: s.C[node]}
}

// Annual publishes every group of every cohort, with what was released up to
// that cohort.
func (f *Noisy) Annual() (*Release, error) {
	years := make([][]int32, len(f.world.Groups))
	for g := range years {
		years[g] = []int32{int32(g)}
	}
	return f.publish(f.world, years)
}

// Pooled publishes windows of years. Measurements are added up before anything
// is cut or rounded.
func (f *Noisy) Pooled(w *World) (*Release, error) { return f.publish(w.blank(), w.Years) }

// publish makes the release of groups that each pool some years of a place.
func (f *Noisy) publish(w *World, years [][]int32) (*Release, error) {
	order, by := f.world.Places()
	r := &Release{Figures: make([][]Figure, len(w.Groups)), Counts: make([][]int64, len(w.Groups)), National: make([][]float64, len(w.Levels))}
	for l := range w.Levels {
		r.National[l] = make([]float64, len(w.Levels[l].Nodes))
	}
	smooth := f.newSmoother(order, by)
	for g := range w.Groups {
		group := &w.Groups[g]
		l := w.Levels[group.Level]
		x := make([]float64, len(l.Nodes))
		for _, y := range years[g] {
			for n := range x {
				x[n] += f.x[y][n]
			}
		}
		r.Counts[g] = l.shape.Project(x, nil)
		r.Figures[g] = make([]Figure, len(l.Nodes))
		first := f.world.Groups[years[g][0]].Cohort
		p := posterior{level: l, value: make([]float64, len(l.Nodes)), variance: make([]float64, len(l.Nodes))}
		for n := range l.Nodes {
			if !l.indicator(n) {
				r.Figures[g][n] = hidden
				p.variance[n] = math.Inf(1)
				continue
			}
			var s estimate.Share
			for _, y := range years[g] {
				s = s.Add(f.Share(y, n))
			}
			level, band := f.gate(years[g], group, n, s, by)
			fig := Figure{Low: band.Low, High: band.High, Raw: math.NaN(), Level: level}
			if raw, ok := s.Value(); ok {
				fig.Raw = raw
			}
			p.value[n], p.variance[n] = fig.Raw, s.VX
			if f.Budget.Smooth {
				prior := smooth.prior(group, n, first, group.Cohort)
				p.value[n], p.variance[n] = prior.Shrink(s)
			}
			r.Figures[g][n] = fig
		}
		if f.Budget.Smooth {
			if err := p.consistent(); err != nil {
				return nil, err
			}
		}
		f.finish(r.Figures[g], p, r.Counts[g][0] > 0)
	}
	for l := range w.Levels {
		for n := range w.Levels[l].Nodes {
			r.National[l][n] = smooth.national(l, n)
		}
	}
	return r, nil
}

// gate chooses what is shown as the group's own, from its band and those of
// the last three years and of the destination above.
func (f *Noisy) gate(years []int32, group *Group, node int, s estimate.Share, by map[Place][]int32) (estimate.Level, estimate.Band) {
	rule := estimate.Reliability{Z: estimate.Z95, Half: f.Budget.Half / 100}
	if len(years) > 1 {
		band := s.Band(rule.Z)
		if band.Half() <= rule.Half {
			return estimate.ThreeYears, band
		}
		return estimate.PeerOnly, band
	}
	var three, coarser *estimate.Share
	if row := by[Place{group.Location, group.Level}]; group.Cohort >= 2 {
		sum, whole := estimate.Share{}, true
		for _, g := range row[group.Cohort-2 : group.Cohort+1] {
			whole = whole && g >= 0
			sum = sum.Add(f.Share(g, node))
		}
		if whole {
			three = &sum
		}
	}
	if n := f.world.Levels[group.Level].Nodes[node]; n.Kind == Second {
		parent := f.Share(years[0], n.Parent)
		coarser = &parent
	}
	// The band that stands beside the value is that of the year itself.
	level, _ := rule.Choose(s, three, coarser)
	return level, s.Band(rule.Z)
}

// finish states values: smoothed ones, kept within the band of the figure
// itself where the scenario says so. A group whose published total is 0 has no
// share.
func (f *Noisy) finish(figures []Figure, p posterior, counted bool) {
	for n := range figures {
		fig := &figures[n]
		if !p.level.indicator(n) {
			continue
		}
		v := p.value[n]
		if f.Budget.Limit && !math.IsNaN(v) {
			v = estimate.Band{Low: fig.Low, High: fig.High}.Clip(v)
		}
		fig.Value, fig.Estimate = v, v
		if !counted {
			fig.Value, fig.Raw = math.NaN(), math.NaN()
		}
	}
}

// posterior is the smoothed shares of one group, each by itself.
type posterior struct {
	level           *Level
	value, variance []float64
}

// consistent makes them add up: least squares again, with a total of 1.
func (p *posterior) consistent() error {
	p.value[0], p.variance[0] = 1, 0
	for n := range p.variance {
		if p.level.indicator(n) {
			p.variance[n] = max(p.variance[n], 1e-12)
		}
	}
	s, err := p.level.shape.Solve(p.value, p.variance, nil)
	if err != nil {
		return fmt.Errorf("level %s: %w", p.level.ID, err)
	}
	for n, v := range s.X {
		p.value[n] = min(max(v, 0), 1)
	}
	return nil
}

// Measured returns the noisy counts of one measured table by group and node,
// and their variance; nil where the table was not measured.
func (f *Noisy) Measured(table string) (values [][]int64, variance float64) {
	at := make([]int, f.world.Cohorts)
	for g := range f.world.Groups {
		group := &f.world.Groups[g]
		for _, m := range f.Cohorts[group.Cohort].Tables {
			if m.ID != table {
				continue
			}
			variance, _ = m.Variance.Float64()
			row := make([]int64, len(f.world.Levels[group.Level].Nodes))
			for _, n := range f.world.cells(g, table) {
				row[n] = m.Values[at[group.Cohort]]
				at[group.Cohort]++
			}
			values = append(values, row)
		}
	}
	return values, variance
}

// Consistent returns the noisy counts of a group after least squares, and the
// variance of each.
func (f *Noisy) Consistent(g int) (x, variance []float64) {
	return f.x[g], f.solved[f.world.Groups[g].Level].W
}
