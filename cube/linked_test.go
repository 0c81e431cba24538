package cube_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// The small world of this test has three kinds of person (column x) and four
// outcomes (column y, the first of which column z splits in two): twelve inner
// cells, so that every way to spread a few persons over them can be listed.
var (
	kinds    = []string{"x1", "x2", "x3"}
	outcomes = []string{"y1\x1fz1", "y1\x1fz2", "y2\x1f-", "y3\x1f-"}
)

func smallPopulation() *spec.Population {
	return &spec.Population{ID: "SMALL", Columns: []spec.Column{
		{ID: "x", Codes: kinds},
		{ID: "y", Codes: []string{"y1", "y2", "y3"}},
		{ID: "z", Codes: []string{"z1", "z2"}, Only: map[string][]string{"y": {"y1"}}},
	}}
}

// tree is a dimension that shares values out over blocks and, where fine is
// given, each of these again over its single values.
func tree(id string, values []string, block []int, fine bool, when func(values []string) map[string][]string) spec.Dimension {
	d := spec.Dimension{ID: id}
	for b := range slices.Max(block) + 1 {
		var in []string
		for i, v := range values {
			if block[i] == b {
				in = append(in, v)
			}
		}
		code := fmt.Sprintf("%s_%d", id, b)
		d.Nodes = append(d.Nodes, spec.Node{Code: code, When: when(in)})
		if fine && len(in) > 1 {
			for i, v := range in {
				d.Nodes = append(d.Nodes, spec.Node{Code: fmt.Sprintf("%s_%d", code, i), Parent: code, When: when([]string{v})})
			}
		}
	}
	return d
}

func whenKind(values []string) map[string][]string { return map[string][]string{"x": values} }

func whenOutcome(values []string) map[string][]string {
	w := map[string][]string{}
	for _, v := range values {
		y, z, _ := strings.Cut(v, "\x1f")
		w["y"], w["z"] = append(w["y"], y), append(w["z"], z)
	}
	return w
}

// randomBlocks shares n values out over 1 to n blocks, numbered from 0.
func randomBlocks(rng *rand.Rand, n int) []int {
	out := make([]int, n)
	used := 0
	for i := range out {
		out[i] = rng.IntN(used + 1)
		used = max(used, out[i]+1)
	}
	return out
}

// drawn says how the tables of a small world are drawn. Where shared, all of
// them use one dimension of kinds; where apart, every table is a cube of its
// own, so that the dimension of kinds is written out anew in each; where
// parted, each cube but the first is about a part of the persons, by kind or
// by outcome.
type drawn struct{ shared, apart, parted bool }

// somePart draws the part of the persons that a cube is about; nil is all.
func somePart(rng *rand.Rand) *spec.Part {
	values, when := kinds, whenKind
	switch rng.IntN(4) {
	case 0:
		return nil
	case 1:
		values, when = []string{"y1", "y2", "y3"}, func(v []string) map[string][]string { return map[string][]string{"y": v} }
	}
	var in []string
	for _, i := range rng.Perm(len(values))[:1+rng.IntN(len(values))] {
		in = append(in, values[i])
	}
	return &spec.Part{When: when(in)}
}

func smallSpec(rng *rand.Rand, d drawn) *spec.Specification {
	shared, apart := d.shared, d.apart
	s := &spec.Specification{Transitions: map[string]*spec.Transition{}}
	blocks, fine := randomBlocks(rng, len(kinds)), rng.IntN(2) == 0
	tables := 2 + rng.IntN(2)
	if d.parted && !shared {
		tables = 2 // three that cross one another may hold a sum that no two of them show
	}
	for i := range tables {
		cubeID := "A"
		if apart {
			cubeID = string(rune('A' + i))
		}
		t := s.Transitions[cubeID]
		if t == nil {
			t = &spec.Transition{ID: cubeID, Population: "SMALL"}
			if d.parted && i > 0 {
				t.Part = somePart(rng)
			}
			s.Transitions[cubeID] = t
		}
		if !shared {
			blocks, fine = randomBlocks(rng, len(kinds)), rng.IntN(2) == 0
		}
		x := "x"
		if !shared {
			x = fmt.Sprintf("x%d", i)
		}
		if _, ok := t.DimensionByID(x); !ok {
			t.Dimensions = append(t.Dimensions, tree(x, kinds, blocks, fine, whenKind))
		}
		dims := []string{x}
		for k := range 1 + rng.IntN(2) {
			y := fmt.Sprintf("y%d_%d", i, k)
			t.Dimensions = append(t.Dimensions, tree(y, outcomes, randomBlocks(rng, len(outcomes)), rng.IntN(2) == 0, whenOutcome))
			dims = append(dims, y)
		}
		t.Tables = append(t.Tables, spec.Table{ID: fmt.Sprint("t", i), Dimensions: dims, Audiences: []string{"public"}})
	}
	return s
}

