// Package memory is a second, independent engine: it evaluates plans in plain
// Go over rows in memory. It exists to check other engines against (see
// enginetest) and for worlds small enough to count by hand; it is not meant to
// be fast.
package memory

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/engine"
)

// Row is one record: column to value; the year is a decimal number.
type Row map[string]string

// Engine holds the rows of each record type.
type Engine struct {
	Rows map[string][]Row
}

// Close implements engine.Engine.
func (e *Engine) Close() error { return nil }

// Aggregate implements engine.Engine; the files of src are not read.
func (e *Engine) Aggregate(ctx context.Context, src engine.Source, plans []engine.Plan, emit func(engine.Count) error) error {
	for i := range plans {
		if err := check(src, &plans[i]); err != nil {
			return fmt.Errorf("plan %s: %w", plans[i].Name, err)
		}
	}
	for i := range plans {
		if err := ctx.Err(); err != nil {
			return err
		}
		counts := map[string]int64{}
		if err := e.plan(src, &plans[i], func(year string, codes []string) {
			counts[year+"\x1f"+strings.Join(codes, "\x1f")]++
		}); err != nil {
			return fmt.Errorf("plan %s: %w", plans[i].Name, err)
		}
		for k, n := range counts {
			f := strings.Split(k, "\x1f")
			y, err := strconv.Atoi(f[0])
			if err != nil {
				return fmt.Errorf("plan %s: year %q: %w", plans[i].Name, f[0], err)
			}
			if err := emit(engine.Count{Plan: i, Year: y, Codes: f[1:], N: n}); err != nil {
				return err
			}
		}
	}
	return nil
}

// check refuses a plan that names what is not there.
func check(src engine.Source, p *engine.Plan) error {
	selections := []engine.Selection{p.Cohort}
	for _, l := range p.Lookups {
		selections = append(selections, l.Selection)
	}
	if p.Also != nil {
		selections = append(selections, p.Also.Selection)
		for _, l := range p.Also.Absent {
			selections = append(selections, l.Selection)
		}
	}
	for _, s := range selections {
		if _, ok := src.Records[s.Record]; !ok {
			return fmt.Errorf("record type %q is not in the source", s.Record)
		}
	}
	for i, c := range p.Columns {
		if _, ok := p.Recodes[c.Recode]; c.Recode != "" && !ok {
			return fmt.Errorf("column %s: recode %q is not given", c.ID, c.Recode)
		}
		for guard := range c.Only {
			if !slices.ContainsFunc(p.Columns[:i], func(g engine.Column) bool { return g.ID == guard }) {
				return fmt.Errorf("column %s: guard %s is not an earlier column", c.ID, guard)
			}
		}
	}
	return nil
}

func (e *Engine) plan(src engine.Source, p *engine.Plan, count func(year string, codes []string)) error {
	picks := map[string]map[string]Row{}
	for _, l := range p.Lookups {
		picks[l.ID] = e.pick(src, l.Selection)
	}
	members, err := e.members(src, p)
	if err != nil {
		return err
	}
	for _, member := range members {
		found := map[string]Row{"": member}
		for _, l := range p.Lookups {
			key := member[engine.Person]
			if !l.Once {
				if key, err = yearsAfter(member, l.After); err != nil {
					return err
				}
			}
			if r, ok := picks[l.ID][key]; ok {
				found[l.ID] = r
			}
		}
		codes := make([]string, len(p.Columns))
		for i := range p.Columns {
			codes[i] = code(p, i, codes, found)
		}
		count(member[engine.Year], codes)
	}
	return nil
}

// members returns the cohort record of every member by "person/year".
func (e *Engine) members(src engine.Source, p *engine.Plan) (map[string]Row, error) {
	out := e.pick(src, p.Cohort)
	if p.Also == nil {
		return out, nil
	}
	added := map[string]Row{}
	for _, r := range e.pick(src, p.Also.Selection) {
		key, err := yearsAfter(r, -p.Also.After)
		if err != nil {
			return nil, err
		}
		member := maps.Clone(r)
		_, member[engine.Year], _ = strings.Cut(key, "/")
		added[key] = member
	}
	for _, l := range p.Also.Absent {
		there := e.pick(src, l.Selection)
		for key, member := range added {
			at, err := yearsAfter(member, l.After)
			if err != nil {
				return nil, err
			}
			if _, ok := there[at]; ok {
				delete(added, key)
			}
		}
	}
	for key, member := range added {
		if _, ok := out[key]; !ok {
			out[key] = member
		}
	}
	return out, nil
}

