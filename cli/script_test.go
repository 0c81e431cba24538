package cli_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs testdata/script. Every script has
//
//	$LAND        extracts of a small country, as CSV
//	$HUIS        a house in which every step was carried out on $LAND
//	$AGREEMENTS  the example agreements
//	$SPEC        the specification as a folder
//
// to copy from, and the commands
//
//	spoil FILE OLD NEW   replaces the first OLD; \n in either begins a line
//	flip FILE OFFSET     changes one bit of one byte
//	example FILE         writes the full example of docs/specification.md
//	page HOUSE PATH      prints a page of the portal of a house
func TestScripts(t *testing.T) {
	land := country(t, filepath.Join(t.TempDir(), "land"))
	huis := newHouse(t)
	route(t, huis, land)
	specs, err := filepath.Abs("../specs/2026")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("LAND", land)
			e.Setenv("HUIS", huis)
			e.Setenv("AGREEMENTS", agreements(t))
			e.Setenv("SPEC", specs)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"spoil": spoil, "flip": flip, "example": example, "page": page},
	})
}

func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: spoil FILE OLD NEW")
	}
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	old, now := strings.ReplaceAll(args[1], `\n`, "\n"), strings.ReplaceAll(args[2], `\n`, "\n")
	if !bytes.Contains(b, []byte(old)) {
		ts.Fatalf("%s holds no %q", args[0], old)
	}
	ts.Check(os.WriteFile(path, bytes.Replace(b, []byte(old), []byte(now), 1), 0o600))
}

func flip(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: flip FILE OFFSET")
	}
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	at, err := strconv.Atoi(args[1])
	ts.Check(err)
	b[at] ^= 1
	ts.Check(os.WriteFile(path, b, 0o600))
}

func example(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: example FILE")
	}
	text, err := os.ReadFile("../docs/specification.md")
	ts.Check(err)
	_, after, found := strings.Cut(string(text), "```yaml\n")
	yaml, _, ended := strings.Cut(after, "```")
	if !found || !ended {
		ts.Fatalf("docs/specification.md holds no example")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(yaml), 0o600))
}

func page(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: page HOUSE PATH")
	}
	h, err := portalOf(ts.MkAbs(args[0]))
	ts.Check(err)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, args[1], nil))
	if w.Code != http.StatusOK {
		ts.Fatalf("%s: status %d", args[1], w.Code)
	}
	fmt.Fprint(ts.Stdout(), w.Body)
}
