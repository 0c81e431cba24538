package table

import (
	"encoding/csv"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"unicode/utf8"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/sdc"
)

// The files in the folder of a protected table, and of an attack.
const (
	CellsFile  = "cells.csv"
	RiskFile   = "risk.csv"
	AuditFile  = "audit.csv"
	ReportFile = "report.json"
)

// folder is where results are written: the report last, so that a folder
// without one is not whole.
type folder struct {
	dir       string
	separator string
}

func openFolder(dir, separator string) (*folder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, &Fault{Rule: "R-FOLDER", File: dir, err: err, what: say("de map is niet te maken: %v", "the folder cannot be made: %v", err), next: say("geef met --out een map waar u mag schrijven", "give a folder in which you may write with --out")}
	}
	if err := os.Remove(filepath.Join(dir, ReportFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return &folder{dir, separator}, nil
}

// csv writes rows under a header.
func (f *folder) csv(name string, perm fs.FileMode, head []string, rows iter.Seq[[]string]) error {
	return atomicfile.Write(filepath.Join(f.dir, name), perm, func(w io.Writer) error {
		cw := csv.NewWriter(w)
		if f.separator != "" {
			cw.Comma, _ = utf8.DecodeRuneInString(f.separator)
		}
		cw.Write(head)
		for row := range rows {
			cw.Write(row)
		}
		cw.Flush()
		return cw.Error()
	})
}

func (f *folder) report(report any, perm fs.FileMode) error {
	b, err := JSON(report)
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(filepath.Join(f.dir, ReportFile), perm, b)
}

// header lists the columns of the dimensions and then others.
func (l *listing) header(more ...string) []string {
	var out []string
	for _, a := range l.axes {
		out = append(out, a.columns...)
	}
	return append(out, more...)
}

// key is what stands in the columns of the dimensions.
func (l *listing) key(codes []int32) []string {
	var out []string
	for d, a := range l.axes {
		out = append(out, a.fields(codes[d])...)
	}
	return out
}

// bound is a bound as it is written: empty where there is none.
func bound(n int64) string {
	if n >= sdc.Unbounded/2 {
		return ""
	}
	return strconv.FormatInt(n, 10)
}

// result is a protected table on its way to files.
type result struct {
	listing
	outcome *Outcome
	// sensitive says which counts the rule is about.
	sensitive func(count int64) bool
	zeros     bool
	// noise, when not nil, has the figures in place of the true counts.
	noise *noise
	// silent says that empty cells are not listed.
	silent bool
}

// cells visits the cells to write.
func (r *result) cells() iter.Seq2[int32, []int32] {
	if r.zeros {
		return r.every()
	}
	return r.shown()
}

// listed visits the cells for every reader. Where empty cells are left out so
// are those that became 0: else a 0 in the list would be known to be none.
func (r *result) listed() iter.Seq2[int32, []int32] {
	return func(yield func(int32, []int32) bool) {
		for c, codes := range r.cells() {
			if r.noise != nil && r.silent && r.noise.values[c] == 0 {
				continue
			}
			if !yield(c, codes) {
				return
			}
		}
	}
}

// value is the figure of a cell for every reader; a cell below 0 is empty.
func (r *result) value(c int32) int64 {
	switch {
	case c < 0:
		return 0
	case r.noise != nil:
		return r.noise.values[c]
	}
	return r.built.Problem.Counts[c]
}

// public is the row of a cell for every reader.
func (r *result) public(c int32, codes []int32) []string {
	row := r.key(codes)
	switch {
	case r.noise != nil:
		v := r.value(c)
		lower, upper := r.noise.of(v, codes)
		return append(row, strconv.FormatInt(v, 10), "published", bound(lower), bound(upper))
	case c < 0:
		return append(row, "0", "published", "0", "0")
	case r.outcome.Hidden[c]:
		return append(row, "", "hidden", bound(r.outcome.Lower[c]), bound(r.outcome.Upper[c]))
	}
	n := strconv.FormatInt(r.value(c), 10)
	return append(row, n, "published", n, n)
}

// reason says why a cell is hidden.
func (r *result) reason(c int32) string {
	switch {
	case c < 0 || !r.outcome.Hidden[c]:
		return ""
	case r.sensitive(r.built.Problem.Counts[c]):
		return "primary"
	}
	return "secondary"
}

// write writes cells.csv for everybody and risk.csv for the owner alone.
func (r *result) write(f *folder) error {
	err := f.csv(CellsFile, 0o644, r.header("value", "status", "lower", "upper"), func(yield func([]string) bool) {
		for c, codes := range r.listed() {
			if !yield(r.public(c, codes)) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	head := r.header("value", "status", "lower", "upper", "count", "reason")
	if r.noise != nil {
		head[len(head)-1] = "change"
	}
	return f.csv(RiskFile, 0o600, head, func(yield func([]string) bool) {
		for c, codes := range r.cells() {
			n := int64(0)
			if c >= 0 {
				n = r.built.Problem.Counts[c]
			}
			last := r.reason(c)
			if r.noise != nil {
				last = strconv.FormatInt(r.value(c)-n, 10)
			}
			if !yield(append(slices.Clip(r.public(c, codes)), strconv.FormatInt(n, 10), last)) {
				return
			}
		}
	})
}
