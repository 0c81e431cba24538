package scaffold_test

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
	"doorstroommonitor/spec/scaffold"
)

// with gives the specification of this year and one file more.
func with(t *testing.T, name, text string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	dir := os.DirFS("../../specs/2026")
	err := fs.WalkDir(dir, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(dir, p)
		out[p] = &fstest.MapFile{Data: b}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if text != "" {
		out[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return out
}

// TestADraftIsInOrderAtOnce: whatever sectors it is about.
func TestADraftIsInOrderAtOnce(t *testing.T) {
	s, err := spec.Load(with(t, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range []scaffold.Options{
		{ID: "VAVO-HO", From: "VAVO", To: []string{"HBO", "WO"}},
		{ID: "VAVO-HO", From: "VAVO", Levels: []string{"HAVO", "VWO"}, To: []string{"HBO", "WO"}},
		{ID: "VAVO-MBO-2", From: "VAVO", To: []string{"MBO"}, Present: true},
		{ID: "AD-WO", From: "HBO", Levels: []string{"AD"}, To: []string{"WO"}, Present: true},
	} {
		var sb strings.Builder
		if err := scaffold.Write(&sb, s, o); err != nil {
			t.Errorf("%+v: %v", o, err)
			continue
		}
		again, err := spec.Load(with(t, "draft.yaml", sb.String()))
		if err != nil {
			t.Errorf("%+v: %v\n%s", o, err, sb.String())
			continue
		}
		if tr := again.Transitions[o.ID]; tr == nil || len(tr.Tables) != 2 {
			t.Errorf("%+v gives %+v", o, tr)
		}
	}
}

func TestNoDraftOf(t *testing.T) {
	s, err := spec.Load(with(t, "", ""))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		o    scaffold.Options
		want string
	}{
		{"an id in lower case", scaffold.Options{ID: "vavo-ho", From: "VAVO", To: []string{"HBO"}}, "expected: capitals"},
		{"an id that is a path", scaffold.Options{ID: "../X", From: "VAVO", To: []string{"HBO"}}, "expected: capitals"},
		{"a transition that exists", scaffold.Options{ID: "VO-HO", From: "VAVO", To: []string{"HBO"}}, "transition VO-HO exists"},
		{"a population that exists", scaffold.Options{ID: "HBO-X", From: "HBO", To: []string{"WO"}}, "population HBO-DIPLOMA exists; add the transition to its file"},
		{"graduates who are counted already", scaffold.Options{ID: "VO-HBO", From: "VO", Levels: []string{"HAVO"}, To: []string{"HBO"}}, "counted in population VO already; add the transition to that population, with part"},
		{"leavers who are counted already", scaffold.Options{ID: "MBO-HBO", From: "MBO", To: []string{"HBO"}, Present: true}, "counted in population MBO already"},
		{"pupils who are counted already", scaffold.Options{ID: "PO-VO-2", From: "PO", Levels: []string{"GROEP8"}, To: []string{"VO"}, Present: true}, "counted in population PO already"},
		{"a sector that does not exist", scaffold.Options{ID: "XO-HO", From: "XO", To: []string{"WO"}}, `code "XO" is not on codelist sector; known: PO`},
		{"a level that does not exist", scaffold.Options{ID: "VAVO-HO", From: "VAVO", Levels: []string{"X"}, To: []string{"WO"}}, "codelist niveau"},
		{"nothing to look for", scaffold.Options{ID: "VAVO-HO", From: "VAVO"}, "at least one sector"},
	} {
		if err := scaffold.Write(&strings.Builder{}, s, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}
