package spec

import (
	"maps"
	"slices"
)

// mapped checks what a column makes of the values of its field: it renames
// values that the field can have, into codes of the column.
func (c *checker) mapped(p *Population, col *Column, what string) {
	r := c.s.Records[c.recordOf(p, col.Of)]
	var field Field
	if r != nil {
		field, _ = r.FieldByID(col.Field)
	}
	list := c.s.Codelists[field.Codelist]
	for _, value := range slices.Sorted(maps.Keys(col.Map)) {
		if list != nil && col.Recode == "" && !list.Has(value, 0) {
			c.fail("population", p.ID, "%smap: code %q of field %s is not on codelist %s", what, value, col.Field, list.ID)
		}
		if code := col.Map[value]; len(col.Codes) > 0 && !slices.Contains(col.Codes, code) {
			c.fail("population", p.ID, "%smap: code %q is not listed in codes", what, code)
		}
	}
	if col.None != "" && len(col.Codes) > 0 && !slices.Contains(col.Codes, col.None) {
		c.fail("population", p.ID, "%snone: code %q is not listed in codes", what, col.None)
	}
}
