package impact_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/deliver"
	"doorstroommonitor/impact"
	"doorstroommonitor/layout"
	"doorstroommonitor/register"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

func load(t testing.TB) *spec.Specification {
	t.Helper()
	s, err := spec.Load(os.DirFS("../spec/diff/testdata/2026"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// polder is a round on the tiny country of two schools in which the cohorts
// 2019 to 2021 were released and 2021 is the last year observed. The public
// release holds one table in which school 90AA has a count of 7 and one of 4
// that is hidden.
func polder(t testing.TB) impact.Round {
	t.Helper()
	reg, err := register.Load(os.DirFS("../testdata/polder/register"))
	if err != nil {
		t.Fatal(err)
	}
	st := &sdmx.Structure{Cubes: []sdmx.Cube{{ID: "VO-HO", Tables: []sdmx.Table{{ID: "bestemming", Cohorts: []int{2019, 2020, 2021}}}}}}
	r := impact.Round{ID: "2026-public", Register: reg, Structure: st}
	for _, y := range []int{2019, 2020, 2021} {
		r.Files = append(r.Files, release.File{Path: fmt.Sprintf("data/VO-HO/stroom/%d.csv", y), Cube: "VO-HO", Table: "stroom", Cohort: y})
	}
	r.Partition = func(c, table string, cohort int) (*sdmx.Dataset, error) {
		if c+"/"+table != "VO-HO/bestemming" || cohort != 2021 {
			return nil, release.ErrNotListed
		}
		return &sdmx.Dataset{Observations: []sdmx.Observation{
			{Key: []string{school, "HAVO", "HBO"}, Value: 7},
			{Key: []string{school, "HAVO", "GEEN"}, Hidden: true, Lower: 1, Upper: 9},
			{Key: []string{school, "HAVO", "MBO"}, Value: 0},
			{Key: []string{school, "HAVO", "_T"}, Value: 40},
		}}, nil
	}
	return r
}

// school is one of the two schools of the polder.
const school = "90AA"

func compare(t *testing.T, r impact.Round, change func(s *spec.Specification)) *impact.Report {
	t.Helper()
	now := load(t)
	change(now)
	rep, err := impact.Compare(load(t), now, r)
	if err != nil {
		t.Fatal(err)
	}
	return rep
}

func table(t *testing.T, rep *impact.Report, id string) impact.Table {
	t.Helper()
	for _, x := range rep.Tables {
		if x.Cube+"/"+x.Table == id {
			return x
		}
	}
	t.Fatalf("no table %s", id)
	return impact.Table{}
}

// node finds a node of VO-HO.
func node(s *spec.Specification, dimension, code string) *spec.Node {
	d, _ := s.Transitions["VO-HO"].DimensionByID(dimension)
	for i := range d.Nodes {
		if d.Nodes[i].Code == code {
			return &d.Nodes[i]
		}
	}
	return nil
}

// TestWhatNobodySuppliedHasNoCells: where the year after the cohort is asked of
// another record type, of which nobody supplied 2021, the release has stroom of
// 2019 alone, and so the impact is that on its 36 cells; not on the 36 of 2020,
// which the year 2021 would allow. Where 2022 was asked, the release says nothing
// of who supplied what.
func TestWhatNobodySuppliedHasNoCells(t *testing.T) {
	for _, c := range []struct {
		name    string
		cohorts []int
		open    []int
		want    int
	}{
		{"nobody supplied 2021", []int{2019}, []int{2020, 2021}, 36},
		{"2021 was supplied", []int{2019, 2020}, []int{2021}, 72},
	} {
		r := polder(t)
		cube := &r.Structure.Cubes[0]
		cube.Tables = append(cube.Tables, sdmx.Table{ID: "stroom", Cohorts: c.cohorts, NotYetObservable: c.open})
		other := func() *spec.Specification {
			s := load(t)
			l, _ := s.Populations["VO-DIPLOMA"].Lookup("okt1")
			l.Record = "diploma"
			return s
		}
		rep, err := impact.Compare(other(), other(), r)
		if err != nil {
			t.Fatal(err)
		}
		if got := table(t, rep, "VO-HO/stroom"); got.Effect != (impact.Effect{Before: c.want}) {
			t.Errorf("%s: %+v, want %d cells", c.name, got.Effect, c.want)
		}
	}
}

// TestCellsByHand: the table bestemming has 3 schools (the total included) by
// 3 types by 7 destinations, 63 cells a cohort; stroom has 3 by 3 by 4, 36
// cells, in the two cohorts that can be observed; status 3 by 3 by 6, 54.
func TestCellsByHand(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(s *spec.Specification)
		table  string
		want   impact.Effect
	}{
		{"nothing", func(*spec.Specification) {}, "VO-HO/bestemming", impact.Effect{Before: 189, Hidden: 1}},
		{"a code renamed: 9 cells in each of 3 cohorts", func(s *spec.Specification) { node(s, "bestemming", "MBO").Code = "MBO_BREED" }, "VO-HO/bestemming", impact.Effect{Before: 189, Vanish: 27, Appear: 27, Hidden: 1}},
		{"two codes become one", func(s *spec.Specification) {
			d, _ := s.Transitions["VO-HO"].DimensionByID("bestemming")
			d.Nodes = slices.DeleteFunc(d.Nodes, func(n spec.Node) bool { return n.Code == "VO" })
			node(s, "bestemming", "GEEN").When = map[string][]string{"sector_0": {"VO", "GEEN"}}
		}, "VO-HO/bestemming", impact.Effect{Before: 189, Vanish: 27, Meaning: 27, Hidden: 1}},
		{"looked for a year later: one cohort cannot be observed yet, and two of three codes read it", func(s *spec.Specification) {
			l, _ := s.Populations["VO-DIPLOMA"].Lookup("okt1")
			l.After = 2
		}, "VO-HO/stroom", impact.Effect{Before: 72, Vanish: 36, Meaning: 18}},
		{"the same for the status: three of five codes", func(s *spec.Specification) {
			l, _ := s.Populations["VO-DIPLOMA"].Lookup("okt1")
			l.After = 2
		}, "VO-HO/status", impact.Effect{Before: 108, Vanish: 54, Meaning: 27}},
		{"other persons: every cell", func(s *spec.Specification) {
			s.Populations["VO-DIPLOMA"].Prefer = nil
		}, "VO-HO/stroom", impact.Effect{Before: 72, Meaning: 72}},
		{"a table goes", func(s *spec.Specification) {
			vo := s.Transitions["VO-HO"]
			vo.Tables = slices.DeleteFunc(vo.Tables, func(t spec.Table) bool { return t.ID == "stroom" })
		}, "VO-HO/stroom", impact.Effect{Before: 72, Vanish: 72}},
		{"a dimension less: other cells altogether", func(s *spec.Specification) {
			tab, _ := s.Transitions["VO-HO"].TableByID("stroom")
			tab.Dimensions = []string{"school", "stroom"}
		}, "VO-HO/stroom", impact.Effect{Before: 72, Vanish: 72, Appear: 24}},
		{"dimensions in another order: other cells, though codes agree", func(s *spec.Specification) {
			tab, _ := s.Transitions["VO-HO"].TableByID("stroom")
			tab.Dimensions = []string{"soort", "school", "stroom"}
		}, "VO-HO/stroom", impact.Effect{Before: 72, Vanish: 72, Appear: 72}},
		{"a column that guards another: all of 5 codes below the total, 3 types, 3 cohorts", func(s *spec.Specification) {
			c, _ := s.Populations["VO-DIPLOMA"].Column("sector_0")
			c.Map = map[string]string{"VAVO": "MBO", "SO": "VO", "SBO": "VO", "PO": "VO"}
		}, "VO-HO/herkomst", impact.Effect{Before: 54, Meaning: 45}},
		{"a table of 3 by 7 cells comes", func(s *spec.Specification) {
			vo := s.Transitions["VO-HO"]
			vo.Tables = append(vo.Tables, spec.Table{ID: "nieuw", Dimensions: []string{"soort", "bestemming"}, Audiences: []string{"public"}})
		}, "VO-HO/nieuw", impact.Effect{Appear: 63}},
		{"a type that no row may have from 2021 on: of the 63 of the cohort whose diplomas are of that year the 3 by 7 of the type go, the others count without it", func(s *spec.Specification) { code(s, "niveau", "HAVO").Until = 2020 }, "VO-HO/bestemming", impact.Effect{Before: 189, Vanish: 21, Meaning: 42, Hidden: 1}},
		{"and of the cohort before, what is looked for a year later: two of three codes", func(s *spec.Specification) { code(s, "niveau", "HAVO").Until = 2020 }, "VO-HO/stroom", impact.Effect{Before: 72, Meaning: 18}},
		{"a kind of enrolment: whom nobody finds after 2020 is elsewhere, all codes of 3 schools and types in one cohort", func(s *spec.Specification) { code(s, "inschrijvingsvorm", "S").Until = 2020 }, "VO-HO/bestemming", impact.Effect{Before: 189, Meaning: 54, Hidden: 1}},
		{"and a code that no condition names is in no cell", func(s *spec.Specification) { code(s, "inschrijvingsvorm", "A").Until = 2018 }, "VO-HO/bestemming", impact.Effect{Before: 189, Hidden: 1}},
		{"not for everybody any more", func(s *spec.Specification) {
			tab, _ := s.Transitions["VO-HO"].TableByID("bestemming")
			tab.Audiences = []string{"vo-raad"}
		}, "VO-HO/bestemming", impact.Effect{Before: 189, Lost: 189, Hidden: 1}},
		{"fewer cohorts", func(s *spec.Specification) { s.Populations["VO-DIPLOMA"].Cohorts.From = 2020 }, "VO-HO/bestemming", impact.Effect{Before: 189, Vanish: 63, Hidden: 1}},
		{"a higher threshold hides the 7; the zero stays", func(s *spec.Specification) { s.Populations["VO-DIPLOMA"].Rule.Threshold = 10 }, "VO-HO/bestemming", impact.Effect{Before: 189, Hidden: 1, Hides: 1}},
		{"so does a stricter rule of the cube", func(s *spec.Specification) { s.Transitions["VO-HO"].Rule = &spec.Stricter{Threshold: 8} }, "VO-HO/bestemming", impact.Effect{Before: 189, Hidden: 1, Hides: 1}},
		{"a threshold of 7 leaves the 7", func(s *spec.Specification) { s.Populations["VO-DIPLOMA"].Rule.Threshold = 7 }, "VO-HO/bestemming", impact.Effect{Before: 189, Hidden: 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := table(t, compare(t, polder(t), c.change), c.table).Effect; got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// code finds a code of a list.
func code(s *spec.Specification, list, id string) *spec.Code {
	l := s.Codelists[list]
	return &l.Codes[slices.IndexFunc(l.Codes, func(c spec.Code) bool { return c.Code == id })]
}

// TestRowsThatAreRefused: by record, field and year, of the years 2018 (the one
// before the first cohort) to 2021.
func TestRowsThatAreRefused(t *testing.T) {
	rep := compare(t, polder(t), func(s *spec.Specification) {
		code(s, "inschrijvingsvorm", "A").Until = 2019
		code(s, "profiel", "EM").From = 2030
		l := s.Codelists["geslacht"]
		l.Codes = slices.DeleteFunc(l.Codes, func(c spec.Code) bool { return c.Code == "O" })
	})
	var got []string
	for _, x := range rep.Refused {
		got = append(got, fmt.Sprint(x.Record, ".", x.Field, "=", x.Code, " ", x.Years))
	}
	if want := []string{"persoon.geslacht=O []", "inschrijving.soort=A [2020 2021]", "diploma.profiel=EM [2018 2019 2020 2021]"}; !slices.Equal(got, want) {
		t.Errorf("refused %q, want %q", got, want)
	}
}

// TestWhoLosesATable: an audience that gets a table of 189 cells no more; both
// schools of them are touched, with 63 each.
func TestWhoLosesATable(t *testing.T) {
	rep := compare(t, polder(t), func(s *spec.Specification) {
		tab, _ := s.Transitions["VO-HO"].TableByID("bestemming")
		tab.Audiences = slices.DeleteFunc(slices.Clone(tab.Audiences), func(a string) bool { return a == spec.PublicAudience })
	})
	if got := table(t, rep, "VO-HO/bestemming").Audiences; len(got) != 1 || got[0] != (impact.Audience{ID: spec.PublicAudience, Lost: 189}) {
		t.Errorf("audiences %+v", got)
	}
	var schools []string
	for _, i := range rep.Institutions {
		schools = append(schools, fmt.Sprint(i.ID, " ", i.Lost))
	}
	if want := []string{"90AA 63", "90CC 63"}; !slices.Equal(schools, want) {
		t.Errorf("institutions %q, want %q", schools, want)
	}
}

// TestInstitutionsThatAreTouched: a code of three types vanishes in three
// cohorts for each school; hogescholen are not touched.
func TestInstitutionsThatAreTouched(t *testing.T) {
	rep := compare(t, polder(t), func(s *spec.Specification) { node(s, "bestemming", "MBO").Code = "MBO_BREED" })
	var got []string
	for _, i := range rep.Institutions {
		got = append(got, fmt.Sprintf("%s %s %d %d", i.ID, i.Name, i.Vanish, i.Appear))
	}
	if want := []string{"90AA De Wilgen 9 9", "90CC De Dijk 9 9"}; !slices.Equal(got, want) {
		t.Errorf("institutions %q, want %q", got, want)
	}
}

// TestALayoutThatMakesSomethingElseOfALine: all 72 cells of last year mean
// something else where the population reads the record of the line.
func TestALayoutThatMakesSomethingElseOfALine(t *testing.T) {
	for _, c := range []struct {
		record string
		want   int
	}{{"diploma", 72}, {"inschrijving", 72}, {"arbeid", 0}} {
		emits := func(field string) *layout.Layout {
			return &layout.Layout{ID: "file", Emit: []layout.Emit{{Record: c.record, Set: map[string]layout.Source{"pgn": {Field: field}}}}}
		}
		old, now := load(t), load(t)
		old.Layouts["file"], now.Layouts["file"] = emits("number"), emits("another")
		rep, err := impact.Compare(old, now, polder(t))
		if err != nil {
			t.Fatal(err)
		}
		if got := table(t, rep, "VO-HO/stroom"); got.Meaning != c.want {
			t.Errorf("%s: %+v, want %d of another meaning", c.record, got, c.want)
		}
	}
}

// TestAgreementsThatNoLongerFit names the clause, and what is lost and gained.
func TestAgreementsThatNoLongerFit(t *testing.T) {
	r := polder(t)
	agree := func(id, specification string, g ...deliver.Grant) *deliver.Agreement {
		return &deliver.Agreement{ID: id, Recipient: deliver.Recipient{ID: id}, Specification: specification, Cubes: g}
	}
	r.Agreements = []*deliver.Agreement{
		agree("vo-raad", ">=2026.1 <2027", deliver.Grant{Cube: "VO-HO"}),
		agree("vh", ">=2026.1", deliver.Grant{Cube: "VO-HO", Tables: []string{"herkomst"}}, deliver.Grant{Cube: "HBO-WO"}),
		agree("unl", ">=2026.1", deliver.Grant{Cube: "HBO-WO"}),
		agree("90aa", ">=2026.1", deliver.Grant{Cube: "VO-HO", Tables: []string{"herkomst", "stroom"}}),
	}
	r.Agreements[3].OwnData = true // of any table, whoever it is published for
	rep := compare(t, r, func(s *spec.Specification) {
		vo, hbo := s.Transitions["VO-HO"], s.Transitions["HBO-WO"]
		vo.Tables = slices.DeleteFunc(vo.Tables, func(t spec.Table) bool { return t.ID == "herkomst" })
		tab, _ := vo.TableByID("stroom")
		tab.Audiences = []string{"public"}
		tab, _ = hbo.TableByID("stroom")
		tab.Audiences = append(tab.Audiences, "unl")
		hbo.Dimensions[2].Exception = "UAVG art. 24"
	})
	var got []string
	for _, a := range rep.Agreements {
		for _, p := range a.Problems {
			got = append(got, fmt.Sprintf("%s: clause %d, %s", a.ID, p.Clause, p.Text.EN))
		}
		got = append(got, fmt.Sprintf("%s loses %v, gains %v", a.ID, a.Loses, a.Gains))
	}
	exception := `clause 3, table onderdeel of cube HBO-WO reveals special categories of personal data, and the agreement does not cite the exception "UAVG art. 24"`
	want := []string{
		"vo-raad: clause 5, version 2027.1 lies outside >=2026.1 <2027",
		"vo-raad loses [VO-HO/stroom], gains []",
		"vh: clause 4, table VO-HO/herkomst goes",
		"vh: " + exception,
		"vh loses [HBO-WO/onderdeel VO-HO/herkomst], gains []",
		"unl: " + exception,
		"unl loses [HBO-WO/onderdeel], gains [HBO-WO/stroom]",
		"90aa: clause 4, table VO-HO/herkomst goes",
		"90aa loses [VO-HO/herkomst], gains []",
	}
	if !slices.Equal(got, want) {
		t.Errorf("agreements\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestFilesThatChange: other columns, a file that goes, a file that comes.
func TestFilesThatChange(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(vo *spec.Transition)
		want   []impact.File
	}{
		{"nothing", func(*spec.Transition) {}, []impact.File{}},
		{"a dimension less", func(vo *spec.Transition) {
			tab, _ := vo.TableByID("stroom")
			tab.Dimensions = []string{"school", "stroom"}
		}, []impact.File{{Path: "data/VO-HO/stroom/*.csv", What: impact.Columns, Old: "school,soort,stroom", New: "school,stroom"}}},
		{"not for everybody any more", func(vo *spec.Transition) {
			tab, _ := vo.TableByID("stroom")
			tab.Audiences = []string{"vo-raad"}
		}, []impact.File{{Path: "data/VO-HO/stroom/*.csv", What: impact.Gone, Old: "school,soort,stroom"}}},
		{"a new table", func(vo *spec.Transition) {
			vo.Tables = append(vo.Tables, spec.Table{ID: "nieuw", Dimensions: []string{"soort"}, Audiences: []string{"public"}})
		}, []impact.File{{Path: "data/VO-HO/nieuw/*.csv", What: impact.New, New: "soort"}}},
	} {
		rep := compare(t, polder(t), func(s *spec.Specification) { c.change(s.Transitions["VO-HO"]) })
		if !slices.Equal(rep.Files, c.want) {
			t.Errorf("%s: %+v, want %+v", c.name, rep.Files, c.want)
		}
	}
}
