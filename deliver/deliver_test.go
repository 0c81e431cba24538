package deliver

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"doorstroommonitor/ledger"
	"doorstroommonitor/release"
)

func TestDeliveryHoldsWhatTheAgreementCovers(t *testing.T) {
	_, key := testKeys(t, 1)
	rel := testRelease(t, 1, nil)
	cases := []struct {
		what   string
		grants []Grant
		want   []Request
		files  string
	}{
		{
			"a whole cube, without the product that mixes cubes",
			[]Grant{{Cube: "VO-HO"}},
			nil,
			`data/VO-HO/status/2022.csv data/VO-HO/status/2023.csv data/VO-HO/stroom/2022.csv data/VO-HO/stroom/2023.csv
			datapackage.json indicators/VO-HO/2022.csv indicators/VO-HO/2023.csv products/VO-HO.xlsx structure.json`,
		},
		{
			"one table, without products that hold all tables",
			[]Grant{{Cube: "VO-HO", Tables: []string{"stroom"}}},
			nil,
			"data/VO-HO/stroom/2022.csv data/VO-HO/stroom/2023.csv datapackage.json structure.json",
		},
		{
			"one cohort, without the workbook of all cohorts",
			[]Grant{{Cube: "VO-HO", Cohorts: &Cohorts{2023, 2030}}},
			nil,
			"data/VO-HO/status/2023.csv data/VO-HO/stroom/2023.csv datapackage.json indicators/VO-HO/2023.csv structure.json",
		},
		{
			"one table of one cohort",
			[]Grant{{Cube: "VO-HO", Tables: []string{"stroom"}, Cohorts: &Cohorts{2022, 2022}}, {Cube: "AFWEZIG"}},
			nil,
			"data/VO-HO/stroom/2022.csv datapackage.json structure.json",
		},
		{
			"what was asked of a whole cube",
			[]Grant{{Cube: "VO-HO"}, {Cube: "HBO-WO"}},
			[]Request{{Cube: "HBO-WO", Table: "status"}, {Cube: "VO-HO", Cohort: 2022}},
			`data/HBO-WO/status/2022.csv data/HBO-WO/status/2023.csv data/VO-HO/status/2022.csv data/VO-HO/stroom/2022.csv
			datapackage.json indicators/VO-HO/2022.csv structure.json`,
		},
		{
			"an unnamed table where only one is agreed",
			[]Grant{{Cube: "HBO-WO", Tables: []string{"status"}}},
			[]Request{{Cube: "HBO-WO", Cohort: 2022}},
			"data/HBO-WO/status/2022.csv datapackage.json structure.json",
		},
	}
	for _, c := range cases {
		a := testAgreement()
		a.Cubes, a.Exceptions = c.grants, []string{testException}
		p, err := NewPlan(Options{Agreement: a, Release: rel, Now: testNow, Out: t.TempDir(), Want: c.want, Key: &key})
		if err != nil {
			t.Errorf("%s: %v", c.what, err)
			continue
		}
		if got, want := paths(p.Files), strings.Fields(c.files); !slices.Equal(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", c.what, got, want)
		}
	}
}

