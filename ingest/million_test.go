package ingest_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"doorstroommonitor/ingest"

	"github.com/google/go-cmp/cmp"
)

var rows = flag.Int("rows", 5_000, "lines of the files in TestOneBadLineLosesOneLine")

// TestOneBadLineLosesOneLine takes in a long file of every layout with one
// line that is wrong, far from both ends; make test-million does it with a
// million lines each.
func TestOneBadLineLosesOneLine(t *testing.T) {
	for _, id := range []string{"1cho", "arbeid", "grondslag", "hisbek", "po", "ro", "schooladvies", "vo"} {
		t.Run(id, func(t *testing.T) {
			w := newWorld(t)
			l := w.options.Spec.Layouts[id]
			m, separator := newMaker(t, l), ""
			if len(l.Separators) > 0 {
				separator = l.Separators[0]
			}
			f, err := os.Create(filepath.Join(w.dir, "x"))
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			for m.lines < *rows {
				var spoil func(int, []byte) []byte
				if m.want == nil && m.lines > *rows/3 {
					last := len(samples(l)) - 1
					spoil = func(i int, line []byte) []byte {
						if i != last {
							return line
						}
						rule, bad := "F-COLUMNS", append(line, separator+"x"+separator+"x"...)
						if separator == "" {
							rule, bad = "F-WIDTH", line[1:]
						}
						m.want = []string{fmt.Sprintf("x:%d %s", m.lines+1, rule)}
						return bad
					}
				}
				m.person(spoil)
				if m.file.Len() > 1<<20 {
					if _, err := m.file.WriteTo(f); err != nil {
						t.Fatal(err)
					}
				}
			}
			if tr := m.trailer(); tr != nil {
				m.put(tr)
			}
			if _, err := m.file.WriteTo(f); err != nil {
				t.Fatal(err)
			}
			w.options.Inputs = append(w.options.Inputs, ingest.Input{Path: f.Name(), Layout: id})
			r := w.run()
			if diff := cmp.Diff(m.want, w.quarantine()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if x := r.Files[0]; x.Rejected != 1 {
				t.Errorf("%+v", x)
			} else {
				t.Logf("%d lines, %d rows accepted, %d rejected", x.Lines, x.Accepted, x.Rejected)
			}
		})
	}
}
