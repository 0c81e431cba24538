package register_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/register"
)

// A chain 90AA -> 90AB -> 90AC of mergers, and 91AA apart; 34000 was reformed.
const (
	boards = `bestuur,naam
B1,Stichting Bomen
`
	institutions = `brin,naam,provincie,plaats,geopend,gesloten,opvolger,bestuur,grootte
90AA,De Wilg,Utrecht,Vechtdam,1980,2015,90AB,,
90AB,"De Linde, de Es",Utrecht,Vechtdam,1990,2019,90AC,B1,KLEIN
90AC,De Beuk,Utrecht,Vechtdam,2001,,,B1,GROOT
91AA,Hogeschool De Dijk,,Zanddorp,1970,,,,
`
	programmes = `code,sector,naam,niveau,onderdeel,nominaal,vervallen,opvolger
HAVO,VO,havo,HAVO,,5,,
34000,HBO,Bouwkunde,BA,TECHNIEK,4,2014,34100
34100,HBO,Bouwen,BA,NATUUR,4,2020,34200
34200,HBO,Bouw en energie,AD,ECONOMIE,2,,
`
	offerings = `brin,vest,sector,opleiding,vanaf,tot
91AA,00,HBO,34000,2010,2012
91AA,00,HBO,34000,2014,
90AC,01,VO,HAVO,2001,2020
`
)

func files(i, a, o string) fstest.MapFS {
	return fstest.MapFS{"instelling.csv": {Data: []byte(i)}, "aanbod.csv": {Data: []byte(a)}, "opleiding.csv": {Data: []byte(o)}, "bestuur.csv": {Data: []byte(boards)}}
}

func TestRegisterAnswers(t *testing.T) {
	r, err := register.Load(files(institutions, offerings, programmes))
	if err != nil {
		t.Fatal(err)
	}
	for brin, want := range map[string]string{"90AA": "90AC", "90AB": "90AC", "90AC": "90AC", "91AA": "91AA", "99ZZ": "99ZZ"} {
		if got := r.Actual(brin); got != want {
			t.Errorf("Actual(%s) = %s, want %s", brin, got, want)
		}
	}
	if got := r.Predecessors("90AC"); !slices.Equal(got, []register.Predecessor{{Code: "90AA", Since: 2015}, {Code: "90AB", Since: 2019}}) {
		t.Errorf("Predecessors(90AC) = %v", got)
	}
	if got := r.ProgrammePredecessors("34200"); !slices.Equal(got, []register.Predecessor{{Code: "34000", Since: 2014}, {Code: "34100", Since: 2020}}) || r.ActualProgramme("34000") != "34200" {
		t.Errorf("ProgrammePredecessors(34200) = %v", got)
	}
	for programme, want := range map[string]string{"34000": "ECONOMIE", "34100": "ECONOMIE", "34200": "ECONOMIE", "HAVO": "", "99999": ""} {
		if got := r.ActualField(programme); got != want {
			t.Errorf("ActualField(%s) = %s, want %s", programme, got, want)
		}
	}
	if got := r.Predecessors("90AB"); got != nil {
		t.Errorf("90AB is closed and carries %v", got)
	}
	for year, want := range map[int]bool{2009: false, 2010: true, 2012: true, 2013: false, 2014: true, 2040: true} {
		if got := r.Offered("91AA", "00", "HBO", "34000", year); got != want {
			t.Errorf("Offered in %d is %v", year, got)
		}
	}
	if r.Offered("91AA", "01", "HBO", "34000", 2010) {
		t.Error("another location counts")
	}
	for _, c := range []struct{ brin, kind, want string }{
		{"90AC", register.GroupBoard, "B1"},
		{"90AA", register.GroupBoard, "B1"}, // through its successor
		{"91AA", register.GroupBoard, "91AA"},
		{"90AB", register.GroupSize, "GROOT"},
		{"91AA", register.GroupSize, register.UnknownGroup},
		{"90AA", register.GroupProvince, "Utrecht"},
		{"91AA", register.GroupProvince, register.UnknownGroup},
		{"90AC", "kleur", register.UnknownGroup},
	} {
		if got := r.Group(c.brin, c.kind); got != c.want {
			t.Errorf("Group(%s, %s) = %s, want %s", c.brin, c.kind, got, c.want)
		}
	}
	if b, ok := r.Board("B1"); !ok || b.Name != "Stichting Bomen" || len(slices.Collect(r.Boards())) != 1 {
		t.Errorf("Board(B1) = %+v, %v", b, ok)
	}
	if i, ok := r.Institution("90AB"); !ok || i.Name != "De Linde, de Es" || i.Closed != 2019 {
		t.Errorf("Institution(90AB) = %+v, %v", i, ok)
	}
	if p, ok := r.Programme("34000"); !ok || p.Field != "TECHNIEK" || p.Nominal != 4 {
		t.Errorf("Programme(34000) = %+v, %v", p, ok)
	}
	var order []string
	for o := range r.Offerings() {
		order = append(order, o.BRIN)
	}
	if !slices.Equal(order, []string{"90AC", "91AA", "91AA"}) {
		t.Errorf("offerings in order %v", order)
	}
}

