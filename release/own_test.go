package release

import (
	"testing"

	"doorstroommonitor/internal/message"
)

// TestGuardedFiguresNeedTheirAttack: a group that names recipients of own data
// shows that they were guarded against, but under noise, which guards the
// others whoever knows what.
func TestGuardedFiguresNeedTheirAttack(t *testing.T) {
	some := []OwnData{{Recipient: "25ab", Institutions: []string{"25AB"}}}
	attempt := func(mode string, reach *Reach) Audit { return Audit{By: []Attacker{{OwnDataAttacker, mode, reach}}} }
	noise := &Noise{Mechanism: "m", Neighbours: "n", Rho: "1/2", Epsilon: "6", Protected: true, Draws: []NoiseDraw{{Table: "t", Rho: "1/2", Variance: "1", Draw: "d", Entry: 1}}}
	for _, c := range []struct {
		what string
		g    Group
		good bool
	}{
		{"nobody", Group{Regime: RegimeExact}, true},
		{"guarded", Group{Regime: RegimeExact, OwnData: some, Audit: attempt("guard", &Reach{})}, true},
		{"not attacked", Group{Regime: RegimeExact, OwnData: some}, false},
		{"merely measured", Group{Regime: RegimeExact, OwnData: some, Audit: attempt("report", nil)}, false},
		{"not stopped", Group{Regime: RegimeExact, OwnData: some, Audit: attempt("guard", &Reach{ExactReveals: 1})}, false},
		{"without codes", Group{Regime: RegimeExact, OwnData: []OwnData{{Recipient: "25ab"}}, Audit: attempt("guard", &Reach{})}, false},
		{"noise", Group{Regime: RegimeNoise, OwnData: some, Noise: noise}, true},
	} {
		if wrong := c.g.evidence(false); (wrong == message.Text{}) != c.good {
			t.Errorf("%s: %q", c.what, wrong)
		}
	}
}
