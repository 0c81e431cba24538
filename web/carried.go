package web

import (
	"strconv"

	"doorstroommonitor/sdmx"
)

// carriedMark stands at a code whose figures are also those of others.
const carriedMark = "†"

// marked is the label of a code, with the mark where it carries others.
func (c *catalogue) marked(code sdmx.Code) string {
	if len(code.Predecessors) > 0 {
		return c.label(code) + " " + carriedMark
	}
	return c.label(code)
}

// carried says which merged institutions or reformed programmes the figures of
// a code carry; empty for none.
func (c *catalogue) carried(code sdmx.Code) string {
	var names []string
	for _, old := range code.Predecessors {
		names = append(names, c.predecessor(old))
	}
	if len(names) == 0 {
		return ""
	}
	return c.T("carried", "label", c.label(code), "names", c.list(names))
}

// predecessor names a merged institution or a reformed programme with its year.
func (c *catalogue) predecessor(old sdmx.Predecessor) string {
	name := old.ID
	if label := old.Label.In(c.lang); label != "" {
		name = label + " (" + old.ID + ")"
	}
	if old.From != "" {
		return c.T("carried.programme", "name", name, "year", strconv.Itoa(old.Since))
	}
	return c.T("place.since", "name", name, "year", strconv.Itoa(old.Since))
}

// Carried lists what the figures of the columns and rows that are shown carry
// of others.
func (p *pivot) Carried() []string {
	out := p.heads
	for _, r := range p.Rows {
		if r.carries != "" {
			out = append(out, r.carries)
		}
	}
	return out
}
