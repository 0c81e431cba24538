package screening_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"doorstroommonitor/ingest"
	"doorstroommonitor/screening"
	"doorstroommonitor/spec"

	"golang.org/x/net/html"
)

// report is of a screening with two files: 25 wrong codes in one, one row
// that is too short in the other.
func report(t *testing.T) *screening.Report {
	t.Helper()
	s, err := spec.Load(os.DirFS("../specs/2026"))
	if err != nil {
		t.Fatal(err)
	}
	var rows []ingest.Refused
	for i := range 25 {
		rows = append(rows, ingest.Refused{File: "a.csv", Line: int64(10 + i), Record: "inschrijving", Rule: "C-CODE", Field: "soort", Value: "Z<"})
	}
	rows = append(rows, ingest.Refused{File: "b.csv", Line: 7, Record: "persoon", Rule: "F-COLUMNS"})
	finding := func(id string, n int64) ingest.Finding {
		r, _ := s.Screening.RuleByID(id)
		return ingest.Finding{Rule: id, Severity: r.Severity, Count: n, Text: r.Text, Why: r.Why, Mend: r.Mend}
	}
	return &screening.Report{
		Specification: s.About.Version, Rules: s.Screening.Rules,
		Receipt: &ingest.Receipt{
			Files:    []ingest.FileReceipt{{Name: "a.csv", Lines: 1025, In: 1025, Accepted: 1000, Rejected: 25}, {Name: "b.csv", Lines: 9, In: 9, Accepted: 8, Rejected: 1}},
			Findings: []ingest.Finding{finding("F-COLUMNS", 1), finding("C-CODE", 25)},
			Shifts:   []ingest.ShiftFinding{{Rule: "S-INSCHRIJVING", Severity: "warning", Record: "inschrijving", Field: "sector", Value: "HBO", From: 2019, To: 2020, Before: 1000, After: 1234, Percent: 23.4, Text: s.Screening.Shifts[0].Text}},
		},
		Rows: func(yield func(ingest.Refused) error) error {
			for _, r := range rows {
				if err := yield(r); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func text(t *testing.T, r *screening.Report, lang string) string {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteHTML(&b, lang, "keuring.csv"); err != nil {
		t.Fatal(err)
	}
	// What a browser would show of it.
	var out strings.Builder
	z := html.NewTokenizer(&b)
	for skip := false; ; {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(out.String()), " ")
		case html.StartTagToken:
			name, _ := z.TagName()
			skip = string(name) == "style"
			out.WriteByte(' ')
		case html.EndTagToken:
			skip = false
			out.WriteByte(' ')
		case html.TextToken:
			if !skip {
				out.Write(z.Text())
			}
		}
	}
}

func TestThePageSaysWhatToDo(t *testing.T) {
	r := report(t)
	for lang, want := range map[string][]string{
		"nl": {
			"26 van de 1.034 rijen zijn afgekeurd.", "a.csv 1.025 1.025 1.000 25", "C-CODE rij afgekeurd 25", "De code staat niet op de codelijst",
			"Gebruik een code uit codelists.yaml.", "Waarom dat telt", "de eerste 20 staan hier", "a.csv: De code", "2019–2020 1.000 1.234 +23,4 % ", "inschrijving sector HBO",
		},
		"en": {"26 of 1,034 rows were rejected.", "row rejected 25", "Use a code of codelists.yaml.", "the first 20 are here", "+23.4 %"},
	} {
		got := text(t, r, lang)
		for _, w := range want {
			if !strings.Contains(got, strings.TrimSpace(w)) {
				t.Errorf("%s: the page lacks %q:\n%s", lang, w, got)
			}
		}
	}
	if n := strings.Count(text(t, r, "nl"), "Z&lt;") + strings.Count(text(t, r, "nl"), "Z<"); n != 20 {
		t.Errorf("%d examples, 20 expected", n)
	}
}

func TestEveryStateHasItsVerdict(t *testing.T) {
	none := func(func(ingest.Refused) error) error { return nil }
	clean := report(t)
	clean.Rows, clean.Receipt.Findings, clean.Receipt.Shifts = none, nil, nil
	for i := range clean.Receipt.Files {
		clean.Receipt.Files[i].Rejected = 0
	}
	warned := report(t)
	warned.Rows, warned.Receipt.Findings = none, nil
	for i := range warned.Receipt.Files {
		warned.Receipt.Files[i].Rejected = 0
	}
	stopped := report(t)
	rule := spec.ScreeningRule{ID: "F-COUNT"}
	for _, x := range stopped.Rules {
		if x.ID == rule.ID {
			rule = x
		}
	}
	stopped.Rows, stopped.Receipt, stopped.Stopped = none, nil, &ingest.Stop{Rule: rule, Input: "ro/x.csv", Line: 12, Detail: "the trailer counts 3"}
	for _, c := range []struct {
		name string
		r    *screening.Report
		want string
		csv  int
	}{
		{"clean", clean, "In orde: alle rijen zijn aangenomen. Er is niets te herstellen.", 1},
		{"warned", warned, "er zijn waarschuwingen", 2},
		{"stopped", stopped, "Geweigerd: een bestand kon niet worden ingelezen.", 2},
		{"rejected", report(t), "zijn afgekeurd", 28},
	} {
		if got := text(t, c.r, "nl"); !strings.Contains(got, c.want) {
			t.Errorf("%s: %q is not in the page:\n%s", c.name, c.want, got)
		}
		var b bytes.Buffer
		if err := c.r.WriteCSV(&b, "nl"); err != nil {
			t.Fatal(err)
		}
		all, err := csv.NewReader(&b).ReadAll()
		if err != nil || len(all) != c.csv || len(all[0]) != 10 {
			t.Errorf("%s: %d lines of CSV, %d expected: %v", c.name, len(all), c.csv, err)
		}
	}
	if got := text(t, stopped, "nl"); !strings.Contains(got, "ro/x.csv , regel 12") || !strings.Contains(got, "Haal het bestand opnieuw op") {
		t.Errorf("the page of a stop:\n%s", got)
	}
}

func TestAnErrorOfTheRowsIsTold(t *testing.T) {
	r := report(t)
	r.Rows = func(func(ingest.Refused) error) error { return fmt.Errorf("cut off") }
	if err := r.WriteHTML(&bytes.Buffer{}, "nl", "x.csv"); err == nil {
		t.Error("a page was made of half a quarantine")
	}
	if err := r.WriteCSV(&bytes.Buffer{}, "nl"); err == nil {
		t.Error("a CSV file was made of half a quarantine")
	}
}

// Warnings are told where they are: on the page the first 20 lines, in the CSV
// file those of the receipt and how many there are.
func TestWarningsSayWhere(t *testing.T) {
	r := report(t)
	var lines []int64
	for i := range 100 {
		lines = append(lines, int64(1001+i))
	}
	r.Receipt.Warnings = []ingest.Warning{
		{File: "a.csv", Record: "inschrijving", Rule: "D-STUDYYEAR", Field: "datum_in", Count: 250, Lines: lines},
		{File: "b.csv", Record: "inschrijving", Rule: "X-PERSON", Count: 2, Lines: []int64{4, 9}},
	}
	got := text(t, r, "nl")
	for _, w := range []string{"D-STUDYYEAR De begindatum valt buiten het studiejaar van de rij. datum_in 250 1001, 1002,", "1019, 1020, …", "X-PERSON Bij de rij hoort geen persoon met kenmerken. 2 4, 9 "} {
		if !strings.Contains(got, w) {
			t.Errorf("the page lacks %q:\n%s", w, got)
		}
	}
	if strings.Contains(got, "1021") {
		t.Error("the page names more than 20 lines")
	}
	var b bytes.Buffer
	if err := r.WriteCSV(&b, "en"); err != nil {
		t.Fatal(err)
	}
	all, err := csv.NewReader(&b).ReadAll()
	if err != nil || len(all) != 27+100+1+2+1 {
		t.Fatalf("%d lines of CSV, 131 expected: %v", len(all), err)
	}
	if first, more := all[27], all[127]; first[1] != "1001" || first[3] != "datum_in" || first[6] != "warning" || more[1] != "" || !strings.Contains(more[7], "(250 times; the first 100 lines are above)") {
		t.Errorf("%q and %q", first, more)
	}
	shift := all[130]
	if what := "the number of enrolments in the sector shifts more than expected (2019-2020: +23.4 %)"; shift[3] != "sector" || shift[4] != "HBO" || shift[5] != "S-INSCHRIJVING" || shift[6] != "warning" || shift[7] != what {
		t.Errorf("the line of a shift: %q", shift)
	}
}
