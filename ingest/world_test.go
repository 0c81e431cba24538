package ingest_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/ingest"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"

	"github.com/parquet-go/parquet-go"
)

// The public register of the tests: a school, a college that merged into
// another in 2020, and a university.
var registerFiles = fstest.MapFS{
	"bestuur.csv": {Data: []byte("bestuur,naam\n")},
	"instelling.csv": {Data: []byte(`brin,naam,provincie,plaats,geopend,gesloten,opvolger,bestuur,grootte
90AA,De Wilg,Utrecht,Vechtdam,1980,,,,
91AA,Hogeschool De Dijk,Zeeland,Zanddorp,1970,2020,91AB,,
91AB,Hogeschool De Kust,Zeeland,Zanddorp,2020,,,,
92AA,Universiteit Vechtdam,Utrecht,Vechtdam,1800,,,,
93AA,ROC Vechtdam,Utrecht,Vechtdam,1996,,,,
94AA,Basisschool De Berk,Utrecht,Vechtdam,1960,,,,
94AB,Basisschool De Es,Utrecht,Vechtdam,1992,1996,94AA,,
`)},
	"opleiding.csv": {Data: []byte(`code,sector,naam,niveau,onderdeel,nominaal,vervallen,opvolger
HAVO,VO,havo,HAVO,,5,,
VWO,VO,vwo,VWO,,6,,
34000,HBO,Bouwkunde,BA,TECHNIEK,4,,
50000,WO,Rechten,BA,RECHT,3,,
50001,WO,Notarieel recht,BA,RECHT,3,,
25000,MBO,Bouwkunde,MBO4,TECHNIEK,4,,
PO,PO,basisonderwijs,,,8,,
`)},
	"aanbod.csv": {Data: []byte(`brin,vest,sector,opleiding,vanaf,tot
90AA,00,VO,HAVO,2000,
90AA,00,VO,VWO,2000,
91AA,00,HBO,34000,2005,2019
91AB,00,HBO,34000,2020,
92AA,00,WO,50000,2002,
92AA,00,WO,50001,2002,
93AA,00,MBO,25000,2000,
94AA,00,PO,PO,1980,
94AB,00,PO,PO,1992,1995
`)},
}

const (
	personHeader    = "pgn,geslacht\n"
	enrolmentHeader = "pgn,jaar,sector,brin,vest,opleiding,niveau,leerweg,leerjaar,begin,eind,bekostigd,soort,hoofd,volgnr\n"
	diplomaHeader   = "pgn,sector,brin,vest,opleiding,niveau,profiel,cijfer,leeftijd,datum\n"
	workHeader      = "pgn,jaar,werknemer,uren_pw\n"
	adviceHeader    = "pgn,jaar,brin,advies\n"

	// One person: a school leaver of 2018 who goes to college.
	person    = "123456780,V\n"
	havo      = "123456780,2017,VO,90AA,00,HAVO,HAVO,,5,2017-08-01,2018-07-31,J,S,J,1\n"
	college   = "123456780,2018,HBO,91AA,00,34000,BA,VT,,2018-09-01,2019-08-31,J,S,J,1\n"
	havoPaper = "123456780,VO,90AA,00,HAVO,HAVO,NT,TOT_70,,2018-06-14\n"
)

// world is a folder with extracts and what is needed to take them in.
type world struct {
	t       testing.TB
	dir     string
	options ingest.Options
}

func newWorld(t testing.TB) *world {
	t.Helper()
	return newWorldIn(t, t.TempDir())
}

