package synth

// tally measures the country while it is made, from the finished careers and
// not from the probabilities that made them: funded enrolments active on
// 1 October, one destination per person, the highest sector.
type tally struct {
	w     *world
	order []*measure

	advice [len(advices)]*measure
	direct [levelVWO + 1][sectorWO + 1]*measure
	ho     [levelVWO + 1]*measure

	vmboCandidates, havoCandidates, vwoCandidates *measure

	gtHavo, mboHbo             *measure
	hboStop, hboSwitch         *measure
	woStop, woSwitch           *measure
	masterFromHbo, hboToMaster *measure
	masterDone, masterStop     *measure          // of those who come from a bachelor of a university
	atWork, atWorkLong         map[bool]*measure // by diploma
}

// measure is a line in the making. With national above 0 the figure is hits
// as a percentage of national times scale times years.
type measure struct {
	Line
	hits     int
	national float64
}

func (m *measure) count(hit bool) {
	if m == nil {
		return
	}
	m.N++
	if hit {
		m.hits++
	}
}

const (
	sourceAdvice = "CBS, schooladviezen 2019/20"
	sourceExam   = "DUO examens 2023/24"
	sourceOCW    = "OCW in cijfers, doorstroom vervolgonderwijs"
	sourceCBS    = "CBS 2016"
	sourceFirst  = "OCW in cijfers, cohort 2018/19"
	sourceWork   = "OCW in cijfers, arbeidsmarktpositie"
)

// newTally lists the figures. All who leave secondary education with a diploma
// and are in no education (9 per cent in 2019, CBS) are no target: what is
// published by type of diploma comes to 11. For flows within vocational
// education no figure was found.
func newTally(w *world) *tally {
	t := &tally{w: w}
	share := func(id, nl, en, source string, target float64) *measure {
		m := &measure{Line: Line{ID: id, NL: nl, EN: en, Source: source, Target: target}}
		t.order = append(t.order, m)
		return m
	}
	number := func(id, nl, en, source string, national float64) *measure {
		m := share(id, nl+", % van gepubliceerd aantal", en+", % of published number", source, 100)
		m.national = national
		return m
	}
	for i, a := range advices {
		t.advice[i] = share("advies_"+a.id, "Schooladvies "+a.nl, "School advice "+a.en, sourceAdvice, a.percent)
	}
	t.vmboCandidates = number("kandidaten_vmbo", "Examenkandidaten vmbo", "Exam candidates vmbo", sourceExam, 89_551)
	t.havoCandidates = number("kandidaten_havo", "Examenkandidaten havo", "Exam candidates havo", sourceExam, 48_757)
	t.vwoCandidates = number("kandidaten_vwo", "Examenkandidaten vwo", "Exam candidates vwo", sourceExam, 35_100)
	mbo := func(l level, id, name string, target float64) {
		t.direct[l][sectorMBO] = share(id, name+" direct naar mbo", name+" directly to mbo", sourceOCW, target)
	}
	mbo(levelVMBOB, "vmbo_b_mbo", "Vmbo-b", 86)
	mbo(levelVMBOK, "vmbo_k_mbo", "Vmbo-k", 92)
	mbo(levelVMBOG, "vmbo_g_mbo", "Vmbo-g", 87)
	mbo(levelVMBOT, "vmbo_t_mbo", "Vmbo-t", 80)
	t.gtHavo = share("vmbo_gt_havo", "Vmbo-gt direct naar havo", "Vmbo-gt directly to havo", "CBS 2019", 13)
	t.ho[levelHAVO] = share("havo_ho", "Havo direct naar ho", "Havo directly to higher education", sourceOCW, 75)
	t.ho[levelVWO] = share("vwo_ho", "Vwo direct naar ho", "Vwo directly to higher education", sourceOCW, 83)
	t.direct[levelHAVO][sectorHBO] = share("havo_hbo", "Havo direct naar hbo", "Havo directly to hbo", "OCW in cijfers, 2016", 73.9)
	t.direct[levelVWO][sectorWO] = share("vwo_wo", "Vwo direct naar wo", "Vwo directly to wo", sourceCBS, 74.8)
	t.direct[levelVWO][sectorHBO] = share("vwo_hbo", "Vwo direct naar hbo", "Vwo directly to hbo", sourceCBS, 8.6)
	t.mboHbo = share("mbo4_hbo", "Mbo 4 direct naar hbo", "Mbo 4 directly to hbo", "OCW in cijfers, 2016", 38.7)
	t.hboStop = share("hbo_stop", "Hbo: gestopt na het eerste jaar", "Hbo: stopped after the first year", sourceFirst, 15)
	t.hboSwitch = share("hbo_switch", "Hbo: gewisseld na het eerste jaar", "Hbo: switched after the first year", sourceFirst, 21)
	t.woStop = share("wo_stop", "Wo: gestopt na het eerste jaar", "Wo: stopped after the first year", sourceFirst, 7)
	t.woSwitch = share("wo_switch", "Wo: gewisseld na het eerste jaar", "Wo: switched after the first year", sourceFirst, 18)
	t.masterFromHbo = share("master_hbo", "Instroom wo-master met hbo-bachelor", "Wo-master entrants with an hbo bachelor", "DUO 2025", 10)
	t.hboToMaster = number("hbo_master", "Hbo-bachelors in wo-master", "Hbo bachelors in wo-master", "DUO 2025, 5-6 duizend", 5_500)
	t.masterDone = share("wo_master", "Wo-bachelors in master: diploma binnen nominaal plus één jaar", "Wo bachelors in a master: diploma within the nominal length plus a year", "DUO 2025, instroom 2019/20", 77)
	t.masterStop = share("wo_master_stop", "Wo-bachelors in master: gestopt na het eerste jaar", "Wo bachelors in a master: stopped after the first year", "DUO 2025, ongeveer 4", 4)
	t.atWork = map[bool]*measure{
		true:  share("werk_met", "Bol met diploma, uit onderwijs: werknemer", "School-based with a diploma, out of education: employee", sourceWork+" 2019", 87.0),
		false: share("werk_zonder", "Bol zonder diploma, uit onderwijs: werknemer", "School-based without a diploma, out of education: employee", sourceWork+" 2019", 66.7),
	}
	t.atWorkLong = map[bool]*measure{
		true:  share("werk12_met", "Bol met diploma, uit onderwijs: 12 uur of meer", "School-based with a diploma, out of education: 12 hours or more", sourceWork+" 2020", 76.3),
		false: share("werk12_zonder", "Bol zonder diploma, uit onderwijs: 12 uur of meer", "School-based without a diploma, out of education: 12 hours or more", sourceWork+" 2020", 48.1),
	}
	return t
}

