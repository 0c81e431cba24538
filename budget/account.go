package budget

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"

	"doorstroommonitor/formal"
	"doorstroommonitor/ledger"
)

// Delta is the delta at which an epsilon is told beside a rho.
const Delta = 1e-6

// Account is what a ledger of charges adds up to.
type Account struct {
	bounds []Bound
	spent  map[string]map[int]*big.Rat // population -> year -> rho
	regime map[string]map[int]Regime
	drawn  map[string]paid
}

// Line is the account of one protection group and year.
type Line struct {
	Population string
	Year       int
	Regime     Regime
	Rho        *big.Rat
	Epsilon    float64 // at Delta, rounded up
}

// Replay adds up the ledger at path from its first line, checking the chain on
// the way: a line that was changed is an error (*ledger.Fault).
func Replay(path string, bounds []Bound) (*Account, error) { return replay(path, bounds, 0) }

// replay stops before the entry with number until; 0: never.
func replay(path string, bounds []Bound, until int64) (*Account, error) {
	open := map[int64]*Charge{} // intents that were not given up
	output := map[int64]string{}
	var order []int64
	for e, err := range ledger.Read(path) {
		if err != nil {
			return nil, fmt.Errorf("privacy ledger: %w", err)
		}
		if e.Kind != Kind {
			continue
		}
		switch e.Phase {
		case ledger.PhaseIntent:
			c, err := decode(e)
			if err != nil {
				return nil, fmt.Errorf("privacy ledger: entry %d: %w", e.Seq, err)
			}
			open[e.Seq] = c
			order = append(order, e.Seq)
		case ledger.PhaseNote:
			delete(open, e.Ref)
		case ledger.PhaseCommit:
			var d drawn
			if err := json.Unmarshal(e.Body, &d); err != nil {
				return nil, fmt.Errorf("privacy ledger: entry %d: %w", e.Seq, err)
			}
			output[e.Ref] = d.Output
		}
	}
	a := &Account{bounds: bounds, spent: map[string]map[int]*big.Rat{}, regime: map[string]map[int]Regime{}, drawn: map[string]paid{}}
	for _, seq := range order {
		if c := open[seq]; c != nil && (until == 0 || seq < until) {
			a.add(c, paid{seq, output[seq]})
		}
	}
	return a, nil
}

func (a *Account) add(c *Charge, p paid) {
	if _, ok := a.drawn[c.drawKey()]; ok && c.Regime == Noisy {
		return // two houses charged one draw
	}
	if a.spent[c.Population] == nil {
		a.spent[c.Population], a.regime[c.Population] = map[int]*big.Rat{}, map[int]Regime{}
	}
	rho, _ := c.rho() // decode checked it
	if old := a.spent[c.Population][c.Year]; old != nil {
		rho = new(big.Rat).Add(rho, old)
	}
	a.spent[c.Population][c.Year], a.regime[c.Population][c.Year] = rho, c.Regime
	a.drawn[c.drawKey()] = p
}

// Regime returns the regime of a group and year; empty where nothing was
// charged.
func (a *Account) Regime(population string, year int) Regime { return a.regime[population][year] }

// Knows reports whether a draw of a group was charged.
func (a *Account) Knows(population string, year int, draw string) bool {
	c := Charge{Population: population, Year: year, Regime: Noisy, Draw: draw}
	_, ok := a.drawn[c.drawKey()]
	return ok
}

// Lines returns the account of every protection group and year, sorted.
func (a *Account) Lines() ([]Line, error) {
	var out []Line
	for p, years := range a.spent {
		for y, rho := range years {
			e, err := formal.Epsilon(rho, Delta)
			if err != nil {
				return nil, err
			}
			out = append(out, Line{p, y, a.regime[p][y], rho, e})
		}
	}
	slices.SortFunc(out, func(x, y Line) int {
		if c := strings.Compare(x.Population, y.Population); c != 0 {
			return c
		}
		return x.Year - y.Year
	})
	return out, nil
}

// Lifetime returns the rho of the person who is in the dearest years of every
// population, as often as the bounds allow: no person has more at stake.
// Persons in other groups of the same year are others, so that theirs does not
// add.
func (a *Account) Lifetime() *big.Rat {
	sum := new(big.Rat)
	for p, years := range a.spent {
		var all []*big.Rat
		for _, rho := range years {
			all = append(all, rho)
		}
		slices.SortFunc(all, func(x, y *big.Rat) int { return y.Cmp(x) })
		for _, rho := range all[:min(len(all), times(a.bounds, p, len(all)))] {
			sum.Add(sum, rho)
		}
	}
	return sum
}

