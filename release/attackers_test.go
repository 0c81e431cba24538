package release

import (
	"strings"
	"testing"
)

// TestEvidenceByAttackerIsOptional: manifests of earlier programs, without
// evidence by attacker, read as before and are written as before; with it they
// come back as they were, figures that may not be told being absent.
func TestEvidenceByAttackerIsOptional(t *testing.T) {
	_, key := testKeys(t, 1)
	old, err := decodeManifest(smallRelease(t, key)[ManifestName].Data)
	if err != nil {
		t.Fatal(err)
	}
	old.Groups = []Group{{Population: "VO-DIPLOMA", Cohort: 2023, Regime: "exact", Rule: Rule{Threshold: 5, Width: 5, Zeros: "published"}, Audit: Audit{Attackers: []string{"outsider"}, Cells: 2, Hidden: 1}}}
	text, err := old.Encode()
	if err != nil || strings.Contains(string(text), "by_attacker") {
		t.Fatalf("%s, %v", text, err)
	}
	width, none := int64(5), 0
	old.Groups[0].Audit.By = []Attacker{
		{ID: "outsider", Mode: "guard", Reach: &Reach{Cells: 1, MinWidth: &width, Homogeneous: &none, Unanimous: &none}},
		{ID: "contributor", Mode: "guard", Reach: &Reach{}},
		{ID: "institution", Mode: "report"},
	}
	if text, err = old.Encode(); err != nil {
		t.Fatal(err)
	}
	again, err := decodeManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	by := again.Groups[0].Audit.By
	if len(by) != 3 || by[0].Reach == nil || *by[0].Reach.MinWidth != 5 || *by[0].Reach.Homogeneous != 0 || by[1].Reach == nil || by[1].Reach.MinWidth != nil || by[2].Reach != nil {
		t.Errorf("read back %+v", by)
	}
}
