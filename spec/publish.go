package spec

import (
	"maps"
	"math/big"
	"slices"

	"doorstroommonitor/sdmx"
)

// Publish says how figures about a population leave. It holds for all tables
// about its persons and all who receive them: an exact figure beside a noisy
// one takes the noise off.
type Publish struct {
	// Scenario is one of those below.
	Scenario string `yaml:"scenario"`
	// Estimates gives every hidden count, under suppression, an estimate within
	// its bounds: what a model makes of what is published to that audience.
	Estimates bool `yaml:"estimates,omitempty"`
	// Pool takes cohorts together, under suppression.
	Pool *Pool `yaml:"pool,omitempty"`
	// Coarsen lets small groups show coarser outcomes, under suppression: the
	// smallest groups first.
	Coarsen []Coarsen `yaml:"coarsen,omitempty"`
	// Base is that of rounding: what small counts become multiples of. Deviation
	// is how far a published count may be from the true one, under rounding and
	// with cell keys.
	Base      int64 `yaml:"base,omitempty"`
	Deviation int64 `yaml:"deviation,omitempty"`
	// Variance is that of the noise of cell keys, and Guess how many percentage
	// points more of the small counts whoever adds up its chances may guess
	// than who names the most common one.
	Variance int64 `yaml:"variance,omitempty"`
	Guess    int   `yaml:"guess,omitempty"`
	// Rho is what one cohort year costs each time all its tables are drawn, as
	// a fraction: "1/2". A table costs its weight of it.
	Rho string `yaml:"rho,omitempty"`
	// Year is what one cohort year may cost over all draws, Lifetime what one
	// person may cost over all populations and years.
	Year     string `yaml:"year,omitempty"`
	Lifetime string `yaml:"lifetime,omitempty"`
	// Years is in how many cohort years one person can be at most; where left
	// out, once for each level of diploma that the population names, and every
	// year if it names none. Counting asserts it.
	Years int `yaml:"years,omitempty"`
	// Weights are the shares of the tables, named CUBE/table; they add up to 1.
	// A table of weight 0 is not drawn: its cells are sums of cells of another.
	Weights map[string]string `yaml:"weights,omitempty"`
	// Reliability is how far, in percentage points, the band of a share may
	// reach to either side for the share to be shown as that of the group.
	Reliability int `yaml:"reliability,omitempty"`
	// Elsewhere names figures that others publish exactly about the same
	// persons: the guarantee does not cover them.
	Elsewhere []sdmx.Text `yaml:"elsewhere,omitempty"`
}

// Scenarios of publishing.
const (
	ScenarioSuppression = "suppression" // small counts are hidden, others exact
	ScenarioRounding    = "rounding"    // small counts are rounded so that sums hold; every count has bounds
	ScenarioCellKey     = "cell-key"    // every count has noise by the keys of its persons; every count has bounds
	ScenarioFormal      = "formal"      // every count has noise, with a proof
)

// Modelled reports whether hidden counts get a modelled estimate.
func (p *Population) Modelled() bool { return p.Publish != nil && p.Publish.Estimates }

// Formal reports whether the population is published with noise.
func (p *Population) Formal() bool { return p.Publish != nil && p.Publish.Scenario == ScenarioFormal }

// Rounded reports whether the population is published with rounded counts.
func (p *Population) Rounded() bool {
	return p.Publish != nil && p.Publish.Scenario == ScenarioRounding
}

// CellKeyed reports whether the population is published with cell keys.
func (p *Population) CellKeyed() bool {
	return p.Publish != nil && p.Publish.Scenario == ScenarioCellKey
}

// Derives reports whether a table is not drawn, but made up of the noisy cells
// of another table.
func (d *Publish) Derives(table string) bool { return d != nil && d.Weights[table] == "0" }

// Perturbed reports whether every published count is another than the true one,
// within bounds that hold for certain.
func (p *Population) Perturbed() bool { return p.Rounded() || p.CellKeyed() }

// TableID names a table among those of all cubes.
func TableID(cube, table string) string { return cube + "/" + table }

// Fraction reads a fraction or whole number in lowest terms: "1/2", "2".
func Fraction(s string) (*big.Rat, error) {
	r, ok := new(big.Rat).SetString(s)
	if !ok || r.RatString() != s {
		return nil, texts.Errorf("%q is no fraction in lowest terms, such as 1/2", s)
	}
	return r, nil
}

