package document_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"doorstroommonitor/document"
	"doorstroommonitor/forms"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/spectest"

	"golang.org/x/net/html"
)

var made = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

func load(t *testing.T, dir string) *spec.Specification {
	t.Helper()
	s, err := spec.Load(os.DirFS(dir))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// shown is the text of a page as a browser would show it, and its ids.
func shown(t *testing.T, d *document.Document) (string, []string) {
	t.Helper()
	var b bytes.Buffer
	if err := document.WriteHTML(&b, d); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	var ids []string
	z := html.NewTokenizer(&b)
	for skip := false; ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(out.String()), " "), ids
		case html.StartTagToken, html.SelfClosingTagToken:
			tok := z.Token()
			skip = tok.Data == "style"
			for _, a := range tok.Attr {
				if a.Key == "id" {
					ids = append(ids, a.Val)
				}
			}
			out.WriteByte(' ')
		case html.EndTagToken:
			out.WriteByte(' ')
			skip = false
		case html.TextToken:
			if !skip {
				out.Write(z.Text())
			}
		}
	}
}

// words lists, from the specification alone, what a reader must find.
func words(s *spec.Specification) []sdmx.Text {
	same := func(x string) sdmx.Text { return sdmx.Text{NL: x, EN: x} }
	var out []sdmx.Text
	for _, id := range s.TransitionIDs() {
		t := s.Transitions[id]
		out = append(out, t.Label, t.Definition, same(t.Source), s.Populations[t.Population].Definition)
		for _, a := range forms.Axes(s, t) {
			out = append(out, same(a.ID), a.Label, a.Definition)
			for _, c := range a.Codes {
				out = append(out, same(c.ID), c.Label)
			}
		}
		for _, x := range t.Tables {
			out = append(out, same(x.ID), x.Label)
		}
		for _, x := range t.Indicators {
			out = append(out, same(x.ID), x.Label, x.Definition)
		}
	}
	for _, l := range s.Codelists {
		out = append(out, l.Label, same(l.Source))
		for _, c := range l.Codes {
			out = append(out, same(c.Code), c.Label)
		}
	}
	for _, r := range s.Records {
		for _, f := range r.Fields {
			out = append(out, same(f.ID), f.Label)
		}
	}
	for _, l := range s.Layouts {
		out = append(out, same(l.ID), sdmx.Text(l.Label), same(l.Source))
		for _, a := range l.Assumptions {
			out = append(out, sdmx.Text(a))
		}
	}
	for _, r := range s.Screening.Rules {
		out = append(out, same(r.ID), r.Text, r.Why, r.Mend)
	}
	return out
}

func TestTheReportHasEverythingOfTheSpecification(t *testing.T) {
	for _, dir := range []string{"../specs/2026", "../spec/testdata/small"} {
		s := load(t, dir)
		var before []string
		for _, lang := range []string{"nl", "en"} {
			text, ids := shown(t, document.New(s, nil, lang))
			for _, w := range words(s) {
				if x := strings.Join(strings.Fields(w.In(lang)), " "); !strings.Contains(text, x) {
					t.Errorf("%s %s: %q is not in the report", dir, lang, x)
				}
			}
			slices.Sort(ids)
			if n := len(ids); n != len(slices.Compact(slices.Clone(ids))) {
				t.Errorf("%s %s: an id is used twice", dir, lang)
			}
			if before != nil && !slices.Equal(before, ids) {
				t.Errorf("%s: the languages have other parts", dir)
			}
			before = ids
		}
	}
}

func TestEveryTransitionHasAFigure(t *testing.T) {
	s := load(t, "../specs/2026")
	figures := map[string]document.Figure{}
	for _, b := range document.New(s, nil, "nl").Blocks {
		if f, ok := b.(document.Figure); ok {
			figures[strings.TrimPrefix(f.ID, "figuur-")] = f
		}
	}
	if got := slices.Sorted(maps.Keys(figures)); !slices.Equal(got, s.TransitionIDs()) {
		t.Fatalf("figures of %v", got)
	}
	for id, f := range figures {
		dec := xml.NewDecoder(strings.NewReader(document.SVG(f)))
		for {
			_, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", id, err)
			}
		}
		for i, a := range f.Flow.Boxes {
			if a.X < 0 || a.Y < 0 || a.X+a.W > f.Flow.Width || a.Y+a.H > f.Flow.Height {
				t.Errorf("%s: box %v lies outside", id, a)
			}
			for _, b := range f.Flow.Boxes[:i] {
				if a.X < b.X+b.W && b.X < a.X+a.W && a.Y < b.Y+b.H && b.Y < a.Y+a.H {
					t.Errorf("%s: boxes %v and %v overlap", id, a.Lines, b.Lines)
				}
			}
		}
		for _, b := range f.Flow.Bands {
			if f.Flow.Boxes[b.To].Column != f.Flow.Boxes[b.From].Column+1 {
				t.Errorf("%s: a band skips a column", id)
			}
		}
		if len(f.Flow.Bands) != len(f.Flow.Boxes)-1 {
			t.Errorf("%s: %d boxes, %d bands", id, len(f.Flow.Boxes), len(f.Flow.Bands))
		}
	}
	// Read in specs/2026/hbo-wo.yaml: one population, three outcomes, three below the first.
	if n := len(figures["HBO-WO"].Flow.Boxes); n != 7 {
		t.Errorf("HBO-WO has %d boxes, 7 expected", n)
	}
}

