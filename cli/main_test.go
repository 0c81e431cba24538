package cli_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"doorstroommonitor/cli"
)

// TestMain lets this test binary be the program doorstroom, too: for scripts
// and for tests that need a process of its own.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"doorstroom": func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// roundClock is the clock of every round in these tests.
const roundClock = "2026-09-01T00:00:00Z"

// agreements is the folder with the example agreements.
func agreements(t testing.TB) string {
	t.Helper()
	dir, err := filepath.Abs("../agreements")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// doorstroom runs the program within the test.
func doorstroom(args ...string) (code int, stdout, stderr string) {
	var out, err bytes.Buffer
	code = cli.Main(args, strings.NewReader(""), &out, &err)
	return code, out.String(), err.String()
}

// must runs the program and wants exit code 0.
func must(t testing.TB, args ...string) (stdout, stderr string) {
	t.Helper()
	code, out, err := doorstroom(args...)
	if code != 0 {
		t.Fatalf("doorstroom %s: exit code %d\n%s", strings.Join(args, " "), code, err)
	}
	return out, err
}

// country makes a small fictitious country in a folder.
func country(t testing.TB, dir string, more ...string) string {
	t.Helper()
	must(t, append([]string{"synth", "--quiet", "--scale", "0.001", "--years", "2023-2025", "--out", dir}, more...)...)
	return dir
}

// newHouse makes a house with keys of its own.
func newHouse(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "huis")
	must(t, "init", "--quiet", "--dir", dir, "--round", "2026", "--now", roundClock)
	return dir
}

// route carries out every step in a house.
func route(t testing.TB, house, extracts string, more ...string) (stdout, stderr string) {
	t.Helper()
	return must(t, append([]string{"run", "--dir", house, "--extracts", extracts, "--agreements", agreements(t)}, more...)...)
}

// copied copies a folder with the modes of its files: a house that has not
// run yet gives a second one with the same keys, round and clock.
func copied(t testing.TB, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), filepath.Base(from))
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Mkdir(filepath.Join(to, rel), info.Mode().Perm())
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), b, info.Mode().Perm())
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// contents reads every file below dir; ledgers and locks are left out, since
// they tell when something happened.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), "ledger.jsonl") || strings.HasSuffix(d.Name(), ".lock") {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// differing lists the files that two folders do not share to the byte.
func differing(a, b map[string]string) []string {
	var out []string
	for path, text := range a {
		if other, ok := b[path]; !ok || other != text {
			out = append(out, path)
		}
	}
	for path := range b {
		if _, ok := a[path]; !ok {
			out = append(out, path)
		}
	}
	return out
}

// sameHouse compares what two houses publish and store, byte by byte.
func sameHouse(t testing.TB, a, b string) {
	t.Helper()
	for _, side := range []string{"public", "secret/store"} {
		want, got := contents(t, filepath.Join(a, side)), contents(t, filepath.Join(b, side))
		if len(want) < 10 {
			t.Fatalf("%s holds %d files: nothing to compare", side, len(want))
		}
		if d := differing(want, got); len(d) > 0 {
			t.Errorf("%s differs in %d files, such as %v", side, len(d), d[:min(5, len(d))])
		}
	}
}
