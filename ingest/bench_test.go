package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"doorstroommonitor/ingest"
)

// enrolments writes n rows of persons with five years each, in the order of
// persons as a registry would, or shuffled.
func enrolments(n int, seed uint64, shuffle bool) string {
	lines := make([]string, 0, n)
	size := 0
	for i := 0; len(lines) < n; i++ {
		for y := 0; y < 5 && len(lines) < n; y++ {
			var l string
			if y < 2 {
				l = fmt.Sprintf("%09d,%d,VO,90AA,00,HAVO,HAVO,,%d,%d-08-01,%d-07-31,J,S,J,1\n", i+1, 2016+y, 4+y, 2016+y, 2017+y)
			} else {
				l = fmt.Sprintf("%09d,%d,WO,92AA,00,50000,BA,VT,,%d-09-01,%d-08-31,J,S,J,1\n", i+1, 2016+y, 2016+y, 2017+y)
			}
			lines = append(lines, l)
			size += len(l)
		}
	}
	if shuffle {
		rand.New(rand.NewPCG(seed, 0)).Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	}
	var b strings.Builder
	b.Grow(size + len(enrolmentHeader))
	b.WriteString(enrolmentHeader)
	for _, l := range lines {
		b.WriteString(l)
	}
	return b.String()
}

func BenchmarkRunCSV(b *testing.B) {
	for _, n := range []int{1e4, 1e5, 1e6} {
		b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
			w := newWorld(b)
			w.options.Buckets = 0
			w.options.Workers = 0
			w.add("inschrijving", "inschrijving.csv", enrolments(n, 1, false))
			for b.Loop() {
				if err := os.RemoveAll(w.options.Store); err != nil {
					b.Fatal(err)
				}
				if _, err := ingest.Run(context.Background(), w.options); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}
