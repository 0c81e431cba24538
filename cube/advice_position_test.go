package cube_test

import (
	"context"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
)

// positions say by hand, for each advice, where a pupil of each type in the
// third year is: o at the advice, + above, - below, ? not comparable, . not in
// secondary education.
const positions = `
                PRO VMBO_B VMBO_K VMBO_G VMBO_T HAVO VWO BRUG nowhere
PRO_VMBO_B        o      o      +      +      +    +   +    ?       .
VMBO_B_K          -      o      +      +      +    +   +    ?       .
VMBO_K            -      -      o      +      +    +   +    ?       .
VMBO_K_GT         -      -      o      +      +    +   +    ?       .
VMBO_GT           -      -      -      o      o    +   +    ?       .
VMBO_GT_HAVO      -      -      -      o      o    +   +    ?       .
HAVO              -      -      -      -      -    o   +    ?       .
HAVO_VWO          -      -      -      -      -    o   +    ?       .
VWO               -      -      -      -      -    -   o    ?       .
ONBEKEND          ?      ?      ?      ?      ?    ?   ?    ?       .
none              ?      ?      ?      ?      ?    ?   ?    ?       .
`

// TestPositionRelativeToTheAdvice counts one pupil for each advice and type.
func TestPositionRelativeToTheAdvice(t *testing.T) {
	names := map[string]string{"o": "OP", "+": "BOVEN", "-": "ONDER", "?": "ONBEPAALD", ".": "GEEN"}
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t)
	plans, err := cube.Plans(s, s.Populations["PO"], reg)
	if err != nil {
		t.Fatal(err)
	}
	src := engine.Source{Records: map[string]engine.Files{}}
	for id, r := range s.Records {
		src.Records[id] = engine.Files{Columns: columns(r)}
	}
	enrolled := func(year, next, sector, level string) memory.Row {
		return memory.Row{engine.Person: "1", engine.Year: year, "sector": sector, "brin": "94AA", "vest": "00", "opleiding": "PO", "niveau": level,
			"begin": year + "-08-01", "eind": next + "-07-31", "bekostigd": "J", "soort": "S", "hoofd": "J", "volgnr": "1"}
	}
	lines := strings.Split(strings.TrimSpace(positions), "\n")
	levels := strings.Fields(lines[0])
	for _, line := range lines[1:] {
		f := strings.Fields(line)
		for i, level := range levels {
			rows := map[string][]memory.Row{"inschrijving": {enrolled("2018", "2019", "PO", "GROEP8")}}
			if f[0] != "none" {
				rows["schooladvies"] = []memory.Row{{engine.Person: "1", engine.Year: "2019", "brin": "94AA", "advies": f[0]}}
			}
			if level != "nowhere" {
				rows["inschrijving"] = append(rows["inschrijving"], enrolled("2021", "2022", "VO", level))
			}
			inner, err := cube.Tally(context.Background(), &memory.Engine{Rows: rows}, []engine.Source{src}, plans, nil)
			if err != nil {
				t.Fatal(err)
			}
			got := slices.Collect(maps.Keys(inner[0][2019]))
			if len(got) != 1 || !strings.HasSuffix(got[0], "\x1f"+names[f[1+i]]) {
				t.Errorf("advice %s, %s in the third year: %q, want %s", f[0], level, got, names[f[1+i]])
			}
		}
	}
}
