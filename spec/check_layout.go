package spec

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/layout"
)

// layout checks a layout by itself, and its emits against the record types.
func (c *checker) layout(l *layout.Layout) {
	if err := l.Check(); err != nil {
		for line := range strings.SplitSeq(err.Error(), "\n") {
			c.fail("layout", l.ID, "%s", strings.TrimPrefix(line, fmt.Sprintf("layout %q: ", l.ID)))
		}
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
