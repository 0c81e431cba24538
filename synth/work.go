package synth

import "math/rand/v2"

// job is what the record of work says of one October.
type job struct {
	year     int
	employee bool
	long     bool // 12 hours a week or more
	benefit  bool
}

// hours is the code of the hours a week, empty for who is no employee.
func (j *job) hours() string {
	switch {
	case !j.employee:
		return ""
	case j.long:
		return "VANAF12"
	}
	return "MIN12"
}

// followed is how many years after leaving vocational education or applied
// sciences work is asked for: of the first 1 October and the five after it.
const followed = 6

// employment is the share that is an employee, of them the share that works
// 12 hours a week or more, and the shares with a benefit among employees and
// others.
type employment struct{ employee, long, benefitToo, benefit float64 }

// chances are the shares of those who left vocational education, by route and
// by whether they have a diploma. The school-based route follows OCW in cijfers
// (87.0 and 66.7 per cent at work in October 2019; 76.3 and 48.1 per cent 12
// hours or more in 2020); who learned at work mostly stays there, and benefits
// are seldomer: these are assumptions.
var chances = map[bool]map[bool]employment{
	false: { // school-based
		true:  {.870, .763 / .870, .03, .12},
		false: {.667, .481 / .667, .06, .30},
	},
	true: { // work-based
		true:  {.940, .970, .02, .15},
		false: {.780, .900, .05, .35},
	},
}

// hboChances are those of who left applied sciences, by diploma; assumptions.
var hboChances = map[bool]employment{
	true:  {.930, .950, .03, .10},
	false: {.850, .880, .04, .15},
}

// steady is the share that is from one October to the next what it was.
const steady = .75

// work fills the jobs of a settled career. It draws from a stream of its own,
// so that careers are what they are without it.
func (c *career) work(serial int) {
	r := c.other.seat(c.w.seed, streamWork, uint64(serial), 0)
	var now job
	known := false
	for year := c.w.from; year <= c.w.to; year++ {
		if in, atWork := c.learns(year); in {
			if atWork {
				c.jobs = append(c.jobs, job{year: year, employee: true, long: true})
			}
			continue
		}
		e := c.left(year)
		if e == nil || year-e.year > followed {
			continue
		}
		if !known || r.Float64() >= steady {
			now, known = c.employment(e).draw(r), true
		}
		if now.year = year; now.employee || now.benefit {
			c.jobs = append(c.jobs, now)
		}
	}
}

func (s employment) draw(r *rand.Rand) job {
	var j job
	benefit := s.benefit
	if j.employee = r.Float64() < s.employee; j.employee {
		j.long, benefit = r.Float64() < s.long, s.benefitToo
	}
	j.benefit = r.Float64() < benefit
	return j
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

// left returns the last written enrolment in vocational education or applied
// sciences before a year, nil where there is none.
func (c *career) left(year int) *enrolment {
	mbo, hbo := c.lastOf(sectorMBO, year), c.lastOf(sectorHBO, year)
	if mbo == nil || hbo != nil && hbo.year > mbo.year {
		return hbo
	}
	return mbo
}

// employment is what holds for who left from e.
func (c *career) employment(e *enrolment) employment {
	if c.w.programmes[e.programme].sector == sectorHBO {
		return hboChances[e.diploma >= 0]
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
