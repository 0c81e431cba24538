package cube

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// set is a set of atoms of one axis, one bit an atom.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(i int)      { s[i/64] |= 1 << (i % 64) }
func (s set) has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }
func (s set) empty() bool    { return !slices.ContainsFunc(s, func(w uint64) bool { return w != 0 }) }

func (s set) and(o set) set {
	r := make(set, len(s))
	for i := range s {
		r[i] = s[i] & o[i]
	}
	return r
}

func (s set) or(o set) set {
	r := make(set, len(s))
	for i := range s {
		r[i] = s[i] | o[i]
	}
	return r
}

func (s set) without(o set) set {
	r := make(set, len(s))
	for i := range s {
		r[i] = s[i] &^ o[i]
	}
	return r
}

func (s set) key() string {
	b := make([]byte, 0, len(s)*8)
	for _, w := range s {
		for k := range 8 {
			b = append(b, byte(w>>(8*k)))
		}
	}
	return string(b)
}

// axis is a family of columns that depend on each other. Its atoms are the
// combinations of codes that can exist according to the specification and the
// public register; combinations that no dimension tells apart are one atom.
// Columns of different axes combine freely.
type axis struct {
	columns []int            // positions in the plan
	tuples  map[string]int32 // joined codes -> atom
	list    [][]string       // while building: the tuples
	atoms   int
	ids     map[string]int32 // interned sets
	sets    []set
}

// intern gives a set its number within the axis; number 0 is the whole axis.
func (a *axis) intern(s set) int32 {
	k := s.key()
	if id, ok := a.ids[k]; ok {
		return id
	}
	id := int32(len(a.sets))
	a.ids[k] = id
	a.sets = append(a.sets, s)
	return id
}

// buildAxes groups the observable columns of a population into axes and lists
// the combinations that can exist for the cohorts from the first to the last.
func buildAxes(s *spec.Specification, p *spec.Population, reg *register.Register, cohorts [2]int, observable func(string) bool, together [][]string) ([]*axis, error) {
	at := map[string]int{}
	for i, c := range p.Columns {
		if observable(c.ID) {
			at[c.ID] = i
		}
	}
	parent := make([]int, len(p.Columns))
	for i := range parent {
		parent[i] = i
	}
	var find func(int) int
	find = func(i int) int {
		if parent[i] != i {
			parent[i] = find(parent[i])
		}
		return parent[i]
	}
	join := func(ids []string) {
		for _, id := range ids {
			if i, ok := at[id]; ok {
				if j, ok := at[ids[0]]; ok {
					parent[find(i)] = find(j)
				}
			}
		}
	}
	for id, i := range at {
		for _, g := range slices.Sorted(maps.Keys(p.Columns[i].Only)) {
			join([]string{g, id})
		}
	}
	for _, d := range p.Domains {
		join(slices.Sorted(maps.Keys(d.Columns)))
	}
	for _, ids := range together {
		join(ids)
	}
	groups := map[int][]int{}
	for _, i := range at {
		groups[find(i)] = append(groups[find(i)], i)
	}
	var axes []*axis
	for _, cols := range groups {
		slices.Sort(cols)
		axes = append(axes, &axis{columns: cols})
	}
	slices.SortFunc(axes, func(a, b *axis) int { return a.columns[0] - b.columns[0] })
	domains := offered(p, reg, cohorts)
	for _, a := range axes {
		if err := a.enumerate(p, domains, validity{s, p, cohorts}); err != nil {
			return nil, err
		}
	}
	return axes, nil
}

// domain is the set of combinations that the register allows for some columns.
type domain struct {
	columns []string
	allowed map[string]bool
	codes   map[string][]string // column -> codes
}

