package spec_test

import (
	"os"
	"slices"
	"testing"

	"doorstroommonitor/spec"
)

// TestEveryCubeOfTheCountrySaysWhatItDoesNotCover: beside every outcome stands
// of how many persons it is not known where they are.
func TestEveryCubeOfTheCountrySaysWhatItDoesNotCover(t *testing.T) {
	s, err := spec.Load(os.DirFS("../specs/2026"))
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range s.TransitionIDs() {
		if !slices.ContainsFunc(s.Transitions[id].Indicators, func(i spec.Indicator) bool { return i.Coverage && i.Denominator == "_T" }) {
			t.Errorf("%s has no indicator with coverage: true", id)
		}
	}
}
