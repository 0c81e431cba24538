package register

import (
	"cmp"
	"maps"
	"slices"
)

// lineage says who carries whose figures today.
type lineage struct {
	actual       map[string]string        // code -> end of its chain of successors
	predecessors map[string][]Predecessor // code -> all that end in it, by year
}

func (g lineage) end(code string) string {
	if a, ok := g.actual[code]; ok {
		return a
	}
	return code
}

func (g lineage) into(code string) []Predecessor { return slices.Clone(g.predecessors[code]) }

// chain collects who succeeds whom while a table is read.
type chain struct {
	file  string
	links map[string]link
}

type link struct {
	to   string // "" at the end of a chain
	year int
	line int
}

func newChain(file string) *chain { return &chain{file, map[string]link{}} }

func (c *chain) add(code, to string, year, line int) { c.links[code] = link{to, year, line} }

// follow goes along every chain of successors to its end and refuses unknown
// successors and circles.
func (c *chain) follow(l *loader) lineage {
	g := lineage{map[string]string{}, map[string][]Predecessor{}}
	for _, code := range slices.Sorted(maps.Keys(c.links)) {
		own := c.links[code]
		if _, ok := c.links[own.to]; !ok && own.to != "" {
			l.bad(c.file, own.line, "opvolger", RuleReference, "the successor is not in the table")
			continue
		}
		end, seen := code, map[string]bool{}
		for c.links[end].to != "" && !seen[end] {
			seen[end] = true
			end = c.links[end].to
		}
		if seen[end] {
			l.bad(c.file, own.line, "opvolger", RuleCycle, "the chain of successors runs in a circle")
			continue
		}
		g.actual[code] = end
		if end != code {
			g.predecessors[end] = append(g.predecessors[end], Predecessor{code, own.year})
		}
	}
	for _, p := range g.predecessors {
		slices.SortStableFunc(p, func(a, b Predecessor) int {
			return cmp.Or(cmp.Compare(a.Since, b.Since), cmp.Compare(a.Code, b.Code))
		})
	}
	return g
}
