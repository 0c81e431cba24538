// Package budget keeps the books of formal privacy on a ledger: what each
// protection group and year has spent, and what the person with the longest
// way through the education system has at stake.
//
// What belongs here: charges, caps, and the refusal of what exceeds them or
// would put exact and noisy figures about the same persons side by side. What
// does not: noise and counts. A ledger of charges holds nothing about anybody
// and may be published.
package budget

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"

	"doorstroommonitor/formal"
	"doorstroommonitor/ledger"
	"doorstroommonitor/sdmx"
)

// Kind is the kind of ledger entries that are charges.
const Kind = "privacy"

// Regime says how a protection group and year is published: one or the other,
// for all agreements, for ever. An exact figure beside a noisy one takes the
// noise off.
type Regime string

// Regimes.
const (
	Exact Regime = "exact"
	Noisy Regime = "noisy"
	// Rounded is that of perturbed figures: no charge has it, and noise about
	// the same persons is refused as beside exact ones.
	Rounded Regime = "rounded"
)

// Charge is one release about one protection group and year.
type Charge struct {
	Release    string `json:"release"`
	Cube       string `json:"cube"`
	Population string `json:"population"`
	Year       int    `json:"year"`
	Regime     Regime `json:"regime"`
	// Rho is the budget of this draw as a fraction, "1/2"; "0" where exact.
	Rho        string            `json:"rho"`
	Neighbours formal.Neighbours `json:"neighbours,omitempty"`
	Tables     []Table           `json:"tables,omitempty"`
	// Mechanism names the sampler and its version.
	Mechanism string `json:"mechanism,omitempty"`
	// Draw identifies the draw (noise.Key.Identity): the same data and
	// parameters give the same noise, and are charged once.
	Draw string `json:"draw,omitempty"`
	// Specification and Domain are digests: of the specification and the list
	// of cells. Neither is of counts.
	Specification string `json:"specification"`
	Domain        string `json:"domain"`
	Approver      string `json:"approver"`
	// Elsewhere lists figures that others publish exactly about the same
	// persons; the guarantee does not cover them.
	Elsewhere []sdmx.Words `json:"elsewhere,omitempty"`
}

// Table is one measured table with its share of the budget.
type Table struct {
	ID     string `json:"id"`
	Weight string `json:"weight"`
}

// rho returns the budget of a charge, and checks its form.
func (c *Charge) rho() (*big.Rat, error) {
	r, ok := new(big.Rat).SetString(c.Rho)
	switch {
	case !ok || r.RatString() != c.Rho:
		return nil, fmt.Errorf("rho %q is not a fraction in lowest terms", c.Rho)
	case c.Release == "" || c.Population == "" || c.Year == 0 || c.Specification == "" || c.Approver == "":
		return nil, errors.New("release, population, year, specification and approver are required")
	case c.Regime == Exact && r.Sign() == 0 && c.Draw == "":
		return r, nil
	case c.Regime != Noisy:
		return nil, fmt.Errorf("regime %q with rho %s; exact releases have rho 0 and no draw", c.Regime, c.Rho)
	case r.Sign() <= 0 || c.Draw == "":
		return nil, fmt.Errorf("a noisy release needs a positive rho and the identity of its draw; rho is %s", c.Rho)
	}
	d := formal.Design{Rho: r, Neighbours: c.Neighbours}
	for _, t := range c.Tables {
		w, ok := new(big.Rat).SetString(t.Weight)
		if !ok {
			return nil, fmt.Errorf("weight %q of table %s is not a fraction", t.Weight, t.ID)
		}
		d.Tables = append(d.Tables, formal.Table{ID: t.ID, Weight: w})
	}
	return r, d.Check()
}

// Caps bound what may be spent, in rho.
type Caps struct {
	// Year is for one protection group and year, Lifetime for one person.
	Year, Lifetime *big.Rat
}

// Book is the ledger of charges of one house.
type Book struct {
	ledger *ledger.Ledger
	path   string
	caps   Caps
	bounds []Bound
}

// Open opens the book in the ledger at path, which has to be open as l. Bounds
// say how often one person can be in each population.
func Open(l *ledger.Ledger, path string, caps Caps, bounds []Bound) (*Book, error) {
	if caps.Year == nil || caps.Lifetime == nil || caps.Year.Sign() <= 0 || caps.Lifetime.Cmp(caps.Year) < 0 {
		return nil, errors.New("privacy ledger: caps for a year and a lifetime are required, and the second is not below the first")
	}
	if _, err := Replay(path, bounds); err != nil {
		return nil, err
	}
	return &Book{l, path, caps, bounds}, nil
}

