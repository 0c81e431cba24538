package meta

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/template"
	"time"
	"unicode/utf8"

	"doorstroommonitor/sdmx"
)

//go:embed readme.txt.tmpl
var readmeText string

// verifyCommand is what a reader types in the folder of a release.
const verifyCommand = "doorstroom verify --key seal.pub ."

// lineWidth is the longest line of running text in README.txt, in characters.
const lineWidth = 79

// WriteReadme writes README.txt: Dutch, then English.
func WriteReadme(w io.Writer, info Info, s *sdmx.Structure) error {
	t, err := template.New(ReadmeName).
		Funcs(template.FuncMap{"wrap": wrap, "item": item, "join": func(list []string) string { return strings.Join(list, ", ") }}).Parse(readmeText)
	if err != nil {
		return fmt.Errorf("%s: %w", ReadmeName, err)
	}
	return t.Execute(w, map[string]any{
		"Info":        info,
		"Created":     info.Created.UTC().Format(time.RFC3339),
		"Description": description(Info{}),
		"Synthetic":   SyntheticText(),
		"Cubes":       s.Cubes,
		"Rule":        RuleText(info.Rule),
		"Bounds":      BoundsText(),
		"Shares":      SharesText(),
		"Noise":       cubesOf(s, sdmx.FormEstimated),
		"Modelled":    cubesOf(s, sdmx.FormModelled),
		"ModelText":   ModelText(),
		"Groups":      slices.ContainsFunc(s.Cubes, func(c sdmx.Cube) bool { return len(c.Comparisons) > 0 }),
		"NoiseText":   NoiseText(),
		"Rounded":     rounded(s),
		"Carried":     CarriedText(s),
		"Pooled":      told(s, PoolText),
		"Coarser":     told(s, CoarserText),
		"Statuses":    statusesOf(s),
		"Verify":      verifyCommand,
	})
}

// toldCube is a cube with what is said of its figures.
type toldCube struct {
	Cube        string
	Text, Title sdmx.Text
}

func rounded(s *sdmx.Structure) []toldCube {
	var out []toldCube
	for i := range s.Cubes {
		if c := &s.Cubes[i]; c.Perturbation != nil {
			title := sdmx.Text{NL: "AFGERONDE CIJFERS", EN: "ROUNDED FIGURES"}
			if !c.Perturbation.Additive() {
				title = sdmx.Text{NL: "VERSCHOVEN CIJFERS", EN: "SHIFTED FIGURES"}
			}
			out = append(out, toldCube{c.ID, PerturbationText(c.Perturbation), title})
		}
	}
	return out
}

// told lists the cubes of which there is something to say.
func told(s *sdmx.Structure, what func(c *sdmx.Cube) sdmx.Text) []toldCube {
	var out []toldCube
	for i := range s.Cubes {
		if text := what(&s.Cubes[i]); text.NL != "" {
			out = append(out, toldCube{Cube: s.Cubes[i].ID, Text: text})
		}
	}
	return out
}

// statusesOf lists the statuses that occur in the cubes.
func statusesOf(s *sdmx.Structure) []Status {
	all := Statuses(len(cubesOf(s, sdmx.FormEstimated)) > 0)
	seen := map[string]bool{}
	for i := range s.Cubes {
		p := s.Cubes[i].Perturbation
		if p == nil || seen[p.Method] {
			continue
		}
		seen[p.Method] = true
		word := PerturbedWord(p)
		all = append(all, Status{sdmx.ObsEstimated, sdmx.ConfFree, word, sdmx.Text{
			NL: "De waarde is " + word.NL + " en wordt gelezen met haar grenzen. Een 0 kan een klein aantal zijn.",
			EN: "The value is " + word.EN + " and read with its bounds. A 0 may be a small count.",
		}})
	}
	return all
}

// cubesOf lists the cubes whose partitions have a form.
func cubesOf(s *sdmx.Structure, form sdmx.Form) []string {
	var out []string
	for i := range s.Cubes {
		if s.Cubes[i].Form() == form {
			out = append(out, s.Cubes[i].ID)
		}
	}
	return out
}

// wrap breaks running text at spaces.
func wrap(text string) string { return indent(text, "", "") }

// item is a word with an explanation beside it.
func item(word, text string) string {
	return indent(text, "  "+word+"  ", "       ")
}

func indent(text, first, rest string) string {
	var b strings.Builder
	b.WriteString(first)
	used := utf8.RuneCountInString(first)
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i == 0:
		case used+1+n > lineWidth:
			b.WriteString("\n" + rest)
			used = utf8.RuneCountInString(rest)
		default:
			b.WriteByte(' ')
			used++
		}
		b.WriteString(word)
		used += n
	}
	return b.String()
}
