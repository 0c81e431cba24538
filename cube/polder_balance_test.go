package cube_test

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
)

// byHand are the members of each group, from persons.txt.
var byHand = map[string]int64{
	"VO/2019": 17, "VO/2020": 14, "VO/2021": 6,
	"MBO/2019": 7, "MBO/2020": 7, "MBO/2021": 6,
	"PO/2019": 8, "PO/2020": 3, "PO/2021": 2,
	"HBO-DIPLOMA/2019": 5, "HBO-DIPLOMA/2020": 7, "HBO-DIPLOMA/2021": 15,
	"WO-DIPLOMA/2020": 3, "WO-DIPLOMA/2021": 4,
}

// TestPolderMassBalance compares members and national outcomes with the hand
// count.
func TestPolderMassBalance(t *testing.T) {
	answers := readAnswers(t, polder)
	for _, g := range countPolder(t, loadSpec(t, os.DirFS("../specs/2026")), tallyMemory) {
		b := g.balance
		if b.Group != g.model.Group() || b.Members != byHand[b.Group] {
			t.Errorf("%s: %d members, %d by hand", b.Group, b.Members, byHand[b.Group])
		}
		if len(b.Outcomes) == 0 {
			t.Errorf("%s has no outcomes", b.Group)
		}
		for _, o := range b.Outcomes {
			compared := false
			for _, a := range answers {
				last := a.dimensions[len(a.dimensions)-1]
				if a.cohort != g.model.Cohort || a.cube+"/"+last != o.Dimension || a.open {
					continue
				}
				compared = true
				key := strings.Repeat("_T ", len(a.dimensions)-1) + o.Code
				if a.counts[key] != o.N {
					t.Errorf("%s: outcome %s %s is %d, by hand %d", b.Group, o.Dimension, o.Code, o.N, a.counts[key])
				}
			}
			if !compared {
				t.Errorf("%s: outcome %s was not counted by hand", b.Group, o.Dimension)
			}
		}
	}
}

// TestBrokenBalanceStops tampers with what an engine returns: every loss,
// gain or foreign combination stops the run.
func TestBrokenBalanceStops(t *testing.T) {
	s, reg := loadSpec(t, os.DirFS("../specs/2026")), polderRegister(t)
	m, err := cube.NewModel(s, s.Populations["HBO-DIPLOMA"], reg, 2019, cube.Observed{Last: lastCohort}, nil)
	if err != nil {
		t.Fatal(err)
	}
	// The first two positions are of who enters nothing; columns of later years,
	// which are not observed, follow. The province comes after the institution and
	// the form of the programme after the sex.
	row := func(codes ...string) string {
		codes = slices.Insert(slices.Insert(codes, 3, "VT"), 1, "Flevoland")
		return strings.Join(append(codes, "-", "-", "ONDERWIJS", "WERK", "WERK12", "GEEN_WERK", "J"), "\x1f")
	}
	good := map[string]int64{
		row("92AA", "GEZONDHEID", "V", "MA", "-", "93AA", "WEG", "1", "NIET", "-"): 1,
		row("92CC", "ECONOMIE", "M", "HBO", "ANDERS", "-", "-", "-", "-", "-"):     2,
	}
	if _, _, err := m.Count(good, 3); err != nil {
		t.Fatalf("a sound count is refused: %v", err)
	}
	for _, c := range []struct {
		name    string
		codes   string
		n       int64
		members int64
		want    string
	}{
		{"a member is lost", "", 0, 4, "one is lost or counted twice"},
		{"a member is counted twice", "", 0, 2, "one is lost or counted twice"},
		{"an institution that offers no bachelor", row("93AA", "RECHT", "V", "MA", "-", "93AA", "WEG", "1", "NIET", "-"), 1, 4, "add the offering to the register"},
		{"an institution of before the merger", row("92BB", "ECONOMIE", "V", "MA", "-", "93AA", "WEG", "1", "NIET", "-"), 1, 4, "school=92BB"},
		{"a university for someone who went to none", row("92AA", "ECONOMIE", "V", "HBO", "WO", "93AA", "-", "-", "-", "-"), 1, 4, "universiteit_0=93AA"},
		{"a code of an engine that found no case", row("92AA", "ECONOMIE", "V", "?", "-", "-", "-", "-", "-", "-"), 1, 4, "vervolg_0=?"},
	} {
		t.Run(c.name, func(t *testing.T) {
			inner := map[string]int64{}
			for k, n := range good {
				inner[k] = n
			}
			if c.codes != "" {
				inner[c.codes] = c.n
			}
			_, _, err := m.Count(inner, c.members)
			var broken *cube.ErrBalance
			if !errors.As(err, &broken) {
				t.Fatalf("error is %v, want a broken balance", err)
			}
			if !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), "HBO-DIPLOMA/2019") {
				t.Errorf("error is %q, want it to name the group and %q", err, c.want)
			}
			if nl := broken.In("nl"); !strings.HasPrefix(nl, "de massabalans van HBO-DIPLOMA/2019 klopt niet: de ") {
				t.Errorf("in Dutch it is %q", nl)
			}
		})
	}
}
