package estimate

import "math"

// Possible is what is published of a count: it is at least Lower and at most
// Upper (infinite: no bound), which are equal where it is shown. Prior says how
// large it would be if nothing else were known; within a sum only the ratios of
// priors count.
type Possible struct{ Lower, Upper, Prior float64 }

// open reports whether more than one value is possible.
func (p *Possible) open() bool { return p.Lower < p.Upper }

func (p *Possible) clip(x float64) float64 { return min(max(x, p.Lower), p.Upper) }

// Sum says that the children add up to the parent.
type Sum struct {
	Parent   int32
	Children []int32
}

const (
	// insideSweeps bounds how often all sums are gone through, and insideNear is
	// how well they have to hold for it to stop earlier.
	insideSweeps = 200
	insideNear   = 1e-3
)

// Inside returns for every count a value between its bounds such that sums hold
// as far as that allows: a shown count stays what it is, and what a sum has
// left beside its shown parts is divided among the others in proportion to
// their priors (iterative proportional fitting, with bounds). It is a model of
// what is hidden, made of what is published and of nothing else: equal
// arguments give equal values, and it has no other ones.
//
// Sums come with parents first. The first sweep goes down: a parent rules over
// its children. Where sums cross, later sweeps move a parent that is not known
// along with its children. Where bounds leave no values that fit all sums, some
// stay off; a value outside its bounds never comes out.
func Inside(counts []Possible, sums []Sum) []float64 {
	f := inside{counts: counts, x: make([]float64, len(counts))}
	for i := range counts {
		if f.x[i] = counts[i].Prior; !counts[i].open() {
			f.x[i] = counts[i].Lower
		}
	}
	for sweep := range insideSweeps {
		off := 0.0
		for i := range sums {
			off = max(off, f.settle(&sums[i], sweep > 0))
		}
		if sweep > 0 && off < insideNear {
			break
		}
	}
	for i := range counts {
		f.x[i] = counts[i].clip(f.x[i])
	}
	return f.x
}

type inside struct {
	counts []Possible
	x      []float64
	free   []int32 // scratch
}

// settle makes one sum hold as far as bounds allow, and returns by how much it
// was off. With both, a parent that is not known moves too.
func (f *inside) settle(s *Sum, both bool) float64 {
	parent := &f.counts[s.Parent]
	f.x[s.Parent] = parent.clip(f.x[s.Parent])
	rest, off := f.x[s.Parent], f.x[s.Parent]
	f.free = f.free[:0]
	for _, c := range s.Children {
		off -= f.x[c]
		if f.counts[c].open() {
			f.free = append(f.free, c)
		} else {
			rest -= f.x[c]
		}
	}
	if len(f.free) == 0 {
		if both && parent.open() { // all children are known
			f.x[s.Parent] = parent.clip(f.x[s.Parent] - rest)
		}
		return math.Abs(off)
	}
	if both && parent.open() && math.Abs(off) >= insideNear {
		fixed := f.x[s.Parent] - rest
		f.x[s.Parent] = parent.clip(f.meet(fixed, f.x[s.Parent]))
		rest = f.x[s.Parent] - fixed
	}
	f.divide(rest)
	return math.Abs(off)
}

// meet is where parent and children come together when both give way in
// proportion: with λ for the children and 1/λ for the parent,
//
//	fixed + λ·free = parent/λ
func (f *inside) meet(fixed, parent float64) float64 {
	free := 0.0
	for _, c := range f.free {
		free += f.x[c]
	}
	if free <= 0 || parent <= 0 {
		return max(parent, fixed)
	}
	lambda := (math.Sqrt(fixed*fixed+4*free*parent) - fixed) / (2 * free)
	return fixed + lambda*free
}

// divide shares rest among the free counts in proportion to what they have, or
// evenly where they have nothing. Those that a bound stops stay there, and the
// others divide what is left: each round grows or shrinks them by one factor,
// so that their proportions are kept.
func (f *inside) divide(rest float64) {
	for len(f.free) > 0 {
		weight := 0.0
		for _, c := range f.free {
			weight += f.x[c]
		}
		before, left := len(f.free), rest
		still := f.free[:0]
		for _, c := range f.free {
			share := left / float64(before)
			if weight > 0 {
				share = left * f.x[c] / weight
			}
			if f.x[c] = f.counts[c].clip(share); f.x[c] == share {
				still = append(still, c)
			} else {
				rest -= f.x[c]
			}
		}
		if f.free = still; len(still) == before {
			return
		}
	}
}
