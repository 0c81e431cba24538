package audit

import (
	"slices"

	"doorstroommonitor/sdc"
)

// Chances is a distribution over the counts Low, Low+1 and so on; nil says
// nothing.
type Chances struct {
	Low int64
	P   []float64
}

// Best is the most likely count and its chance; 0 and 0 of one that says
// nothing.
func (c Chances) Best() (count int64, chance float64) {
	for i, p := range c.P {
		if p > chance {
			count, chance = c.Low+int64(i), p
		}
	}
	return count, chance
}

// Among is what is left of chances for who knows that the count is one from
// low to high.
func (c Chances) Among(low, high int64) Chances {
	from, to := max(low-c.Low, 0), min(high-c.Low+1, int64(len(c.P)))
	if from >= to {
		return Chances{}
	}
	return Chances{Low: c.Low + from, P: c.P[from:to]}
}

const (
	// widest is how many possible counts of a cell are told apart: of wider
	// ones nothing is said, nor passed on.
	widest = 512
	// sweeps is how often evidence is passed along all sums, and learning in how
	// many of the first of them it is learned how common counts are.
	sweeps, learning = 30, 15
	// often is up to which count it is learned how common counts are.
	often = 24
	// trace is a chance that is taken for none.
	trace = 1e-12
)

// Likely adds up, for every cell, the chances of its counts by all that is
// published of every cell and by all sums: own is the chance of what is
// published of a cell if a count were the true one, and is asked for counts
// within the bounds alone. Bounds are those of an attack, so that certain
// knowledge counts too. How common small counts are among cells without parts
// is learned on the way.
//
// Evidence goes along the sums between cells, up and down (belief
// propagation). That is exact where the sums are a tree and noise is
// independent; tables that cross make circles in which evidence may count
// twice, so that chances are somewhat too sure. It is an attack, not a bound:
// who computes better may guess better.
func Likely(s *sdc.Structure, bounds []sdc.Interval, own func(cell int32, count int64) float64) []Chances {
	x := newLikely(s, bounds, own)
	x.run()
	return x.belief
}

func newLikely(s *sdc.Structure, bounds []sdc.Interval, own func(cell int32, count int64) float64) *likely {
	x := &likely{own: make([]Chances, s.Cells), belief: make([]Chances, s.Cells), leaf: make([]bool, s.Cells)}
	for c := range x.own {
		in := bounds[c]
		x.leaf[c] = true
		if in.Upper-in.Lower >= widest {
			continue
		}
		x.own[c] = Chances{Low: in.Lower, P: make([]float64, in.Upper-in.Lower+1)}
		for i := range x.own[c].P {
			x.own[c].P[i] = own(int32(c), in.Lower+int64(i))
		}
		x.own[c].normalise()
	}
	for _, r := range s.Relations {
		x.leaf[r.Parent] = false
		says := func(c int32) bool { return x.own[c].P != nil }
		if says(r.Parent) && !slices.ContainsFunc(r.Children, func(c int32) bool { return !says(c) }) {
			x.sums = append(x.sums, sum{members: append([]int32{r.Parent}, r.Children...)})
		}
	}
	return x
}

// sum is one relation, the parent first, with what it last said to each
// member.
type sum struct {
	members []int32
	said    [][]float64
}

type likely struct {
	own, belief []Chances
	leaf        []bool
	sums        []sum
	in          [][][2]int // cell -> sum and place
	common      []float64  // how common counts are, up to often
}

func (x *likely) run() {
	x.in = make([][][2]int, len(x.own))
	for i := range x.sums {
		s := &x.sums[i]
		for k, c := range s.members {
			x.in[c] = append(x.in[c], [2]int{i, k})
			s.said = append(s.said, flat(len(x.own[c].P)))
		}
	}
	x.common = flat(often + 1)
	for sweep := range sweeps {
		for i := range x.sums {
			x.pass(i)
		}
		for c := range x.own {
			x.belief[c] = x.heard(int32(c), -1)
		}
		if sweep < learning {
			x.learn()
		}
	}
}

// heard is what a cell knows without one of its sums.
func (x *likely) heard(c int32, without int) Chances {
	out := Chances{Low: x.own[c].Low, P: slices.Clone(x.own[c].P)}
	if x.leaf[c] {
		for i := range out.P {
			out.P[i] *= x.common[min(out.Low+int64(i), often)]
		}
	}
	for _, at := range x.in[c] {
		if at[0] != without {
			for i, p := range x.sums[at[0]].said[at[1]] {
				out.P[i] *= p
			}
			out.normalise()
		}
	}
	out.normalise()
	return out
}

