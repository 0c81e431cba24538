package synth

import (
	"errors"
	"strconv"
)

// Headers of the canonical files: the record types of the specification
// without derived fields.
const (
	headPersoon      = "pgn,geslacht"
	headInschrijving = "pgn,jaar,sector,brin,vest,opleiding,niveau,leerweg,leerjaar,begin,eind,bekostigd,soort,hoofd,volgnr"
	headDiploma      = "pgn,sector,brin,vest,opleiding,niveau,profiel,cijfer,leeftijd,datum"
	headArbeid       = "pgn,jaar,werknemer,uren_pw"
	headAdvies       = "pgn,jaar,brin,advies"
)

// csvSink writes persoon.csv, inschrijving.csv, diploma.csv, arbeid.csv and
// schooladvies.csv. No value needs quotes.
type csvSink struct {
	w                                *world
	skipHigher                       bool // higher education goes to the 1cHO file
	person, rows, dips, jobs, advice *output
	line                             []byte
}

func newCSVSink(w *world, dir string, skipHigher bool) (*csvSink, error) {
	s := &csvSink{w: w, skipHigher: skipHigher}
	for _, f := range []struct {
		to         **output
		path, head string
	}{
		{&s.person, "persoon.csv", headPersoon},
		{&s.rows, "inschrijving.csv", headInschrijving},
		{&s.dips, "diploma.csv", headDiploma},
		{&s.jobs, "arbeid.csv", headArbeid},
		{&s.advice, "schooladvies.csv", headAdvies},
	} {
		o, err := openOutput(dir, f.path)
		if err != nil {
			return nil, errors.Join(err, s.close())
		}
		*f.to = o
		if _, err := o.buf.WriteString(f.head + "\n"); err != nil {
			return nil, errors.Join(err, s.close())
		}
	}
	return s, nil
}

func (s *csvSink) files() []FileRows {
	return []FileRows{s.person.FileRows, s.rows.FileRows, s.dips.FileRows, s.jobs.FileRows, s.advice.FileRows}
}

func (s *csvSink) close() error {
	return errors.Join(s.person.close(), s.rows.close(), s.dips.close(), s.jobs.close(), s.advice.close())
}

func (s *csvSink) write(c *career) error {
	seen := false
	for i := range c.rows {
		e := &c.rows[i]
		if !e.shown {
			continue
		}
		seen = true
		if s.skipHigher && e.level >= levelAD {
			continue
		}
		if err := s.rows.row(s.enrolment(c, e)); err != nil {
			return err
		}
		if e.diploma >= 0 {
			if err := s.dips.row(s.diploma(c, e)); err != nil {
				return err
			}
		}
	}
	if !seen {
		return nil
	}
	for i := range c.jobs {
		if err := s.jobs.row(s.job(c, &c.jobs[i])); err != nil {
			return err
		}
	}
	if c.advised() {
		if err := s.advice.row(s.advised(c)); err != nil {
			return err
		}
	}
	b := append(s.line[:0], c.number[:]...)
	s.line = append(b, ',', c.sex, '\n')
	return s.person.row(s.line)
}

func (s *csvSink) enrolment(c *career, e *enrolment) []byte {
	b := append(s.line[:0], c.number[:]...)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(e.year), 10)
	b = s.place(b, e)
	b = append(b, routeCodes[e.route]...)
	b = append(b, ',')
	if e.grade > 0 {
		b = strconv.AppendInt(b, int64(e.grade), 10)
	}
	b = append(b, ',')
	b = appendDate(b, e.begin)
	b = append(b, ',')
	b = appendDate(b, e.end)
	b = append(b, ',', yes(!e.private), ',', e.kind, ',', yes(e.main), ',')
	b = strconv.AppendInt(b, int64(e.sequence), 10)
	s.line = append(b, '\n')
	return s.line
}

func (s *csvSink) diploma(c *career, e *enrolment) []byte {
	d := &c.dips[e.diploma]
	b := append(s.line[:0], c.number[:]...)
	b = s.place(b, e)
	b = append(b, profileCodes[d.profile]...)
	b = append(b, ',')
	b = append(b, markCodes[d.mark]...)
	b = append(b, ',')
	b = append(b, c.ageClass(e)...)
	b = append(b, ',')
	b = appendDate(b, d.date)
	s.line = append(b, '\n')
	return s.line
}

func (s *csvSink) job(c *career, j *job) []byte {
	b := append(s.line[:0], c.number[:]...)
	b = append(b, ',')
	b = strconv.AppendInt(b, int64(j.year), 10)
	b = append(b, ",J,"...)
	b = append(b, j.hours()...)
	s.line = append(b, '\n')
	return s.line
}

func (s *csvSink) advised(c *career) []byte {
	b := append(s.line[:0], c.number[:]...)
	b = append(b, ',')
	e := &c.rows[0]
	b = strconv.AppendInt(b, int64(e.year+1), 10)
	b = append(b, ',')
	in, _ := s.w.at(e.location, e.year)
	b = append(b, in.code...)
	b = append(b, ',')
	b = append(b, adviceCodes[c.advice]...)
	s.line = append(b, '\n')
	return s.line
}

// place appends the columns that both record types have in common, with a
// comma on either side.
func (s *csvSink) place(b []byte, e *enrolment) []byte {
	in, number := s.w.at(e.location, e.year)
	p := &s.w.programmes[e.programme]
	for _, v := range [...]string{sectorCodes[p.sector], in.code, number, p.codeIn(e.year), levelCodes[e.level]} {
		b = append(b, ',')
		b = append(b, v...)
	}
	return append(b, ',')
}

func yes(b bool) byte {
	if b {
		return 'J'
	}
	return 'N'
}

// appendDate appends d as yyyy-mm-dd, or nothing for no date.
func appendDate(b []byte, d date) []byte {
	if d == 0 {
		return b
	}
	y, m, n := d/10000, d/100%100, d%100
	return append(b, byte('0'+y/1000), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10), '-',
		byte('0'+m/10), byte('0'+m%10), '-', byte('0'+n/10), byte('0'+n%10))
}