// Draw charges the draws of one group, one a table, carries them out and
// returns the receipt of what publish makes of them and of public things alone.
// A draw that was charged before is carried out again and costs nothing; that it
// gave the same noisy counts is checked. A *Refusal says which cap or rule stands
// in the way of all together; nothing is charged or drawn then.
//
// The intents are written first and everything before them in the chain, whether
// carried out or not, counts as spent: two houses at work at once, or one that
// died half-way, cannot spend the same budget twice.
func (b *Book) Draw(charges []Charge, draw func(i int) (*formal.Measurements, error), publish func([]*formal.Measurements) ([]*sdmx.Dataset, error)) (*Receipt, error) {
	for i := range charges {
		if c := &charges[i]; c.Regime != Noisy || c.group() != charges[0].group() {
			return nil, fmt.Errorf("privacy ledger: %s: a draw of regime %q is not one of the noisy draws of %s", c.group(), c.Regime, charges[0].group())
		}
	}
	paid, err := b.charge(charges)
	if err != nil {
		return nil, err
	}
	all := make([]*formal.Measurements, len(charges))
	for i := range charges {
		if all[i], err = draw(i); err != nil {
			return nil, err // what was charged stays spent
		}
		if err := b.keep(&charges[i], paid[i], all[i]); err != nil {
			return nil, err
		}
	}
	datasets, err := publish(all)
	if err != nil {
		return nil, err
	}
	return newReceipt(charges, paid, b.caps, all, datasets)
}

// keep closes a charge with the digest of the noisy counts, or compares it with
// what the draw gave before.
func (b *Book) keep(c *Charge, p paid, m *formal.Measurements) error {
	if m.Draw != c.Draw || m.Population != c.Population || m.Year != c.Year || len(m.Tables) != len(c.Tables) {
		return fmt.Errorf("privacy ledger: entry %d: what was drawn is not what was charged", p.entry)
	}
	switch output := m.Digest(); {
	case p.output == "":
		return b.ledger.Commit(p.entry, drawn{output})
	case p.output != output:
		return fmt.Errorf("privacy ledger: entry %d: this draw gave other noisy counts before; next: carry it out with the program of then, or restore the noise key", p.entry)
	}
	return nil
}

// Exact records that a group and year are published exactly, by which noise is
// ruled out.
func (b *Book) Exact(c Charge) error {
	if c.Regime != Exact {
		return fmt.Errorf("privacy ledger: %s/%d: regime %q is not exact", c.Population, c.Year, c.Regime)
	}
	p, err := b.charge([]Charge{c})
	if err != nil {
		return err
	}
	return b.ledger.Commit(p[0].entry, struct{}{})
}

// drawn is the body of the entry that closes a charge.
type drawn struct {
	Output string `json:"output"`
}

// paid is a draw that was charged, with the digest of what it gave, if it was
// carried out.
type paid struct {
	entry  int64
	output string
}

// charge writes an intent for each charge that has none.
func (b *Book) charge(charges []Charge) ([]paid, error) {
	for i := range charges {
		if _, err := charges[i].rho(); err != nil {
			return nil, fmt.Errorf("privacy ledger: %s: %w", charges[i].group(), err)
		}
	}
	before, err := Replay(b.path, b.bounds)
	if err != nil {
		return nil, err
	}
	out := make([]paid, len(charges))
	var fresh []int
	for i := range charges {
		p, ok := before.drawn[charges[i].drawKey()]
		if out[i] = p; !ok || charges[i].Regime == Exact {
			fresh = append(fresh, i)
		}
	}
	var news []*Charge
	for _, i := range fresh {
		news = append(news, &charges[i])
	}
	if err := before.refuse(news, b.caps); err != nil {
		return nil, err // not even an attempt
	}
	for _, i := range fresh {
		if out[i].entry, err = b.intend(&charges[i]); err != nil {
			return nil, err
		}
		out[i].output = ""
	}
	return out, nil
}

// intend writes one intent and looks once more at what stands before it.
func (b *Book) intend(c *Charge) (entry int64, err error) {
	ref, err := b.ledger.Intent(Kind, c)
	if err != nil {
		return 0, err
	}
	account, err := replay(b.path, b.bounds, ref)
	if err != nil {
		return 0, err
	}
	if err := account.refuse([]*Charge{c}, b.caps); err != nil {
		return 0, errors.Join(err, b.ledger.GiveUp(ref, map[string]bool{"refused": true}))
	}
	return ref, nil
}

// group names the protection group.
func (c *Charge) group() string { return fmt.Sprintf("%s/%d", c.Population, c.Year) }

func (c *Charge) drawKey() string {
	if c.Regime == Exact {
		return ""
	}
	return c.group() + " " + c.Draw
}

func decode(e ledger.Entry) (*Charge, error) {
	var c Charge
	if err := json.Unmarshal(e.Body, &c); err != nil {
		return nil, err
	}
	_, err := c.rho()
	return &c, err
}
