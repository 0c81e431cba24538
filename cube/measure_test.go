package cube_test

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/spec"
)

// nearest is the plainest way to share out a total: round down, then one more
// where it is missed most; too much is taken from the front.
func nearest(total int64, x []float64) []int64 {
	z, order := make([]int64, len(x)), make([]int, len(x))
	left := total
	for i, v := range x {
		z[i], order[i] = int64(max(0, math.Floor(v))), i
		left -= z[i]
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(x[j]-float64(z[j]), x[i]-float64(z[i])) })
	for i := 0; left > 0; i, left = i+1, left-1 {
		z[order[i%len(order)]]++
	}
	for i := 0; left < 0; i++ {
		take := min(z[i], -left)
		z[i], left = z[i]-take, left+take
	}
	return z
}

func leafCounts(x *cube.Measures, counts []int64) []int64 {
	out := make([]int64, x.Len())
	for n := range out {
		out[n] = counts[x.Cell(n)]
	}
	return out
}

func sumOf(list []int32, of []int64) (sum int64) {
	for _, n := range list {
		sum += of[n]
	}
	return sum
}

// TestEveryMemberIsMeasuredOnce: in each table the finest cells share out the
// members, or those in the part that the table is about, and every cell of the
// table is made of them.
func TestEveryMemberIsMeasuredOnce(t *testing.T) {
	s, reg, parts := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t), 0
	inner := map[string]map[string]int64{} // group -> persons by codes
	for i, list := range tallyMemory(t, s, reg, plansOf(t, s, reg), polder) {
		for cohort, persons := range list {
			if i%2 == 0 {
				inner[fmt.Sprintf("%s/%d", s.PopulationIDs()[i/2], cohort)] = persons
			}
		}
	}
	for _, g := range countPolder(t, s, tallyMemory) {
		x := measuresOf(t, g.model)
		leaves := leafCounts(x, g.problem.Counts)
		for i, tab := range g.model.Tables {
			from, to := x.Range(i)
			var sum int64
			for _, n := range leaves[from:to] {
				sum += n
			}
			whole := s.Transitions[tab.Cube].Part == nil
			switch {
			case x.Whole(i) != whole:
				t.Errorf("%s %s/%s is about everybody: %v", g.model.Group(), tab.Cube, tab.Spec.ID, x.Whole(i))
			case !whole:
				parts++
				var about int64
				for kind, n := range inner[g.model.Group()] {
					if concerns(s.Transitions[tab.Cube], g.model.Population, kind) {
						about += n
					}
				}
				if sum != about {
					t.Errorf("%s %s/%s: %d measured, %d in the part", g.model.Group(), tab.Cube, tab.Spec.ID, sum, about)
				}
			case sum != g.balance.Members:
				t.Errorf("%s %s/%s: %d measured, %d members", g.model.Group(), tab.Cube, tab.Spec.ID, sum, g.balance.Members)
			}
			for key, c := range g.model.Keys(tab) {
				parts := x.Parts(i, c)
				if len(parts) == 0 || sumOf(parts, leaves) != g.problem.Counts[c] {
					t.Errorf("%s %s/%s %s: %d parts add up to %d, the cell has %d", g.model.Group(), tab.Cube, tab.Spec.ID, key, len(parts), sumOf(parts, leaves), g.problem.Counts[c])
				}
			}
		}
	}
	if parts < 20 {
		t.Errorf("only %d tables about a part", parts)
	}
}

// TestSharedSumsAreAllThereAre: what two tables share holds in the polder, and
// whatever both tell follows from it: a made-up change of one table that keeps
// the listed sums keeps all others.
func TestSharedSumsAreAllThereAre(t *testing.T) {
	groups := countPolder(t, loadSpec(t, os.DirFS("../specs/2026")), tallyMemory)
	n := 0
	for _, g := range groups {
		x := measuresOf(t, g.model)
		leaves := leafCounts(x, g.problem.Counts)
		sums := x.Shared()
		for _, s := range sums {
			n++
			if sumOf(s[0], leaves) != sumOf(s[1], leaves) {
				t.Fatalf("%s: a shared sum does not hold", g.model.Group())
			}
		}
		for j := range g.model.Tables {
			for i := range j {
				checkFollows(t, g, x, sums, i, j)
			}
		}
	}
	if n < 100 {
		t.Errorf("only %d sums", n)
	}
}

