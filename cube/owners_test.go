package cube_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/spec"
)

// polderGroup counts one group of the hand-counted world under a changed
// specification.
func polderGroup(t *testing.T, s *spec.Specification, id string) counted {
	t.Helper()
	for _, g := range countPolder(t, s, tallyMemory) {
		if g.model.Group() == id {
			return g
		}
	}
	t.Fatalf("no group %s", id)
	return counted{}
}

// TestOwnersKnowTheirOwnRows: of the tables by school a school owns the cells
// of its row and no other, as the institution of entry those of its column,
// and a board those of its schools.
func TestOwnersKnowTheirOwnRows(t *testing.T) {
	g := polderGroup(t, loadSpec(t, os.DirFS("../specs/2026")), "VO/2020")
	owns := func(owners []cube.Owner, code string) []int32 {
		i := slices.IndexFunc(owners, func(o cube.Owner) bool { return o.Code == code })
		if i < 0 {
			t.Fatalf("%s owns nothing", code)
		}
		return owners[i].Cells
	}
	check := func(what string, own []int32, tab, prefix, suffix string) {
		t.Helper()
		yes, no := 0, 0
		for key, c := range g.model.Keys(table(t, g.model, "VO-HO", tab)) {
			_, has := slices.BinarySearch(own, c)
			if want := strings.HasPrefix(key, prefix) && strings.HasSuffix(key, suffix); has != want {
				t.Errorf("%s: %s %s is own %v", what, tab, key, has)
			}
			if has {
				yes++
			} else {
				no++
			}
		}
		if yes == 0 || no == 0 {
			t.Errorf("%s: %d cells of %s are own, %d are not", what, yes, tab, no)
		}
	}
	schools := g.model.Owners([]string{"school"}, g.model.Institution)
	check("school", owns(schools, "90AA"), "bestemming", "90AA ", "")
	check("school", owns(schools, "90AA"), "stroom", "90AA ", "")
	check("board", owns(g.model.Owners([]string{"school"}, g.model.Board), "B9001"), "bestemming", "90AA ", "")
	receivers := g.model.Owners([]string{"school", "instelling_0"}, g.model.Institution)
	check("receiver", owns(receivers, "92AA"), "herkomst", "", " 92AA")
	if b := g.model.Owners([]string{"instelling_0"}, g.model.Board); slices.ContainsFunc(b, func(o cube.Owner) bool { return o.Code == "" }) {
		t.Error("a university without a board is owned by nobody's board")
	}
}

// TestOwnCellsAreThoseOfAnyColumn: a recipient of own data knows the cells of
// its institutions wherever these stand, and of those that its boards govern.
func TestOwnCellsAreThoseOfAnyColumn(t *testing.T) {
	g := polderGroup(t, loadSpec(t, os.DirFS("../specs/2026")), "VO/2020")
	columns := []string{"school", "instelling_0"}
	cells := func(of func(string) string, codes ...string) []int32 {
		var out []int32
		for _, o := range g.model.Owners(columns, of) {
			if slices.Contains(codes, o.Code) {
				out = append(out, o.Cells...)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	for _, c := range []struct {
		what                 string
		institutions, boards []string
		want                 []int32
	}{
		{"a school", []string{"90AA"}, nil, cells(g.model.Institution, "90AA")},
		{"a receiver", []string{"92AA"}, nil, cells(g.model.Institution, "92AA")},
		{"a board", nil, []string{"B9001"}, cells(g.model.Board, "B9001")},
		{"nobody", []string{"99ZZ"}, []string{"B1"}, nil},
	} {
		got := g.model.OwnCells(c.institutions, c.boards)
		if !slices.Equal(got, c.want) || len(got) == 0 && c.what != "nobody" {
			t.Errorf("%s: %d cells, want %d", c.what, len(got), len(c.want))
		}
	}
	// Together they know the sums of theirs as well.
	both, school, receiver := g.model.OwnCells([]string{"90AA", "92AA"}, nil), g.model.OwnCells([]string{"90AA"}, nil), g.model.OwnCells([]string{"92AA"}, nil)
	for _, c := range slices.Concat(school, receiver) {
		if _, ok := slices.BinarySearch(both, c); !ok {
			t.Errorf("cell %d is known to one and not to both", c)
		}
	}
}

// TestPersonsWhoAreAlone: where zeros are published every cell that counts one
// person is that person's, and no cell is of two.
func TestPersonsWhoAreAlone(t *testing.T) {
	g := polderGroup(t, loadSpec(t, os.DirFS("../specs/2026")), "VO/2020")
	of := map[int32]int{}
	for _, cells := range g.problem.Persons {
		for _, c := range cells {
			of[c]++
		}
	}
	for c, n := range g.problem.Counts {
		if (n == 1) != (of[int32(c)] == 1) || of[int32(c)] > 1 {
			t.Errorf("cell %d counts %d and is of %d persons who are alone", c, n, of[int32(c)])
		}
	}
	g = polderGroup(t, edited(t, "vo.yaml", "zeros: published", "zeros: secondary"), "VO/2020")
	if len(g.problem.Persons) == 0 || g.problem.Counts[g.problem.Persons[0][0]] < 1 {
		t.Error("where zeros may be hidden, members know more than those who are alone")
	}
}

// TestGroupsShareOutTheirWhole: part and rest of every group add up to the
// whole, in the counts as in the structure; the rule says which outcomes.
func TestGroupsShareOutTheirWhole(t *testing.T) {
	all := polderGroup(t, loadSpec(t, os.DirFS("../specs/2026")), "VO/2020").problem
	for _, g := range all.Homogeneity.Groups {
		sum := all.Counts[g.Part]
		for _, c := range g.Rest {
			sum += all.Counts[c]
		}
		if sum != all.Counts[g.Whole] || len(g.Rest) == 0 {
			t.Fatalf("group %v: parts add up to %d of %d", g, sum, all.Counts[g.Whole])
		}
	}
	g := polderGroup(t, edited(t, "vo.yaml", "zeros: published", "zeros: secondary\n      homogeneity: {percent: 90, mode: guard, outcomes: [{dimension: bestemming, codes: [WO]}]}"), "VO/2020")
	h := g.problem.Homogeneity
	if h.Percent != 90 || !h.Guard || len(h.Groups) == 0 || len(h.Groups) >= len(all.Homogeneity.Groups) || all.Homogeneity.Percent != 95 || all.Homogeneity.Guard {
		t.Errorf("%d groups at %d%%, guarded %v; of all outcomes %d at %d%%", len(h.Groups), h.Percent, h.Guard, len(all.Homogeneity.Groups), all.Homogeneity.Percent)
	}
	// Of every school and type that offers wo, and of all: as part of all
	// members, and as part of those who entered higher education.
	wo := map[int32]bool{}
	for key, c := range g.model.Keys(table(t, g.model, "VO-HO", "bestemming")) {
		if strings.HasSuffix(key, " WO") {
			wo[c] = true
		}
	}
	for _, k := range h.Groups {
		if !wo[k.Part] {
			t.Errorf("cell %d is no count of WO", k.Part)
		}
	}
	if len(h.Groups) != 2*len(wo) {
		t.Errorf("%d groups of %d cells, each within all and within higher education", len(h.Groups), len(wo))
	}
}
