package synth

import (
	"bufio"
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
)

func TestPersonNumbersAreNobodys(t *testing.T) {
	t.Parallel()
	seen := map[[9]byte]bool{}
	for _, seed := range []uint64{0, 1, 1 << 63} {
		clear(seen)
		for i := range 300_000 {
			n := personNumber(i, seed)
			if seen[n] {
				t.Fatalf("number %d comes twice", i)
			}
			seen[n] = true
			sum := 0
			for k, d := range n {
				weight := 9 - k
				if k == 8 {
					weight = -1
				}
				sum += weight * int(d-'0')
			}
			switch ((sum % 11) + 11) % 11 {
			case 0:
				t.Fatalf("number %d passes the check of a citizen service number", i)
			case 5:
				t.Fatalf("number %d passes the check of an education number", i)
			}
		}
	}
	if a, b := personNumber(0, 3), personNumber(89_999_999, 3); a[0] == '0' || b[0] == '0' {
		t.Error("a number begins with 0")
	}
}

func TestCodesAndNamesAreUnique(t *testing.T) {
	t.Parallel()
	w := newWorld(1, 1, 2018, 2025)
	codes, names := map[string]bool{}, map[string]bool{}
	for i := range w.institutions {
		in := &w.institutions[i]
		if codes[in.code] || names[in.name] {
			t.Errorf("%s %s comes twice", in.code, in.name)
		}
		codes[in.code], names[in.name] = true, true
	}
	if codes["95AA"] || codes["99XX"] {
		t.Error("a code that is in use was given out")
	}
}

// official reads a column of an official decode file, which lie beside the
// repository where they are present.
func official(t *testing.T, file string, start, width int) map[string]bool {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("..", "..", "shared", "data", "1cho", file))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the official decode files are not beside the repository")
	}
	if err != nil {
		t.Fatal(err)
	}
	values := map[string]bool{}
	sc := bufio.NewScanner(charmap.Windows1252.NewDecoder().Reader(bytes.NewReader(b)))
	for sc.Scan() {
		r := []rune(strings.TrimRight(sc.Text(), "\r"))
		if len(r) < start {
			continue
		}
		values[strings.ToUpper(strings.TrimSpace(string(r[start-1:min(len(r), start-1+width)])))] = true
	}
	return values
}

func TestNothingInTheRegisterIsReal(t *testing.T) {
	t.Parallel()
	codes := official(t, "Dec_instellingscode.asc", 1, 4)
	names := official(t, "Dec_instellingscode.asc", 5, 30)
	places := official(t, "Dec_instellingscode.asc", 39, 24)
	for p := range official(t, "Dec_brinvestigingsnummer.asc", 41, 24) {
		places[p] = true
	}
	for p := range official(t, "Dec_postcodecijfers_2024.asc", 10, 36) {
		places[p] = true
	}
	for n := range official(t, "Dec_brinvestigingsnummer.asc", 7, 30) {
		names[n] = true
	}
	higher := official(t, "Dec_ho-inst.asc", 5, 100)
	w := newWorld(1, 1, 2018, 2025)
	for i := range w.institutions {
		in := &w.institutions[i]
		name := strings.ToUpper(in.name)
		short := strings.TrimPrefix(name, "BASISSCHOOL ")
		if codes[in.code] || names[name] || names[name[:min(30, len(name))]] || names[short] || higher[name] || places[strings.ToUpper(in.town)] {
			t.Errorf("%s %q in %q exists", in.code, in.name, in.town)
		}
	}
	programmes, prior := official(t, "Dec_opleidingscode.asc", 1, 5), official(t, "Dec_vooropl.asc", 1, 5)
	for _, p := range w.programmes {
		for _, code := range []string{p.code, p.codeIn(2060)} {
			if programmes[code] || !p.sector.higher() && prior[code] {
				t.Errorf("programme code %s exists", code)
			}
		}
	}
}