func TestTheSameReportGivesTheSameBytes(t *testing.T) {
	for _, lang := range []string{"nl", "en"} {
		var files [2][2]bytes.Buffer
		for i := range files {
			d := document.New(load(t, "../specs/2026"), nil, lang)
			if err := errors.Join(document.WriteHTML(&files[i][0], d), document.WritePDF(&files[i][1], d, made)); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(files[0][0].Bytes(), files[1][0].Bytes()) || !bytes.Equal(files[0][1].Bytes(), files[1][1].Bytes()) {
			t.Errorf("%s: two reports differ", lang)
		}
	}
}

// TestThePDFSaysWhatThePageSays reads the PDF back with a program of others.
func TestThePDFSaysWhatThePageSays(t *testing.T) {
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (apt-get install poppler-utils)")
	}
	s := load(t, "../specs/2026")
	path := filepath.Join(t.TempDir(), "x.pdf")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(document.WritePDF(f, document.New(s, nil, "nl"), made), f.Close()); err != nil {
		t.Fatal(err)
	}
	// Cells break over lines, so that words are looked for one by one.
	out, err := exec.Command(reader, path, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	plain := func(w string) string { return strings.Trim(w, "().,;:\"") }
	for w := range strings.FieldsSeq(string(out)) {
		have[plain(w)] = true
	}
	missing := 0
	for _, text := range words(s) {
		for w := range strings.FieldsSeq(text.NL) {
			if w = plain(w); !have[w] && len([]rune(w)) < 16 {
				missing++
				t.Logf("%q is not in the PDF", w)
			}
		}
	}
	if missing > 0 {
		t.Errorf("%d words are missing", missing)
	}
}

func TestChanges(t *testing.T) {
	s := load(t, "../specs/2026")
	text, _ := shown(t, document.New(s, &document.Changes{Since: "2025.1", List: []document.Change{{Grade: "MAJOR", Where: "VO-HO", What: "code <X> vervalt"}}}, "nl"))
	for _, want := range []string{"Wijzigingen sinds 2025.1", "MAJOR VO-HO", "code <X> vervalt"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the report", want)
		}
	}
	if text, _ = shown(t, document.New(s, nil, "nl")); strings.Contains(text, "Wijzigingen sinds 2025.1") {
		t.Error("a report without an earlier version compares with one")
	}
	s.Changes = nil
	if text, _ = shown(t, document.New(s, nil, "nl")); strings.Contains(text, "Wijzigingen sinds") {
		t.Error("a report without changes and an earlier version speaks of changes")
	}
}

// TestTheWayOfAChange: from proposal to care, with who and when.
func TestTheWayOfAChange(t *testing.T) {
	s := load(t, "../specs/2026")
	s.About.Governance = &spec.Governance{Care: spec.Body{ID: "edu", Name: "Edustandaard"}, Advice: spec.Body{ID: "raad", Name: "Architectuurraad"}, Decision: spec.Body{ID: "stuur", Name: "Stuurgroep"}}
	s.Changes = map[string]*spec.Change{"W-1": {
		ID: "W-1", Label: sdmx.Text{NL: "Strenger", EN: "Stricter"}, Reason: sdmx.Text{NL: "Omdat het moet", EN: "Because it must"}, Concerns: []string{"population/VO"}, Version: "2026.1",
		Steps: []spec.Step{
			{Step: spec.StepProposal, Date: "2026-01-05", By: "vo-raad"},
			{Step: spec.StepConsultation, Date: "2026-01-12", By: "edu", Note: sdmx.Text{NL: "Een maand", EN: "A month"}},
			{Step: spec.StepAdvice, Date: "2026-02-16", By: "raad"},
			{Step: spec.StepDecision, Date: "2026-03-01", By: "stuur", Outcome: "accepted"},
			{Step: spec.StepInCare, Date: "2026-03-09", By: "edu"},
		},
	}}
	for lang, want := range map[string][]string{
		"nl": {"Wijzigingen sinds de vorige versie", "W-1: Strenger", "Omdat het moet", "Voor versie 2026.1. Stand: in beheer. Gaat over: population/VO.", "voorstel 2026-01-05 VO-raad", "consultatie 2026-01-12 Edustandaard Een maand", "advies 2026-02-16 Architectuurraad", "besluit: aangenomen 2026-03-01 Stuurgroep", "in beheer 2026-03-09 Edustandaard"},
		"en": {"Changes since the version before", "W-1: Stricter", "Because it must", "proposal 2026-01-05 VO-raad", "consultation 2026-01-12 Edustandaard A month", "decision: accepted 2026-03-01 Stuurgroep", "in care 2026-03-09 Edustandaard"},
	} {
		text, _ := shown(t, document.New(s, nil, lang))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%q is not in the report", w)
			}
		}
	}
}

