package cli

import (
	"io"
	"strings"
	"testing"

	"doorstroommonitor/cube"
)

// TestWhoHasNoCodesIsNobody: a population without codes is left out if nobody
// is in it, and is a fault of the register otherwise.
func TestWhoHasNoCodesIsNobody(t *testing.T) {
	r := &route{a: &app{lang: "nl", err: io.Discard}}
	none := &cube.NoCodes{Population: "PO", Column: "school"}
	for _, nobody := range []cube.Inner{nil, {}, {2020: {}}, {2020: {"all": 0}}} {
		if err := r.uncoded(none, nobody); err != nil {
			t.Errorf("%v: %v", nobody, err)
		}
	}
	err := r.uncoded(none, cube.Inner{2020: {}, 2021: {"all": 1}})
	if err == nil || !strings.Contains(explain(err, "nl"), "populatie PO: het register heeft geen code voor kolom school") {
		t.Errorf("one member: %v", err)
	}
}
