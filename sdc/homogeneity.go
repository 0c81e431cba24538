package sdc

// Group is a whole and the part of it that has one outcome. Rest are cells
// that share out the rest of the whole: whole = part + Σ rest, in every table.
type Group struct {
	Part, Whole int32
	Rest        []int32
}

// Homogeneity says of which groups it must not follow that Percent or more of
// their members share one outcome: whoever knows somebody in such a group
// knows the outcome, however large the group is.
type Homogeneity struct {
	Groups  []Group
	Percent int64
	// Guard says that such a group fails; else it is counted.
	Guard bool
}

// Shares reports whether part is at least the given percentage of
// part + rest. An empty group shares nothing.
func Shares(part, rest, percent int64) bool {
	return part > 0 && (100-percent)*part >= percent*rest
}

// Holds reports whether a group shares its outcome in a table of counts.
func (h *Homogeneity) Holds(g *Group, counts []int64) bool {
	return Shares(counts[g.Part], counts[g.Whole]-counts[g.Part], h.Percent)
}
