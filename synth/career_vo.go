package synth

// advices are the school advices in groep 8 with their published shares
// (2019/20, percent) and what they lead to in year 3 of secondary education.
var advices = [...]struct {
	id      string
	nl, en  string
	percent float64
	levels  [levelVWO + 1]float64
	mixed   bool // common first years
}{
	{"pro_vmbo_b", "vso, pro of vmbo-b", "special, practical or vmbo-b", 7.6, [levelVWO + 1]float64{levelPro: .32, levelVMBOB: .64, levelVMBOK: .04}, false},
	{"vmbo_b_k", "vmbo-b/k", "vmbo-b/k", 4.1, [levelVWO + 1]float64{levelVMBOB: .5, levelVMBOK: .5}, true},
	{"vmbo_k", "vmbo-k", "vmbo-k", 10.1, [levelVWO + 1]float64{levelVMBOB: .12, levelVMBOK: .82, levelVMBOG: .03, levelVMBOT: .03}, false},
	{"vmbo_k_gt", "vmbo-k/gt", "vmbo-k/gt", 4.9, [levelVWO + 1]float64{levelVMBOK: .42, levelVMBOG: .18, levelVMBOT: .40}, true},
	{"vmbo_gt", "vmbo-gt", "vmbo-gt", 18.2, [levelVWO + 1]float64{levelVMBOK: .07, levelVMBOG: .17, levelVMBOT: .70, levelHAVO: .06}, false},
	{"vmbo_gt_havo", "vmbo-gt/havo", "vmbo-gt/havo", 9.7, [levelVWO + 1]float64{levelVMBOG: .06, levelVMBOT: .47, levelHAVO: .47}, true},
	{"havo", "havo", "havo", 17.1, [levelVWO + 1]float64{levelVMBOT: .17, levelHAVO: .78, levelVWO: .05}, false},
	{"havo_vwo", "havo/vwo", "havo/vwo", 10.2, [levelVWO + 1]float64{levelVMBOT: .06, levelHAVO: .48, levelVWO: .46}, true},
	{"vwo", "vwo", "vwo", 18.1, [levelVWO + 1]float64{levelHAVO: .12, levelVWO: .88}, false},
}

// adviceCodes are the codes of advices in the record of school advices.
var adviceCodes = [len(advices)]string{
	"PRO_VMBO_B", "VMBO_B_K", "VMBO_K", "VMBO_K_GT", "VMBO_GT", "VMBO_GT_HAVO", "HAVO", "HAVO_VWO", "VWO",
}

// advised reports whether the record of school advices has the person: an
// advice is given in the calendar year after 1 October of groep 8, which is the
// first row, so that those of the last study year are not known yet.
func (c *career) advised() bool {
	return c.advice >= 0 && c.rows[0].shown && c.rows[0].year < c.w.to
}

// voState is where a person is in secondary education.
type voState struct {
	level    level
	grade    uint8
	location int32
	mixed    bool
	profile  profile
	resits   uint8
	private  bool
	mark     mark // of the last diploma
}

// profilesBySex are the shares of profiles NT, NG, EM, CM.
var profilesBySex = map[byte][]float64{
	'M': {.31, .18, .39, .12},
	'V': {.13, .33, .30, .24},
	'O': {.22, .26, .34, .18},
}

// passRate is the share of candidates who pass the exam.
var passRate = [levelVWO + 1]float64{levelVMBOB: .975, levelVMBOK: .96, levelVMBOG: .955, levelVMBOT: .94, levelHAVO: .885, levelVWO: .915}

// childhood is groep 8 in a study year and all that follows.
func (c *career) childhood(year int) {
	c.birth = year - 11 - btoi(c.month >= 10) - btoi(c.chance(.15)) // who repeated a year is older
	l := c.w.primary.pick(c.r, c.province, .97)
	c.add(schoolYear(enrolment{year: year, location: l, programme: c.w.grades, level: levelGroep8, grade: 8}))
	c.advice = choose(c.r, c.w.advices[:])
	a := &advices[c.advice]
	c.vo.level = level(choose(c.r, a.levels[:]))
	c.vo.mixed = a.mixed
	c.vo.grade = 1
	c.vo.private = c.chance(.003)
	c.vo.location = c.w.secondary[c.vo.level].pick(c.r, c.province, loyalty)
	c.vo.profile = profileNT + profile(choose(c.r, profilesBySex[c.sex]))
	c.live(inVO, year+1)
}