// publish checks how a population is published.
func (c *checker) publish(p *Population) {
	d := p.Publish
	if d == nil {
		return
	}
	fail := func(format string, args ...any) { c.fail("population", p.ID, "publish: "+format, args...) }
	if !c.among("population", p.ID, "publish: scenario", d.Scenario, scenarios) {
		return
	}
	if d.Estimates && d.Scenario != ScenarioSuppression {
		fail("estimates are for hidden counts, and scenario %s hides none; leave them out", d.Scenario)
	}
	c.pool(p)
	c.coarsen(p)
	if p.Rounded() {
		c.rounding(p)
	} else if d.Base != 0 || d.Deviation != 0 && !p.CellKeyed() {
		fail("base and deviation are for scenario %s; leave them out", ScenarioRounding)
	}
	if p.CellKeyed() {
		c.cellKey(p)
	} else if d.Variance != 0 || d.Guess != 0 {
		fail("variance and guess are for scenario %s; leave them out", ScenarioCellKey)
	}
	if !p.Formal() {
		if d.Rho != "" || d.Year != "" || d.Lifetime != "" || d.Years != 0 || len(d.Weights) > 0 || d.Reliability != 0 || len(d.Elsewhere) > 0 {
			fail("scenario %s has no budget, weights or reliability; leave them out, or choose scenario %s", d.Scenario, ScenarioFormal)
		}
		return
	}
	rho, year, lifetime := c.amount(p, "rho", d.Rho), c.amount(p, "year", d.Year), c.amount(p, "lifetime", d.Lifetime)
	if rho != nil && year != nil && year.Cmp(rho) < 0 {
		fail("year is %s and one draw costs %s; give at least rho", d.Year, d.Rho)
	}
	if year != nil && lifetime != nil && lifetime.Cmp(year) < 0 {
		fail("lifetime is %s and one year may cost %s; give at least as much as a year", d.Lifetime, d.Year)
	}
	if d.Years < 0 || d.Years > 50 {
		fail("years is %d; give 1 to 50, or leave it out", d.Years)
	}
	if d.Reliability < 1 || d.Reliability > 50 {
		fail("reliability is %d; give 1 to 50 percentage points, such as 5", d.Reliability)
	}
	c.weights(p)
	c.oneLifetime(p)
}

// rounding checks that the parameters leave a small count the width of every
// rule: alone, a published zero says 0 to base - 1 and a published base 1 to
// base, whatever the deviation.
func (c *checker) rounding(p *Population) {
	d := p.Publish
	fail := func(format string, args ...any) { c.fail("population", p.ID, "publish: "+format, args...) }
	threshold, width := c.strictest(p)
	least := max(threshold, width+1)
	if d.Base < least {
		fail("base is %d; give at least %d, so that every small count becomes 0 or a multiple of the base and keeps the width of its rule", d.Base, least)
	}
	if d.Deviation < d.Base || d.Deviation > 50*d.Base {
		fail("deviation is %d; give %d (base) to %d (fifty times)", d.Deviation, d.Base, 50*d.Base)
	}
	if p.Rule.Zeros == ZerosProtected {
		fail("scenario %s leaves zeros as they are, and the rule protects them; choose another scenario", ScenarioRounding)
	}
}

// strictest is the largest threshold and width of all rules about a population.
func (c *checker) strictest(p *Population) (threshold, width int64) {
	threshold, width = p.Rule.Threshold, p.Rule.Width
	widest := func(list []CategoryRule) {
		for _, k := range list {
			threshold, width = max(threshold, k.Threshold), max(width, k.Width)
		}
	}
	widest(p.Rule.Categories)
	for _, t := range c.s.Of(p.ID) {
		if t.Rule != nil {
			threshold, width = max(threshold, t.Rule.Threshold), max(width, t.Rule.Width)
			widest(t.Rule.Categories)
		}
	}
	return threshold, width
}

// amount reads a positive fraction; nil where it is none.
func (c *checker) amount(p *Population, what, text string) *big.Rat {
	r, err := Fraction(text)
	switch {
	case err != nil:
		c.fail("population", p.ID, "publish: %s: %v", phrase(what), err)
		return nil
	case r.Sign() <= 0:
		c.fail("population", p.ID, "publish: %s is %s; it has to be positive", phrase(what), text)
		return nil
	}
	return r
}

// weights checks that every table about the population has its share.
func (c *checker) weights(p *Population) {
	var tables []string
	for _, t := range c.s.Of(p.ID) {
		for i := range t.Tables {
			tables = append(tables, TableID(t.ID, t.Tables[i].ID))
		}
	}
	sum := new(big.Rat)
	for _, id := range slices.Sorted(maps.Keys(p.Publish.Weights)) {
		c.among("population", p.ID, "publish: weights: table", id, tables)
		if p.Publish.Derives(id) {
			continue
		}
		if w := c.amount(p, "weight of "+id, p.Publish.Weights[id]); w != nil {
			sum.Add(sum, w)
		}
	}
	for _, id := range tables {
		if p.Publish.Weights[id] == "" {
			c.fail("population", p.ID, "publish: weights: table %s has none; a table about these persons is drawn too, has weight 0 where cells of another make it up, or is not in the specification", id)
		}
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		c.fail("population", p.ID, "publish: weights add up to %s, not to 1", sum.RatString())
	}
}

// oneLifetime checks that all populations say the same of a person: one person
// is in several.
func (c *checker) oneLifetime(p *Population) {
	for _, id := range slices.Sorted(maps.Keys(c.s.Populations)) {
		o := c.s.Populations[id]
		if o.ID < p.ID && o.Formal() && o.Publish.Lifetime != p.Publish.Lifetime {
			c.fail("population", p.ID, "publish: lifetime is %s and that of population %s is %s; a person can be in both, so give both the same", p.Publish.Lifetime, o.ID, o.Publish.Lifetime)
			return
		}
	}
}