// checkFollows makes up numbers for the leaves of table i, and such for those
// of table j as keep the listed sums: cells that both tables tell must agree.
func checkFollows(t *testing.T, g counted, x *cube.Measures, sums [][2][]int32, i, j int) {
	t.Helper()
	from, to := x.Range(i)
	other, end := x.Range(j)
	weight := make([]float64, x.Len())
	for n := from; n < to; n++ {
		weight[n] = math.Sqrt(float64(n + 2))
	}
	for _, s := range sums {
		if int(s[0][0]) < from || int(s[0][0]) >= to || int(s[1][0]) < other || int(s[1][0]) >= end {
			continue
		}
		for _, l := range s[0] {
			weight[s[1][len(s[1])/2]] += weight[l]
		}
	}
	for c := range int32(g.model.Structure().Cells) {
		a, b := x.Parts(i, c), x.Parts(j, c)
		if a == nil || b == nil {
			continue
		}
		d := 0.0
		for _, l := range a {
			d += weight[l]
		}
		for _, l := range b {
			d -= weight[l]
		}
		if math.Abs(d) > 1e-6 {
			t.Errorf("%s: tables %d and %d share a sum that is not listed", g.model.Group(), i, j)
			return
		}
	}
}

// TestPartsThatShareEverybodyOut: where no table is about all members and each
// is in a part, one table of each part adds up to them, if the parts are apart.
func TestPartsThatShareEverybodyOut(t *testing.T) {
	seen := 0
	for _, g := range countPolder(t, loadSpec(t, os.DirFS("../specs/2026")), tallyMemory) {
		x := measuresOf(t, g.model)
		if slices.ContainsFunc(inOrder(g), x.Whole) {
			if !x.Everybody() {
				t.Errorf("%s: a table about all, and yet not about everybody", g.model.Group())
			}
			continue
		}
		leaves := leafCounts(x, g.problem.Counts)
		var told []int
		sum := int64(0)
		for k := range g.model.Tables {
			if slices.ContainsFunc(told, func(s int) bool { return x.SamePart(s, k) }) {
				continue
			}
			told = append(told, k)
			from, to := x.Range(k)
			for _, n := range leaves[from:to] {
				sum += n
			}
		}
		if x.Everybody() != (g.model.Population.ID == "HBO-DIPLOMA" || g.model.Population.ID == "WO-DIPLOMA") {
			t.Errorf("%s: about everybody %v", g.model.Group(), x.Everybody())
		}
		if x.Everybody() {
			seen++
			if sum != g.balance.Members || len(told) != 2 {
				t.Errorf("%s: %d parts add up to %d of %d members", g.model.Group(), len(told), sum, g.balance.Members)
			}
		}
	}
	if seen != 6 {
		t.Errorf("%d groups of parts that share everybody out, want 6", seen)
	}
}

// inOrder lists the tables of a group.
func inOrder(g counted) []int {
	out := make([]int, len(g.model.Tables))
	for t := range out {
		out[t] = t
	}
	return out
}

// TestSpreadKeepsWhatAgrees: numbers that agree already stay; numbers with
// noise become whole, not negative, and agree over all tables. Where many
// tables cross one another, up to four persons end up in another cell.
func TestSpreadKeepsWhatAgrees(t *testing.T) {
	for dir, misplaced := range map[string]int64{"../spec/diff/testdata/2026": 0, "../specs/2026": 4} {
		r := rand.New(rand.NewPCG(5, 6))
		for _, g := range countPolder(t, loadSpec(t, os.DirFS(dir)), tallyMemory) {
			spreadKeeps(t, g, misplaced, r)
		}
	}
}

