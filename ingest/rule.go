package ingest

import (
	"slices"

	"doorstroommonitor/sdmx"
)

// Severity of a rule.
const (
	SeverityStop    = "stop"    // the whole run ends; nothing is kept
	SeverityReject  = "reject"  // the row goes to the quarantine
	SeverityWarning = "warning" // the row is kept and counted
)

// Rule is one check: what is wrong when it fails, and how to mend it.
type Rule struct {
	ID       string // stage letter, hyphen, name
	Severity string
	Text     sdmx.Text
	Mend     sdmx.Text
}

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
