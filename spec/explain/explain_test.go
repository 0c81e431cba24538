package explain_test

import (
	"os"
	"strings"
	"testing"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/explain"
	"doorstroommonitor/spec/spectest"
)

// current is a frozen specification, so that its sentences can be quoted.
func current(t testing.TB) *spec.Specification {
	t.Helper()
	s, err := spec.Load(os.DirFS("../diff/testdata/2026"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func text(t testing.TB, s *spec.Specification, id, lang string) string {
	t.Helper()
	var sb strings.Builder
	if err := explain.Transition(&sb, s, id, lang); err != nil {
		t.Fatal(err)
	}
	return sb.String()
}

// silent are the fields that the explanation leaves out, with why.
var silent = map[string]string{
	"Transition.population": "another population is another definition",
}

// TestEveryFieldIsTold changes one value of every field that defines a
// transition: the explanation must read differently.
func TestEveryFieldIsTold(t *testing.T) {
	s := current(t)
	for _, lang := range []string{"nl", "en"} {
		before := text(t, s, "VO-HO", lang)
		n := 0
		spectest.EachField(func(field string) {
			n++
			if silent[field] == "" && text(t, s, "VO-HO", lang) == before {
				t.Errorf("%s: a change of %s is not told", lang, field)
			}
		}, s.Populations["VO-DIPLOMA"], s.Transitions["VO-HO"])
		if n < 50 {
			t.Errorf("only %d fields were changed", n)
		}
	}
}

// TestExplainsTheWayIntoAnOutcome: the sentences that a reader looks for.
func TestExplainsTheWayIntoAnOutcome(t *testing.T) {
	s := current(t)
	for lang, want := range map[string][]string{
		"nl": {
			"In het register (diploma, VO-DIPLOMA): niveau: havo of vwo; onderwijssector: Voortgezet onderwijs.",
			"naar niveau in de volgorde vwo > havo; daarna de hoogste of laatste datum diploma.",
			"okt1: als okt0, maar op 1 oktober van het cohortjaar plus 1 jaar.",
			"PO, SBO, SO en VAVO tellen als VO; wie niet wordt gevonden: GEEN;",
			"1. DIPLOMA als er een record is bij diploma1",
			"4. ZELFDE als brin en opleiding gelijk zijn in okt0 en okt1 (een opvolger telt als dezelfde)",
			"7. ANDERE_SECTOR voor alle anderen",
			"- TUSSENJAAR, Na een tussenjaar: sector_0 is MBO, VO of GEEN en sector_1 is HBO of WO.",
			"In tabel status, status: GESTOPT gedeeld door INGESTROOMD; procent van de personen.",
			"voor iedereen en VO-raad. Bekend 1 jaar na het cohortjaar.",
			"Aantallen van 1 tot en met 4 worden niet getoond.",
		},
		"en": {
			"okt1: as okt0, but on 1 October of the cohort year plus 1 year.",
			"Known 1 year after the cohort year.",
			"(a successor counts as the same)",
			"2. GESTOPT if there is no record at okt1",
			"HO divided by everybody; per cent of the persons. This figure comes first.",
			"Counts of 1 to 4 are not shown.",
		},
	} {
		got := strings.Join(strings.Fields(text(t, s, "VO-HO", lang)), " ")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: no %q", lang, w)
			}
		}
		if strings.Contains(got, "%!") {
			t.Errorf("%s: %s", lang, got[strings.Index(got, "%!"):])
		}
		for line := range strings.Lines(text(t, s, "VO-HO", lang)) {
			if n := len([]rune(strings.TrimRight(line, "\n"))); n > 100 {
				t.Errorf("%s: a line of %d characters: %s", lang, n, line)
			}
		}
	}
}

// TestExplainsAnException: what reveals a special category says so.
func TestExplainsAnException(t *testing.T) {
	s := current(t)
	tr := s.Transitions["VO-HO"]
	tr.Dimensions[2].Exception = "UAVG art. 24"
	got := strings.Join(strings.Fields(text(t, s, "VO-HO", "nl")), " ")
	for _, w := range []string{"Geslacht onthult bijzondere persoonsgegevens; toegestaan onder UAVG art. 24.", "alleen onder een overeenkomst die UAVG art. 24 noemt."} {
		if !strings.Contains(got, w) {
			t.Errorf("no %q", w)
		}
	}
}

func TestUnknownTransition(t *testing.T) {
	err := explain.Transition(&strings.Builder{}, current(t), "XX", "nl")
	if err == nil || !strings.Contains(err.Error(), "known: HBO-WO") {
		t.Errorf("error %v", err)
	}
}

// TestExplainsWhomItProtectsFrom: zeros, categories, groups who share an
// outcome, and readers who know more.
func TestExplainsWhomItProtectsFrom(t *testing.T) {
	s := current(t)
	r := &s.Populations["VO-DIPLOMA"].Rule
	r.Zeros = spec.ZerosSecondary
	r.Categories = []spec.CategoryRule{{Dimension: "bestemming", Codes: []string{"GEEN"}, Threshold: 10, Width: 8}}
	r.Homogeneity = &spec.Homogeneity{Percent: 90, Mode: spec.Guard}
	r.Attackers = []spec.Attacker{{Kind: spec.Institution, Mode: spec.Guard, Columns: []string{"school"}}, {Kind: spec.Elsewhere, Mode: spec.ReportOnly, Decimals: 1}}
	s.Transitions["VO-HO"].Rule = &spec.Stricter{Threshold: 7, Width: 7}
	got := strings.Join(strings.Fields(text(t, s, "VO-HO", "nl")), " ")
	for _, w := range []string{
		"Een nul kan worden verborgen om een andere cel te beschermen.",
		"Wie bij bestemming in GEEN hoort: drempel 10, breedte 8.",
		"Dat 90 procent of meer van een groep één uitkomst deelt, mag niet volgen.",
		"Ook bedacht op een instelling, die haar eigen leerlingen of studenten kent (school): wat die te weten zou komen, wordt beter verborgen.",
		"uit een andere bron heeft, op 1 decimalen: wat die te weten zou komen, wordt gemeten en gemeld.",
		"Voor deze kubus strenger: drempel 7, breedte 7",
	} {
		if !strings.Contains(got, w) {
			t.Errorf("no %q in\n%s", w, got[strings.Index(got, "HOE HET"):])
		}
	}
}

// TestExplainsFormalPrivacy: every field of how a population is published is
// told, and nothing of the thresholds that do not hold.
func TestExplainsFormalPrivacy(t *testing.T) {
	s := current(t)
	p := s.Populations["VO-DIPLOMA"]
	p.Publish = &spec.Publish{
		Scenario: spec.ScenarioFormal, Rho: "1/2", Year: "1", Lifetime: "2", Years: 2, Weights: map[string]string{"VO-HO/bestemming": "1"},
		Reliability: 5, Elsewhere: []sdmx.Text{{NL: "jaarverslagen", EN: "annual reports"}},
	}
	for _, lang := range []string{"nl", "en"} {
		before := text(t, s, "VO-HO", lang)
		spectest.EachField(func(field string) {
			if other := map[string]string{"nl": "Text.en", "en": "Text.nl"}[lang]; field != other && text(t, s, "VO-HO", lang) == before {
				t.Errorf("%s: a change of %s is not told", lang, field)
			}
		}, p.Publish)
	}
	got := strings.Join(strings.Fields(text(t, s, "VO-HO", "nl")), " ")
	for _, w := range []string{
		"Elk aantal krijgt ruis van bekende grootte", "kost rho 1/2; een cohortjaar mag samen 1 kosten, en één persoon over alle jaren 2.",
		"een band die de waarheid in 95 van de 100 gevallen bevat", "meer dan 5 procentpunt",
	} {
		if !strings.Contains(got, w) {
			t.Errorf("no %q", w)
		}
	}
	if strings.Contains(got, "worden niet getoond. Van een verborgen") {
		t.Error("a threshold is told that does not hold")
	}
}
