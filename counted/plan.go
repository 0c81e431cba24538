package counted

import (
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/cube"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Unfit says why a cube cannot be compared on.
type Unfit struct{ sdmx.Text }

// Error is the English form.
func (u *Unfit) Error() string { return u.EN }

func unfit(nl, en string, args ...any) error {
	return &Unfit{sdmx.Text{NL: fmt.Sprintf(nl, args...), EN: fmt.Sprintf(en, args...)}}
}

// plan is how a table is read as a world. Nothing in it depends on persons.
type plan struct {
	cube, table     string
	dimensions      []string
	origin, outcome string
	main            string   // the destination that the main indicator counts
	first           []string // it and those beside it, that share out its denominator
	places          []string
	levels          []*level
}

func (p *plan) is(t *cube.Table) bool { return t.Cube == p.cube && t.Spec.ID == p.table }

// read finds the table of the main indicator and what its dimensions mean.
func read(s *spec.Specification, cubeID string, groups []Group) (*plan, error) {
	t, ok := s.Transitions[cubeID]
	if !ok {
		return nil, unfit("die kubus is er niet", "there is no such cube")
	}
	i := slices.IndexFunc(t.Indicators, func(i spec.Indicator) bool { return i.Main })
	if i < 0 {
		return nil, unfit("de kubus heeft geen hoofdindicator", "the cube has no main indicator")
	}
	main := t.Indicators[i]
	i = slices.IndexFunc(t.Tables, func(x spec.Table) bool { return x.ID == main.Table })
	table := &t.Tables[i]
	p := &plan{cube: cubeID, table: table.ID, dimensions: table.Dimensions, outcome: main.Dimension}
	for _, id := range table.Dimensions {
		if d, _ := t.DimensionByID(id); d.Role == "origin" && p.origin == "" {
			p.origin = id
		}
	}
	if p.origin == "" {
		return nil, unfit("tabel %s is niet per instelling", "table %s is not by institution", table.ID)
	}
	var models []*cube.Model
	for _, g := range groups {
		models = append(models, g.Model)
	}
	lists := map[string][]sdmx.Code{}
	structure := cube.Describe(s, models, table.Audiences[0])
	for _, id := range table.Dimensions {
		for _, l := range structure.Codelists {
			if l.ID == cubeID+"."+id {
				lists[id] = l.Codes
			}
		}
	}
	if lists[p.outcome] == nil {
		return nil, unfit("tabel %s is nog niet waar te nemen", "table %s cannot be observed yet", table.ID)
	}
	list := sdmx.Codelist{Codes: lists[p.outcome]}
	beside, ok := list.Beside(main.Numerator, main.Denominator)
	if !ok || len(beside) == 0 {
		return nil, unfit("indicator %s is geen aandeel van een bestemming naast andere", "indicator %s is not the share of a destination beside others", main.ID)
	}
	p.main = main.Numerator
	for _, c := range list.Codes { // in the order of the specification
		if c.ID == p.main || slices.Contains(beside, c.ID) {
			p.first = append(p.first, c.ID)
		}
	}
	p.places = leaves(lists[p.origin])
	p.levelsOf(lists, groups)
	return p, nil
}

// children lists what stands right below a code.
func children(codes []sdmx.Code, parent string) []string {
	var out []string
	for _, c := range codes {
		if c.Parent == parent {
			out = append(out, c.ID)
		}
	}
	return out
}

// leaves are the finest codes: each person is in one of them.
func leaves(codes []sdmx.Code) []string {
	var out []string
	for _, c := range codes {
		if len(children(codes, c.ID)) == 0 {
			out = append(out, c.ID)
		}
	}
	return out
}

// levelsOf makes a level of each combination of the finest codes of what is
// neither place nor outcome, with the destinations that it can have in some
// cohort; deeper parts than the second are left to their second.
func (p *plan) levelsOf(lists map[string][]sdmx.Code, groups []Group) {
	codes := []map[string]string{{}}
	for _, id := range p.dimensions {
		if id == p.origin || id == p.outcome {
			continue
		}
		var next []map[string]string
		for _, c := range codes {
			for _, leaf := range leaves(lists[id]) {
				with := map[string]string{id: leaf}
				for k, v := range c {
					with[k] = v
				}
				next = append(next, with)
			}
		}
		codes = next
	}
	possible := p.possible(groups)
	for _, c := range codes {
		var ids []string
		for _, d := range p.dimensions {
			if code, ok := c[d]; ok {
				ids = append(ids, code)
			}
		}
		l := &level{id: join(ids), codes: c}
		if l.id == "" {
			l.id = sdmx.Total
		}
		for _, first := range p.first {
			if !possible[join(append(ids, first))] {
				continue
			}
			var parts []string
			for _, second := range children(lists[p.outcome], first) {
				if possible[join(append(ids, second))] {
					parts = append(parts, second)
				}
			}
			if len(parts) == 0 {
				parts = []string{whole}
			}
			l.first, l.second = append(l.first, first), append(l.second, parts)
		}
		p.levels = append(p.levels, l)
	}
}

// possible has the codes, without that of the place and with the outcome last,
// of every cell that exists somewhere.
func (p *plan) possible(groups []Group) map[string]bool {
	out := map[string]bool{}
	for _, g := range groups {
		i := slices.IndexFunc(g.Model.Tables, p.is)
		if i < 0 {
			continue
		}
		for key := range g.Model.Keys(g.Model.Tables[i]) {
			var ids []string
			outcome := ""
			for k, code := range strings.Split(key, " ") {
				switch p.dimensions[k] {
				case p.origin:
				case p.outcome:
					outcome = code
				default:
					ids = append(ids, code)
				}
			}
			out[join(append(ids, outcome))] = true
		}
	}
	return out
}
