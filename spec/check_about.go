package spec

import (
	"time"

	"doorstroommonitor/internal/version"
)

// about checks what the specification says of itself: both go into every form
// that is published.
func (c *checker) about() {
	a := c.s.About
	if v, err := version.Parse(a.Version); err != nil || len(v) > 3 || v[0] < 1900 || v[0] > 9999 {
		c.fail("specification", a.Version, "version: %q is no version; expected: year, issue and correction, such as 2026.1 or 2026.1.2", a.Version)
	}
	if _, err := time.Parse(time.DateOnly, a.Since); err != nil {
		c.fail("specification", a.Version, "since: %q is no date; expected: yyyy-mm-dd", a.Since)
	}
}
