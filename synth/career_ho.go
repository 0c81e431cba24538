package synth

// hoState is where a person is in higher education.
type hoState struct {
	offer   int32
	sector  sector
	level   level
	nth     uint8
	route   route
	fresh   bool // first year in higher education ever
	late    bool // begins in February of the year before
	private bool
	origin  level // level of the last diploma before
}

// sideState is an enrolment beside the main one.
type sideState struct {
	offer int32
	until int // last study year
	nth   uint8
}

// hboByProfile and hboByDomain are the fields chosen in hbo, woByProfile in
// wo, in the order of the fields.
var (
	hboByProfile = [profileCM + 1][fields]float64{
		profileNone: {.12, .02, 0, .20, .14, .36, .02, .10, .04, 0},
		profileNT:   {.06, .03, 0, .58, .10, .15, .01, .03, .04, 0},
		profileNG:   {.12, .06, 0, .18, .40, .12, .01, .08, .03, 0},
		profileEM:   {.11, .01, 0, .06, .07, .58, .05, .09, .03, 0},
		profileCM:   {.23, .01, 0, .03, .10, .20, .05, .26, .12, 0},
	}
	hboByDomain = [domains][fields]float64{
		domainEconomie: {.05, .01, 0, .05, .03, .70, .05, .08, .03, 0},
		domainZorg:     {.25, .01, 0, .02, .38, .05, .01, .26, .02, 0},
		domainTechniek: {.03, .01, 0, .78, .02, .09, .01, .02, .04, 0},
		domainGroen:    {.06, .50, 0, .16, .08, .15, .01, .03, .01, 0},
		domainOverig:   {.20, .02, 0, .12, .14, .20, .02, .22, .08, 0},
	}
	woByProfile = [profileCM + 1][fields]float64{
		profileNone: {0, .04, .12, .16, .12, .22, .08, .16, .08, .02},
		profileNT:   {0, .02, .27, .46, .04, .09, .03, .04, .03, .02},
		profileNG:   {0, .06, .20, .08, .38, .06, .05, .11, .04, .02},
		profileEM:   {0, .01, .02, .03, .02, .46, .20, .17, .07, .02},
		profileCM:   {0, .01, .01, .01, .03, .06, .25, .38, .22, .03},
	}
)

// fieldWeights is the national share of a field among entrants without
// profile, for weighing institutions.
func fieldWeights(s sector, f field) float64 {
	if s == sectorWO {
		return woByProfile[profileNone][f]
	}
	return hboByProfile[profileNone][f]
}

// enterHBO begins hbo: after vocational education more often an associate
// degree.
func (c *career) enterHBO(year int) (stage, int) {
	l, ad := levelBA, .02
	if c.mbo.level == levelMBO4 {
		ad = .14
	}
	if c.chance(ad) {
		l = levelAD
	}
	return c.enterHO(sectorHBO, l, year)
}

// gapHO begins in a later year; some of them in February before it.
func (c *career) gapHO(s sector, year int) (stage, int) {
	c.ho.late = c.chance(.10)
	return c.enterHO(s, levelBA, year)
}

// enterHO begins a programme in a study year.
func (c *career) enterHO(s sector, l level, year int) (stage, int) {
	if !c.chosen || s != c.ho.sector {
		c.ambition, c.chosen = c.fieldIn(s), true
	}
	h := hoState{sector: s, level: l, nth: 1, late: c.ho.late, fresh: !c.entered, origin: c.origin(), route: routeVT}
	switch u := c.r.Float64(); {
	case s == sectorHBO && h.origin == levelMBO4 && u < .09, u < .03:
		h.route = routeDT
	case s == sectorHBO && u < .11:
		h.route = routeDU
	}
	h.offer = c.offerHO(s, l, year)
	c.ho = h
	return inHO, year
}

// origin is the level of the last diploma before higher education.
func (c *career) origin() level {
	for i := len(c.dips) - 1; i >= 0; i-- {
		if l := c.rows[c.dips[i].row].level; l < levelAD {
			return l
		}
	}
	return levelGroep8
}

