package web

import (
	"strings"
	"testing"

	"doorstroommonitor/sdmx"
)

// flowWorld is one table soort × bestemming of one cohort: HBO and WO lie
// under HO.
func flowWorld(t *testing.T, cells map[string]sdmx.Observation) (*edition, view) {
	t.Helper()
	mk := func(id, parent string) sdmx.Code { return sdmx.Code{ID: id, Parent: parent, Label: sdmx.Text{NL: id}} }
	st := &sdmx.Structure{
		Codelists: []sdmx.Codelist{
			{ID: "s", Codes: []sdmx.Code{mk("_T", ""), mk("HAVO", "_T"), mk("VWO", "_T")}},
			{ID: "b", Codes: []sdmx.Code{mk("_T", ""), mk("HO", "_T"), mk("HBO", "HO"), mk("WO", "HO"), mk("MBO", "_T"), mk("GEEN", "_T")}},
		},
		Cubes: []sdmx.Cube{{
			ID: "C", Dimensions: []sdmx.Dimension{{ID: "soort", Codelist: "s"}, {ID: "best", Codelist: "b", Role: roleOutcome}},
			Tables: []sdmx.Table{{ID: "T", Dimensions: []string{"soort", "best"}, Cohorts: []int{2023}}},
		}},
	}
	d := &sdmx.Dataset{Cube: "C", Table: "T", Cohort: 2023, Dimensions: []string{"soort", "best"}}
	for _, a := range st.Codelists[0].Codes {
		for _, b := range st.Codelists[1].Codes {
			if o, ok := cells[a.ID+"."+b.ID]; ok {
				o.Key = []string{a.ID, b.ID}
				d.Observations = append(d.Observations, o)
			}
		}
	}
	e := &edition{st: st}
	return e, view{&st.Cubes[0], &st.Cubes[0].Tables[0], &part{d, d.Lookup()}, map[string]string{}}
}

// By hand: havo 60 = hbo 41 + geen 9 + hidden (60-41-9 = 10); vwo 40 = HO 35
// (parts hidden) + mbo 0 + geen 5.
func TestFlowIsCountedByHand(t *testing.T) {
	nl, _ := catalogues(t)
	e, v := flowWorld(t, map[string]sdmx.Observation{
		"_T._T": shown(100), "_T.HO": hidden(80, 90), "_T.HBO": hidden(41, 90), "_T.WO": hidden(0, 50), "_T.MBO": hidden(1, 9), "_T.GEEN": shown(14),
		"HAVO._T": shown(60), "HAVO.HO": hidden(42, 50), "HAVO.HBO": shown(41), "HAVO.WO": hidden(1, 9), "HAVO.MBO": hidden(1, 9), "HAVO.GEEN": shown(9),
		"VWO._T": shown(40), "VWO.HO": shown(35), "VWO.HBO": hidden(1, 34), "VWO.WO": hidden(1, 34), "VWO.MBO": shown(0), "VWO.GEEN": shown(5),
	})
	f, state := buildFlow(e, nl, v, "best", "soort")
	if state != flowDrawn {
		t.Fatalf("state %d", state)
	}
	var got []string
	for _, b := range f.Bands {
		got = append(got, f.Left[b.From].Label+">"+f.Right[b.To].Label+" "+nl.num(b.N))
	}
	want := "HAVO>HBO 41|HAVO>GEEN 9|HAVO>Niet getoond 10|VWO>HO (als geheel) 35|VWO>GEEN 5"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("bands\n got %s\nwant %s", s, want)
	}
	if s := strings.Join(f.HiddenParts, ","); s != "WO,MBO" {
		t.Errorf("hidden parts %s", s)
	}
	var left, right int64
	for _, n := range f.Left {
		left += n.N
	}
	for _, n := range f.Right {
		right += n.N
	}
	if left != 100 || right != 100 {
		t.Errorf("sides %d and %d, want 100", left, right)
	}
}

func TestFlowWithoutAPublishedTotalHasNoWidths(t *testing.T) {
	nl, _ := catalogues(t)
	e, v := flowWorld(t, map[string]sdmx.Observation{"_T._T": hidden(1, 9), "_T.HO": shown(0), "HAVO._T": shown(5), "VWO._T": hidden(0, 4)})
	if f, state := buildFlow(e, nl, v, "best", "soort"); f != nil || state != flowHidden {
		t.Errorf("flow %v, state %d", f, state)
	}
}

func TestFlowWithAHiddenGroupShowsEveryoneTogether(t *testing.T) {
	nl, _ := catalogues(t)
	e, v := flowWorld(t, map[string]sdmx.Observation{"_T._T": shown(30), "_T.HO": shown(20), "_T.MBO": shown(10), "HAVO._T": hidden(21, 29), "VWO._T": hidden(1, 9)})
	f, state := buildFlow(e, nl, v, "best", "soort")
	if state != flowDrawn || len(f.Left) != 1 || f.Left[0].Label != "Iedereen" || len(f.Right) != 2 {
		t.Errorf("flow %+v, state %d", f, state)
	}
}

func TestFlowThatContradictsItselfIsNotDrawn(t *testing.T) {
	nl, _ := catalogues(t)
	e, v := flowWorld(t, map[string]sdmx.Observation{"_T._T": shown(10), "_T.HO": shown(20), "_T.MBO": shown(10)})
	if f, _ := buildFlow(e, nl, v, "best", ""); f != nil {
		t.Errorf("drew %+v", f)
	}
}

func TestManyOutcomesAreDrawnTogether(t *testing.T) {
	nl, _ := catalogues(t)
	b := flowBuilder{l: nl}
	f := &flow{}
	var amounts []amount
	for i := range 12 {
		id := string(rune('A' + i))
		b.outcomes = append(b.outcomes, sdmx.Code{ID: id, Label: sdmx.Text{NL: id}})
		amounts = append(amounts, amount{code: id, n: int64(100 - i)})
	}
	f.Left = []flowNode{{}}
	b.rightSide(f, amounts)
	if len(f.Right) != maxTargets {
		t.Fatalf("%d outcomes, want %d", len(f.Right), maxTargets)
	}
	if last := f.Right[maxTargets-1]; last.Label != "Overig (5 uitkomsten)" || last.N != 93+92+91+90+89 {
		t.Errorf("last %+v", last)
	}
}
