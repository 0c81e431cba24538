package ingest

import (
	"cmp"
	"maps"
	"slices"
)

// maxWarned is how many lines of one warning a receipt names. Warnings may be
// as many as rows, and whoever looks into one needs some of them.
const maxWarned = 100

// Warning counts how often one file breaks a rule that is a warning, and says
// where the first times are.
type Warning struct {
	File   string  `json:"file"`
	Record string  `json:"record"`
	Rule   string  `json:"rule"`
	Field  string  `json:"field,omitempty"`
	Count  int64   `json:"count"`
	Lines  []int64 `json:"lines"` // the lowest, ascending; at most 100
}

// warnKey is what a warning is about.
type warnKey struct {
	file   int
	record string
	rule   *Rule
	field  string
}

// warned is how often and where.
type warned struct {
	count int64
	lines []int64
}

type warnings map[warnKey]*warned

// add counts a line.
func (w warnings) add(k warnKey, line int64) {
	x := w.of(k)
	x.count++
	x.name(line)
}

// merge adds what another goroutine found. Which lines are named does not
// depend on the order.
func (w warnings) merge(k warnKey, more *warned) {
	x := w.of(k)
	x.count += more.count
	for _, line := range more.lines {
		x.name(line)
	}
}

func (w warnings) of(k warnKey) *warned {
	x := w[k]
	if x == nil {
		x = &warned{}
		w[k] = x
	}
	return x
}

// name keeps a line while it is among the lowest.
func (x *warned) name(line int64) {
	at, _ := slices.BinarySearch(x.lines, line)
	if at == maxWarned {
		return
	}
	x.lines = slices.Insert(x.lines, at, line)
	x.lines = x.lines[:min(len(x.lines), maxWarned)]
}

// list gives the warnings by file, rule, record and field.
func (s *intake) list(w warnings) []Warning {
	keys := slices.SortedFunc(maps.Keys(w), func(a, b warnKey) int {
		return cmp.Or(cmp.Compare(a.file, b.file), cmp.Compare(s.rules[a.rule], s.rules[b.rule]), cmp.Compare(a.record, b.record), cmp.Compare(a.field, b.field))
	})
	var out []Warning
	for _, k := range keys {
		out = append(out, Warning{s.files[k.file].input.Name, k.record, k.rule.ID, k.field, w[k].count, w[k].lines})
	}
	return out
}