func offered(p *spec.Population, reg *register.Register, cohorts [2]int) []domain {
	var out []domain
	for _, d := range p.Domains {
		dom := domain{columns: slices.Sorted(maps.Keys(d.Columns)), allowed: map[string]bool{}, codes: map[string][]string{}}
		seen := map[string]bool{}
		for o := range reg.Offerings() {
			prog, ok := reg.Programme(o.Programme)
			if !ok || !coversAny(o, cohorts, d.After) {
				continue
			}
			value := map[string]string{
				"brin": reg.Actual(o.BRIN), "sector": o.Sector, "niveau": prog.Level, "onderdeel": reg.ActualField(prog.Code), "nominaal": strconv.Itoa(prog.Nominal),
				"bestuur": reg.Group(o.BRIN, register.GroupBoard), "provincie": reg.Group(o.BRIN, register.GroupProvince),
				"grootte": reg.Group(o.BRIN, register.GroupSize),
			}
			if !admits(d.Offered, value) {
				continue
			}
			tuple := make([]string, len(dom.columns))
			for i, c := range dom.columns {
				tuple[i] = mapped(p, c, value[d.Columns[c]])
				if k := c + "\x1f" + tuple[i]; !seen[k] {
					seen[k] = true
					dom.codes[c] = append(dom.codes[c], tuple[i])
				}
			}
			dom.allowed[strings.Join(tuple, "\x1f")] = true
		}
		for _, c := range dom.codes {
			slices.Sort(c)
		}
		out = append(out, dom)
	}
	return out
}

// mapped is the code that a column gives to a value of the register.
func mapped(p *spec.Population, column, value string) string {
	if c, ok := p.Column(column); ok {
		if code, ok := c.Map[value]; ok {
			return code
		}
	}
	return value
}

func coversAny(o register.Offering, cohorts [2]int, after []int) bool {
	for year := cohorts[0]; year <= cohorts[1]; year++ {
		if slices.ContainsFunc(after, func(k int) bool { return o.Covers(year + k) }) {
			return true
		}
	}
	return false
}

func admits(where map[string][]string, value map[string]string) bool {
	for k, values := range where {
		if !slices.Contains(values, value[k]) {
			return false
		}
	}
	return true
}

// enumerate lists the combinations of the axis column by column.
func (a *axis) enumerate(p *spec.Population, domains []domain, valid validity) error {
	tuple := map[string]string{}
	order := make([]string, len(a.columns))
	for i, c := range a.columns {
		order[i] = p.Columns[c].ID
	}
	var step func(i int) error
	step = func(i int) error {
		if i == len(order) {
			row := make([]string, len(order))
			for k, id := range order {
				row[k] = tuple[id]
			}
			a.list = append(a.list, row)
			return nil
		}
		c := &p.Columns[a.columns[i]]
		codes := []string{spec.NotApplicable}
		if admits(c.Only, tuple) {
			if codes = valid.possible(c, columnCodes(c, domains)); len(codes) == 0 {
				return &NoCodes{Population: p.ID, Column: c.ID}
			}
		}
		for _, code := range codes {
			tuple[c.ID] = code
			if allowed(domains, tuple, order[:i+1]) {
				if err := step(i + 1); err != nil {
					return err
				}
			}
		}
		delete(tuple, c.ID)
		return nil
	}
	return step(0)
}

func columnCodes(c *spec.Column, domains []domain) []string {
	if len(c.Codes) > 0 {
		return c.Codes
	}
	var codes []string
	for _, d := range domains {
		codes = append(codes, d.codes[c.ID]...)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// allowed checks the domains whose columns are all assigned. A domain does
// not bind where one of its columns does not apply, nor a column whose codes
// the specification lists itself and the register does not.
func allowed(domains []domain, tuple map[string]string, assigned []string) bool {
	for _, d := range domains {
		key := make([]string, len(d.columns))
		complete := true
		for i, c := range d.columns {
			v, ok := tuple[c]
			if !ok || v == spec.NotApplicable || !slices.Contains(assigned, c) {
				complete = false
				break
			}
			key[i] = v
		}
		if complete && !d.allowed[strings.Join(key, "\x1f")] {
			return false
		}
	}
	return true
}
