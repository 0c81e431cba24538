package attack

import (
	"context"
	"math"
	"math/big"

	"doorstroommonitor/formal"
	"doorstroommonitor/noise"
	"doorstroommonitor/protect"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
)

// Finding is the result of one attack on one scenario.
type Finding struct {
	ID    string
	Label sdmx.Text
	// Weak scenarios are there to be broken: at Limit percent or more. Of the
	// others no more than Limit percent may be found.
	Weak        bool
	Rate, Limit float64
}

// AsExpected reports whether a weak scenario was broken, or a strong one was
// not.
func (f *Finding) AsExpected() bool {
	if f.Weak {
		return f.Rate >= f.Limit
	}
	return f.Rate <= f.Limit
}

// suite carries an attack through a world of true counts.
type suite struct {
	ctx      context.Context
	w        *scenario.World
	seed     uint64
	rule     sdc.Rule
	findings []Finding
	err      error
}

// Suite runs every attack. Weak scenarios have to break at the rates that are
// known of them; where the world is too small or too odd for that, the finding
// says so.
func Suite(ctx context.Context, w *scenario.World, seed uint64) ([]Finding, error) {
	s := &suite{ctx: ctx, w: w, seed: seed, rule: sdc.Rule{Threshold: 5, Width: 1}}
	for _, step := range []func(){s.sums, s.rounding, s.cellKeys, s.noisy, s.reused, s.vintages, s.membership, s.rebuilt, s.plain} {
		if s.err == nil && ctx.Err() == nil {
			step()
		}
	}
	if s.err == nil {
		s.err = ctx.Err()
	}
	return s.findings, s.err
}

func (s *suite) weak(id, nl, en string, rate, limit float64) {
	s.findings = append(s.findings, Finding{id, sdmx.Text{NL: nl, EN: en}, true, rate, limit})
}

// known is weak at a rate that is known from a simulation: a world is a sample,
// of which the rate may come out lower by three standard errors.
func (s *suite) known(id, nl, en string, r Rate, limit float64) {
	s.weak(id, nl, en, r.Percent(), limit-100*slack(limit/100, max(1, r.Tries)))
}

func (s *suite) strong(id, nl, en string, rate, limit float64) {
	s.findings = append(s.findings, Finding{id, sdmx.Text{NL: nl, EN: en}, false, rate, limit})
}

// release publishes a world; after an error it gives nil.
func (s *suite) release(w *scenario.World, x *scenario.Scenario) *scenario.Release {
	if s.err != nil {
		return nil
	}
	var r *scenario.Release
	r, s.err = x.Release(s.ctx, w, noise.SyntheticKey(s.seed))
	return r
}

// exact is how many small counts an attack finds.
func (s *suite) exact(r Reveals, err error) Rate {
	if s.err = err; err != nil {
		return Rate{}
	}
	return Rate{r.Exact, r.Sensitive}
}

func (s *suite) bySums(f scenario.Family, width int64) Rate {
	r := s.release(s.w, &scenario.Scenario{Family: f, Threshold: 5, Width: width})
	if s.err != nil {
		return Rate{}
	}
	found, err := Sums(s.ctx, s.w, r, sdc.Rule{Threshold: 5, Width: width})
	if width > 1 {
		found.Exact = found.Narrow // asked is more than that nothing follows
	}
	return s.exact(found, err)
}

func (s *suite) sums() {
	s.known("sums-threshold", "optellen: alleen een drempel", "sums: a threshold alone", s.bySums(scenario.Threshold, 1), 30.9)
	s.strong("sums-suppression", "optellen: onderdrukking", "sums: suppression", s.bySums(scenario.Suppress, 1).Percent(), 0)
	s.strong("sums-suppression-wide", "optellen: onderdrukking met breedte 5, te nauw begrensd", "sums: suppression with width 5, bounded too narrowly", s.bySums(scenario.Suppress, 5).Percent(), 0)
	s.strong("sums-coarse", "optellen: grovere bestemmingen", "sums: coarser destinations", s.bySums(scenario.Coarsen, 1).Percent(), 0.3)
}

func (s *suite) rounding() {
	r := s.release(s.w, &scenario.Scenario{Family: scenario.Round, Base: 3})
	if s.err != nil {
		return
	}
	rate := s.exact(Rounded(s.ctx, s.w, r, 3, s.rule)).Percent()
	s.weak("sums-rounded", "optellen: elk aantal op drietallen", "sums: each count to a multiple of 3", rate, 0.1)
	s.weak("percentages", "vijftallen met exacte percentages", "multiples of 5 beside exact percentages", Percentages(s.w, 5, 1, s.rule).Percent(), 50)
	if s.err == nil {
		s.weak("ranges", "\"1-4\" met afgeronde totalen", "\"1-4\" beside rounded totals", s.exact(Ranges(s.ctx, s.w, 5, s.rule)).Percent(), 10)
	}
}