// TestAllOfARuleIsSaid gives a population a rule with every kind of part.
func TestAllOfARuleIsSaid(t *testing.T) {
	s := load(t, "../specs/2026")
	p := s.Populations["VO"]
	p.Rule.Categories = []spec.CategoryRule{{Dimension: "bestemming", Codes: []string{"GEEN", "MBO"}, Threshold: 10, Width: 12}}
	p.Rule.Attackers = []spec.Attacker{{Kind: "institution", Mode: "report", Columns: []string{"school"}}}
	text, _ := shown(t, document.New(s, nil, "nl"))
	for _, want := range []string{"drempel 5", "nullen worden getoond", "categorie 1: dimensie bestemming", "categorie 1: codes GEEN, MBO", "categorie 1: drempel 10", "aanvaller 1: wie een instelling", "aanvaller 1: wat ermee gebeurt wordt gemeten", "aanvaller 1: kolommen school"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is not in the report", want)
		}
	}
}

// TestTheReportTellsHowAPopulationIsPublished: with noise, its budget and
// weights stand there, and no threshold that does not hold.
func TestTheReportTellsHowAPopulationIsPublished(t *testing.T) {
	s := load(t, "../spec/testdata/small")
	p := s.Populations["PRESENT"]
	p.Publish = &spec.Publish{Scenario: spec.ScenarioFormal, Rho: "3/7", Year: "1", Lifetime: "2", Weights: map[string]string{"HBO-NEXT/next": "1"}, Reliability: 5}
	for lang, want := range map[string]string{"nl": "Elk aantal krijgt ruis", "en": "Every count gets noise"} {
		text, _ := shown(t, document.New(s, nil, lang))
		for _, w := range []string{want, "3/7", map[string]string{"nl": "gewicht: HBO-NEXT/next", "en": "weight: HBO-NEXT/next"}[lang]} {
			if !strings.Contains(text, w) {
				t.Errorf("%s: no %q", lang, w)
			}
		}
		if strings.Contains(text, "1 tot en met 4 worden nooit") || strings.Contains(text, "from 1 to 4 are never") {
			t.Errorf("%s: a threshold is told that does not hold", lang)
		}
	}
}

// TestTheReportTellsOfEstimates: where hidden counts get one, and nowhere else.
func TestTheReportTellsOfEstimates(t *testing.T) {
	s := load(t, "../spec/testdata/small")
	for lang, want := range map[string]string{"nl": "zij is geen waarneming", "en": "it is no observation"} {
		s.Populations["PRESENT"].Publish = nil
		if text, _ := shown(t, document.New(s, nil, lang)); strings.Contains(text, want) {
			t.Errorf("%s: estimates are told of that nobody gets", lang)
		}
		s.Populations["PRESENT"].Publish = &spec.Publish{Scenario: spec.ScenarioSuppression, Estimates: true}
		if text, _ := shown(t, document.New(s, nil, lang)); !strings.Contains(text, want) {
			t.Errorf("%s: estimates are not told of", lang)
		}
	}
}

