package table

import (
	"slices"
	"strings"
)

// nested is a dimension of several columns, the finest last: province, region,
// school. Each code has one parent throughout the file. In a published table a
// coarser code has the total in the columns of the finer ones.
type nested struct {
	columns   []string
	at        []int
	total     string
	published bool

	levels []*words  // the codes of each column
	up     [][]int32 // level and code -> code of the level above
	nodes  [][]int32 // level and code -> number by first appearance, -1: none
	all    int32     // number of the total, -1: none
	count  int32
}

func newNested(spec *DimensionSpec, at []int, published bool) *nested {
	n := &nested{columns: spec.Columns, at: at, total: spec.total(), published: published, all: -1}
	for range at {
		n.levels = append(n.levels, newWords())
	}
	n.up, n.nodes = make([][]int32, len(at)), make([][]int32, len(at))
	return n
}

func (n *nested) code(r *reader, rec []string) (int32, error) {
	above, level := int32(-1), -1
	for l, field := range n.at {
		if rec[field] == n.total {
			if !n.published {
				return 0, r.at("TOTAL", field, say("code %s is de naam van het totaal", "code %s is the name of the total", n.total),
					say("haal totalen uit de gegevens, of geef het totaal met total: een andere naam", "take totals out of the data, or give the total another name with total:"))
			}
			continue
		}
		if level != l-1 {
			return 0, r.at("NESTED", field, say("code %s staat onder een totaal", "code %s stands below a total", rec[field]),
				say("vul ook de grovere kolommen in", "fill in the coarser columns, too"))
		}
		c, err := n.step(r, rec, l, above)
		if err != nil {
			return 0, err
		}
		above, level = c, l
	}
	return n.node(level, above), nil
}

// step takes the code of one column, below that of the column before.
func (n *nested) step(r *reader, rec []string, l int, above int32) (int32, error) {
	field := n.at[l]
	c, fresh := n.levels[l].id(rec[field])
	if fresh {
		if err := r.badCode(rec[field], field); err != nil {
			return 0, err
		}
		n.up[l] = append(n.up[l], above)
		n.nodes[l] = append(n.nodes[l], -1)
		return c, nil
	}
	if old := n.up[l][c]; old != above {
		parents := n.levels[l-1].texts
		return 0, r.at("PARENT", field, say("code %s hoort hier bij %s en eerder bij %s", "code %s belongs to %s here and to %s before", rec[field], parents[above], parents[old]),
			say("geef twee dingen die even heten twee codes, of verbeter de rij", "give two things of one name two codes, or correct the row"))
	}
	return c, nil
}

// node numbers a code of a level; level -1 is the total.
func (n *nested) node(level int, c int32) int32 {
	at := &n.all
	if level >= 0 {
		at = &n.nodes[level][c]
	}
	if *at < 0 {
		*at = n.count
		n.count++
	}
	return *at
}

// finish lists the codes from the total down, each level in lexical order.
func (n *nested) finish() (*axis, []int32, error) {
	l := &unfolding{nested: n, down: n.below(), became: make([]int32, n.count)}
	l.axis = &axis{Dimension: &Dimension{Name: n.columns[len(n.columns)-1]}, columns: n.columns}
	l.put(0, 0, nil)
	return l.axis, l.became, nil
}

// below lists, for every level counted from 1 (0 is the total) and every code,
// the codes of the next level in it.
func (n *nested) below() [][][]int32 {
	down := make([][][]int32, len(n.at)+1)
	down[0] = make([][]int32, 1)
	for l, w := range n.levels {
		down[l+1] = make([][]int32, len(w.texts))
		order := make([]int32, len(w.texts))
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortFunc(order, func(a, b int32) int { return strings.Compare(w.texts[a], w.texts[b]) })
		for _, c := range order {
			above := max(n.up[l][c], 0)
			down[l][above] = append(down[l][above], c)
		}
	}
	return down
}

// unfolding numbers the codes of nested columns, each before those in it.
type unfolding struct {
	*nested
	axis   *axis
	down   [][][]int32
	became []int32
}

// put numbers a code of a level counted from 1, and all in it; path are the
// codes in the columns so far.
func (u *unfolding) put(level int, c int32, path []string) int32 {
	number := int32(len(u.axis.Codes))
	u.axis.Codes = append(u.axis.Codes, strings.Join(path, "/"))
	u.axis.texts = append(u.axis.texts, path...)
	for range len(u.columns) - len(path) {
		u.axis.texts = append(u.axis.texts, u.total)
	}
	at := u.all
	if level > 0 {
		at = u.nodes[level-1][c]
	}
	if at >= 0 {
		u.became[at] = number
	}
	s := Split{Parent: number}
	for _, d := range u.down[level][c] {
		s.Children = append(s.Children, u.put(level+1, d, append(path[:level:level], u.levels[level].texts[d])))
	}
	if len(s.Children) > 0 {
		u.axis.Splits = append(u.axis.Splits, s)
	}
	return number
}
