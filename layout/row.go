package layout

import "bytes"

// Line is one line of a file: its number and its text without the line end,
// or, of a table, its cells in the order of the layout's fields.
type Line struct {
	Nr    int64
	Text  []byte
	Cells [][]byte
}

// row is a line that was recognised. A row that is not usable has a tag of
// its kind and cannot be cut into fields.
type row struct {
	form   *form
	nr     int64
	nth    int      // of its kind in its group
	text   []byte   // fixed width
	cells  [][]byte // else
	usable bool
	fault  *Fault // why it gives nothing
	parent *row
	next   *row // the next of its kind under the same parent
}

// get gives a value, its padding taken off.
func (r *row) get(f *Field) []byte {
	if r.cells == nil {
		return f.cut(r.text)
	}
	if f.Nr > len(r.cells) {
		return nil // optional, and not there
	}
	return bytes.TrimRight(r.cells[f.Nr-1], " ")
}

// cut gives the field's part of a line of the right width, padding taken off.
func (f *Field) cut(line []byte) []byte {
	b := line[f.Start-1 : f.Start-1+f.Width]
	n := len(b)
	for n > 0 && b[n-1] == ' ' {
		n--
	}
	return b[:n]
}

// shape recognises a line.
func (d *Decoder) shape(line Line, r *row) {
	*r = row{nr: line.Nr, text: line.Text, cells: line.Cells}
	if line.Cells != nil {
		r.form, r.usable = d.forms[0], true
		return
	}
	if d.layout.Format == FormatSeparated {
		d.separated(r)
		return
	}
	candidates := d.forms
	if d.tagged {
		if tag := d.forms[0].def.Fields[0].Width; len(line.Text) >= tag {
			candidates = tagged(d.forms, bytes.TrimRight(line.Text[:tag], " "))
		} else {
			candidates = nil
		}
	}
	if len(candidates) == 0 {
		r.fault = &Fault{Kind: FaultRecord}
		return
	}
	r.form = candidates[0]
	if len(line.Text) != r.form.def.Width {
		r.fault = &Fault{Kind: FaultWidth}
		return
	}
	r.usable = true
}

// separated cuts a line at the separators and finds its form by its tag and
// its number of values.
func (d *Decoder) separated(r *row) {
	first := len(d.values)
	for text := r.text; ; {
		i := bytes.IndexByte(text, d.separator)
		if i < 0 {
			d.values = append(d.values, text)
			break
		}
		d.values = append(d.values, text[:i])
		text = text[i+1:]
	}
	r.cells = d.values[first:len(d.values):len(d.values)]
	candidates := d.forms
	if d.tagged {
		candidates = tagged(d.forms, r.cells[0])
	}
	if len(candidates) == 0 {
		r.fault = &Fault{Kind: FaultRecord}
		return
	}
	r.form = candidates[0]
	if r.form.def.Skip {
		r.usable = true
		return
	}
	for _, f := range candidates {
		if d.fits(f, r.cells) {
			r.form, r.usable = f, true
			return
		}
	}
	r.fault = &Fault{Kind: FaultColumns}
}

// fits reports whether a line with these values is of the form.
func (d *Decoder) fits(f *form, cells [][]byte) bool {
	n := len(cells)
	if d.layout.Padded {
		for n > f.max && len(cells[n-1]) == 0 {
			n--
		}
	}
	return n >= f.min && n <= f.max
}
