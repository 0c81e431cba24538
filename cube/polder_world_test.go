package cube_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/duckdb"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/ingest"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// The polder is observed on 1 October of 2018 to 2021; its first cohort with
// a whole school year before it is 2019.
const (
	polder      = "../testdata/polder"
	firstCohort = 2019
	lastCohort  = 2021
)

func loadSpec(t testing.TB, fsys fs.FS) *spec.Specification {
	t.Helper()
	s, err := spec.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func polderRegister(t testing.TB) *register.Register {
	t.Helper()
	r, err := register.Load(os.DirFS(polder + "/register"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// changedRegister is the register of the polder with other text in one file
// after the other: name, old, new.
func changedRegister(t testing.TB, changes ...string) *register.Register {
	t.Helper()
	files := fstest.MapFS{}
	for _, name := range []string{"bestuur", "instelling", "opleiding", "aanbod"} {
		b, err := os.ReadFile(polder + "/register/" + name + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		text := string(b)
		for c := range slices.Chunk(changes, 3) {
			if c[0] == name {
				if !strings.Contains(text, c[1]) {
					t.Fatalf("%s.csv has no %q", name, c[1])
				}
				text = strings.Replace(text, c[1], c[2], 1)
			}
		}
		files[name+".csv"] = &fstest.MapFile{Data: []byte(text)}
	}
	r, err := register.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// columns lists the fields of a record type, the derived ones included.
func columns(r *spec.Record) []string {
	var out []string
	for _, f := range r.Fields {
		out = append(out, f.ID)
	}
	return out
}

// tallyFunc counts plans over the extracts in a folder.
type tallyFunc func(t testing.TB, s *spec.Specification, reg *register.Register, plans []engine.Plan, extracts string) []cube.Inner

// tallyDuckDB takes the extracts in and counts the store with DuckDB, one
// person bucket after the other.
func tallyDuckDB(t testing.TB, s *spec.Specification, reg *register.Register, plans []engine.Plan, extracts string) []cube.Inner {
	t.Helper()
	dir := t.TempDir()
	key, err := pseudonym.NewKey(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	opt := ingest.Options{Spec: s, Register: reg, Key: key, CommitmentKey: bytes.Repeat([]byte{8}, 32), Program: "test",
		Store: filepath.Join(dir, "store"), Report: filepath.Join(dir, "report"), Buckets: 3}
	for id := range s.Records {
		opt.Inputs = append(opt.Inputs, ingest.Input{Path: filepath.Join(extracts, id+".csv"), Record: id})
	}
	rec, err := ingest.Run(context.Background(), opt)
	if err != nil {
		t.Fatal(err)
	}
	if total := rec.Total(); total.Rejected != 0 || len(rec.Findings) != 0 {
		t.Fatalf("the extracts in %s are not clean: %+v", extracts, rec.Findings)
	}
	m, err := ingest.ReadManifest(opt.Store)
	if err != nil {
		t.Fatal(err)
	}
	sources := make([]engine.Source, m.Buckets)
	for i := range sources {
		sources[i].Records = map[string]engine.Files{}
		for id, r := range s.Records {
			files := engine.Files{Columns: columns(r)}
			for _, f := range m.Files {
				if f.Record == id && f.Bucket == i {
					files.Paths = append(files.Paths, filepath.Join(opt.Store, filepath.FromSlash(f.Path)))
				}
			}
			sources[i].Records[id] = files
		}
	}
	eng, err := duckdb.Open(duckdb.Options{SpillDir: filepath.Join(dir, "spill")})
	if err != nil {
		t.Fatal(err)
	}
	defer eng.Close()
	inner, err := cube.Tally(context.Background(), eng, sources, plans, nil)
	if err != nil {
		t.Fatal(err)
	}
	return inner
}

// tallyMemory counts the same rows with the second engine, straight from CSV.
func tallyMemory(t testing.TB, s *spec.Specification, _ *register.Register, plans []engine.Plan, extracts string) []cube.Inner {
	t.Helper()
	eng := &memory.Engine{Rows: map[string][]memory.Row{}}
	src := engine.Source{Records: map[string]engine.Files{}}
	for id, r := range s.Records {
		src.Records[id] = engine.Files{Columns: columns(r)}
		eng.Rows[id] = csvRows(t, filepath.Join(extracts, id+".csv"))
	}
	for _, r := range eng.Rows["diploma"] {
		r[engine.Year] = firstOctoberAfter(t, r["datum"])
	}
	inner, err := cube.Tally(context.Background(), eng, []engine.Source{src}, plans, nil)
	if err != nil {
		t.Fatal(err)
	}
	return inner
}

func csvRows(t testing.TB, path string) []memory.Row {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []memory.Row
	for _, cells := range all[1:] {
		row := memory.Row{}
		for i, c := range cells {
			row[all[0][i]] = c
		}
		out = append(out, row)
	}
	return out
}

// firstOctoberAfter is the year of the first 1 October after a day; a day that
// is itself 1 October belongs to the next.
func firstOctoberAfter(t testing.TB, day string) string {
	t.Helper()
	year, err := strconv.Atoi(day[:4])
	if err != nil {
		t.Fatal(err)
	}
	if strings.Compare(day[5:], "10-01") >= 0 {
		year++
	}
	return strconv.Itoa(year)
}

// plansOf makes the plans of all populations, two each.
func plansOf(t testing.TB, s *spec.Specification, reg *register.Register) []engine.Plan {
	t.Helper()
	var plans []engine.Plan
	for _, id := range s.PopulationIDs() {
		p, err := cube.Plans(s, s.Populations[id], reg)
		if err != nil {
			t.Fatal(err)
		}
		plans = append(plans, p...)
	}
	return plans
}