// fieldIn draws a field of study.
func (c *career) fieldIn(s sector) field {
	p := profileNone
	if c.vo.level >= levelHAVO {
		p = c.vo.profile
	}
	switch {
	case s == sectorWO:
		return field(choose(c.r, woByProfile[p][:]))
	case c.mbo.level == levelMBO4:
		return field(choose(c.r, hboByDomain[c.inclination][:]))
	}
	return field(choose(c.r, hboByProfile[p][:]))
}

// offerHO chooses among what is offered in the year, in the own field where
// the level exists in it.
func (c *career) offerHO(s sector, l level, year int) int32 {
	m := c.w.higher[study{s, l, c.ambition}]
	if m == nil {
		m = c.w.higher[study{s, l, fieldEconomie}]
	}
	local := .65
	if s == sectorWO {
		local = .40
	}
	for range 50 {
		if o := m.pick(c.r, c.province, local); c.w.offered(o, year) {
			return o
		}
	}
	return m.all.items[0]
}

// abroad is the entry of a student from abroad.
func (c *career) abroad(s study, year int) (stage, int) {
	c.foreign = true
	c.birth = year - 19 - c.r.IntN(3)
	if s.level == levelMA {
		c.birth -= 4
	}
	return c.enterHO(s.sector, s.level, year)
}

// adultHBO is the entry of an adult without earlier enrolments, mostly part
// time, now and then without public funding.
func (c *career) adultHBO(year int) (stage, int) {
	c.birth = year - 24 - c.r.IntN(22)
	l := levelBA
	if c.chance(.25) {
		l = levelAD
	}
	s, y := c.enterHO(sectorHBO, l, year)
	if c.chance(.8) {
		c.ho.route = routeDT
	}
	c.ho.private = c.chance(.15)
	return s, y
}

// privateStudy is a year at a programme without public funding, which no flow
// counts.
func (c *career) privateStudy(year int) {
	if year > c.w.to {
		return
	}
	o := c.w.offers[c.offerHO(sectorHBO, levelBA, year)]
	c.add(studyYear(enrolment{year: year, location: o.location, programme: o.programme, level: levelBA, route: routeDT, private: true, nth: 1}))
}

// hoYear is one year of higher education.
func (c *career) hoYear(year int) (stage, int) {
	h := &c.ho
	row := c.hoRow(year)
	if row < 0 { // already held beside another programme: one year further there
		h.nth++
		return inHO, year + 1
	}
	first := h.fresh
	h.fresh, c.entered = false, true
	c.beside(row)
	stop, change := c.risk(first)
	p := &c.w.programmes[c.w.offers[h.offer].programme]
	switch u := c.r.Float64(); {
	case u < stop || h.nth > p.years+4:
		return c.stopHO(row, year)
	case u < stop+change:
		return c.switchHO(row, year, first)
	case h.nth >= p.years && c.chance(finishRate(h.level, h.nth-p.years)):
		return c.finishHO(row, year)
	}
	h.nth++
	return inHO, year + 1
}

// hoRow writes the enrolment of the year, and now and then one that ended
// before 1 October or began in the February before.
func (c *career) hoRow(year int) int {
	h := &c.ho
	o := &c.w.offers[h.offer]
	e := studyYear(enrolment{year: year, location: o.location, programme: o.programme, level: h.level, route: h.route, private: h.private, nth: h.nth})
	if h.late {
		h.late = false
		if o.from <= year-1 {
			f := e
			f.year--
			f.begin, f.end = day(year, 2, 1), day(year, 8, 31)
			c.add(f)
		}
	}
	if h.nth > 3 && c.chance(.004) {
		e.kind = 'E'
	}
	row := c.add(e)
	if row >= 0 && h.nth == 1 && c.chance(.007) { // tried another programme in September
		x := c.w.offers[c.offerHO(h.sector, h.level, year)]
		e.location, e.programme, e.end = x.location, x.programme, day(year, 9, 8+c.r.IntN(20))
		c.add(e)
	}
	return row
}

