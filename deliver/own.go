package deliver

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"doorstroommonitor/internal/version"
	"doorstroommonitor/release"
)

// Own says whose rows are a recipient's own, by codes of the public register:
// those of the institutions, and of all institutions that the boards govern.
type Own struct {
	Institutions []string `yaml:"institutions,omitempty"`
	Boards       []string `yaml:"boards,omitempty"`
}

// own checks the regime of own data: it is one of its own, so that an agreement
// is about own data or about protected figures.
func (c *checker) own(a *Agreement) {
	if !a.OwnData {
		if a.Own != nil {
			c.fail("A08", texts.Say("own_data is false; next: set it to true and cite the law under statutory_basis, or leave this out"), "own")
		}
		if a.StatutoryBasis != "" {
			c.fail("A08", texts.Say("own_data is false; next: set it to true and name the codes under own, or leave this out"), "statutory_basis")
		}
		return
	}
	if a.StatutoryBasis != "" {
		c.words(a.StatutoryBasis, "statutory_basis")
	}
	if a.Own == nil || len(a.Own.Institutions)+len(a.Own.Boards) == 0 {
		c.fail("A08", texts.Say("nobody's rows are named; next: name codes of the register under own: institutions or boards"), "own_data")
		return
	}
	c.codes(a.Own.Institutions, "institutions")
	c.codes(a.Own.Boards, "boards")
	itself := func(code string) bool { return strings.EqualFold(code, a.Recipient.ID) }
	if !slices.ContainsFunc(slices.Concat(a.Own.Institutions, a.Own.Boards), itself) {
		c.fail("A08", texts.Say("%q is no code under own; next: own data go to the institution or board itself, so write its code here", a.Recipient.ID), "recipient", "id")
	}
	if a.Scenario != ScenarioNone {
		c.fail("A08", texts.Say("own data are not protected; next: write scenario: %s, and put protected figures in another agreement", ScenarioNone), "scenario")
	}
	for i, g := range a.Cubes {
		if g.Scenario != "" {
			c.fail("A08", texts.Say("own data are not protected; next: leave the scenario of this cube out"), "cubes", fmt.Sprint(i), "scenario")
		}
	}
}

func (c *checker) codes(list []string, key string) {
	for i, code := range list {
		at := []string{"own", key, fmt.Sprint(i)}
		c.name(code, at...)
		if slices.Contains(list[:i], code) {
			c.fail("A08", texts.Say("%q is named twice; next: name each code once", code), at...)
		}
	}
}

// Insiders lists the recipients with an agreement on own data in force on the
// day of now, ascending, each with the codes of all its agreements together:
// all others' figures are to be guarded against these. An agreement that is
// refused (see Resolve) makes nobody an insider.
func Insiders(agreements []*Agreement, now time.Time) []release.OwnData {
	var out []release.OwnData
	for _, a := range agreements {
		if a.OwnData && a.Own != nil && a.usable(now) == nil {
			out = append(out, release.OwnData{Recipient: a.Recipient.ID, Institutions: a.Own.Institutions, Boards: a.Own.Boards})
		}
	}
	return Together(out)
}

// Together joins what is listed of the same recipient more than once.
func Together(list []release.OwnData) []release.OwnData {
	of := map[string]release.OwnData{}
	for _, o := range list {
		sum := of[o.Recipient]
		of[o.Recipient] = release.OwnData{Recipient: o.Recipient, Institutions: union(sum.Institutions, o.Institutions), Boards: union(sum.Boards, o.Boards)}
	}
	return slices.SortedFunc(maps.Values(of), func(a, b release.OwnData) int { return cmp.Compare(a.Recipient, b.Recipient) })
}

func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// AllowsOwn returns a *Refusal where the agreement does not carry a provision
// of own data on the day of now by that version of the specification.
func (a *Agreement) AllowsOwn(specification string, now time.Time) error {
	if err := a.usable(now); err != nil {
		return err
	}
	if !a.OwnData || a.Own == nil {
		return a.refuse(ClauseOwnData, notAboutOwnData())
	}
	if !version.In(specification, a.Specification) {
		return a.refuse(ClauseSpecification, otherSpecification(specification, a.Specification))
	}
	return nil
}

// AllowsDelivery returns a *Refusal where the agreement carries no delivery of
// a release on the day of now.
func (a *Agreement) AllowsDelivery(now time.Time) error {
	if err := a.usable(now); err != nil {
		return err
	}
	if a.OwnData {
		return a.refuse(ClauseOwnData, aboutOwnData())
	}
	return nil
}

// AllowsRequest returns a *Refusal where a request goes beyond the agreement.
func (a *Agreement) AllowsRequest(w Request) error { return a.allowsRequest(w) }

// Scattered refuses own data of institutions that no one board governs.
func (a *Agreement) Scattered() *Refusal { return a.refuse(ClauseOwnData, notOfOneBoard()) }

// Unknown refuses own data of a code that the public register does not have.
func (a *Agreement) Unknown(code string) *Refusal {
	return a.refuse(ClauseOwnData, notInRegister(code))
}

// Unguarded refuses own data where a release was not guarded against the
// recipient, and nil where it was: by an entry of its own with all codes.
func (a *Agreement) Unguarded(m *release.Manifest, g *release.Group) *Refusal {
	for _, o := range g.OwnData {
		if o.Recipient == a.Recipient.ID && within(a.Own.Institutions, o.Institutions) && within(a.Own.Boards, o.Boards) {
			return nil
		}
	}
	return a.refuse(ClauseOwnData, notGuarded(m.ID, g.Population, g.Cohort))
}

func within(some, all []string) bool {
	return !slices.ContainsFunc(some, func(s string) bool { return !slices.Contains(all, s) })
}

// NoOwnRows refuses a provision that would hold nothing.
func (a *Agreement) NoOwnRows() *Refusal { return a.refuse(ClauseCubes, noOwnRows()) }

// HeldBack refuses own data of a cohort that was withheld from everybody.
func (a *Agreement) HeldBack(population string, cohort int) *Refusal {
	return a.refuse(ClauseCubes, heldBack(population, cohort))
}

// NotSealed refuses own data of what no release of the round holds.
func (a *Agreement) NotSealed(what string) *Refusal {
	return a.refuse(ClauseCubes, notInRelease(what))
}
