package table

import "slices"

// tree is a dimension with one or more hierarchies. Each is cut at the level
// at which the codes of the data occur: what lies deeper is dropped.
type tree struct {
	*words
	column      string
	at          int
	published   bool
	file, kind  string // of the data
	hierarchies []*hierarchy
}

func (t *tree) code(r *reader, rec []string) (int32, error) {
	id, fresh := t.id(rec[t.at])
	if !fresh {
		return id, nil
	}
	if err := r.badCode(rec[t.at], t.at); err != nil {
		return 0, err
	}
	known := 0
	missing := ""
	for _, h := range t.hierarchies {
		if _, ok := h.index[rec[t.at]]; ok {
			known++
		} else if missing == "" {
			missing = h.file
		}
	}
	// A published table also shows codes that only one of the hierarchies has.
	if known == 0 || known < len(t.hierarchies) && !t.published {
		return 0, r.at("UNKNOWN", t.at, say("code %s staat niet in hiërarchie %s", "code %s is not in hierarchy %s", rec[t.at], missing),
			say("voeg de code met haar ouder toe, of verbeter haar", "add the code with its parent, or correct it"))
	}
	t.lines = append(t.lines, r.line(t.at))
	return id, nil
}

func (t *tree) finish() (*axis, []int32, error) {
	m := &merger{dim: &Dimension{Name: t.column}, number: map[string]int32{}}
	var cuts []*cut
	for _, h := range t.hierarchies {
		c, err := t.cut(h)
		if err != nil {
			return nil, nil, err
		}
		cuts = append(cuts, c)
	}
	t.prune(cuts)
	for i, cut := range cuts {
		if i == 0 {
			m.first(cut)
		} else if err := m.add(cut); err != nil {
			return nil, nil, err
		}
	}
	if err := m.circle(t.hierarchies); err != nil {
		return nil, nil, err
	}
	became := make([]int32, len(t.texts))
	for i, s := range t.texts {
		c, ok := m.number[s]
		if !ok {
			return nil, nil, t.fault(i, say("code %s is te fijn of te grof: in een andere hiërarchie liggen de codes van dit bestand op een ander niveau", "code %s is too fine or too coarse: in another hierarchy the codes of this file lie at another level", s))
		}
		became[i] = c
	}
	return &axis{Dimension: m.dim, columns: []string{t.column}}, became, nil
}

func (t *tree) fault(word int, what text) error {
	return &Fault{
		Rule: t.kind + "-LEVEL", File: t.file, Line: t.lines[word], Field: t.column, what: what,
		next: say("geef elke rij een code van het fijnste niveau dat u wilt tonen", "give each row a code of the finest level that you want to show"),
	}
}

// cut is a hierarchy without the codes that are finer than those of the data.
type cut struct {
	*hierarchy
	deepest int
	order   []int32
	down    [][]int32
}

func (t *tree) cut(h *hierarchy) (*cut, error) {
	deepest := 0
	for _, s := range t.texts {
		if c, ok := h.index[s]; ok {
			deepest = max(deepest, h.level[c])
		}
	}
	c := &cut{hierarchy: h, deepest: deepest}
	c.keep(func(k int32) bool { return k == h.root || h.level[k] <= deepest })
	if t.published {
		return c, nil
	}
	for i, s := range t.texts {
		if k := h.index[s]; len(c.down[k]) > 0 {
			return nil, t.fault(i, say("code %s heeft in %s delen die ook in de gegevens voorkomen", "code %s has parts in %s that occur in the data, too", s, h.file))
		}
	}
	return c, nil
}

// keep leaves out the codes that keep refuses, with all below.
func (c *cut) keep(keep func(k int32) bool) {
	c.order, c.down = c.hierarchy.order(keep), make([][]int32, len(c.codes))
	for _, k := range c.order[1:] {
		c.down[c.up[k]] = append(c.down[c.up[k]], k)
	}
}

// prune leaves out codes under which only one of several hierarchies has
// anything: a board without schools is nobody in the hierarchy by region.
func (t *tree) prune(cuts []*cut) {
	finest := map[string]int{}
	for _, c := range cuts {
		for _, k := range c.order {
			if len(c.down[k]) == 0 {
				finest[c.codes[k]]++
			}
		}
	}
	for _, c := range cuts {
		empty := make([]bool, len(c.codes))
		for _, k := range slices.Backward(c.order) {
			_, seen := t.ids[c.codes[k]]
			below := slices.ContainsFunc(c.down[k], func(d int32) bool { return !empty[d] })
			empty[k] = k != c.root && !below && !seen && finest[c.codes[k]] < len(cuts) && c.level[k] < c.deepest
		}
		c.keep(func(k int32) bool { return !empty[k] && (k == c.root || c.level[k] <= c.deepest) })
	}
}

// leaves lists the finest codes below each code, by name and in order.
func (c *cut) leaves() [][]string {
	out := make([][]string, len(c.codes))
	for _, k := range slices.Backward(c.order) {
		if len(c.down[k]) == 0 {
			out[k] = []string{c.codes[k]}
		}
		slices.Sort(out[k])
		if p := c.up[k]; p >= 0 {
			out[p] = append(out[p], out[k]...)
		}
	}
	return out
}
