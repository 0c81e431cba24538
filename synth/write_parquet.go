package synth

import (
	"errors"
	"strconv"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// The canonical records as Parquet: all columns are strings, so that a file
// says no more than its CSV.
type (
	personRecord struct {
		PGN      string `parquet:"pgn"`
		Geslacht string `parquet:"geslacht"`
	}
	enrolmentRecord struct {
		PGN       string `parquet:"pgn"`
		Jaar      string `parquet:"jaar"`
		Sector    string `parquet:"sector"`
		BRIN      string `parquet:"brin"`
		Vest      string `parquet:"vest"`
		Opleiding string `parquet:"opleiding"`
		Niveau    string `parquet:"niveau"`
		Leerweg   string `parquet:"leerweg"`
		Leerjaar  string `parquet:"leerjaar"`
		Begin     string `parquet:"begin"`
		Eind      string `parquet:"eind"`
		Bekostigd string `parquet:"bekostigd"`
		Soort     string `parquet:"soort"`
		Hoofd     string `parquet:"hoofd"`
		Volgnr    string `parquet:"volgnr"`
	}
	diplomaRecord struct {
		PGN       string `parquet:"pgn"`
		Sector    string `parquet:"sector"`
		BRIN      string `parquet:"brin"`
		Vest      string `parquet:"vest"`
		Opleiding string `parquet:"opleiding"`
		Niveau    string `parquet:"niveau"`
		Profiel   string `parquet:"profiel"`
		Cijfer    string `parquet:"cijfer"`
		Leeftijd  string `parquet:"leeftijd"`
		Datum     string `parquet:"datum"`
	}
	jobRecord struct {
		PGN       string `parquet:"pgn"`
		Jaar      string `parquet:"jaar"`
		Werknemer string `parquet:"werknemer"`
		Uren      string `parquet:"uren_pw"`
	}
	adviceRecord struct {
		PGN    string `parquet:"pgn"`
		Jaar   string `parquet:"jaar"`
		BRIN   string `parquet:"brin"`
		Advies string `parquet:"advies"`
	}
)

// groupRows is the number of rows of a row group: it bounds the memory.
const groupRows = 100_000

// table is one Parquet file in the making.
type table[T any] struct {
	out     *output
	writer  *parquet.GenericWriter[T]
	pending []T
}

func newTable[T any](dir, path string) (*table[T], error) {
	o, err := openOutput(dir, path)
	if err != nil {
		return nil, err
	}
	w := parquet.NewGenericWriter[T](o.buf,
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault, Concurrency: 1}),
		parquet.CreatedBy("doorstroommonitor", strconv.Itoa(Version), "synth"),
		parquet.MaxRowsPerRowGroup(groupRows))
	return &table[T]{out: o, writer: w, pending: make([]T, 0, 1024)}, nil
}

func (t *table[T]) row(r T) error {
	t.out.Rows++
	t.pending = append(t.pending, r)
	if len(t.pending) < cap(t.pending) {
		return nil
	}
	return t.flush()
}

func (t *table[T]) flush() error {
	_, err := t.writer.Write(t.pending)
	t.pending = t.pending[:0]
	return err
}

func (t *table[T]) close() error {
	if t == nil {
		return nil
	}
	return errors.Join(t.flush(), t.writer.Close(), t.out.close())
}

// parquetSink writes persoon.parquet, inschrijving.parquet, diploma.parquet,
// arbeid.parquet and schooladvies.parquet.
type parquetSink struct {
	w          *world
	skipHigher bool
	person     *table[personRecord]
	rows       *table[enrolmentRecord]
	dips       *table[diplomaRecord]
	jobs       *table[jobRecord]
	advice     *table[adviceRecord]
	dates      map[date]string // a period has a few thousand days
}

func newParquetSink(w *world, dir string, skipHigher bool) (*parquetSink, error) {
	s := &parquetSink{w: w, skipHigher: skipHigher, dates: map[date]string{}}
	var err [5]error
	s.person, err[0] = newTable[personRecord](dir, "persoon.parquet")
	s.rows, err[1] = newTable[enrolmentRecord](dir, "inschrijving.parquet")
	s.dips, err[2] = newTable[diplomaRecord](dir, "diploma.parquet")
	s.jobs, err[3] = newTable[jobRecord](dir, "arbeid.parquet")
	s.advice, err[4] = newTable[adviceRecord](dir, "schooladvies.parquet")
	if e := errors.Join(err[:]...); e != nil {
		return nil, errors.Join(e, s.close())
	}
	return s, nil
}

func (s *parquetSink) files() []FileRows {
	return []FileRows{s.person.out.FileRows, s.rows.out.FileRows, s.dips.out.FileRows, s.jobs.out.FileRows, s.advice.out.FileRows}
}

func (s *parquetSink) close() error {
	return errors.Join(s.person.close(), s.rows.close(), s.dips.close(), s.jobs.close(), s.advice.close())
}

func (s *parquetSink) write(c *career) error {
	seen, pgn := false, ""
	for i := range c.rows {
		e := &c.rows[i]
		if !e.shown {
			continue
		}
		if !seen {
			seen, pgn = true, string(c.number[:])
		}
		if s.skipHigher && e.level >= levelAD {
			continue
		}
		if err := s.pair(c, e, pgn); err != nil {
			return err
		}
	}
	if !seen {
		return nil
	}
	for i := range c.jobs {
		j := &c.jobs[i]
		if err := s.jobs.row(jobRecord{pgn, strconv.Itoa(j.year), "J", j.hours()}); err != nil {
			return err
		}
	}
	if c.advised() {
		e := &c.rows[0]
		in, _ := s.w.at(e.location, e.year)
		if err := s.advice.row(adviceRecord{pgn, strconv.Itoa(e.year + 1), in.code, adviceCodes[c.advice]}); err != nil {
			return err
		}
	}
	return s.person.row(personRecord{pgn, letter(c.sex)})
}

// pair writes an enrolment and its diploma, if any.
func (s *parquetSink) pair(c *career, e *enrolment, pgn string) error {
	in, number := s.w.at(e.location, e.year)
	p := &s.w.programmes[e.programme]
	grade := ""
	if e.grade > 0 {
		grade = strconv.Itoa(int(e.grade))
	}
	err := s.rows.row(enrolmentRecord{
		pgn, strconv.Itoa(e.year), sectorCodes[p.sector], in.code, number, p.codeIn(e.year), levelCodes[e.level], routeCodes[e.route], grade,
		s.date(e.begin), s.date(e.end), letter(yes(!e.private)), letter(e.kind), letter(yes(e.main)), strconv.Itoa(int(e.sequence)),
	})
	if err != nil || e.diploma < 0 {
		return err
	}
	d := &c.dips[e.diploma]
	return s.dips.row(diplomaRecord{
		pgn, sectorCodes[p.sector], in.code, number, p.codeIn(e.year), levelCodes[e.level], profileCodes[d.profile], markCodes[d.mark], c.ageClass(e), s.date(d.date),
	})
}

func (s *parquetSink) date(d date) string {
	if d == 0 {
		return ""
	}
	t, ok := s.dates[d]
	if !ok {
		t = string(appendDate(nil, d))
		s.dates[d] = t
	}
	return t
}

// letter is a one-letter string without allocation.
func letter(b byte) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	return letters[b-'A' : b-'A'+1]
}
