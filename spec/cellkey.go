package spec

// cellKey checks the parameters of cell keys: noise that reaches as far as the
// width of every rule, so that a count alone keeps it, and a limit to what may
// be guessed.
func (c *checker) cellKey(p *Population) {
	d := p.Publish
	fail := func(format string, args ...any) { c.fail("population", p.ID, "publish: "+format, args...) }
	if _, width := c.strictest(p); d.Deviation < width || d.Deviation > 100 {
		fail("deviation is %d; give %d (the width of the rule) to 100", d.Deviation, width)
	}
	if d.Variance < 1 || d.Variance > d.Deviation*d.Deviation {
		fail("variance is %d; give 1 to the square of deviation", d.Variance)
	}
	if d.Guess < 1 || d.Guess > 50 {
		fail("guess is %d; give 1 to 50 percentage points", d.Guess)
	}
	if p.Rule.Zeros == ZerosProtected {
		fail("scenario %s leaves zeros as they are, and the rule protects them; choose another scenario", ScenarioCellKey)
	}
}
