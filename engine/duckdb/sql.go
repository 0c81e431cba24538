package duckdb

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/engine"
)

// separator joins codes in the result; codes hold no control characters.
const separator = "\x1f"

// script is the SQL of one call of Aggregate.
type script struct {
	setup []string // recode tables
	query string
}

// builder writes one query for several plans. Selections that two plans or
// lookups share are written once and materialised once, so that each record
// type is read once.
type builder struct {
	src     engine.Source
	setup   []string
	ctes    []string
	sources map[string]string // record -> CTE
	picks   map[string]string // selection -> CTE
	recodes map[string]string // plan/recode -> table
}

func build(src engine.Source, plans []engine.Plan) (script, error) {
	b := &builder{src: src, sources: map[string]string{}, picks: map[string]string{}, recodes: map[string]string{}}
	var parts []string
	for i := range plans {
		part, err := b.plan(i, &plans[i])
		if err != nil {
			return script{}, fmt.Errorf("plan %s: %w", plans[i].Name, err)
		}
		parts = append(parts, part)
	}
	q := "WITH " + strings.Join(b.ctes, ",\n") + "\n" + strings.Join(parts, "\nUNION ALL\n")
	return script{setup: b.setup, query: q}, nil
}

// source returns the CTE that reads a record type.
func (b *builder) source(record string) (string, error) {
	if name, ok := b.sources[record]; ok {
		return name, nil
	}
	f, ok := b.src.Records[record]
	if !ok {
		return "", fmt.Errorf("record type %q is not in the source", record)
	}
	name := ident("src_" + record)
	var body string
	if len(f.Paths) == 0 {
		var cols []string
		for _, c := range f.Columns {
			cols = append(cols, fmt.Sprintf("CAST(NULL AS %s) AS %s", typeOf(c), ident(c)))
		}
		body = "SELECT " + strings.Join(cols, ", ") + " WHERE false"
	} else {
		var paths, cols []string
		for _, p := range f.Paths {
			paths = append(paths, quote(p))
		}
		for _, c := range f.Columns {
			cols = append(cols, ident(c))
		}
		body = fmt.Sprintf("SELECT %s FROM read_parquet([%s], hive_partitioning=false)", strings.Join(cols, ", "), strings.Join(paths, ", "))
	}
	b.ctes = append(b.ctes, fmt.Sprintf("%s AS (%s)", name, body))
	b.sources[record] = name
	return name, nil
}

func typeOf(column string) string {
	if column == engine.Year {
		return "INTEGER"
	}
	return "VARCHAR"
}

// pick returns the CTE that holds at most one record per person and year.
func (b *builder) pick(s engine.Selection) (string, error) {
	key := fmt.Sprintf("%#v", s) // quotes values: "a b" is not "a", "b"
	if name, ok := b.picks[key]; ok {
		return name, nil
	}
	from, err := b.source(s.Record)
	if err != nil {
		return "", err
	}
	columns := b.src.Records[s.Record].Columns
	part := ident(engine.Person)
	if slices.Contains(columns, engine.Year) {
		part += ", " + ident(engine.Year)
	}
	where := []string{"true"}
	for _, c := range slices.Sorted(maps.Keys(s.Where)) {
		where = append(where, in(ident(c), s.Where[c]))
	}
	if s.ActiveOn != "" {
		day := fmt.Sprintf("(CAST(jaar AS VARCHAR) || '-%s')", s.ActiveOn)
		where = append(where, "begin <= "+day, "(eind IS NULL OR eind = '' OR eind >= "+day+")")
	}
	name := fmt.Sprintf("pick_%d", len(b.picks))
	b.ctes = append(b.ctes, fmt.Sprintf(
		"%s AS MATERIALIZED (SELECT * FROM %s WHERE %s QUALIFY row_number() OVER (PARTITION BY %s ORDER BY %s) = 1)",
		name, from, strings.Join(where, " AND "), part, strings.Join(order(s.Prefer, columns), ", ")))
	b.picks[key] = name
	return name, nil
}