// unit says, for each inner cell, which cells of the model hold it.
func units(t *testing.T, m *cube.Model) [][]int64 {
	t.Helper()
	var out [][]int64
	for _, x := range kinds {
		for _, y := range outcomes {
			p, _, err := m.Count(map[string]int64{x + "\x1f" + y: 1}, 1)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, p.Counts)
		}
	}
	return out
}

// spread visits every way to spread n persons over the inner cells.
func spread(n int64, inner []int64, from int, visit func([]int64)) {
	if from == len(inner)-1 {
		inner[from] = n
		visit(inner)
		return
	}
	for v := range n + 1 {
		inner[from] = v
		spread(n-v, inner, from+1, visit)
	}
}

func addUp(units [][]int64, inner []int64) []int64 {
	counts := make([]int64, len(units[0]))
	for i, n := range inner {
		if n > 0 {
			for c, u := range units[i] {
				counts[c] += n * u
			}
		}
	}
	return counts
}

// TestLinkedTablesAreOneProblem lists every table of persons that agrees with
// what is published of several tables about them, and compares the auditor:
// its outer bounds exclude no possible count, and each count that it calls
// possible is possible for persons, not only for the sums between cells. The
// latter fails when a link between two tables is left out of the model.
func TestLinkedTablesAreOneProblem(t *testing.T) {
	for name, d := range map[string]drawn{
		"tables of one cube with one dimension in common": {shared: true},
		"tables of several cubes with the same dimension": {shared: true, apart: true},
		"tables that differ in both dimensions":           {},
		"tables about different parts":                    {shared: true, apart: true, parted: true},
		"different tables about different parts":          {apart: true, parted: true},
	} {
		t.Run(name, func(t *testing.T) {
			unknown, wrong := 0, 0
			for seed := range uint64(150) {
				u, w := linkedCase(t, rand.New(rand.NewPCG(seed, 11)), d)
				unknown, wrong = unknown+u, wrong+w
			}
			t.Logf("%d cells unknown to the attacker", unknown)
			if wrong > 0 || unknown < 500 {
				t.Errorf("of %d unknown cells %d are called wider than persons can make them", unknown, wrong)
			}
		})
	}
}

func linkedCase(t *testing.T, rng *rand.Rand, d drawn) (unknown, wrong int) {
	t.Helper()
	m, err := cube.NewModel(smallSpec(rng, d), smallPopulation(), polderRegister(t), 2020, cube.Observed{Last: 2030}, nil)
	if err != nil {
		t.Fatal(err)
	}
	u := units(t, m)
	inner := make([]int64, len(u))
	const persons = 5
	for range persons {
		inner[rng.IntN(len(inner))]++
	}
	truth := addUp(u, inner)
	var st []sdc.Statement
	done := map[int32]bool{}
	for _, tab := range m.Tables {
		for key, cell := range m.Keys(tab) {
			if done[cell] {
				continue
			}
			done[cell] = true
			total := strings.Trim(strings.ReplaceAll(key, sdmx.Total, ""), " ") == ""
			hidden := !total && truth[cell] > 0 && rng.IntN(100) < 60
			st = append(st, sdc.Statement{Cell: cell, Hidden: hidden, Value: truth[cell], Upper: sdc.Unbounded})
		}
	}
	structure := m.Structure()
	k := structure.Outsider(st, sdc.Rule{})
	f, err := audit.Attack(context.Background(), k, audit.Options{Width: 3, Seed: rng.Uint64()})
	if err != nil {
		t.Fatal(err)
	}
	lo, hi := possible(u, k, persons)
	for cell, in := range f.Intervals {
		if in.Lower > lo[cell] || in.Upper < hi[cell] {
			t.Fatalf("cell %d: outer bounds %d to %d exclude what persons can make, %d to %d", cell, in.Lower, in.Upper, lo[cell], hi[cell])
		}
		if k.Lower[cell] == k.Upper[cell] {
			continue
		}
		unknown++
		if in.InnerLower >= 0 && (in.InnerLower < lo[cell] || in.InnerUpper > hi[cell]) {
			wrong++
		}
	}
	return unknown, wrong
}

