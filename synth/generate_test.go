package synth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// folder returns the content of every file below dir.
func folder(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[filepath.ToSlash(name)] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestSameSeedGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	o := small("")
	o.Formats, o.OneCHO, o.Layout = []string{"parquet", "csv"}, true, oneCHO(t)
	one, _ := make1(t, o)
	two, _ := make1(t, o)
	a, b := folder(t, one), folder(t, two)
	want := []string{
		"1cho/EV299XX23.asc", "arbeid.csv", "arbeid.parquet", "diploma.csv", "diploma.parquet", "inschrijving.csv", "inschrijving.parquet", "persoon.csv", "persoon.parquet",
		"schooladvies.csv", "schooladvies.parquet",
		"register/aanbod.csv", "register/bestuur.csv", "register/instelling.csv", "register/opleiding.csv", "synth.json",
	}
	if len(a) != len(want) {
		t.Errorf("%d files, %d expected", len(a), len(want))
	}
	for _, name := range want {
		if len(a[name]) == 0 || !bytes.Equal(a[name], b[name]) {
			t.Errorf("%s is empty or differs between two runs", name)
		}
	}
	o.Seed++
	other, _ := make1(t, o)
	c := folder(t, other)
	for _, name := range want {
		if fixed := name == "register/opleiding.csv" || name == "register/bestuur.csv"; !fixed && bytes.Equal(a[name], c[name]) {
			t.Errorf("%s is the same for another seed", name)
		}
	}
}

func TestRowsOfTheReportAreTheRowsOfTheFiles(t *testing.T) {
	t.Parallel()
	dir, rep := make1(t, small(""))
	for _, f := range rep.Files {
		b, err := os.ReadFile(filepath.Join(dir, f.Path))
		if err != nil {
			t.Fatal(err)
		}
		if n := int64(bytes.Count(b, []byte("\n"))) - 1; n != f.Rows || n == 0 {
			t.Errorf("%s has %d rows, the report says %d", f.Path, n, f.Rows)
		}
	}
	var m struct {
		Synthetic   bool
		Options     map[string]any
		Calibration []Line
	}
	b, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, &m); err != nil || !m.Synthetic || m.Options["seed"] != 11.0 || len(m.Calibration) != len(rep.Lines) {
		t.Errorf("%s is incomplete: %v", ManifestName, err)
	}
}

func TestAFinishedFolderIsKept(t *testing.T) {
	t.Parallel()
	o := small("")
	dir, rep := make1(t, o)
	o.Out = dir
	before, err := os.Stat(filepath.Join(dir, "persoon.csv"))
	if err != nil {
		t.Fatal(err)
	}
	again, err := Generate(context.Background(), o)
	if err != nil || len(again.Lines) != len(rep.Lines) || again.Lines[3] != rep.Lines[3] {
		t.Errorf("the same options again: %v", err)
	}
	if after, err := os.Stat(filepath.Join(dir, "persoon.csv")); err != nil || !os.SameFile(before, after) {
		t.Error("a finished folder was written again")
	}
	o.Seed++
	if _, err := Generate(context.Background(), o); !errors.Is(err, ErrExists) {
		t.Errorf("other options over a finished folder: %v", err)
	}
	o.Out = t.TempDir()
	if _, err := Generate(context.Background(), o); !errors.Is(err, ErrExists) {
		t.Errorf("a strange folder in the way: %v", err)
	}
}

func TestAnInterruptedRunLeavesNothing(t *testing.T) {
	t.Parallel()
	parent := t.TempDir()
	o := small(filepath.Join(parent, "extracts"))
	ctx, cancel := context.WithCancel(context.Background())
	o.Progress = func(done, total int) {
		if done > total/2 {
			cancel()
		}
	}
	if _, err := Generate(ctx, o); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if left, _ := os.ReadDir(parent); len(left) != 0 {
		t.Errorf("%d files are left", len(left))
	}
	// A process that died leaves its unfinished folder; the next run clears it.
	if err := os.MkdirAll(o.Out+".part/register", 0o700); err != nil {
		t.Fatal(err)
	}
	o.Progress = nil
	if _, err := Generate(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(parent); len(left) != 1 {
		t.Errorf("%d folders are left", len(left))
	}
}

func TestOptionsAreRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(*Options){
		"scale 0":          func(o *Options) { o.Scale = 0 },
		"scale above 1":    func(o *Options) { o.Scale = 1.01 },
		"years descending": func(o *Options) { o.From = 2030 },
		"unknown format":   func(o *Options) { o.Formats = []string{"xml"} },
		"no folder":        func(o *Options) { o.Out = "" },
		"1cHO unlaid":      func(o *Options) { o.OneCHO = true },
	} {
		o := small("x")
		change(&o)
		if _, err := Generate(context.Background(), o); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
}

func TestOneYearIsPossible(t *testing.T) {
	t.Parallel()
	o := small("")
	o.From, o.Scale = o.To, .0005
	_, rep := make1(t, o)
	for _, f := range rep.Files {
		if f.Path == "inschrijving.csv" && f.Rows == 0 {
			t.Error("no enrolments")
		}
		if f.Path == "diploma.csv" && f.Rows != 0 {
			t.Error("one study year holds no complete diploma cohort")
		}
	}
}

func TestTheReportIsAligned(t *testing.T) {
	t.Parallel()
	_, rep := make1(t, small(""))
	for lang, want := range map[string]string{"nl": "Havo direct naar ho", "en": "Havo directly to higher education"} {
		var b strings.Builder
		if err := rep.WriteText(&b, lang); err != nil {
			t.Fatal(err)
		}
		column := -1
		for line := range strings.Lines(b.String()) {
			if at := strings.Index(line, "OCW in cijfers"); at >= 0 {
				at = len([]rune(line[:at]))
				if column >= 0 && at != column {
					t.Errorf("%s: the source stands at %d and %d", lang, column, at)
				}
				column = at
			}
		}
		if !strings.Contains(b.String(), want) || column < 0 {
			t.Errorf("%s: %q is missing in\n%s", lang, want, b.String())
		}
	}
}

func BenchmarkGenerate(b *testing.B) {
	for _, format := range []string{"csv", "parquet", "1cho"} {
		b.Run(format, func(b *testing.B) {
			o := Options{Scale: .02, Seed: 1, From: 2018, To: 2025, Formats: []string{"csv"}}
			switch format {
			case "parquet":
				o.Formats = []string{format}
			case "1cho":
				o.OneCHO, o.Layout = true, oneCHO(b)
			}
			rows := int64(0)
			for b.Loop() {
				o.Out = ""
				_, rep := make1(b, o)
				for _, f := range rep.Files {
					if strings.HasPrefix(f.Path, "inschrijving") || strings.HasPrefix(f.Path, "1cho") {
						rows += f.Rows
					}
				}
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds(), "enrolments/s")
		})
	}
}
