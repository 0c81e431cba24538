package table_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/table"
)

// by is a world with another method and its options.
func (w world) by(lines string) world {
	return w.with(world{"table.yaml": strings.Replace(w["table.yaml"], "method: primary\n", "", 1) + lines})
}

// persons is tiny with one row a person.
func persons() world {
	var b strings.Builder
	b.WriteString("id,school,dest\n")
	n := 0
	for _, line := range strings.Split(strings.TrimSpace(tiny["data.csv"]), "\n")[1:] {
		f := strings.Split(line, ",")
		count, _ := strconv.Atoi(f[2])
		for range count {
			n++
			fmt.Fprintf(&b, "p%03d,%s,%s\n", n, f[0], f[1])
		}
	}
	return world{
		"table.yaml": "data: data.csv\ndimensions: [{column: school}, {column: dest}]\nrule: {threshold: 5}\nmethod: cell-key\ncell_key: {d: 5, v: 3, js: 2, key_file: key, person: id}\n",
		"data.csv":   b.String(), "key": strings.Repeat("k", 32) + "\n",
	}
}

// contained wants every true count within the bounds that are published, and
// gives the rows of risk.csv as numbers: value, lower, upper, count, change.
func contained(t *testing.T, out string, dims int) [][5]int64 {
	t.Helper()
	var rows [][5]int64
	for _, row := range read(t, out, "risk.csv")[1:] {
		f := strings.Split(row, ",")[dims:]
		var r [5]int64
		for i, field := range []int{0, 2, 3, 4, 5} {
			n, err := strconv.ParseInt(f[field], 10, 64)
			if err != nil && f[field] != "" {
				t.Fatal(err)
			}
			r[i] = n
		}
		if f[1] != "published" || r[3] < r[1] || f[3] != "" && r[3] > r[2] || r[0] != r[3]+r[4] {
			t.Errorf("row %s", row)
		}
		rows = append(rows, r)
	}
	return rows
}

func TestSmallCountRoundingKeepsSums(t *testing.T) {
	rep, out, err := tiny.by("method: round-small\n").protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if !rep.Safe || rep.Hidden != 0 || rep.Secondary != 0 || rep.Primary != 2 || rep.ExactReveals != 0 || rep.MinWidth != 4 || rep.Rule.Width != 4 || rep.NotAdditive != 0 || rep.Perturbed == 0 {
		t.Errorf("%+v %+v", rep, rep.Change)
	}
	for _, r := range contained(t, out, 2) {
		if r[0] > 0 && r[0] < 5 {
			t.Errorf("%d is published", r[0])
		}
	}
	for _, name := range []string{"risk.csv", "report.json"} {
		if st, err := os.Stat(filepath.Join(out, name)); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, st, err)
		}
	}
	b, err := os.ReadFile(filepath.Join(out, "report.json"))
	if err != nil || !strings.Contains(string(b), `"perturbed": `) || !strings.Contains(string(b), `"max_change": `) {
		t.Errorf("%s, %v", b, err)
	}
}

// TestBoundsHoldTheTruth tries random tables, linked and with crossing
// hierarchies, empty cells protected or not.
func TestBoundsHoldTheTruth(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		var b strings.Builder
		b.WriteString("school,sex,sector,level,n\n")
		for _, school := range []string{"N1", "N2", "S1", "S2"} {
			for _, rest := range []string{"M,MBO,2", "V,MBO,2", "M,MBO,3", "V,HO,AD", "M,HO,BA"} {
				if dice.IntN(4) > 0 {
					fmt.Fprintf(&b, "%s,%s,%d\n", school, rest, dice.IntN(7))
				}
			}
		}
		b.WriteString("S2,V,HO,BA,9\n")
		base := 2 + dice.IntN(6)
		options := []string{
			fmt.Sprintf("method: round-small\nrounding: {base: %d}\n", base),
			fmt.Sprintf("method: round\nrounding: {base: %d}\n", base),
			fmt.Sprintf("method: round-small\nrounding: {base: %d, zeros: true}\n", base),
		}
		for k, o := range options {
			w := linked.with(world{"data.csv": b.String()}).by(o)
			if k == 2 || i%2 == 0 {
				w["table.yaml"] = strings.Replace(w["table.yaml"], "threshold: 2", "threshold: 4, zeros: protected", 1)
			}
			rep, out, err := w.protect(t, table.Run{Seed: uint64(i)})
			if err != nil {
				t.Fatalf("%s: %v", o, err)
			}
			contained(t, out, 4)
			if k != 1 && (rep.NotAdditive != 0 || rep.ExactReveals != 0) {
				t.Errorf("%s: %+v %+v", o, rep, rep.Change)
			}
		}
	}
}

