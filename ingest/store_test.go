package ingest_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"doorstroommonitor/ingest"
	"doorstroommonitor/pseudonym"

	"github.com/google/go-cmp/cmp"
)

// different names the files that two stores do not share.
func different(a, b map[string][]byte) []string {
	var out []string
	for name := range a {
		if !bytes.Equal(a[name], b[name]) {
			out = append(out, name)
		}
	}
	for name := range b {
		if _, ok := a[name]; !ok {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// records keeps the files of records alone.
func records(tree map[string][]byte) map[string][]byte {
	out := maps.Clone(tree)
	maps.DeleteFunc(out, func(name string, _ []byte) bool { return !strings.HasSuffix(name, ".parquet") })
	return out
}

func TestBytesDoNotDependOnOrderWorkersOrTime(t *testing.T) {
	base := newWorld(t)
	base.add("inschrijving", "a.csv", enrolments(3000, 0, false))
	base.add("persoon", "b.csv", personHeader+person+"000000007,M\n")
	base.options.Workers = 1
	base.run()
	want := base.tree()

	w := newWorld(t)
	w.add("persoon", "b.csv", personHeader+person+"000000007,M\n")
	w.add("inschrijving", "a.csv", enrolments(3000, 0, false))
	w.options.Workers = 5
	w.options.Now = func() time.Time { return time.Unix(0, 0) }
	w.run()
	if d := different(want, w.tree()); d != nil {
		t.Errorf("other workers and order of files: %v differ", d)
	}
	for seed := range uint64(3) {
		w := newWorld(t)
		w.add("inschrijving", "a.csv", enrolments(3000, seed, true))
		w.add("persoon", "b.csv", "geslacht,pgn\nM,000000007\nV,123456780\n")
		w.run()
		if d := different(records(want), records(w.tree())); d != nil {
			t.Errorf("shuffled rows: %v differ", d)
		}
	}
}

func TestRowsAreSortedWithinAFileAndBucketsAreRanges(t *testing.T) {
	w := newWorld(t)
	w.add("inschrijving", "a.csv", enrolments(2000, 1, true))
	w.options.Buckets = 7
	w.run()
	m, err := ingest.ReadManifest(w.options.Store)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.CheckFiles(w.options.Store); err != nil {
		t.Error(err)
	}
	var rows int64
	highest := map[int]string{}
	for _, f := range m.Files {
		if f.Record == "" {
			continue
		}
		rows += f.Rows
		names := w.names(f.Path)
		if int64(len(names)) != f.Rows || !slices.IsSorted(names) {
			t.Errorf("%s: %d rows of %d, sorted %v", f.Path, len(names), f.Rows, slices.IsSorted(names))
		}
		if names[0] <= highest[f.Year] {
			t.Errorf("%s starts below the bucket before", f.Path)
		}
		highest[f.Year] = names[len(names)-1]
	}
	if rows != 2000 {
		t.Errorf("%d rows stored", rows)
	}
}

func TestManifestHoldsCommitmentsOnly(t *testing.T) {
	w := newWorld(t)
	w.family()
	w.run()
	m, err := ingest.ReadManifest(w.options.Store)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range []string{"diploma.csv", "inschrijving.csv", "persoon.csv"} {
		b, err := os.ReadFile(filepath.Join(w.dir, name))
		if err != nil {
			t.Fatal(err)
		}
		mac := hmac.New(sha256.New, bytes.Repeat([]byte{2}, 32))
		mac.Write(b)
		plain := sha256.Sum256(b)
		if m.Inputs[i].Name != name || m.Inputs[i].HMAC != hex.EncodeToString(mac.Sum(nil)) {
			t.Errorf("%s: commitment %+v", name, m.Inputs[i])
		}
		if bytes.Contains(w.tree()["manifest.json"], []byte(hex.EncodeToString(plain[:]))) {
			t.Errorf("%s: the manifest holds a plain digest", name)
		}
	}
}

func TestAFinishedStoreIsUsedAgain(t *testing.T) {
	w := newWorld(t)
	w.family()
	first := w.run()
	stamp := func() time.Time {
		info, err := os.Stat(filepath.Join(w.options.Store, "manifest.json"))
		if err != nil {
			t.Fatal(err)
		}
		return info.ModTime()
	}
	old := time.Unix(1e9, 0)
	mark := func() {
		if err := os.Chtimes(filepath.Join(w.options.Store, "manifest.json"), old, old); err != nil {
			t.Fatal(err)
		}
	}
	mark()
	if err := os.RemoveAll(w.options.Report); err != nil {
		t.Fatal(err)
	}
	again := w.run()
	if !again.Reused || !stamp().Equal(old) {
		t.Error("the store was made again")
	}
	again.Reused = false
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("another receipt:\n%s", diff)
	}
	if w.quarantine() != nil {
		t.Error("the quarantine is not empty")
	}

	key2, err := pseudonym.NewKey(bytes.Repeat([]byte{9}, 32))
	if err != nil {
		t.Fatal(err)
	}
	options := w.options
	for name, change := range map[string]func(){
		"another input":               func() { w.write("persoon.csv", personHeader+with(person, 1, "M")) },
		"another program":             func() { w.options.Program = "test2" },
		"another key":                 func() { w.options.Key = key2 },
		"other buckets":               func() { w.options.Buckets = 2 },
		"a specification":             func() { s := *w.options.Spec; s.Digest = "x"; w.options.Spec = &s },
		"a damaged file":              func() { damage(t, filepath.Join(w.options.Store, "receipt.json")) },
		"a file that is gone":         func() { os.RemoveAll(filepath.Join(w.options.Store, "persoon")) },
		"a file too many":             func() { w.write("store/persoon/more.parquet", "x") },
		"a damaged manifest":          func() { damage(t, filepath.Join(w.options.Store, "manifest.json")) },
		"an input under another name": func() { w.options.Inputs = slices.Clone(w.options.Inputs); w.options.Inputs[0].Name = "p" },
	} {
		w.options = options
		w.run()
		mark()
		change()
		if r := w.run(); r.Reused || stamp().Equal(old) {
			t.Errorf("%s: the old store was used", name)
		}
	}
}

func damage(t *testing.T, path string) {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderThatIsNoStoreIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	w.family()
	if err := os.MkdirAll(w.options.Store, 0o700); err != nil {
		t.Fatal(err)
	}
	w.write("store/letter.txt", "dear")
	if _, err := ingest.Run(context.Background(), w.options); err == nil || !strings.Contains(err.Error(), "name another folder") {
		t.Errorf("error is %v", err)
	}
	if b, err := os.ReadFile(filepath.Join(w.options.Store, "letter.txt")); err != nil || string(b) != "dear" {
		t.Errorf("the letter is gone: %v", err)
	}
}

func TestACancelledRunLeavesNothing(t *testing.T) {
	w := newWorld(t)
	w.add("inschrijving", "a.csv", enrolments(200_000, 0, false))
	for _, stage := range []string{"read", "store"} {
		ctx, cancel := context.WithCancel(context.Background())
		w.options.Progress = func(p ingest.Progress) {
			if p.Stage == stage {
				cancel()
			}
		}
		if _, err := ingest.Run(ctx, w.options); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error is %v", stage, err)
		}
		cancel()
		for _, name := range []string{"store", "store.part", "report"} {
			if _, err := os.Stat(filepath.Join(w.dir, name)); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("%s: %s was left behind", stage, name)
			}
		}
	}
}