// risk returns the probabilities of stopping and of switching this year.
func (c *career) risk(first bool) (stop, change float64) {
	h := &c.ho
	switch {
	case h.level == levelMA || h.level == levelSchakel:
		return .04, .01
	case !first && h.nth > 1:
		return .03, .015
	case !first:
		return .07, .06
	}
	stop, change = .138, .216
	switch {
	case h.sector == sectorWO:
		stop, change = .070, .181
	case h.origin == levelMBO4:
		stop, change = .178, .195
	case h.origin == levelVWO:
		stop, change = .080, .230
	}
	f := c.w.effects.dropout[c.w.institutionOf(h.offer)] * c.markRisk(h.origin)
	return stop * f, change * f
}

// finishRate is the share that finishes in a year, by level and years beyond
// the nominal duration.
func finishRate(l level, beyond uint8) float64 {
	switch l {
	case levelSchakel:
		return .80
	case levelMA:
		return .58
	}
	return min(.48+.06*float64(beyond), .70)
}

// stopHO is leaving without a diploma. Some return a year later, some go on
// in vocational education.
func (c *career) stopHO(row, year int) (stage, int) {
	c.rows[row].end = c.within(year, -1, 8)
	s := c.ho.sector
	switch u := c.r.Float64(); {
	case u < .22:
		c.chosen = false
		return c.enterHO(sectorHBO, levelBA, year+2)
	case u < .30 && s == sectorHBO:
		return c.enterMBO(levelMBO4, year+1)
	}
	return gone, 0
}

// switchHO is going on in another programme, some already in February.
func (c *career) switchHO(row, year int, first bool) (stage, int) {
	was := c.ho
	to, l := was.sector, was.level
	if first {
		switch u := c.r.Float64(); {
		case to == sectorHBO && u < .10:
			to, l = sectorWO, levelBA // with the first-year certificate
		case to == sectorWO && u < .30:
			to, l = sectorHBO, levelBA
		case to == sectorHBO && u < .16:
			l = levelAD
		}
	}
	for range 20 {
		c.chosen = c.chance(.5)
		c.enterHO(to, l, year+1)
		if c.w.offers[c.ho.offer].programme != c.w.offers[was.offer].programme {
			break
		}
	}
	c.ho.private = false
	if o := &c.w.offers[c.ho.offer]; c.chance(.12) && o.from <= year {
		c.rows[row].end = day(year+1, 1, 31)
		c.add(enrolment{
			year: year, begin: day(year+1, 2, 1), end: day(year+1, 8, 31), location: o.location, programme: o.programme,
			level: l, route: c.ho.route, nth: 1,
		})
	}
	return inHO, year + 1
}

// finishHO is the end of a programme with its diploma; a pre-master gives
// none.
func (c *career) finishHO(row, year int) (stage, int) {
	h := &c.ho
	if h.level == levelSchakel {
		if c.chance(.90) {
			return c.enterMaster(year + 1)
		}
		return gone, 0
	}
	if h.sector == sectorWO && h.level == levelBA && year < c.w.to && c.chance(.03) {
		// signed in September: on a row of the next study year that ends
		// before 1 October
		e := c.rows[row]
		e.year++
		e.nth++
		e.kind = 'S'
		e.begin, e.end = day(e.year, 9, 1), day(e.year, 9, 30)
		if late := c.add(e); late >= 0 {
			c.graduate(late, day(e.year, 9, 5+c.r.IntN(20)), profileNone)
		}
		return c.afterHO(year + 1)
	}
	d := c.within(year, 6, 8)
	if c.chance(.25) {
		d = c.within(year, -2, 5)
	}
	c.graduate(row, d, profileNone)
	return c.afterHO(year + 1)
}

