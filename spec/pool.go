package spec

import "fmt"

// Pool says that figures are published over some consecutive cohorts together
// and of no cohort by itself. Who is in several of them counts once, in the
// last. Windows do not overlap: each starts where the one
// before ends, so that no two figures differ by one cohort.
type Pool struct {
	// Cohorts is how many are counted together.
	Cohorts int `yaml:"cohorts"`
	// First is the first cohort year of the first window. Earlier ones are not
	// published any more.
	First int `yaml:"first"`
}

// Pooled reports whether the population is published over several cohorts
// together.
func (p *Population) Pooled() bool { return p.Publish != nil && p.Publish.Pool != nil }

// Window returns the first of the cohorts that are counted together with the
// last one, and whether they are a window at all. Of a population that is not
// pooled every cohort is its own.
func (p *Population) Window(last int) (first int, ok bool) {
	if !p.Pooled() {
		return last, true
	}
	w := p.Publish.Pool
	first = last - w.Cohorts + 1
	return first, first >= w.First && (first-w.First)%w.Cohorts == 0
}

// GroupID names the protection group that ends with a cohort, such as
// "VO/2021" or "VO/2019-2021".
func (p *Population) GroupID(last int) string {
	if first, _ := p.Window(last); first < last {
		return fmt.Sprintf("%s/%d-%d", p.ID, first, last)
	}
	return fmt.Sprintf("%s/%d", p.ID, last)
}

// pool checks the windows of a population.
func (c *checker) pool(p *Population) {
	w := p.Publish.Pool
	if w == nil {
		return
	}
	fail := func(format string, args ...any) { c.fail("population", p.ID, "publish: pool: "+format, args...) }
	if p.Publish.Scenario != ScenarioSuppression {
		fail("is for scenario %s; leave it out", ScenarioSuppression)
	}
	if w.Cohorts < 2 || w.Cohorts > 10 {
		fail("cohorts is %d; give 2 to 10 that are counted together", w.Cohorts)
	}
	if w.First < p.Cohorts.From || w.First > p.Cohorts.Until {
		fail("first is %d, and the cohorts of the population are %d to %d", w.First, p.Cohorts.From, p.Cohorts.Until)
	}
}
