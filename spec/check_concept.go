package spec

import (
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
)

// concepts checks that every concept has, or inherits, a label and a
// definition in both languages, a source, and a class of sensitivity that fits.
// What is in a definition with other faults is left alone: it may inherit from
// what is not there.
func (c *checker) concepts() {
	broken := slices.Clone(c.errs)
	for _, k := range c.s.Concepts() {
		kind, rest, _ := strings.Cut(k.Path, "/")
		id, inner, _ := strings.Cut(rest, "/")
		if slices.ContainsFunc(broken, func(err error) bool { return strings.Contains(err.Error(), ": "+kind+" "+id+": ") }) {
			continue
		}
		what := ""
		if parts := strings.Split(inner, "/"); inner != "" {
			for pair := range slices.Chunk(parts, 2) {
				what += strings.Join(pair, " ") + ": "
			}
		}
		for _, x := range []struct {
			name string
			text sdmx.Text
		}{{"label", k.Label}, {"definition", k.Definition}} {
			if strings.TrimSpace(x.text.NL) == "" || strings.TrimSpace(x.text.EN) == "" {
				c.report(RuleWords, kind, id, "%sneeds a Dutch and an English %s", what, x.name)
			}
		}
		if k.Source == "" {
			c.report(RuleWords, kind, id, "%sneeds a source: where it is laid down", what)
		}
		c.sensitivity(kind, id, what, k.Sensitivity)
	}
}

func (c *checker) sensitivity(kind, id, what string, x Sensitivity) {
	if !slices.Contains(classes, x.Class) {
		c.report(RuleReference, kind, id, "%ssensitivity %q does not exist; known: %s", what, x.Class, strings.Join(classes, ", "))
		return
	}
	if (x.Class == Special) != (len(x.Reveals) > 0) {
		c.report(RuleSensitivity, kind, id, "%sreveals lists special categories exactly where sensitivity is special", what)
	}
	var known []string
	for _, k := range categories {
		known = append(known, k.ID)
	}
	for _, r := range x.Reveals {
		c.among(kind, id, what+"reveals", r, known)
	}
}

// exceptions checks that whatever reveals a special category names the
// provision that allows it, and is not for everybody.
func (c *checker) exceptions() {
	needs := func(kind, id, what string, reveals []string, exception string) {
		switch {
		case len(reveals) > 0 && exception == "":
			c.report(RuleSensitivity, kind, id, "%sreveals %s; it needs exception, the provision of the law that allows it, or has to be left out", what, strings.Join(reveals, ", "))
		case len(reveals) == 0 && exception != "":
			c.report(RuleSensitivity, kind, id, "%sexception %q is not needed: nothing special is revealed", what, exception)
		}
	}
	for id, p := range c.s.Populations {
		needs("population", id, "", c.s.Membership(p), p.Exception)
	}
	for id, t := range c.s.Transitions {
		if got := c.s.PartReveals(t); len(got) > 0 {
			c.report(RuleSensitivity, "transition", id, "part: reveals %s; make a code of it in a dimension, with exception, instead", strings.Join(got, ", "))
		}
		for i := range t.Dimensions {
			d := &t.Dimensions[i]
			needs("transition", id, "dimension "+d.ID+": ", c.s.DimensionReveals(t, d), d.Exception)
		}
		for i := range t.Tables {
			tab := &t.Tables[i]
			if got := c.s.TableReveals(t, tab); len(got) > 0 && slices.Contains(tab.Audiences, PublicAudience) {
				c.report(RuleSensitivity, "transition", id, "table %s: audience %q: the table reveals %s, and no agreement binds the public to an exception", tab.ID, PublicAudience, strings.Join(got, ", "))
			}
		}
	}
}

// years checks a range of years of which 0 is open.
func (c *checker) years(kind, id, what string, from, until int) bool {
	if until != 0 && from > until {
		c.fail(kind, id, "%sfrom %d is after until %d", what, from, until)
		return false
	}
	return true
}

// inside checks that the years of a transition or table are cohorts of its
// population; 0 leaves them to it.
func (c *checker) inside(t *Transition, what string, from, until int, cohorts Years) {
	for _, x := range []struct {
		key  string
		year int
	}{{"from", from}, {"until", until}} {
		if x.year != 0 && (x.year < cohorts.From || x.year > cohorts.Until) {
			c.fail("transition", t.ID, "%s%s: %d is no cohort of population %s, which has %d to %d", what, x.key, x.year, t.Population, cohorts.From, cohorts.Until)
		}
	}
}
