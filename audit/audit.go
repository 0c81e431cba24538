// Package audit attacks what would be published, and judges the result.
//
// Attack takes knowledge only: the structure of a protection group, what is
// published about it and what the attacker knows besides. It gives for every
// cell outer bounds (the truth cannot lie outside) and inner bounds (two
// complete tables, found from that knowledge and checked against every
// relation, in which the cell differs). Judge alone sees the truth.
//
// What belongs here: attacks and the judge. What does not: methods of
// protection, which this package cannot even import, and whatever reruns a
// method; both are the task of gate. What an attack leaves open counts as
// unsafe.
package audit

import (
	"context"
	"fmt"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// Options of an attack.
type Options struct {
	// Width is the width that the rule asks for. The search for feasible
	// tables goes on until every cell whose outer bounds allow it has shown
	// this width. Required.
	Width int64
	// Seed steers the search only; bounds do not depend on it.
	Seed uint64
	// BoundsOnly stops after propagation: outer bounds without inner ones.
	BoundsOnly bool
	// Solver settles cells that propagation and search leave open; nil
	// leaves them open.
	Solver lp.Solver
	// Earlier is the proof of an attack on a narrower pattern of the same
	// group, to start from.
	Earlier *Proof
	// Sharp narrows the bounds of small systems to values that occur.
	Sharp bool
	// SkipMoves leaves the search for width to elimination and programs.
	SkipMoves bool
}

// Findings is the result of one attack.
type Findings struct {
	Intervals []sdc.Interval
	// Exact counts unknown cells that have one possible value.
	Exact int
	// Open counts unknown cells for which neither a second table nor
	// exactness was established.
	Open int
	// Tables is the number of complete feasible tables found; Proof has the
	// first of them, nil where there is none.
	Tables int
	Proof  *Proof
	// ByElimination and ByLP count cells settled by these means.
	ByElimination, ByLP int

	search   *search           // to go on from, for insiders
	groupsOf map[int32][]int32 // cell -> groups of a homogeneity rule
	narrower *verifier         // for insiders
}

// Attack computes what follows from k. An error means that k contradicts
// itself: no table agrees with it.
func Attack(ctx context.Context, k *sdc.Knowledge, opt Options) (*Findings, error) {
	s := newSystem(k)
	if !s.propagateAll() {
		return nil, contradiction(k.Structure)
	}
	f := &Findings{Intervals: make([]sdc.Interval, k.Cells)}
	for i := range f.Intervals {
		f.Intervals[i] = sdc.Interval{Lower: s.lo[i], Upper: s.hi[i], InnerLower: -1, InnerUpper: -1}
		if s.lo[i] == s.hi[i] {
			f.Intervals[i].InnerLower, f.Intervals[i].InnerUpper = s.lo[i], s.hi[i]
			if k.Lower[i] != k.Upper[i] {
				f.Exact++
			}
		}
	}
	if opt.BoundsOnly {
		return f, nil
	}
	w := &search{system: s, f: f, width: opt.Width, seed: opt.Seed}
	if err := w.run(ctx, opt); err != nil {
		return nil, err
	}
	f.search = w
	if err := w.settle(ctx, opt); err != nil {
		return nil, err
	}
	return f, nil
}

// contradiction says that no table agrees with what is known.
func contradiction(s *sdc.Structure) error {
	return fmt.Errorf("attack on %s: the statements contradict each other", s.Group)
}
