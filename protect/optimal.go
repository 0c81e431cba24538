package protect

import (
	"errors"
	"fmt"

	"doorstroommonitor/internal/lp"
	"doorstroommonitor/sdc"
)

// Optimal finds the cheapest pattern there is: the yardstick for methods, on
// small tables. It solves the model of Fischetti and Salazar (2000, 2001)
//
//	min Σ w_i·y_i,   y_i in {0, 1}: cell i is hidden
//
// such that for every cell p to protect the attacker's programs
//
//	max and min z_p,   Mz = 0,   -LB_i·y_i <= z_i <= UB_i·y_i
//
// leave max z_p - min z_p >= the sliding protection level of p. Here z is how
// far a table that the attacker thinks possible lies from the true one a, M
// has a row for each sum, LB_i = a_i minus the least that the rule lets a
// hidden cell be (0 for one that no table shows), and UB_i is unbounded. The
// conditions become cuts on y one by one, as a solution of those before
// breaks them.
//
// To protect are the sensitive cells, in any table or in none, and the cells
// that an earlier release has hidden (with a level of 1). Fixed cells stay
// shown, also where they are sensitive. Other hidden cells are not protected
// themselves: an optimal pattern has none that is of no use, but the gate may
// still ask for more.
type Optimal struct {
	// Binaries and Solver. Required.
	Binaries lp.Binaries
	Solver   lp.Solver
	// Exact asks only that linear algebra leaves a cell to protect more than
	// one value (LB and UB unbounded, a level above 0); else the width of the
	// rule must remain, in whole persons.
	Exact bool
	// Weights are what hiding each cell costs, at least 1, together at most
	// 2^24. Defaults to 1 each.
	Weights []int64
	// MaxCells is the size of problem that is tried. Defaults to 400.
	MaxCells int
	// MaxRounds limits the integer programs that are solved. Defaults to 200.
	MaxRounds int
	// MaxNodes limits the search tree of each. Defaults to 20,000.
	MaxNodes int
}

const (
	defaultCells  = 400
	defaultRounds = 200
	defaultNodes  = 20_000
)

// ErrBeyondOptimal says that the problem is too large, or was not solved
// within the limits. It says nothing about the problem's protection.
var ErrBeyondOptimal = errors.New("optimal suppression: beyond the limits")

// Solve returns a pattern of least cost. Its protection is proven by exact
// arithmetic: two fractional tables for every width, elimination over the
// rationals where Exact is set. So is every cut; that no cheaper choice
// satisfies the cuts is the word of Binaries. An error means that the problem
// is beyond the limits (ErrBeyondOptimal), that some cell cannot be protected
// by any pattern, or that a solver contradicted itself.
func (o Optimal) Solve(p *sdc.Problem, rule sdc.Rule) (sdc.Pattern, error) {
	if o.Binaries == nil || o.Solver == nil {
		return nil, errors.New("optimal suppression: built without solvers; next: build with the tag clp")
	}
	m, err := o.model(p, rule)
	if err != nil {
		return nil, err
	}
	everything := m.pattern(func(int32) bool { return true })
	a, err := m.attack(o.Solver, everything)
	if err != nil {
		return nil, err
	}
	if len(a.broken) > 0 {
		return nil, fmt.Errorf("optimal suppression: cell %d of %s cannot be protected, whatever is hidden", a.broken[0], p.Group)
	}
	return o.search(m, newCutPool(m))
}

// search solves the cuts found so far, attacks what comes out, and takes the
// attacker's reasons as further cuts, until the cheapest choice is safe or as
// dear as a pattern known to be safe.
func (o Optimal) search(m *optimalModel, pool *cutPool) (sdc.Pattern, error) {
	best, err := o.repair(m, pool, m.pattern(func(int32) bool { return false }))
	if err != nil {
		return nil, err
	}
	least := int64(0)
	if m.cost(best) == least {
		return m.verified(best)
	}
	for range orElse(o.MaxRounds, defaultRounds) {
		y, optimal, err := o.Binaries.Minimise(pool.problem(), lp.Limits{Nodes: orElse(o.MaxNodes, defaultNodes)})
		if err != nil && !errors.Is(err, lp.ErrLimit) {
			return nil, fmt.Errorf("optimal suppression of %s, %w", m.p.Group, err)
		}
		if !optimal {
			break
		}
		chosen := m.chosen(y)
		if least = m.cost(chosen); least > m.cost(best) {
			return nil, fmt.Errorf("optimal suppression of %s: the solver calls a cost of %d the least, but a safe pattern costs %d", m.p.Group, least, m.cost(best))
		}
		safe, err := o.repair(m, pool, chosen)
		if err != nil {
			return nil, err
		}
		if m.cost(safe) < m.cost(best) {
			best = safe
		}
		if m.cost(best) == least {
			return m.verified(best)
		}
	}
	return nil, fmt.Errorf("%w: the least cost for %s lies between %d and %d; next: allow more nodes or rounds, or take a smaller table", ErrBeyondOptimal, m.p.Group, least, m.cost(best))
}

// repair hides more, cheaply, until no cut is missed and an attack finds
// nothing; every reason found on the way is a cut.
func (o Optimal) repair(m *optimalModel, pool *cutPool, hidden sdc.Pattern) (sdc.Pattern, error) {
	for {
		hidden = pool.satisfy(hidden)
		a, err := m.attack(o.Solver, hidden)
		if err != nil {
			return nil, err
		}
		added := 0
		for _, c := range a.cuts {
			if pool.add(c) {
				added++
			}
		}
		if len(a.broken) == 0 {
			return hidden, nil
		}
		if added == 0 {
			return nil, fmt.Errorf("optimal suppression of %s: cell %d is not proven safe, and nothing says why", m.p.Group, a.broken[0])
		}
	}
}

func orElse(n, other int) int {
	if n == 0 {
		return other
	}
	return n
}
