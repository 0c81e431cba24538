package ingest

import (
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/spec"
)

// Rule is one check. Its texts, and which of the severities that it may have
// it has, are in the specification.
type Rule struct {
	ID  string   // stage letter, hyphen, name
	May []string // severities
}

func stops(id string) *Rule { return &Rule{id, []string{spec.SeverityStop}} }

func rejects(id string) *Rule { return &Rule{id, []string{spec.SeverityReject, spec.SeverityStop}} }

// Rules returns every rule of every stage in the order in which they are
// checked.
func Rules() []Rule {
	all := rules()
	out := make([]Rule, len(all))
	for i, r := range all {
		out[i] = *r
	}
	return out
}

func rules() []*Rule {
	return slices.Concat(formatRules, codeRules, dateRules, keyRules, crossRules)
}

// ruleIndex numbers the rules, so that counting is adding to an array.
func ruleIndex() map[*Rule]int {
	m := map[*Rule]int{}
	for i, r := range rules() {
		m[r] = i
	}
	return m
}

// guidance is what the specification says of each rule.
type guidance map[*Rule]spec.ScreeningRule

// newGuidance finds all rules in the specification.
func newGuidance(s *spec.Screening) (guidance, error) {
	g := guidance{}
	for _, r := range rules() {
		x, ok := s.RuleByID(r.ID)
		if !ok {
			return nil, fmt.Errorf("the specification has no screening rule %q; add it to the rules of screening", r.ID)
		}
		if !slices.Contains(r.May, x.Severity) {
			return nil, fmt.Errorf("screening rule %q: severity %q is not possible for this check; possible: %s", r.ID, x.Severity, strings.Join(r.May, ", "))
		}
		g[r] = x
	}
	for _, x := range s.Rules {
		if !slices.ContainsFunc(rules(), func(r *Rule) bool { return r.ID == x.ID }) {
			return nil, fmt.Errorf("screening rule %q: there is no such check", x.ID)
		}
	}
	return g, nil
}
