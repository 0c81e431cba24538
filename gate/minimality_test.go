package gate_test

import (
	"context"
	"testing"

	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
)

// TestMinimalityIsMeasured: the route is done again on tables that agree with
// what is published; the same seed gives the same report, and the true table
// reproduces the pattern.
func TestMinimalityIsMeasured(t *testing.T) {
	m, p := world(t, 6, 25, 4)
	opt := gate.Options{Method: protect.Suppress{}}
	r := through(t, m, p)
	first, err := gate.Minimality(context.Background(), r, p, everyone(), 8, opt)
	if err != nil {
		t.Fatal(err)
	}
	if !first.Sampled || first.Tables < 3 || first.Reproduced < 1 || first.Primaries == 0 || first.Exact > first.Shrunk || first.Shrunk > first.Judged || first.Judged > first.Primaries {
		t.Errorf("%+v", *first)
	}
	again, err := gate.Minimality(context.Background(), r, p, everyone(), 8, opt)
	if err != nil || *again != *first {
		t.Errorf("again %+v, %v; first %+v", again, err, first)
	}
}