// voYear is one year of secondary education.
func (c *career) voYear(year int) (stage, int) {
	v := &c.vo
	row := c.add(schoolYear(c.voRow(year)))
	if c.chance(.003) {
		c.moveSchool(row)
	}
	if v.level == levelPro {
		return c.practical(row, year)
	}
	if v.grade == v.level.length() {
		return c.exam(row, year)
	}
	if v.grade >= 3 && c.chance(earlyRate[v.level]) {
		c.rows[row].end = c.within(year, -1, 6)
		return c.unfinished(year + 1)
	}
	if v.grade >= 3 && c.chance(repeatRate[v.level]) {
		return inVO, year + 1
	}
	if v.grade == 3 || v.grade == 4 {
		c.change()
	}
	v.grade++
	if c.chance(.008) {
		v.location = c.w.secondary[v.level].pick(c.r, c.province, loyalty)
	}
	return inVO, year + 1
}

// repeatRate is the share that repeats a year from year 3 on.
var repeatRate = [levelVWO + 1]float64{levelVMBOB: .02, levelVMBOK: .025, levelVMBOG: .03, levelVMBOT: .045, levelHAVO: .085, levelVWO: .05}

// earlyRate is the share that leaves without a diploma in a year from year 3
// on; from havo many go on in vocational education.
var earlyRate = [levelVWO + 1]float64{levelVMBOB: .008, levelVMBOK: .006, levelVMBOG: .005, levelVMBOT: .007, levelHAVO: .024, levelVWO: .006}

// voRow is the enrolment of the present state.
func (c *career) voRow(year int) enrolment {
	v := &c.vo
	e := enrolment{year: year, location: v.location, level: v.level, grade: v.grade, private: v.private}
	switch {
	case v.mixed && v.grade <= 2 && v.level != levelPro:
		e.level = levelBrug
		e.programme = c.w.general[levelBrug][0]
	case v.grade > 3 && v.level >= levelHAVO:
		e.programme = c.w.general[v.level][v.profile]
	default:
		e.programme = c.w.general[v.level][0]
	}
	return e
}

// moveSchool has the pupil begin the year elsewhere: a row that ends before
// 1 October precedes the row.
func (c *career) moveSchool(row int) {
	e := &c.rows[row]
	was := *e
	was.location = c.w.secondary[c.vo.level].pick(c.r, c.province, loyalty)
	if was.location == e.location {
		return
	}
	last := 3 + c.r.IntN(20)
	was.end = day(e.year, 9, last)
	e.begin = day(e.year, 9, last+1)
	was.diploma = -1
	c.rows = append(c.rows, was)
}

// change moves a pupil to a higher or lower level.
func (c *career) change() {
	v := &c.vo
	switch u := c.r.Float64(); {
	case v.level == levelVWO && u < .056:
		c.attend(levelHAVO)
	case v.grade == 3 && v.level == levelHAVO && u < .10:
		c.attend(levelVMBOT)
	case v.grade == 3 && v.level == levelHAVO && u < .12:
		c.attend(levelVWO)
	case v.grade == 3 && (v.level == levelVMBOT || v.level == levelVMBOG) && u < .03:
		c.attend(levelVMBOK)
	case v.grade == 3 && v.level == levelVMBOK && u < .02:
		c.attend(levelVMBOB)
	}
}

// attend changes the level, at the same school where it offers that.
func (c *career) attend(l level) {
	v := &c.vo
	v.level = l
	if c.w.locations[v.location].levels>>l&1 == 1 {
		return
	}
	for _, o := range c.w.institutions[c.w.locations[v.location].institution].locations {
		if c.w.locations[o].levels>>l&1 == 1 {
			v.location = o
			return
		}
	}
	v.location = c.w.secondary[l].pick(c.r, c.province, loyalty)
}

// practical is the end of a year of practical training, which gives no
// diploma of its own here.
func (c *career) practical(row, year int) (stage, int) {
	if c.vo.grade < levelPro.length() {
		c.vo.grade++
		return inVO, year + 1
	}
	switch u := c.r.Float64(); {
	case u < .45:
		return c.enterMBO(levelMBO1, year+1)
	case u < .65:
		return c.enterMBO(levelMBO2, year+1)
	}
	return gone, 0
}

