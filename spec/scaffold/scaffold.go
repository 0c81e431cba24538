// Package scaffold writes the beginning of a new transition: a file that is
// in order at once, counts something sensible, and says where its author has
// to decide.
//
// What belongs here: the text of a first draft. What does not: checks (spec),
// and files on disk.
package scaffold

import (
	_ "embed" // the template is a file, so that it reads as YAML
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"text/template"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

//go:embed transition.yaml.tmpl
var text string

// Options say what the transition is about.
type Options struct {
	ID     string   // such as VAVO-HO
	From   string   // sector that is left
	Levels []string // of the diploma or enrolment; empty: all
	To     []string // sectors that are looked for
	// Present counts who is enrolled on 1 October, instead of who obtained a
	// diploma in the year before.
	Present bool
}

var id = regexp.MustCompile(`^[A-Z][A-Z0-9]*(-[A-Z0-9]+)*$`)

// Check says what cannot be scaffolded within the specification.
func (o *Options) Check(s *spec.Specification) error {
	if !id.MatchString(o.ID) {
		return texts.Errorf("id %q; expected: capitals and digits, divided by hyphens, such as VAVO-HO", o.ID)
	}
	if _, ok := s.Transitions[o.ID]; ok {
		return texts.Errorf("transition %s exists; choose another name", o.ID)
	}
	if _, ok := s.Populations[o.population()]; ok {
		return texts.Errorf("population %s exists; add the transition to its file, so that both are protected together", o.population())
	}
	for _, list := range []struct {
		id    string
		codes []string
	}{{"sector", append([]string{o.From}, o.To...)}, {"niveau", o.Levels}} {
		l, ok := s.Codelists[list.id]
		if !ok {
			return texts.Errorf("the specification has no codelist %s", list.id)
		}
		for _, c := range list.codes {
			if !l.Has(c, 0) {
				return texts.Errorf("code %q is not on codelist %s; known: %s", c, list.id, strings.Join(codes(l), ", "))
			}
		}
	}
	if len(o.To) == 0 {
		return texts.Errorf("give at least one sector to look for")
	}
	if same := s.SameMembers(o.members()); len(same) > 0 {
		return texts.Errorf("these persons are counted in population %s already; add the transition to that population, with part for those it is about, so that both are protected together (docs/adr/0015-parts-of-a-population.md)", same[0])
	}
	return nil
}

// members says who is in the population of the draft, as the template does.
func (o *Options) members() *spec.Population {
	p := &spec.Population{ID: o.population(), Record: "diploma", Where: map[string][]string{"sector": {o.From}}}
	if len(o.Levels) > 0 {
		p.Where["niveau"] = o.Levels
	}
	if o.Present {
		p.Record = "inschrijving"
		p.Where["bekostigd"], p.Where["soort"] = []string{"J"}, []string{"S", "T"}
	}
	return p
}

// population names the population after sector and kind.
func (o *Options) population() string {
	if o.Present {
		return o.From + "-AANWEZIG"
	}
	return o.From + "-DIPLOMA"
}

func codes(l *spec.Codelist) []string {
	var out []string
	for _, k := range l.Codes {
		out = append(out, k.Code)
	}
	return out
}

// Write writes the file of the transition; see Check.
func Write(w io.Writer, s *spec.Specification, o Options) error {
	if err := o.Check(s); err != nil {
		return err
	}
	sectors := s.Codelists["sector"]
	label := func(code string) sdmx.Text {
		for _, k := range sectors.Codes {
			if k.Code == code {
				return k.Label
			}
		}
		return sdmx.Text{}
	}
	others := slices.DeleteFunc(codes(sectors), func(c string) bool { return slices.Contains(o.To, c) })
	t := template.Must(template.New("transition").Funcs(template.FuncMap{
		"list":  func(codes []string) string { return "[" + strings.Join(codes, ", ") + "]" },
		"label": label,
		"names": func(lang string) string {
			var out []string
			for _, c := range o.To {
				out = append(out, strings.ToLower(label(c).In(lang)))
			}
			return strings.Join(out, ", ")
		},
		"lower": strings.ToLower,
		"quote": func(s string) string { return fmt.Sprintf("%q", s) },
		"yaml":  func(t sdmx.Text) string { return fmt.Sprintf("{nl: %q, en: %q}", t.NL, t.EN) },
	}).Parse(text))
	return t.Execute(w, map[string]any{"O": o, "Population": o.population(), "Others": others, "Order": precedence(s, sectors)})
}

// precedence is the order in which the specification counts several
// enrolments, as its other populations have it.
func precedence(s *spec.Specification, sectors *spec.Codelist) []string {
	for _, id := range s.PopulationIDs() {
		for _, l := range s.Populations[id].Lookups {
			for _, q := range l.Prefer {
				if q.Field == "sector" && len(q.Order) > 0 {
					return q.Order
				}
			}
		}
	}
	order := codes(sectors)
	slices.Reverse(order)
	return order
}
