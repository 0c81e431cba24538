package cli

import (
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"doorstroommonitor/spec"
)

// specFaults is everything that is wrong with a specification. In shows each
// fault in place: file and line, the line itself with a caret, the rule and
// the next step.
type specFaults struct {
	fsys fs.FS
	dir  string
	err  error
}

// Error gives one line a fault, in English.
func (f *specFaults) Error() string { return fmt.Sprintf("specification in %s:\n%v", f.dir, f.err) }

// Unwrap gives the faults.
func (f *specFaults) Unwrap() error { return f.err }

func (f *specFaults) list() []*spec.Fault { return spec.Faults(f.err) }

// In shows the faults.
func (f *specFaults) In(lang string) string {
	word := func(nl, en string) string {
		if lang == "en" {
			return en
		}
		return nl
	}
	faults := f.list()
	if len(faults) == 0 {
		return fmt.Sprintf(word("specificatie in %s:\n%s", "specification in %s:\n%s"), f.dir, explain(f.err, lang))
	}
	var sb strings.Builder
	fmt.Fprintf(&sb, word("specificatie in %s: %s\n", "specification in %s: %s\n"), f.dir, f.number(lang))
	for _, x := range faults {
		fmt.Fprintf(&sb, "\n%s:%d: %s\n", path.Join(filepath.ToSlash(f.dir), x.File), x.Line, x.Text().In(lang))
		sb.WriteString(f.excerpt(x))
		a := spec.AdviceOn(x.Rule)
		fmt.Fprintf(&sb, "  %s %s: %s\n  %s: %s\n", word("regel", "rule"), x.Rule, a.Title.In(lang), word("volgende stap", "next"), a.Next.In(lang))
	}
	return strings.TrimRight(sb.String(), "\n")
}

// number says how many faults there are.
func (f *specFaults) number(lang string) string {
	return amount{len(f.list()), "fout", "fouten", "fault", "faults"}.In(lang)
}

// excerpt is the line of a fault with a caret below the place.
func (f *specFaults) excerpt(x *spec.Fault) string {
	text, err := fs.ReadFile(f.fsys, x.File)
	if err != nil {
		return ""
	}
	lines := strings.Split(string(text), "\n")
	if x.Line < 1 || x.Line > len(lines) {
		return ""
	}
	line := []rune(strings.TrimRight(strings.ReplaceAll(lines[x.Line-1], "\t", " "), "\r"))
	at := max(x.Column-1, len(line)-len([]rune(strings.TrimLeft(string(line), " "))))
	from, to := 0, len(line)
	if len(line) > width { // a window around the place
		from = max(0, min(at-width/2, len(line)-width))
		to = from + width
	}
	shown := string(line[from:to])
	if from > 0 {
		shown = "…" + string(line[from+1:to])
	}
	if to < len(line) {
		shown += "…"
	}
	return fmt.Sprintf("  %5d | %s\n        | %s^\n", x.Line, shown, strings.Repeat(" ", max(at-from, 0)))
}

// width is how much of a long line is shown, in characters.
const width = 110

// checkedSpec is what spec check --json writes; message and next are in the
// language of the run, the rule is the same in both.
type checkedSpec struct {
	InOrder bool        `json:"in_order"`
	Version string      `json:"version,omitempty"`
	Digest  string      `json:"sha256,omitempty"`
	Faults  []faultJSON `json:"faults"`
}

type faultJSON struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column,omitempty"`
	Rule    string `json:"rule"`
	Message string `json:"message"`
	Next    string `json:"next"`
}

func checked(s *spec.Specification, wrong *specFaults, lang string) checkedSpec {
	out := checkedSpec{Faults: []faultJSON{}}
	if wrong == nil {
		out.InOrder, out.Version, out.Digest = true, s.About.Version, s.Digest
		return out
	}
	for _, x := range wrong.list() {
		out.Faults = append(out.Faults, faultJSON{x.File, x.Line, x.Column, x.Rule, x.Text().In(lang), spec.AdviceOn(x.Rule).Next.In(lang)})
	}
	return out
}