func (s *suite) cellKeys() {
	const largest, variance = 4, 2
	table, err := protect.NewPerturbationTable(largest, variance, 0)
	r := s.release(s.w, &scenario.Scenario{Family: scenario.CellKey, Largest: largest, Variance: variance})
	if s.err == nil {
		s.err = err
	}
	if s.err != nil {
		return
	}
	a, err := Average(s.w, r, table)
	if s.err = err; err != nil {
		return
	}
	s.known("average", "celsleutels: alle tabellen samen, juist", "cell keys: all tables together, right", a.Likely, 37.7)
	s.known("guess-cell-key", "celsleutels: 1 en 2 geraden uit één cel", "cell keys: 1 and 2 guessed from one cell", BayesCellKey(s.w, r, table).Seen, 22.7)
}

// Budget is the design of the formal scenario under attack.
func suiteBudget(rho string) *scenario.Budget {
	return &scenario.Budget{Rho: rho, Neighbours: formal.AddRemove, Weights: []scenario.Weight{
		{Table: scenario.TableMain, Share: "9/20"}, {Table: scenario.TableFirst, Share: "3/20"}, {Table: scenario.TableSecond, Share: "3/10"}, {Table: scenario.TableSex, Share: "1/10"},
	}}
}

func (s *suite) measure(w *scenario.World, rho string) *scenario.Noisy {
	if s.err != nil {
		return nil
	}
	var f *scenario.Noisy
	f, s.err = suiteBudget(rho).Measure(w, noise.SyntheticKey(s.seed))
	return f
}

func (s *suite) noisy() {
	loud, f := s.measure(s.w, "20"), s.measure(s.w, "1/2")
	if s.err != nil {
		return
	}
	over := func(g Guess) float64 { return g.Seen.Percent() - g.Blind.Percent() }
	s.weak("guess-little-noise", "rho 20: 1 en 2 geraden, boven blind raden", "rho 20: 1 and 2 guessed, above blind guesses", over(BayesFormal(s.w, loud)), 50)
	s.strong("guess-formal", "rho 1/2: 1 en 2 geraden, boven blind raden", "rho 1/2: 1 and 2 guessed, above blind guesses", over(BayesFormal(s.w, f)), 20)
	b, err := ExactBeside(s.w, f)
	if s.err = err; err != nil {
		return
	}
	s.weak("exact-beside", "exacte kubus naast een ruisende: juiste kleine aantallen erbij", "an exact cube beside a noisy one: right small counts gained", b.WithExact.Percent()-b.Noisy.Percent(), 8)
}

// reused compares noise that stays when data change with noise that does not.
func (s *suite) reused() {
	var before, after []int64
	for g := range s.w.Groups {
		before = append(before, s.w.Groups[g].Counts[0])
		after = append(after, s.w.Groups[g].Counts[0]+1)
	}
	g, err := noise.NewGaussian(big.NewRat(10, 3))
	if s.err = err; err != nil {
		return
	}
	draw := func(counts []int64) []int64 {
		stream, err := noise.SyntheticKey(s.seed).Stream(noise.Draw{
			Population: "REUSED", Year: 1, Table: "total", Neighbours: string(formal.AddRemove), Rho: big.NewRat(3, 20), Weights: []*big.Rat{big.NewRat(1, 1)},
			Specification: [32]byte{1}, Counts: counts,
		})
		if err != nil {
			s.err = err
			return counts
		}
		return g.Add(counts, stream)
	}
	first, second := draw(before), draw(after)
	reused := make([]int64, len(after))
	for i := range reused {
		reused[i] = after[i] + first[i] - before[i]
	}
	s.weak("reused-noise", "hergebruikte ruis: wijziging gevonden", "reused noise: change found", Difference(first, reused, before, after).Percent(), 100)
	same := meeting(10.0 / 3)
	s.strong("bound-noise", "ruis die aan de gegevens vastzit: wijziging gevonden", "noise bound to the data: change found", Difference(first, second, before, after).Percent(), 100*(same+slack(same, len(before))))
}

// meeting is the chance that two discrete Gaussians of a variance are equal:
// Σ p(k)², p(k) in proportion to exp(-k²/2σ²).
func meeting(variance float64) float64 {
	sum, squares := 0.0, 0.0
	for k := -100.0; k <= 100; k++ {
		p := math.Exp(-k * k / (2 * variance))
		sum += p
		squares += p * p
	}
	return squares / (sum * sum)
}