// TestConventionalRoundingIsControl: 1 and 1 are 2, published as 0, 0 and 3,
// and 31 and 31 are 62, published as 30, 30 and 63.
func TestConventionalRoundingIsControl(t *testing.T) {
	w := tiny.with(world{"data.csv": "school,dest,n\nA,MBO,1\nA,HBO,1\nB,MBO,30\nB,HBO,30\n"}).by("method: round\nrounding: {base: 3}\n")
	rep, out, err := w.protect(t, table.Run{Widen: true})
	refused(t, err, "", "R-CONTROL", "round does not protect", "do not add up: 2", "exactly derivable: 3")
	if rep == nil || rep.Safe || rep.NotAdditive != 2 || rep.ExactReveals != 3 || rep.Attackers[0].ExactReveals != 0 {
		t.Fatalf("%+v", rep)
	}
	contained(t, out, 2)
	rows := strings.Join(read(t, out, "cells.csv"), "\n")
	if !strings.Contains(rows, "A,Total,3,published,2,4") || strings.Contains(rows, "A,MBO") {
		t.Error(rows)
	}
}

// TestFiguresOfZeroAreNoOther: a cell that became 0 is left out like an empty
// one, and listed like an empty one.
func TestFiguresOfZeroAreNoOther(t *testing.T) {
	w := tiny.with(world{"data.csv": "school,dest,n\nA,MBO,1\nA,HBO,30\nB,HBO,30\n"})
	for _, method := range []string{"method: round\nrounding: {base: 5}\n", "method: round-small\n"} {
		for seed := range uint64(4) {
			_, out, err := w.by(method+"list_zeros: true\n").protect(t, table.Run{Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			var empty string
			zeros := 0
			for _, row := range read(t, out, "cells.csv") {
				if f := strings.SplitN(row, ",", 3); len(f) == 3 && strings.HasPrefix(f[2], "0,") && f[0] != "Total" {
					if zeros++; empty != "" && empty != f[2] {
						t.Errorf("%s and %s", empty, f[2])
					}
					empty = f[2]
				}
			}
			_, out, err = w.by(method).protect(t, table.Run{Seed: seed})
			if err != nil {
				t.Fatal(err)
			}
			for _, row := range read(t, out, "cells.csv") {
				if strings.Contains(row, ",0,published") {
					t.Errorf("row %s", row)
				}
			}
			if zeros == 0 {
				t.Error("no zeros to compare")
			}
		}
	}
}

func TestCellKey(t *testing.T) {
	w := persons()
	rep, out, err := w.protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if !rep.Safe || rep.ExactReveals != 0 || rep.MinWidth < 5 || rep.MaxChange > 5 || rep.Hidden != 0 || rep.Perturbed == 0 {
		t.Errorf("%+v %+v", rep, rep.Change)
	}
	for _, r := range contained(t, out, 2) {
		if r[0] == 1 || r[0] == 2 {
			t.Errorf("%d is published", r[0])
		}
	}
	cells := func(w world) string {
		_, out, err := w.protect(t, table.Run{Widen: true})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(read(t, out, "risk.csv"), "\n")
	}
	first := cells(w)
	lines := strings.Split(strings.TrimSpace(w["data.csv"]), "\n")
	for i, j := 1, len(lines)-1; i < j; i, j = i+1, j-1 {
		lines[i], lines[j] = lines[j], lines[i]
	}
	if cells(w) != first || cells(w.with(world{"data.csv": strings.Join(lines, "\n") + "\n"})) != first {
		t.Error("the same persons and key, other figures")
	}
	if cells(w.with(world{"key": strings.Repeat("l", 32)})) == first {
		t.Error("another key, the same figures")
	}
}

// TestTheCellKeyIsForItsOwner: who can read the key can take the noise off.
func TestTheCellKeyIsForItsOwner(t *testing.T) {
	f, dir, err := persons().load(t)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(dir, "key"), 0o640); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	_, err = f.ProtectFile(t.Context(), table.Run{Out: out})
	refused(t, err, out, "F-KEY", "chmod 600")
}

func TestFaultsOfPerturbation(t *testing.T) {
	swap := func(w world, old, new string) world {
		return w.with(world{"table.yaml": strings.Replace(w["table.yaml"], old, new, 1)})
	}
	k := persons()
	for name, c := range map[string]struct {
		w     world
		rule  string
		words string
	}{
		"counts":          {tiny.by("method: cell-key\ncell_key: {d: 5, v: 3, js: 2, key_file: key, person: school}\n"), "F-CELLKEY", "one row a person"},
		"no person":       {swap(k, ", person: id", ""), "F-CELLKEY", "no column with the person"},
		"person not here": {swap(k, "person: id", "person: who"), "D-HEADER", "who"},
		"no key":          {swap(k, "key_file: key, ", ""), "F-CELLKEY", "no file with the secret"},
		"key not here":    {k.with(world{"key": ""}), "F-OPEN", "cannot be read"},
		"short key":       {k.with(world{"key": strings.Repeat("k", 31) + "\n"}), "F-KEY", "fewer than 32 bytes"},
		"noise":           {swap(k, "v: 3", "v: 1"), "F-CELLKEY", "impossible"},
		"person twice":    {k.with(world{"data.csv": k["data.csv"] + "p001,A,HBO\n"}), "D-PERSON", "same person"},
		"nobody":          {k.with(world{"data.csv": k["data.csv"] + ",A,HBO\n"}), "D-PERSON", "missing"},
		"base":            {tiny.by("method: round-small\nrounding: {base: 1}\n"), "F-ROUNDING", "base 1"},
		"empty cells":     {tiny.by("method: round-small\nrounding: {zeros: true}\n"), "F-ROUNDING", "every combination"},
		"insiders":        {tiny.by("method: round-small\ninsiders: {contributor: true}\n"), "F-INSIDERS", "hides nothing"},
		"too narrow":      {swap(tiny.by("method: round-small\n"), "threshold: 5", "threshold: 5, width: 9"), "R-UNSAFE", "larger rounding.base"},
	} {
		t.Run(name, func(t *testing.T) {
			_, out, err := c.w.protect(t, table.Run{Widen: true})
			refused(t, err, out, c.rule, c.words)
		})
	}
}

func TestOptimal(t *testing.T) {
	w := tiny.by("method: optimal\n")
	rep, out, err := w.protect(t, table.Run{Widen: true})
	if lp.NewBinaries() == nil {
		refused(t, err, out, "F-SOLVER", "built without the solver", "install coinor-libclp-dev and coinor-libcbc-dev and build again")
		t.Skip("built without the tag clp: nothing to solve with")
	}
	if err != nil || !rep.Safe || rep.Method != "optimal" || rep.ExactReveals != 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	if heuristic, _, err := tiny.protect(t, table.Run{Widen: true}); err != nil || rep.Hidden > heuristic.Hidden {
		t.Errorf("optimal hides %d cells, suppress %d (%v)", rep.Hidden, heuristic.Hidden, err)
	}
	if rep, _, err = w.protect(t, table.Run{}); err != nil || rep.Safe || rep.ExactReveals != 0 {
		t.Errorf("without widening: %+v, %v", rep, err)
	}
	var b strings.Builder
	b.WriteString("school,dest,n\n")
	for i := range 420 {
		fmt.Fprintf(&b, "S%d,HBO,%d\n", i, 3+i)
	}
	_, out, err = w.with(world{"data.csv": b.String()}).protect(t, table.Run{Widen: true})
	refused(t, err, out, "R-OPTIMAL", "beyond the limits", "take a smaller table")
}
