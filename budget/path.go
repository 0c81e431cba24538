package budget

import (
	"slices"
	"strings"

	"doorstroommonitor/spec"
)

// Bound says in how many cohort years of a population one person can be. Times
// 0 means every year.
type Bound struct {
	Population string
	Times      int
	// Why says where the bound comes from: "specification", "diplomas" or "every
	// year".
	Why string
}

// levelField is the field of a record that tells diplomas of one person apart.
const levelField = "niveau"

// Bounds derives the longest path of one person through the cubes from the
// specification alone:
//
//   - A population of diplomas that names levels counts a person once per level
//     at most, so that HAVO and VWO make two. That a person has one diploma of
//     a level is a rule that counting has to assert (Exceeds), not a fact.
//   - Every other population, and one to which others are added (also), can hold
//     a person every year.
//   - Where a population itself says how many years (publish), that counts:
//     people do take two diplomas of a level.
//
// Populations add up: who takes a havo diploma in one year may take an mbo
// diploma in another, and no specification says that nobody does. All cubes,
// horizons and revisions of a population and year share one budget already.
// The result is an upper bound, sorted by population.
func Bounds(s *spec.Specification) []Bound {
	var out []Bound
	for id, p := range s.Populations {
		b := Bound{Population: id, Why: "every year"}
		if levels := p.Where[levelField]; p.Kind == "DIPLOMA" && len(levels) > 0 && p.Also == nil {
			b.Times, b.Why = len(levels), "diplomas"
		}
		if p.Publish != nil && p.Publish.Years > 0 {
			b.Times, b.Why = p.Publish.Years, "specification"
		}
		out = append(out, b)
	}
	slices.SortFunc(out, func(a, b Bound) int { return strings.Compare(a.Population, b.Population) })
	return out
}

// times is the bound of a population, at most years. A population without a
// bound is in every year.
func times(bounds []Bound, population string, years int) int {
	for _, b := range bounds {
		if b.Population == population && b.Times > 0 {
			return min(b.Times, years)
		}
	}
	return years
}

// Longest returns in how many protection groups and years one person can be
// when every population is published for so many years.
func Longest(bounds []Bound, years int) int {
	sum := 0
	for _, b := range bounds {
		sum += times(bounds, b.Population, years)
	}
	return sum
}

// Exceeds returns the populations in which some person is in more cohort years
// than the bound says, given for each the most years of one person, as counted
// behind the gate. Such a population is not released before the surplus is
// taken out: the guarantee would not hold for that person.
func Exceeds(bounds []Bound, most map[string]int) []string {
	var out []string
	for _, b := range bounds {
		if b.Times > 0 && most[b.Population] > b.Times {
			out = append(out, b.Population)
		}
	}
	return out
}
