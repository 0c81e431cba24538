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
			field, ok := r.FieldByID(f)
			if !ok {
				c.fail("layout", l.ID, "record %s has no field %q", e.Record, f)
			}
			if list := c.s.Codelists[field.Codelist]; list != nil {
				c.filled(l, e.Set[f], field, list)
			}
		}
	}
}

// filled checks that what a source gives by itself is on the codelist of the
// field; a value of the file is checked when it comes in.
func (c *checker) filled(l *layout.Layout, s layout.Source, f Field, list *Codelist) {
	codes := slices.Sorted(maps.Values(s.Map))
	if s.Else != nil {
		codes = append(codes, *s.Else)
	}
	for _, code := range slices.Compact(append(codes, s.Const)) {
		if code != "" && !list.Has(code, 0) {
			c.fail("layout", l.ID, "code %q for field %s is not on codelist %s", code, f.ID, list.ID)
		}
	}
	if s.Or != nil {
		c.filled(l, *s.Or, f, list)
	}
}
