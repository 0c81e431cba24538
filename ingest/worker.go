package ingest

import (
	"bytes"

	"doorstroommonitor/layout"
	"doorstroommonitor/pseudonym"
)

// layoutPlan is a layout prepared for decoding.
type layoutPlan struct {
	layout *layout.Layout
	emits  []emitPlan
}

// emitPlan says where the columns of one emit go.
type emitPlan struct {
	plan  *recordPlan
	place []int
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
	counts   []int64 // by rule
	tallies  []tally // by input file
	refused  []refusal
	spill    *spillWriter
	maker    *pseudonym.Maker
	decoders map[*layoutPlan]*layout.Decoder
	buckets  int

	// Memory that is used again for every row.
	cells    [][]byte
	split    [][]byte
	emitted  [][]byte
	quotes   []byte
	faults   []fault
	offerKey []byte
	body     []byte
	last     []byte // the person number of the row before
	name     []byte // and its pseudonym
}

func newWorker(s *intake) (*worker, error) {
	w := &worker{
		rules: s.rules, counts: make([]int64, len(s.rules)), tallies: make([]tally, len(s.files)),
		spill: newSpillWriter(s.spill), maker: s.options.Key.Maker(pseudonym.PGN), buckets: s.options.Buckets,
		decoders: map[*layoutPlan]*layout.Decoder{}, cells: make([][]byte, 64), emitted: make([][]byte, 64),
	}
	for _, f := range s.files {
		if f.layout == nil || w.decoders[f.layout] != nil {
			continue
		}
		d, err := layout.NewDecoder(f.layout.layout)
		if err != nil {
			return nil, err
		}
		w.decoders[f.layout] = d
	}
	return w, nil
}

// block takes in one block.
func (w *worker) block(b block) error {
	switch {
	case b.cells != nil:
		return w.parquet(b)
	case b.file.layout != nil:
		return w.fixed(b)
	}
	return w.csv(b)
}

func (w *worker) parquet(b block) error {
	width := len(b.file.place)
	for row := 0; row*width < len(b.cells); row++ {
		cells := w.place(b.file.plan, b.file.place, b.cells[row*width:(row+1)*width])
		w.tallies[b.file.index].lines++
		if err := w.row(b.file, b.line+int64(row), b.file.plan, cells); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) csv(b block) error {
	line := b.line
	for data := b.data; len(data) > 0; line++ {
		end := bytes.IndexByte(data, '\n')
		text := bytes.TrimSuffix(data[:end], []byte{'\r'})
		data = data[end+1:]
		t := &w.tallies[b.file.index]
		t.lines++
		var ok bool
		w.split, w.quotes, ok = splitCSV(w.split, text, w.quotes[:0])
		if !ok {
			w.misshapen(b.file, line, ruleQuote)
			continue
		}
		if len(w.split) != len(b.file.place) {
			w.misshapen(b.file, line, ruleColumns)
			continue
		}
		if err := w.row(b.file, line, b.file.plan, w.place(b.file.plan, b.file.place, w.split)); err != nil {
			return err
		}
	}
	return nil
}

func (w *worker) fixed(b block) error {
	d := w.decoders[b.file.layout]
	line := b.line
	for data := b.data; len(data) > 0; line++ {
		end := bytes.IndexByte(data, '\n')
		text := data[:end]
		data = data[end+1:]
		if len(text) == d.Width()+1 && text[d.Width()] == '\r' {
			text = text[:d.Width()]
		}
		w.tallies[b.file.index].lines++
		if len(text) != d.Width() {
			w.misshapen(b.file, line, ruleWidth)
			continue
		}
		d.Begin()
		for i := range b.file.layout.emits {
			if err := w.emit(b.file, line, text, d, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// emit takes in the record that emit i makes of a line.
func (w *worker) emit(f *inputFile, line int64, text []byte, d *layout.Decoder, i int) error {
	e := &f.layout.emits[i]
	ok, bad := d.Emit(i, text, w.emitted)
	if bad != nil {
		w.tallies[f.index].in++
		w.faults = append(w.faults[:0], fault{layoutRule(bad.Kind), bad.Field, echo(f.layout.layout.Raw(bad.Field, text))})
		w.reject(f, line, e.plan.id, nil)
		return nil
	}
	if !ok {
		return nil
	}
	return w.row(f, line, e.plan, w.place(e.plan, e.place, w.emitted))
}

func layoutRule(kind string) *Rule {
	switch kind {
	case layout.FaultValue:
		return ruleValue
	case layout.FaultMap:
		return ruleMap
	case layout.FaultText:
		return ruleText
	}
	return ruleType
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

// misshapen rejects a line that cannot be cut into values.
func (w *worker) misshapen(f *inputFile, line int64, r *Rule) {
	t := &w.tallies[f.index]
	t.in++
	t.misshape++
	w.faults = append(w.faults[:0], fault{rule: r})
	record := ""
	if f.plan != nil {
		record = f.plan.id
	}
	w.reject(f, line, record, nil)
}

// row checks one row in stages and spills it when nothing is wrong.
func (w *worker) row(f *inputFile, line int64, p *recordPlan, cells [][]byte) error {
	w.tallies[f.index].in++
	w.faults = w.faults[:0]
	year := w.check(p, cells)
	person := cells[p.person]
	known := len(person) == 9 && isDigits(person)
	if known && !bytes.Equal(person, w.last) {
		w.last = append(w.last[:0], person...)
		w.name = w.maker.Append(w.name[:0], person)
	}
	if len(w.faults) > 0 {
		name := w.name
		if !known {
			name = nil
		}
		w.reject(f, line, p.id, name)
		return nil
	}
	w.body = p.appendBody(w.body[:0], w.name, cells)
	at := partition{p.index, year, bucketOf(w.name, w.buckets)}
	return w.spill.add(at, origin{f.index, line}, w.body)
}

// check runs the stages that look at one row. It gives the partition year and
// fills in the derived field.
func (w *worker) check(p *recordPlan, cells [][]byte) int {
	for _, i := range p.inputs {
		if r := p.fields[i].checkFormat(cells[i]); r != nil {
			w.found(r, &p.fields[i], cells[i])
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
			w.counts[w.rules[ruleStudyYear]]++
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
		last := p.offered[len(p.offered)-1]
		w.found(r, &p.fields[last], cells[last])
	}
}

func (w *worker) found(r *Rule, f *fieldPlan, value []byte) {
	shown := ""
	if !f.identifying {
		shown = echo(value)
	}
	w.faults = append(w.faults, fault{r, f.id, shown})
}

// reject sends the row's faults to the quarantine and counts the row once.
func (w *worker) reject(f *inputFile, line int64, record string, name []byte) {
	w.tallies[f.index].rejected++
	for _, x := range w.faults {
		w.counts[w.rules[x.rule]]++
		w.refused = append(w.refused, refusal{origin{f.index, line}, record, x.rule, x.field, string(name), x.value})
	}
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
