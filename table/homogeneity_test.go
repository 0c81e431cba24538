package table_test

import (
	"strings"
	"testing"

	"doorstroommonitor/table"
)

// alike is a table of three schools: all of A go to MBO, 19 of 20 of B, and C
// goes everywhere. With the total of all that is 100 % once and 95 % twice.
var alike = world{
	"data.csv":   "school,dest,n\nA,MBO,30\nA,HBO,0\nA,NONE,0\nB,MBO,38\nB,HBO,0\nB,NONE,2\nC,MBO,20\nC,HBO,25\nC,NONE,15\n",
	"table.yaml": "data: data.csv\ncount: n\ndimensions: [{column: school}, {column: dest}]\nrule: {threshold: 3, zeros: ZEROS, homogeneity: {outcome: dest, percent: 95, guard: GUARD}}\n",
}

func (w world) ruled(zeros, guard string) world {
	return w.with(world{"table.yaml": strings.NewReplacer("ZEROS", zeros, "GUARD", guard).Replace(w["table.yaml"])})
}

// TestGroupsThatShareAnOutcomeAreCounted: where zeros are shown that all of A
// went to MBO is plain. Of B too little is shown to prove 95 %: of 40, NONE
// may be 3.
func TestGroupsThatShareAnOutcomeAreCounted(t *testing.T) {
	rep, _, err := alike.ruled("published", "false").protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if a := rep.Attackers[0]; a.Homogeneous != 1 || a.Unanimous != 1 {
		t.Errorf("%+v", a)
	}
	_, out, err := alike.ruled("published", "true").protect(t, table.Run{Widen: true})
	refused(t, err, out, "F-HOMOGENEITY", "zeros: protected")
	w := alike.ruled("published", "false")
	w["table.yaml"] = strings.Replace(w["table.yaml"], "outcome: dest", "outcome: to", 1)
	_, out, err = w.protect(t, table.Run{Widen: true})
	refused(t, err, out, "F-HOMOGENEITY", `"to"`)
}

// TestGroupsThatShareAnOutcomeAreGuarded: with zeros protected nobody proves
// it of any school.
func TestGroupsThatShareAnOutcomeAreGuarded(t *testing.T) {
	rep, _, err := alike.ruled("protected", "true").protect(t, table.Run{Widen: true})
	if err != nil {
		t.Fatal(err)
	}
	if a := rep.Attackers[0]; a.Homogeneous != 0 || a.Unanimous != 0 || rep.Hidden == rep.Cells {
		t.Errorf("%+v", rep)
	}
}
