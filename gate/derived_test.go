package gate_test

import (
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/noise"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// worldWith is a noisy world with one table more, of the given dimensions and
// of weight 0.
func worldWith(t *testing.T, dimensions ...string) (*cube.Model, *sdc.Problem) {
	t.Helper()
	m, p := worldOf(t, 6, 20, 3, func(s *spec.Specification) {
		x := s.Transitions["VO-HO"]
		more := x.Tables[0]
		more.ID, more.Dimensions = "afgeleid", dimensions
		x.Tables = append(slices.Clone(x.Tables), more)
	})
	with, _, _ := noisyWorld(t, 1, 1, 1)
	m.Population.Publish = with.Population.Publish
	m.Population.Publish.Weights["VO-HO/afgeleid"] = "0"
	return m, p
}

// TestADerivedTableCostsNothing: a table of weight 0 is neither drawn nor
// charged. Each of its cells is the sum of noisy cells of the table that makes
// it up, and the others have the noise that they have without it.
func TestADerivedTableCostsNothing(t *testing.T) {
	m, p := worldWith(t, "soort", "bestemming")
	key := noise.SyntheticKey(1)
	with, err := draw(m, p, newBook(t), key)
	if err != nil {
		t.Fatal(err)
	}
	if got := with.Receipt.Rho().RatString(); got != "1/2" || len(with.Receipt.Draws()) != 5 {
		t.Errorf("%d draws cost %s, by hand five and 1/2", len(with.Receipt.Draws()), got)
	}
	for _, x := range with.Measured["public"] {
		if x.Table == "afgeleid" {
			t.Error("a table that is not drawn has measurements")
		}
	}
	all := m.Tables
	m.Tables = slices.DeleteFunc(slices.Clone(all), func(x *cube.Table) bool { return x.Spec.ID == "afgeleid" })
	without, err := draw(m, p, newBook(t), key)
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]int64{}
	for _, d := range without.Datasets["public"] {
		if d.Table != "bestemming" {
			continue
		}
		for _, o := range d.Observations {
			if o.Key[0] != sdmx.Total {
				sums[sdmx.JoinKey(o.Key[1:]...)] += o.Value
			}
		}
	}
	derived := 0
	for _, d := range with.Datasets["public"] {
		if d.Table != "afgeleid" {
			continue
		}
		for _, o := range d.Observations {
			derived++
			if want := sums[sdmx.JoinKey(o.Key...)]; o.Value != want || !o.Estimated || o.Lower > o.Value || o.Upper < o.Value {
				t.Errorf("%v is %d with a band of %d to %d, schools add up to %d", o.Key, o.Value, o.Lower, o.Upper, want)
			}
		}
	}
	if derived < 10 || len(sums) != derived {
		t.Errorf("%d derived cells, %d sums", derived, len(sums))
	}
}

// TestATableThatNothingMakesUpIsNotDerived: by school and field nothing is
// measured.
func TestATableThatNothingMakesUpIsNotDerived(t *testing.T) {
	m, p := worldWith(t, "school", "onderdeel")
	_, err := draw(m, p, newBook(t), noise.SyntheticKey(1))
	if err == nil || !strings.Contains(err.Error(), "weight 0 of table VO-HO/afgeleid") {
		t.Errorf("error %v", err)
	}
}
