package attack

import (
	"math"

	"doorstroommonitor/scenario"
	"doorstroommonitor/sdc"
)

// weights says of the counts low, low+1 ... of a node how well each agrees with
// what is published: logarithms of chances, up to a constant. Without a word
// said every count agrees as well.
type weights struct {
	low  int64
	log  []float64 // nil: all from low on agree
	said bool
}

func exactly(n int64) weights { return weights{low: n, log: []float64{0}, said: true} }

func between(low, high int64) weights {
	if high == sdc.Unbounded {
		return weights{low: low, said: true}
	}
	return weights{low: low, log: make([]float64, high-low+1), said: true}
}

func (w weights) at(n int64) float64 {
	switch {
	case !w.said:
		return 0
	case n < w.low || w.log != nil && n >= w.low+int64(len(w.log)):
		return math.Inf(-1)
	case w.log == nil:
		return 0
	}
	return w.log[n-w.low]
}

// program asks for the counts of a group's tree, whole numbers that add up,
// that agree best with weights of its nodes and the chances of destinations:
//
//	max Σ_nodes weight(x) + log multinomial(x | shares),   x_parent = Σ x_children
//
// All of it is a sum over nodes, so that the best value for every count of a
// node follows from those of its parts: dynamic programming over counts, which
// is exact.
type program struct {
	level    *scenario.Level
	national []float64
	own      []weights
	most     int64     // the largest count of any node
	factor   []float64 // log n!
	parts    [][]sdc.Relation
}

func newProgram(l *scenario.Level, national []float64, own []weights, most int64) *program {
	if top := own[0]; top.said && top.log != nil {
		most = top.low + int64(len(top.log)) - 1
	}
	p := &program{level: l, national: national, own: own, most: most, parts: make([][]sdc.Relation, len(l.Nodes)), factor: make([]float64, most+1)}
	for n := range p.factor {
		p.factor[n], _ = math.Lgamma(float64(n) + 1)
	}
	for _, s := range l.Sums() {
		p.parts[s.Parent] = append(p.parts[s.Parent], s)
	}
	return p
}

// solved is the best value of a node for each of its counts, and how a sum of
// parts is told apart for it: by step, the count that the part takes.
type solved struct {
	value []float64
	takes [][][]int32 // by relation and part
}

// best returns a best table; nil where none agrees.
func (p *program) best() []int64 {
	nodes := make([]solved, len(p.level.Nodes))
	p.solve(0, nodes)
	at, best := int64(-1), math.Inf(-1)
	for n, v := range nodes[0].value {
		if v > best {
			at, best = int64(n), v
		}
	}
	if at < 0 {
		return nil
	}
	out := make([]int64, len(nodes))
	p.read(0, at, nodes, out)
	out[scenario.RestNode] = out[0] - out[p.level.Main]
	return out
}

func (p *program) solve(node int32, nodes []solved) {
	s := &nodes[node]
	s.value = make([]float64, p.most+1)
	for n := range s.value {
		s.value[n] = p.own[node].at(int64(n)) + p.prior(node, n)
	}
	for _, r := range p.parts[node] {
		sum, takes := []float64{0}, make([][]int32, len(r.Children))
		for _, i := range p.order(r) {
			c := r.Children[i]
			p.solve(c, nodes)
			if int(c) == p.level.Main {
				for n := range sum {
					sum[n] += p.own[scenario.RestNode].at(int64(n))
				}
			}
			sum, takes[i] = p.plus(sum, nodes[c].value)
		}
		for n := range s.value {
			s.value[n] += p.factor[n] // the multinomial of this split
			if n < len(sum) {
				s.value[n] += sum[n]
			} else {
				s.value[n] = math.Inf(-1)
			}
		}
		s.takes = append(s.takes, takes)
	}
}

// order puts the main destination last, so that all others together meet what
// is said of the rest.
func (p *program) order(r sdc.Relation) []int {
	var out []int
	main := -1
	for i, c := range r.Children {
		if int(c) == p.level.Main {
			main = i
		} else {
			out = append(out, i)
		}
	}
	if main >= 0 {
		out = append(out, main)
	}
	return out
}

// prior is what a node adds to the logarithm of the multinomial chances of the
// split that it is a part of.
func (p *program) prior(node int32, n int) float64 {
	parent := p.level.Nodes[node].Parent
	if parent < 0 || n == 0 {
		return 0
	}
	return float64(n)*math.Log(p.national[node]/p.national[parent]) - p.factor[n]
}

// plus gives the best sum of two values for each total, and what the second
// has in it.
func (p *program) plus(a, b []float64) (sum []float64, takes []int32) {
	size := min(len(a)+len(b)-1, int(p.most)+1)
	sum, takes = make([]float64, size), make([]int32, size)
	for n := range sum {
		sum[n] = math.Inf(-1)
	}
	for i, x := range a {
		if math.IsInf(x, -1) {
			continue
		}
		for j, y := range b[:min(len(b), size-i)] {
			if v := x + y; v > sum[i+j] {
				sum[i+j], takes[i+j] = v, int32(j)
			}
		}
	}
	return sum, takes
}

// read tells a count of a node apart among its parts, downwards.
func (p *program) read(node int32, n int64, nodes []solved, out []int64) {
	out[node] = n
	for k, r := range p.parts[node] {
		left, order := n, p.order(r)
		for i := len(order) - 1; i >= 0; i-- {
			c := r.Children[order[i]]
			take := int64(nodes[node].takes[k][order[i]][left])
			p.read(c, take, nodes, out)
			left -= take
		}
	}
}

// tables counts the tables that agree at all, up to many.
func (p *program) tables() int64 {
	total := int64(0)
	for _, n := range p.count(0) {
		total = min(total+n, many)
	}
	return total
}

const many = 1000

func (p *program) count(node int32) []int64 {
	out := make([]int64, p.most+1)
	for n := range out {
		if !math.IsInf(p.own[node].at(int64(n)), -1) {
			out[n] = 1
		}
	}
	for _, r := range p.parts[node] {
		sum := []int64{1}
		for _, i := range p.order(r) {
			c := r.Children[i]
			if int(c) == p.level.Main {
				for n := range sum {
					if math.IsInf(p.own[scenario.RestNode].at(int64(n)), -1) {
						sum[n] = 0
					}
				}
			}
			part := p.count(c)
			next := make([]int64, min(len(sum)+len(part)-1, int(p.most)+1))
			for a, x := range sum {
				if x == 0 {
					continue
				}
				for b, y := range part[:min(len(part), len(next)-a)] {
					next[a+b] = min(many, next[a+b]+min(many, x*y))
				}
			}
			sum = next
		}
		for n := range out {
			if n < len(sum) {
				out[n] = min(many, out[n]*sum[n])
			} else {
				out[n] = 0
			}
		}
	}
	return out
}
