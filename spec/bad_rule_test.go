package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

// TestBadRules changes one thing of a rule at a time, as TestBadSpecifications
// does.
func TestBadRules(t *testing.T) {
	const flow, rule = "flow.yaml", "zeros: published"
	for _, c := range []fault{
		{"a category of a dimension that is missing", flow, rule, rule + ", categories: [{dimension: nxt, codes: [GONE], threshold: 10, width: 10}]", "rule: {threshold", `rule: category: dimension "nxt" does not exist; known: next, school`},
		{"a category of a code that is missing", flow, rule, rule + ", categories: [{dimension: next, codes: [LOST], threshold: 10, width: 10}]", "rule: {threshold", `rule: category of next: code "LOST" does not exist; known: THERE, SAME, MOVED, GONE`},
		{"a category without codes", flow, rule, rule + ", categories: [{dimension: next, codes: [], threshold: 10, width: 10}]", "rule: {threshold", "rule: category of next: names no code"},
		{"a category that protects nobody", flow, rule, rule + ", categories: [{dimension: next, codes: [GONE], threshold: 0, width: 10}]", "rule: {threshold", "rule: category of next: threshold must be at least 2 and width at least 1"},
		{"a width that gives sums away", flow, "width: 5", "width: 3", "rule: {threshold: 5, width: 3", "rule: width: 3 is too narrow for the threshold: sums of hidden counts would be known that are below it; give at least 4"},
		{"a width that gives sums away where hidden counts may be empty", flow, "width: 5, zeros: published", "width: 4, zeros: secondary", "rule: {threshold: 5, width: 4", "rule: width: 4 is too narrow for the threshold: sums of hidden counts would be known that are below it; give at least 5"},
		{"a category whose width gives sums away", flow, rule, rule + ", categories: [{dimension: next, codes: [GONE], threshold: 10, width: 8}]", "rule: {threshold", "rule: category of next: width 8 is too narrow for threshold 10; give at least 9"},
		{"a transition whose width does not go with its threshold", flow, "    recipients: [vo-raad]\n", "    rule: {threshold: 9, width: 6}\n    recipients: [vo-raad]\n", "    rule: {threshold: 9", "rule: width: 6 is too narrow for the threshold: sums of hidden counts would be known that are below it; give at least 8"},
		{"homogeneity while zeros are shown", flow, rule, rule + ", homogeneity: {percent: 95, mode: guard}", "rule: {threshold", "homogeneity: cannot be guarded against while zeros are published"},
		{"homogeneity of half a group", flow, rule, rule + ", homogeneity: {percent: 50, mode: report}", "rule: {threshold", "homogeneity: percent must be 51 to 100"},
		{"homogeneity in a mode that is not known", flow, rule, rule + ", homogeneity: {percent: 95, mode: warn}", "rule: {threshold", `homogeneity: mode "warn" does not exist; known: guard, report`},
		{"homogeneity of a code that is missing", flow, rule, rule + ", homogeneity: {percent: 95, mode: report, outcomes: [{dimension: next, codes: [GON]}]}", "rule: {threshold", `homogeneity of next: code "GON" does not exist`},
		{"an attacker that is not known", flow, rule, rule + ", attackers: [{kind: neighbour, mode: report}]", "rule: {threshold", `rule: attacker "neighbour" does not exist; known: contributor, institution, board, receivers, shares, elsewhere`},
		{"an attacker that is always assumed", flow, rule, rule + ", attackers: [{kind: outsider, mode: report}]", "rule: {threshold", "attacker outsider: is always assumed"},
		{"an attacker in a mode that is not known", flow, rule, rule + ", attackers: [{kind: contributor, mode: stop}]", "rule: {threshold", `attacker contributor: mode "stop" does not exist; known: guard, report`},
		{"an attacker listed twice", flow, rule, rule + ", attackers: [{kind: shares, mode: guard}, {kind: shares, mode: report}]", "rule: {threshold", "attacker shares is listed twice"},
		{"institutions without a column", flow, rule, rule + ", attackers: [{kind: institution, mode: report}]", "rule: {threshold", "attacker institution: needs columns"},
		{"institutions of a column that is missing", flow, rule, rule + ", attackers: [{kind: institution, mode: report, columns: [scool]}]", "rule: {threshold", `attacker institution: column "scool" does not exist; known: school, next`},
		{"institutions of a column without any", flow, rule, rule + ", attackers: [{kind: board, mode: report, columns: [next]}]", "rule: {threshold", "attacker board: column next holds no institutions"},
		{"receivers of two columns", flow, rule, rule + ", attackers: [{kind: receivers, mode: report, columns: [school, next]}]", "rule: {threshold", "attacker receivers: takes one column"},
		{"a contributor with columns", flow, rule, rule + ", attackers: [{kind: contributor, mode: report, columns: [school]}]", "rule: {threshold", "attacker contributor: has no columns"},
		{"shares with decimals of their own", flow, rule, rule + ", attackers: [{kind: shares, mode: report, decimals: 1}]", "rule: {threshold", "attacker shares: has no decimals"},
		{"shares elsewhere that are too precise", flow, rule, rule + ", attackers: [{kind: elsewhere, mode: report, decimals: 4}]", "rule: {threshold", "attacker elsewhere: decimals must be 0 to 3"},
		{"a transition that is less strict", flow, "    recipients: [vo-raad]\n", "    rule: {threshold: 3}\n    recipients: [vo-raad]\n", "    rule: {threshold: 3", "rule: may only be stricter than that of population PRESENT (threshold 5, width 5)"},
		{"a category of a transition about a code that is missing", flow, "    recipients: [vo-raad]\n", "    rule: {categories: [{dimension: next, codes: [GON], threshold: 10, width: 10}]}\n    recipients: [vo-raad]\n", "    rule: {categories", `rule: category of next: code "GON" does not exist`},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

// TestAFaultOfAnItemStandsAtThatItem: of several attackers, categories and
// comparisons the fault points at its own, and is said once.
func TestAFaultOfAnItemStandsAtThatItem(t *testing.T) {
	fsys := small(t)
	text := strings.Replace(string(fsys["flow.yaml"].Data), "{threshold: 5, width: 5, zeros: published}", `
      threshold: 5
      width: 5
      zeros: published
      categories:
        - {dimension: next, codes: [GONE], threshold: 10, width: 10}
        - {dimension: next, codes: [MOVED], threshold: 12, width: 3} # third
      attackers:
        - {kind: institution, mode: report, columns: [school]}
        - {kind: board, mode: report, columns: [school]}
        - {kind: board, mode: report, columns: [scool]} # first
        - {kind: receivers, mode: report} # second`, 1)
	text = strings.Replace(text, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    compare:\n      - {dimension: school, by: provincie}\n      - {dimension: scool, by: provincie} # fourth\n      - {dimension: scool, by: grootte}\n", 1)
	fsys["flow.yaml"] = &fstest.MapFile{Data: []byte(text)}
	_, err := spec.Load(fsys)
	want := map[string]string{"first": `column "scool" does not exist`, "second": "needs columns", "third": "width 3 is too narrow", "fourth": `compare: dimension "scool" does not exist`}
	for _, f := range spec.Faults(err) {
		_, at, _ := strings.Cut(strings.Split(text, "\n")[f.Line-1], "# ")
		if w, ok := want[at]; !ok || !strings.Contains(f.Msg, w) {
			t.Errorf("line %d: %s", f.Line, f.Msg)
		}
		delete(want, at)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// TestRulesThatAreInOrder: what the rule can say beyond its three numbers.
func TestRulesThatAreInOrder(t *testing.T) {
	fsys := small(t)
	text := strings.Replace(string(fsys["flow.yaml"].Data), "{threshold: 5, width: 5, zeros: published}", `
      threshold: 5
      width: 5
      zeros: secondary
      categories: [{dimension: next, codes: [GONE, MOVED], threshold: 10, width: 10}, {dimension: school, codes: [09AA], threshold: 12, width: 12}]
      homogeneity: {percent: 95, mode: guard, outcomes: [{dimension: next, codes: [GONE]}]}
      attackers:
        - {kind: contributor, mode: guard}
        - {kind: institution, mode: report, columns: [school]}
        - {kind: board, mode: report, columns: [school]}
        - {kind: receivers, mode: report, columns: [school]}
        - {kind: shares, mode: guard}
        - {kind: elsewhere, mode: report, decimals: 1}`, 1)
	text = strings.Replace(text, "    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    rule: {threshold: 7, categories: [{dimension: next, codes: [SAME], threshold: 9, width: 9}]}\n", 1)
	fsys["flow.yaml"] = &fstest.MapFile{Data: []byte(text)}
	s, err := spec.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	r := s.Populations["PRESENT"].Rule
	if len(r.Categories) != 2 || r.Categories[0].Threshold != 10 || !r.Homogeneity.Guards() || len(r.Attackers) != 6 || r.Attackers[5].Decimals != 1 || s.Transitions["HBO-NEXT"].Rule.Threshold != 7 {
		t.Errorf("read %+v", r)
	}
}
