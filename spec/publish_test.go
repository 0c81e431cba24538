package spec_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/spec"
)

const formal = "    publish: {scenario: formal, rho: 1/2, year: \"1\", lifetime: \"2\", weights: {HBO-NEXT/next: \"1\"}, reliability: 5, elsewhere: [{nl: een verslag, en: a report}]}\n"

// TestBadPublishing changes one thing at a time of how a population is
// published.
func TestBadPublishing(t *testing.T) {
	const flow, where = "flow.yaml", "    cohorts: {from"
	with := func(old, new string) string { return strings.Replace(formal, old, new, 1) + where }
	for _, c := range []fault{
		{"a scenario that is not known", flow, where, "    publish: {scenario: noise}\n" + where, "publish: {", `publish: scenario "noise" does not exist; known: suppression, rounding, cell-key, formal`},
		{"suppression with a budget", flow, where, "    publish: {scenario: suppression, rho: 1/2}\n" + where, "publish: {", "scenario suppression has no budget"},
		{"noise with estimates of what is hidden", flow, where, with("rho: 1/2", "estimates: true, rho: 1/2"), "publish: {", "scenario formal hides none"},
		{"suppression with a base", flow, where, "    publish: {scenario: suppression, base: 6}\n" + where, "publish: {", "base and deviation are for scenario rounding"},
		{"rounding with estimates of what is hidden", flow, where, "    publish: {scenario: rounding, base: 6, deviation: 12, estimates: true}\n" + where, "publish: {", "scenario rounding hides none"},
		{"rounding with a budget", flow, where, "    publish: {scenario: rounding, base: 6, deviation: 12, rho: 1/2}\n" + where, "publish: {", "scenario rounding has no budget"},
		{"a base that leaves too little", flow, where, "    publish: {scenario: rounding, base: 5, deviation: 12}\n" + where, "publish: {", "base is 5; give at least 6"},
		{"a deviation below the base", flow, where, "    publish: {scenario: rounding, base: 6, deviation: 5}\n" + where, "publish: {", "deviation is 5; give 6 (base) to 300"},
		{"a deviation below the width", flow, where, "    publish: {scenario: cell-key, deviation: 4, variance: 3, guess: 20}\n" + where, "publish: {", "deviation is 4; give 5 (the width of the rule) to 100"},
		{"noise of no size", flow, where, "    publish: {scenario: cell-key, deviation: 8, guess: 20}\n" + where, "publish: {", "variance is 0; give 1"},
		{"noise beyond its reach", flow, where, "    publish: {scenario: cell-key, deviation: 8, variance: 65, guess: 20}\n" + where, "publish: {", "variance is 65; give 1"},
		{"no limit to guessing", flow, where, "    publish: {scenario: cell-key, deviation: 8, variance: 10}\n" + where, "publish: {", "guess is 0; give 1 to 50"},
		{"rounding with a limit to guessing", flow, where, "    publish: {scenario: rounding, base: 6, deviation: 12, guess: 20}\n" + where, "publish: {", "variance and guess are for scenario cell-key"},
		{"cell keys with a base", flow, where, "    publish: {scenario: cell-key, base: 6, deviation: 8, variance: 10, guess: 20}\n" + where, "publish: {", "base and deviation are for scenario rounding"},
		{"no budget", flow, where, with("rho: 1/2, ", ""), "publish: {", `publish: rho: "" is no fraction in lowest terms`},
		{"a budget in decimals", flow, where, with("1/2", "0.5"), "publish: {", `publish: rho: "0.5" is no fraction`},
		{"a budget of nothing", flow, where, with("1/2", `"0"`), "publish: {", "publish: rho is 0; it has to be positive"},
		{"a year below one draw", flow, where, with(`year: "1"`, "year: 1/4"), "publish: {", "year is 1/4 and one draw costs 1/2"},
		{"a lifetime below a year", flow, where, with(`lifetime: "2"`, "lifetime: 1/2"), "publish: {", "lifetime is 1/2 and one year may cost 1"},
		{"a table without a weight", flow, where, with(`HBO-NEXT/next: "1"`, ""), "publish: {", "table HBO-NEXT/next has none"},
		{"a weight of a table that is missing", flow, where, with("HBO-NEXT/next", "HBO-NEXT/nxt"), "publish: {", `publish: weights: table "HBO-NEXT/nxt" does not exist; known: HBO-NEXT/next`},
		{"weights that are not all", flow, where, with(`next: "1"`, "next: 1/2"), "publish: {", "weights add up to 1/2, not to 1"},
		{"in fewer years than none", flow, where, with("reliability: 5", "reliability: 5, years: -1"), "publish: {", "years is -1; give 1 to 50"},
		{"reliable whatever the band", flow, where, with("reliability: 5", "reliability: 60"), "publish: {", "reliability is 60; give 1 to 50"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.check(t)
		})
	}
}

// TestOneLifetimeForAllPopulations: a person can be in both,
// enrolled twice.
func TestOneLifetimeForAllPopulations(t *testing.T) {
	fsys := small(t)
	text := strings.Replace(string(fsys["flow.yaml"].Data), "    cohorts: {from", formal+"    cohorts: {from", 1)
	other := strings.NewReplacer("id: PRESENT", "id: OTHER", "population: PRESENT", "population: OTHER", "HBO-NEXT", "HBO-MORE", "where: {sector: [HBO]}", "where: {sector: [WO]}", `lifetime: "2"`, `lifetime: "3"`).Replace(text)
	fsys["flow.yaml"], fsys["more.yaml"] = &fstest.MapFile{Data: []byte(text)}, &fstest.MapFile{Data: []byte(other)}
	_, err := spec.Load(fsys)
	if err == nil || !strings.Contains(err.Error(), "lifetime is 2 and that of population OTHER is 3") {
		t.Errorf("got %v", err)
	}
	fsys["more.yaml"] = &fstest.MapFile{Data: []byte(strings.Replace(other, `lifetime: "3"`, `lifetime: "2"`, 1))}
	s, err := spec.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if !s.Populations["OTHER"].Formal() {
		t.Error("the population is not formal")
	}
}

// TestNoiseForParts: a table about a part of a population is drawn like others;
// who is outside has no cell in it.
func TestNoiseForParts(t *testing.T) {
	fsys := small(t)
	text := strings.NewReplacer("    cohorts: {from", formal+"    cohorts: {from",
		"    recipients: [vo-raad]\n", "    recipients: [vo-raad]\n    part: {label: {nl: d, en: p}, definition: {nl: d, en: p}, when: {school: [92AA]}}\n").Replace(string(fsys["flow.yaml"].Data))
	fsys["flow.yaml"] = &fstest.MapFile{Data: []byte(text)}
	if s, err := spec.Load(fsys); err != nil || s.Transitions["HBO-NEXT"].Part == nil {
		t.Errorf("got %v", err)
	}
}
