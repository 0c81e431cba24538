package cube

import (
	"slices"

	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// percentReported is the share from which groups are counted and reported
// where the specification says nothing.
const percentReported = 95

// homogeneity lists the groups of the tables whose members may share an
// outcome: every cell along an outcome dimension, as part of each of its
// parents. Groups of which the register says that they have no other outcome
// are left out: that is no news.
func (m *Model) homogeneity() *sdc.Homogeneity {
	rule := m.Population.Rule.Homogeneity
	h := &sdc.Homogeneity{Percent: percentReported, Guard: rule.Guards()}
	if rule != nil {
		h.Percent = rule.Percent
	}
	seen := map[[2]int32]bool{}
	for _, t := range m.Tables {
		for k, d := range t.dims {
			stride := 1
			for _, o := range t.dims[k+1:] {
				stride *= len(o.nodes)
			}
			at := make([]int, len(t.dims))
			for i := range t.cells {
				if sensitive(rule, d, at[k]) {
					t.groups(i, at[k], d, stride, seen, h)
				}
				next(at, t.dims)
			}
		}
	}
	return h
}

// sensitive reports whether a code of a dimension is an outcome that must not
// be known of anybody.
func sensitive(rule *spec.Homogeneity, d *dim, node int) bool {
	if node == 0 {
		return false
	}
	if rule == nil || len(rule.Outcomes) == 0 {
		return d.spec.Role == "outcome"
	}
	for _, o := range rule.Outcomes {
		if o.Dimension == d.spec.ID && slices.Contains(o.Codes, d.nodes[node].code) {
			return true
		}
	}
	return false
}

// groups adds cell i of the table, at a node of dimension d, as part of the
// cell of each node above.
func (t *Table) groups(i, node int, d *dim, stride int, seen map[[2]int32]bool, h *sdc.Homogeneity) {
	part := t.cells[i]
	if part < 0 {
		return
	}
	cell := func(n int) int32 { return t.cells[i+(n-node)*stride] }
	var rest []int32
	for n := node; d.nodes[n].parent >= 0; n = d.nodes[n].parent {
		up := d.nodes[n].parent
		for _, o := range d.nodes[up].children {
			if c := cell(o); o != n && c >= 0 {
				rest = append(rest, c)
			}
		}
		whole := cell(up)
		if id := [2]int32{part, whole}; len(rest) > 0 && !seen[id] {
			seen[id] = true
			h.Groups = append(h.Groups, sdc.Group{Part: part, Whole: whole, Rest: slices.Clone(rest)})
		}
	}
}
