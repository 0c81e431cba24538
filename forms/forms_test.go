package forms_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/forms"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

func load(t *testing.T, dir string) *spec.Specification {
	t.Helper()
	s, err := spec.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func codes(a forms.Axis) []string {
	var out []string
	for _, c := range a.Codes {
		out = append(out, c.Parent+">"+c.ID)
	}
	return out
}

// TestAxesAsReadByHand compares with the nodes of specs/2026/mbo-ho.yaml.
func TestAxesAsReadByHand(t *testing.T) {
	s := load(t, "../specs/2026")
	want := map[string][]string{
		"bestemming": {">_T", "_T>HO", "HO>HBO", "HO>WO", "_T>MBO", "_T>VO", "_T>GEEN"},
		"geslacht":   {">_T", "_T>MO", "_T>V"},
		"onderdeel": {
			">_T", "_T>HO", "HO>ONDERWIJS", "HO>LANDBOUW", "HO>NATUUR", "HO>TECHNIEK", "HO>GEZONDHEID", "HO>ECONOMIE", "HO>RECHT", "HO>GEDRAG", "HO>TAAL",
			"HO>SECTOROVERSTIJGEND", "_T>OVERIG",
		},
	}
	open := map[string]bool{}
	for _, a := range forms.Axes(s, s.Transitions["MBO-HO"]) {
		open[a.ID] = a.Open
		if w, ok := want[a.ID]; ok {
			if diff := cmp.Diff(w, codes(a)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", a.ID, diff)
			}
			delete(want, a.ID)
		}
	}
	if len(want) > 0 || !open["school"] || open["bestemming"] {
		t.Errorf("missing %v, open %v", want, open)
	}
	for _, a := range forms.Axes(s, s.Transitions["VO-HO"]) {
		if a.ID == "soort" && strings.Join(codes(a), " ") != ">_T _T>HAVO _T>VWO" {
			t.Errorf("the population has havo and vwo alone: %v", codes(a))
		}
	}
}

// everything writes all forms of a specification into one text.
func everything(t *testing.T, s *spec.Specification) map[string]string {
	t.Helper()
	out := map[string]string{}
	put := func(name string, write func(io.Writer) error) {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = b.String()
	}
	put("sdmx", func(w io.Writer) error { return forms.WriteSDMX(w, s) })
	put("dcat", func(w io.Writer) error {
		return forms.WriteDCAT(w, s, forms.Catalogue{Base: "https://x.example/", Publisher: "https://x.example/p", PublisherName: "P", Mail: "a@x.example", Licence: "https://x.example/l"})
	})
	for _, id := range s.TransitionIDs() {
		tr := s.Transitions[id]
		put(id+" odcs", func(w io.Writer) error { return forms.WriteContract(w, s, tr) })
		for i := range tr.Tables {
			tab := &tr.Tables[i]
			put(id+" "+tab.ID+" json schema", func(w io.Writer) error { return forms.Table(s, tr, tab).WriteJSONSchema(w) })
			put(id+" "+tab.ID+" table schema", func(w io.Writer) error { return forms.Table(s, tr, tab).WriteTableSchema(w) })
			put(id+" "+tab.ID+" csvw", func(w io.Writer) error { return forms.Table(s, tr, tab).WriteCSVW(w) })
		}
	}
	return out
}

func TestFormsAreWellFormedAndTheSameEachTime(t *testing.T) {
	for _, dir := range []string{"../specs/2026", "../spec/testdata/small"} {
		s := load(t, dir)
		first := everything(t, s)
		if diff := cmp.Diff(first, everything(t, load(t, dir))); diff != "" {
			t.Errorf("%s: %s", dir, diff)
		}
		for name, text := range first {
			var err error
			switch {
			case name == "sdmx":
				dec := xml.NewDecoder(strings.NewReader(text))
				for err == nil {
					_, err = dec.Token()
				}
				if errors.Is(err, io.EOF) {
					err = nil
				}
			case strings.HasSuffix(name, "odcs"):
				var v map[string]any
				err = yaml.Unmarshal([]byte(text), &v)
			default:
				var v map[string]any
				err = json.Unmarshal([]byte(text), &v)
			}
			if err != nil {
				t.Errorf("%s %s: %v", dir, name, err)
			}
		}
	}
}

// TestSchemasHaveTheColumnsOfTheFiles compares with what a release writes, for
// every way of publishing.
func TestSchemasHaveTheColumnsOfTheFiles(t *testing.T) {
	s := load(t, "../specs/2026")
	tr := s.Transitions["VO-HO"]
	for form, publish := range map[sdmx.Form]*spec.Publish{
		sdmx.FormExact: nil, sdmx.FormModelled: {Scenario: spec.ScenarioSuppression, Estimates: true},
		sdmx.FormPerturbed: {Scenario: spec.ScenarioRounding, Base: 6, Deviation: 12}, sdmx.FormEstimated: {Scenario: spec.ScenarioFormal},
	} {
		s.Populations[tr.Population].Publish = publish
		for i := range tr.Tables {
			tab := &tr.Tables[i]
			var b bytes.Buffer
			if err := forms.Table(s, tr, tab).WriteTableSchema(&b); err != nil {
				t.Fatal(err)
			}
			var got struct{ Fields []struct{ Name string } }
			if err := json.Unmarshal(b.Bytes(), &got); err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, f := range got.Fields {
				names = append(names, f.Name)
			}
			if diff := cmp.Diff(sdmx.ColumnsOf(tab.Dimensions, form), names); diff != "" {
				t.Errorf("form %d, %s (-file +schema):\n%s", form, tab.ID, diff)
			}
		}
	}
}

// TestEveryWordIsInTheMessage looks for every label and definition of every
// dimension, and every code, in SDMX.
func TestEveryWordIsInTheMessage(t *testing.T) {
	s := load(t, "../specs/2026")
	var b bytes.Buffer
	if err := forms.WriteSDMX(&b, s); err != nil {
		t.Fatal(err)
	}
	var texts strings.Builder
	dec := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	for {
		tok, err := dec.Token()
		if err != nil {
			break
		}
		if c, ok := tok.(xml.CharData); ok {
			texts.Write(c)
			texts.WriteByte('\n')
		}
	}
	for _, id := range s.TransitionIDs() {
		for _, d := range s.Transitions[id].Dimensions {
			for _, x := range []string{d.Label.NL, d.Label.EN, d.Definition.NL, d.Definition.EN} {
				if !strings.Contains(texts.String(), x) {
					t.Errorf("%s.%s: %q is not in the message", id, d.ID, x)
				}
			}
			for _, n := range d.Nodes {
				if open := strings.HasPrefix(n.Codelist, "register:"); n.Code != "" && !open && !strings.Contains(b.String(), `"`+n.Code+`"`) && !hasOpen(d) {
					t.Errorf("%s.%s: code %s is not in the message", id, d.ID, n.Code)
				}
			}
		}
	}
}

func hasOpen(d spec.Dimension) bool {
	for _, n := range d.Nodes {
		if strings.HasPrefix(n.Codelist, "register:") {
			return true
		}
	}
	return false
}

// TestNoisyTablesAreDescribed: every form has the columns of noisy counts, and
// an observation with its band satisfies the schema's members.
func TestNoisyTablesAreDescribed(t *testing.T) {
	s := load(t, "../specs/2026")
	tr := s.Transitions["HBO-WO"]
	s.Populations[tr.Population].Publish = &spec.Publish{Scenario: spec.ScenarioFormal, Rho: "1/2", Year: "1", Lifetime: "2", Reliability: 5}
	table, _ := tr.TableByID("bestemming")
	for name, write := range map[string]func(io.Writer) error{
		"JSON Schema":  forms.Table(s, tr, table).WriteJSONSchema,
		"Table Schema": forms.Table(s, tr, table).WriteTableSchema,
		"CSVW":         forms.Table(s, tr, table).WriteCSVW,
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, want := range []string{`"standard_error"`, `"estimate"`, "met de band"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
		if strings.Contains(b.String(), "afgeschermd") {
			t.Errorf("%s tells of hidden values", name)
		}
	}
}

// TestModelledTablesAreDescribed: every form has the column of estimates, and
// says that it is no observation.
func TestModelledTablesAreDescribed(t *testing.T) {
	s := load(t, "../specs/2026")
	tr := s.Transitions["HBO-WO"]
	s.Populations[tr.Population].Publish = &spec.Publish{Scenario: spec.ScenarioSuppression, Estimates: true}
	table, _ := tr.TableByID("bestemming")
	for name, write := range map[string]func(io.Writer) error{
		"JSON Schema":  forms.Table(s, tr, table).WriteJSONSchema,
		"Table Schema": forms.Table(s, tr, table).WriteTableSchema,
		"CSVW":         forms.Table(s, tr, table).WriteCSVW,
		"contract":     func(w io.Writer) error { return forms.WriteContract(w, s, tr) },
		"SDMX":         func(w io.Writer) error { return forms.WriteSDMX(w, s) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := strings.ToLower(strings.Join(strings.Fields(b.String()), " "))
		for _, want := range []string{"modelled", "geen waarneming"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s has no %s", name, want)
			}
		}
	}
}

// TestAContractIsAboutItsPart: a cube about a part of a population promises
// figures of that part, not of all who leave school.
func TestAContractIsAboutItsPart(t *testing.T) {
	s := load(t, "../specs/2026")
	var b bytes.Buffer
	if err := forms.WriteContract(&b, s, s.Transitions["VO-HO"]); err != nil {
		t.Fatal(err)
	}
	if text := strings.Join(strings.Fields(b.String()), " "); !strings.Contains(text, "usage: Iedereen met een diploma havo of vwo,") || strings.Contains(text, "geen diploma haalde") {
		t.Errorf("the contract of VO-HO says\n%s", text)
	}
}

// TestAReleaseSaysNothingOfOtherTables: the forms of a release are about what
// it has, with the codes of the register that it has; those of the
// specification stay as they were.
func TestAReleaseSaysNothingOfOtherTables(t *testing.T) {
	s := load(t, "../specs/2026")
	before := everything(t, s)
	table := s.Transitions["VO-HO"].Tables[0]
	r := &sdmx.Structure{
		Cubes: []sdmx.Cube{
			{ID: "VO-HO", Dimensions: []sdmx.Dimension{{ID: "school", Codelist: "VO-HO.school"}}, Tables: []sdmx.Table{{ID: table.ID, Cohorts: []int{2021}}}},
			{ID: "MBO-HO", Tables: []sdmx.Table{{ID: s.Transitions["MBO-HO"].Tables[0].ID, Cohorts: []int{}, NotYetObservable: []int{2024}}}},
		},
		Codelists: []sdmx.Codelist{{ID: "VO-HO.school", Codes: []sdmx.Code{{ID: "_T"}, {ID: "90AA", Label: sdmx.Text{NL: "Negentig", EN: "Ninety"}, Parent: "_T"}}}},
	}
	n := forms.Narrow(s, r)
	if got := n.TransitionIDs(); len(got) != 1 || got[0] != "VO-HO" {
		t.Fatalf("a release of VO-HO alone is about %v", got)
	}
	if got := n.Transitions["VO-HO"].Tables; len(got) != 1 || got[0].ID != table.ID {
		t.Errorf("a release of table %s alone has %d tables", table.ID, len(got))
	}
	for _, d := range n.Transitions["VO-HO"].Dimensions {
		if !slices.Contains(table.Dimensions, d.ID) {
			t.Errorf("dimension %s is in no table of the release", d.ID)
		}
	}
	var b bytes.Buffer
	if err := forms.WriteReleaseSDMX(&b, s, r); err != nil {
		t.Fatal(err)
	}
	if slices.Contains(table.Dimensions, "school") != strings.Contains(b.String(), `<str:Code id="90AA">`) {
		t.Error("the code of a school of the release is not in its message")
	}
	if strings.Contains(b.String(), "MBO-HO") {
		t.Error("a cube of which the release has no figures is in its message")
	}
	if diff := cmp.Diff(before, everything(t, s)); diff != "" {
		t.Error("the specification changed: " + diff)
	}
}
