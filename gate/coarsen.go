package gate

import (
	"context"
	"slices"

	"doorstroommonitor/cube"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/widen"
)

// coarse are the cells that are too fine for their group: no table shows them,
// so that the method may use them and the auditor has to leave them room, as
// any sum that runs through tables. How fine a group is shown is read off its
// published size: where that is hidden, it is shown as the smallest are. So it
// tells nothing besides.
type coarse struct {
	groups cube.Groups
	all    *sdc.Problem   // as it was
	secret map[int32]bool // sizes that would be shown large enough and are hidden
	cells  []bool
}

// coarsen takes cells that are too fine for their group out of what is
// published.
func (g *run) coarsen() {
	if g.m.Population.Coarsened() {
		g.coarse = &coarse{groups: g.m.Groups(), all: g.p, secret: map[int32]bool{}}
		g.settle()
	}
}

// settle makes the problem of what is left. What an earlier release showed is
// out, and stays; a size whose group is coarser for its being hidden stays
// hidden.
func (g *run) settle() {
	c := g.coarse
	c.cells = c.groups.Coarse(g.m.Population.Publish.Coarsen, c.all.Counts, func(size int32) bool { return c.secret[size] })
	p := *c.all
	p.Published = slices.Clone(p.Published)
	p.Kept = make([]bool, p.Cells)
	copy(p.Kept, c.all.Kept)
	for i := range c.cells {
		c.cells[i] = c.cells[i] && (p.Fixed == nil || !p.Fixed[i])
		p.Published[i] = p.Published[i] && !c.cells[i]
		p.Kept[i] = p.Kept[i] && !c.cells[i] || c.secret[int32(i)]
	}
	g.p = &p
}

// again makes groups coarser whose size a pattern hides; it reports whether
// there are any.
func (g *run) again(hidden sdc.Pattern) bool {
	if g.coarse == nil {
		return false
	}
	first := g.m.Population.Publish.Coarsen[0]
	found := false
	for _, x := range g.coarse.groups {
		finer := func(p cube.Part) bool { return p.Depth > first.Level && !g.coarse.cells[p.Cell] }
		if hidden[x.Size] && g.coarse.all.Counts[x.Size] >= first.Below && !g.coarse.secret[x.Size] && slices.ContainsFunc(x.Parts, finer) {
			g.coarse.secret[x.Size], found = true, true
		}
	}
	if found {
		g.settle()
	}
	return found
}

// protect lets maker and judge take turns until how fine groups are shown
// follows from what is published.
func (g *run) protect(ctx context.Context, method protect.Method, others func(context.Context, *widen.Result) ([]protect.Need, error)) (*widen.Result, error) {
	for {
		r, err := widen.Loop(ctx, g.p, widen.Options{
			Method: method, Rule: g.rule, Publish: func(hidden sdc.Pattern) (*sdc.Knowledge, error) { return g.publish(ctx, hidden) },
			Attacker: Outsider, Others: others, Solver: g.opt.Solver, Seed: g.opt.Seed, Rounds: g.opt.Rounds,
		})
		if err != nil || !g.again(r.Hidden) {
			return r, err
		}
	}
}

// tooFine are the cells that no table shows; nil: there are none.
func (g *run) tooFine() []bool {
	if g.coarse == nil {
		return nil
	}
	return g.coarse.cells
}

// unshown adds to a pattern the cells that are too fine, but for those that
// everybody can compute from the rest: a part of what is shown to be empty is
// empty.
func (g *run) unshown(hidden sdc.Pattern, bounds []sdc.Interval) sdc.Pattern {
	if g.coarse == nil {
		return hidden
	}
	out := slices.Clone(hidden)
	for i, too := range g.coarse.cells {
		if too && bounds[i].Lower < bounds[i].Upper {
			out[i] = true
		}
	}
	return out
}

// possiblyEmpty says of statements about cells that are too fine that these may
// be empty: they are not hidden for what they count.
func possiblyEmpty(tooFine []bool, statements []sdc.Statement) []sdc.Statement {
	for i := range statements {
		statements[i].Empty = tooFine != nil && tooFine[statements[i].Cell]
	}
	return statements
}