// yearsAfter is "person/year" so many years after the year of a row.
func yearsAfter(r Row, years int) (string, error) {
	y, err := strconv.Atoi(r[engine.Year])
	if err != nil {
		return "", err
	}
	return r[engine.Person] + "/" + strconv.Itoa(y+years), nil
}

// pick returns at most one row per person and year, by "person/year".
func (e *Engine) pick(src engine.Source, s engine.Selection) map[string]Row {
	best := map[string]Row{}
	columns := src.Records[s.Record].Columns
	for _, r := range e.Rows[s.Record] {
		if !holds(r, s) {
			continue
		}
		key := r[engine.Person]
		if y, ok := r[engine.Year]; ok {
			key += "/" + y
		}
		if old, ok := best[key]; !ok || before(r, old, s.Prefer, columns) {
			best[key] = r
		}
	}
	return best
}

func holds(r Row, s engine.Selection) bool {
	for c, values := range s.Where {
		if !slices.Contains(values, r[c]) {
			return false
		}
	}
	if s.ActiveOn != "" {
		day := r[engine.Year] + "-" + s.ActiveOn
		return r["begin"] <= day && (r["eind"] == "" || r["eind"] >= day)
	}
	return true
}

func before(a, b Row, prefer []engine.Preference, columns []string) bool {
	for _, p := range prefer {
		var c int
		if len(p.Order) == 0 {
			c = cmp.Compare(b[p.Column], a[p.Column])
		} else {
			c = cmp.Compare(rank(p.Order, a[p.Column]), rank(p.Order, b[p.Column]))
		}
		if c != 0 {
			return c < 0
		}
	}
	for _, col := range columns {
		if c := cmp.Compare(a[col], b[col]); c != 0 {
			return c < 0
		}
	}
	return false
}

func rank(order []string, v string) int {
	if i := slices.Index(order, v); i >= 0 {
		return i
	}
	return len(order)
}

func code(p *engine.Plan, i int, done []string, found map[string]Row) string {
	c := &p.Columns[i]
	for guard, values := range c.Only {
		at := slices.IndexFunc(p.Columns[:i], func(g engine.Column) bool { return g.ID == guard })
		if at < 0 || !slices.Contains(values, done[at]) {
			return engine.NotApplicable
		}
	}
	if len(c.Case) > 0 {
		for k := range c.Case {
			if matches(p, &c.Case[k], found) {
				return c.Case[k].Code
			}
		}
		return engine.Unknown
	}
	r, ok := found[c.Of]
	if !ok {
		return c.None
	}
	v := recoded(p, c.Recode, r[c.Field])
	if m, ok := c.Map[v]; ok {
		return m
	}
	return v
}

func recoded(p *engine.Plan, recode, v string) string {
	if recode == "" {
		return v
	}
	r := p.Recodes[recode]
	if to, ok := r.Codes[v]; ok {
		return to
	}
	if r.Strict {
		return engine.Unknown
	}
	return v
}

func matches(p *engine.Plan, c *engine.Case, found map[string]Row) bool {
	for _, l := range c.Exists {
		if _, ok := found[l]; !ok {
			return false
		}
	}
	for _, l := range c.Absent {
		if _, ok := found[l]; ok {
			return false
		}
	}
	for _, is := range c.Is {
		if r, ok := found[is.Of]; !ok || !slices.Contains(is.Values, r[is.Field]) {
			return false
		}
	}
	if s := c.Same; s != nil {
		a, okA := found[s.A]
		b, okB := found[s.B]
		if !okA || !okB {
			return false
		}
		for i, f := range s.Fields {
			recode := ""
			if i < len(s.Recodes) {
				recode = s.Recodes[i]
			}
			if recoded(p, recode, a[f]) != recoded(p, recode, b[f]) {
				return false
			}
		}
	}
	return true
}