// order makes the choice total: after the preferences, all columns decide, so
// that the result never depends on the order of rows.
func order(prefer []engine.Preference, columns []string) []string {
	var by []string
	for _, p := range prefer {
		c := ident(p.Column)
		if len(p.Order) == 0 {
			by = append(by, c+" DESC NULLS LAST")
			continue
		}
		e := "CASE " + c
		for i, v := range p.Order {
			e += fmt.Sprintf(" WHEN %s THEN %d", quote(v), i)
		}
		by = append(by, fmt.Sprintf("%s ELSE %d END", e, len(p.Order)))
	}
	for _, c := range columns {
		by = append(by, ident(c)+" NULLS FIRST")
	}
	return by
}

func (b *builder) plan(i int, p *engine.Plan) (string, error) {
	cohort, err := b.cohort(p)
	if err != nil {
		return "", err
	}
	joins := ""
	for _, l := range p.Lookups {
		name, err := b.pick(l.Selection)
		if err != nil {
			return "", err
		}
		a := alias(l.ID)
		joins += fmt.Sprintf("\n  LEFT JOIN %s %s ON %s.pgn = c.pgn", name, a, a)
		if !l.Once {
			joins += fmt.Sprintf(" AND %s.jaar = c.jaar + %d", a, l.After)
		}
	}
	e := &expressions{b: b, plan: i, p: p, cols: map[string]string{}}
	var exprs []string
	for k := range p.Columns {
		x, err := e.column(&p.Columns[k])
		if err != nil {
			return "", fmt.Errorf("column %s: %w", p.Columns[k].ID, err)
		}
		e.cols[p.Columns[k].ID] = x
		exprs = append(exprs, x)
	}
	key := fmt.Sprintf("concat_ws(chr(31), %s)", strings.Join(exprs, ", "))
	return fmt.Sprintf("SELECT %d AS plan, c.jaar AS jaar, %s AS codes, count(*) AS n\nFROM %s c%s%s\nGROUP BY ALL", i, key, cohort, joins, e.joins), nil
}

// cohort returns the CTE with one record per member and year.
func (b *builder) cohort(p *engine.Plan) (string, error) {
	first, err := b.pick(p.Cohort)
	if err != nil || p.Also == nil {
		return first, err
	}
	second, err := b.pick(p.Also.Selection)
	if err != nil {
		return "", err
	}
	key := fmt.Sprintf("%#v %#v", p.Cohort, *p.Also)
	if name, ok := b.picks[key]; ok {
		return name, nil
	}
	year := fmt.Sprintf("e.jaar - (%d)", p.Also.After)
	where := []string{fmt.Sprintf("NOT EXISTS (SELECT 1 FROM %s x WHERE x.pgn = e.pgn AND x.jaar = %s)", first, year)}
	for _, l := range p.Also.Absent {
		name, err := b.pick(l.Selection)
		if err != nil {
			return "", err
		}
		where = append(where, fmt.Sprintf("NOT EXISTS (SELECT 1 FROM %s x WHERE x.pgn = e.pgn AND x.jaar = %s + %d)", name, year, l.After))
	}
	var a, e []string
	for _, c := range b.src.Records[p.Cohort.Record].Columns {
		switch {
		case c == engine.Year:
			a, e = append(a, ident(c)), append(e, year+" AS jaar")
		case slices.Contains(b.src.Records[p.Also.Record].Columns, c):
			a, e = append(a, ident(c)), append(e, "e."+ident(c))
		}
	}
	name := fmt.Sprintf("pick_%d", len(b.picks))
	b.ctes = append(b.ctes, fmt.Sprintf("%s AS MATERIALIZED (SELECT %s FROM %s UNION ALL SELECT %s FROM %s e WHERE %s)",
		name, strings.Join(a, ", "), first, strings.Join(e, ", "), second, strings.Join(where, " AND ")))
	b.picks[key] = name
	return name, nil
}

func alias(lookup string) string {
	if lookup == "" {
		return "c"
	}
	return ident("l_" + lookup)
}

func ident(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func in(expr string, values []string) string {
	if len(values) == 0 {
		return "false"
	}
	var q []string
	for _, v := range values {
		q = append(q, quote(v))
	}
	return fmt.Sprintf("coalesce(%s, '') IN (%s)", expr, strings.Join(q, ", "))
}
