package cli_test

import (
	"bytes"
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
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"spoil": spoil, "flip": flip},
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
