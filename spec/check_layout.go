package spec

import (
	"maps"
	"slices"

	"doorstroommonitor/layout"
)

// layout checks a layout by itself, and its emits against the record types.
func (c *checker) layout(l *layout.Layout) {
	for _, wrong := range l.Wrong() {
		c.fail("layout", l.ID, "%s", wrong)
	}
	for _, e := range l.Emits() {
		r, ok := c.s.Records[e.Record]
		if !ok {
			c.fail("layout", l.ID, "record %q does not exist", e.Record)
			continue
		}
		for _, f := range slices.Sorted(maps.Keys(e.Set)) {
			if _, ok := r.FieldByID(f); !ok {
				c.fail("layout", l.ID, "record %s has no field %q", e.Record, f)
			}
		}
	}
}
