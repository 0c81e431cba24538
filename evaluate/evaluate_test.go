package evaluate_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"iter"
	"os"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"doorstroommonitor/evaluate"
	"doorstroommonitor/ledger"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/web/webtest"
)

// oneCube is a release of one partition of four cells, one hidden.
type oneCube struct{ created string }

func (r oneCube) Manifest() *release.Manifest {
	return &release.Manifest{ID: "klein", Audience: "public", Created: r.created, Specification: "2026.1"}
}

func (r oneCube) Structure() (*sdmx.Structure, error) {
	return &sdmx.Structure{Cubes: []sdmx.Cube{{ID: "VO-HO", Label: sdmx.Text{NL: "Kubus"}, Tables: []sdmx.Table{{ID: "t", Cohorts: []int{2023}}}}}}, nil
}

func (r oneCube) Partition(string, string, int) (*sdmx.Dataset, error) {
	return &sdmx.Dataset{Observations: []sdmx.Observation{{Value: 9}, {Value: 5}, {Value: 4}, {Hidden: true, Modelled: true}}}, nil
}

// By hand from webtest.Entries: one seal; two deliveries were carried out, on
// 3 June (in time, receipt of 10 June) and on 1 October (late, no receipt);
// one refusal; one delivery of November was begun only.
func TestAYearCountedByHand(t *testing.T) {
	ev, err := evaluate.Report(2026, []evaluate.Release{oneCube{"2026-06-01T09:00:00Z"}, oneCube{"2025-06-01T09:00:00Z"}}, webtest.Entries())
	if err != nil {
		t.Fatal(err)
	}
	if len(ev.Releases) != 1 || len(ev.Deliveries) != 2 || ev.OnTime != 1 || ev.Late != 1 || ev.Acknowledged != 1 || ev.Unfinished != 1 || len(ev.Refusals) != 1 {
		t.Errorf("%+v", ev)
	}
	first, second := ev.Deliveries[0], ev.Deliveries[1]
	if !first.OnTime || !first.Acknowledged || first.Files != 3 || first.Recipient != "vo-raad" || first.Agreement != "DS-VO-2026" || first.Date != "2026-06-03" {
		t.Errorf("first delivery %+v", first)
	}
	if second.OnTime || second.Acknowledged || second.Files != 12 || second.Recipient != "vh" {
		t.Errorf("second delivery (its commit says nothing anew): %+v", second)
	}
	if r := ev.Refusals[0]; r.Clause != 4 || r.Text.NL != "De overeenkomst dekt kubus VO-HO niet." {
		t.Errorf("refusal %+v", r)
	}
	if len(ev.Cubes) != 1 || ev.Cubes[0].Cells != 4 || ev.Cubes[0].Hidden != 1 || ev.Cubes[0].Modelled != 1 {
		t.Errorf("cubes %+v: the release of 2025 belongs to another year", ev.Cubes)
	}
	if len(ev.Specifications) != 1 || ev.Specifications[0] != "2026.1" {
		t.Errorf("specifications %v", ev.Specifications)
	}
}

func TestReceiptForAnotherDeliveryDoesNotCount(t *testing.T) {
	ev, err := evaluate.Report(2026, nil, func(yield func(ledger.Entry, error) bool) {
		for e := range webtest.Entries() {
			e.Body = bytes.ReplaceAll(e.Body, []byte(`"proofs_sha256":"aa","recipient":"vo-raad","release":"vo-raad-2026.1"}`), []byte(`"proofs_sha256":"bb","recipient":"vo-raad","release":"vo-raad-2026.1"}`))
			if !yield(e, nil) {
				return
			}
		}
	})
	if err != nil || ev.Acknowledged != 0 {
		t.Errorf("acknowledged %d, %v", ev.Acknowledged, err)
	}
}