// afterHO follows a graduate of higher education.
func (c *career) afterHO(year int) (stage, int) {
	u := c.r.Float64()
	switch h := &c.ho; {
	case h.level == levelAD:
		if u < .45 {
			return c.enterHO(sectorHBO, levelBA, year)
		}
	case h.level == levelBA && h.sector == sectorHBO:
		switch {
		case u < .068:
			return c.enterHO(sectorWO, levelSchakel, year)
		case u < .085:
			return c.enterMaster(year)
		case u < .100:
			return c.enterHO(sectorWO, levelSchakel, year+1)
		case u < .120:
			return c.enterHO(sectorHBO, levelMA, year+c.r.IntN(2))
		}
	case h.level == levelBA:
		switch {
		case u < .72:
			return c.enterMaster(year)
		case u < .79:
			return c.enterMaster(year + 1)
		case u < .80:
			return c.enterHO(sectorWO, levelBA, year)
		}
	}
	return gone, 0
}

// enterMaster begins a wo-master, where possible at the own institution.
func (c *career) enterMaster(year int) (stage, int) {
	own := -1
	if c.ho.sector == sectorWO {
		own = c.w.institutionOf(c.ho.offer)
	}
	s, y := c.enterHO(sectorWO, levelMA, year)
	for k := 0; own >= 0 && k < 6 && c.w.institutionOf(c.ho.offer) != own; k++ {
		c.ho.offer = c.offerHO(sectorWO, levelMA, year)
	}
	return s, y
}

// beside continues or begins an enrolment beside row: a second programme in
// higher education, hbo beside wo, general education beside vocational, or an
// exam-only enrolment.
func (c *career) beside(row int) {
	e := c.rows[row]
	s := c.w.programmes[e.programme].sector
	if s == sectorMBO {
		c.besideMBO(e)
		return
	}
	if c.side.until >= e.year && c.side.nth > 0 {
		c.side.nth++
	} else {
		if !c.chance(.012) {
			return
		}
		to, l := s, levelBA
		if s == sectorWO && c.chance(.3) {
			to = sectorHBO
		}
		c.side = sideState{offer: c.offerBeside(to, l, e.year), until: e.year + c.r.IntN(3), nth: 1}
	}
	o := c.w.offers[c.side.offer]
	c.add(studyYear(enrolment{
		year: e.year, location: o.location, programme: o.programme, level: levelBA, route: routeVT, extra: true, nth: c.side.nth,
		private: c.side.offer%20 == 0,
	}))
}

// offerBeside chooses a second programme in a field of its own.
func (c *career) offerBeside(s sector, l level, year int) int32 {
	was := c.ambition
	c.ambition = c.fieldIn(s)
	o := c.offerHO(s, l, year)
	c.ambition = was
	return o
}

func (c *career) besideMBO(e enrolment) {
	switch u := c.r.Float64(); {
	case u < .004: // general education in the evening
		o := c.w.offers[c.w.vavo[levelHAVO].pick(c.r, c.province, .9)]
		c.add(schoolYear(enrolment{year: e.year, location: o.location, programme: o.programme, level: levelHAVO, grade: 1, extra: true}))
	case u < .007: // a second programme, exam only
		o := c.w.offers[c.vocationalOffer(levelMBO2, e.year)]
		c.add(schoolYear(enrolment{year: e.year, location: o.location, programme: o.programme, level: levelMBO2, grade: 1, route: e.route, kind: 'E', extra: true}))
	case u < .009 && e.level == levelMBO4 && e.grade >= 3: // hbo beside the last year
		o := c.w.offers[c.offerBeside(sectorHBO, levelAD, e.year)]
		c.add(studyYear(enrolment{year: e.year, location: o.location, programme: o.programme, level: levelAD, route: routeDT, extra: true, nth: 1}))
	case u < .012: // a course without public funding
		o := c.w.offers[c.vocationalOffer(levelMBO3, e.year)]
		c.add(schoolYear(enrolment{year: e.year, location: o.location, programme: o.programme, level: levelMBO3, grade: 1, route: routeBBL, private: true, extra: true}))
	}
}
