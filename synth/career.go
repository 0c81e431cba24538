package synth

import "math/rand/v2"

// date is a calendar day as the number yyyymmdd; 0 is none.
type date int32

func day(y, m, d int) date { return date(y*10000 + m*100 + d) }

// stage is where a person is between two years.
type stage uint8

const (
	gone stage = iota // no further education
	inVO
	inVAVO
	inMBO
	inHO
)

// enrolment is one row of a career.
type enrolment struct {
	year      int
	begin     date
	end       date // 0 while open
	location  int32
	programme int32
	level     level
	route     route
	grade     uint8 // year of study, 0 not recorded
	kind      byte  // S pupil or student, E exam-only
	private   bool  // not publicly funded
	extra     bool  // beside another enrolment
	nth       uint8 // higher education: year in this programme
	main      bool  // see settle
	sequence  uint8 // see settle
	diploma   int16 // index, -1 none
	shown     bool  // inside the window
}

// active reports whether the row counts on 1 October of its year.
func (e *enrolment) active() bool {
	d := day(e.year, 10, 1)
	return e.begin <= d && (e.end == 0 || e.end >= d)
}

// route is the learning route or form; the zero value is none.
type route uint8

const (
	routeNone route = iota
	routeBOL
	routeBBL
	routeVT
	routeDT
	routeDU
)

var routeCodes = [...]string{"", "BOL", "BBL", "VT", "DT", "DU"}

// diploma is one diploma of a career; the rest is on its row.
type diploma struct {
	row     int
	date    date
	profile profile
	mark    mark
}

// career is one person and everything that happens to them. It is reused.
type career struct {
	w    *world
	src  *source
	r    *rand.Rand
	rows []enrolment
	dips []diploma
	jobs []job
	// other gives streams for what is not part of the career itself.
	other *source

	number   [9]byte
	sex      byte
	birth    int // calendar year
	month    int // of birth
	province int
	advice   int // index into advices, -1 without
	foreign  bool
	talent   float64 // place among all, 0 to 1, from a stream of its own

	vo  voState
	mbo mboState
	ho  hoState
	// side is an enrolment beside the main one.
	side sideState
	// ambition is the field of higher education, inclination the domain of
	// vocational education that the person keeps to.
	ambition    field
	inclination domain
	chosen      bool // ambition has been set
	entered     bool // has been active in higher education
}

func newCareer(w *world) *career { return &career{w: w, src: newSource(), other: newSource()} }

// reset begins the life of the number-th person of a year.
func (c *career) reset(domain uint64, serial, year, number int) {
	*c = career{w: c.w, src: c.src, other: c.other, rows: c.rows[:0], dips: c.dips[:0], jobs: c.jobs[:0]}
	c.r = c.src.seat(c.w.seed, domain, uint64(year), uint64(number))
	c.number = personNumber(serial, c.w.seed)
	switch u := c.r.Float64(); {
	case u < .001:
		c.sex = 'O'
	case u < .506:
		c.sex = 'M'
	default:
		c.sex = 'V'
	}
	c.talent = c.other.seat(c.w.seed, streamMark, domain<<32^uint64(year), uint64(number)).Float64()
	c.advice = -1
	c.month = 1 + c.r.IntN(12)
	c.province = choose(c.r, c.w.people[:])
	c.inclination = c.domain()
}

// live follows a person from a stage and study year until they leave or the
// period ends.
func (c *career) live(s stage, year int) {
	for s != gone && year <= c.w.to {
		switch s {
		case inVO:
			s, year = c.voYear(year)
		case inVAVO:
			s, year = c.vavoYear(year)
		case inMBO:
			s, year = c.mboYear(year)
		case inHO:
			s, year = c.hoYear(year)
		}
	}
}

// add writes a row and returns its index, or -1 in higher education when the
// person already holds that programme there in that year.
func (c *career) add(e enrolment) int {
	if e.level >= levelAD {
		for i := len(c.rows) - 1; i >= 0; i-- {
			if o := &c.rows[i]; o.year == e.year && o.location == e.location && o.programme == e.programme {
				return -1
			}
		}
	}
	if e.kind == 0 {
		e.kind = 'S'
	}
	e.diploma = -1
	c.rows = append(c.rows, e)
	return len(c.rows) - 1
}

// graduate gives row its diploma, signed on d, and ends the row then if it
// would go on for more than a month.
func (c *career) graduate(row int, d date, p profile) {
	if row < 0 {
		return
	}
	c.rows[row].diploma = int16(len(c.dips))
	c.dips = append(c.dips, diploma{row: row, date: d, profile: p})
	if e := &c.rows[row]; e.end/100 > d/100+1 {
		e.end = d
	}
}

// schoolYear fills the dates of an enrolment of primary, secondary or
// vocational education for a whole school year.
func schoolYear(e enrolment) enrolment {
	e.begin, e.end = day(e.year, 8, 1), day(e.year+1, 7, 31)
	return e
}

// studyYear is schoolYear for higher education.
func studyYear(e enrolment) enrolment {
	e.begin, e.end = day(e.year, 9, 1), day(e.year+1, 8, 31)
	return e
}

// within draws a day in one of the months from..to of the study year, counted
// from January of its second calendar year: -1 is November, 0 December of the
// first.
func (c *career) within(year, from, to int) date {
	m := from + c.r.IntN(to-from+1)
	y := year + 1
	if m < 1 {
		m, y = m+12, year
	}
	return day(y, m, 1+c.r.IntN(28))
}

// chance reports true with probability p.
func (c *career) chance(p float64) bool { return c.r.Float64() < p }

// settle completes the rows when the career is known: what lies outside the
// window is marked or taken out again, main enrolments and sequence numbers
// are set.
func (c *career) settle() {
	known := day(c.w.to, 10, 1)
	for i := range c.rows {
		e := &c.rows[i]
		e.shown = e.year >= c.w.from && e.begin <= known
		if e.year == c.w.to && e.end >= known {
			e.end = 0
		}
		if e.diploma >= 0 && !c.awarded(&c.dips[e.diploma]) {
			e.diploma = -1
		}
	}
	for i := range c.rows {
		c.rank(i)
	}
}

// rank decides whether row i is the main enrolment of its sector and year:
// among the rows active on 1 October the funded before others, the own before
// the extra, the earlier before the later. Its sequence number counts the
// earlier rows of the same programme, location and year.
func (c *career) rank(i int) {
	e := &c.rows[i]
	s := c.w.programmes[e.programme].sector
	e.main, e.sequence = e.active(), 1
	for k := range c.rows {
		o := &c.rows[k]
		if k == i || o.year != e.year || c.w.programmes[o.programme].sector != s {
			continue
		}
		if k < i && o.programme == e.programme && o.location == e.location {
			e.sequence++
		}
		if o.active() && o.before(e, k < i) {
			e.main = false
		}
	}
}

// before reports whether o takes precedence over e as main enrolment; earlier
// breaks ties.
func (o *enrolment) before(e *enrolment, earlier bool) bool {
	switch {
	case o.private != e.private:
		return e.private
	case o.extra != e.extra:
		return e.extra
	}
	return earlier
}

// awarded reports whether diploma d lies in the window of diplomas.
func (c *career) awarded(d *diploma) bool {
	return c.rows[d.row].shown && d.date >= day(c.w.from, 10, 1) && d.date < day(c.w.to, 10, 1)
}