// TestTheReportTellsWhoIsCounted: by which records somebody is a member, of
// which part of them a transition is, and what kind of cohort it is; and what
// their figures are compared with.
func TestTheReportTellsWhoIsCounted(t *testing.T) {
	s := load(t, "../specs/2026")
	for lang, want := range map[string][]string{
		"nl": {
			"In het register (diploma, VO): niveau: vmbo basis, vmbo kader,",
			"Ook wie zo niet wordt gevonden, maar wel een jaar eerder in inschrijving (één per persoon, opleiding en studiejaar): bekostigd: Ja; onderwijssector: Voortgezet onderwijs;",
			"en van wie niets staat bij vo0; naar hoofdinschrijving",
			"Deze kubus gaat over een deel van hen: Gediplomeerden havo en vwo.",
			"Dat zijn degenen van wie diploma J is en soort HAVO of VWO is.",
			"Het cohortjaar is het jaar van de eerste 1 oktober na het diploma.",
			"Naast een aandeel van een instelling (school) staat dat van alle instellingen in dezelfde provincie,",
			"(dekking: staat bij de uitkomsten)",
		},
		"en": {
			"Also who is not found so, but is a year earlier in enrolment",
			"This cube is about a part of them: Havo and vwo graduates.",
			"These are those of whom diploma is J and soort is HAVO or VWO.",
			"The cohort year is the year of the first 1 October after the diploma.",
			"Beside a share of an institution (school) stands that of all institutions of the same size,",
			"(coverage: stands beside the outcomes)",
		},
	} {
		text, _ := shown(t, document.New(s, nil, lang))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not in the report", lang, w)
			}
		}
		n := 0
		spectest.EachField(func(field string) {
			kind, _, _ := strings.Cut(field, ".")
			if kind != "Also" && kind != "Part" && kind != "Lookup" && kind != "Comparison" && field != "Indicator.coverage" && field != "Population.kind" && field != "Population.where" && field != "Population.prefer" {
				return
			}
			n++
			if changed, _ := shown(t, document.New(s, nil, lang)); changed == text {
				t.Errorf("%s: a change of %s is not in the report", lang, field)
			}
		}, s.Populations["VO"], s.Transitions["VO-HO"])
		if n != 19 { // five of also, three of part, five of a lookup, three of the population, two of a comparison, coverage
			t.Errorf("%d fields were changed", n)
		}
	}
}

// TestTheReportTellsTheRules: by which rule somebody gets a code, what a code
// counts, and under what law a table leaves, copied by hand from specs/2026
// and testdata/small.
func TestTheReportTellsTheRules(t *testing.T) {
	s := load(t, "../specs/2026")
	for lang, want := range map[string][]string{
		"nl": {
			"Status na één jaar (status_1), alleen waar sector_0 HBO, WO of MBO is.",
			"3 GESTOPT als er geen record is bij okt1",
			"7 ZELFDE als brin en opleiding gelijk zijn in okt0 en okt1 (een opvolger telt als dezelfde)",
			"10 ANDERE_SECTOR voor alle anderen",
			"Startkwalificatie binnen vijf jaar (startkwalificatie)",
			"CM Cultuur en maatschappij of onbekend profiel is CM of ONB _T",
			"in het studiejaar dat begint in het jaar ervoor en het cohortjaar",
			"SBO Speciaal basisonderwijs bijzonder: gezondheid",
		},
		"en": {
			"3 GESTOPT if there is no record at okt1",
			"CM Culture and society or unknown profiel is CM or ONB _T",
			"SBO Special primary education special: health",
		},
	} {
		text, _ := shown(t, document.New(s, nil, lang))
		for _, w := range want {
			if !strings.Contains(text, w) {
				t.Errorf("%s: %q is not in the report", lang, w)
			}
		}
		if strings.Contains(text, "plus -1") || strings.Contains(text, "cohortjaar -1") {
			t.Errorf("%s: a year is told as a sum", lang)
		}
	}
	tab := &s.Transitions["VO-HO"].Tables[0]
	s.Populations["VO"].Exception = "UAVG art. 24"
	if text, _ := shown(t, document.New(s, nil, "nl")); !strings.Contains(text, "alleen onder een overeenkomst die noemt: UAVG art. 24") || !strings.Contains(text, tab.ID) {
		t.Error("the exception of a table is not in the report")
	}
}

// TestNoCodeIsBrokenOnPaper: a code that is too long for its column stands
// whole in the PDF, as another program reads it, where another column can give.
func TestNoCodeIsBrokenOnPaper(t *testing.T) {
	reader, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed (apt-get install poppler-utils)")
	}
	d := &document.Document{Lang: "nl", Title: "Codes", Blocks: []document.Block{document.Table{
		Caption: "Codes", Head: []string{"Code", "Naam", "Wat"}, Widths: []float64{1, 1, 8},
		Rows: [][]string{{"SECTOROVERSTIJGEND", "GEEN_DIPLOMA_BEHAALD", "iets"}},
	}}}
	var b bytes.Buffer
	if err := document.WritePDF(&b, d, made); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "codes.pdf")
	if err := os.WriteFile(name, b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.Command(reader, "-layout", name, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Fields(string(text)); !slices.Contains(got, "SECTOROVERSTIJGEND") || !slices.Contains(got, "GEEN_DIPLOMA_BEHAALD") {
		t.Errorf("codes are broken: %q", got)
	}
}
