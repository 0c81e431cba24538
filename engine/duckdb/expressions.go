package duckdb

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/engine"
)

// expressions writes the columns of one plan. Recodes become joins with small
// tables.
type expressions struct {
	b     *builder
	plan  int
	p     *engine.Plan
	cols  map[string]string // column id -> expression, for guards
	joins string
	n     int
}

func (e *expressions) column(c *engine.Column) (string, error) {
	var x string
	var err error
	if len(c.Case) > 0 {
		x, err = e.cases(c.Case)
	} else {
		x, err = e.field(c.Of, c.Field, c.Recode)
		if err == nil {
			x = mapped(x, c.Map)
			if c.Of != "" {
				x = fmt.Sprintf("CASE WHEN %s.pgn IS NULL THEN %s ELSE %s END", alias(c.Of), quote(c.None), x)
			}
		}
	}
	if err != nil {
		return "", err
	}
	var guards []string
	for _, id := range slices.Sorted(maps.Keys(c.Only)) {
		g, ok := e.cols[id]
		if !ok {
			return "", fmt.Errorf("guard %s is not an earlier column", id)
		}
		guards = append(guards, in(g, c.Only[id]))
	}
	if len(guards) > 0 {
		x = fmt.Sprintf("CASE WHEN %s THEN %s ELSE %s END", strings.Join(guards, " AND "), x, quote(engine.NotApplicable))
	}
	return x, nil
}

// field is a field of the cohort record or a lookup, recoded; NULL and empty
// become the empty code.
func (e *expressions) field(of, name, recode string) (string, error) {
	x := fmt.Sprintf("coalesce(%s.%s, '')", alias(of), ident(name))
	if recode == "" {
		return x, nil
	}
	r, ok := e.p.Recodes[recode]
	if !ok {
		return "", fmt.Errorf("recode %q is not given", recode)
	}
	table := e.b.recode(e.plan, recode, r)
	e.n++
	a := fmt.Sprintf("r%d", e.n)
	e.joins += fmt.Sprintf("\n  LEFT JOIN %s %s ON %s.k = %s.%s", table, a, a, alias(of), ident(name))
	if r.Strict {
		return fmt.Sprintf("coalesce(%s.v, %s)", a, quote(engine.Unknown)), nil
	}
	return fmt.Sprintf("coalesce(%s.v, %s)", a, x), nil
}

// recode makes the table of a mapping, once a plan.
func (b *builder) recode(plan int, name string, r engine.Recode) string {
	key := fmt.Sprintf("%d/%s", plan, name)
	if t, ok := b.recodes[key]; ok {
		return t
	}
	t := fmt.Sprintf("recode_%d", len(b.recodes))
	b.recodes[key] = t
	b.setup = append(b.setup, fmt.Sprintf("CREATE OR REPLACE TEMP TABLE %s (k VARCHAR, v VARCHAR)", t))
	var values []string
	for _, k := range slices.Sorted(maps.Keys(r.Codes)) {
		values = append(values, fmt.Sprintf("(%s, %s)", quote(k), quote(r.Codes[k])))
	}
	for chunk := range slices.Chunk(values, 5000) {
		b.setup = append(b.setup, fmt.Sprintf("INSERT INTO %s VALUES %s", t, strings.Join(chunk, ", ")))
	}
	return t
}

func mapped(x string, m map[string]string) string {
	if len(m) == 0 {
		return x
	}
	var sb strings.Builder
	fmt.Fprintf(&sb, "CASE %s", x)
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintf(&sb, " WHEN %s THEN %s", quote(k), quote(m[k]))
	}
	fmt.Fprintf(&sb, " ELSE %s END", x)
	return sb.String()
}

func (e *expressions) cases(cases []engine.Case) (string, error) {
	var sb strings.Builder
	sb.WriteString("CASE")
	for _, c := range cases {
		cond := []string{"true"}
		for _, l := range c.Exists {
			cond = append(cond, alias(l)+".pgn IS NOT NULL")
		}
		for _, l := range c.Absent {
			cond = append(cond, alias(l)+".pgn IS NULL")
		}
		for _, is := range c.Is {
			cond = append(cond, alias(is.Of)+".pgn IS NOT NULL", in(alias(is.Of)+"."+ident(is.Field), is.Values))
		}
		if c.Same != nil {
			same, err := e.same(c.Same)
			if err != nil {
				return "", err
			}
			cond = append(cond, same...)
		}
		fmt.Fprintf(&sb, " WHEN %s THEN %s", strings.Join(cond, " AND "), quote(c.Code))
	}
	fmt.Fprintf(&sb, " ELSE %s END", quote(engine.Unknown))
	return sb.String(), nil
}

func (e *expressions) same(s *engine.Same) ([]string, error) {
	cond := []string{alias(s.A) + ".pgn IS NOT NULL", alias(s.B) + ".pgn IS NOT NULL"}
	for i, f := range s.Fields {
		recode := ""
		if i < len(s.Recodes) {
			recode = s.Recodes[i]
		}
		a, err := e.field(s.A, f, recode)
		if err != nil {
			return nil, err
		}
		b, err := e.field(s.B, f, recode)
		if err != nil {
			return nil, err
		}
		cond = append(cond, a+" = "+b)
	}
	return cond, nil
}
