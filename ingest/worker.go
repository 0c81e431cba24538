package ingest

import (
	"bytes"

	"doorstroommonitor/layout"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/spec"
)

// layoutPlan is a layout prepared for decoding.
type layoutPlan struct {
	layout   *layout.Layout
	decoder  *layout.Decoder // of the reader; each worker has one of its own
	keySpace string
	emits    []emitPlan
}

// emitPlan says where the columns of one emit go.
type emitPlan struct {
	plan  *recordPlan
	place []int
	names []string // by field of the record, as the file names it
}

// expectation says which field of a row holds a date that belongs to the study
// year that begins in year; at is -1 where none does.
type expectation struct {
	at   int
	year []byte
}

// fault is one broken rule of one row.
type fault struct {
	rule  *Rule
	field string
	value string // what may be repeated of the value
}

// tally counts rows of one input file.
type tally struct {
	lines    int64
	misshape int64 // lines of a wrong width or number of columns
	in       int64
	rejected int64
	merged   int64
}

// worker decodes, checks and pseudonymises rows. Each goroutine has its own.
type worker struct {
	rules    map[*Rule]int
	guidance guidance
	known    known
	counts   []int64 // by rule
	tallies  []tally // by input file
	refused  []refusal
	warnings warnings
	spill    *spillWriter
	maker    *pseudonym.Maker
	makers   map[*layoutPlan]*pseudonym.Maker
	decoders map[*layoutPlan]*layout.Decoder
	buckets  int
	file     *inputFile // whose results come
	line     int64      // of which the results come
	unit     unit
	expected expectation
	names    []string // of the fields in the file; nil for those of the record

	// Memory that is used again for every row.
	cells    [][]byte
	split    [][]byte
	fields   [][]byte
	group    []layout.Line
	quotes   []byte
	faults   []fault
	warned   []fault
	offerKey []byte
	// The person number of the row before, of which key space, and its pseudonym.
	last      []byte
	lastMaker *pseudonym.Maker
	name      []byte
}

func newWorker(s *intake) (*worker, error) {
	w := &worker{
		rules: s.rules, guidance: s.guidance, known: s.known, counts: make([]int64, len(s.rules)), tallies: make([]tally, len(s.files)),
		spill: newSpillWriter(s.spill), maker: s.options.Key.Maker(pseudonym.PGN), buckets: s.options.Buckets,
		decoders: map[*layoutPlan]*layout.Decoder{}, cells: make([][]byte, 64),
		makers: map[*layoutPlan]*pseudonym.Maker{}, expected: expectation{at: -1}, warnings: warnings{},
	}
	for _, f := range s.files {
		if f.layout == nil || w.decoders[f.layout] != nil {
			continue
		}
		d, err := s.newDecoder(f.layout.layout)
		if err != nil {
			return nil, err
		}
		w.decoders[f.layout] = d
		w.makers[f.layout] = s.options.Key.Maker(f.layout.keySpace)
	}
	return w, nil
}

// block takes in one block.
func (w *worker) block(b block) error {
	switch {
	case b.cells != nil:
		return w.parquet(b)
	case b.file.isTable():
		return w.table(b)
	case b.file.layout != nil:
		return w.lines(b)
	}
	return w.csv(b)
}

func (w *worker) parquet(b block) error {
	width := len(b.file.place)
	for row := 0; row*width < len(b.cells); row++ {
		w.tallies[b.file.index].lines++
		values := b.cells[row*width : (row+1)*width]
		if b.file.layout != nil {
			if err := w.tableRow(b.file, b.line+int64(row), values); err != nil {
				return err
			}
			continue
		}
		cells := w.place(b.file.plan, b.file.place, values)
		w.row(b.file, b.line+int64(row), b.file.plan, cells, nil)
		if err := w.settle(b.file); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) csv(b block) error {
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
		w.row(b.file, line, b.file.plan, w.place(b.file.plan, b.file.place, cells), nil)
		if err := w.settle(b.file); err != nil {
			return err
		}
	}
	return nil
}

// cut counts a line of a CSV file and cuts it into its values.
func (w *worker) cut(f *inputFile, line int64, text []byte) ([][]byte, bool, error) {
	w.tallies[f.index].lines++
	var ok bool
	w.split, w.quotes, ok = splitCSV(w.split, text, w.quotes[:0], f.head.Separator)
	if !ok {
		return nil, false, w.misshapen(f, line, ruleQuote, "")
	}
	if len(w.split) != len(f.place) {
		return nil, false, w.misshapen(f, line, ruleColumns, "")
	}
	return w.split, true, nil
}

func cutLine(data []byte) (line, rest []byte) {
	end := bytes.IndexByte(data, '\n')
	return bytes.TrimSuffix(data[:end], []byte{'\r'}), data[end+1:]
}

// place puts values in the order of the record's fields.
func (w *worker) place(p *recordPlan, place []int, values [][]byte) [][]byte {
	if len(w.cells) < len(p.fields) {
		w.cells = make([][]byte, len(p.fields))
	}
	cells := w.cells[:len(p.fields)]
	clear(cells)
	for i, at := range place {
		cells[at] = values[i]
	}
	return cells
}

