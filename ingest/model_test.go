package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestAgainstASecondImplementation holds the run against a few lines that do
// the same on strings: which enrolments stand, and how many rows go.
func TestAgainstASecondImplementation(t *testing.T) {
	w := newWorld(t)
	inputs := w.options.Inputs
	rapid.Check(t, func(rt *rapid.T) {
		pick := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(rt, label) }
		n := rapid.IntRange(1, 30).Draw(rt, "rows")
		var lines []string
		for range n {
			year := pick("year", "2016", "2017")
			end := pick("end", "", "2017-01-31", "2018-07-31", "2015-01-01")
			programme := pick("programme", "HAVO", "VWO", "34000")
			level := pick("level", programme, programme, programme, "HAVO", "")
			lines = append(lines, strings.Join([]string{
				pick("pgn", "000000001", "000000002", "00000003"), year, "VO", "90AA", "00",
				programme, level, "", "", year + "-" + pick("begin", "08-01", "11-01"), end, "J", "S", pick("main", "J", "N"), pick("nr", "1", "2"),
			}, ","))
		}
		w.options.Inputs = inputs
		w.add("inschrijving", "x.csv", enrolmentHeader+strings.Join(lines, "\n")+"\n")
		w.options.Buckets = rapid.IntRange(1, 5).Draw(rt, "buckets")
		r := w.run()
		rejected, stored := second(lines)
		if f := r.Files[0]; f.Rejected != rejected {
			rt.Fatalf("%d rejected, %d expected; quarantine %v", f.Rejected, rejected, w.quarantine())
		}
		var got []string
		for _, row := range w.rows("inschrijving") {
			var cells []string
			for c := range strings.FieldsSeq(row) {
				_, v, _ := strings.Cut(c, "=")
				cells = append(cells, v)
			}
			got = append(got, strings.Join(cells, ","))
		}
		slices.Sort(got)
		if !slices.Equal(got, stored) {
			rt.Fatalf("stored\n%v\nexpected\n%v", got, stored)
		}
	})
}

// second sorts out enrolments of the form above.
func second(lines []string) (rejected int64, stored []string) {
	byKey := map[string][]string{}
	for _, l := range lines {
		c := strings.Split(l, ",")
		if len(c[0]) != 9 || c[5] == "34000" || c[6] != c[5] || c[10] != "" && c[10] < c[9] {
			rejected++
			continue
		}
		k := fmt.Sprint(c[0], c[1], c[5], c[14])
		byKey[k] = append(byKey[k], l)
	}
	mains := map[string][]string{}
	copies := map[string]int64{}
	var others []string
	for _, group := range byKey {
		copies[group[0]] = int64(len(group))
		slices.Sort(group)
		distinct := slices.Compact(slices.Clone(group))
		if len(distinct) > 1 {
			rejected += int64(len(group))
			continue
		}
		c := strings.Split(distinct[0], ",")
		if october := c[1] + "-10-01"; c[13] == "J" && c[9] <= october && (c[10] == "" || c[10] >= october) {
			mains[c[0]+c[1]] = append(mains[c[0]+c[1]], distinct[0])
		} else {
			others = append(others, distinct[0])
		}
	}
	for _, m := range mains {
		if len(m) == 1 {
			others = append(others, m[0])
			continue
		}
		for _, l := range m {
			rejected += copies[l]
		}
	}
	for _, l := range others {
		number, rest, _ := strings.Cut(l, ",")
		stored = append(stored, pseudonymOf(number)+","+rest)
	}
	slices.Sort(stored)
	return rejected, stored
}
