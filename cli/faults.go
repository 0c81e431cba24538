package cli

import (
	"encoding/csv"
	"fmt"
	"io"
	"path/filepath"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/register"
)

// writeFaults adds a small file of faulty enrolments to the extracts of the
// demo, one line a fault, so that screening has something to refuse. The
// persons exist nowhere else and the lines are refused, so that no figure
// changes.
func writeFaults(dir string, reg *register.Register, year int) error {
	var o register.Offering
	for x := range reg.Offerings() {
		if x.Sector == "HBO" && x.Covers(year) {
			o = x
			break
		}
	}
	begin, end := fmt.Sprintf("%d-09-01", year), fmt.Sprintf("%d-08-31", year+1)
	good := []string{"", fmt.Sprint(year), "HBO", o.BRIN, o.Location, o.Programme, "BA", "VT", "", begin, end, "J", "S", "J", "1"}
	faults := []struct {
		column int
		value  string
	}{
		{2, "HBS"}, {3, "95AA"}, {5, "00000"}, {6, "BB"}, {9, end + "x"}, {9, fmt.Sprintf("%d-13-01", year)}, {10, fmt.Sprintf("%d-01-01", year-1)},
		{11, "X"}, {12, ""}, {14, "honderd"}, {1, "1800"}, {0, "12AB"},
	}
	return atomicfile.Write(filepath.Join(dir, "inschrijving-met-fouten.csv"), 0o600, func(w io.Writer) error {
		cw := csv.NewWriter(w)
		rows := [][]string{{"pgn", "jaar", "sector", "brin", "vest", "opleiding", "niveau", "leerweg", "leerjaar", "begin", "eind", "bekostigd", "soort", "hoofd", "volgnr"}}
		for i, f := range faults {
			row := append([]string{}, good...)
			row[0] = fmt.Sprintf("9000000%02d", i)
			row[f.column] = f.value
			rows = append(rows, row)
		}
		return cw.WriteAll(rows)
	})
}
