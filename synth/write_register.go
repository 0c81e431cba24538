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

func (w *world) registerInstitutions(row func(...string)) {
	row("brin", "naam", "provincie", "plaats", "geopend", "gesloten", "opvolger")
	for i := range w.institutions {
		in := &w.institutions[i]
		successor := ""
		if in.successor >= 0 {
			successor = w.institutions[in.successor].code
		}
		row(in.code, in.name, provinces[in.province], in.town, optional(in.opened), optional(in.closed), successor)
	}
}

// registerOffers writes every offering; one that moved with its location to a
// successor gives two rows.
func (w *world) registerOffers(row func(...string)) {
	row("brin", "vest", "sector", "opleiding", "vanaf", "tot")
	for l := range w.locations {
		x := &w.locations[l]
		before, after := &w.institutions[x.institution], &w.institutions[x.to]
		for _, o := range x.offers {
			p := &w.programmes[w.offers[o].programme]
			from := max(before.opened, w.offers[o].from)
			s := sectorCodes[p.sector]
			switch {
			case x.since == 0:
				row(before.code, x.number, s, p.code, optional(from), "")
			case from < x.since:
				row(before.code, x.number, s, p.code, optional(from), optional(x.since-1))
				fallthrough
			default:
				row(after.code, x.toNumber, s, p.code, optional(max(from, x.since)), "")
			}
		}
	}
}

func (w *world) registerProgrammes(row func(...string)) {
	row("code", "sector", "naam", "niveau", "onderdeel", "nominaal")
	for i := range w.programmes {
		p := &w.programmes[i]
		row(p.code, sectorCodes[p.sector], p.name, levelCodes[p.level], p.onderdeel(), fmt.Sprint(p.years))
	}
}

// optional writes a year, or nothing for 0.
func optional(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}