// misshapen rejects a line that cannot be used as a whole.
func (w *worker) misshapen(f *inputFile, line int64, r *Rule, field string) error {
	if r != ruleParent && r != ruleEither {
		w.tallies[f.index].misshape++
	}
	record := ""
	if f.plan != nil {
		record = f.plan.id
	}
	w.faults = append(w.faults[:0], fault{rule: r, field: field})
	w.refuse(f, line, record, nil)
	return w.settle(f)
}

// row checks one row in stages and puts it in the unit of its line.
func (w *worker) row(f *inputFile, line int64, p *recordPlan, cells [][]byte, rank []byte) {
	w.faults, w.warned = w.faults[:0], w.warned[:0]
	year := w.check(p, cells)
	person := cells[p.person]
	known := isPerson(person)
	maker := w.maker
	if f.layout != nil {
		maker = w.makers[f.layout]
	}
	if known && (maker != w.lastMaker || !bytes.Equal(person, w.last)) {
		w.last, w.lastMaker = append(w.last[:0], person...), maker
		w.name = maker.Append(w.name[:0], person)
	}
	if len(w.faults) > 0 {
		name := w.name
		if !known {
			name = nil
		}
		w.refuse(f, line, p.id, name)
		return
	}
	for _, x := range w.warned {
		w.unit.warn(warning{warnKey{f.index, p.id, x.rule, x.field}, line})
	}
	w.unit.add(p, year, bucketOf(w.name, w.buckets), line, w.name, cells, rank)
}

// check runs the stages that look at one row. It gives the partition year and
// fills in the derived field.
func (w *worker) check(p *recordPlan, cells [][]byte) int {
	for _, i := range p.inputs {
		f := &p.fields[i]
		if r := f.checkFormat(cells[i]); r != nil {
			w.found(r, f, cells[i])
		} else if len(cells[i]) == 0 && f.isNeeded(cells) {
			w.found(ruleRequired, f, nil)
		}
	}
	if len(w.faults) > 0 {
		return 0
	}
	year := 0
	switch {
	case p.derived:
		year = yearAfter(cells[p.source])
		cells[p.year] = []byte{'0' + byte(year/1000%10), '0' + byte(year/100%10), '0' + byte(year/10%10), '0' + byte(year%10)}
	case p.year >= 0:
		year = number(cells[p.year])
	}
	for _, i := range p.inputs {
		f := &p.fields[i]
		if r := f.checkCode(cells[i], year); r != nil {
			w.found(r, f, cells[i])
		} else if r := f.checkRange(cells[i]); r != nil {
			w.found(r, f, cells[i])
		}
	}
	if len(w.faults) > 0 {
		return 0
	}
	w.checkRow(p, cells, year)
	return year
}

// checkRow looks at fields together.
func (w *worker) checkRow(p *recordPlan, cells [][]byte, year int) {
	if p.begin >= 0 && p.end >= 0 && len(cells[p.begin]) > 0 {
		if len(cells[p.end]) > 0 && bytes.Compare(cells[p.end], cells[p.begin]) < 0 {
			w.found(ruleOrder, &p.fields[p.end], cells[p.end])
		}
		if p.year >= 0 && !inStudyYear(cells[p.begin], year) {
			w.found(ruleStudyYear, &p.fields[p.begin], cells[p.begin])
		}
	}
	if e := w.expected; e.at >= 0 && len(cells[e.at]) > 0 && len(e.year) == 4 && isDigits(e.year) && !inStudyYear(cells[e.at], number(e.year)) {
		w.found(ruleDiploma, &p.fields[e.at], cells[e.at])
	}
	for _, i := range p.inputs {
		if f := &p.fields[i]; f.levelOf >= 0 && !f.checkLevel(cells[i], cells[f.levelOf]) {
			w.found(ruleLevel, f, cells[i])
		} else if !f.admitted(cells) {
			w.found(ruleTogether, f, cells[i])
		}
	}
	if len(p.offered) == 0 {
		return
	}
	if r := p.checkOffer(w, cells, year); r == ruleOfferYear {
		at := p.year
		if p.derived {
			at = p.source
		}
		w.found(r, &p.fields[at], cells[at])
	} else if r != nil {
		at := p.offered[3]
		if p.elsewhere[[3]string{string(cells[p.offered[0]]), string(cells[p.offered[2]]), string(cells[at])}] {
			at = p.offered[1] // the location alone does not fit
		}
		w.found(r, &p.fields[at], cells[at])
	}
}

// found notes a broken rule. A warning counts when the line is taken.
func (w *worker) found(r *Rule, f *fieldPlan, value []byte) {
	name := f.id
	if w.names != nil {
		name = w.names[f.index]
	}
	if w.guidance[r].Severity == spec.SeverityWarning {
		w.warned = append(w.warned, fault{rule: r, field: name})
		return
	}
	shown := ""
	if !f.identifying {
		shown = w.known.echo(value)
	}
	w.faults = append(w.faults, fault{r, name, shown})
}

// bucketOf spreads pseudonyms over n buckets by their first two bytes, in
// ascending order: bucket 0 holds the lowest.
func bucketOf(name []byte, n int) int {
	v := 0
	for _, c := range name[:4] {
		v <<= 4
		if c <= '9' {
			v |= int(c - '0')
		} else {
			v |= int(c-'a') + 10
		}
	}
	return v * n >> 16
}
