package spec

import "doorstroommonitor/sdmx"

// comparisons checks beside which groups shares stand.
func (c *checker) comparisons(t *Transition, dims []string) {
	var names []string
	said := map[string]bool{} // of a dimension, once
	for i, x := range t.Compare {
		c.inItem([]string{"compare"}, i, func() {
			c.among("transition", t.ID, "compare: by", x.By, ComparedBy)
			names = append(names, x.Dimension+" "+x.By)
			if !said[x.Dimension] {
				said[x.Dimension] = true
				c.comparison(t, x.Dimension, dims)
			}
		})
	}
	c.unique("transition", t.ID, "compare", names)
}

// comparison checks the dimension along which institutions are compared.
func (c *checker) comparison(t *Transition, dimension string, dims []string) {
	if !c.among("transition", t.ID, "compare: dimension", dimension, dims) {
		return
	}
	if d, _ := t.DimensionByID(dimension); d.Role != sdmx.RoleOrigin || d.Register != "institution" {
		c.fail("transition", t.ID, "compare: dimension %q holds no institutions of origin (role: origin, register: institution)", dimension)
	}
	if dimension != t.Compare[0].Dimension {
		c.fail("transition", t.ID, "compare: dimension %q is another than %s; one file holds all comparisons, along one dimension", dimension, t.Compare[0].Dimension)
	}
}