// TestOwnDataAreToldApart: a provision is told with its law and decision beside
// the deliveries and is none of them; one that was given up is not told, one
// that is open counts as unfinished. A year without has no such heading.
func TestOwnDataAreToldApart(t *testing.T) {
	day := time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)
	body := func(id, digest string) json.RawMessage {
		return json.RawMessage(`{"agreement":"eigen","agreement_version":"1","decision":"zaak 114","institutions":["25AB"],"own_data_sha256":"` + digest + `","provision":"` + id + `","recipient":"25ab","statutory_basis":"voorbeeldwet artikel 1"}`)
	}
	entries := []ledger.Entry{
		{Seq: 1, Time: day, Kind: "own-data", Phase: ledger.PhaseIntent, Body: body("2026-a", "")},
		{Seq: 2, Time: day, Kind: "own-data", Phase: ledger.PhaseCommit, Ref: 1, Body: body("2026-a", "aa")},
		{Seq: 3, Time: day, Kind: "own-data", Phase: ledger.PhaseIntent, Body: body("2026-b", "")},
		{Seq: 4, Time: day, Kind: "own-data", Phase: ledger.PhaseNote, Ref: 3, Body: json.RawMessage(`{"failed":true}`)},
		{Seq: 5, Time: day, Kind: "own-data", Phase: ledger.PhaseIntent, Body: body("2026-c", "")},
		{Seq: 6, Time: day, Kind: "acknowledgement", Phase: ledger.PhaseNote, Body: json.RawMessage(`{"agreement":"eigen","proofs_sha256":"aa","recipient":"25ab","release":"2026-a"}`)},
	}
	ev, err := evaluate.Report(2026, nil, func(yield func(ledger.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(ev.OwnData) != 1 || len(ev.Deliveries) != 0 || ev.Late != 0 || ev.Unfinished != 1 {
		t.Fatalf("%+v", ev)
	}
	if p := ev.OwnData[0]; p.Provision != "2026-a" || p.Decision != "zaak 114" || p.StatutoryBasis != "voorbeeldwet artikel 1" || p.Date != "2026-10-05" || !p.Acknowledged {
		t.Errorf("%+v", p)
	}
	quiet, err := evaluate.Report(2025, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	for lang, head := range map[string]string{"nl": "Eigen gegevens", "en": "Own data"} {
		var b, none strings.Builder
		page, err := ev.HTML(lang)
		if err := errors.Join(err, ev.WriteText(&b, lang), quiet.WriteText(&none, lang)); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), head) || !strings.Contains(string(page), head) || !strings.Contains(string(page), "zaak 114") || strings.Contains(none.String(), head) {
			t.Errorf("%s: %s\n%s\n%s", lang, b.String(), page, none.String())
		}
	}
}

func TestTextSaysItInWholeSentences(t *testing.T) {
	ev, err := evaluate.Report(2026, []evaluate.Release{oneCube{"2026-06-01T09:00:00Z"}}, webtest.Entries())
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		"nl": {"In 2026 is één uitgave verzegeld.", "Er waren 2 leveringen, waarvan 1 te laat, op of na 1 oktober.", "Eén verzoek is geweigerd", "25,0\u00a0%"},
		"en": {"One release was sealed in 2026.", "There were 2 deliveries, 1 of them late, on or after 1 October.", "One request was refused", "25.0%"},
	} {
		var b strings.Builder
		if err := ev.WriteText(&b, lang); err != nil {
			t.Fatal(err)
		}
		frag, err := ev.HTML(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range want {
			if !strings.Contains(b.String(), s) || !strings.Contains(string(frag), s) {
				t.Errorf("%s: %q is missing in text or HTML:\n%s", lang, s, b.String())
			}
		}
		if strings.Contains(b.String()+string(frag), "⟦") {
			t.Errorf("%s: a phrase is missing", lang)
		}
	}
	j, err := ev.JSON()
	if err != nil || !json.Valid(j) {
		t.Errorf("JSON %s, %v", j, err)
	}
}

func TestAQuietYear(t *testing.T) {
	ev, err := evaluate.Report(2030, nil, webtest.Entries())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := ev.WriteText(&b, "nl"); err != nil || !strings.Contains(b.String(), "In 2030 is nog niets geleverd.") {
		t.Errorf("%v\n%s", err, b.String())
	}
}

func TestADamagedLedgerStopsTheReport(t *testing.T) {
	fault := errors.New("line 2: chain broken")
	var broken iter.Seq2[ledger.Entry, error] = func(yield func(ledger.Entry, error) bool) { yield(ledger.Entry{}, fault) }
	if _, err := evaluate.Report(2026, nil, broken); !errors.Is(err, fault) {
		t.Errorf("error %v", err)
	}
	if _, err := evaluate.Years(nil, broken); !errors.Is(err, fault) {
		t.Errorf("error %v", err)
	}
}

func TestBothLanguagesHaveTheSameKeys(t *testing.T) {
	texts := map[string]map[string]string{}
	for _, lang := range []string{"nl", "en"} {
		b, err := os.ReadFile("text/" + lang + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]string
		if err := yaml.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		texts[lang] = m
	}
	for k := range texts["nl"] {
		if texts["en"][k] == "" {
			t.Errorf("%s is not in en.yaml", k)
		}
	}
	for k := range texts["en"] {
		if texts["nl"][k] == "" {
			t.Errorf("%s is not in nl.yaml", k)
		}
	}
}
