package spec

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/sdmx"
)

// Deprecation says that a concept is going to be withdrawn.
type Deprecation struct {
	Path   string // of the concept
	Date   string // yyyy-mm-dd, of the decision
	Change *Change
}

// Deprecated lists the concepts of a transition, itself and its population
// included, that a change deprecates, by path.
func (s *Specification) Deprecated(t *Transition) []Deprecation {
	var out []Deprecation
	top, people := "transition/"+t.ID, "population/"+t.Population
	for _, id := range slices.Sorted(maps.Keys(s.Changes)) {
		ch := s.Changes[id]
		if ch.State() != StepDeprecated {
			continue
		}
		for _, path := range ch.Concerns {
			if path == top || path == people || strings.HasPrefix(path, top+"/") || strings.HasPrefix(path, people+"/") {
				out = append(out, Deprecation{path, ch.Steps[len(ch.Steps)-1].Date, ch})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Deprecation) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// In says it in a sentence.
func (d Deprecation) In(lang string) string {
	format := sdmx.Text{NL: "Verouderd sinds %s: %s (wijziging %s).", EN: "Deprecated since %s: %s (change %s)."}
	return fmt.Sprintf(format.In(lang), d.Date, d.Path, d.Change.ID)
}

// Described is the definition of a transition with what is deprecated of it:
// what a reader who sees no changes has to know.
func (s *Specification) Described(t *Transition) sdmx.Text {
	out := sdmx.Text{NL: strings.TrimSpace(t.Definition.NL), EN: strings.TrimSpace(t.Definition.EN)}
	list := s.Deprecated(t)
	if len(list) == 0 {
		return out
	}
	stop := func(x string) string { return strings.TrimSuffix(x, ".") + "." }
	out.NL, out.EN = stop(out.NL), stop(out.EN)
	for _, d := range list {
		out.NL += " " + d.In("nl")
		out.EN += " " + d.In("en")
	}
	return out
}

// withdrawn wants what was withdrawn to be gone, or to end with the year in
// which that was decided. A proposal that was withdrawn never came.
func (c *checker) withdrawn(ch *Change) {
	n := len(ch.Steps)
	if n == 0 || ch.Steps[n-1].Step != StepWithdrawn || !ch.inCare() {
		return
	}
	year, err := strconv.Atoi(strings.SplitN(ch.Steps[n-1].Date, "-", 2)[0])
	if err != nil {
		return // no date; said before
	}
	for _, x := range c.s.Concepts() {
		path := x.Path
		if slices.Contains(ch.Concerns, path) && (x.Until == 0 || x.Until > year) {
			c.report(RuleChange, "change", ch.ID, "step withdrawn: %q is still counted after %d; take it out or let it end by then (until), or make a new change that keeps it", path, year)
		}
	}
}
