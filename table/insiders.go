package table

import (
	"cmp"
	"slices"

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

// insiderLimit is how many attackers of one kind are tried; of more, an even
// selection is, and the report says how many were skipped.
const insiderLimit = 4000

// knowing is one insider: the cells that it knows.
type knowing []int32

// learned is what all insiders learn.
type learned struct {
	attacks []Attack
	failing []int32
}

// insiders tries every kind of insider that was asked for.
func (t *task) insiders(hidden sdc.Pattern, f *audit.Findings) learned {
	var l learned
	try := func(name string, all []knowing) {
		a := Attack{Attacker: name, Narrowest: -1}
		step := max(1, (len(all)+insiderLimit-1)/insiderLimit)
		for i := 0; i < len(all); i += step {
			a.Tried++
			t.insider(all[i], hidden, f, &a, &l)
		}
		a.Skipped = len(all) - a.Tried
		l.attacks = append(l.attacks, a)
	}
	if t.opt.Insiders.Contributor {
		try("contributor", t.contributors(hidden))
	}
	for _, d := range t.opt.Insiders.Owners {
		try("owner:"+t.Dimensions[d].Name, t.owners(d))
	}
	for _, d := range t.opt.Insiders.Receivers {
		try("receivers:"+t.Dimensions[d].Name, t.pairs(d))
	}
	slices.Sort(l.failing)
	l.failing = slices.Compact(l.failing)
	return l
}

func (t *task) insider(own knowing, hidden sdc.Pattern, f *audit.Findings, a *Attack, l *learned) {
	got, ok := f.Insider(own, t.p.Counts)
	if !ok {
		a.Unproven++
		return
	}
	for i, c := range got.Cells {
		in, sensitive := got.Intervals[i], t.p.Sensitive(c, t.opt.Rule)
		if !sensitive && !hidden[c] {
			continue
		}
		a.add(in, sensitive, t.p.RuleOf(c, t.opt.Rule).Width)
		if t.opt.Insiders.Guard && in.Proven() == 0 {
			l.failing = append(l.failing, c)
		}
	}
}

// contributors are the hidden inner cells with one person.
func (t *task) contributors(hidden sdc.Pattern) []knowing {
	whole := make([]bool, t.p.Cells)
	for _, r := range t.p.Relations {
		whole[r.Parent] = whole[r.Parent] || len(r.Children) > 1
	}
	var out []knowing
	for c, n := range t.p.Counts {
		if n == 1 && !whole[c] && (hidden[c] || !t.p.Published[c]) {
			out = append(out, knowing{int32(c)})
		}
	}
	return out
}

// owners are the codes of a dimension below the total, each with the cells of
// its rows.
func (t *task) owners(d int) []knowing {
	dim := t.Dimensions[d]
	own := make([]knowing, len(dim.Codes))
	for c := range int32(t.p.Cells) {
		for _, o := range dim.up[t.Code(c, d)] {
			if o != 0 {
				own[o] = append(own[o], c)
			}
		}
	}
	return slices.DeleteFunc(own, func(k knowing) bool { return len(k) == 0 })
}

// pairs are the two largest finest codes of a dimension in every group: every
// combination of codes of the other dimensions.
func (t *task) pairs(d int) []knowing {
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
	own := make([]knowing, len(dim.Codes))
	for c := range int32(t.p.Cells) {
		own[t.Code(c, d)] = append(own[t.Code(c, d)], c)
	}
	var out []knowing
	for a := range int32(len(dim.Codes)) {
		for b := range int32(len(dim.Codes)) {
			if chosen[[2]int32{a, b}] {
				out = append(out, slices.Concat(own[a], own[b]))
			}
		}
	}
	return out
}
