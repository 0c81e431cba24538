package estimate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestLinkedEqualsTheTree: one table is the total, another its parts; the tree
// solves the same problem.
func TestLinkedEqualsTheTree(t *testing.T) {
	y, v := []float64{50, 10, 20, 5}, []float64{4, 1, 2, 3}
	s, err := NewShape(4, []Part{{0, []int{1, 2, 3}}})
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.Solve(y, v, nil)
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLinked(v, []Equal{{[]int32{0}, []int32{1, 2, 3}}})
	if err != nil {
		t.Fatal(err)
	}
	x, err := l.Solve(y)
	if err != nil {
		t.Fatal(err)
	}
	for i := range x {
		if math.Abs(x[i]-want.X[i]) > 1e-6 {
			t.Errorf("cell %d: %v, the tree has %v", i, x[i], want.X[i])
		}
	}
}

// crossing makes three tables over a cube of 3x4x2, each without one of its
// dimensions, with the sums that every two share, also those that follow.
func crossing() (cells [3][][]int32, equal []Equal) {
	// cells[k] lists for each cell of table k which of the 24 inner cells it is.
	dims := [3]int{3, 4, 2}
	index := func(skip int, at [3]int) int {
		i := 0
		for d, n := range dims {
			if d != skip {
				i = i*n + at[d]
			}
		}
		return i
	}
	size := [3]int{8, 6, 12}
	for k := range cells {
		cells[k] = make([][]int32, size[k])
	}
	start := [3]int32{0, 8, 14}
	margin := map[[3]int][2][]int32{} // pair of tables, shared code -> sides
	for a := range dims[0] {
		for b := range dims[1] {
			for c := range dims[2] {
				at := [3]int{a, b, c}
				inner := int32((a*4+b)*2 + c)
				for k := range cells {
					i := index(k, at)
					cells[k][i] = append(cells[k][i], inner)
				}
			}
		}
	}
	for j := range 3 {
		for i := range j {
			shared := 3 - i - j
			for code := range dims[shared] {
				sides := [2][]int32{}
				for side, k := range []int{i, j} {
					seen := map[int]bool{}
					for a := range dims[0] {
						for b := range dims[1] {
							for c := range dims[2] {
								at := [3]int{a, b, c}
								if n := index(k, at); at[shared] == code && !seen[n] {
									seen[n] = true
									sides[side] = append(sides[side], start[k]+int32(n))
								}
							}
						}
					}
				}
				margin[[3]int{i, j, code}] = sides
			}
		}
	}
	for j := range 3 {
		for i := range j {
			for code := range 4 {
				if s, ok := margin[[3]int{i, j, code}]; ok {
					equal = append(equal, Equal{s[0], s[1]})
				}
			}
		}
	}
	// The total, which follows from the others.
	var a, b []int32
	for i := range int32(8) {
		a = append(a, i)
	}
	for i := int32(8); i < 14; i++ {
		b = append(b, i)
	}
	return cells, append(equal, Equal{a, b})
}

// TestLinkedIsTheLeastSquares: among all answers that keep the sums none is
// nearer, and moving along any change that keeps them makes it worse.
func TestLinkedIsTheLeastSquares(t *testing.T) {
	cells, equal := crossing()
	v := make([]float64, 26)
	y := make([]float64, 26)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range v {
		v[i], y[i] = 1+float64(r.IntN(4)), 100*r.Float64()
	}
	l, err := NewLinked(v, equal)
	if err != nil {
		t.Fatal(err)
	}
	x, err := l.Solve(y)
	if err != nil {
		t.Fatal(err)
	}
	if g := largest(l.gaps(x)); g > 1e-6 {
		t.Errorf("sums are %v apart", g)
	}
	distance := func(x []float64) float64 {
		sum := 0.0
		for i := range x {
			sum += (x[i] - y[i]) * (x[i] - y[i]) / v[i]
		}
		return sum
	}
	least := distance(x)
	start := [3]int32{0, 8, 14}
	for inner := range int32(24) { // one person more in an inner cell keeps all sums
		for _, step := range []float64{-0.01, 0.01} {
			moved := append([]float64(nil), x...)
			for k := range cells {
				for i, list := range cells[k] {
					for _, c := range list {
						if c == inner {
							moved[start[k]+int32(i)] += step
						}
					}
				}
			}
			if g := largest(l.gaps(moved)); g > 1e-6 {
				t.Fatalf("the change does not keep the sums: %v", g)
			}
			if distance(moved) < least {
				t.Errorf("inner cell %d: a change of %v is nearer", inner, step)
			}
		}
	}
}

// TestTogetherBoundsTheVariance draws noise many times: the estimate is right
// on average, and no sum varies more than the bound says.
func TestTogetherBoundsTheVariance(t *testing.T) {
	_, equal := crossing()
	truth := make([]float64, 26)
	v := make([]float64, 26)
	for i := range v {
		truth[i] = [3]float64{3, 4, 2}[boundary(i)] // every inner cell holds 1
		v[i] = [3]float64{1, 2, 3}[boundary(i)]
	}
	l, err := NewLinked(v, equal)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(3, 4))
	const n = 4000
	var sum, squares float64
	for range n {
		y := make([]float64, 26)
		for i := range y {
			y[i] = truth[i] + math.Sqrt(v[i])*r.NormFloat64()
		}
		x, err := l.Solve(y)
		if err != nil {
			t.Fatal(err)
		}
		d := -24.0
		for _, c := range x[:8] {
			d += c
		}
		sum, squares = sum+d, squares+d*d
	}
	bound := Together(8*1, 6*2, 12*3)
	if m := sum / n; math.Abs(m) > 4*math.Sqrt(bound/n) {
		t.Errorf("the total is %v off on average", m)
	}
	if got := squares / n; got > bound*1.1 || got < bound*0.8 {
		t.Errorf("variance %v, bound %v", got, bound)
	}
}

func boundary(i int) int {
	switch {
	case i < 8:
		return 0
	case i < 14:
		return 1
	}
	return 2
}
