package estimate

import (
	"math"
	"math/rand/v2"
	"testing"
)

// randomShape draws a tree in which nodes have up to two partitions.
func randomShape(r *rand.Rand, levels int) (*Shape, error) {
	nodes := 1
	var parts []Part
	frontier := []int{0}
	for range levels {
		var next []int
		for _, i := range frontier {
			for range r.IntN(3) {
				p := Part{Parent: i}
				for range 1 + r.IntN(3) {
					p.Children = append(p.Children, nodes)
					next = append(next, nodes)
					nodes++
				}
				parts = append(parts, p)
			}
		}
		frontier = next
	}
	return NewShape(nodes, parts)
}

// dense solves the same problem without looking at the tree: all x that fit
// the sums and exact values are x0 + Bz; least squares over z.
func dense(s *Shape, y, v []float64) (x []float64, cov [][]float64) {
	n := s.nodes
	var rows [][]float64 // constraints, with right-hand side
	for _, p := range s.parts {
		row := make([]float64, n+1)
		row[p.Parent] = -1
		for _, c := range p.Children {
			row[c] = 1
		}
		rows = append(rows, row)
	}
	for i := range n {
		if v[i] == 0 {
			row := make([]float64, n+1)
			row[i], row[n] = 1, y[i]
			rows = append(rows, row)
		}
	}
	pivots := eliminate(rows, n)
	free := []int{}
	x0 := make([]float64, n)
	for j := range n {
		if k, ok := pivots[j]; ok {
			x0[j] = rows[k][n]
		} else {
			free = append(free, j)
		}
	}
	basis := make([][]float64, n)
	for j := range n {
		basis[j] = make([]float64, len(free))
		for f, col := range free {
			if k, ok := pivots[j]; ok {
				basis[j][f] = -rows[k][col]
			} else if j == col {
				basis[j][f] = 1
			}
		}
	}
	// Normal equations over z, and their inverse beside them.
	k := len(free)
	eq := make([][]float64, k)
	for a := range k {
		eq[a] = make([]float64, k+1+k)
		eq[a][k+1+a] = 1
		for i := range n {
			if v[i] == 0 || math.IsInf(v[i], 1) {
				continue
			}
			eq[a][k] += basis[i][a] * (y[i] - x0[i]) / v[i]
			for b := range k {
				eq[a][b] += basis[i][a] * basis[i][b] / v[i]
			}
		}
	}
	at := eliminate(eq, k)
	x = x0
	cov = make([][]float64, n)
	for i := range n {
		cov[i] = make([]float64, n)
		for f := range k {
			x[i] += basis[i][f] * eq[at[f]][k]
		}
		for j := range n {
			for a := range k {
				for b := range k {
					cov[i][j] += basis[i][a] * eq[at[a]][k+1+b] * basis[j][b]
				}
			}
		}
	}
	return x, cov
}

// eliminate brings the first columns to reduced echelon form and maps pivot
// columns to rows.
func eliminate(rows [][]float64, columns int) map[int]int {
	pivots, at := map[int]int{}, 0
	for j := 0; j < columns && at < len(rows); j++ {
		best := at
		for k := at; k < len(rows); k++ {
			if math.Abs(rows[k][j]) > math.Abs(rows[best][j]) {
				best = k
			}
		}
		if math.Abs(rows[best][j]) < 1e-11 {
			continue
		}
		rows[at], rows[best] = rows[best], rows[at]
		f := rows[at][j]
		for c := range rows[at] {
			rows[at][c] /= f
		}
		for k := range rows {
			if f := rows[k][j]; k != at && f != 0 {
				for c := range rows[k] {
					rows[k][c] -= f * rows[at][c]
				}
			}
		}
		pivots[j] = at
		at++
	}
	return pivots
}

// TestTreeEqualsDenseLeastSquares compares estimate, variance and covariance
// with the root, to 1e-9, on random trees with several partitions a node,
// nodes that are not measured and a root that is known exactly.
func TestTreeEqualsDenseLeastSquares(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	solved, exactRoots, gaps := 0, 0, 0
	for solved < 300 {
		s, err := randomShape(r, 3)
		if err != nil {
			t.Fatal(err)
		}
		if s.nodes > 30 {
			continue
		}
		y, v := make([]float64, s.nodes), make([]float64, s.nodes)
		for i := range y {
			y[i], v[i] = float64(r.IntN(60)-10), 0.2+3*r.Float64()
			// Inner nodes can be left out: their leaves determine them.
			if len(s.split[i]) > 0 && r.IntN(3) == 0 {
				v[i] = math.Inf(1)
				gaps++
			}
		}
		if r.IntN(4) == 0 {
			v[0] = 0
			exactRoots++
		}
		got, err := s.Solve(y, v, nil)
		if err != nil {
			t.Fatal(err)
		}
		x, cov := dense(s, y, v)
		for i := range x {
			if math.Abs(got.X[i]-x[i]) > 1e-9 || math.Abs(got.W[i]-cov[i][i]) > 1e-9 || math.Abs(got.C[i]-cov[i][0]) > 1e-9 {
				t.Fatalf("tree %d, node %d: %v %v %v, dense %v %v %v", solved, i, got.X[i], got.W[i], got.C[i], x[i], cov[i][i], cov[i][0])
			}
		}
		solved++
	}
	if exactRoots < 20 || gaps < 100 {
		t.Errorf("only %d exact roots and %d unmeasured nodes were tried", exactRoots, gaps)
	}
}

