package spec

// comparisons checks beside which groups shares stand.
func (c *checker) comparisons(t *Transition, dims []string) {
	var names []string
	for _, x := range t.Compare {
		c.among("transition", t.ID, "compare: by", x.By, ComparedBy)
		if !c.among("transition", t.ID, "compare: dimension", x.Dimension, dims) {
			continue
		}
		if d, _ := t.DimensionByID(x.Dimension); d.Role != "origin" || d.Register != "institution" {
			c.fail("transition", t.ID, "compare: dimension %q holds no institutions of origin (role: origin, register: institution)", x.Dimension)
		}
		if x.Dimension != t.Compare[0].Dimension {
			c.fail("transition", t.ID, "compare: dimension %q is another than %s; one file holds all comparisons, along one dimension", x.Dimension, t.Compare[0].Dimension)
		}
		names = append(names, x.Dimension+" "+x.By)
	}
	c.unique("transition", t.ID, "compare", names)
}
