package cube

import (
	"slices"

	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// Rule returns the protection rule of a population as the maker and the judge
// use it.
func Rule(p *spec.Population) sdc.Rule {
	return strictest(sdc.Rule{
		ZerosProtected: p.Rule.Zeros == spec.ZerosProtected, ZerosHidden: p.Rule.Zeros == spec.ZerosSecondary,
	}, sdc.Rule{Threshold: p.Rule.Threshold, Width: p.Rule.Width})
}

// category is a rule for all cells within some atoms of one axis.
type category struct {
	axis   int
	within set
	rule   sdc.Rule
}

// special gives cells the rules of their categories and transitions: the
// strictest of all that they fall under.
func (m *Model) special(p *sdc.Problem) {
	group := Rule(m.Population)
	own := make([]sdc.Rule, len(m.keys))
	for c := range own {
		own[c] = group
	}
	for _, k := range m.categories() {
		holds := map[int32]bool{} // set number -> within the category
		for c, key := range m.keys {
			id := key[k.axis]
			in, known := holds[id]
			if !known {
				in = within(m.axes[k.axis].sets[id], k.within)
				holds[id] = in
			}
			if in {
				own[c] = strictest(own[c], k.rule)
			}
		}
	}
	for _, t := range m.Tables {
		r := m.spec.Transitions[t.Cube].Rule
		if r == nil {
			continue
		}
		for _, c := range t.Cells() {
			own[c] = strictest(own[c], sdc.Rule{Threshold: r.Threshold, Width: r.Width})
		}
	}
	for c, r := range own {
		if r == group {
			continue
		}
		if p.Which == nil {
			p.Which = make([]uint8, len(own))
		}
		at := slices.Index(p.Special, r)
		if at < 0 {
			at, p.Special = len(p.Special), append(p.Special, r)
		}
		p.Which[c] = uint8(at + 1) // the specification has far fewer than 255 rules, see spec
	}
}

// strictest is the rule a with what b asks for besides, and with width enough
// for sums: see sdc.Rule.LeastWidth.
func strictest(a, b sdc.Rule) sdc.Rule {
	a.Threshold, a.Width = max(a.Threshold, b.Threshold), max(a.Width, b.Width)
	a.Width = max(a.Width, a.LeastWidth())
	return a
}

// within reports whether a is part of b.
func within(a, b set) bool {
	for i := range a {
		if a[i]&^b[i] != 0 {
			return false
		}
	}
	return true
}

// categories collects those of the population and of its transitions, as far
// as a table of this cohort uses their dimension: others tell nobody apart.
func (m *Model) categories() []category {
	var out []category
	add := func(cube string, list []spec.CategoryRule) {
		for _, k := range list {
			d, ok := m.dims[cube+"/"+k.Dimension]
			if !ok {
				continue
			}
			if s := d.codes(k.Codes, m.axes[d.axis]); !s.empty() {
				out = append(out, category{d.axis, s, sdc.Rule{Threshold: k.Threshold, Width: k.Width}})
			}
		}
	}
	for _, t := range m.spec.Of(m.Population.ID) {
		add(t.ID, m.Population.Rule.Categories)
		if t.Rule != nil {
			add(t.ID, t.Rule.Categories)
		}
	}
	return out
}

// codes unites the atoms of some codes; codes that this cohort does not have
// add nothing.
func (d *dim) codes(codes []string, a *axis) set {
	s := newSet(a.atoms)
	for _, n := range d.nodes {
		if slices.Contains(codes, n.code) {
			s = s.or(n.atoms)
		}
	}
	return s
}
