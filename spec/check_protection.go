package spec

import (
	"slices"
	"strings"
)

// kinds are those of Attacker, in the order in which they are explained.
var kinds = []string{Contributor, Institution, Board, Receivers, Shares, Elsewhere}

// rule checks the rule of a population. Columns are those of the population.
func (c *checker) rule(p *Population, columns []string) {
	fail := func(format string, args ...any) { c.fail("population", p.ID, "rule: "+format, args...) }
	r := &p.Rule
	if r.Threshold < 2 || r.Width < 1 {
		fail("threshold must be at least 2 and width at least 1")
	} else if least := r.LeastWidth(r.Threshold); r.Width < least && !p.Formal() {
		fail("width: %d is too narrow for the threshold: sums of hidden counts would be known that are below it; give at least %d", r.Width, least)
	}
	c.among("population", p.ID, "rule: zeros", r.Zeros, zeroRules)
	for i := range r.Categories {
		c.inItem([]string{"rule", "categories"}, i, func() { c.category("population", p.ID, p, &r.Categories[i], c.s.Of(p.ID)) })
	}
	c.homogeneity(p)
	seen := map[string]bool{}
	for i := range r.Attackers {
		a := &r.Attackers[i]
		c.inItem([]string{"rule", "attackers"}, i, func() {
			if id := a.Kind + " " + strings.Join(a.Columns, " "); seen[id] {
				fail("attacker %s is listed twice for the same columns", a.Kind)
			} else {
				seen[id] = true
			}
			c.attacker(p, a, columns)
		})
	}
}

func (c *checker) attacker(p *Population, a *Attacker, columns []string) {
	fail := func(format string, args ...any) {
		c.fail("population", p.ID, "rule: attacker "+a.Kind+": "+format, args...)
	}
	if a.Kind == "outsider" || a.Kind == "earlier" {
		fail("is always assumed and guarded against; leave it out")
		return
	}
	if !c.among("population", p.ID, "rule: attacker", a.Kind, kinds) {
		return
	}
	c.among("population", p.ID, "rule: attacker "+a.Kind+": mode", a.Mode, attackerModes)
	switch a.Kind {
	case Institution, Board, Receivers:
		if len(a.Columns) == 0 {
			fail("needs columns: which columns of the population hold the institutions")
		}
		if a.Kind == Receivers && len(a.Columns) > 1 {
			fail("takes one column: the largest codes are those of one column")
		}
		for _, col := range a.Columns {
			if c.among("population", p.ID, "rule: attacker "+a.Kind+": column", col, columns) {
				if k, _ := p.Column(col); k.Recode != "institution" {
					fail("column %s holds no institutions (recode: institution)", col)
				}
			}
		}
	default:
		if len(a.Columns) > 0 {
			fail("has no columns")
		}
	}
	switch {
	case a.Kind != Elsewhere && a.Decimals != 0:
		fail("has no decimals: shares of the release are rounded as the release does")
	case a.Decimals < 0 || a.Decimals > 3:
		fail("decimals must be 0 to 3")
	}
}

// homogeneity checks the rule about groups who share one outcome.
func (c *checker) homogeneity(p *Population) {
	h := p.Rule.Homogeneity
	if h == nil {
		return
	}
	fail := func(format string, args ...any) {
		c.fail("population", p.ID, "rule: homogeneity: "+format, args...)
	}
	if h.Percent < 51 || h.Percent > 100 {
		fail("percent must be 51 to 100")
	}
	c.among("population", p.ID, "rule: homogeneity: mode", h.Mode, attackerModes)
	if h.Guards() && p.Rule.Zeros == ZerosPublished {
		fail("cannot be guarded against while zeros are published: the zeros of all other outcomes show that everybody has this one; choose zeros: secondary, or mode: report")
	}
	for _, o := range h.Outcomes {
		c.outcome("population", p.ID, "rule: homogeneity", o.Dimension, o.Codes, c.s.Of(p.ID))
	}
}

// stricter checks the rule of a transition.
func (c *checker) stricter(t *Transition, p *Population) {
	r := t.Rule
	if r == nil {
		return
	}
	if r.Threshold != 0 && r.Threshold < p.Rule.Threshold || r.Width != 0 && r.Width < p.Rule.Width {
		c.fail("transition", t.ID, "rule: may only be stricter than that of population %s (threshold %d, width %d)", p.ID, p.Rule.Threshold, p.Rule.Width)
	}
	if least := p.Rule.LeastWidth(max(r.Threshold, p.Rule.Threshold)); r.Width != 0 && r.Width >= p.Rule.Width && r.Width < least && !p.Formal() {
		c.fail("transition", t.ID, "rule: width: %d is too narrow for the threshold: sums of hidden counts would be known that are below it; give at least %d", r.Width, least)
	}
	for i := range r.Categories {
		c.inItem([]string{"rule", "categories"}, i, func() { c.category("transition", t.ID, p, &r.Categories[i], []*Transition{t}) })
	}
}

// category checks a rule for some codes.
func (c *checker) category(kind, id string, p *Population, k *CategoryRule, among []*Transition) {
	if k.Threshold < 2 || k.Width < 1 {
		c.fail(kind, id, "rule: category of %s: threshold must be at least 2 and width at least 1", k.Dimension)
	} else if least := p.Rule.LeastWidth(k.Threshold); k.Width < least && !p.Formal() {
		c.fail(kind, id, "rule: category of %s: width %d is too narrow for threshold %d; give at least %d", k.Dimension, k.Width, k.Threshold, least)
	}
	c.outcome(kind, id, "rule: category", k.Dimension, k.Codes, among)
}

// outcome checks that codes are those of a dimension of some transition.
func (c *checker) outcome(kind, id, what, dimension string, codes []string, among []*Transition) {
	var known []string
	var lists [][]string
	for _, t := range among {
		for i := range t.Dimensions {
			known = append(known, t.Dimensions[i].ID)
			if t.Dimensions[i].ID == dimension {
				lists = append(lists, t.Dimensions[i].listed())
			}
		}
	}
	slices.Sort(known)
	if !c.among(kind, id, what+": dimension", dimension, slices.Compact(known)) {
		return
	}
	if len(codes) == 0 {
		c.fail(kind, id, "%s of %s: names no code", what, dimension)
	}
	c.unique(kind, id, what+" of "+dimension+": code", codes)
	for _, code := range codes {
		if !slices.ContainsFunc(lists, func(l []string) bool { return l == nil || slices.Contains(l, code) }) {
			c.among(kind, id, what+" of "+dimension+": code", code, slices.Concat(lists...))
		}
	}
}

// listed are the codes of a dimension below the total that the specification
// itself lists; nil where a column or the register has more.
func (d *Dimension) listed() []string {
	out := []string{}
	for _, n := range d.Nodes {
		if n.Each != "" {
			return nil
		}
		out = append(out, n.Code)
	}
	if d.Column != "" {
		return nil
	}
	return out
}
