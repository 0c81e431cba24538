package deliver

import (
	"errors"
	"maps"
	"slices"
	"time"
)

// Coverage is what all agreements of one recipient that are in force cover
// together. It decides before protection what is made for that recipient.
type Coverage struct {
	Recipient  string
	Agreements []*Agreement // in the order given
}

// Resolve returns the coverage per recipient id on the day of now, and a
// refusal for every agreement that covers nothing on that day. Agreements on
// own data cover no protected figure: no release is made for them.
func Resolve(agreements []*Agreement, now time.Time) (map[string]Coverage, []*Refusal) {
	out := map[string]Coverage{}
	var refused []*Refusal
	for _, a := range agreements {
		var r *Refusal
		if err := a.usable(now); errors.As(err, &r) {
			refused = append(refused, r)
			continue
		}
		if a.OwnData {
			continue // see Insiders
		}
		c := out[a.Recipient.ID]
		c.Recipient = a.Recipient.ID
		c.Agreements = append(c.Agreements, a)
		out[a.Recipient.ID] = c
	}
	return out, refused
}

// usable checks the clauses that hold for every delivery alike.
func (a *Agreement) usable(now time.Time) error {
	if err := a.ValidOn(now); err != nil {
		return err
	}
	if a.OwnData && a.StatutoryBasis == "" {
		return a.refuse(ClauseOwnData, ownDataWithoutLaw())
	}
	return nil
}

// Covers reports whether some agreement covers the table and cohort, see
// Agreement.Covers, and cites the exceptions that the table needs.
func (c Coverage) Covers(cube, table string, cohort int, exceptions ...string) bool {
	return slices.ContainsFunc(c.Agreements, func(a *Agreement) bool {
		return a.Covers(cube, table, cohort) && a.uncited(exceptions) == ""
	})
}

// Cubes returns the ids of the cubes of which something is covered,
// ascending.
func (c Coverage) Cubes() []string {
	set := map[string]bool{}
	for _, a := range c.Agreements {
		for _, g := range a.Cubes {
			set[g.Cube] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