func TestRefusalsNameTheClause(t *testing.T) {
	_, key := testKeys(t, 1)
	plain := testRelease(t, 1, nil)
	public := testRelease(t, 1, func(m *release.Manifest) { m.Audience = "public" })
	newer := testRelease(t, 1, func(m *release.Manifest) { m.Specification = "2027.1" })
	noisy := noisyRelease(t, "VO-HO")
	bare := testRelease(t, 1, func(m *release.Manifest) { m.Groups = []release.Group{} })
	cases := []struct {
		what   string
		rel    *release.Release
		change func(a *Agreement)
		now    time.Time
		want   []Request
		clause Clause
		text   string
	}{
		{"expired", plain, nil, testNow.AddDate(2, 0, 0), nil, ClauseTerm, "2027-12-31"},
		{"not yet in force", plain, nil, testNow.AddDate(0, -8, -1), nil, ClauseTerm, "2026-01-01"},
		{"not signed", plain, nil, testNow.AddDate(-1, 0, 0), nil, ClauseSignature, "2025-12-15"},
		{"a cube that is not agreed", plain, nil, testNow, []Request{{Cube: "HBO-WO"}}, ClauseCubes, "HBO-WO"},
		{
			"a table that is not agreed", plain, func(a *Agreement) { a.Cubes[0].Tables = []string{"stroom"} }, testNow,
			[]Request{{Cube: "VO-HO", Table: "status"}},
			ClauseCubes, "status",
		},
		{
			"a cohort that is not agreed", plain, func(a *Agreement) { a.Cubes[0].Cohorts = &Cohorts{2023, 2023} }, testNow,
			[]Request{{Cube: "VO-HO", Table: "status", Cohort: 2022}},
			ClauseCubes, "2022",
		},
		{"one good request and one that is not agreed", plain, nil, testNow, []Request{{Cube: "VO-HO"}, {Cube: "HBO-WO"}}, ClauseCubes, "HBO-WO"},
		{"a table that the release has not", plain, nil, testNow, []Request{{Cube: "VO-HO", Table: "anders"}}, ClauseCubes, "VO-HO/anders"},
		{"a release without the agreed cubes", plain, func(a *Agreement) { a.Cubes = []Grant{{Cube: "MBO-HO"}} }, testNow, nil, ClauseCubes, "no figures"},
		{"the release of another audience", public, nil, testNow, nil, ClauseParties, "public"},
		{"another specification", newer, nil, testNow, nil, ClauseSpecification, "2027.1"},
		{"another specification than a range of two bounds", newer, func(a *Agreement) { a.Specification = ">=2026.1 <2027" }, testNow, nil, ClauseSpecification, ">=2026.1 <2027"},
		{"an older specification", plain, func(a *Agreement) { a.Specification = ">=2026.2" }, testNow, nil, ClauseSpecification, "2026.1"},
		{
			"a table without its exception", plain, func(a *Agreement) { a.Cubes = []Grant{{Cube: "HBO-WO"}} }, testNow,
			[]Request{{Cube: "HBO-WO", Table: "status"}},
			ClauseLegalBasis, testException,
		},
		{
			"nothing but a table without its exception", plain, func(a *Agreement) { a.Cubes = []Grant{{Cube: "HBO-WO", Tables: []string{"status"}}} }, testNow, nil,
			ClauseLegalBasis, testException,
		},
		{
			"a table with another exception", plain, func(a *Agreement) { a.Cubes, a.Exceptions = []Grant{{Cube: "HBO-WO"}}, []string{"UAVG art. 30"} }, testNow,
			[]Request{{Cube: "HBO-WO", Table: "status"}},
			ClauseLegalBasis, testException,
		},
		{"another scenario in one cube", noisy, nil, testNow, nil, ClauseScenario, "cube VO-HO is protected under regime noise"},
		{"noise agreed on for another cube", noisy, func(a *Agreement) {
			a.Cubes = append(a.Cubes, Grant{Cube: "HBO-WO", Scenario: ScenarioNoise})
		}, testNow, nil, ClauseScenario, "regime"},
		{"an agreement on noise", plain, func(a *Agreement) { a.Scenario = ScenarioNoise }, testNow, nil, ClauseScenario, "exact"},
		{"a release that does not show its protection", bare, nil, testNow, nil, ClauseScenario, "suppression"},
		{"own data without a law", plain, func(a *Agreement) { a.OwnData = true }, testNow, nil, ClauseOwnData, "statutory"},
	}
	for _, c := range cases {
		a, out := testAgreement(), t.TempDir()
		if c.change != nil {
			c.change(a)
		}
		_, err := Deliver(Options{Agreement: a, Release: c.rel, Now: c.now, Out: out, Want: c.want, Key: &key})
		var r *Refusal
		if !errors.As(err, &r) {
			t.Errorf("%s: %v is no refusal", c.what, err)
			continue
		}
		if r.Clause != c.clause || !strings.Contains(r.Error(), c.text) || !strings.Contains(r.In("nl"), "volgende stap: ") {
			t.Errorf("%s: clause %d, %q; clause %d with %q expected", c.what, r.Clause, r.Error(), c.clause, c.text)
		}
		if strings.Contains(r.Error()+r.In("nl"), "%!") {
			t.Errorf("%s: %s / %s", c.what, r.Error(), r.In("nl"))
		}
		if left, _ := os.ReadDir(out); len(left) != 0 {
			t.Errorf("%s: a refused delivery leaves %v", c.what, left)
		}
	}
	if _, err := NewPlan(Options{Agreement: testAgreement(), Release: plain, Now: testNow, Want: []Request{{Cube: "../x"}}, Key: &key}); err == nil {
		t.Error("a request with a path is accepted")
	}
}

