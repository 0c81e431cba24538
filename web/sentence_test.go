package web

import (
	"testing"

	"doorstroommonitor/sdmx"
)

func shown(v int64) sdmx.Observation { return sdmx.Observation{Value: v, Lower: v, Upper: v} }
func hidden(lo, hi int64) sdmx.Observation {
	return sdmx.Observation{Hidden: true, Lower: lo, Upper: hi}
}

func pointOf(t *testing.T, num, den sdmx.Observation) point {
	t.Helper()
	s, err := shareOf(num, den)
	if err != nil {
		t.Fatal(err)
	}
	return point{true, s}
}

func TestFindingIsAWholeSentence(t *testing.T) {
	nl, en := catalogues(t)
	cube := &sdmx.Cube{Population: sdmx.Text{NL: "Gediplomeerden havo en vwo", EN: "Havo and vwo graduates"}}
	going := &sdmx.Indicator{Label: sdmx.Text{NL: "Direct naar het hoger onderwijs", EN: "Directly to higher education"}}
	named := &sdmx.Indicator{Label: sdmx.Text{NL: "Gestopt na één jaar", EN: "Left after one year"}}
	national := pointOf(t, shown(780), shown(1000))
	for _, c := range []struct {
		name   string
		l      *catalogue
		ind    *sdmx.Indicator
		own    point
		nation *point
		want   string
	}{
		{
			"a direction, with the country", nl, going, pointOf(t, shown(64), shown(84)), &national,
			"Van de 84 gediplomeerden havo en vwo van 2023 ging 76\u00a0% direct naar het hoger onderwijs; landelijk was dat 78\u00a0%.",
		},
		{
			"the same in English", en, going, pointOf(t, shown(64), shown(84)), &national,
			"Of the 84 havo and vwo graduates of 2023, 76% went directly to higher education; nationally this was 78%.",
		},
		{
			"a label that is no direction is quoted", nl, named, pointOf(t, shown(10), shown(1250)), nil,
			"Van de 1.250 gediplomeerden havo en vwo van 2023 valt 1\u00a0% onder ‘gestopt na één jaar’.",
		},
		{
			"a hidden part", nl, going, pointOf(t, hidden(60, 70), shown(100)), &national,
			"Van de 100 gediplomeerden havo en vwo van 2023 is het aandeel ‘direct naar het hoger onderwijs’ afgeschermd; het is tussen 60,0\u00a0% en 70,0\u00a0%.",
		},
		{
			"a hidden whole", nl, going, pointOf(t, hidden(0, 9), hidden(1, 9)), &national,
			"Het aantal gediplomeerden havo en vwo van 2023 is hier afgeschermd om de privacy te beschermen; het is tussen 1 en 9.",
		},
		{
			"a hidden whole without bounds", en, going, pointOf(t, hidden(0, -1), hidden(0, -1)), &national,
			"The number of havo and vwo graduates of 2023 is hidden here to protect privacy.",
		},
		{"nobody", nl, going, pointOf(t, shown(0), shown(0)), &national, "In 2023 waren er hier geen gediplomeerden havo en vwo."},
		{"not offered", nl, going, point{}, &national, "Over De Brug zijn er voor 2023 geen cijfers: volgens het openbare register was er toen geen aanbod."},
	} {
		if got := c.l.finding(cube, c.ind, 2023, "De Brug", c.own, c.nation); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func TestADefinitionIsNotUsedAsANoun(t *testing.T) {
	nl, _ := catalogues(t)
	cube := &sdmx.Cube{Population: sdmx.Text{NL: "Iedereen met een diploma. Wie er twee haalt, telt één keer."}}
	if got := nl.population(cube); got != "personen" {
		t.Errorf("population %q", got)
	}
}

func TestHiddenSharesHaveOutwardBounds(t *testing.T) {
	s, err := shareOf(hidden(1, 2), shown(3))
	if err != nil || s.Known || s.Lower != 333 || s.Upper != 667 {
		t.Errorf("1..2 of 3: %+v, %v; want 333..667 per mille", s, err)
	}
}
