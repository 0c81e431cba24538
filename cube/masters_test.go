package cube_test

import (
	"context"
	"os"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/register"
	"doorstroommonitor/spec"
)

// TestWhereAnEntrantIntoUniversityLands follows one bachelor of nursing of
// 2019 at a time: programme and year of each enrolment at 93AA, the year of
// the master's diploma, and where that leads one year and some years later.
func TestWhereAnEntrantIntoUniversityLands(t *testing.T) {
	const law, short, pre, long, three = "50001", "60001", "60002", "60003", "60004"
	reg := changedRegister(t,
		"opleiding", "60002,WO,", "60003,WO,Bouwkunde,MA,TECHNIEK,2,,\n60004,WO,Geneeskunde,MA,GEZONDHEID,3,,\n60002,WO,",
		"aanbod", "93AA,00,WO,60002,2000,", "93AA,00,WO,60002,2000,\n93AA,00,WO,60003,2000,\n93AA,00,WO,60004,2000,")
	s := loadSpec(t, os.DirFS("../specs/2026"))
	type enrolled map[int]string
	for _, c := range []struct {
		name              string
		at                enrolled
		diploma           int
		status, rendement string
	}{
		{"a master of one year in one year", enrolled{2019: short}, 2020, "ZELFDE", "NOMINAAL"},
		{"in two years", enrolled{2019: short, 2020: short}, 2021, "ZELFDE", "PLUS1"},
		{"in three years", enrolled{2019: short, 2020: short, 2021: short}, 2022, "ZELFDE", "GEEN_DIPLOMA"},
		{"a master of two years in two years", enrolled{2019: long, 2020: long}, 2021, "ZELFDE", "NOMINAAL"},
		{"in three years of two", enrolled{2019: long, 2020: long, 2021: long}, 2022, "ZELFDE", "PLUS1"},
		{"a master of three years in three years", enrolled{2019: three, 2020: three, 2021: three}, 2022, "ZELFDE", "PLUS1"},
		{"a pre-master, then a master", enrolled{2019: pre, 2020: short}, 2021, "MASTER", "NOMINAAL"},
		{"two years of pre-master, then a master", enrolled{2019: pre, 2020: pre, 2021: short}, 2022, "ZELFDE", "PLUS1"},
		{"a pre-master, then nothing", enrolled{2019: pre}, 0, "GESTOPT", "GEEN_DIPLOMA"},
		{"another master after one year", enrolled{2019: short, 2020: long, 2021: long}, 2022, "SWITCH", "GEEN_DIPLOMA"},
		{"a master left and taken up again", enrolled{2019: long, 2021: long}, 2022, "GESTOPT", "PLUS1"},
		{"another bachelor", enrolled{2019: law, 2020: law}, 0, "ZELFDE", "NIET_INGESTROOMD"},
		{"a master after a gap year", enrolled{2020: short}, 2021, "NIET_INGESTROOMD", "NIET_INGESTROOMD"},
		{"nothing", nil, 0, "NIET_INGESTROOMD", "NIET_INGESTROOMD"},
	} {
		rows := map[string][]memory.Row{
			"persoon": {{engine.Person: "1", "geslacht": "V"}},
			"diploma": {{engine.Person: "1", engine.Year: "2019", "sector": "HBO", "brin": "92AA", "opleiding": "34001", "niveau": "BA", "datum": "2019-07-01"}},
		}
		for year, programme := range c.at {
			p, _ := reg.Programme(programme)
			rows["inschrijving"] = append(rows["inschrijving"], memory.Row{engine.Person: "1", engine.Year: strconv.Itoa(year), "sector": "WO", "brin": "93AA", "opleiding": programme,
				"niveau": p.Level, "begin": strconv.Itoa(year) + "-09-01", "eind": strconv.Itoa(year+1) + "-08-31", "bekostigd": "J", "soort": "S", "hoofd": "J"})
		}
		if c.diploma > 0 {
			year := strconv.Itoa(c.diploma)
			rows["diploma"] = append(rows["diploma"], memory.Row{engine.Person: "1", engine.Year: year, "sector": "WO", "brin": "93AA", "opleiding": c.at[c.diploma-1], "niveau": "MA", "datum": year + "-08-31"})
		}
		landed := lands(t, s, reg, rows)
		for table, want := range map[string]string{"status": c.status, "rendement": c.rendement} {
			if got := landed[table]; got != want {
				t.Errorf("%s: %s is %s, want %s", c.name, table, got, want)
			}
		}
	}
}

// lands gives, for each table of HBO-WO in 2019 by field of study, the code
// without codes below it in which the one person of the rows is counted.
func lands(t *testing.T, s *spec.Specification, reg *register.Register, rows map[string][]memory.Row) map[string]string {
	t.Helper()
	p := s.Populations["HBO-DIPLOMA"]
	plans, err := cube.Plans(s, p, reg)
	if err != nil {
		t.Fatal(err)
	}
	src := engine.Source{Records: map[string]engine.Files{}}
	for id, r := range s.Records {
		src.Records[id] = engine.Files{Columns: columns(r)}
	}
	inner, err := cube.Tally(context.Background(), &memory.Engine{Rows: rows}, []engine.Source{src}, plans, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := cube.NewModel(s, p, reg, 2019, cube.Observed{Last: 2022}, nil)
	if err != nil {
		t.Fatal(err)
	}
	problem, _, err := m.Count(inner[0][2019], inner[1].Members(2019))
	if err != nil {
		t.Fatal(err)
	}
	inside := map[string]bool{"_T": true, "INGESTROOMD": true, "DIPLOMA": true}
	out := map[string]string{}
	for _, tab := range m.Tables {
		for key, c := range m.Keys(tab) {
			if code, ok := strings.CutPrefix(key, "GEZONDHEID "); ok && !inside[code] && problem.Counts[c] == 1 {
				out[tab.Spec.ID] += code
			}
		}
	}
	return out
}
