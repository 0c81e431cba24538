package attack

import (
	"math"
	"slices"

	"doorstroommonitor/protect"
	"doorstroommonitor/scenario"
)

// Averaged is how many published counts above 0 are the true ones as they
// stand, how many after least squares over all tables that a pupil is counted
// in, and how many by the most likely value given all of them.
type Averaged struct {
	Alone, Squares, Likely Rate
}

// Average attacks cell keys: a total and the sums of its parts are so many
// looks at the same pupils. The attacker knows the table of perturbations, as
// anybody can estimate it who sees enough cells, and how often second
// destinations have which count in groups of about the same size.
func Average(w *scenario.World, r *scenario.Release, t *protect.PerturbationTable) (Averaged, error) {
	var out Averaged
	prior := newSizedPriors(w, func(g int) int64 { return r.Counts[g][0] })
	for g := range w.Groups {
		l, counts := w.Levels[w.Groups[g].Level], w.Groups[g].Counts
		y, v := make([]float64, len(counts)), make([]float64, len(counts))
		for n := range y {
			if y[n], v[n] = float64(r.Counts[g][n]), t.V; r.Counts[g][n] < 0 {
				y[n], v[n] = 0, math.Inf(1)
			}
		}
		s, err := l.Shape().Solve(y, v, nil)
		if err != nil {
			return out, err
		}
		likely := newTree(l, r.Counts[g], t, func(n int) []float64 { return prior.without(g, n) }).modes()
		for n, node := range l.Nodes {
			if node.Kind == scenario.Rest || node.Kind == scenario.Sex || counts[n] == 0 {
				continue
			}
			out.Alone.add(r.Counts[g][n] == counts[n])
			out.Squares.add(int64(math.Round(max(0, s.X[n]))) == counts[n])
			out.Likely.add(likely[n] == counts[n])
		}
	}
	return out, nil
}

// chances is a distribution over the counts low, low+1 ...
type chances struct {
	low int64
	p   []float64
}

// at returns the chance of a count.
func (c chances) at(x int64) float64 {
	if x < c.low || x >= c.low+int64(len(c.p)) {
		return 0
	}
	return c.p[x-c.low]
}

// plus is the distribution of the sum.
func (c chances) plus(d chances) chances {
	out := chances{low: c.low + d.low, p: make([]float64, len(c.p)+len(d.p)-1)}
	for i, a := range c.p {
		for j, b := range d.p {
			out.p[i+j] += a * b
		}
	}
	return out
}

// times multiplies by other evidence about the same count. Where nothing is
// left, which dependent noise can bring about, the first stands.
func (c chances) times(d chances) chances {
	out, sum := chances{low: c.low, p: make([]float64, len(c.p))}, 0.0
	for i := range out.p {
		out.p[i] = c.p[i] * d.at(c.low+int64(i))
		sum += out.p[i]
	}
	if sum == 0 {
		return c
	}
	for i := range out.p {
		out.p[i] /= sum
	}
	return out
}

// tree passes evidence along the sums between cells with noise, up and down
// (sum-product); noise is taken as independent, as that of equal sets is not.
type tree struct {
	level *scenario.Level
	own   []chances // by the node's own count
	up    []chances // and by what is below it
}

func newTree(l *scenario.Level, published []int64, t *protect.PerturbationTable, prior func(node int) []float64) *tree {
	x := &tree{level: l, own: make([]chances, len(l.Nodes)), up: make([]chances, len(l.Nodes))}
	for n, y := range published {
		if y >= 0 {
			x.own[n] = evidence(y, t)
			if l.Nodes[n].Kind == scenario.Second {
				x.own[n] = x.own[n].times(chances{p: prior(n)})
			}
		}
	}
	return x
}

// evidence is the chance of a published count for every true one within reach.
func evidence(y int64, t *protect.PerturbationTable) chances {
	c := chances{low: max(0, y-int64(t.D))}
	for x := c.low; x <= y+int64(t.D); x++ {
		p := 0.0
		for _, e := range t.Row(x) {
			if x+int64(e.V) == y {
				p = e.P
			}
		}
		c.p = append(c.p, p)
	}
	return c
}

// modes returns the most likely count of every node.
func (x *tree) modes() []int64 {
	sums := x.level.Sums()
	copy(x.up, x.own)
	for i := len(sums) - 1; i >= 0; i-- { // parts come after what they are part of
		sum := x.sum(sums[i].Children, -1)
		x.up[sums[i].Parent] = x.up[sums[i].Parent].times(sum)
	}
	out := make([]int64, len(x.own))
	full := make([]chances, len(x.own))
	copy(full, x.up)
	for _, s := range sums {
		for _, c := range s.Children {
			// child = parent - others
			others := x.sum(s.Children, c)
			slices.Reverse(others.p)
			others.low = -others.low - int64(len(others.p)) + 1
			full[c] = x.up[c].times(full[s.Parent].plus(others))
		}
	}
	for n, c := range full {
		best := -1.0
		for i, p := range c.p {
			if p > best {
				best, out[n] = p, c.low+int64(i)
			}
		}
	}
	return out
}

// sum is the distribution of the sum of children, without one of them.
func (x *tree) sum(children []int32, without int32) chances {
	total := chances{p: []float64{1}}
	for _, c := range children {
		if c != without {
			total = total.plus(x.up[c])
		}
	}
	return total
}
