package table

import "slices"

// merger makes one dimension of several hierarchies over the same finest
// codes. A code that two of them have is one code, if it means the same
// finest codes; the roots are one, under the name in the first.
type merger struct {
	dim    *Dimension
	number map[string]int32
	leaves [][]string // code -> names of the finest codes in it
	file   string     // of the first hierarchy
}

// first takes the first hierarchy over as it is.
func (m *merger) first(c *cut) {
	m.file = c.file
	leaves := c.leaves()
	for _, k := range c.order {
		m.put(c.codes[k], leaves[k])
	}
	m.split(c)
}

func (m *merger) put(name string, leaves []string) {
	m.number[name] = int32(len(m.dim.Codes))
	m.dim.Codes = append(m.dim.Codes, name)
	m.leaves = append(m.leaves, leaves)
}

// split writes how the codes of a hierarchy add up.
func (m *merger) split(c *cut) {
	for _, k := range c.order {
		if len(c.down[k]) == 0 {
			continue
		}
		s := Split{}
		if k != c.root {
			s.Parent = m.number[c.codes[k]]
		}
		for _, d := range c.down[k] {
			s.Children = append(s.Children, m.number[c.codes[d]])
		}
		slices.Sort(s.Children)
		same := func(o Split) bool { return o.Parent == s.Parent && slices.Equal(o.Children, s.Children) }
		if !slices.ContainsFunc(m.dim.Splits, same) {
			m.dim.Splits = append(m.dim.Splits, s)
		}
	}
}

// add takes one more hierarchy in.
func (m *merger) add(c *cut) error {
	leaves := c.leaves()
	if name := difference(m.leaves[0], leaves[c.root]); name != "" {
		return &Fault{
			Rule: "H-FINEST", File: c.file, what: say("code %s is in slechts een van %s en %s een fijnste code", "code %s is a finest code in only one of %s and %s", name, m.file, c.file),
			next: say("laat alle hiërarchieën van een kolom over dezelfde fijnste codes gaan", "let all hierarchies of a column be about the same finest codes"),
		}
	}
	for _, k := range c.order {
		old, known := m.number[c.codes[k]]
		switch {
		case k == c.root:
			if known && old != 0 {
				return m.clash(c, k)
			}
		case !known:
			m.put(c.codes[k], leaves[k])
		case old == 0 || !slices.Equal(m.leaves[old], leaves[k]):
			return m.clash(c, k)
		}
	}
	if root := c.codes[c.root]; m.dim.Codes[0] != root {
		m.number[root] = 0
	}
	m.split(c)
	return nil
}

func (m *merger) clash(c *cut, k int32) error {
	return c.fault("MEANING", k, "code", say("code %s betekent hier iets anders dan in %s", "code %s means something else here than in %s", c.codes[k], m.file),
		say("geef de code in een van beide bestanden een andere naam", "give the code another name in one of the files"))
}

// difference returns a name that only one of two sorted lists has.
func difference(a, b []string) string {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	switch {
	case len(a) == 0 && len(b) == 0:
		return ""
	case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
		return a[0]
	}
	return b[0]
}

// circle refuses hierarchies that put two codes above each other: they mean
// the same finest codes, so one name is enough.
func (m *merger) circle(files []*hierarchy) error {
	state := make([]uint8, len(m.dim.Codes)) // 1: on the way, 2: done
	down := make([][]int32, len(m.dim.Codes))
	for _, s := range m.dim.Splits {
		down[s.Parent] = append(down[s.Parent], s.Children...)
	}
	var visit func(c int32) int32
	visit = func(c int32) int32 {
		if state[c] != 0 {
			if state[c] == 1 {
				return c
			}
			return -1
		}
		state[c] = 1
		for _, d := range down[c] {
			if at := visit(d); at >= 0 {
				return at
			}
		}
		state[c] = 2
		return -1
	}
	at := visit(0)
	if at < 0 {
		return nil
	}
	return &Fault{
		Rule: "H-LOOP", File: files[len(files)-1].file, what: say("code %s ligt in de ene hiërarchie boven en in de andere onder eenzelfde code", "code %s is above a code in one hierarchy and below it in another", m.dim.Codes[at]),
		next: say("neem een van beide codes weg: ze betekenen hetzelfde", "take one of the codes out: they mean the same"),
	}
}
