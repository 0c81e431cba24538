package deliver

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"doorstroommonitor/release"
)

var ownAgreement = strings.NewReplacer("  id: vh", "  id: 25ab", "scenario: suppression", "scenario: none", "own_data: false",
	"own_data: true\nown: {institutions: [25AB, 25AC], boards: [B41]}\nstatutory_basis: voorbeeldwet artikel 1").Replace(goodAgreement)

func TestParseOwnData(t *testing.T) {
	a, err := ParseAgreement("eigen.yaml", []byte(ownAgreement))
	if err != nil {
		t.Fatal(err)
	}
	if !a.OwnData || !reflect.DeepEqual(a.Own, &Own{Institutions: []string{"25AB", "25AC"}, Boards: []string{"B41"}}) || a.StatutoryBasis == "" {
		t.Errorf("read as %+v", a)
	}
}

func TestOwnDataInPartsIsAFault(t *testing.T) {
	cases := []struct{ what, old, new, at, text string }{
		{"nobody's", "own: {institutions: [25AB, 25AC], boards: [B41]}\n", "", "vh.yaml:17:", "A08: own_data: nobody's rows are named"},
		{"an empty list", "{institutions: [25AB, 25AC], boards: [B41]}", "{institutions: []}", "vh.yaml:17:", "nobody's rows are named"},
		{"a code twice", "[25AB, 25AC]", "[25AB, 25AB]", "vh.yaml:18:", `"25AB" is named twice`},
		{"a code that is a path", "[B41]", "[../B41]", "vh.yaml:18:", "A01"},
		{"for somebody else", "  id: 25ab", "  id: vh", "vh.yaml:5:", `A08: recipient.id: "vh" is no code under own`},
		{"switched off", "own_data: true", "own_data: false", "vh.yaml:18:", "A08: own: own_data is false"},
		{"a law for nothing", "own_data: true\nown: {institutions: [25AB, 25AC], boards: [B41]}", "own_data: false", "vh.yaml:18:", "A08: statutory_basis: own_data is false"},
		{"a law of white space", "voorbeeldwet artikel 1", `" "`, "vh.yaml:19:", "one line"},
		{"a scenario of protection", "scenario: none", "scenario: suppression", "vh.yaml:16:", "A08: scenario: own data are not protected"},
		{"a scenario for one cube", "- cube: VO-HO", "- {cube: VO-HO, scenario: noise}", "vh.yaml:11:", "A08: cubes.0.scenario: own data are not protected"},
		{"an unknown kind of owner", "boards: [B41]", "regions: [Utrecht]", "vh.yaml:18:", "regions"},
	}
	for _, c := range cases {
		text := strings.Replace(ownAgreement, c.old, c.new, 1)
		if text == ownAgreement {
			t.Fatalf("%s: nothing was changed", c.what)
		}
		_, err := ParseAgreement("vh.yaml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), c.at) || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: %v; %q and %q expected in it", c.what, err, c.at, c.text)
		}
	}
}

// ownTestAgreement is about own data of one institution.
func ownTestAgreement() *Agreement {
	a := testAgreement()
	a.ID, a.Recipient.ID, a.Scenario = "eigen", "25ab", ScenarioNone
	a.OwnData, a.Own, a.StatutoryBasis = true, &Own{Institutions: []string{"25AB"}}, "voorbeeldwet artikel 1"
	return a
}

// TestOwnDataCoversNoProtectedFigure: no release is made for a recipient of own
// data and none is delivered; whoever has an agreement in force is an insider.
func TestOwnDataCoversNoProtectedFigure(t *testing.T) {
	own, second, old, lawless := ownTestAgreement(), ownTestAgreement(), ownTestAgreement(), ownTestAgreement()
	second.ID, second.Own = "eigen-2", &Own{Institutions: []string{"25AA", "25AB"}, Boards: []string{"B41"}}
	old.ID, old.Recipient.ID, old.Term.Until = "eigen-oud", "26aa", "2026-08-31"
	lawless.ID, lawless.Recipient.ID, lawless.StatutoryBasis = "eigen-zonder", "27aa", ""
	all := []*Agreement{testAgreement(), own, second, old, lawless}
	coverage, refused := Resolve(all, testNow)
	if len(coverage) != 1 || len(coverage["vh"].Agreements) != 1 {
		t.Errorf("covered: %v", coverage)
	}
	if len(refused) != 2 || refused[0].Clause != ClauseTerm || refused[1].Clause != ClauseOwnData {
		t.Errorf("refused: %v", refused)
	}
	want := []release.OwnData{{Recipient: "25ab", Institutions: []string{"25AA", "25AB"}, Boards: []string{"B41"}}}
	if got := Insiders(all, testNow); !reflect.DeepEqual(got, want) {
		t.Errorf("insiders %v, want %v", got, want)
	}
	_, key := testKeys(t, 1)
	own.Recipient.ID = "vh"
	_, err := NewPlan(Options{Agreement: own, Release: testRelease(t, 1, nil), Now: testNow, Key: &key})
	var r *Refusal
	if !errors.As(err, &r) || r.Clause != ClauseOwnData {
		t.Errorf("a release delivered as own data: %v", err)
	}
}

func TestOwnDataIsRefusedWithTheClause(t *testing.T) {
	plain, own, lawless, old := testAgreement(), ownTestAgreement(), ownTestAgreement(), ownTestAgreement()
	lawless.StatutoryBasis, old.Term.Until = "", "2026-08-31"
	for _, c := range []struct {
		what    string
		a       *Agreement
		version string
		clause  Clause // 0: allowed
	}{
		{"no own data", plain, "2026.1", ClauseOwnData},
		{"no law", lawless, "2026.1", ClauseOwnData},
		{"not in force", old, "2026.1", ClauseTerm},
		{"another specification", own, "2027.1", ClauseSpecification},
		{"all in order", own, "2026.1", 0},
	} {
		err := c.a.AllowsOwn(c.version, testNow)
		var r *Refusal
		if c.clause == 0 && err != nil || c.clause != 0 && (!errors.As(err, &r) || r.Clause != c.clause || r.Next.NL == "" || r.Next.EN == "") {
			t.Errorf("%s: %v", c.what, err)
		}
	}
	m := &release.Manifest{ID: "2026-public"}
	for _, c := range []struct {
		what    string
		own     []release.OwnData
		refused bool
	}{
		{"nobody", nil, true},
		{"another recipient", []release.OwnData{{Recipient: "26aa", Institutions: []string{"25AB"}}}, true},
		{"other codes", []release.OwnData{{Recipient: "25ab", Institutions: []string{"25AC"}}}, true},
		{"these and others", []release.OwnData{{Recipient: "26aa"}, {Recipient: "25ab", Institutions: []string{"25AA", "25AB"}}}, false},
	} {
		if got := own.Unguarded(m, &release.Group{Population: "VO", Cohort: 2023, OwnData: c.own}); (got != nil) != c.refused {
			t.Errorf("guarded against %s: %v", c.what, got)
		}
	}
}
