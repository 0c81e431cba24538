package scenario

import (
	"fmt"
	"sync"

	"doorstroommonitor/estimate"
	"doorstroommonitor/sdc"
)

// Kind says what a node of a group's tree counts.
type Kind uint8

// Kinds of nodes.
const (
	Total  Kind = iota // all pupils of the group
	Rest               // those who do not go to the main destination
	First              // a destination of the first level: mbo, hbo ...
	Second             // a destination of the second level, part of one of the first
	Sex                // one sex within a destination of the first level
)

// Node is one figure of a group's tree.
type Node struct {
	ID   string
	Kind Kind
	// Parent is the node that this one is part of; -1 for the total. That of a
	// First is the total.
	Parent int
}

// Level is a kind of group, such as all havo classes, with the tree that every
// group of it has: nothing in it depends on the data.
type Level struct {
	ID string
	// Nodes: 0 is the total, 1 the rest.
	Nodes []Node
	// Main is the node of the main destination.
	Main  int
	shape *estimate.Shape
	split []sdc.Relation // sums of what is published: without the rest
	// measured lists the nodes that each table of a formal release counts.
	measured map[string][]int
}

// RestNode of a level counts all of the first level but the main destination.
const RestNode = 1

// NewLevel makes a level from its destinations of the first level, each with
// its second; main is an index into them. Destinations that cannot occur are
// left out by the caller: they are zero for everybody, and known to be.
func NewLevel(id string, first []string, second [][]string, main int) (*Level, error) {
	return newLevel(id, first, second, main, []string{"m", "v"})
}

// NewPlainLevel makes a level that nobody publishes by sex.
func NewPlainLevel(id string, first []string, second [][]string, main int) (*Level, error) {
	return newLevel(id, first, second, main, nil)
}

func newLevel(id string, first []string, second [][]string, main int, sexes []string) (*Level, error) {
	if len(first) < 2 || len(second) != len(first) || main < 0 || main >= len(first) {
		return nil, fmt.Errorf("level %s: it takes two destinations, each with its parts, and one of them is the main one", id)
	}
	l := &Level{ID: id, Nodes: []Node{{ID: "total", Kind: Total, Parent: -1}, {ID: "rest", Kind: Rest, Parent: 0}}}
	add := func(n Node) int {
		l.Nodes = append(l.Nodes, n)
		return len(l.Nodes) - 1
	}
	at := make([]int, len(first))
	all, others := sdc.Relation{Parent: 0}, estimate.Part{Parent: RestNode}
	for i, d := range first {
		at[i] = add(Node{d, First, 0})
		all.Children = append(all.Children, int32(at[i]))
		if i != main {
			others.Children = append(others.Children, at[i])
		}
	}
	l.Main = at[main]
	parts := []estimate.Part{{Parent: 0, Children: []int{RestNode, l.Main}}, others}
	l.split = []sdc.Relation{all}
	part := func(parent int, kind Kind, ids []string) {
		p, r := estimate.Part{Parent: parent}, sdc.Relation{Parent: int32(parent)}
		for _, id := range ids {
			n := add(Node{l.Nodes[parent].ID + "/" + id, kind, parent})
			p.Children, r.Children = append(p.Children, n), append(r.Children, int32(n))
		}
		parts, l.split = append(parts, p), append(l.split, r)
	}
	for i := range first {
		part(at[i], Second, second[i])
	}
	for i := range first {
		if len(sexes) > 0 {
			part(at[i], Sex, sexes)
		}
	}
	l.measured = map[string][]int{TableMain: {RestNode, l.Main}}
	for n := range l.Nodes {
		for _, table := range []string{TableFirst, TableSecond, TableSex} {
			if l.Nodes[n].Kind == tableKinds[table] {
				l.measured[table] = append(l.measured[table], n)
			}
		}
	}
	var err error
	l.shape, err = estimate.NewShape(len(l.Nodes), parts)
	return l, err
}

// Group is the pupils of one location, level and cohort, with the true count
// of every node.
type Group struct {
	Location, Region int32
	Level            int
	Cohort           int // 0, 1, 2 ...
	Counts           []int64
}

// N is the number of pupils.
func (g *Group) N() int64 { return g.Counts[0] }

// World is all groups of some cohorts. It holds true counts and stays inside.
type World struct {
	Levels  []*Level
	Cohorts int
	Groups  []Group
	// Years is set for pooled worlds: group g sums the groups Years[g] of the
	// world it was made from.
	Years [][]int32
	// Propensity is, in made-up worlds, the chances behind the counts by group
	// and node of the first level; nil elsewhere.
	Propensity [][]float64

	protecting  sync.Mutex
	protections map[sdc.Rule][]suppression // by rule, what suppression made of the groups
}

