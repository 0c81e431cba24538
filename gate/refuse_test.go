package gate_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
	"doorstroommonitor/release"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/seal"
)

// every audience of the specification.
func everyone() []string { return []string{"public", "vo-raad", "vh", "unl"} }

// given is a method that hides a given pattern and offers nothing more: it
// shows what the gate does with a pattern that lacks something.
type given struct {
	protect.None
	pattern sdc.Pattern
}

func (g given) Apply(*sdc.Problem, sdc.Rule) sdc.Pattern { return slices.Clone(g.pattern) }

// passed takes a random world through the gate.
func passed(t *testing.T, schools, mean int, seed uint64) (*cube.Model, *sdc.Problem, *gate.Result) {
	t.Helper()
	m, p := world(t, schools, mean, seed)
	r, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: protect.Suppress{}})
	if err != nil {
		t.Fatal(err)
	}
	return m, p, r
}

// refusal runs a method and returns why the gate refused.
func refusal(t *testing.T, m *cube.Model, p *sdc.Problem, method protect.Method) map[audit.Reason]int {
	t.Helper()
	r, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: method})
	if err == nil {
		return nil
	}
	var unsafe *gate.ErrUnsafe
	if !errors.As(err, &unsafe) {
		t.Fatalf("an unsafe group expected, got %v", err)
	}
	if r != nil {
		t.Error("a refused group has a result")
	}
	return unsafe.Failing
}

// TestWithoutProtectionNothingPasses: none hides nothing, primary hides no
// neighbours.
func TestWithoutProtectionNothingPasses(t *testing.T) {
	m, p := world(t, 12, 40, 3)
	if f := refusal(t, m, p, protect.None{}); f[audit.Shown] == 0 {
		t.Errorf("none: small counts are shown, refused for %v", f)
	}
	if f := refusal(t, m, p, protect.Primary{}); f[audit.Derived] == 0 || f[audit.Shown] != 0 {
		t.Errorf("primary: small counts can be derived, refused for %v", f)
	}
}

// TestEverySecondaryCellIsNeeded: the pattern of a passed group with one
// secondary cell shown is never sealed, whichever cell it is. It is refused, or
// what nobody was protected by (a few cells that only hid each other) is shown
// as well.
func TestEverySecondaryCellIsNeeded(t *testing.T) {
	m, p, r := passed(t, 8, 30, 1)
	rule := sdc.Rule{Threshold: m.Population.Rule.Threshold, Width: m.Population.Rule.Width}
	tried, refused := 0, 0
	for c, hidden := range r.Hidden {
		if !hidden || rule.Sensitive(p.Counts[c]) || tried == 40 {
			continue
		}
		tried++
		worse := slices.Clone(r.Hidden)
		worse[c] = false
		less, err := gate.Run(context.Background(), m, p, everyone(), gate.Options{Method: given{pattern: worse}})
		switch {
		case errors.As(err, new(*gate.ErrUnsafe)):
			refused++
		case err != nil:
			t.Fatal(err)
		case slices.Equal(less.Hidden, worse) || less.Verdict.ExactReveals > 0 || less.Verdict.Narrowest < rule.Width:
			t.Errorf("cell %d may be shown: %d exact reveals, narrowest %d", c, less.Verdict.ExactReveals, less.Verdict.Narrowest)
		}
	}
	if tried < 10 || refused*10 < tried*9 {
		t.Errorf("%d secondary cells, %d refused when shown", tried, refused)
	}
}

// TestAForgottenSmallCountIsRefused: the judge looks at every cell, not at
// those that a method marked.
func TestAForgottenSmallCountIsRefused(t *testing.T) {
	m, p, r := passed(t, 12, 40, 3)
	rule := sdc.Rule{Threshold: m.Population.Rule.Threshold, Width: m.Population.Rule.Width}
	tried := 0
	for c := range r.Hidden {
		if !rule.Sensitive(p.Counts[c]) || !p.Published[c] || tried == 10 {
			continue
		}
		tried++
		worse := slices.Clone(r.Hidden)
		worse[c] = false
		if f := refusal(t, m, p, given{pattern: worse}); f[audit.Shown] == 0 {
			t.Errorf("small count in cell %d is shown, refused for %v", c, f)
		}
	}
	if tried == 0 {
		t.Error("the world has no small count")
	}
}

