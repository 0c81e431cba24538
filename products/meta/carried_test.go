package meta_test

import (
	"strings"
	"testing"

	"doorstroommonitor/products/internal/fixture"
	"doorstroommonitor/products/meta"
)

// TestTheReadmeSaysThatCodesCarryOthers, where some do.
func TestTheReadmeSaysThatCodesCarryOthers(t *testing.T) {
	titles := []string{"\n\nFUSIES EN VERNIEUWDE OPLEIDINGEN\nCijfers van", "\n\nMERGERS AND REFORMED PROGRAMMES\nFigures of"}
	for _, merged := range []bool{true, false} {
		s := fixture.Structure()
		for i := range s.Codelists {
			for j := range s.Codelists[i].Codes {
				if !merged {
					s.Codelists[i].Codes[j].Predecessors = nil
				}
			}
		}
		var b strings.Builder
		if err := meta.WriteReadme(&b, fixture.Info(), s); err != nil {
			t.Fatal(err)
		}
		for _, title := range titles {
			if strings.Contains(b.String(), title) != merged {
				t.Errorf("with a merged institution %v: %q in the README:\n%s", merged, title, b.String())
			}
		}
	}
}