// lines returns the figures in the order of the school career.
func (t *tally) lines(scale float64) []Line {
	years := float64(t.w.to - t.w.from + 1)
	var ls []Line
	for _, m := range t.order {
		l := m.Line
		switch {
		case m.national > 0:
			l.N = m.hits
			l.Achieved = 100 * float64(m.hits) / (m.national * scale * years)
		case l.N > 0:
			l.Achieved = 100 * float64(m.hits) / float64(l.N)
		}
		ls = append(ls, l)
	}
	return ls
}

// add measures one person.
func (t *tally) add(c *career) {
	w := t.w
	if c.advice >= 0 && c.rows[0].year >= w.from && c.rows[0].year <= w.to {
		for i, m := range t.advice {
			m.count(i == c.advice)
		}
	}
	for i := range c.rows {
		if e := &c.rows[i]; e.shown && e.main {
			t.candidate(e)
		}
		if e := &c.rows[i]; e.shown && e.diploma >= 0 {
			t.leaver(c, e, c.dips[e.diploma].date)
		}
	}
	t.firstYear(c)
	t.master(c)
	t.work(c)
}

func (t *tally) candidate(e *enrolment) {
	if t.w.programmes[e.programme].sector != sectorVO || e.level < levelVMBOB || e.grade != e.level.length() {
		return
	}
	switch e.level {
	case levelHAVO:
		t.havoCandidates.count(true)
	case levelVWO:
		t.vwoCandidates.count(true)
	default:
		t.vmboCandidates.count(true)
	}
}

// leaver measures where the holder of a diploma is on the first 1 October
// after it.
func (t *tally) leaver(c *career, e *enrolment, d date) {
	year := int(d / 10000)
	if int(d%10000) >= 1001 {
		year++
	}
	s, found := t.sector(c, year)
	switch t.w.programmes[e.programme].sector {
	case sectorVO:
		for k, m := range t.direct[e.level] {
			m.count(found && sector(k) == s)
		}
		t.ho[e.level].count(found && s.higher())
		if e.level == levelVMBOG || e.level == levelVMBOT {
			t.gtHavo.count(found && s == sectorVO)
		}
	case sectorMBO:
		if e.level == levelMBO4 {
			t.mboHbo.count(found && s == sectorHBO)
		}
	}
}