// TestUnmeasuredLeaves: one is what the others leave, of two only the sum is
// known; by hand.
func TestUnmeasuredLeaves(t *testing.T) {
	s, err := NewShape(4, []Part{{0, []int{1, 2, 3}}})
	if err != nil {
		t.Fatal(err)
	}
	inf := math.Inf(1)
	one, err := s.Solve([]float64{10, 3, 4, 0}, []float64{2, 1, 1, inf}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if one.X[3] != 3 || one.W[3] != 4 || one.C[3] != 2 || one.C[1] != 0 {
		t.Errorf("the one left out: %v ± %v, covariance %v", one.X[3], one.W[3], one.C[3])
	}
	two, _ := s.Solve([]float64{10, 4, 0, 0}, []float64{2, 1, inf, inf}, nil)
	if two.X[2] != 3 || !math.IsInf(two.W[2], 1) {
		t.Errorf("one of two left out: %v ± %v", two.X[2], two.W[2])
	}
	if _, err := s.Solve([]float64{10, 3, 4, 4}, []float64{0, 0, 0, 0}, nil); err == nil {
		t.Error("exact values that do not add up were taken")
	}
}

func TestShapesThatAreNoTrees(t *testing.T) {
	for name, parts := range map[string][]Part{
		"a node in two partitions":  {{0, []int{1, 2}}, {0, []int{2}}},
		"a node in none":            {{0, []int{1}}},
		"a child before its parent": {{0, []int{2}}, {2, []int{1}}},
		"a child out of range":      {{0, []int{1, 2, 3}}},
		"no children":               {{0, []int{1, 2}}, {1, nil}},
	} {
		if _, err := NewShape(3, parts); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// TestProjection compares with the nearest of all tables on small cases, and
// checks sums, signs and structural zeros on random trees.
func TestProjection(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	flat, _ := NewShape(4, []Part{{0, []int{1, 2, 3}}})
	for range 400 {
		x := []float64{float64(r.IntN(8)), r.Float64()*8 - 2, r.Float64()*8 - 2, r.Float64()*8 - 2}
		z := flat.Project(x, nil)
		distance := func(a, b, c int64) float64 {
			return math.Pow(x[1]-float64(a), 2) + math.Pow(x[2]-float64(b), 2) + math.Pow(x[3]-float64(c), 2)
		}
		best := math.Inf(1)
		for a := range z[0] + 1 {
			for b := range z[0] + 1 - a {
				best = min(best, distance(a, b, z[0]-a-b))
			}
		}
		// Largest fractions of the projection are nearest, up to one step
		// where a cell was raised to 0.
		if d := distance(z[1], z[2], z[3]); d > best+1e-9 && math.Sqrt(d) > math.Sqrt(best)+1 {
			t.Fatalf("%v becomes %v, at distance² %v; the nearest is at %v", x, z, d, best)
		}
	}
	for range 300 {
		s, err := randomShape(r, 3)
		if err != nil {
			t.Fatal(err)
		}
		x, allowed := make([]float64, s.nodes), make([]bool, s.nodes)
		for i := range x {
			x[i], allowed[i] = r.NormFloat64()*5+3, r.IntN(4) > 0
		}
		for _, p := range s.parts {
			allowed[p.Children[r.IntN(len(p.Children))]] = true
		}
		z := s.Project(x, allowed)
		for _, p := range s.parts {
			sum := int64(0)
			for _, c := range p.Children {
				if sum += z[c]; z[c] < 0 || z[c] != 0 && !allowed[c] {
					t.Fatalf("node %d got %d", c, z[c])
				}
			}
			if sum != z[p.Parent] {
				t.Fatalf("children add up to %d, the parent is %d", sum, z[p.Parent])
			}
		}
	}
}

// TestProjectionByHand: 5 over (4.4, 2.3, -1): θ = 0.85, so 3.55 and 1.45.
func TestProjectionByHand(t *testing.T) {
	s, _ := NewShape(4, []Part{{0, []int{1, 2, 3}}})
	if z := s.Project([]float64{5.2, 4.4, 2.3, -1}, nil); z[0] != 5 || z[1] != 4 || z[2] != 1 || z[3] != 0 {
		t.Errorf("%v, by hand 5 = 4 + 1 + 0", z)
	}
	if z := s.Project([]float64{-3, 4, 2, 1}, nil); z[0] != 0 || z[1] != 0 {
		t.Errorf("a negative total becomes %v", z)
	}
}
