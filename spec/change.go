package spec

import (
	"maps"
	"slices"
	"strings"
	"time"

	"doorstroommonitor/internal/version"
	"doorstroommonitor/sdmx"
)

// Governance names the bodies of the change process. The body in technical
// care keeps the standard; what stands in it is decided by another.
type Governance struct {
	Care     Body `yaml:"care"`     // keeps the standard, consults, takes into care
	Advice   Body `yaml:"advice"`   // advises on a proposal
	Decision Body `yaml:"decision"` // decides on content
}

// Body is a party to the change process.
type Body struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
}

// Change is a proposal for another version, with what was done about it. It
// lies in the folder changes/ of a specification and counts for nothing until
// the definitions themselves are changed.
type Change struct {
	ID    string    `yaml:"id"`
	Label sdmx.Text `yaml:"label"`
	// Reason is the use that somebody has for it; without one nothing changes.
	Reason sdmx.Text `yaml:"reason"`
	// Concerns lists concepts by path, see Concept.Path.
	Concerns []string `yaml:"concerns"`
	// Version is the first version with the change.
	Version string `yaml:"version"`
	Steps   []Step `yaml:"steps"`
	// Mappings carry old codes over to new ones where no rule can tell.
	Mappings []Mapping `yaml:"mappings,omitempty"`
}

// Step is one step of the process: what was done, on which day (yyyy-mm-dd),
// by whom.
type Step struct {
	Step    string    `yaml:"step"`
	Date    string    `yaml:"date"`
	By      string    `yaml:"by"`
	Outcome string    `yaml:"outcome,omitempty"` // of a decision: accepted or rejected
	Note    sdmx.Text `yaml:"note,omitempty"`
}

// Mapping carries the code of a dimension (CUBE/DIMENSION) or of a codelist
// over to the code that takes its place; none where To is left out.
type Mapping struct {
	In   string `yaml:"in"`
	From string `yaml:"from"`
	To   string `yaml:"to,omitempty"`
}

// Steps of the process, in order, after the way of working of EduStandaard
// and BOMOS.
const (
	StepProposal     = "proposal"
	StepConsultation = "consultation"
	StepAdvice       = "advice"
	StepDecision     = "decision"
	StepInCare       = "in care"
	StepDeprecated   = "deprecated"
	StepWithdrawn    = "withdrawn"
)

var (
	steps    = []string{StepProposal, StepConsultation, StepAdvice, StepDecision, StepInCare, StepDeprecated, StepWithdrawn}
	outcomes = []string{"accepted", "rejected"}
)

// State is the last step that was taken, or "rejected".
func (c *Change) State() string {
	if len(c.Steps) == 0 {
		return ""
	}
	last := c.Steps[len(c.Steps)-1]
	if last.Outcome == "rejected" {
		return last.Outcome
	}
	return last.Step
}

// changes checks the governance and every change.
func (c *checker) changes() {
	g := c.s.About.Governance
	if g != nil && g.Care.ID == g.Decision.ID {
		c.report(RuleChange, "specification", c.s.About.Version, "governance: decision: %q has the technical care, too; care and decision are kept apart", g.Decision.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(c.s.Changes)) {
		ch := c.s.Changes[id]
		if g == nil {
			c.report(RuleChange, "change", id, "nobody can take a step; specification.yaml needs governance: care, advice, decision")
			continue
		}
		c.change(ch, g)
	}
}

func (c *checker) change(ch *Change, g *Governance) {
	fail := func(format string, args ...any) { c.report(RuleChange, "change", ch.ID, format, args...) }
	mine, err := version.Parse(ch.Version)
	if err != nil {
		fail("version: %v", err)
	}
	if len(ch.Steps) == 0 || ch.Steps[0].Step != StepProposal {
		fail("steps: the first step is the proposal")
	}
	for _, x := range []struct {
		name string
		text sdmx.Text
	}{{"label", ch.Label}, {"reason", ch.Reason}} {
		if x.text.NL == "" || x.text.EN == "" {
			c.report(RuleWords, "change", ch.ID, "%s: is needed in Dutch and English", x.name)
		}
	}
	for i := range ch.Steps {
		c.step(ch, i, g)
	}
	c.withdrawn(ch)
	if now, nowErr := version.Parse(c.s.About.Version); err == nil && nowErr == nil && ch.inCare() && version.Compare(mine, now) > 0 {
		fail("version %q is in care, and this specification is %s", ch.Version, c.s.About.Version)
	}
}

// inCare reports whether the change ever came into care.
func (c *Change) inCare() bool {
	return slices.ContainsFunc(c.Steps, func(s Step) bool { return s.Step == StepInCare })
}

func (c *checker) step(ch *Change, i int, g *Governance) {
	x := ch.Steps[i]
	at := "step " + x.Step + ": "
	fail := func(format string, args ...any) { c.report(RuleChange, "change", ch.ID, at+format, args...) }
	if !c.among("change", ch.ID, "step", x.Step, steps) {
		return
	}
	if _, err := time.Parse(time.DateOnly, x.Date); err != nil {
		fail("date: %q is no date; expected: yyyy-mm-dd", x.Date)
	}
	if (x.Step == StepDecision) != (x.Outcome != "") {
		fail("an outcome belongs to a decision, and to nothing else")
	} else if x.Outcome != "" {
		c.among("change", ch.ID, at+"outcome", x.Outcome, outcomes)
	}
	by := map[string]Body{StepConsultation: g.Care, StepAdvice: g.Advice, StepDecision: g.Decision, StepInCare: g.Care, StepDeprecated: g.Decision}
	if body, ok := by[x.Step]; ok && x.By != body.ID {
		fail("by: %q may not take this step; it is that of %s", x.By, body.ID)
	}
	if i == 0 {
		return
	}
	before := ch.Steps[i-1]
	if before.Date > x.Date {
		fail("date: %q is before the step %s of %s", x.Date, before.Step, before.Date)
	}
	if before.Outcome == "rejected" {
		fail("a rejected change takes no further step; make a new proposal")
	}
	early := slices.Index(steps, before.Step) < slices.Index(steps, StepDecision)
	switch next := slices.Index(steps, before.Step) + 1; {
	case x.Step == StepWithdrawn && early:
		if x.By != ch.Steps[0].By {
			fail("by: %q may not take this step; only who proposed it withdraws a proposal", x.By)
		}
	case next >= len(steps) || steps[next] != x.Step:
		fail("cannot follow %s; the order is %s", before.Step, strings.Join(steps, ", "))
	case x.Step == StepWithdrawn && x.By != g.Decision.ID:
		fail("by: %q may not take this step; it is that of %s", x.By, g.Decision.ID)
	}
}
