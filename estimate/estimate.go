// Package estimate computes consistent figures from noisy measurements: sums
// that hold, shares with bands, smoothed estimates, and which of them are
// reliable enough to show.
//
// What belongs here: functions of what may be published anyway. What does not:
// true counts, which this package cannot even import. Whatever it computes
// costs no budget and reveals nothing beyond the measurements.
//
// Arithmetic is in floating point; the mechanism (noise) is not. Results are
// equal to about ten digits on every platform and are rounded before they are
// written.
package estimate

import (
	"fmt"
	"math"
)

// Shape is a tree of nodes with numbers from 0, the root, upwards; a parent
// has a smaller number than its children. A node may be split in several ways
// at once, by destination and by sex, say: each way is a partition, and every
// node but the root is in exactly one.
type Shape struct {
	nodes int
	parts []Part
	split [][]int // node -> partitions of which it is the parent
}

// Part is one way to split a node: x(Parent) = Σ x(Children).
type Part struct {
	Parent   int
	Children []int
}

// NewShape makes a shape of so many nodes.
func NewShape(nodes int, parts []Part) (*Shape, error) {
	s := &Shape{nodes: nodes, parts: parts, split: make([][]int, nodes)}
	in := make([]int, nodes)
	for p, part := range parts {
		if part.Parent < 0 || part.Parent >= nodes || len(part.Children) == 0 {
			return nil, fmt.Errorf("shape: partition %d has no parent or no children", p)
		}
		for _, c := range part.Children {
			if c <= part.Parent || c >= nodes {
				return nil, fmt.Errorf("shape: node %d cannot be a child of %d: children have greater numbers, below %d", c, part.Parent, nodes)
			}
			in[c]++
		}
		s.split[part.Parent] = append(s.split[part.Parent], p)
	}
	for i, n := range in {
		if (n != 1) != (i == 0) {
			return nil, fmt.Errorf("shape: node %d is in %d partitions; every node but the root is in one", i, n)
		}
	}
	return s, nil
}

// Nodes returns the number of nodes.
func (s *Shape) Nodes() int { return s.nodes }

// Solution is the generalised least squares estimate of every node: X is
// unbiased and fits all sums, W is its variance, C its covariance with the
// root. Where measurements determine a node only up to a sum, W is infinite.
type Solution struct {
	X, W, C []float64
	m, v    []float64 // from below: estimate and variance by the node's own subtree
	sum, wv []float64 // of each partition: Σm and Σv of its children
}

// Solve combines independent measurements y with variances v, infinite where a
// node was not measured and 0 where it is known exactly, in time linear in the
// number of nodes: up, each node from its own measurement and its partitions by
// inverse variance; down, what a partition misses of its parent is divided in
// proportion to variance. The result is that of the dense problem
//
//	least Σ (x - y)²/v under all sums
//
// A Solution given as reuse is overwritten; nil makes a new one. An error says
// that exact values contradict each other.
func (s *Shape) Solve(y, v []float64, reuse *Solution) (*Solution, error) {
	out := reuse
	if out == nil {
		buffer := make([]float64, 5*s.nodes+2*len(s.parts))
		cut := func(n int) []float64 { b := buffer[:n:n]; buffer = buffer[n:]; return b }
		out = &Solution{X: cut(s.nodes), W: cut(s.nodes), C: cut(s.nodes), m: cut(s.nodes), v: cut(s.nodes), sum: cut(len(s.parts)), wv: cut(len(s.parts))}
	}
	for i := s.nodes - 1; i >= 0; i-- {
		if err := s.up(i, y[i], v[i], out); err != nil {
			return nil, err
		}
	}
	out.X[0], out.W[0], out.C[0] = out.m[0], out.v[0], out.v[0]
	for i := range s.nodes {
		for _, p := range s.split[i] {
			s.down(p, out)
		}
	}
	return out, nil
}

// agree is how far apart exact values may be, for rounding.
const agree = 1e-9

func (s *Shape) up(i int, y, v float64, o *Solution) error {
	precision, weighted := 0.0, 0.0
	known, value := false, 0.0
	source := func(m, variance float64) error {
		switch {
		case variance == 0 && known && math.Abs(m-value) > agree*max(1, math.Abs(value)):
			return fmt.Errorf("estimate: node %d is known to be %v and to be %v", i, value, m)
		case variance == 0:
			known, value = true, m
		case !math.IsInf(variance, 1):
			precision += 1 / variance
			weighted += m / variance
		}
		return nil
	}
	if err := source(y, v); err != nil {
		return err
	}
	for _, p := range s.split[i] {
		m, variance := 0.0, 0.0
		for _, c := range s.parts[p].Children {
			m += o.m[c]
			variance += o.v[c]
		}
		o.sum[p], o.wv[p] = m, variance
		if err := source(m, variance); err != nil {
			return err
		}
	}
	switch {
	case known:
		o.m[i], o.v[i] = value, 0
	case precision == 0:
		o.m[i], o.v[i] = 0, math.Inf(1)
	default:
		o.m[i], o.v[i] = weighted/precision, 1/precision
	}
	return nil
}

func (s *Shape) down(p int, o *Solution) {
	part := &s.parts[p]
	x, w, c := o.X[part.Parent], o.W[part.Parent], o.C[part.Parent]
	total := o.wv[p]
	switch {
	case math.IsInf(total, 1):
		s.divide(part, o)
	case total == 0:
		for _, k := range part.Children {
			o.X[k], o.W[k], o.C[k] = o.m[k], 0, 0
		}
	default:
		for _, k := range part.Children {
			g := o.v[k] / total
			o.X[k] = o.m[k] + g*(x-o.sum[p])
			o.W[k] = o.v[k]*(1-g) + g*g*w
			o.C[k] = g * c
		}
	}
}

// divide handles children of which some were not measured at all: these share
// what the others leave. One alone is identified; of several only the sum is.
func (s *Shape) divide(part *Part, o *Solution) {
	rest, variance, unknown := o.X[part.Parent], o.W[part.Parent], 0
	for _, k := range part.Children {
		if math.IsInf(o.v[k], 1) {
			unknown++
			continue
		}
		o.X[k], o.W[k], o.C[k] = o.m[k], o.v[k], 0
		rest -= o.m[k]
		variance += o.v[k]
	}
	if unknown > 1 {
		variance = math.Inf(1)
	}
	for _, k := range part.Children {
		if math.IsInf(o.v[k], 1) {
			o.X[k], o.W[k], o.C[k] = rest/float64(unknown), variance, o.C[part.Parent]/float64(unknown)
		}
	}
}
