package synth

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"
	"strconv"

	"doorstroommonitor/internal/atomicfile"
)

// writeRegister writes the public register into dir and returns its files.
func writeRegister(w *world, dir string) ([]FileRows, error) {
	var files []FileRows
	for _, f := range []struct {
		name string
		rows func(func(...string))
	}{
		{"bestuur.csv", w.registerBoards},
		{"instelling.csv", w.registerInstitutions},
		{"aanbod.csv", w.registerOffers},
		{"opleiding.csv", w.registerProgrammes},
	} {
		rows := int64(-1) // the header is no row
		err := atomicfile.Write(filepath.Join(dir, f.name), 0o600, func(out io.Writer) error {
			cw := csv.NewWriter(out)
			f.rows(func(rec ...string) {
				rows++
				cw.Write(rec) // the error is kept for Error
			})
			cw.Flush()
			return cw.Error()
		})
		if err != nil {
			return nil, err
		}
		files = append(files, FileRows{"register/" + f.name, rows})
	}
	return files, nil
}

func (w *world) registerBoards(row func(...string)) {
	row("bestuur", "naam")
	for _, b := range w.boards {
		row(b.code, b.name)
	}
}

func (w *world) registerInstitutions(row func(...string)) {
	row("brin", "naam", "provincie", "plaats", "geopend", "gesloten", "opvolger", "bestuur", "grootte")
	for i := range w.institutions {
		in := &w.institutions[i]
		successor := ""
		if in.successor >= 0 {
			successor = w.institutions[in.successor].code
		}
		row(in.code, in.name, provinces[in.province], in.town, optional(in.opened), optional(in.closed), successor, w.boards[in.board].code, in.size)
	}
}

// registerOffers writes every offering: a row for each code that it had, at
// each institution that its location belonged to.
func (w *world) registerOffers(row func(...string)) {
	row("brin", "vest", "sector", "opleiding", "vanaf", "tot")
	for l := range w.locations {
		x := &w.locations[l]
		opened := w.institutions[x.institution].opened
		for _, o := range x.offers {
			p := &w.programmes[w.offers[o].programme]
			starts := []int{max(opened, w.offers[o].from)}
			for _, year := range []int{min(x.since, p.renewed), max(x.since, p.renewed)} {
				if year > starts[len(starts)-1] {
					starts = append(starts, year)
				}
			}
			for i, from := range starts {
				until := 0
				if i+1 < len(starts) {
					until = starts[i+1] - 1
				}
				in, number := w.at(int32(l), from)
				row(in.code, number, sectorCodes[p.sector], p.codeIn(from), optional(from), optional(until))
			}
		}
	}
}

// registerProgrammes writes every programme; one that was reformed precedes
// its successor.
func (w *world) registerProgrammes(row func(...string)) {
	row("code", "sector", "naam", "niveau", "onderdeel", "nominaal", "vervallen", "opvolger")
	for i := range w.programmes {
		p := &w.programmes[i]
		line := func(code, name, successor string, expired int) {
			row(code, sectorCodes[p.sector], name, levelCodes[p.level], p.onderdeel(), fmt.Sprint(p.years), optional(expired), successor)
		}
		line(p.code, p.name, p.renewal, p.renewed)
		if p.renewed != 0 {
			line(p.renewal, p.name+" (vernieuwd)", "", 0)
		}
	}
}

// optional writes a year, or nothing for 0.
func optional(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}
