package web

import (
	"testing"

	"doorstroommonitor/sdmx"
)

// TestAShareAtTheEndOfItsBandIsUnreliable: nobody of about 40, with an error of
// 1.7 persons. The band goes from 0 to 8 %: half of that is within five points,
// the way up from 0 is not. The other half of the band has no room.
func TestAShareAtTheEndOfItsBandIsUnreliable(t *testing.T) {
	noisy := func(code string, n int64) sdmx.Observation {
		return sdmx.Observation{Key: []string{code}, Estimated: true, Value: n, Lower: max(0, n-4), Upper: n + 4, Estimate: 100 * n, Error: 170}
	}
	d := &sdmx.Dataset{Dimensions: []string{"x"}, Observations: []sdmx.Observation{noisy(sdmx.Total, 40), noisy("A", 0), noisy("B", 40)}}
	v := view{cube: &sdmx.Cube{Noise: &sdmx.Noise{Bands: sdmx.Bands, Reliability: 5}}, part: &part{d, d.Lookup()}}
	s, ok, err := v.share(&sdmx.Indicator{Dimension: "x", Numerator: "A", Denominator: sdmx.Total, Rest: []string{"B"}})
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if s.PerMille != 0 || s.Lower != 0 || s.Upper <= 50 || s.Upper > 100 {
		t.Fatalf("%d in %d to %d per mille; 0 in 0 to something above 50 expected", s.PerMille, s.Lower, s.Upper)
	}
	if !s.Unreliable {
		t.Errorf("0 %% with a band up to %d per mille is shown as the group's own", s.Upper)
	}
}
