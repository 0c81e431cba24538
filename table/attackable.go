package table

import (
	"slices"

	"doorstroommonitor/sdc"
)

// attackable is a published table as an attacker sees it: cells, sums, and
// what is said of each cell.
type attackable struct {
	*File
	listing
	know  *sdc.Knowledge
	lines []line
	// of gives the line of each cell, -1 where the table has none.
	of []int32
	// absent are the cells without a line about which nothing is known.
	absent []bool
}

// attackable builds the cells of a published table.
func (f *File) attackable(p *published) (*attackable, error) {
	a := &attackable{File: f, listing: listing{axes: p.axes, tables: f.crossings}, lines: p.lines}
	whole := slices.ContainsFunc(f.crossings, func(t []int) bool { return len(t) == len(p.axes) })
	rows, all := &Rows{}, true
	if f.Absent == "zero" && whole {
		// Only what is in the file, and what contains it, can be more than zero.
		all = false
		for _, l := range p.lines {
			rows.Codes = append(rows.Codes, l.codes...)
		}
		rows.Counts = make([]int64, len(p.lines))
	} else if err := f.room(p.axes, [][]int{f.everything()}, say("geef absent: zero waar een ontbrekende rij nul betekent, of neem minder dimensies", "give absent: zero where a row left out means zero, or take fewer dimensions")); err != nil {
		return nil, err
	}
	var err error
	if a.built, err = Build(dimensions(p.axes), f.crossings, rows, all, false); err != nil {
		return nil, err
	}
	structure := a.built.Problem.Structure
	a.know = &sdc.Knowledge{Structure: &structure, Lower: make([]int64, structure.Cells), Upper: make([]int64, structure.Cells)}
	for _, step := range []func() error{a.place, a.blanks, a.moreSums, a.percentages, a.checkSums} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// place gives each line its cell.
func (a *attackable) place() error {
	a.of = make([]int32, a.know.Cells)
	for c := range a.of {
		a.of[c] = -1
		a.know.Upper[c] = sdc.Unbounded
	}
	for i, l := range a.lines {
		c := a.built.At(l.codes)
		if c < 0 || !a.built.Problem.Published[c] {
			return a.about(l, "P-OUTSIDE", say("cel %s hoort bij geen van de tabellen", "cell %s belongs to none of the tables", named(a.axes, l.codes)),
				say("noem een tabel met deze dimensies onder tables", "name a table with these dimensions under tables"))
		}
		a.of[c] = int32(i)
		a.know.Lower[c], a.know.Upper[c] = l.lower, l.upper
	}
	return nil
}

// about is a fault about a line.
func (a *attackable) about(l line, rule string, what, next text) error {
	return &Fault{Rule: rule, File: a.beside(a.Published), Line: l.at, what: what, next: next}
}

// blanks says what cells without a line are: zero, if that was declared and no
// line is about a part of the cell; else unknown.
func (a *attackable) blanks() error {
	a.absent = make([]bool, a.know.Cells)
	contains := a.containing()
	for c, shown := range a.built.Problem.Published {
		switch {
		case !shown || a.of[c] >= 0:
		case a.Absent == "zero" && !contains[c]:
			a.know.Upper[c] = 0
		default:
			a.absent[c] = true
		}
	}
	if a.Absent != "zero" {
		return nil
	}
	return a.withoutParts()
}

// containing marks the cells that contain the cell of some line.
func (a *attackable) containing() []bool {
	out := make([]bool, a.know.Cells)
	b := &builder{Cells: a.built}
	for _, l := range a.lines {
		key := uint64(0)
		for d, c := range l.codes {
			key += uint64(c) * a.built.radix[d]
		}
		b.above(a.everything(), key, func(key uint64) {
			if c := a.built.index.get(key); c >= 0 {
				out[c] = true
			}
		})
	}
	return out
}

// withoutParts makes cells zero whose parts are all absent: Build has no sum
// over no cells.
func (a *attackable) withoutParts() error {
	for c := range a.know.Cells {
		codes := a.codes(int32(c))
		t := a.table(codes)
		if t < 0 {
			continue
		}
		for _, d := range a.tables[t] {
			for _, s := range a.axes[d].splits[codes[d]] {
				if a.hasParts(codes, d, a.axes[d].Splits[s].Children) {
					continue
				}
				if a.know.Lower[c] > 0 {
					return a.about(a.lines[a.of[c]], "P-SUM", say("cel %s is niet nul, maar geen van haar delen naar %s staat in de tabel", "cell %s is not zero, but none of its parts by %s is in the table", named(a.axes, codes), a.axes[d].Name),
						say("gebruik absent: unknown, of noem onder tables welke kruisingen er zijn", "use absent: unknown, or name under tables which crossings there are"))
				}
				a.know.Upper[c] = 0
			}
		}
	}
	return nil
}

func (a *attackable) hasParts(codes []int32, d int, children []int32) bool {
	part := slices.Clone(codes)
	for _, ch := range children {
		if part[d] = ch; a.built.At(part) >= 0 {
			return true
		}
	}
	return false
}

// percentages adds what published shares say.
func (a *attackable) percentages() error {
	for c, i := range a.of {
		if i < 0 {
			continue
		}
		l := a.lines[i]
		for k, units := range l.shares {
			p := &a.Percentages[k]
			whole := a.whole(l.codes, p)
			if units < 0 || whole < 0 {
				continue
			}
			r := p.ratio(int32(c), whole, units)
			a.know.Ratios = append(a.know.Ratios, r)
			lo, hi := a.know.Lower, a.know.Upper
			if hi[whole] < limit && r.Scale*lo[c] > r.High*hi[whole] || hi[c] < limit && r.Low*lo[whole] > r.Scale*hi[c] {
				return a.about(l, "P-RATIO", say("het percentage van cel %s past niet bij de aantallen: deel %s, geheel %s", "the percentage of cell %s does not fit the counts: part %s, whole %s", named(a.axes, l.codes), a.value(int32(c)), a.value(whole)),
					say("controleer of, base en decimals bij percentages in het tabelbestand", "check of, base and decimals under percentages in the table file"))
			}
		}
	}
	return nil
}

// whole is the cell of which a percentage is a share; -1 where there is none.
func (a *attackable) whole(codes []int32, p *Percentage) int32 {
	d := a.dimension(p.Of)
	if codes[d] == 0 {
		return -1
	}
	w := slices.Clone(codes)
	w[d] = 0
	if p.Base == "parent" {
		w[d] = a.axes[d].up[codes[d]][1] // the code itself is first
	}
	return a.built.At(w)
}
