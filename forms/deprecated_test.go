package forms_test

import (
	"bytes"
	"strings"
	"testing"

	"doorstroommonitor/forms"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// TestAContractSaysThatItsCubeIsDeprecated: the status is a word of the
// standard, and the definition names the day and the change. A change that
// deprecates a code leaves the contract in force.
func TestAContractSaysThatItsCubeIsDeprecated(t *testing.T) {
	contract := func(concerns string) string {
		s := load(t, "../specs/2026")
		s.Changes = map[string]*spec.Change{"W-1": {ID: "W-1", Label: sdmx.Text{NL: "Weg", EN: "Gone"}, Concerns: []string{concerns}, Steps: []spec.Step{{Step: spec.StepDeprecated, Date: "2026-05-01"}}}}
		var b bytes.Buffer
		if err := forms.WriteContract(&b, s, s.Transitions["VO-HO"]); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	const said = "Verouderd sinds 2026-05-01: "
	if got := contract("transition/VO-HO"); !strings.Contains(got, "status: deprecated") || !strings.Contains(got, said+"transition/VO-HO (wijziging W-1)") {
		t.Errorf("the cube: %.600s", got)
	}
	if got := contract("transition/VO-HO/dimension/vorm/node/DU"); !strings.Contains(got, "status: active") || !strings.Contains(got, said+"transition/VO-HO/dimension/vorm/node/DU") {
		t.Errorf("a code of it: %.600s", got)
	}
	if got := contract("transition/VO-MBO"); strings.Contains(got, said) {
		t.Errorf("another cube: %.600s", got)
	}
}
