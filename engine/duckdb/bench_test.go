package duckdb_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/parquet-go/parquet-go"

	"doorstroommonitor/engine"
)

type benchEnrolment struct {
	Person string `parquet:"pgn"`
	Year   int32  `parquet:"jaar"`
	Sector string `parquet:"sector"`
	BRIN   string `parquet:"brin"`
	Begin  string `parquet:"begin"`
	End    string `parquet:"eind"`
}

type benchDiploma struct {
	Person string `parquet:"pgn"`
	Year   int32  `parquet:"jaar"`
	BRIN   string `parquet:"brin"`
}

// BenchmarkAggregate counts destinations over two years; sizes are enrolments,
// of which there are ten a person.
func BenchmarkAggregate(b *testing.B) {
	for _, n := range []int{100_000, 1_000_000} {
		b.Run(fmt.Sprintf("enrolments=%d", n), func(b *testing.B) {
			dir := b.TempDir()
			src := benchSource(b, dir, n)
			e := open(b, filepath.Join(dir, "spill"))
			defer e.Close()
			on := engine.Selection{Record: "inschrijving", ActiveOn: "10-01", Prefer: []engine.Preference{{Column: "sector", Order: []string{"WO", "HBO", "MBO", "VO"}}}}
			plans := []engine.Plan{{Name: "bench", Cohort: engine.Selection{Record: "diploma"},
				Lookups: []engine.Lookup{{ID: "y0", Selection: on}, {ID: "y1", After: 1, Selection: on}},
				Columns: []engine.Column{{ID: "school", Field: "brin"}, {ID: "s0", Of: "y0", Field: "sector", None: "-"}, {ID: "s1", Of: "y1", Field: "sector", None: "-"}}}}
			for b.Loop() {
				var persons int64
				if err := e.Aggregate(context.Background(), src, plans, func(c engine.Count) error { persons += c.N; return nil }); err != nil {
					b.Fatal(err)
				}
				if persons != int64(n/10) {
					b.Fatalf("%d persons counted, want %d", persons, n/10)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "enrolments/s")
		})
	}
}

func benchSource(b *testing.B, dir string, n int) engine.Source {
	b.Helper()
	sectors := []string{"VO", "VO", "MBO", "HBO", "WO"}
	var enrolments []benchEnrolment
	var diplomas []benchDiploma
	for i := range n {
		p, k := i/10, i%10
		year := int32(2013 + k)
		school := fmt.Sprintf("S%03d", p*7919%600)
		enrolments = append(enrolments, benchEnrolment{fmt.Sprintf("%016x", uint64(p+1)*0x9e3779b97f4a7c15), year, sectors[(p*31+k*17)%5], school,
			fmt.Sprintf("%d-09-01", year), fmt.Sprintf("%d-08-31", year+1)})
		if k == 5 {
			diplomas = append(diplomas, benchDiploma{enrolments[i].Person, year, school})
		}
	}
	return engine.Source{Records: map[string]engine.Files{
		"inschrijving": {Columns: []string{"pgn", "jaar", "sector", "brin", "begin", "eind"}, Paths: []string{benchFile(b, dir, "inschrijving", enrolments)}},
		"diploma":      {Columns: []string{"pgn", "jaar", "brin"}, Paths: []string{benchFile(b, dir, "diploma", diplomas)}},
	}}
}

func benchFile[T any](b *testing.B, dir, name string, rows []T) string {
	b.Helper()
	path := filepath.Join(dir, name+".parquet")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	w := parquet.NewGenericWriter[T](f, parquet.Compression(&parquet.Zstd))
	_, err = w.Write(rows)
	if err := errors.Join(err, w.Close(), f.Close()); err != nil {
		b.Fatal(err)
	}
	return path
}
