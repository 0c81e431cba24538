package synth

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"doorstroommonitor/layout"
)

// choSink writes the rows of higher education in the 1cHO layout. It fills a
// line itself, at the places that the layout names: composing a map per line
// would take several times as long. A test compares with the codec.
type choSink struct {
	w       *world
	out     *output
	columns []choColumn
	line    []byte // one line with its end
	rows    []choRow
}

// choColumn is a field of the layout and its value.
type choColumn struct {
	at, width int
	value     func(*choPerson) string
}

// choPerson is the row at hand, with the person around it.
type choPerson struct {
	*choRow
	c        *career
	now      [choDomains]standing
	ever     [choDomains]standing // continuous
	code     string               // institution of the year
	number   string               // location of the year
	diploma  *diploma
	before   prior // education before higher education
	inside   prior // education within it
	file     *choSink
	position int // of the row in file.rows
}

func newChoSink(w *world, dir string, l *layout.Layout) (*choSink, error) {
	s := &choSink{w: w}
	known := map[string]layout.Field{}
	for _, f := range l.Fields {
		known[f.ID] = f
	}
	for _, v := range choValues {
		f, ok := known[v.id]
		if !ok {
			return nil, fmt.Errorf("layout %s has no field %q: the 1cHO file cannot be written with it", l.ID, v.id)
		}
		if f.Start < 1 || f.Start-1+f.Width > l.Width {
			return nil, fmt.Errorf("layout %s: field %q does not fit into %d positions", l.ID, v.id, l.Width)
		}
		s.columns = append(s.columns, choColumn{f.Start - 1, f.Width, v.value})
	}
	s.line = make([]byte, l.Width+1)
	if err := os.Mkdir(filepath.Join(dir, "1cho"), 0o700); err != nil {
		return nil, err
	}
	var err error
	s.out, err = openOutput(dir, fmt.Sprintf("1cho/EV299XX%02d.asc", w.to%100))
	return s, err
}

func (s *choSink) files() []FileRows { return []FileRows{s.out.FileRows} }

func (s *choSink) close() error { return s.out.close() }

func (s *choSink) write(c *career) error {
	s.rows = s.rows[:0]
	shown := false
	for i := range c.rows {
		e := &c.rows[i]
		if e.level < levelAD {
			continue
		}
		shown = shown || e.shown
		s.rows = append(s.rows, s.row(e))
	}
	if !shown {
		return nil
	}
	for i := range s.rows {
		if s.rows[i].shown {
			if err := s.record(c, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// row is e with its programme and its place at the end of the period.
func (s *choSink) row(e *enrolment) choRow {
	p := &s.w.programmes[e.programme]
	in, number := s.w.at(e.location, s.w.to)
	return choRow{e, p.sector, p, in, number}
}

// record writes the line of row i.
func (s *choSink) record(c *career, i int) error {
	p := choPerson{choRow: &s.rows[i], c: c, file: s, position: i}
	for d := range choDomains {
		p.now[d] = stand(s.rows, i, d, false)
		p.ever[d] = stand(s.rows, i, d, true)
	}
	in, number := s.w.at(p.location, p.year)
	p.code, p.number = in.code, number
	if p.enrolment.diploma >= 0 {
		p.diploma = &c.dips[p.enrolment.diploma]
	}
	p.before, p.inside = s.priors(c, p.year)
	for k := range s.line {
		s.line[k] = ' '
	}
	s.line[len(s.line)-1] = '\n'
	for _, f := range s.columns {
		v := f.value(&p)
		if len(v) > f.width {
			return errors.New("a 1cHO value is wider than its field") // a programmer's mistake; values are not shown
		}
		copy(s.line[f.at:], v)
	}
	return s.out.row(s.line)
}

// prior is an earlier diploma in the words of 1cHO; the zero value is none.
type prior struct {
	category string // Dec_vopl
	code     string // programme
	year     int    // diplomajaar, 0 unknown
	brin     string
	vest     string
}

// priors returns the highest diploma before higher education, up to and
// including the year, and the highest within it before the year.
func (s *choSink) priors(c *career, year int) (before, inside prior) {
	if c.foreign {
		before.category = "00502"
	}
	for _, d := range c.dips {
		e := &c.rows[d.row]
		p := &s.w.programmes[e.programme]
		dy := diplomaYear(d.date)
		if dy > year || p.sector.higher() && dy >= year {
			continue
		}
		in, number := s.w.at(e.location, e.year)
		x := prior{category(p, d.profile), p.codeIn(e.year), dy, in.code, number}
		if to := &before; p.sector.higher() {
			if x.category >= inside.category {
				inside = x
			}
		} else if x.category >= to.category {
			*to = x
		}
	}
	return before, inside
}

// diplomaYear is the year T with 1 October T .. 30 September T+1 around d.
func diplomaYear(d date) int {
	if d%10000 >= 1001 {
		return int(d / 10000)
	}
	return int(d/10000) - 1
}

// category is the code of Dec_vopl of a diploma.
func category(p *programme, q profile) string {
	ho := [fields]int{7, 8, 10, 9, 6, 4, 5, 3, 2, 11}
	mbo := [domains]int{2, 3, 5, 4, 1}
	general := [profileCM + 1]int{1, 8, 5, 3, 2}
	n := 0
	switch p.level {
	case levelVMBOB:
		n = 116
	case levelVMBOK:
		n = 126
	case levelVMBOG:
		n = 131
	case levelVMBOT:
		n = 136
	case levelHAVO:
		n = 200 + general[q]
	case levelVWO:
		n = 400 + general[q]
	case levelMBO1, levelMBO2, levelMBO3, levelMBO4:
		n = [...]int{100, 150, 160, 300}[p.level-levelMBO1] + mbo[p.part]
	case levelAD:
		n = 650 + ho[p.part]
	case levelBA:
		n = 800 + ho[p.part]
	case levelMA:
		n = 1000 + ho[p.part]
	}
	if p.sector == sectorWO {
		n += 100
	}
	return fmt.Sprintf("%05d", n)
}