// TestMain lets the test binary be the process that is killed.
func TestMain(m *testing.M) {
	if dir := os.Getenv("INGEST_TEST_RUN"); dir != "" {
		t := &testing.T{}
		w := newWorldIn(t, dir)
		w.options.Inputs = []ingest.Input{{Path: filepath.Join(dir, "a.csv"), Record: "inschrijving"}}
		if _, err := ingest.Run(context.Background(), w.options); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestAKilledRunIsMadeAgainWithTheSameBytes(t *testing.T) {
	text := enrolments(150_000, 3, true)
	whole := newWorld(t)
	whole.add("inschrijving", "a.csv", text)
	start := time.Now()
	whole.run()
	took := time.Since(start)
	want := whole.tree()

	w := newWorld(t)
	w.add("inschrijving", "a.csv", text)
	halves := 0
	for i := range 6 {
		if err := os.RemoveAll(w.options.Store); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(os.Args[0])
		c.Env = append(os.Environ(), "INGEST_TEST_RUN="+w.dir)
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// Kill it at six moments from the first sign of work to the end.
		deadline := time.Now().Add(time.Minute)
		for time.Now().Before(deadline) {
			if _, err := os.Stat(filepath.Join(w.options.Store+".part", "spill")); err == nil {
				break
			}
			time.Sleep(time.Millisecond)
		}
		time.Sleep(took * time.Duration(i) / 6)
		c.Process.Kill()
		c.Wait()
		if _, err := os.Stat(w.options.Store + ".part"); err == nil {
			halves++
		}
		if _, err := os.Stat(w.options.Store); err == nil {
			if d := different(want, w.tree()); d != nil {
				t.Fatalf("a killed run left a store that is not whole: %v", d)
			}
		}
	}
	if halves == 0 {
		t.Error("no run was killed half-way")
	}
	w.run()
	if d := different(want, w.tree()); d != nil {
		t.Errorf("%v differ after a killed run", d)
	}
	for _, suffix := range []string{".part", ".old"} {
		if _, err := os.Stat(w.options.Store + suffix); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("store%s was left behind", suffix)
		}
	}
}

func TestTwoRunsAtOnce(t *testing.T) {
	w := newWorld(t)
	w.add("inschrijving", "a.csv", enrolments(1000, 0, false))
	var second error
	w.options.Progress = func(p ingest.Progress) {
		if p.Stage == "read" && p.Done == 0 {
			o := w.options
			o.Progress = nil
			_, second = ingest.Run(context.Background(), o)
		}
	}
	w.run()
	if second == nil || !strings.Contains(second.Error(), "another run") {
		t.Errorf("the second run ended with %v", second)
	}
}
