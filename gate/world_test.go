package gate_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/cube"
	"doorstroommonitor/register"
	"doorstroommonitor/sdc"
	"doorstroommonitor/spec"
)

// world makes a register of schools and persons drawn at random for cohort
// 2021 of VO-DIPLOMA, and returns the model and the true counts.
func world(t testing.TB, schools, mean int, seed uint64) (*cube.Model, *sdc.Problem) {
	t.Helper()
	return worldUnder(t, schools, mean, seed, func(r *spec.Rule) { r.Attackers = nil })
}

// worldUnder is world under a rule that is changed.
func worldUnder(t testing.TB, schools, mean int, seed uint64, change func(r *spec.Rule)) (*cube.Model, *sdc.Problem) {
	t.Helper()
	return worldOf(t, schools, mean, seed, func(s *spec.Specification) { change(&s.Populations["VO-DIPLOMA"].Rule) })
}

// worldOf is world by a specification that is changed.
func worldOf(t testing.TB, schools, mean int, seed uint64, change func(s *spec.Specification)) (*cube.Model, *sdc.Problem) {
	t.Helper()
	m, p, _ := drawnWorld(t, schools, mean, seed, change)
	return m, p
}

// drawnWorld is worldOf with the inner counts.
func drawnWorld(t testing.TB, schools, mean int, seed uint64, change func(s *spec.Specification)) (*cube.Model, *sdc.Problem, map[string]int64) {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, 1))
	s, err := spec.Load(os.DirFS("../spec/diff/testdata/2026"))
	if err != nil {
		t.Fatal(err)
	}
	change(s)
	var inst, offer strings.Builder
	inst.WriteString("brin,naam,provincie,plaats,geopend,gesloten,opvolger,bestuur,grootte\n")
	offer.WriteString("brin,vest,sector,opleiding,vanaf,tot\n")
	type school struct {
		brin  string
		types []string
	}
	var vo []school
	for i := range schools {
		b := fmt.Sprintf("9%d%c%c", i%10, 'A'+i/260%26, 'A'+i/10%26)
		fmt.Fprintf(&inst, "%s,School %s,Utrecht,Dorp,1990,,,,\n", b, b)
		types := [][]string{{"HAVO", "VWO"}, {"HAVO", "VWO"}, {"HAVO"}, {"VWO"}}[rng.IntN(4)]
		for _, ty := range types {
			fmt.Fprintf(&offer, "%s,00,VO,V%s,1990,\n", b, ty)
		}
		vo = append(vo, school{b, types})
	}
	hbo := max(3, schools/12)
	var ho [2][]string
	for i := range hbo + max(2, hbo/2) {
		b := fmt.Sprintf("%dX%c", 10+i, 'A'+i%26)
		sector, k := "HBO", 0
		if i >= hbo {
			sector, k = "WO", 1
		}
		fmt.Fprintf(&inst, "%s,Instelling %s,Utrecht,Stad,1990,,,,\n", b, b)
		for f := range 3 {
			fmt.Fprintf(&offer, "%s,00,%s,%s%d,1990,\n", b, sector, sector, f)
		}
		ho[k] = append(ho[k], b)
	}
	fields := []string{"ECONOMIE", "TECHNIEK", "GEDRAG"}
	prog := "code,sector,naam,niveau,onderdeel,nominaal,vervallen,opvolger\nVHAVO,VO,havo,HAVO,,5,,\nVVWO,VO,vwo,VWO,,6,,\n"
	for _, sec := range []string{"HBO", "WO"} {
		for f, name := range fields {
			prog += fmt.Sprintf("%s%d,%s,studie,BA,%s,4,,\n", sec, f, sec, name)
		}
	}
	reg, err := register.Load(fstest.MapFS{
		"bestuur.csv":    {Data: []byte("bestuur,naam\n")},
		"instelling.csv": {Data: []byte(inst.String())},
		"aanbod.csv":     {Data: []byte(offer.String())},
		"opleiding.csv":  {Data: []byte(prog)},
	})
	if err != nil {
		t.Fatal(err)
	}
	m, err := cube.NewModel(s, s.Populations["VO-DIPLOMA"], reg, 2021, cube.Observed{Last: 2025}, nil)
	if err != nil {
		t.Fatal(err)
	}
	inner := map[string]int64{}
	var members int64
	for _, sc := range vo {
		effect := rng.NormFloat64()
		for _, ty := range sc.types {
			n := int(float64(mean) * math.Exp(0.7*rng.NormFloat64()))
			for range n {
				sex := []string{"M", "V"}[rng.IntN(2)]
				if rng.IntN(500) == 0 {
					sex = "O"
				}
				row := []string{sc.brin, ty, sex}
				pHO := 0.78 + 0.04*effect
				if rng.Float64() < pHO {
					k := 0
					if ty == "VWO" && rng.Float64() < 0.88 {
						k = 1
					}
					status := []string{"ZELFDE", "ZELFDE", "ZELFDE", "ZELFDE", "ZELFDE", "ZELFDE", "ANDERE_OPLEIDING", "ANDERE_INSTELLING", "GESTOPT", "ANDERE_SECTOR"}[rng.IntN(10)]
					row = append(row, []string{"HBO", "WO"}[k], fields[rng.IntN(3)], ho[k][rng.IntN(len(ho[k]))], "-", status)
				} else {
					row = append(row, []string{"GEEN", "GEEN", "GEEN", "MBO", "VO"}[rng.IntN(5)], "-", "-", []string{"HBO", "WO", "ANDERS"}[rng.IntN(3)], "-")
				}
				inner[strings.Join(row, "\x1f")]++
				members++
			}
		}
	}
	p, _, err := m.Count(inner, members)
	if err != nil {
		t.Fatal(err)
	}
	return m, p, inner
}