func TestRegisterRefuses(t *testing.T) {
	add := func(base, line string) string { return base + line + "\n" }
	cases := []struct {
		name    string
		i, a, o string
		line    int
		rule    string
	}{
		{"a wrong header", strings.Replace(institutions, "naam", "name", 1), offerings, programmes, 1, register.RuleTable},
		{"a line with a column too few", add(institutions, "92AA,X"), offerings, programmes, 6, register.RuleTable},
		{"an institution without a name", add(institutions, "92AA,,,,1990,,,,"), offerings, programmes, 6, register.RuleRequired},
		{"an unknown successor", add(institutions, "92AA,X,,,1990,2000,92AB,,"), offerings, programmes, 6, register.RuleReference},
		{"a successor of an open one", add(institutions, "92AA,X,,,1990,,90AC,,"), offerings, programmes, 6, register.RuleSuccessor},
		{"successors in a circle", institutions + "92AA,X,,,1990,2000,92AB,,\n92AB,Y,,,1990,2000,92AA,,\n", offerings, programmes, 6, register.RuleCycle},
		{"its own successor", add(institutions, "92AA,X,,,1990,2000,92AA,,"), offerings, programmes, 6, register.RuleCycle},
		{"a double institution", add(institutions, "91AA,X,,,1990,,,,"), offerings, programmes, 6, register.RuleDouble},
		{"a BRIN of another form", add(institutions, "9AAA,X,,,1990,,,,"), offerings, programmes, 6, register.RuleBRIN},
		{"closed before opened", add(institutions, "92AA,X,,,1990,1980,,,"), offerings, programmes, 6, register.RulePeriod},
		{"an odd year", add(institutions, "92AA,X,,,199,,,,"), offerings, programmes, 6, register.RuleYear},
		{"an offering of nobody", institutions, add(offerings, "92AA,00,HBO,34000,2010,"), programmes, 5, register.RuleReference},
		{"an offering of nothing", institutions, add(offerings, "91AA,00,HBO,34001,2010,"), programmes, 5, register.RuleReference},
		{"an offering in another sector", institutions, add(offerings, "91AA,00,WO,34000,2010,"), programmes, 5, register.RuleReference},
		{"overlapping offerings", institutions, add(offerings, "91AA,00,HBO,34000,2012,2013"), programmes, 5, register.RuleDouble},
		{"a board that is not listed", add(institutions, "92AA,X,,,1990,,,B2,"), offerings, programmes, 6, register.RuleReference},
		{"a reform without its year", institutions, offerings, add(programmes, "34001,HBO,X,BA,TECHNIEK,4,,34100"), 6, register.RuleSuccessor},
		{"an unknown successor of a programme", institutions, offerings, add(programmes, "34001,HBO,X,BA,TECHNIEK,4,2020,34300"), 6, register.RuleReference},
		{"programmes in a circle", institutions, offerings, add(programmes, "34001,HBO,X,BA,TECHNIEK,4,2020,34001"), 6, register.RuleCycle},
		{"an odd nominal length", institutions, offerings, add(programmes, "34001,HBO,X,BA,TECHNIEK,vier,,"), 6, register.RuleNumber},
		{"a successor in another sector", institutions, offerings, add(programmes, "34001,WO,X,BA,TECHNIEK,4,2020,34100"), 6, register.RuleReference},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, err := register.Load(files(c.i, c.a, c.o))
			var e *register.Error
			if !errors.As(err, &e) {
				t.Fatalf("error is %v", err)
			}
			if e.Rule != c.rule || e.Line != c.line {
				t.Errorf("error is %v, want rule %s in line %d", err, c.rule, c.line)
			}
		})
	}
	_, err := register.Load(fstest.MapFS{})
	var e *register.Error
	if !errors.As(err, &e) || e.Rule != register.RuleTable {
		t.Errorf("an absent register gives %v", err)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(institutions, offerings, programmes)
	f.Add("brin,naam,provincie,plaats,geopend,gesloten,opvolger,bestuur,grootte\n90AA,x,,,1990,2000,90AA,,\n", "", "")
	f.Fuzz(func(t *testing.T, i, a, o string) {
		r, err := register.Load(files(i, a, o))
		if err != nil {
			return
		}
		for inst := range r.Institutions() {
			if end := r.Actual(inst.BRIN); r.Actual(end) != end {
				t.Errorf("the chain of %q does not end", inst.BRIN)
			}
		}
	})
}
