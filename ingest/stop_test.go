package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/ingest"

	"github.com/parquet-go/parquet-go"
)

func TestFilesThatStopTheRun(t *testing.T) {
	cases := []struct {
		name string
		text string
		rule string
		line int64
	}{
		{"an empty file", "", "F-EMPTY", 0},
		{"a header alone", personHeader, "F-EMPTY", 0},
		{"latin1 in a UTF-8 file", personHeader + person + person + "123456780,\xeb\n", "F-ENCODING", 4},
		{"latin1 in the header", "pgn,gesl\xe4cht\n" + person, "F-ENCODING", 1},
		{"UTF-16", "\xff\xfep\x00g\x00n\x00\n\x00", "F-ENCODING", 0},
		{"a workbook", "PK\x03\x04\x14\x00\x06\x00", "F-ENCODING", 0},
		{"a packed file", "\x1f\x8b\x08\x00\x00\x00", "F-ENCODING", 0},
		{"a missing column", "pgn\n123456780\n", "F-HEADER", 1},
		{"an unknown column", "pgn,geslacht,naam\n123456780,V,x\n", "F-HEADER", 1},
		{"a column twice", "pgn,geslacht,geslacht\n123456780,V,V\n", "F-HEADER", 1},
		{"no header", person + person, "F-HEADER", 1},
		{"a last line that is cut off", personHeader + person + "1234567", "F-END", 3},
		{"a line without end", strings.Repeat("x", 2<<20), "F-LINE", 1},
		{"many lines with a column too few", personHeader + strings.Repeat(person, 100) + "1\n2\n3\n", "F-SHAPE", 0},
		{"all lines with a column too few", personHeader + "1\n", "F-SHAPE", 0},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.add("persoon", "x.csv", c.text)
			s := w.stop(c.rule)
			if s.Line != c.line || s.Input != "x.csv" {
				t.Errorf("the message names %s line %d, want line %d", s.Input, s.Line, c.line)
			}
			for _, lang := range []string{"nl", "en"} {
				m := s.In(lang)
				if !strings.Contains(m, "x.csv") || !strings.Contains(m, "["+c.rule+"]") || !strings.HasSuffix(m, s.Rule.Mend.In(lang)) {
					t.Errorf("message without file, rule or next step: %s", m)
				}
				if strings.Contains(m, "12345678") {
					t.Errorf("message with a person: %s", m)
				}
			}
		})
	}
}

func TestAMissingFileStopsTheRun(t *testing.T) {
	w := newWorld(t)
	w.options.Inputs = []ingest.Input{{Path: filepath.Join(w.dir, "absent.csv"), Record: "persoon"}}
	if s := w.stop("F-MISSING"); !errors.Is(s, os.ErrNotExist) {
		t.Errorf("cause is %v", s.Err)
	}
	w.options.Inputs = []ingest.Input{{Path: w.dir, Name: "folder", Record: "persoon"}}
	w.stop("F-MISSING")
}

func TestOneBadLineInManyLosesOneLine(t *testing.T) {
	w := newWorld(t)
	w.add("persoon", "x.csv", personHeader+person+"broken\n"+with(person, 0, "000000002"))
	if r := w.run(); r.Files[0].Rejected != 1 || r.Records["persoon"] != 2 {
		t.Errorf("%+v", r)
	}
}

// parquetPersons writes persons as a Parquet file of string columns.
func parquetPersons(t *testing.T, rows [][2]string) []byte {
	t.Helper()
	type row struct {
		Sex string `parquet:"geslacht"`
		PGN string `parquet:"pgn,optional"`
	}
	var b bytes.Buffer
	pw := parquet.NewGenericWriter[row](&b, parquet.MaxRowsPerRowGroup(3))
	for _, r := range rows {
		if _, err := pw.Write([]row{{r[1], r[0]}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := pw.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestParquetInput(t *testing.T) {
	whole := parquetPersons(t, [][2]string{{"000000001", "M"}, {"000000002", "V"}, {"000000003", "X"}, {"", "V"}, {"000000005", "O"}, {"000000005", "O"}, {"000000007", "O"}})
	w := newWorld(t)
	w.add("persoon", "p.parquet", string(whole))
	r := w.run()
	if f := r.Files[0]; f.In != 7 || f.Rejected != 2 || f.Merged != 1 || r.Records["persoon"] != 4 {
		t.Errorf("%+v", r)
	}
	if q := strings.Join(w.quarantine(), "; "); q != "p.parquet:3 C-CODE geslacht X; p.parquet:4 F-REQUIRED pgn" {
		t.Errorf("quarantine: %s", q)
	}
	for name, b := range map[string][]byte{"cut off": whole[:len(whole)-10], "cut in half": whole[:len(whole)/2], "something else": []byte("PAR1 not really PAR1")} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.add("persoon", "p.parquet", string(b))
			w.stop("F-PARQUET")
		})
	}
	w = newWorld(t)
	w.add("diploma", "p.parquet", string(whole))
	w.stop("F-HEADER")
	w = newWorld(t)
	w.add("persoon", "p.parquet", string(parquetPersons(t, nil)))
	w.stop("F-EMPTY")
}

func TestDamagedParquetIsNeverTakenForWhole(t *testing.T) {
	var rows [][2]string
	for i := range 40 {
		rows = append(rows, [2]string{"0000000" + string([]byte{'0' + byte(i/10), '0' + byte(i%10)}), "M"})
	}
	whole := parquetPersons(t, rows)
	for at := 0; at < len(whole); at += 61 {
		b := bytes.Clone(whole)
		b[at] ^= 0xff
		w := newWorld(t)
		w.add("persoon", "p.parquet", string(b))
		r, err := ingest.Run(context.Background(), w.options)
		// A changed byte in a value is a fault of a row or no fault that can be
		// seen; it must not panic, and rows must add up.
		if err == nil && r.Files[0].In != 40 {
			t.Errorf("byte %d: %d rows of 40", at, r.Files[0].In)
		}
	}
}

func TestWrongOptions(t *testing.T) {
	cases := map[string]func(*ingest.Options){
		"no key":                 func(o *ingest.Options) { o.Key = nil },
		"a short commitment key": func(o *ingest.Options) { o.CommitmentKey = []byte("short") },
		"no inputs":              func(o *ingest.Options) { o.Inputs = nil },
		"an unknown record":      func(o *ingest.Options) { o.Inputs[0].Record = "kat" },
		"an unknown layout":      func(o *ingest.Options) { o.Inputs[0].Record, o.Inputs[0].Layout = "", "kat" },
		"both":                   func(o *ingest.Options) { o.Inputs[0].Layout = "1cho" },
		"one name for two": func(o *ingest.Options) {
			o.Inputs[1].Name = o.Inputs[0].Path[strings.LastIndex(o.Inputs[0].Path, "/")+1:]
		},
		"too many buckets": func(o *ingest.Options) { o.Buckets = 257 },
	}
	for name, change := range cases {
		w := newWorld(t)
		w.family()
		change(&w.options)
		if _, err := ingest.Run(context.Background(), w.options); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}
