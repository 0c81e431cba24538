package estimate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func known(n float64) Possible                 { return Possible{n, n, n} }
func between(lower, upper, p float64) Possible { return Possible{lower, upper, p} }

// TestInsideByHand: small tables whose estimates can be worked out on paper.
func TestInsideByHand(t *testing.T) {
	free := math.Inf(1)
	row := []Sum{{0, []int32{1, 2, 3}}}
	square := []Sum{ // 0 total; 1 2 rows; 3 4 columns; 5 6 / 7 8 inside
		{0, []int32{1, 2}}, {0, []int32{3, 4}}, {1, []int32{5, 6}}, {2, []int32{7, 8}}, {3, []int32{5, 7}}, {4, []int32{6, 8}},
	}
	for _, c := range []struct {
		name   string
		counts []Possible
		sums   []Sum
		want   []float64
	}{
		// 20 - 11 = 9 is shared 1 : 2.
		{"what is left, by priors", []Possible{known(20), known(11), between(0, 20, 5), between(0, 20, 10)}, row, []float64{20, 11, 3, 6}},
		// The second may be no more than 4, so that the third gets the other 5.
		{"a bound stops one", []Possible{known(20), known(11), between(0, 20, 5), between(0, 4, 10)}, row, []float64{20, 11, 5, 4}},
		// Nobody says how it is shared: evenly.
		{"without priors", []Possible{known(20), known(11), between(0, 20, 0), between(0, 20, 0)}, row, []float64{20, 11, 4.5, 4.5}},
		// No prior is a promise: the parts say 11 + 4 + 6, and the total may be that.
		{"the total is hidden", []Possible{between(1, free, 25), known(11), between(4, 4, 0), between(1, 9, 6)}, row, []float64{24, 11, 4, 9}},
		// Rows 30 and 10, columns 20 and 20, all priors alike: independence.
		{"rows and columns", []Possible{known(40), known(30), known(10), known(20), known(20), between(0, free, 1), between(0, free, 1), between(0, free, 1), between(0, free, 1)}, square,
			[]float64{40, 30, 10, 20, 20, 15, 15, 5, 5}},
		// The same, and the first cell is at most 12: the others follow.
		{"rows and columns, with a bound", []Possible{known(40), known(30), known(10), known(20), known(20), between(0, 12, 1), between(0, free, 1), between(0, free, 1), between(0, free, 1)}, square,
			[]float64{40, 30, 10, 20, 20, 12, 18, 8, 2}},
		// Sums that cannot hold: bounds win.
		{"bounds before sums", []Possible{known(20), known(11), between(1, 2, 1), between(1, 2, 1)}, row, []float64{20, 11, 2, 2}},
	} {
		if got := Inside(c.counts, c.sums); !slices.EqualFunc(got, c.want, func(a, b float64) bool { return math.Abs(a-b) < 0.01 }) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestInsideFitsRandomTables: whatever is hidden of a table with margins, and
// whatever bounds around the truth are known, values are within bounds, known
// counts stay, and all sums hold.
func TestInsideFitsRandomTables(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		rows, cols := 2+r.IntN(6), 2+r.IntN(6)
		at := func(i, j int) int32 { return int32(i*(cols+1) + j) } // 0: the margin
		truth := make([]float64, (rows+1)*(cols+1))
		for i := 1; i <= rows; i++ {
			for j := 1; j <= cols; j++ {
				n := float64(r.IntN(30))
				for _, k := range []int32{at(i, j), at(0, j), at(i, 0), at(0, 0)} {
					truth[k] += n
				}
			}
		}
		var sums []Sum
		for i := 0; i <= rows; i++ {
			s := Sum{Parent: at(i, 0)}
			for j := 1; j <= cols; j++ {
				s.Children = append(s.Children, at(i, j))
			}
			sums = append(sums, s)
		}
		for j := 0; j <= cols; j++ {
			s := Sum{Parent: at(0, j)}
			for i := 1; i <= rows; i++ {
				s.Children = append(s.Children, at(i, j))
			}
			sums = append(sums, s)
		}
		counts := make([]Possible, len(truth))
		for k, n := range truth {
			if counts[k] = known(n); k > 0 && r.IntN(2) == 0 {
				counts[k] = between(max(0, n-float64(1+r.IntN(9))), n+float64(1+r.IntN(9)), 0.5+20*r.Float64())
			}
		}
		x := Inside(counts, sums)
		for k := range x {
			if x[k] < counts[k].Lower || x[k] > counts[k].Upper {
				t.Fatalf("%f is outside %f..%f", x[k], counts[k].Lower, counts[k].Upper)
			}
		}
		for _, s := range sums {
			off := -x[s.Parent]
			for _, c := range s.Children {
				off += x[c]
			}
			if math.Abs(off) > 0.25 {
				t.Fatalf("a sum of %d × %d is off by %f", rows, cols, off)
			}
		}
		if again := Inside(counts, sums); !slices.Equal(x, again) {
			t.Fatal("the same arguments give other values")
		}
	}
}
