package spec

// oneMain checks that one indicator at most stands for the transition.
func (c *checker) oneMain(t *Transition) {
	first := ""
	for _, i := range t.Indicators {
		switch {
		case i.Main && first != "":
			c.fail("transition", t.ID, "indicator %s: main: indicator %s is main as well; one indicator of a transition is, or none", i.ID, first)
		case i.Main:
			first = i.ID
		}
	}
}
