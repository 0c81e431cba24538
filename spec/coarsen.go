package spec

// Coarsen says that a group of fewer than Below persons shows outcomes to a
// level of their tree and no deeper: 1 is right below the total. A group whose
// size is hidden shows them to the first level named, so that how fine a group
// is shown tells nothing that its published size does not.
type Coarsen struct {
	Below int64 `yaml:"below"`
	Level int   `yaml:"level"`
}

// finest is deeper than any tree.
const finest = 1 << 20

// Coarsened reports whether small groups of the population show coarser
// outcomes.
func (p *Population) Coarsened() bool { return p.Publish != nil && len(p.Publish.Coarsen) > 0 }

// Level is how deep a group of a size shows outcomes.
func Level(list []Coarsen, size int64) int {
	for _, c := range list {
		if size < c.Below {
			return c.Level
		}
	}
	return finest
}

// coarsen checks the steps.
func (c *checker) coarsen(p *Population) {
	list := p.Publish.Coarsen
	if len(list) == 0 {
		return
	}
	fail := func(format string, args ...any) { c.fail("population", p.ID, "publish: coarsen: "+format, args...) }
	if p.Publish.Scenario != ScenarioSuppression {
		fail("is for scenario %s; leave it out", ScenarioSuppression)
	}
	last := Coarsen{Below: p.Rule.Threshold}
	for i, s := range list {
		if i == 0 && s.Below <= last.Below {
			fail("below is %d; give more than the threshold, %d: smaller groups are hidden", s.Below, last.Below)
		}
		if i > 0 && (s.Below <= last.Below || s.Level <= last.Level) {
			fail("below and level go up from step to step, and here %d, %d comes after %d, %d", s.Below, s.Level, last.Below, last.Level)
		}
		if s.Level < 1 {
			fail("level is %d; give 1 for what is right below the total, or more", s.Level)
		}
		last = s
	}
	for _, t := range c.s.Of(p.ID) {
		for i := range t.Dimensions {
			if d := &t.Dimensions[i]; d.Role == RoleOutcome && d.deepest() > list[0].Level {
				return
			}
		}
	}
	fail("no outcome has codes deeper than level %d; leave it out", list[0].Level)
}

// deepest is how far the codes of a dimension are below the total.
func (d *Dimension) deepest() int {
	depth := map[string]int{}
	most := 0
	if d.Column != "" {
		most = 1
	}
	for _, n := range d.Nodes { // parents come first
		below := depth[n.Parent] + 1
		if most = max(most, below); n.Code != "" {
			depth[n.Code] = below
		}
	}
	return most
}
