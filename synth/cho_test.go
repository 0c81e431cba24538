package synth

import (
	"bufio"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/layout"
)

// TestOneCHOCarriesTheCanonicalRows makes the same country twice, once with
// higher education in canonical files and once in 1cHO, and compares the
// records that the layout's own decoder reads from the latter.
func TestOneCHOCarriesTheCanonicalRows(t *testing.T) {
	t.Parallel()
	l := oneCHO(t)
	o := small("")
	plain, _ := make1(t, o)
	o.OneCHO, o.Layout = true, l
	coded, _ := make1(t, o)
	dec, err := layout.NewDecoder(l, nil)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string][]string{}
	lines := readCHO(t, coded)
	for n, line := range lines {
		err := dec.Group([]layout.Line{{Nr: int64(n + 1), Text: line}}, func(r *layout.Result) error {
			if r.Fault != nil {
				return r.Fault
			}
			have[dec.Record(r.Emit)] = append(have[dec.Record(r.Emit)], render(dec.Columns(r.Emit), r.Values))
			return nil
		})
		if err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
	}
	for _, record := range []string{"inschrijving", "diploma"} {
		var want, rest []string
		readCSV(t, filepath.Join(plain, record+".csv"), func(_ int, v map[string]string) {
			if v["sector"] == "HBO" || v["sector"] == "WO" {
				want = append(want, renderMap(v))
			} else {
				rest = append(rest, renderMap(v))
			}
		})
		slices.Sort(want)
		slices.Sort(have[record])
		if len(want) == 0 || !slices.Equal(want, have[record]) {
			t.Errorf("%s: %d canonical rows of higher education, %d from 1cHO, or they differ", record, len(want), len(have[record]))
		}
		var others []string
		readCSV(t, filepath.Join(coded, record+".csv"), func(_ int, v map[string]string) { others = append(others, renderMap(v)) })
		if !slices.Equal(rest, others) {
			t.Errorf("%s: the other sectors changed", record)
		}
	}
	a, b := folder(t, plain), folder(t, coded)
	if !bytes.Equal(a["persoon.csv"], b["persoon.csv"]) {
		t.Error("the persons changed")
	}
}

func readCHO(t testing.TB, dir string) [][]byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "1cho", "EV299XX23.asc"))
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]byte
	sc := bufio.NewScanner(bytes.NewReader(b))
	for sc.Scan() {
		lines = append(lines, bytes.Clone(sc.Bytes()))
	}
	return lines
}

// render writes a record as sorted "column=value"; empty values are left out.
func render(columns []string, values [][]byte) string {
	m := map[string]string{}
	for i, c := range columns {
		m[c] = string(values[i])
	}
	return renderMap(m)
}

func renderMap(m map[string]string) string {
	var parts []string
	for k, v := range m {
		if v != "" {
			parts = append(parts, k+"="+v)
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, " ")
}

// TestOneCHOLinesAreWellFormed decodes every line with all its fields and
// checks the rules that tie fields together.
func TestOneCHOLinesAreWellFormed(t *testing.T) {
	t.Parallel()
	l := oneCHO(t)
	o := small("")
	o.Scale, o.OneCHO, o.Layout = .002, true, l
	dir, rep := make1(t, o)
	lines := readCHO(t, dir)
	if n := rep.Files[len(rep.Files)-1]; n.Rows != int64(len(lines)) || len(lines) == 0 {
		t.Errorf("%d lines, the report says %d", len(lines), n.Rows)
	}
	mains := map[string]int{}
	active := map[string]bool{}
	kinds := map[string]int{}
	for n, line := range lines {
		v, err := l.Decode(line)
		if err != nil {
			t.Fatalf("line %d: %v", n+1, err)
		}
		again, err := l.Encode("", v)
		if err != nil || !bytes.Equal(again, line) {
			t.Fatalf("line %d: the codec writes it otherwise: %v", n+1, err)
		}
		for _, f := range l.Fields {
			if len(f.Values) > 0 && !slices.Contains(f.Values, v[f.ID]) {
				t.Fatalf("line %d: field %s holds %q", n+1, f.ID, v[f.ID])
			}
		}
		person := v["pgn"] + v["inschrijvingsjaar"]
		if v["actief"] == "1" {
			active[person] = true
		}
		if strings.Contains("1A", v["si_ho"]) {
			mains[person]++
		}
		kinds["si_ho "+v["si_ho"]]++
		kinds["actief "+v["actief"]]++
		if (v["actief"] == "1") == strings.Contains("3C", v["si_ho"]) {
			t.Fatalf("line %d: actief %s with si_ho %s", n+1, v["actief"], v["si_ho"])
		}
		if v["eerste_jaar_ho"] > v["inschrijvingsjaar"] || v["vj_ho"] > v["vjc_ho"] || (v["vj_ho"] == "00") != strings.Contains("3C", v["si_ho"]) {
			t.Fatalf("line %d: first year %s, years %s and %s, si_ho %s", n+1, v["eerste_jaar_ho"], v["vj_ho"], v["vjc_ho"], v["si_ho"])
		}
		if (v["datum_diploma"] == "") != (v["diplomajaar"] == "0000") || (v["fase_diploma"] == "") != (v["dip_ho"] == "") {
			t.Fatalf("line %d: half a diploma", n+1)
		}
		if v["bsn"] != "" || v["onderwijsnummer"] != "" {
			t.Fatalf("line %d: a number that synthetic persons do not have", n+1)
		}
	}
	for p := range active {
		if mains[p] != 1 {
			t.Fatalf("%d main enrolments in higher education in one year", mains[p])
		}
	}
	for _, k := range []string{"si_ho 1", "si_ho 2", "si_ho 3", "si_ho A", "actief 1", "actief 2", "actief 3"} {
		if kinds[k] == 0 {
			t.Errorf("no line with %s", k)
		}
	}
}
