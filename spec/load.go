package spec

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/layout"
	"doorstroommonitor/sdmx"
)

// Specification is the whole standard of one year.
type Specification struct {
	About       About
	Codelists   map[string]*Codelist
	Records     map[string]*Record
	Layouts     map[string]*layout.Layout
	Populations map[string]*Population
	Transitions map[string]*Transition
	Screening   Screening
	Changes     map[string]*Change
	// Digest is the SHA-256 of all files but those of the folder changes,
	// names included (hexadecimal): a proposal changes nothing that is counted.
	Digest string

	where map[string]position // "kind id" -> where it is defined
	texts map[string][]byte   // file -> text, while it is checked
}

// About names the specification.
type About struct {
	Version    string    `yaml:"version"`
	Title      sdmx.Text `yaml:"title"`
	Agency     string    `yaml:"agency"`
	Since      string    `yaml:"since"`
	Recipients []Party   `yaml:"recipients"`
	// Governance is needed where there are changes.
	Governance *Governance `yaml:"governance,omitempty"`
}

// Party is an organisation that may receive cubes under an agreement.
type Party struct {
	ID   string `yaml:"id"`
	Name string `yaml:"name"`
}

// ChangesDir is the folder of proposals and changes within a specification.
const ChangesDir = "changes/"

// file is what any YAML file of a specification may hold.
type file struct {
	Specification *About           `yaml:"specification,omitempty"`
	Codelists     []*Codelist      `yaml:"codelists,omitempty"`
	Records       []*Record        `yaml:"records,omitempty"`
	Layouts       []*layout.Layout `yaml:"layouts,omitempty"`
	Populations   []*Population    `yaml:"populations,omitempty"`
	Transitions   []*Transition    `yaml:"transitions,omitempty"`
	Screening     *Screening       `yaml:"screening,omitempty"`
	Changes       []*Change        `yaml:"changes,omitempty"`
}

type position struct {
	file string
	line int
}

// Load reads every .yaml file below fsys, checks each strictly and all of them
// together, and returns the specification. Faults are reported together, one
// a line, each with file and line.
func Load(fsys fs.FS) (*Specification, error) {
	s := &Specification{
		Codelists: map[string]*Codelist{}, Records: map[string]*Record{}, Layouts: map[string]*layout.Layout{},
		Populations: map[string]*Population{}, Transitions: map[string]*Transition{}, Changes: map[string]*Change{}, where: map[string]position{}, texts: map[string][]byte{},
	}
	names, errs, err := yamlFiles(fsys)
	if err != nil {
		return nil, err
	}
	hash := sha256.New()
	for _, name := range names {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("read specification: %w", err)
		}
		if !strings.HasPrefix(name, ChangesDir) {
			fmt.Fprintf(hash, "%s\x00%d\x00", name, len(data))
			hash.Write(data)
		}
		var f file
		if err := strictyaml.Decode(name, data, &f); err != nil {
			errs = append(errs, err)
			continue
		}
		s.texts[name] = data
		errs = append(errs, s.add(name, data, &f)...)
	}
	if len(errs) == 0 {
		errs = s.check()
	}
	s.texts = nil
	if len(errs) > 0 {
		return nil, errors.Join(errs...)
	}
	s.Digest = hex.EncodeToString(hash.Sum(nil))
	return s, nil
}