func spreadKeeps(t *testing.T, g counted, misplaced int64, r *rand.Rand) {
	t.Helper()
	x := measuresOf(t, g.model)
	leaves := leafCounts(x, g.problem.Counts)
	near, noisy := make([]float64, x.Len()), make([]float64, x.Len())
	for n, c := range leaves {
		near[n] = float64(c)
		noisy[n] = near[n] + 2*r.NormFloat64()
	}
	for _, more := range []int64{0, 100} { // of whom no table knows
		if more > 0 && x.Everybody() {
			continue
		}
		moved := int64(0)
		for n, c := range x.Spread(g.balance.Members+more, near, inOrder(g), nearest) {
			moved += max(0, c-leaves[n])
		}
		if moved > misplaced {
			t.Errorf("%s: of numbers that agree %d were changed", g.model.Group(), moved)
		}
	}
	got := x.Spread(g.balance.Members+3, noisy, inOrder(g), nearest)
	if slices.Min(got) < 0 {
		t.Errorf("%s: a negative number", g.model.Group())
	}
	for _, s := range x.Shared() {
		if sumOf(s[0], got) != sumOf(s[1], got) {
			t.Errorf("%s: tables do not agree", g.model.Group())
			break
		}
	}
}

// TestOnePersonMovesOneCellOfEachTable: one member more, whoever it is, is one
// more in exactly one measured cell of each table and none less elsewhere; in a
// table about a part of the members, in one or none. The size of the noise rests
// on that.
func TestOnePersonMovesOneCellOfEachTable(t *testing.T) {
	s := loadSpec(t, os.DirFS("../specs/2026"))
	reg := polderRegister(t)
	inner := tallyMemory(t, s, reg, plansOf(t, s, reg), polder)
	for i, id := range s.PopulationIDs() {
		for cohort := firstCohort; cohort <= lastCohort; cohort++ {
			m, err := cube.NewModel(s, s.Populations[id], reg, cohort, cube.Observed{Last: lastCohort}, nil)
			if err != nil {
				t.Fatal(err)
			}
			members := inner[2*i+1].Members(cohort)
			before, _, err := m.Count(inner[2*i][cohort], members)
			if err != nil {
				t.Fatal(err)
			}
			x := measuresOf(t, m)
			old := leafCounts(x, before.Counts)
			for kind := range inner[2*i][cohort] {
				more := maps.Clone(inner[2*i][cohort])
				more[kind]++
				after, _, err := m.Count(more, members+1)
				if err != nil {
					t.Fatal(err)
				}
				now := leafCounts(x, after.Counts)
				for k := range m.Tables {
					from, to := x.Range(k)
					moved := 0
					for n := from; n < to; n++ {
						switch now[n] - old[n] {
						case 0:
						case 1:
							moved++
						default:
							t.Fatalf("%s: a cell moves by %d", m.Group(), now[n]-old[n])
						}
					}
					want := 0
					if concerns(s.Transitions[m.Tables[k].Cube], m.Population, kind) {
						want = 1
					}
					if moved != want {
						t.Fatalf("%s, table %d: one person more moves %d cells", m.Group(), k, moved)
					}
				}
			}
		}
	}
}

// concerns reports whether a transition is about a member with these codes.
func concerns(t *spec.Transition, p *spec.Population, codes string) bool {
	if t.Part == nil {
		return true
	}
	f := strings.Split(codes, "\x1f")
	for i, c := range p.Columns {
		if allowed, ok := t.Part.When[c.ID]; ok && !slices.Contains(allowed, f[i]) {
			return false
		}
	}
	return true
}

func measuresOf(t testing.TB, m *cube.Model) *cube.Measures {
	t.Helper()
	x, err := m.Measures()
	if err != nil {
		t.Fatal(err)
	}
	return x
}
