package impact

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/release"
	"doorstroommonitor/spec"
)

// What becomes of a file.
const (
	Gone    = "gone"
	New     = "new"
	Columns = "columns" // other columns, in New; those of now in Old
)

// File is what becomes of the files of one table in the public release. A star
// stands for the cohort year.
type File struct {
	Path string `json:"path"`
	What string `json:"what"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

// files compares what the public gets.
func (w *work) files() []File {
	out := []File{}
	before, after := public(w.old), public(w.now)
	for id, dims := range before {
		f := File{What: Columns, Old: strings.Join(dims, ","), New: strings.Join(after[id], ",")}
		if _, stays := after[id]; !stays {
			f.What = Gone
		} else if f.Old == f.New {
			continue
		}
		for _, path := range w.paths(id) {
			f.Path = path
			out = append(out, f)
		}
	}
	for id, dims := range after {
		if _, known := before[id]; !known {
			c, t, _ := strings.Cut(id, "/")
			out = append(out, File{Path: star(release.PartitionPath(c, t, 0), 0), What: New, New: strings.Join(dims, ",")})
		}
	}
	slices.SortFunc(out, func(a, b File) int { return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.What, b.What)) })
	return slices.Compact(out)
}

// public lists the dimensions of every table for everybody.
func public(s *spec.Specification) map[string][]string {
	out := map[string][]string{}
	for _, id := range s.TransitionIDs() {
		for _, t := range s.Transitions[id].Tables {
			if slices.Contains(t.Audiences, spec.PublicAudience) {
				out[id+"/"+t.ID] = t.Dimensions
			}
		}
	}
	return out
}

// paths lists the files of one table in the release, years as stars.
func (w *work) paths(table string) []string {
	var out []string
	for _, f := range w.round.Files {
		if f.Cube+"/"+f.Table == table {
			out = append(out, star(f.Path, f.Cohort))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func star(path string, cohort int) string {
	return strings.Replace(path, fmt.Sprintf("/%d.", cohort), "/*.", 1)
}