func (s *suite) vintages() {
	after, where := Plant(s.w, s.seed)
	named := func(f scenario.Family) float64 {
		x := &scenario.Scenario{Family: f, Threshold: 5, Width: 1}
		a, b := s.release(s.w, x), s.release(after, x)
		if s.err != nil {
			return 0
		}
		return Planted(s.w, a, b, where).Seen.Percent()
	}
	s.weak("planted-threshold", "twee leveringen met drempel: nieuwe leerling gevonden", "two vintages with a threshold: new pupil found", named(scenario.Threshold), 85)
	s.weak("planted-suppression", "twee leveringen, elk apart onderdrukt: nieuwe leerling gevonden", "two vintages suppressed apart: new pupil found", named(scenario.Suppress), 60)
	a, b := s.measure(s.w, "1/2"), s.measure(after, "1/2")
	if s.err != nil {
		return
	}
	g := PlantedFormal(s.w, a, b, where)
	s.strong("planted-formal", "twee leveringen met ruis: nieuwe leerling gevonden, boven blind raden", "two noisy vintages: new pupil found, above blind guesses", g.Seen.Percent()-g.Blind.Percent(), 5)
}

// membershipTrials is how often the game is played for each world.
const membershipTrials = 4000

func (s *suite) membership() {
	for _, rho := range []string{"1/2", "1"} {
		d, err := suiteBudget(rho).Design()
		if s.err = err; err != nil {
			return
		}
		m, err := Member(d, membershipTrials, s.seed, 1e-6)
		if s.err = err; err != nil {
			return
		}
		s.strong("member-"+rho, "rho "+rho+": was deze leerling erbij, ondergrens van 99 %", "rho "+rho+": was this pupil there, lower limit of 99 %", 100*m.Lower, 100*m.Bound)
	}
}

// rebuilt reconstructs the records of groups from each kind of release.
func (s *suite) rebuilt() {
	hidden := func(f scenario.Family, width int64) float64 {
		r := s.release(s.w, &scenario.Scenario{Family: f, Threshold: 5, Width: width})
		if s.err != nil {
			return 0
		}
		return s.rebuild(SightOfHidden(r)).Unique.Percent()
	}
	s.weak("rebuild-threshold", "reconstructie: alleen een drempel, één stel aantallen mogelijk", "reconstruction: a threshold alone, one set of counts possible", hidden(scenario.Threshold, 1), 5)
	s.strong("rebuild-suppression", "reconstructie: onderdrukking, één stel aantallen mogelijk", "reconstruction: suppression, one set of counts possible", hidden(scenario.Suppress, 5), 0)
	gain := func(rho string) float64 {
		f := s.measure(s.w, rho)
		if s.err != nil {
			return 0
		}
		r := s.rebuild(SightOfNoisy(s.w, f))
		return r.Seen.Percent() - r.Blind.Percent()
	}
	s.weak("rebuild-little-noise", "reconstructie: rho 20, leerlingen juist geplaatst boven landelijke aandelen", "reconstruction: rho 20, pupils placed rightly above national shares", gain("20"), 15)
	s.strong("rebuild-formal", "reconstructie: rho 1/2, leerlingen juist geplaatst boven landelijke aandelen", "reconstruction: rho 1/2, pupils placed rightly above national shares", gain("1/2"), 12)
}

func (s *suite) rebuild(sight Sight) Rebuilt {
	if s.err != nil {
		return Rebuilt{}
	}
	var r Rebuilt
	r, s.err = Reconstruct(s.w, sight)
	return r
}

// plain attacks with what follows without arithmetic: that all of a group went
// one way, and how the method chooses.
func (s *suite) plain() {
	plain := s.release(s.w, &scenario.Scenario{Family: scenario.Threshold, Threshold: 5, Width: 1})
	exact := s.release(s.w, &scenario.Scenario{Family: scenario.Suppress, Threshold: 5, Width: 1})
	f := s.measure(s.w, "1/2")
	if s.err != nil {
		return
	}
	noisy, err := f.Annual()
	if s.err = err; err != nil {
		return
	}
	s.weak("alike-threshold", "iedereen één kant op: alleen een drempel, groep herkend", "all went one way: a threshold alone, group recognised", Alike(s.w, plain, s.rule.Threshold).Percent(), 50)
	s.strong("alike-formal", "iedereen één kant op: ruis, groep bewezen", "all went one way: noise, group proven", Alike(s.w, noisy, s.rule.Threshold).Percent(), 0)
	m, err := Minimal(s.ctx, s.w, exact, s.rule, s.seed, func(_ context.Context, p *sdc.Problem) (sdc.Pattern, error) {
		return protect.Suppress{ExactOnly: true}.Apply(p, s.rule), nil
	})
	if s.err = err; err != nil {
		return
	}
	s.weak("minimality", "methode bekend: kleine aantallen exact, hooguit", "method known: small counts exact, at most", m.Percent(), 1)
}
