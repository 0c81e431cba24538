package cli

import (
	"fmt"

	"doorstroommonitor/cube"
	"doorstroommonitor/release"
)

// overlaps says that figures are out over other cohorts together, some of which
// are these: the difference is one over fewer.
type overlaps struct{ group, release string }

func (e *overlaps) Error() string { return e.In("en") }

// In gives the text in a language.
func (e *overlaps) In(lang string) string {
	if lang == "nl" {
		return fmt.Sprintf("%s: uitgave %s heeft cijfers over een ander aantal van deze cohorten samen; het verschil zijn cijfers over minder cohorten. Volgende stap: begin bij pool met first na het laatste cohort dat al is uitgegeven, of houd de eerdere manier van publiceren", e.group, e.release)
	}
	return fmt.Sprintf("%s: release %s has figures over another number of these cohorts together; the difference is figures over fewer cohorts. Next: under pool give a first after the last cohort that is out, or keep the earlier way of publishing", e.group, e.release)
}

// otherWindow reports whether an earlier release counts some of the cohorts of
// a group together with others, or by themselves.
func otherWindow(m *cube.Model, old *release.Group) bool {
	since := old.First()
	return since <= m.Cohort && m.First <= old.Cohort && (since != m.First || old.Cohort != m.Cohort)
}