// pass lets a sum say to each member what the others leave it.
func (x *likely) pass(i int) {
	s := &x.sums[i]
	heard := make([]Chances, len(s.members))
	for k, c := range s.members {
		heard[k] = x.heard(c, i)
	}
	parts := heard[1:]
	before, after := make([]Chances, len(parts)+1), make([]Chances, len(parts)+1)
	before[0], after[len(parts)] = Chances{P: []float64{1}}, Chances{P: []float64{1}}
	for k := range parts {
		before[k+1] = before[k].plus(parts[k])
	}
	for k := len(parts) - 1; k >= 0; k-- {
		after[k] = after[k+1].plus(parts[k])
	}
	s.tell(0, heard[0], before[len(parts)])
	for k := range parts {
		whole, part := heard[0].trim(), parts[k].trim()
		others := before[k].plusWithin(after[k+1], whole.Low-part.high(), whole.high()-part.Low)
		s.tell(k+1, parts[k], whole.less(others))
	}
}

// tell notes what was said, halfway to what was said before, which keeps
// circles from swinging. What leaves nothing is not said.
func (s *sum) tell(k int, member, says Chances) {
	p := make([]float64, len(member.P))
	total := 0.0
	for i := range p {
		if at := member.Low + int64(i) - says.Low; at >= 0 && at < int64(len(says.P)) {
			p[i] = says.P[at]
			total += p[i]
		}
	}
	if total <= 0 {
		return
	}
	for i := range p {
		s.said[k][i] = (s.said[k][i] + p[i]/total) / 2
	}
}

// learn counts how common counts are among cells without parts.
func (x *likely) learn() {
	next := make([]float64, often+1)
	n := 0.0
	for c, b := range x.belief {
		if !x.leaf[c] || b.P == nil {
			continue
		}
		for i, p := range b.P {
			if v := b.Low + int64(i); v < often {
				next[v] += p
				n += p
			}
		}
	}
	if n == 0 {
		return
	}
	for v := range next[:often] {
		x.common[v] = (next[v] + 1.0/often) / (n + 1)
	}
	x.common[often] = slices.Min(x.common[:often])
}

func flat(n int) []float64 {
	p := make([]float64, n)
	for i := range p {
		p[i] = 1 / float64(n)
	}
	return p
}

// normalise makes chances add up to 1 and forgets traces; what has none left
// becomes flat.
func (c *Chances) normalise() {
	total := 0.0
	for _, p := range c.P {
		total += p
	}
	if total <= 0 {
		copy(c.P, flat(len(c.P)))
		return
	}
	for i := range c.P {
		c.P[i] /= total
	}
}

// trim takes traces off the ends.
func (c Chances) trim() Chances {
	for len(c.P) > 1 && c.P[0] < trace {
		c.Low, c.P = c.Low+1, c.P[1:]
	}
	for len(c.P) > 1 && c.P[len(c.P)-1] < trace {
		c.P = c.P[:len(c.P)-1]
	}
	return c
}

// plus is the distribution of a sum.
func (c Chances) plus(d Chances) Chances {
	c, d = c.trim(), d.trim()
	out := Chances{Low: c.Low + d.Low, P: make([]float64, len(c.P)+len(d.P)-1)}
	for i, a := range c.P {
		for j, b := range d.P {
			out.P[i+j] += a * b
		}
	}
	return out
}

func (c Chances) high() int64 { return c.Low + int64(len(c.P)) - 1 }

// plusWithin is plus for the sums from low to high alone: of a sum of many cells
// only what fits its whole matters.
func (c Chances) plusWithin(d Chances, low, high int64) Chances {
	out := Chances{Low: low, P: make([]float64, high-low+1)}
	for i := range out.P {
		rest := low + int64(i) - c.Low // less than this of c leaves something of d
		for k := max(0, rest-d.high()); k <= min(int64(len(c.P))-1, rest-d.Low); k++ {
			out.P[i] += c.P[k] * d.P[rest-k-d.Low]
		}
	}
	return out
}

// less is the distribution of a difference.
func (c Chances) less(d Chances) Chances {
	back := Chances{Low: -d.Low - int64(len(d.P)) + 1, P: slices.Clone(d.P)}
	slices.Reverse(back.P)
	return c.plus(back)
}
