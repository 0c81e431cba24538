package table

import (
	"cmp"
	"context"
	"slices"

	"doorstroommonitor/attackers"
	"doorstroommonitor/audit"
	"doorstroommonitor/sdc"
)

// Insiders are attackers who know some cells of the table: what they learn
// about all others is attacked as well. Their own cells are left out.
type Insiders struct {
	// Contributor: whoever is the only person of an inner cell knows its count.
	Contributor bool
	// Owners are dimensions, by number, of which every code knows all its own
	// rows: a school its pupils and where each of them went, a board those of
	// its schools.
	Owners []int
	// Receivers are dimensions, by number, of which the two largest codes of
	// any group put their rows together.
	Receivers []int
	// Guard makes cells that an insider would know exactly, or of whom the
	// attack cannot show the contrary, go back to the method.
	Guard bool
}

// kinds lists every kind of insider that was asked for.
func (t *task) kinds(hidden sdc.Pattern) []attackers.Kind {
	var out []attackers.Kind
	add := func(name string, own [][]int32) {
		k := attackers.Kind{Name: name, Own: own}
		if t.opt.Insiders.Guard {
			k.Mode = audit.Guarded
		}
		out = append(out, k)
	}
	if t.opt.Insiders.Contributor {
		add("contributor", t.contributors(hidden))
	}
	for _, d := range t.opt.Insiders.Owners {
		add("owner:"+t.Dimensions[d].Name, t.owners(d))
	}
	for _, d := range t.opt.Insiders.Receivers {
		add("receivers:"+t.Dimensions[d].Name, t.pairs(d))
	}
	return out
}

// try lets every insider attack a pattern.
func (t *task) try(ctx context.Context, hidden sdc.Pattern, f *audit.Findings) (*attackers.Outcome, error) {
	return attackers.Try(ctx, attackers.Against{
		Problem: t.p, Rule: t.opt.Rule, Hidden: hidden, Knowledge: t.knowledge(hidden, t.opt.Rule), Findings: f, Seed: t.opt.Seed,
	}, t.kinds(hidden))
}

// contributors are the hidden inner cells with one person.
func (t *task) contributors(hidden sdc.Pattern) [][]int32 {
	whole := make([]bool, t.p.Cells)
	for _, r := range t.p.Relations {
		whole[r.Parent] = whole[r.Parent] || len(r.Children) > 1
	}
	var out [][]int32
	for c, n := range t.p.Counts {
		if n == 1 && !whole[c] && (hidden[c] || !t.p.Published[c]) {
			out = append(out, []int32{int32(c)})
		}
	}
	return out
}

// owners are the codes of a dimension below the total, each with the cells of
// its rows.
func (t *task) owners(d int) [][]int32 {
	dim := t.Dimensions[d]
	own := make([][]int32, len(dim.Codes))
	for c := range int32(t.p.Cells) {
		for _, o := range dim.up[t.Code(c, d)] {
			if o != 0 {
				own[o] = append(own[o], c)
			}
		}
	}
	return slices.DeleteFunc(own, func(k []int32) bool { return len(k) == 0 })
}

// pairs are the two largest finest codes of a dimension in every group: every
// combination of codes of the other dimensions.
func (t *task) pairs(d int) [][]int32 {
	dim := t.Dimensions[d]
	type size struct {
		code  int32
		count int64
	}
	groups := map[uint64][]size{}
	for c, key := range t.keys {
		code := t.Code(int32(c), d)
		if len(dim.splits[code]) > 0 || t.p.Counts[c] == 0 {
			continue
		}
		group := key - uint64(code)*t.radix[d]
		groups[group] = append(groups[group], size{code, t.p.Counts[c]})
	}
	chosen := map[[2]int32]bool{}
	for _, g := range groups {
		if len(g) < 3 {
			continue
		}
		slices.SortFunc(g, func(a, b size) int { return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(a.code, b.code)) })
		chosen[[2]int32{min(g[0].code, g[1].code), max(g[0].code, g[1].code)}] = true
	}
	own := make([][]int32, len(dim.Codes))
	for c := range int32(t.p.Cells) {
		own[t.Code(c, d)] = append(own[t.Code(c, d)], c)
	}
	var out [][]int32
	for a := range int32(len(dim.Codes)) {
		for b := range int32(len(dim.Codes)) {
			if chosen[[2]int32{a, b}] {
				out = append(out, slices.Concat(own[a], own[b]))
			}
		}
	}
	return out
}
