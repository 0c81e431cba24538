package gate_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// assumed makes a rule assume every kind of attacker.
func assumed(mode string) func(r *spec.Rule) {
	return func(r *spec.Rule) {
		r.Attackers = []spec.Attacker{
			{Kind: spec.Contributor, Mode: mode},
			{Kind: spec.Institution, Mode: mode, Columns: []string{"school", "instelling_0"}},
			{Kind: spec.Board, Mode: spec.ReportOnly, Columns: []string{"school", "instelling_0"}},
			{Kind: spec.Receivers, Mode: spec.ReportOnly, Columns: []string{"instelling_0"}},
			{Kind: spec.Shares, Mode: spec.Guard},
			{Kind: spec.Elsewhere, Mode: spec.ReportOnly},
		}
	}
}

func through(t *testing.T, m *cube.Model, p *sdc.Problem) *gate.Result {
	t.Helper()
	r, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: protect.Suppress{}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestEveryAttackerIsReported: each kind is tried and reported, none that is
// merely reported changes the pattern, and adding one leaves what is reported
// of the others as it was.
func TestEveryAttackerIsReported(t *testing.T) {
	m, p := world(t, 12, 35, 3)
	alone := through(t, m, p)
	m, p = worldUnder(t, 12, 35, 3, assumed(spec.ReportOnly))
	all := through(t, m, p)
	if !slices.Equal(alone.Hidden, all.Hidden) {
		t.Error("attackers that are only reported change the pattern")
	}
	attempts := all.Report.Attempts()
	if got, want := all.Report.Attackers(), []string{"outsider", "contributor", "institution", "board", "receivers", "shares", "elsewhere"}; !slices.Equal(got, want) {
		t.Fatalf("reported %v, want %v", got, want)
	}
	if attempts[0] != alone.Report.Attempts()[0] {
		t.Errorf("with others the outsider achieves %+v, alone %+v", attempts[0], alone.Report.Attempts()[0])
	}
	for _, a := range attempts[1:] {
		if a.Attacker != spec.Board && (a.Tried == 0 || a.Cells == 0) {
			t.Errorf("%s was not tried: %+v", a.Attacker, a)
		}
	}
	for _, kind := range []string{spec.Contributor, spec.Institution, spec.Receivers, spec.Elsewhere} {
		a := attempts[slices.IndexFunc(attempts, func(a audit.Attempt) bool { return a.Attacker == kind })]
		if a.Narrowest >= attempts[0].Narrowest {
			t.Errorf("%s learns nothing: the test tests nothing: %+v", kind, a)
		}
	}
	if s := attempts[5]; s.ExactReveals != 0 || s.Narrowest != attempts[0].Narrowest || s.Cells != attempts[0].Cells {
		t.Errorf("the percentages of the release give something away: %+v, without them %+v", s, attempts[0])
	}
}

// TestTheGateRefusesForOneAttacker: a pattern that stops the outsider but not
// an attacker who is guarded against is refused, and the refusal names it.
func TestTheGateRefusesForOneAttacker(t *testing.T) {
	m, p := world(t, 12, 40, 3)
	pattern := through(t, m, p).Hidden
	m, p = worldUnder(t, 12, 40, 3, func(r *spec.Rule) {
		r.Attackers = []spec.Attacker{{Kind: spec.Shares, Mode: spec.Guard}, {Kind: spec.Institution, Mode: spec.Guard, Columns: []string{"school"}}}
	})
	_, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: given{pattern: pattern}})
	var unsafe *gate.ErrUnsafe
	if !errors.As(err, &unsafe) || len(unsafe.Failing) != 0 || len(unsafe.Attackers) != 1 || unsafe.Attackers[0].Attacker != spec.Institution {
		t.Fatalf("refused with %v", err)
	}
}

// TestGuardedAttackersLearnNoCell: where the gate lets a group through, no
// institution knows a sensitive cell of another exactly, as an attack from the
// start with its own rows known finds, too.
func TestGuardedAttackersLearnNoCell(t *testing.T) {
	m, p := worldUnder(t, 14, 60, 5, func(r *spec.Rule) {
		r.Attackers = []spec.Attacker{{Kind: spec.Contributor, Mode: spec.Guard}, {Kind: spec.Institution, Mode: spec.Guard, Columns: []string{"school"}}}
	})
	r := through(t, m, p)
	for _, a := range r.Report.Attempts() {
		if a.Failing != 0 || a.ExactReveals != 0 {
			t.Errorf("%+v", a)
		}
	}
	var st []sdc.Statement
	for _, a := range everyone() {
		i := 0
		for _, tab := range m.Tables {
			if tab.For(a) {
				st = append(st, m.Statements(tab, r.Datasets[a][i])...)
				i++
			}
		}
	}
	for _, o := range m.Owners([]string{"school"}, m.Institution) {
		k := p.Outsider(append(slices.Clone(st), p.Own(o.Cells)...), cube.Rule(m.Population))
		f, err := audit.Attack(context.Background(), k, audit.Options{BoundsOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		for c, in := range f.Intervals {
			if _, own := slices.BinarySearch(o.Cells, int32(c)); !own && p.Sensitive(int32(c), cube.Rule(m.Population)) && in.Lower == in.Upper {
				t.Errorf("%s knows cell %d", o.Code, c)
			}
		}
	}
}

// TestZerosThatMayBeHidden: under the other zero policies a hidden cell may be
// 0, the release says so, and groups who share an outcome are guarded.
func TestZerosThatMayBeHidden(t *testing.T) {
	for _, zeros := range []string{spec.ZerosSecondary, spec.ZerosProtected} {
		m, p := worldUnder(t, 10, 25, 5, func(r *spec.Rule) {
			r.Zeros = zeros
			r.Homogeneity = &spec.Homogeneity{Percent: 90, Mode: spec.Guard, Outcomes: []spec.Outcomes{{Dimension: "status", Codes: []string{"ZELFDE", "GESTOPT"}}, {Dimension: "bestemming", Codes: []string{"HO", "WO", "GEEN"}}}}
			r.Attackers = []spec.Attacker{{Kind: spec.Contributor, Mode: spec.ReportOnly}}
		})
		r := through(t, m, p)
		least, empty, alike := 0, 0, 0
		for c, hidden := range r.Hidden {
			if hidden && r.Findings.Intervals[c].Lower == 0 {
				least++
			}
			if hidden && p.Counts[c] == 0 {
				empty++
			}
			if zeros == spec.ZerosProtected && p.Published[c] && !hidden && p.Counts[c] == 0 {
				t.Errorf("%s: cell %d is empty and shown", zeros, c)
			}
		}
		for i := range p.Homogeneity.Groups {
			if g := &p.Homogeneity.Groups[i]; p.Homogeneity.Holds(g, p.Counts) {
				alike++
			}
		}
		if least == 0 || empty == 0 || alike == 0 || r.Verdict.Homogeneous != 0 {
			t.Errorf("%s: %d hidden cells may be 0, %d are, %d groups share an outcome, %d are seen to", zeros, least, empty, alike, r.Verdict.Homogeneous)
		}
	}
}