// Without the exception the table stays behind, and so does every product
// that holds it; the rest of the cube is delivered.
func TestATableWithoutItsExceptionStaysBehind(t *testing.T) {
	_, key := testKeys(t, 1)
	a := testAgreement()
	a.Cubes = []Grant{{Cube: "HBO-WO"}}
	o := Options{Agreement: a, Release: testRelease(t, 1, nil), Now: testNow, Out: t.TempDir(), Key: &key}
	p, err := NewPlan(o)
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields("data/HBO-WO/stroom/2022.csv data/HBO-WO/stroom/2023.csv datapackage.json structure.json")
	if got := paths(p.Files); !slices.Equal(got, want) {
		t.Errorf("delivered %q, want %q", got, want)
	}
	if len(p.Refused) != 1 || p.Refused[0].Table != "HBO-WO/status" || p.Refused[0].Clause != ClauseLegalBasis {
		t.Errorf("refused %v", p.Refused)
	}
	a.Exceptions = []string{testException}
	if p, err = NewPlan(o); err != nil || len(p.Files) != 9 || len(p.Refused) != 0 {
		t.Errorf("with the exception: %d files, %v refused, %v", len(p.Files), p.Refused, err)
	}
	if (Coverage{Agreements: []*Agreement{testAgreement()}}).Covers("VO-HO", "stroom", 2023, testException) {
		t.Error("a table that needs an exception is made for a recipient that cites none")
	}
}

