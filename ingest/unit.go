package ingest

import (
	"slices"

	"doorstroommonitor/spec"
)

// unit is what one line gives: a row, or of a layout several. They are taken
// or refused together: a line of which one year or one diploma is wrong is
// wrong, and what is left of it cannot be trusted.
type unit struct {
	rows    []unitRow
	bodies  []byte
	lost    int64 // rows that break a rule themselves
	refused []refusal
	warned  []warning
}

// warning is a rule that a line breaks and may break.
type warning struct {
	about warnKey
	line  int64
}

// unitRow is a row without a fault: its body is bodies[from:rank], its rank
// among the lines of one key bodies[rank:until].
type unitRow struct {
	at                partition
	line              int64
	from, rank, until int
}

// add takes a row without a fault.
func (u *unit) add(p *recordPlan, year, bucket int, line int64, name []byte, cells [][]byte, rank []byte) {
	r := unitRow{at: partition{p.index, year, bucket}, line: line, from: len(u.bodies)}
	u.bodies = p.appendBody(u.bodies, name, cells)
	r.rank = len(u.bodies)
	u.bodies = append(u.bodies, rank...)
	r.until = len(u.bodies)
	u.rows = append(u.rows, r)
}

// note adds a fault of a row. One that the line has already, because it gives
// several rows of the same values, is counted with the first.
func (u *unit) note(r refusal) {
	for i := range u.refused {
		x := &u.refused[i]
		if x.rule == r.rule && x.field == r.field && x.origin == r.origin {
			x.rows++
			return
		}
	}
	u.refused = append(u.refused, r)
}

// warn notes a warning, once for a line.
func (u *unit) warn(x warning) {
	if !slices.Contains(u.warned, x) {
		u.warned = append(u.warned, x)
	}
}

// refuse notes the faults of one row.
func (w *worker) refuse(f *inputFile, line int64, record string, name []byte) {
	w.unit.lost++
	for i, x := range w.faults {
		if slices.ContainsFunc(w.faults[:i], func(y fault) bool { return y.rule == x.rule && y.field == x.field }) {
			continue // of two fields of the record that come from one of the file
		}
		w.unit.note(refusal{origin{f.index, line}, record, x.rule, x.field, string(name), x.value, 1})
	}
}

// settle takes the rows of the line, or sends its faults to the quarantine and
// counts each of its rows as refused. A rule that the specification makes a
// stop ends the run.
func (w *worker) settle(f *inputFile) error {
	u := &w.unit
	defer u.clear()
	for _, x := range u.refused {
		if w.guidance[x.rule].Severity == spec.SeverityStop {
			return f.stop(x.rule, x.origin.line, x.field, "")
		}
	}
	t := &w.tallies[f.index]
	all := int64(len(u.rows)) + u.lost
	t.in += all
	if len(u.refused) == 0 {
		for _, r := range u.rows {
			if err := w.spill.add(r.at, origin{f.index, r.line}, u.bodies[r.from:r.rank], u.bodies[r.rank:r.until]); err != nil {
				return err
			}
		}
		for _, x := range u.warned {
			w.counts[w.rules[x.about.rule]]++
			w.warnings.add(x.about, x.line)
		}
		return nil
	}
	t.rejected += all
	for _, x := range u.refused {
		w.counts[w.rules[x.rule]]++
	}
	w.refused = append(w.refused, u.refused...)
	return nil
}

func (u *unit) clear() {
	u.rows, u.bodies, u.lost, u.refused, u.warned = u.rows[:0], u.bodies[:0], 0, u.refused[:0], u.warned[:0]
}