// With returns the world with other groups in the places of its own.
func (w *World) With(groups []Group) *World {
	return &World{Levels: w.Levels, Cohorts: w.Cohorts, Groups: groups, Years: w.Years, Propensity: w.Propensity}
}

// Place numbers location and level.
type Place struct {
	Location int32
	Level    int
}

// Places maps each place to its groups by cohort, -1 where it has none.
func (w *World) Places() (order []Place, byCohort map[Place][]int32) {
	byCohort = map[Place][]int32{}
	for i := range w.Groups {
		g := &w.Groups[i]
		p := Place{g.Location, g.Level}
		row := byCohort[p]
		if row == nil {
			order = append(order, p)
			row = make([]int32, w.Cohorts)
			for c := range row {
				row[c] = -1
			}
			byCohort[p] = row
		}
		row[g.Cohort] = int32(i)
	}
	return order, byCohort
}

// Pool sums windows of so many cohorts; a place without one of them has no
// window. The cohort of a window is its last.
func (w *World) Pool(years int) *World {
	p := &World{Levels: w.Levels, Cohorts: w.Cohorts}
	order, by := w.Places()
	for _, place := range order {
		row := by[place]
	window:
		for last := years - 1; last < w.Cohorts; last++ {
			sum := Group{Location: place.Location, Level: place.Level, Cohort: last, Counts: make([]int64, len(w.Levels[place.Level].Nodes))}
			for _, g := range row[last-years+1 : last+1] {
				if g < 0 {
					continue window
				}
				sum.Region = w.Groups[g].Region
				for n, x := range w.Groups[g].Counts {
					sum.Counts[n] += x
				}
			}
			p.Groups = append(p.Groups, sum)
			if w.Propensity != nil {
				p.Propensity = append(p.Propensity, w.pooledPropensity(row[last-years+1:last+1]))
			}
			p.Years = append(p.Years, row[last-years+1:last+1])
		}
	}
	return p
}

func (w *World) pooledPropensity(groups []int32) []float64 {
	out, n := make([]float64, len(w.Propensity[groups[0]])), 0.0
	for _, g := range groups {
		n += float64(w.Groups[g].N())
	}
	for _, g := range groups {
		for i, p := range w.Propensity[g] {
			out[i] += p * float64(w.Groups[g].N()) / n
		}
	}
	return out
}

// FirstShares puts shares of the destinations of the first level, in the order
// of NewLevel, at their nodes.
func (l *Level) FirstShares(shares []float64) []float64 {
	out := make([]float64, len(l.Nodes))
	for n, k := 0, 0; n < len(l.Nodes); n++ {
		if l.Nodes[n].Kind == First {
			out[n] = shares[k]
			k++
		}
	}
	return out
}

// Problem returns the group as a problem of disclosure control: everything but
// the rest is published.
func (w *World) Problem(g int) *sdc.Problem {
	group := &w.Groups[g]
	l := w.Levels[group.Level]
	p := &sdc.Problem{Structure: sdc.Structure{Group: fmt.Sprintf("%s/%d", l.ID, group.Cohort), Cells: len(l.Nodes), Relations: l.split}, Counts: group.Counts}
	p.Published = make([]bool, p.Cells)
	for i := range p.Published {
		p.Published[i] = i != RestNode
	}
	return p
}

// Count makes the counts of a group from those of its second destinations and
// of sexes, each by destination of the first level in the order of NewLevel. A
// plain level has no sexes.
func (l *Level) Count(second, sex [][]int64) []int64 {
	out := make([]int64, len(l.Nodes))
	first := map[int]int{} // node -> its number
	part := map[Node]int{} // parent and kind -> parts seen so far
	for n, node := range l.Nodes {
		key := Node{Kind: node.Kind, Parent: node.Parent}
		switch node.Kind {
		case First:
			first[n] = len(first)
		case Second:
			out[n] = second[first[node.Parent]][part[key]]
			out[node.Parent] += out[n]
			out[0] += out[n]
		case Sex:
			out[n] = sex[first[node.Parent]][part[key]]
		}
		part[key]++
	}
	out[RestNode] = out[0] - out[l.Main]
	return out
}

// Sums are the sums between published nodes.
func (l *Level) Sums() []sdc.Relation { return l.split }

// Shape is the tree that noisy figures are made consistent on, with the rest.
func (l *Level) Shape() *estimate.Shape { return l.shape }

// Measured lists the nodes that a table of a formal release counts.
func (l *Level) Measured(table string) []int { return l.measured[table] }
