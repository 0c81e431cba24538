package cube

import (
	"slices"

	"doorstroommonitor/register"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// comparisons groups the institutions of a cube by what the public register
// says of them, groups in the order of their codes.
func comparisons(t *spec.Transition, c *sdmx.Cube, s *sdmx.Structure, models []*Model) []sdmx.Comparison {
	var out []sdmx.Comparison
	for _, x := range t.Compare {
		d, ok := c.Dimension(x.Dimension)
		if !ok || len(models) == 0 {
			continue
		}
		list, _ := s.Codelist(d.Codelist)
		reg := models[len(models)-1].reg
		members := map[string][]string{}
		var codes []string
		for _, k := range list.Codes {
			if _, ok := reg.Institution(k.ID); !ok {
				continue
			}
			g := reg.Group(k.ID, x.By)
			if g == register.UnknownGroup {
				continue
			}
			if members[g] == nil {
				codes = append(codes, g)
			}
			members[g] = append(members[g], k.ID)
		}
		slices.Sort(codes)
		one := sdmx.Comparison{Dimension: x.Dimension, By: x.By, Label: groupings[x.By]}
		for _, g := range codes {
			one.Groups = append(one.Groups, sdmx.Group{ID: g, Label: groupLabel(reg, x.By, g), Members: members[g]})
		}
		out = append(out, one)
	}
	return out
}

var groupings = map[string]sdmx.Text{
	register.GroupProvince: {NL: "Provincie", EN: "Province"},
	register.GroupSize:     {NL: "Grootte", EN: "Size"},
	register.GroupBoard:    {NL: "Bestuur", EN: "Board"},
}

var sizes = map[string]sdmx.Text{
	"KLEIN":  {NL: "Klein", EN: "Small"},
	"MIDDEN": {NL: "Middelgroot", EN: "Middle-sized"},
	"GROOT":  {NL: "Groot", EN: "Large"},
}

// groupLabel names a group: a board by its name, a province by itself.
func groupLabel(reg *register.Register, by, code string) sdmx.Text {
	if b, ok := reg.Board(code); ok && by == register.GroupBoard {
		return sdmx.Text{NL: b.Name, EN: b.Name}
	}
	if i, ok := reg.Institution(code); ok && by == register.GroupBoard { // a board of its own
		return sdmx.Text{NL: i.Name, EN: i.Name}
	}
	if label, ok := sizes[code]; ok && by == register.GroupSize {
		return label
	}
	return sdmx.Text{NL: code, EN: code}
}
