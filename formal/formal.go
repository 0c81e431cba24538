// Package formal is the arithmetic of formal privacy: zero-concentrated
// differential privacy (Bun & Steinke 2016) by discrete Gaussian noise on the
// tables of a protection group.
//
// What belongs here: the budget and what it buys, in exact fractions; what a
// budget means, as (epsilon, delta) and as the advantage of an attacker; the
// one step that adds noise to counts. What does not: the sampler (noise), who
// spent how much (budget), and whatever is computed from noisy figures
// (estimate), which costs nothing.
package formal

import (
	"math/big"
)

// Neighbours is the pair of worlds that the guarantee makes hard to tell
// apart.
type Neighbours string

// Neighbour relations.
const (
	// AddRemove: one record is there, or it is not. How many records there are
	// is protected as well.
	AddRemove Neighbours = "one record more or less"
	// Replace: one record says something else. Totals may be known exactly.
	Replace Neighbours = "one record changed"
)

// moved is in how many cells of a table neighbours differ, by 1 each.
func (n Neighbours) moved() (int, error) {
	switch n {
	case AddRemove:
		return 1, nil
	case Replace:
		return 2, nil
	}
	return 0, texts.Errorf("formal privacy: neighbour relation %q is not known; use %q or %q", n, AddRemove, Replace)
}

// Design says how the budget of one protection group and year is spent.
type Design struct {
	// Rho is the budget in the sense of zero-concentrated differential privacy.
	Rho *big.Rat
	// Neighbours is the relation of the guarantee.
	Neighbours Neighbours
	// Tables are measured: each record is in at most one cell of each.
	Tables []Table
}

// Table is one measured table and its share of the budget.
type Table struct {
	ID     string
	Weight *big.Rat
}

// Check finds what is wrong with a design: weights that are not positive or do
// not add up to 1, a table named twice, no budget.
func (d *Design) Check() error {
	if d.Rho == nil || d.Rho.Sign() <= 0 {
		return texts.Errorf("formal privacy: rho is %v; it has to be a positive fraction", d.Rho)
	}
	if _, err := d.Neighbours.moved(); err != nil {
		return err
	}
	sum, seen := new(big.Rat), map[string]bool{}
	for _, t := range d.Tables {
		if t.ID == "" || seen[t.ID] {
			return texts.Errorf("formal privacy: table %q has no name or is measured twice; draw it once, with the weight of both", t.ID)
		}
		seen[t.ID] = true
		if t.Weight == nil || t.Weight.Sign() <= 0 {
			return texts.Errorf("formal privacy: table %s: weight %v is not positive", t.ID, t.Weight)
		}
		sum.Add(sum, t.Weight)
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		return texts.Errorf("formal privacy: the weights add up to %s, not to 1", sum.RatString())
	}
	return nil
}

// Variance returns the variance parameter of each table, in their order:
//
//	σ² = 1/(2·ρ·w), and twice that for Replace
//
// so that Σ Δ²/(2σ²) = ρ, with Δ² the squared distance of neighbours in a
// table: 1, or 2 for Replace.
func (d *Design) Variance() ([]*big.Rat, error) {
	if err := d.Check(); err != nil {
		return nil, err
	}
	moved, err := d.Neighbours.moved()
	if err != nil {
		return nil, err
	}
	out := make([]*big.Rat, len(d.Tables))
	for i, t := range d.Tables {
		v := new(big.Rat).Mul(d.Rho, t.Weight)
		v.Mul(v, big.NewRat(2, int64(moved)))
		out[i] = v.Inv(v)
	}
	return out, nil
}

// Weights returns the weights in the order of the tables.
func (d *Design) Weights() []*big.Rat {
	out := make([]*big.Rat, len(d.Tables))
	for i, t := range d.Tables {
		out[i] = t.Weight
	}
	return out
}
