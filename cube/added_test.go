package cube_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/gate"
	"doorstroommonitor/protect"
)

// specWith copies the specification of 2026 and adds one file to it.
func specWith(t *testing.T, file string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../specs/2026")); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, filepath.Base(file)), b, 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestTransitionWithoutGo drops one YAML file in the specification: the new
// cube is counted, its cells are cells of VO-HO, since both are about the same
// persons, and the group still passes the gate as one problem.
func TestTransitionWithoutGo(t *testing.T) {
	before := countPolder(t, loadSpec(t, os.DirFS("../specs/2026")), tallyMemory)
	after := countPolder(t, loadSpec(t, os.DirFS(specWith(t, "testdata/vo-vervolg.yaml"))), tallyMemory)
	for i, g := range after {
		if g.model.Population.ID != "VO" {
			continue
		}
		if n := before[i].problem.Cells; g.problem.Cells != n {
			t.Errorf("%s: %d cells, %d without VO-VERVOLG: equal sets of persons should be one cell", g.model.Group(), g.problem.Cells, n)
		}
		vlg, bestemming := table(t, g.model, "VO-VERVOLG", "sector"), table(t, g.model, "VO-HO", "bestemming")
		of := map[string]int32{}
		for key, c := range g.model.Keys(bestemming) {
			of[key] = c
		}
		n := 0
		for key, c := range g.model.Keys(vlg) {
			n++
			if old, ok := of[key]; !ok || old != c {
				t.Errorf("%s: cell %s of VO-VERVOLG is cell %d, of VO-HO cell %d", g.model.Group(), key, c, old)
			}
		}
		if n != 9*6 { // two schools and the total, two types and the total, five sectors and the total
			t.Errorf("%s: VO-VERVOLG has %d cells, want 54", g.model.Group(), n)
		}
		r, err := gate.Run(context.Background(), g.model, g.problem, []string{"public", "vo-raad", "vh", "unl"}, gate.Options{Method: protect.Suppress{}})
		if err != nil {
			t.Fatalf("%s: %v", g.model.Group(), err)
		}
		if !r.Report.Passed() {
			t.Errorf("%s: the gate let a failed audit through", g.model.Group())
		}
	}
}

func table(t *testing.T, m *cube.Model, cubeID, id string) *cube.Table {
	t.Helper()
	for _, tab := range m.Tables {
		if tab.Cube == cubeID && tab.Spec.ID == id {
			return tab
		}
	}
	t.Fatalf("%s has no table %s/%s", m.Group(), cubeID, id)
	return nil
}