func newWorldIn(t testing.TB, dir string) *world {
	t.Helper()
	s, err := spec.Load(os.DirFS("../specs/2026"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := register.Load(registerFiles)
	if err != nil {
		t.Fatal(err)
	}
	key, err := pseudonym.NewKey(bytes.Repeat([]byte{1}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return &world{t, dir, ingest.Options{
		Spec: s, Register: r, Key: key, CommitmentKey: bytes.Repeat([]byte{2}, 32), Program: "test",
		Store: filepath.Join(dir, "store"), Report: filepath.Join(dir, "report"), Buckets: 4, Workers: 2, AllowShifts: true,
	}}
}

// add writes an extract and names it as input of a record type.
func (w *world) add(record, name, text string) {
	w.t.Helper()
	w.write(name, text)
	w.options.Inputs = append(w.options.Inputs, ingest.Input{Path: filepath.Join(w.dir, name), Record: record})
}

func (w *world) addLayout(id, name, text string) {
	w.t.Helper()
	w.write(name, text)
	w.options.Inputs = append(w.options.Inputs, ingest.Input{Path: filepath.Join(w.dir, name), Layout: id})
}

func (w *world) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// family adds the person with both enrolments and the diploma.
func (w *world) family() {
	w.add("persoon", "persoon.csv", personHeader+person)
	w.add("inschrijving", "inschrijving.csv", enrolmentHeader+havo+college)
	w.add("diploma", "diploma.csv", diplomaHeader+havoPaper)
}

func (w *world) run() *ingest.Receipt {
	w.t.Helper()
	r, err := ingest.Run(context.Background(), w.options)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range r.Files {
		if f.In != f.Accepted+f.Rejected {
			w.t.Errorf("%s: %d in, %d accepted, %d rejected", f.Name, f.In, f.Accepted, f.Rejected)
		}
	}
	return r
}

// stop runs and wants a stop of that rule with nothing left behind.
func (w *world) stop(rule string) *ingest.Stop {
	w.t.Helper()
	_, err := ingest.Run(context.Background(), w.options)
	var s *ingest.Stop
	if !errors.As(err, &s) {
		w.t.Fatalf("error is %v, want a stop", err)
	}
	if s.Rule.ID != rule {
		w.t.Errorf("stopped by %s, want %s: %v", s.Rule.ID, rule, err)
	}
	for _, name := range []string{"store", "store.part", "store.old", "report"} {
		if _, err := os.Stat(filepath.Join(w.dir, name)); !errors.Is(err, fs.ErrNotExist) {
			w.t.Errorf("%s was left behind", name)
		}
	}
	return s
}

// tree reads every file of the store.
func (w *world) tree() map[string][]byte {
	w.t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(w.options.Store, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(w.options.Store, path)
		out[filepath.ToSlash(rel)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return out
}

// rows reads all rows of a record type, each as column=value.
func (w *world) rows(record string) []string {
	w.t.Helper()
	var out []string
	for name, b := range w.tree() {
		if !strings.HasPrefix(name, record+"/") {
			continue
		}
		f, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
		if err != nil {
			w.t.Fatal(err)
		}
		for _, g := range f.RowGroups() {
			rows := g.Rows()
			buf := make([]parquet.Row, 100)
			for {
				n, err := rows.ReadRows(buf)
				for _, r := range buf[:n] {
					var cells []string
					for i, v := range r {
						cells = append(cells, f.Schema().Fields()[i].Name()+"="+v.String())
					}
					out = append(out, strings.Join(cells, " "))
				}
				if errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					w.t.Fatal(err)
				}
			}
			rows.Close()
		}
	}
	slices.Sort(out)
	return out
}

// names reads the pseudonyms of a file of the store.
func (w *world) names(file string) []string {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.options.Store, file))
	if err != nil {
		w.t.Fatal(err)
	}
	type row struct {
		PGN string `parquet:"pgn"`
	}
	rows, err := parquet.Read[row](bytes.NewReader(b), int64(len(b)))
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, r := range rows {
		out = append(out, r.PGN)
	}
	return out
}

// quarantine reads the refusals as "file:line rule field value".
func (w *world) quarantine() []string {
	w.t.Helper()
	f, err := os.Open(filepath.Join(w.options.Report, "quarantine.csv"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		w.t.Fatal(err)
	}
	var out []string
	for _, r := range all[1:] {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s:%s %s %s %s", r[0], r[1], r[3], r[4], r[6])))
	}
	return out
}

func count(r *ingest.Receipt, rule string) int64 {
	for _, f := range r.Findings {
		if f.Rule == rule {
			return f.Count
		}
	}
	return 0
}
