package synth

// job is what the record of work says of one October of an employee.
type job struct {
	year int
	long bool // 12 hours a week or more
}

// hours is the code of the hours a week.
func (j *job) hours() string {
	if j.long {
		return "VANAF12"
	}
	return "MIN12"
}

// followed is how many years after leaving vocational education, applied
// sciences or a university work is asked for: of the first 1 October and the
// five after it.
const followed = 6

// employment is the share that is an employee, and of them the share that
// works 12 hours a week or more.
type employment struct{ employee, long float64 }

// chances are the shares of those who left vocational education, by route and
// by whether they have a diploma. The school-based route follows OCW in cijfers
// (87.0 and 66.7 per cent at work in October 2019; 76.3 and 48.1 per cent 12
// hours or more in 2020); who learned at work mostly stays there, which is an
// assumption.
var chances = map[bool]map[bool]employment{
	false: { // school-based
		true:  {.870, .763 / .870},
		false: {.667, .481 / .667},
	},
	true: { // work-based
		true:  {.940, .970},
		false: {.780, .900},
	},
}

// higherChances are those of who left higher education, by its sector and by
// diploma; assumptions.
var higherChances = map[sector]map[bool]employment{
	sectorHBO: {true: {.930, .950}, false: {.850, .880}},
	sectorWO:  {true: {.910, .960}, false: {.800, .850}},
}

// steady is the share that is from one October to the next what it was.
const steady = .75

// work fills the jobs of a settled career. It draws from a stream of its own,
// so that careers are what they are without it.
func (c *career) work(serial int) {
	r := c.other.seat(c.w.seed, streamWork, uint64(serial), 0)
	var employee, long, known bool
	for year := c.w.from; year <= c.w.to; year++ {
		if in, atWork := c.learns(year); in {
			if atWork {
				c.jobs = append(c.jobs, job{year, true})
			}
			continue
		}
		e := c.left(year)
		if e == nil || year-e.year > followed {
			continue
		}
		if !known || r.Float64() >= steady {
			s := c.employment(e)
			employee, long, known = r.Float64() < s.employee, r.Float64() < s.long, true
		}
		if employee {
			c.jobs = append(c.jobs, job{year, long})
		}
	}
}

// learns reports whether the person is in funded education on 1 October of the
// year, and whether that is the work-based route.
func (c *career) learns(year int) (in, atWork bool) {
	for i := range c.rows {
		if e := &c.rows[i]; e.year == year && !e.private && e.kind == 'S' && e.active() {
			in, atWork = true, atWork || e.route == routeBBL
		}
	}
	return in, atWork
}

// left returns the last written enrolment in vocational or higher education
// before a year, nil where there is none; of one year the highest.
func (c *career) left(year int) (last *enrolment) {
	for _, s := range []sector{sectorWO, sectorHBO, sectorMBO} {
		if e := c.lastOf(s, year); e != nil && (last == nil || e.year > last.year) {
			last = e
		}
	}
	return last
}

// employment is what holds for who left from e.
func (c *career) employment(e *enrolment) employment {
	if s, higher := higherChances[c.w.programmes[e.programme].sector]; higher {
		return s[e.diploma >= 0]
	}
	return chances[e.route == routeBBL][e.diploma >= 0]
}

// lastOf returns the last written, funded enrolment of a sector before a year
// that is not beside another, with a diploma if one of that year has it; nil where
// there is none.
func (c *career) lastOf(s sector, year int) (last *enrolment) {
	for i := range c.rows {
		e := &c.rows[i]
		if !e.shown || e.extra || e.private || e.year >= year || c.w.programmes[e.programme].sector != s {
			continue
		}
		if last == nil || e.year > last.year || e.year == last.year && last.diploma < 0 {
			last = e
		}
	}
	return last
}
