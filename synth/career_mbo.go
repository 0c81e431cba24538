package synth

// mboState is where a person is in vocational education.
type mboState struct {
	offer  int32
	level  level
	nth    uint8
	route  route
	late   bool // begins in February of the year before
	adult  bool
	retook bool
}

// domainWeights are the national shares of the domains.
var domainWeights = [domains]float64{.36, .28, .24, .07, .05}

// domain draws an inclination.
func (c *career) domain() domain {
	w := domainWeights
	switch c.sex {
	case 'M':
		w[domainTechniek], w[domainZorg] = .38, .12
	case 'V':
		w[domainTechniek], w[domainZorg] = .08, .45
	}
	return domain(choose(c.r, w[:]))
}

// vocationalLevel draws the level at entry after secondary education.
func (c *career) vocationalLevel() level {
	u := c.r.Float64()
	switch c.vo.level {
	case levelVMBOB:
		switch {
		case u < .90:
			return levelMBO2
		case u < .98:
			return levelMBO3
		}
		return levelMBO1
	case levelVMBOK:
		switch {
		case u < .10:
			return levelMBO2
		case u < .50:
			return levelMBO3
		}
	case levelVMBOG, levelVMBOT:
		if u < .10 {
			return levelMBO3
		}
	}
	return levelMBO4
}

// bblShare is the share of the work-based route by level.
var bblShare = [...]float64{.25, .33, .28, .12}

// enterMBO begins vocational education at a level in a study year.
func (c *career) enterMBO(l level, year int) (stage, int) {
	c.mbo = mboState{level: l, nth: 1, late: c.mbo.late, adult: c.mbo.adult, route: routeBOL}
	if c.chance(bblShare[l-levelMBO1]) || c.mbo.adult && c.chance(.8) {
		c.mbo.route = routeBBL
	}
	c.mbo.offer = c.vocationalOffer(l, year)
	return inMBO, year
}

// vocationalOffer chooses among what is offered in the year; the first
// institution offers everything always, so the search ends.
func (c *career) vocationalOffer(l level, year int) int32 {
	m := &c.w.vocational[l][c.inclination]
	for range 50 {
		if o := m.pick(c.r, c.province, loyalty); c.w.offered(o, year) {
			return o
		}
	}
	return m.all.items[0]
}

// gapMBO is a year without education; some begin in February already.
func (c *career) gapMBO(year int) int {
	c.mbo.late = c.chance(.12)
	return year + 1
}

// adultMBO is the entry of an adult without earlier enrolments.
func (c *career) adultMBO(year int) (stage, int) {
	c.birth = year - 20 - c.r.IntN(30)
	c.mbo.adult = true
	return c.enterMBO(levelMBO1+level(choose(c.r, []float64{.12, .38, .30, .20})), year)
}

// stopRate is the share that leaves a year without a diploma, by level.
var stopRate = [...]float64{.22, .10, .05, .05}

// mboYear is one year of vocational education.
func (c *career) mboYear(year int) (stage, int) {
	m := &c.mbo
	o := &c.w.offers[m.offer]
	p := &c.w.programmes[o.programme]
	e := schoolYear(enrolment{year: year, location: o.location, programme: o.programme, level: m.level, grade: m.nth, route: m.route})
	if m.late {
		m.late = false
		c.early(e)
	}
	row := c.add(e)
	c.beside(row)
	switch u := c.r.Float64(); {
	case u < stopRate[m.level-levelMBO1] || m.nth > p.years+2:
		return c.stopMBO(row, year)
	case m.nth >= p.years && u < .80 || m.nth+1 == p.years && u < .12:
		c.graduate(row, c.signed(year), profileNone)
		return c.afterMBO(row, year+1)
	case m.nth == 1 && u > .97:
		return c.enterMBO(m.level, year+1)
	}
	m.nth++
	return inMBO, year + 1
}

// early adds the February start that precedes the first full year.
func (c *career) early(e enrolment) {
	if c.w.offers[c.mbo.offer].from > e.year-1 {
		return
	}
	e.year--
	e.begin, e.end = day(e.year+1, 2, 1), day(e.year+1, 7, 31)
	c.add(e)
}

// signed draws the day of a diploma in vocational education: most in June and
// July, some through the year.
func (c *career) signed(year int) date {
	switch u := c.r.Float64(); {
	case u < .12:
		return c.within(year, 1, 2)
	case u < .20:
		return c.within(year, -2, 0)
	case u < .28:
		return c.within(year, 3, 5)
	}
	return c.within(year, 6, 7)
}

// stopMBO is leaving without a diploma; some begin again in the same year or
// the next, lower or elsewhere.
func (c *career) stopMBO(row, year int) (stage, int) {
	c.rows[row].end = c.within(year, -2, 6)
	u := c.r.Float64()
	if u < .02 { // back in February, in the same programme
		again := c.rows[row]
		c.rows[row].end = day(year, 12, 20)
		again.begin, again.end = day(year+1, 2, 1), day(year+1, 7, 31)
		c.add(again)
		c.mbo.nth++
		return inMBO, year + 1
	}
	if u < .30 && !c.mbo.retook {
		l := c.mbo.level
		if c.chance(.4) {
			l = max(levelMBO1, l-1)
		}
		s, y := c.enterMBO(l, year+1)
		c.mbo.retook = true
		return s, y
	}
	return gone, 0
}

// ageClass is the class of the age on 1 October of the study year of e, of
// vocational education alone: no table asks for it elsewhere.
func (c *career) ageClass(e *enrolment) string {
	if c.w.programmes[e.programme].sector != sectorMBO {
		return ""
	}
	switch age := e.year - c.birth - btoi(c.month >= 10); {
	case age < 20:
		return "TOT_20"
	case age < 23:
		return "TOT_23"
	case age < 27:
		return "TOT_27"
	}
	return "VANAF_27"
}

// afterMBO follows a graduate of vocational education.
func (c *career) afterMBO(row, year int) (stage, int) {
	u := c.r.Float64()
	switch c.mbo.level {
	case levelMBO1:
		if u < .58 {
			return c.enterMBO(levelMBO2, year)
		}
	case levelMBO2:
		if u < .32 {
			return c.enterMBO(levelMBO3, year)
		} else if u < .45 {
			return c.enterMBO(levelMBO4, year)
		}
	case levelMBO3:
		if u < .32 {
			return c.enterMBO(levelMBO4, year)
		}
	default:
		return c.afterMBO4(row, year)
	}
	if c.chance(.05) {
		return c.enterMBO(min(levelMBO4, c.mbo.level+1), c.gapMBO(year))
	}
	return gone, 0
}

func (c *career) afterMBO4(row, year int) (stage, int) {
	switch c.w.effects.next(c.r, c.w.locations[c.rows[row].location].institution, levelMBO4, year) {
	case toMBO:
		return c.enterMBO(levelMBO4, year)
	case toHBO:
		return c.enterHBO(year)
	case toGapHBO:
		return c.gapHO(sectorHBO, year+1)
	case toLongHBO:
		return c.gapHO(sectorHBO, year+2)
	}
	if c.chance(.03) {
		c.privateStudy(year)
	}
	return gone, 0
}