// deliverSmall delivers one table and returns the folder.
func deliverSmall(t *testing.T) string {
	t.Helper()
	_, key := testKeys(t, 1)
	a := testAgreement()
	a.Cubes = []Grant{{Cube: "VO-HO", Tables: []string{"stroom"}, Cohorts: &Cohorts{2023, 2023}}}
	res, err := Deliver(Options{Agreement: a, Release: testRelease(t, 1, nil), Now: testNow, Out: t.TempDir(), Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	return res.Dir
}

func TestVerifyDeliveryNeedsNoOtherFile(t *testing.T) {
	pub, _ := testKeys(t, 1)
	dir := deliverSmall(t)
	if !strings.HasSuffix(dir, filepath.Join("vh", "vh-2026.1")) {
		t.Errorf("delivered to %s", dir)
	}
	d, err := VerifyDelivery(dir, pub)
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Proofs.Files) != 3 || len(d.Manifest.Files) != 17 {
		t.Errorf("%d files of %d; 3 of 17 expected", len(d.Proofs.Files), len(d.Manifest.Files))
	}
	// Each file can be checked alone, with its proof and the signed root.
	for _, f := range d.Proofs.Files {
		if err := release.CheckProof(f.File, f.Proof, d.Manifest.Tree); err != nil {
			t.Error(err)
		}
	}
}

// Every byte of every delivered file, lists and signatures included, is
// changed.
func TestVerifyDeliveryFindsEveryChangedByte(t *testing.T) {
	pub, _ := testKeys(t, 1)
	fsys := inMemory(t, deliverSmall(t))
	for path, f := range fsys {
		whole := f.Data
		for i := range whole {
			f.Data = bytes.Clone(whole)
			f.Data[i] ^= 0x01
			if _, err := verifyFS(fsys, pub); err == nil {
				t.Fatalf("%s: byte %d changed from %q to %q unseen", path, i, whole[i], f.Data[i])
			}
		}
		f.Data = append(bytes.Clone(whole), '\n')
		if _, err := verifyFS(fsys, pub); err == nil {
			t.Errorf("%s longer by one byte unseen", path)
		}
		delete(fsys, path)
		if _, err := verifyFS(fsys, pub); err == nil {
			t.Errorf("%s removed unseen", path)
		}
		f.Data = whole
		fsys[path] = f
	}
	fsys["extra.csv"] = &fstest.MapFile{}
	if _, err := verifyFS(fsys, pub); err == nil {
		t.Error("a file put in beside is unseen")
	}
	delete(fsys, "extra.csv")
	if _, err := verifyFS(fsys, pub); err != nil {
		t.Fatalf("restored delivery: %v", err)
	}
}

func inMemory(t *testing.T, dir string) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(filepath.Join(dir, p))
		out[p] = &fstest.MapFile{Data: b, Mode: 0o644}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A holder of the key of another supplier, or of a proof for another release,
// convinces nobody.
func TestParseProofsRefusesOtherReleases(t *testing.T) {
	pub, key := testKeys(t, 1)
	otherPub, _ := testKeys(t, 2)
	dir := deliverSmall(t)
	d, err := VerifyDelivery(dir, pub)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := VerifyDelivery(dir, otherPub); err == nil {
		t.Error("another key is accepted")
	}
	for what, change := range map[string]func(p *Proofs){
		"another release":        func(p *Proofs) { p.Release = "vh-2027.1" },
		"another recipient":      func(p *Proofs) { p.Recipient = "unl" },
		"another root":           func(p *Proofs) { p.Tree.Root = strings.Repeat("A", 43) + "=" },
		"another format":         func(p *Proofs) { p.Format = "x" },
		"a file of another size": func(p *Proofs) { p.Files[0].File.Size++ },
		"a proof exchanged":      func(p *Proofs) { p.Files[0].Proof, p.Files[1].Proof = p.Files[1].Proof, p.Files[0].Proof },
		"files out of order":     func(p *Proofs) { p.Files[0], p.Files[1] = p.Files[1], p.Files[0] },
		"a path that climbs out": func(p *Proofs) { p.Files[0].File.Path = "../x" },
	} {
		p := *d.Proofs
		p.Files = slices.Clone(p.Files)
		change(&p)
		text, err := p.encode()
		if err != nil {
			t.Fatal(err)
		}
		var f *release.Fault
		if got, err := ParseProofs(text, p.sign(text, key), d.Manifest, pub); !errors.As(err, &f) || got != nil {
			t.Errorf("%s, signed: %v", what, err)
		}
	}
}

func TestDeliverTwice(t *testing.T) {
	_, key := testKeys(t, 1)
	rel, out, a := testRelease(t, 1, nil), t.TempDir(), testAgreement()
	o := Options{Agreement: a, Release: rel, Now: testNow, Out: out, Key: &key}
	// What a killed run leaves behind is removed.
	put(t, filepath.Join(out, "vh", "vh-2026.1.part", "stray"), []byte("x"))
	first, err := Deliver(o)
	if err != nil || first.Existing {
		t.Fatal(first, err)
	}
	o.Now = testNow.Add(time.Hour)
	second, err := Deliver(o)
	if err != nil || !second.Existing || second.Body != first.Body {
		t.Errorf("the same delivery later: %+v, %v", second, err)
	}
	o.Want = []Request{{Cube: "VO-HO", Table: "stroom"}}
	if _, err := Deliver(o); !errors.Is(err, ErrExists) {
		t.Errorf("another delivery to the same place: %v", err)
	}
	put(t, filepath.Join(first.Dir, "structure.json"), []byte("x"))
	o.Want = nil
	var f *release.Fault
	if _, err := Deliver(o); !errors.As(err, &f) || f.Path != "structure.json" {
		t.Errorf("a damaged delivery is taken for whole: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(out, "vh")); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDeliverStopsWhereTheReleaseChanged(t *testing.T) {
	pub, key := testKeys(t, 1)
	from := testRelease(t, 1, nil)
	dir := t.TempDir()
	copied := filepath.Join(dir, "vh-2026.1")
	for _, f := range append(paths(from.Manifest().Files), release.ManifestName, release.SignatureName) {
		b, err := from.File(f)
		if err != nil {
			t.Fatal(err)
		}
		put(t, filepath.Join(copied, f), b)
	}
	rel, err := release.Open(copied, pub)
	if err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(copied, "structure.json"), []byte("veranderd"))
	out := t.TempDir()
	var f *release.Fault
	if _, err := Deliver(Options{Agreement: testAgreement(), Release: rel, Now: testNow, Out: out, Key: &key}); !errors.As(err, &f) {
		t.Errorf("a changed file is delivered: %v", err)
	}
	if left, _ := os.ReadDir(filepath.Join(out, "vh")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

// The whole way: intent, delivery, commit, receipt, all in one ledger.
func TestDeliveryInTheLedger(t *testing.T) {
	pub, key := testKeys(t, 1)
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	l, err := ledger.Open(path, ledger.Options{Now: func() time.Time { return testNow }, Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlan(Options{Agreement: testAgreement(), Release: testRelease(t, 1, nil), Now: testNow, Out: t.TempDir(), Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	var res *Result
	err = l.Do(KindDelivery, p.Body(), func() (any, error) {
		if res, err = p.CarryOut(); err != nil {
			return nil, err
		}
		return res.Body, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	ack, err := Acknowledge(res.Dir, pub, testNow)
	if err != nil {
		t.Fatal(err)
	}
	if ack.ProofsSHA256 != res.Body.ProofsSHA256 || ack.ProofsSHA256 == "" || ack.Files != 9 || ack.Root != res.Body.Root {
		t.Errorf("receipt %+v for %+v", ack, res.Body)
	}
	if _, err := l.Note(KindAcknowledgement, ack); err != nil {
		t.Fatal(err)
	}
	if rep, err := ledger.Verify(path, &pub); err != nil || rep.Entries != 3 || len(rep.Pending) != 0 {
		t.Errorf("%+v, %v", rep, err)
	}
	put(t, filepath.Join(res.Dir, "structure.json"), []byte("x"))
	if _, err := Acknowledge(res.Dir, pub, testNow); err == nil {
		t.Error("a damaged delivery is acknowledged")
	}
}

// Every key of an agreement belongs to a clause, and every clause has a name
// in both languages.
func TestClausesHaveNamesAndKeys(t *testing.T) {
	seen := map[Clause]bool{}
	for _, key := range []string{"supplier", "recipient", "purpose", "legal_basis", "exceptions", "cubes", "specification", "scenario", "own_data", "statutory_basis", "term", "signed"} {
		c := ClauseOf(key)
		if n := c.Name(); c == 0 || n.NL == "" || n.EN == "" || n.EN == "unknown" {
			t.Errorf("%s: clause %d, %+v", key, c, n)
		}
		seen[c] = true
	}
	if len(seen) != 9 || ClauseOf("id") != 0 {
		t.Errorf("clauses %v", seen)
	}
}

func FuzzDecodeProofs(f *testing.F) {
	f.Add([]byte(`{"format":"doorstroommonitor-delivery/1","files":[]}`))
	p := Proofs{Format: ProofsFormat, Files: []Proven{{File: release.File{Path: "a"}, Proof: release.Proof{Index: -1}}}}
	if text, err := p.encode(); err == nil {
		f.Add(text)
	}
	m := release.Manifest{}
	f.Fuzz(func(t *testing.T, text []byte) {
		p, err := decodeProofs(text)
		if err != nil {
			return
		}
		if again, err := p.encode(); err != nil || !bytes.Equal(again, text) {
			t.Fatalf("two texts for one list: %q and %q", text, again)
		}
		m.ID, m.Audience, m.Tree = p.Release, p.Recipient, p.Tree
		if p.check(&m) == nil {
			for _, f := range p.Files {
				if !fs.ValidPath(f.File.Path) {
					t.Fatalf("path %q accepted", f.File.Path)
				}
			}
		}
	})
}

// TestACubeHasItsOwnScenario: an agreement covers cubes with noise and cubes
// without, each as agreed.
func TestACubeHasItsOwnScenario(t *testing.T) {
	_, key := testKeys(t, 1)
	a := testAgreement()
	a.Cubes = []Grant{{Cube: "VO-HO", Scenario: ScenarioNoise}, {Cube: "HBO-WO"}}
	p, err := NewPlan(Options{Agreement: a, Release: noisyRelease(t, "VO-HO"), Now: testNow, Out: t.TempDir(), Key: &key})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Files) < 8 {
		t.Errorf("files %q", paths(p.Files))
	}
}
