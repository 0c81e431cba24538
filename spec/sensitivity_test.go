package spec_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

// health loads the small specification in which HBO reveals health, after
// further changes, and returns what the table reveals and what is reported.
func health(t *testing.T, changes ...string) (reveals, faults string) {
	t.Helper()
	fsys := small(t)
	about := strings.Replace(string(fsys["about.yaml"].Data), "{code: WO,", "{code: WO, sensitivity: special, reveals: [health],", 1)
	flow := strings.NewReplacer(changes...).Replace(string(fsys["flow.yaml"].Data))
	for i := 0; i < len(changes); i += 2 {
		if !strings.Contains(string(fsys["flow.yaml"].Data), changes[i]) {
			t.Fatalf("flow.yaml does not hold %q", changes[i])
		}
	}
	fsys["about.yaml"], fsys["flow.yaml"] = &fstest.MapFile{Data: []byte(about)}, &fstest.MapFile{Data: []byte(flow)}
	s, err := spec.Load(fsys)
	if err != nil {
		return "", err.Error()
	}
	tr := s.Transitions["HBO-NEXT"]
	return fmt.Sprint(s.TableReveals(tr, &tr.Tables[0]), s.Exceptions(tr, &tr.Tables[0])), ""
}

// TestWhatRevealsASpecialCategory follows a special code, WO, through the
// ways in which a population can use it.
func TestWhatRevealsASpecialCategory(t *testing.T) {
	const last = "          - {code: MOVED}\n"
	for _, c := range []struct {
		name    string
		changes []string
		reveals bool
	}{
		{"moved for WO and for any other reason tells nothing", nil, false},
		{"moved for WO alone tells", []string{"{code: MOVED, is", "{code: WO, is", "codes: [SAME, MOVED, GONE]", "codes: [SAME, MOVED, GONE, WO]", "{next: [MOVED]}", "{next: [WO]}", "[SAME, MOVED]}", "[SAME, MOVED, WO]}"}, true},
		{"WO or HBO tells nothing", []string{"is: {later.sector: [WO]}", "is: {later.sector: [WO, HBO]}", last, "          - {code: GONE}\n"}, false},
		{"a lookup of WO alone tells, found or not", []string{"where: {sector: [HBO, WO]}", "where: {sector: [WO]}", "later.sector: [WO]", "later.brin: [00AA]", last, "          - {code: GONE}\n"}, true},
		{"being a member of WO tells", []string{"where: {sector: [HBO]}\n    prefer", "where: {sector: [WO]}\n    prefer"}, true},
		{"being a member of WO or HBO tells nothing", []string{"where: {sector: [HBO]}\n    prefer", "where: {sector: [HBO, WO]}\n    prefer"}, false},
		{"a column of the field itself tells", []string{
			"      - id: next\n        label: {nl: Daarna, en: Next}\n        codes", "      - {id: kind, label: {nl: S, en: S}, of: later, field: sector, none: GONE, codes: [HBO, WO, GONE]}\n      - id: next\n        label: {nl: Daarna, en: Next}\n        codes",
			"        column: school\n        register: institution", "        column: kind\n        codelist: sector",
		}, true},
		{"a column that maps WO to none tells nothing", []string{
			"      - id: next\n        label: {nl: Daarna, en: Next}\n        codes", "      - {id: kind, label: {nl: S, en: S}, of: later, field: sector, map: {WO: GONE}, none: GONE, codes: [HBO, GONE]}\n      - id: next\n        label: {nl: Daarna, en: Next}\n        codes",
			"        column: school\n        register: institution", "        column: kind\n        codelist: sector",
		}, false},
		{"a column that is filled for WO alone tells", []string{
			"      - id: next\n        label: {nl: Daarna, en: Next}\n        codes", "      - {id: kind, label: {nl: S, en: S}, of: later, field: sector, none: GONE, codes: [HBO, WO, GONE]}\n      - {id: where, label: {nl: S, en: S}, of: later, field: brin, only: {kind: [WO]}, codes: [00AA]}\n      - id: next\n        label: {nl: Daarna, en: Next}\n        codes",
			"        column: school\n", "        column: where\n",
		}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			reveals, faults := health(t, c.changes...)
			if !c.reveals {
				if faults != "" || reveals != "[] []" {
					t.Errorf("reveals %s, faults %s", reveals, faults)
				}
				return
			}
			if !strings.Contains(faults, "reveals health; it needs exception") || !strings.Contains(faults, `audience "public": the table reveals health`) {
				t.Errorf("reveals %s, faults\n%s", reveals, faults)
			}
		})
	}
}

// TestAnExceptionAdmitsASpecialDimension: with the provision named and the
// public left out, the specification is in order, and says what to cite.
func TestAnExceptionAdmitsASpecialDimension(t *testing.T) {
	reveals, faults := health(t, "where: {sector: [HBO]}\n    prefer", "where: {sector: [WO]}\n    exception: UAVG art. 24\n    prefer", "audiences: [public, vo-raad]", "audiences: [vo-raad]")
	if faults != "" || reveals != "[health] [UAVG art. 24]" {
		t.Errorf("reveals and exceptions are %s, faults %s", reveals, faults)
	}
}

// TestConceptsOfThisYear: what concepts inherit.
func TestConceptsOfThisYear(t *testing.T) {
	s := current(t)
	all := map[string]spec.Concept{}
	for _, c := range s.Concepts() {
		if _, twice := all[c.Path]; twice {
			t.Errorf("%s is listed twice", c.Path)
		}
		all[c.Path] = c
	}
	for _, c := range []struct{ path, want string }{
		{"codelist/sector", "none []"},
		{"codelist/sector/code/HBO", "none []"},
		{"codelist/sector/code/SO", "special [health]"},
		{"record/inschrijving/field/sector", "personal []"},
		{"record/persoon/field/geslacht", "personal []"},
		{"population/VO/column/sector_0", "personal []"},
		{"transition/VO-HO/dimension/bestemming/node/VO", "personal []"},
		{"transition/VO-HO/table/status", "personal []"},
	} {
		if got := all[c.path]; fmt.Sprint(got.Class, " ", got.Reveals) != c.want {
			t.Errorf("%s is %s %v, want %s", c.path, got.Class, got.Reveals, c.want)
		}
	}
	destination, _ := s.Transitions["VO-HO"].DimensionByID("bestemming")
	if c := all["transition/VO-HO/dimension/bestemming/node/HBO"]; c.Definition != destination.Definition || c.From != 2010 || c.Source != s.Transitions["VO-HO"].Source {
		t.Errorf("node HBO inherits %+v", c)
	}
	if c := all["record/diploma/field/niveau"]; c.Definition != s.Codelists["niveau"].Definition || c.Source != s.Records["diploma"].Source {
		t.Errorf("field niveau inherits %+v", c)
	}
	if c := all["transition/VO-HO/indicator/direct_ho"]; c.Unit != spec.UnitShare {
		t.Errorf("indicator has unit %+v", c.Unit)
	}
}
