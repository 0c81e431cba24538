package audit_test

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// drawn is a random protection group with a pattern: a grid, a cuboid or a
// tree, some cells unpublished.
type drawn struct {
	s      sdc.Structure
	truth  []int64
	hidden sdc.Pattern
	read   []bool
	zeros  bool
}

func draw(seed uint64, shape, density uint8) *drawn {
	rng := rand.New(rand.NewPCG(seed, 9))
	d := &drawn{zeros: rng.IntN(3) > 0}
	switch shape % 3 {
	case 0:
		d.s = newGrid(2+rng.IntN(4), 2+rng.IntN(4)).s
	case 1:
		d.s = *cuboid(2 + rng.IntN(2))
	default:
		d.s = tree(rng)
	}
	d.truth = truthOf(&d.s, rng)
	d.hidden, d.read = make(sdc.Pattern, d.s.Cells), make([]bool, d.s.Cells)
	for c, v := range d.truth {
		d.read[c] = rng.IntN(8) > 0
		d.hidden[c] = d.read[c] && (v > 0 || !d.zeros) && rng.IntN(256) < int(density)
	}
	return d
}

// tree is a hierarchy of three levels with a second hierarchy over the same
// leaves, so that some sums cross.
func tree(rng *rand.Rand) sdc.Structure {
	leaves := 6 + rng.IntN(10)
	s := sdc.Structure{Group: "tree", Cells: leaves}
	var tops []int32
	for _, parts := range []int{2 + rng.IntN(3), 2 + rng.IntN(3)} {
		groups := make([]sdc.Relation, parts)
		for c := range leaves {
			g := &groups[rng.IntN(parts)]
			g.Children = append(g.Children, int32(c))
		}
		top := sdc.Relation{}
		for _, g := range groups {
			if len(g.Children) == 0 {
				continue
			}
			g.Parent = int32(s.Cells)
			s.Cells++
			top.Children = append(top.Children, g.Parent)
			s.Relations = append(s.Relations, g)
		}
		top.Parent = int32(s.Cells)
		s.Cells++
		tops = append(tops, top.Parent)
		s.Relations = append(s.Relations, top)
	}
	s.Relations = append(s.Relations, sdc.Relation{Parent: tops[0], Children: []int32{tops[1]}})
	return s
}

// truthOf draws the cells that are nobody's parent and adds up the rest.
func truthOf(s *sdc.Structure, rng *rand.Rand) []int64 {
	x, known := make([]int64, s.Cells), make([]bool, s.Cells)
	for c := range known {
		known[c] = true
	}
	for _, r := range s.Relations {
		known[r.Parent] = false
	}
	for c, k := range known {
		if k {
			x[c] = int64(rng.IntN(7))
		}
	}
	for range s.Relations { // as deep as there are sums at most
		for _, r := range s.Relations {
			if !slices.ContainsFunc(r.Children, func(c int32) bool { return !known[c] }) {
				x[r.Parent], known[r.Parent] = 0, true
				for _, c := range r.Children {
					x[r.Parent] += x[c]
				}
			}
		}
	}
	return x
}

// knowledge is what a reader of d holds; bounds, where given, are stated for
// hidden cells.
func (d *drawn) knowledge(bounds []sdc.Interval) *sdc.Knowledge {
	var st []sdc.Statement
	for c, v := range d.truth {
		switch {
		case !d.read[c]:
		case !d.hidden[c]:
			st = append(st, sdc.Statement{Cell: int32(c), Value: v})
		case bounds != nil:
			st = append(st, sdc.Statement{Cell: int32(c), Hidden: true, Lower: bounds[c].Lower, Upper: bounds[c].Upper})
		default:
			st = append(st, sdc.Statement{Cell: int32(c), Hidden: true, Upper: sdc.Unbounded})
		}
	}
	return d.s.Outsider(st, sdc.Rule{ZerosProtected: !d.zeros})
}

func (d *drawn) attack(t *testing.T, bounds []sdc.Interval, cheap bool) []sdc.Interval {
	t.Helper()
	f, err := audit.Attack(context.Background(), d.knowledge(bounds), audit.Options{Width: 4, Seed: 1, BoundsOnly: cheap})
	if err != nil {
		t.Fatalf("the truth agrees with its own statements, but: %v", err)
	}
	for c, in := range f.Intervals {
		v := d.truth[c]
		if v < in.Lower || v > in.Upper {
			t.Fatalf("cell %d: [%d,%d] excludes the truth %d", c, in.Lower, in.Upper, v)
		}
		if in.InnerLower >= 0 && (in.InnerLower < in.Lower || in.InnerUpper > in.Upper) {
			t.Fatalf("cell %d: the tables found %d..%d lie outside [%d,%d]", c, in.InnerLower, in.InnerUpper, in.Lower, in.Upper)
		}
	}
	return f.Intervals
}

// properties holds what must be true of every attack, whatever the truth.
func properties(t *testing.T, seed uint64, shape, density uint8) {
	t.Helper()
	d := draw(seed, shape, density)
	cheap, full := d.attack(t, nil, true), d.attack(t, nil, false)

	again := d.attack(t, cheap, true)
	for c := range cheap {
		if cheap[c] != again[c] {
			t.Fatalf("cell %d: publishing the bounds changed [%d,%d] to [%d,%d]", c, cheap[c].Lower, cheap[c].Upper, again[c].Lower, again[c].Upper)
		}
	}

	rng := rand.New(rand.NewPCG(seed, 10))
	more := *d
	more.hidden, more.read = slices.Clone(d.hidden), slices.Clone(d.read)
	for c, v := range d.truth {
		switch rng.IntN(12) {
		case 0: // no longer published
			more.read[c], more.hidden[c] = false, false
		case 1, 2:
			more.hidden[c] = more.read[c] && (v > 0 || !d.zeros)
		}
	}
	for _, both := range [][2][]sdc.Interval{{cheap, more.attack(t, nil, true)}, {full, more.attack(t, nil, false)}} {
		for c, in := range both[0] {
			if wide := both[1][c]; wide.Lower > in.Lower || wide.Upper < in.Upper {
				t.Fatalf("cell %d: hiding more narrowed [%d,%d] to [%d,%d]", c, in.Lower, in.Upper, wide.Lower, wide.Upper)
			}
		}
	}
}

func TestPropertiesOfAttacks(t *testing.T) {
	for seed := range uint64(3000) {
		properties(t, seed, uint8(seed), uint8(seed*37))
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func FuzzAttack(f *testing.F) {
	f.Add(uint64(1), uint8(0), uint8(120))
	f.Add(uint64(2), uint8(1), uint8(160))
	f.Add(uint64(3), uint8(2), uint8(200))
	f.Fuzz(properties)
}
