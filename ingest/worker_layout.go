package ingest

import (
	"doorstroommonitor/layout"
)

// lines takes in a block of a file in a layout, group by group.
func (w *worker) lines(b block) error {
	d := w.decoders[b.file.layout]
	d.Open(b.file.head)
	w.group = w.group[:0]
	line := b.line
	for data := b.data; len(data) > 0; line++ {
		var text []byte
		text, data = cutLine(data)
		w.tallies[b.file.index].lines++
		if d.Starts(text) {
			if err := w.decode(b.file, d); err != nil {
				return err
			}
		}
		w.group = append(w.group, layout.Line{Nr: line, Text: text})
	}
	return w.decode(b.file, d)
}

// decode takes in the lines of the group so far and begins a new one.
func (w *worker) decode(f *inputFile, d *layout.Decoder) error {
	if len(w.group) == 0 {
		return nil
	}
	w.file, w.line = f, w.group[0].Nr
	err := d.Group(w.group, w.result)
	w.group = w.group[:0]
	if err != nil {
		return err
	}
	return w.settle(f)
}

// table takes in a block of a CSV file in a layout.
func (w *worker) table(b block) error {
	line := b.line
	for data := b.data; len(data) > 0; line++ {
		var text []byte
		text, data = cutLine(data)
		cells, ok, err := w.cut(b.file, line, text)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := w.tableRow(b.file, line, cells); err != nil {
			return err
		}
	}
	return nil
}

// tableRow puts the values of a row in the order of the layout's fields.
func (w *worker) tableRow(f *inputFile, line int64, values [][]byte) error {
	n := len(f.layout.layout.Fields)
	if len(w.fields) < n {
		w.fields = make([][]byte, n)
	}
	cells := w.fields[:n]
	clear(cells)
	for i, at := range f.place {
		cells[at] = values[i]
	}
	w.group = append(w.group[:0], layout.Line{Nr: line, Cells: cells})
	return w.decode(f, w.decoders[f.layout])
}

// result takes in the record, or the fault, that a line gives. The results of
// one line follow each other.
func (w *worker) result(r *layout.Result) error {
	f := w.file
	if r.Row != w.line {
		if err := w.settle(f); err != nil {
			return err
		}
		w.line = r.Row
	}
	switch {
	case r.Fault == nil:
		e := &f.layout.emits[r.Emit]
		w.names, w.expected = e.names, expectation{at: -1}
		if r.Within >= 0 {
			w.expected = expectation{at: e.place[r.Within], year: r.Year}
		}
		w.row(f, r.Line, e.plan, w.place(e.plan, e.place, r.Values), r.Rank)
		w.names, w.expected.at = nil, -1
	case r.Emit < 0:
		return w.misshapen(f, r.Line, layoutRule(r.Fault.Kind), r.Fault.Field)
	default:
		w.faults = append(w.faults[:0], fault{layoutRule(r.Fault.Kind), r.Fault.Field, w.known.echo(r.Raw)})
		w.refuse(f, r.Line, f.layout.emits[r.Emit].plan.id, nil)
	}
	return nil
}

func layoutRule(kind string) *Rule {
	switch kind {
	case layout.FaultValue:
		return ruleValue
	case layout.FaultMap:
		return ruleMap
	case layout.FaultProgramme:
		return ruleProg
	case layout.FaultText:
		return ruleText
	case layout.FaultWidth:
		return ruleWidth
	case layout.FaultColumns:
		return ruleColumns
	case layout.FaultRecord:
		return ruleRecord
	case layout.FaultParent:
		return ruleParent
	case layout.FaultEither:
		return ruleEither
	}
	return ruleType
}