// exam is the end of the last year.
func (c *career) exam(row, year int) (stage, int) {
	v := &c.vo
	if c.chance(passRate[v.level]) {
		p := profileNone
		if v.level >= levelHAVO {
			p = v.profile
		}
		d := day(year+1, 6, 10+c.r.IntN(20))
		if c.chance(.06) {
			d = day(year+1, 7, 1+c.r.IntN(14)) // after the second sitting
		}
		c.graduate(row, d, p)
		v.mark = c.finalMark(v.level)
		c.dips[len(c.dips)-1].mark = v.mark
		v.resits = 0
		return c.afterExam(row, year+1)
	}
	v.resits++
	switch u := c.r.Float64(); {
	case v.resits <= 2 && u < .68:
		return inVO, year + 1
	case v.level >= levelHAVO && u < .84:
		return inVAVO, year + 1
	}
	return c.unfinished(year + 1)
}

// afterExam follows the way that a graduate of the school takes.
func (c *career) afterExam(row, year int) (stage, int) {
	v := &c.vo
	switch c.tilt(c.w.effects.next(c.r, c.w.locations[c.rows[row].location].institution, v.level, year)) {
	case toSchool:
		c.climb()
		return inVO, year
	case toMBO:
		return c.enterMBO(c.vocationalLevel(), year)
	case toHBO:
		return c.enterHBO(year)
	case toWO:
		return c.enterHO(sectorWO, levelBA, year)
	case toGapMBO:
		return c.enterMBO(c.vocationalLevel(), c.gapMBO(year))
	case toGapHBO:
		return c.gapHO(sectorHBO, year+1)
	case toGapWO:
		return c.gapHO(sectorWO, year+1)
	case toLongHBO:
		return c.gapHO(sectorHBO, year+2)
	}
	return c.leave(year)
}

// tilt moves men with vwo from hbo to wo and women the other way, so that
// about 6.9 and 10.0 percent go to hbo while the mean stays.
func (c *career) tilt(next way) way {
	switch {
	case c.vo.level != levelVWO:
	case next == toHBO && c.sex == 'M' && c.chance(.19):
		return toWO
	case next == toWO && c.sex == 'V' && c.chance(.0215):
		return toHBO
	}
	return next
}

// climb goes on at the next higher level: vmbo-t and vmbo-g to havo 4, havo
// to vwo 5, vmbo-b and vmbo-k to the last year of the next level.
func (c *career) climb() {
	v := &c.vo
	v.mixed = false
	switch v.level {
	case levelVMBOB:
		c.attend(levelVMBOK)
	case levelVMBOK:
		c.attend(levelVMBOT)
	case levelHAVO:
		c.attend(levelVWO)
		v.grade = 5
		return
	default:
		c.attend(levelHAVO)
	}
	v.grade = 4
}

// unfinished is what follows leaving without a diploma.
func (c *career) unfinished(year int) (stage, int) {
	switch u := c.r.Float64(); {
	case u < .70 && c.vo.level >= levelVMBOT:
		return c.enterMBO(levelMBO4, year)
	case u < .62:
		return c.enterMBO(levelMBO2, year)
	case u < .72:
		return c.enterMBO(levelMBO1, year)
	}
	return c.leave(year)
}

// leave is leaving education: a few come back to vocational education two
// or three years later, and a few study at a programme without public
// funding.
func (c *career) leave(year int) (stage, int) {
	switch u := c.r.Float64(); {
	case u < .06:
		return c.enterMBO(levelMBO2+level(c.r.IntN(2)), year+2+c.r.IntN(2))
	case u < .09:
		c.privateStudy(year)
	}
	return gone, 0
}

// vavoYear is a year of adult general education after a failed exam.
func (c *career) vavoYear(year int) (stage, int) {
	v := &c.vo
	o := c.w.offers[c.w.vavo[v.level].pick(c.r, c.province, .9)]
	row := c.add(schoolYear(enrolment{year: year, location: o.location, programme: o.programme, level: v.level, grade: 1}))
	if !c.chance(.70) {
		return c.unfinished(year + 1)
	}
	c.graduate(row, day(year+1, 6, 10+c.r.IntN(20)), v.profile)
	if v.level == levelVWO {
		return c.enterHO(sectorWO, levelBA, year+1)
	}
	return c.enterHBO(year + 1)
}