// yamlFiles lists the files to read, sorted, and a fault for each that only
// looks like one.
func yamlFiles(fsys fs.FS) (names []string, faults []error, err error) {
	err = fs.WalkDir(fsys, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		switch ext := path.Ext(p); {
		case d.IsDir():
		case ext == ".yaml":
			names = append(names, p)
		case strings.EqualFold(ext, ".yml"), strings.EqualFold(ext, ".yaml"):
			faults = append(faults, said(position{p, 1}, RuleText, "is not read: the name of a file of a specification ends in .yaml"))
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("read specification: %w", err)
	}
	if len(names)+len(faults) == 0 {
		return nil, nil, texts.Errorf("read specification: no .yaml files found; give the folder of one year, such as specs/2026")
	}
	slices.Sort(names)
	return names, faults, nil
}

func (s *Specification) add(name string, data []byte, f *file) []error {
	a := adder{s: s, name: name, lines: idLines(data)}
	if f.Specification != nil {
		if s.About.Version != "" {
			a.errs = append(a.errs, said(position{name, 1}, RuleUnique, "specification is described twice"))
		}
		s.About = *f.Specification
		s.where["specification "+s.About.Version] = position{name, 1}
	}
	for _, c := range f.Codelists {
		addTo(&a, s.Codelists, "codelist", c.ID, c)
	}
	for _, r := range f.Records {
		addTo(&a, s.Records, "record", r.ID, r)
	}
	for _, l := range f.Layouts {
		addTo(&a, s.Layouts, "layout", l.ID, l)
	}
	for _, p := range f.Populations {
		addTo(&a, s.Populations, "population", p.ID, p)
	}
	for _, t := range f.Transitions {
		addTo(&a, s.Transitions, "transition", t.ID, t)
	}
	if f.Screening != nil {
		s.Screening.Rules = append(s.Screening.Rules, f.Screening.Rules...)
		s.Screening.Shifts = append(s.Screening.Shifts, f.Screening.Shifts...)
		for _, id := range f.Screening.ids() {
			if _, ok := s.where["rule "+id]; !ok {
				s.where["rule "+id] = position{name, max(a.lines[id], 1)}
			}
		}
	}
	for _, c := range f.Changes {
		if !strings.HasPrefix(name, ChangesDir) {
			a.errs = append(a.errs, said(position{name, max(a.lines[c.ID], 1)}, RuleChange, "change %q stands among definitions; changes belong in the folder %s", c.ID, ChangesDir))
		}
		addTo(&a, s.Changes, "change", c.ID, c)
	}
	if strings.HasPrefix(name, ChangesDir) && (f.Specification != nil || f.Screening != nil || len(f.Codelists)+len(f.Records)+len(f.Layouts)+len(f.Populations)+len(f.Transitions) > 0) {
		a.errs = append(a.errs, said(position{name, 1}, RuleChange, "a definition stands among changes; the folder %s holds nothing that is counted", ChangesDir))
	}
	return a.errs
}

type adder struct {
	s     *Specification
	name  string
	lines map[string]int
	errs  []error
}

func addTo[T any](a *adder, m map[string]*T, kind, id string, v *T) {
	pos := position{a.name, max(a.lines[id], 1)}
	if old, ok := a.s.where[kind+" "+id]; ok {
		a.errs = append(a.errs, said(pos, RuleUnique, "%s %q is defined twice; first at %s:%d", kind, id, old.file, old.line))
		return
	}
	m[id] = v
	a.s.where[kind+" "+id] = pos
}

// idLines finds the line of the first "id: X" for every X, so that later
// checks can point at the definition.
func idLines(data []byte) map[string]int {
	lines := map[string]int{}
	for i, l := range strings.Split(string(data), "\n") {
		l = strings.TrimLeft(l, " -{")
		if id, ok := strings.CutPrefix(l, "id: "); ok {
			if end := strings.IndexAny(id, ",} "); end >= 0 {
				id = id[:end]
			}
			if id = strings.Trim(id, "\"'\r"); lines[id] == 0 {
				lines[id] = i + 1
			}
		}
	}
	return lines
}

// TransitionIDs returns the ids of all transitions, sorted.
func (s *Specification) TransitionIDs() []string { return slices.Sorted(maps.Keys(s.Transitions)) }

// PopulationIDs returns the ids of all populations that a transition uses,
// sorted.
func (s *Specification) PopulationIDs() []string {
	used := map[string]bool{}
	for _, t := range s.Transitions {
		used[t.Population] = true
	}
	return slices.Sorted(maps.Keys(used))
}

// Of returns the transitions of a population, sorted by id.
func (s *Specification) Of(population string) []*Transition {
	var out []*Transition
	for _, id := range s.TransitionIDs() {
		if t := s.Transitions[id]; t.Population == population {
			out = append(out, t)
		}
	}
	return out
}
