// Package attack tries to learn about pupils from what scenarios publish: by
// sums, by averaging, by differences, by likelihood. It finds the holes in weak
// scenarios and measures how far strong ones come short of none.
//
// What belongs here: attackers who hold a release, the rule and what everybody
// knows, and the score of their guesses against the truth. What does not:
// methods (protect, scenario), and the judge of a real release (audit), on
// which the attacks by sums rest. Scores are about true counts: on real data
// they are for the data owner alone.
package attack

import "math"

// Rate is how often an attack was right.
type Rate struct {
	Right, Tries int
}

// Percent returns 100·Right/Tries; 0 of nothing.
func (r Rate) Percent() float64 {
	if r.Tries == 0 {
		return 0
	}
	return 100 * float64(r.Right) / float64(r.Tries)
}

func (r *Rate) add(right bool) {
	r.Tries++
	if right {
		r.Right++
	}
}

// slack is how far a measured rate of so many tries may be above its chance:
// three standard errors.
func slack(p float64, tries int) float64 { return 3 * math.Sqrt(p*(1-p)/float64(tries)) }