// LifetimeLine is Lifetime with its epsilon.
func (a *Account) LifetimeLine() (Line, error) {
	rho := a.Lifetime()
	e, err := formal.Epsilon(rho, Delta)
	return Line{Regime: Noisy, Rho: rho, Epsilon: e}, err
}

// Refusal is a release that may not be made.
type Refusal struct {
	Population string
	Year       int
	// Rule is "regime", "year" or "lifetime".
	Rule string
	// Would is what would be spent, Cap what may be; nil for "regime".
	Would, Cap *big.Rat
	Has        Regime // for "regime": the one that the group has
}

func (r *Refusal) Error() string { return r.In("en") }

// In gives the refusal in "nl" or "en", with the next step.
func (r *Refusal) In(lang string) string {
	where := fmt.Sprintf("%s/%d", r.Population, r.Year)
	if lang == "nl" {
		switch r.Rule {
		case "regime":
			return fmt.Sprintf("het privacybudget weigert %s: over deze personen is al %s gepubliceerd, en cijfers van twee soorten naast elkaar heffen de bescherming op. Volgende stap: leid het cijfer af uit wat er al is", where, dutch[r.Has])
		case "year":
			return fmt.Sprintf("het privacybudget weigert %s: voor dit cohort zou rho %s worden, toegestaan is %s. Volgende stap: leid de tabel af uit eerdere metingen, of onderdruk op andere personen", where, r.Would.RatString(), r.Cap.RatString())
		}
		return fmt.Sprintf("het privacybudget weigert %s: voor één persoon zou rho over alle jaren %s worden, toegestaan is %s. Volgende stap: verlaag rho, of tel elke persoon in minder jaren", where, r.Would.RatString(), r.Cap.RatString())
	}
	switch r.Rule {
	case "regime":
		return fmt.Sprintf("the privacy budget refuses %s: %s figures about these persons are published, and figures of two kinds side by side undo the protection. Next: derive the figure from what is there", where, r.Has)
	case "year":
		return fmt.Sprintf("the privacy budget refuses %s: rho of this cohort would be %s, the cap is %s. Next: derive the table from earlier measurements, or suppress on other persons", where, r.Would.RatString(), r.Cap.RatString())
	}
	return fmt.Sprintf("the privacy budget refuses %s: rho of one person over all years would be %s, the cap is %s. Next: lower rho, or count each person in fewer years", where, r.Would.RatString(), r.Cap.RatString())
}

var dutch = map[Regime]string{Exact: "exact", Noisy: "met ruis", Rounded: "afgerond"}

// refuse returns a *Refusal if the account with more charges of one group breaks
// a rule.
func (a *Account) refuse(charges []*Charge, caps Caps) error {
	if len(charges) == 0 {
		return nil
	}
	c, with := charges[0], a
	if has := a.regime[c.Population][c.Year]; has != "" && has != c.Regime {
		return &Refusal{Population: c.Population, Year: c.Year, Rule: "regime", Has: has}
	}
	for _, c := range charges {
		with = with.with(c)
	}
	if would := with.spent[c.Population][c.Year]; would.Cmp(caps.Year) > 0 {
		return &Refusal{c.Population, c.Year, "year", would, caps.Year, ""}
	}
	if would := with.Lifetime(); would.Cmp(caps.Lifetime) > 0 {
		return &Refusal{c.Population, c.Year, "lifetime", would, caps.Lifetime, ""}
	}
	return nil
}

// with returns a copy of the account with one more charge.
func (a *Account) with(c *Charge) *Account {
	b := &Account{bounds: a.bounds, spent: map[string]map[int]*big.Rat{}, regime: map[string]map[int]Regime{}, drawn: map[string]paid{}}
	for p, years := range a.spent {
		b.spent[p], b.regime[p] = map[int]*big.Rat{}, map[int]Regime{}
		for y, rho := range years {
			b.spent[p][y], b.regime[p][y] = rho, a.regime[p][y]
		}
	}
	maps.Copy(b.drawn, a.drawn)
	b.add(c, paid{})
	return b
}
