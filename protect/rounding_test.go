package protect

import (
	"slices"
	"testing"
)

func TestRoundEachGoesToTheNearestMultiple(t *testing.T) {
	for _, c := range []struct {
		base       int64
		from, want []int64
	}{
		{3, []int64{0, 1, 2, 3, 4, 5, 100}, []int64{0, 0, 3, 3, 3, 6, 99}},
		{5, []int64{0, 1, 2, 3, 7, 8, 12}, []int64{0, 0, 0, 5, 5, 10, 10}},
		{10, []int64{4, 5, 14, 15}, []int64{0, 10, 10, 20}}, // halves go up
	} {
		got, err := RoundEach(c.from, c.base)
		if err != nil || !slices.Equal(got, c.want) {
			t.Errorf("base %d: %v became %v (%v), want %v", c.base, c.from, got, err, c.want)
		}
	}
	for _, base := range []int64{-3, 0, 1} {
		if _, err := RoundEach([]int64{1}, base); err == nil {
			t.Errorf("base %d is accepted", base)
		}
	}
	if _, err := RoundEach([]int64{-1}, 3); err == nil {
		t.Error("a negative count is accepted")
	}
}

// explain returns every table of non-negative parts of which RoundEach makes
// the published parts and the published total.
func explain(t *testing.T, published []int64, base int64) (tables [][]int64) {
	t.Helper()
	parts := make([]int64, len(published)-1)
	var try func(k int)
	try = func(k int) {
		if k < len(parts) {
			for parts[k] = max(0, published[k]-base); parts[k] <= published[k]+base; parts[k]++ {
				try(k + 1)
			}
			return
		}
		var total int64
		for _, n := range parts {
			total += n
		}
		rounded, err := RoundEach(append(slices.Clone(parts), total), base)
		if err != nil {
			t.Fatal(err)
		}
		if slices.Equal(rounded, published) {
			tables = append(tables, slices.Clone(parts))
		}
	}
	try(0)
	return tables
}

// TestRoundEachIsNotAdditiveAndThatTells is why RoundEach is a negative
// control: cells of one person are published as 0 and derived as 1.
func TestRoundEachIsNotAdditiveAndThatTells(t *testing.T) {
	// Three cells of 1 and their total 3 are published as 0, 0, 0 and 3: they
	// do not add up, and at least two of the three are 1.
	three, err := RoundEach([]int64{1, 1, 1, 3}, 3)
	if err != nil || !slices.Equal(three, []int64{0, 0, 0, 3}) {
		t.Fatalf("published are %v, %v", three, err)
	}
	for _, parts := range explain(t, three, 3) {
		if sum := parts[0] + parts[1] + parts[2]; sum < 2 || slices.Max(parts) > 1 {
			t.Errorf("%v explains the published figures too", parts)
		}
	}
	// Two cells of 1 and their total 2 have no other explanation at all.
	two, err := RoundEach([]int64{1, 1, 2}, 3)
	if err != nil || !slices.Equal(two, []int64{0, 0, 3}) {
		t.Fatalf("published are %v, %v", two, err)
	}
	if tables := explain(t, two, 3); len(tables) != 1 || !slices.Equal(tables[0], []int64{1, 1}) {
		t.Errorf("tables that explain 0 + 0 = 3: %v, not [1 1] alone", tables)
	}
}
