package method_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/engine"
	"doorstroommonitor/engine/memory"
	"doorstroommonitor/register"
)

// career is one section of careers.md: what happened to a person, and where
// that is counted.
type career struct {
	transition string
	line       int
	rows       map[string][]memory.Row // by record type
	cells      map[string]bool         // and the groups themselves
}

// readCareers reads the page: a section for each transition, in which the
// first block holds rows and the second one cells.
func readCareers(t *testing.T, reg *register.Register) []*career {
	t.Helper()
	b, err := os.ReadFile("careers.md")
	if err != nil {
		t.Fatal(err)
	}
	r := &careerReader{levels: map[string]string{}}
	for p := range reg.Programmes() {
		r.levels[p.Code] = p.Level
	}
	for i, line := range strings.Split(string(b), "\n") {
		if err := r.read(i+1, line); err != nil {
			t.Fatalf("careers.md:%d: %v", i+1, err)
		}
	}
	return r.out
}

type careerReader struct {
	levels map[string]string // programme -> level
	out    []*career
	block  int // blocks of this section so far
	inside bool
	group  string
}

func (r *careerReader) read(number int, line string) error {
	switch f := strings.Fields(line); {
	case strings.HasPrefix(line, "## "):
		r.out = append(r.out, &career{transition: strings.TrimPrefix(line, "## "), line: number, rows: map[string][]memory.Row{}, cells: map[string]bool{}})
		r.block = 0
	case strings.HasPrefix(line, "```") && len(r.out) > 0:
		if r.inside = !r.inside; r.inside {
			r.block++
		}
	case !r.inside || len(f) == 0:
	case r.block == 1:
		return r.row(f)
	case line[0] != ' ':
		r.group = f[0]
		r.last().cells[r.group] = true
	default:
		return r.table(f)
	}
	return nil
}

func (r *careerReader) last() *career { return r.out[len(r.out)-1] }

// row reads "sex V", "enrolled 2019-2021 HBO 92AA 34001" or "diploma 2022-06-30 HBO 92AA 34001".
func (r *careerReader) row(f []string) error {
	rows := r.last().rows
	if f[0] == "sex" {
		rows["persoon"] = append(rows["persoon"], memory.Row{engine.Person: "1", "geslacht": f[1]})
		return nil
	}
	if f[0] == "works" || f[0] == "jobless" {
		return r.work(f)
	}
	if f[0] == "advised" {
		if len(f) != 4 {
			return fmt.Errorf("%v: want advised with a year, an institution and an advice", f)
		}
		rows["schooladvies"] = append(rows["schooladvies"], memory.Row{engine.Person: "1", engine.Year: f[1], "brin": f[2], "advies": f[3]})
		return nil
	}
	if len(f) != 5 || r.levels[f[4]] == "" {
		return fmt.Errorf("%v: want a kind, a time, a sector, an institution and a programme of the register", f)
	}
	at := func(year int) memory.Row {
		return memory.Row{engine.Person: "1", engine.Year: strconv.Itoa(year), "sector": f[2], "brin": f[3], "vest": "00", "opleiding": f[4], "niveau": r.levels[f[4]]}
	}
	from, to, _ := strings.Cut(f[1], "-")
	first, err := strconv.Atoi(from)
	if err != nil {
		return err
	}
	switch f[0] {
	case "diploma":
		if to >= "10-01" {
			first++
		}
		row := at(first)
		row["datum"] = f[1]
		rows["diploma"] = append(rows["diploma"], row)
	case "enrolled":
		_, last, err := span(f[1])
		if err != nil {
			return err
		}
		for year := first; year <= last; year++ {
			row := at(year)
			row["begin"], row["eind"] = fmt.Sprintf("%d-09-01", year), fmt.Sprintf("%d-08-31", year+1)
			row["bekostigd"], row["soort"], row["hoofd"], row["volgnr"] = "J", "S", "J", "1"
			rows["inschrijving"] = append(rows["inschrijving"], row)
		}
	default:
		return fmt.Errorf("%q is neither sex, enrolled, diploma, advised, works nor jobless", f[0])
	}
	return nil
}

// work reads "works 2021-2022 VANAF12", a job, and "jobless 2023", a row that
// says that there is none.
func (r *careerReader) work(f []string) error {
	if len(f) != map[string]int{"works": 3, "jobless": 2}[f[0]] {
		return fmt.Errorf("%v: want works with years and hours, or jobless with years", f)
	}
	first, last, err := span(f[1])
	if err != nil {
		return err
	}
	for year := first; year <= last; year++ {
		row := memory.Row{engine.Person: "1", engine.Year: strconv.Itoa(year), "werknemer": "N"}
		if f[0] == "works" {
			row["werknemer"], row["uren_pw"] = "J", f[2]
		}
		r.last().rows["arbeid"] = append(r.last().rows["arbeid"], row)
	}
	return nil
}

// span reads "2021" or "2021-2023".
func span(years string) (first, last int, err error) {
	from, to, found := strings.Cut(years, "-")
	if first, err = strconv.Atoi(from); err != nil || !found {
		return first, first, err
	}
	last, err = strconv.Atoi(to)
	return first, last, err
}

// table reads "VO-HO/bestemming _T>90AA _T>HAVO _T>HO>HBO": for each dimension
// the codes from the total down, of which every combination is a cell.
func (r *careerReader) table(f []string) error {
	cells := []string{r.group + " " + f[0]}
	for _, path := range f[1:] {
		var longer []string
		for _, cell := range cells {
			for _, code := range strings.Split(path, ">") {
				longer = append(longer, cell+" "+code)
			}
		}
		cells = longer
	}
	for _, cell := range cells {
		if r.last().cells[cell] {
			return fmt.Errorf("%s is listed twice", cell)
		}
		r.last().cells[cell] = true
	}
	return nil
}
