package table

import "doorstroommonitor/sdc"

// HomogeneitySpec names the dimension whose codes are outcomes: groups of which
// it is known that nearly all have the same one give everybody in them away.
type HomogeneitySpec struct {
	// Outcome is a dimension, by its (last) column.
	Outcome string `yaml:"outcome"`
	// Percent or more of a group with one outcome is a reveal; 100 if left out.
	Percent int64 `yaml:"percent,omitempty"`
	// Guard hides more until no such group is known; else they are counted.
	Guard bool `yaml:"guard,omitempty"`
}

// checkHomogeneity resolves the dimension.
func (f *File) checkHomogeneity() error {
	h := f.Rule.Homogeneity
	if h == nil {
		return nil
	}
	switch {
	case f.dimension(h.Outcome) < 0:
		return f.fault("F-HOMOGENEITY", "rule.homogeneity.outcome", say("%q is geen dimensie", "%q is no dimension", h.Outcome), say("noem de kolom met de uitkomst", "name the column with the outcome"))
	case h.Percent != 0 && (h.Percent < 51 || h.Percent > 100):
		return f.fault("F-HOMOGENEITY", "rule.homogeneity.percent", say("%d procent kan niet", "%d percent cannot be", h.Percent), say("geef 51 tot en met 100, zoals 95", "give 51 to 100, such as 95"))
	case h.Guard && !f.zerosProtected():
		return f.fault("F-HOMOGENEITY", "rule.homogeneity.guard", say("met zeros: published is de uitkomst van een groep altijd te zien: de nullen van alle andere staan er", "with zeros: published the outcome of a group is always to be seen: the zeros of all others are shown"),
			say("kies zeros: protected, of laat guard weg", "choose zeros: protected, or leave guard out"))
	}
	return nil
}

// watch adds the groups of the tables to the problem.
func (f *File) watch(c *Cells) {
	if h := f.Rule.Homogeneity; h != nil {
		c.Problem.Homogeneity = &sdc.Homogeneity{Groups: c.groups(f.dimension(h.Outcome)), Percent: h.Percent, Guard: h.Guard}
		if h.Percent == 0 {
			c.Problem.Homogeneity.Percent = 100
		}
	}
}

// groups are the cells at the total of a dimension, each with every code below
// it as a part: the rest of a part is shared out by the codes beside it, and
// those beside what it is in. Where a code splits up in several ways, by the
// first.
func (t *Cells) groups(d int) []sdc.Group {
	dim := t.Dimensions[d]
	var out []sdc.Group
	for whole, key := range t.keys {
		if t.Code(int32(whole), d) != 0 || !t.Problem.Published[whole] {
			continue
		}
		cell := func(code int32) int32 { return t.index.get(key + uint64(code)*t.radix[d]) }
		var down func(code int32, rest []int32)
		down = func(code int32, rest []int32) {
			if len(dim.splits[code]) == 0 {
				return
			}
			children := dim.Splits[dim.splits[code][0]].Children
			for _, k := range children {
				part := cell(k)
				if part < 0 || !t.Problem.Published[part] {
					continue
				}
				beside := append([]int32(nil), rest...)
				for _, o := range children {
					if c := cell(o); o != k && c >= 0 {
						beside = append(beside, c)
					}
				}
				out = append(out, sdc.Group{Whole: int32(whole), Part: part, Rest: beside})
				down(k, beside)
			}
		}
		down(0, nil)
	}
	return out
}
