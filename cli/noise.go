package cli

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"doorstroommonitor/budget"
	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/gate"
	"doorstroommonitor/ledger"
	"doorstroommonitor/noise"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// privacyLedger is the file of the charges of formal privacy.
const privacyLedger = "privacy.jsonl"

// noiseReport is what the house tells its owner about a draw.
type noiseReport struct {
	Rho     string `json:"rho"`
	Epsilon string `json:"epsilon"` // at budget.Delta
	// Entries are the numbers of the charges, one a table.
	Entries []int64 `json:"ledger_entries"`
}

func entries(r *budget.Receipt) []int64 {
	var out []int64
	for _, d := range r.Draws() {
		out = append(out, d.Entry)
	}
	return out
}

// repeats counts for every population under formal privacy in how many cohort
// years one person is at most: the bound of the specification is a rule, and
// the guarantee for a lifetime rests on it.
func (r *route) repeats(first, last int) (plans []engine.Plan, populations []string) {
	for _, id := range r.spec.PopulationIDs() {
		p := r.spec.Populations[id]
		if p.Formal() {
			from, until := cohorts(p, first, last)
			plans, populations = append(plans, cube.Repeats(r.spec, p, max(0, until-from))), append(populations, id)
		}
	}
	return plans, populations
}

// cohorts are the first and last cohort year of a population that the store
// can show.
func cohorts(p *spec.Population, first, last int) (from, until int) {
	if p.LooksBack() {
		first++
	}
	return max(first, p.Cohorts.From), min(last, p.Cohorts.Until)
}

// formal takes the groups under formal privacy through the gate, in order and
// one by one: which of them the budget carries must not depend on which is
// first. It refuses exact figures about persons of whom noisy ones are out,
// and the other way round.
func (r *route) formal(groups []*group, results []*gate.Result, refused []error) error {
	if err := r.keepRegimes(groups, refused); err != nil {
		return err
	}
	if !slices.ContainsFunc(groups, func(g *group) bool { return g.model.Population.Formal() }) {
		return nil
	}
	sealKey, err := r.h.sealKey()
	if err != nil {
		return err
	}
	path := r.h.secret(privacyLedger)
	book, err := ledger.Open(path, ledger.Options{Now: time.Now, Key: &sealKey, Perm: 0o600})
	if err != nil {
		return err
	}
	key, err := r.noiseKey()
	if err != nil {
		return err
	}
	for i, g := range groups {
		if !g.model.Population.Formal() || refused[i] != nil || len(g.model.Tables) == 0 {
			continue // without tables nothing is drawn, and nothing leaves
		}
		results[i], err = r.drawn(g, book, path, key)
		if refusal := new(budget.Refusal); errors.As(err, &refusal) {
			refused[i], err = refusal, nil
		}
		if over := new(tooOften); errors.As(err, &over) {
			refused[i], err = over, nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// noiseKey is the key of the house, or that of a numeric seed.
func (r *route) noiseKey() (*noise.Key, error) {
	switch {
	case r.noiseSeed == nil:
		return noise.LoadKey(r.h.secret("keys", noiseKey))
	case !synthetic(r.extracts):
		return nil, misused("--noise-seed is alleen voor fictieve personen: iedereen kan alle getallen proberen; volgende stap: laat de vlag weg, dan geldt de sleutel van de werkmap",
			"--noise-seed is for fictitious persons alone: anybody can try all numbers; next: leave the flag out, and the key of the house counts")
	}
	r.a.say("deze ruis beschermt niemand: zij komt van een getal dat te raden is", "this noise protects nobody: it comes from a number that can be guessed")
	return noise.SyntheticKey(*r.noiseSeed), nil
}

// drawn takes one group through the gate.
func (r *route) drawn(g *group, l *ledger.Ledger, path string, key *noise.Key) (*gate.Result, error) {
	p := g.model.Population
	bounds := budget.Bounds(r.spec)
	if most := r.most[p.ID]; len(budget.Exceeds(bounds, map[string]int{p.ID: most})) > 0 {
		return nil, &tooOften{p.ID}
	}
	caps, err := capsOf(p)
	if err != nil {
		return nil, err
	}
	book, err := budget.Open(l, path, caps, bounds)
	if err != nil {
		return nil, err
	}
	var exact []sdmx.Words
	for _, id := range r.spec.PopulationIDs() {
		if !r.spec.Populations[id].Formal() { // rounded figures have no proof either
			label := r.spec.Populations[id].Label
			exact = append(exact, sdmx.Words{NL: label.In("nl") + " (" + id + ")", EN: label.In("en") + " (" + id + ")"})
		}
	}
	return gate.Noise(g.model, g.problem, r.audiences(), gate.NoiseOptions{
		Key: key, Book: book, Members: g.balance.Members, Release: r.h.round.Name, Approver: r.approver(), Specification: r.spec.Digest, Elsewhere: exact,
	})
}

// approver is who decides about the specification, and with it about budgets.
func (r *route) approver() string {
	if g := r.spec.About.Governance; g != nil {
		return g.Decision.ID
	}
	return r.spec.About.Agency
}

// capsOf reads what the groups of a population and its persons may cost.
func capsOf(p *spec.Population) (budget.Caps, error) {
	year, err := spec.Fraction(p.Publish.Year)
	if err != nil {
		return budget.Caps{}, err
	}
	lifetime, err := spec.Fraction(p.Publish.Lifetime)
	return budget.Caps{Year: year, Lifetime: lifetime}, err
}

// tooOften says that some person is in more cohort years of a population than
// its bound says.
type tooOften struct{ population string }

func (e *tooOften) Error() string { return e.In("en") }

// In gives the text in a language.
func (e *tooOften) In(lang string) string {
	if lang == "nl" {
		return fmt.Sprintf("populatie %s telt iemand in meer cohortjaren dan zij noemt; het bewijs over een heel leven geldt dan niet. Volgende stap: noem bij publish met years hoeveel jaren het kunnen zijn (en geef lifetime daar ruimte voor), of publiceer met scenario suppression", e.population)
	}
	return fmt.Sprintf("population %s counts somebody in more cohort years than it says; the guarantee over a lifetime does not hold then. Next: state with years of publish how many it can be (and give lifetime room for it), or publish under scenario suppression", e.population)
}

// keepRegimes refuses groups of which figures of the other kind are out
// already: by earlier releases or by the ledger of charges.
func (r *route) keepRegimes(groups []*group, refused []error) error {
	account, err := budget.Replay(r.h.secret(privacyLedger), budget.Bounds(r.spec))
	if err != nil {
		return err
	}
	for i, g := range groups {
		p, year := g.model.Population, g.model.Cohort
		if g.overlaps != "" {
			refused[i] = &overlaps{g.model.Group(), g.overlaps}
			continue
		}
		has := account.Regime(p.ID, year)
		for before := g.model.First; before < year && has == ""; before++ {
			has = account.Regime(p.ID, before)
		}
		switch g.regime {
		case release.RegimeExact:
			has = budget.Exact
		case release.RegimeNoise:
			has = budget.Noisy
		case release.RegimePerturbed:
			has = budget.Rounded
		}
		want := budget.Exact
		switch {
		case p.Formal():
			want = budget.Noisy
		case p.Perturbed():
			want = budget.Rounded
		}
		if has != "" && has != want {
			refused[i] = &budget.Refusal{Population: p.ID, Year: year, Rule: "regime", Has: has}
		}
	}
	return nil
}

// formalPopulations lists those that the specification publishes with noise.
func formalPopulations(s *spec.Specification) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(s.Populations)), func(id string) bool { return !s.Populations[id].Formal() })
}