// sector is the highest sector with a funded enrolment on 1 October of year.
func (t *tally) sector(c *career, year int) (s sector, found bool) {
	for i := range c.rows {
		e := &c.rows[i]
		if e.year == year && !e.private && e.kind == 'S' && e.active() {
			if k := t.w.programmes[e.programme].sector; !found || rankSector(k) > rankSector(s) {
				s, found = k, true
			}
		}
	}
	return s, found
}

// rankSector orders sectors as destinations: general education for adults
// comes below secondary education.
func rankSector(s sector) int {
	if s == sectorVAVO {
		return int(sectorVO)*2 - 1
	}
	return int(s) * 2
}

// firstYear measures stopping and switching of those who are in higher
// education for the first time.
func (t *tally) firstYear(c *career) {
	first := t.mainHO(c, 0)
	if first == nil || first.level > levelBA || first.year < t.w.from || first.year >= t.w.to {
		return
	}
	next := t.mainHO(c, first.year+1)
	stop := next == nil
	change := !stop && (next.programme != first.programme || t.institution(next) != t.institution(first))
	if t.w.programmes[first.programme].sector == sectorHBO {
		t.hboStop.count(stop)
		t.hboSwitch.count(change)
	} else {
		t.woStop.count(stop)
		t.woSwitch.count(change)
	}
}

func (t *tally) institution(e *enrolment) *institution {
	in, _ := t.w.at(e.location, t.w.to)
	return in
}

// mainHO returns the main funded enrolment in higher education in a year, or
// with year 0 in the first such year; wo before hbo.
func (t *tally) mainHO(c *career, year int) *enrolment {
	var best *enrolment
	for i := range c.rows {
		e := &c.rows[i]
		if e.level < levelAD || !e.main || e.private || year != 0 && e.year != year {
			continue
		}
		if best == nil || e.year < best.year || e.year == best.year && t.w.programmes[e.programme].sector > t.w.programmes[best.programme].sector {
			best = e
		}
	}
	return best
}

// master measures who enters a wo-master for the first time.
func (t *tally) master(c *career) {
	var first *enrolment
	for i := range c.rows {
		if e := &c.rows[i]; e.level == levelMA && t.w.programmes[e.programme].sector == sectorWO && e.active() && (first == nil || e.year < first.year) {
			first = e
		}
	}
	if first == nil || first.year < t.w.from || first.year > t.w.to {
		return
	}
	hbo := false
	for _, d := range c.dips {
		e := &c.rows[d.row]
		hbo = hbo || e.level == levelBA && t.w.programmes[e.programme].sector == sectorHBO && d.date < first.begin
	}
	t.masterFromHbo.count(hbo)
	if hbo {
		t.hboToMaster.count(true)
		return
	}
	t.studied(c, first)
}

// studied measures how an entrant into a master fares who has a bachelor of a
// university, where the years that it may take are over.
func (t *tally) studied(c *career, first *enrolment) {
	length := int(t.w.programmes[first.programme].years) + 1
	if first.year+length > t.w.to {
		return
	}
	bachelor, done, atOnce := false, false, false
	for _, d := range c.dips {
		e := &c.rows[d.row]
		if t.w.programmes[e.programme].sector != sectorWO || !e.shown {
			continue
		}
		switch e.level {
		case levelBA:
			bachelor = bachelor || d.date < first.begin
		case levelMA:
			done, atOnce = done || e.year < first.year+length, atOnce || e.year == first.year
		}
	}
	if !bachelor {
		return
	}
	t.masterDone.count(done)
	next, found := t.sector(c, first.year+1)
	t.masterStop.count(!atOnce && !(found && next == sectorWO))
}

// work measures who left the school-based route and is outside education on
// the first 1 October.
func (t *tally) work(c *career) {
	for year := t.w.from + 1; year <= t.w.to; year++ {
		e := c.lastOf(sectorMBO, year)
		if e == nil || e.year != year-1 || e.route != routeBOL {
			continue
		}
		if in, _ := c.learns(year); in {
			continue
		}
		employee, long := false, false
		for _, j := range c.jobs {
			if j.year == year {
				employee, long = true, j.long
			}
		}
		t.atWork[e.diploma >= 0].count(employee)
		t.atWorkLong[e.diploma >= 0].count(long)
	}
}