// possible returns the least and the largest count of every cell over all
// tables of persons that agree with k.
func possible(u [][]int64, k *sdc.Knowledge, persons int64) (lo, hi []int64) {
	spread(persons, make([]int64, len(u)), 0, func(inner []int64) {
		x := addUp(u, inner)
		for c, v := range x {
			if v < k.Lower[c] || v > k.Upper[c] {
				return
			}
		}
		if lo == nil {
			lo, hi = slices.Clone(x), slices.Clone(x)
		}
		for c, v := range x {
			lo[c], hi[c] = min(lo[c], v), max(hi[c], v)
		}
	})
	return lo, hi
}

// TestEverySumBetweenCellsIsKnown compares ranks: cells are vectors over the
// inner cells, and every linear dependence between them, for whatever persons,
// must follow from the sums of the model. A dependence that is missing is
// something an attacker may use and the auditor does not know.
func TestEverySumBetweenCellsIsKnown(t *testing.T) {
	for name, d := range map[string]drawn{
		"tables of one cube with one dimension in common":        {shared: true},
		"tables of several cubes with the same dimension":        {shared: true, apart: true},
		"tables that differ in both dimensions":                  {},
		"tables of several cubes that differ in both dimensions": {apart: true},
		"tables about different parts":                           {shared: true, apart: true, parted: true},
		"different tables about different parts":                 {apart: true, parted: true},
	} {
		t.Run(name, func(t *testing.T) {
			missing := 0
			for seed := range uint64(300) {
				rng := rand.New(rand.NewPCG(seed, 12))
				s := smallSpec(rng, d)
				m, err := cube.NewModel(s, smallPopulation(), polderRegister(t), 2020, cube.Observed{Last: 2030}, nil)
				if err != nil {
					t.Fatal(err)
				}
				st := m.Structure()
				var sums [][]int64
				for _, r := range st.Relations {
					v := make([]int64, st.Cells)
					v[r.Parent] = -1
					for _, c := range r.Children {
						v[c]++
					}
					sums = append(sums, v)
				}
				if want, got := st.Cells-rank(units(t, m)), rank(sums); got != want {
					if missing == 0 {
						t.Logf("seed %d: %d of %d dependences follow from the sums of the model: %s", seed, got, want, describe(s))
					}
					missing++
				}
			}
			if missing > 0 {
				t.Errorf("in %d of 300 worlds a sum between cells is missing", missing)
			}
		})
	}
}

func describe(s *spec.Specification) string {
	var sb strings.Builder
	for _, id := range s.TransitionIDs() {
		if p := s.Transitions[id].Part; p != nil {
			fmt.Fprintf(&sb, "\n  %s is about %v", id, p.When)
		}
		for _, tab := range s.Transitions[id].Tables {
			fmt.Fprintf(&sb, "\n  table %s/%s:", id, tab.ID)
			for _, d := range tab.Dimensions {
				dim, _ := s.Transitions[id].DimensionByID(d)
				for _, n := range dim.Nodes {
					fmt.Fprintf(&sb, " %s(%s)%v", n.Code, n.Parent, n.When)
				}
				sb.WriteString(";")
			}
		}
	}
	return sb.String()
}