// TestATooNarrowBoundGivesTheCellAway attacks a dataset whose bounds are
// those of somebody who knows more than an outsider: the verdict fails; and a
// bound that is wrong is an error, never a pass.
func TestATooNarrowBoundGivesTheCellAway(t *testing.T) {
	m, p, r := passed(t, 12, 40, 3)
	rule := sdc.Rule{Threshold: m.Population.Rule.Threshold, Width: m.Population.Rule.Width}
	judge := func(narrow func(st *sdc.Statement, truth int64) bool) (*audit.Verdict, error) {
		var all []sdc.Statement
		for _, a := range everyone() {
			i := 0
			for _, tab := range m.Tables {
				if tab.For(a) {
					all = append(all, m.Statements(tab, r.Datasets[a][i])...)
					i++
				}
			}
		}
		done := false
		for i := range all {
			if all[i].Hidden && rule.Sensitive(p.Counts[all[i].Cell]) && !done {
				done = narrow(&all[i], p.Counts[all[i].Cell])
			}
		}
		if !done {
			t.Fatal("the world has no small count to give away")
		}
		f, err := audit.Attack(context.Background(), p.Outsider(all, rule), audit.Options{Width: rule.Width})
		if err != nil {
			return nil, err
		}
		return audit.Judge(p, r.Hidden, f, rule, gate.Outsider)
	}
	v, err := judge(func(st *sdc.Statement, truth int64) bool {
		st.Lower, st.Upper = max(0, truth-1), truth+1
		return true
	})
	if err != nil || v.Passed() || !slices.ContainsFunc(v.Failing, func(f audit.Failure) bool { return f.Reason == audit.Narrow || f.Reason == audit.Derived }) {
		t.Errorf("bounds one around a small count: %+v, %v", v, err)
	}
	v, err = judge(func(st *sdc.Statement, truth int64) bool {
		st.Lower, st.Upper = truth+1, truth+10
		return true
	})
	if err == nil {
		t.Errorf("bounds that exclude the truth: %+v", v)
	}
}

// TestSealWantsEvidenceAboutTheseFigures: a report on other figures, on
// another group, of a failed verdict, or none at all opens nothing.
func TestSealWantsEvidenceAboutTheseFigures(t *testing.T) {
	_, _, r := passed(t, 8, 30, 1)
	d := r.Datasets["public"][0]
	other := *d
	other.Observations = slices.Clone(d.Observations)
	for i := range other.Observations {
		if !other.Observations[i].Hidden {
			other.Observations[i].Value++
			break
		}
	}
	report := func(group string, d *sdmx.Dataset, v *audit.Verdict) []*audit.Report {
		v.Group = group
		rep, err := audit.NewReport(group, []*sdmx.Dataset{d}, []*audit.Verdict{v}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return []*audit.Report{rep}
	}
	failed := &audit.Verdict{Failing: []audit.Failure{{Cell: 1, Reason: audit.Narrow}}}
	for name, evidence := range map[string][]*audit.Report{
		"no report":               nil,
		"a report on others":      report("VO-DIPLOMA/2021", &other, &audit.Verdict{}),
		"another group's report":  report("VO-DIPLOMA/2020", d, &audit.Verdict{}),
		"a verdict that failed":   report("VO-DIPLOMA/2021", d, failed),
		"the report of the gate":  {r.Report},
		"the gate's, and one bad": append(report("HBO-DIPLOMA/2021", d, failed), r.Report),
	} {
		err := sealOne(t, d, evidence)
		if good := name == "the report of the gate"; good != (err == nil) || !good && !errors.Is(err, seal.ErrEvidence) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// sealOne seals one partition; after a refusal the folder must not exist, not
// even half.
func sealOne(t *testing.T, d *sdmx.Dataset, evidence []*audit.Report, groups ...release.Group) error {
	t.Helper()
	_, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	draft := seal.Draft{
		Manifest: release.Manifest{ID: "2026-public", Audience: "public", Program: "test", Specification: "2026.1", Groups: groups},
		Files: []seal.Entry{
			{File: release.File{Path: release.StructureName, Kind: release.KindStructure}, Write: func(w io.Writer) error {
				_, err := io.Copy(w, strings.NewReader("{}\n"))
				return err
			}},
			{File: release.File{Path: release.PartitionPath(d.Cube, d.Table, d.Cohort), Kind: release.KindPartition, Cube: d.Cube, Table: d.Table, Cohort: d.Cohort}, Write: d.WriteCSV},
		},
		Evidence: evidence,
	}
	dir := filepath.Join(t.TempDir(), "2026-public")
	err = seal.Seal(dir, draft, func(release.File) string { return "VO-DIPLOMA/2021" }, key, time.Unix(0, 0))
	left, rerr := os.ReadDir(filepath.Dir(dir))
	if rerr != nil {
		t.Fatal(rerr)
	}
	if err != nil && len(left) != 0 {
		t.Errorf("a refused sealing left %v", left)
	}
	return err
}
