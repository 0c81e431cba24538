// Package workbench compares scenarios: worlds to try them on, and the metrics
// of utility U1-U9 and risk R1-R7 under which they are reported.
//
// What belongs here: a generator of worlds, metrics, runs over noise seeds.
// What does not: scenarios (scenario), attacks (attack). Metrics compare
// releases with true counts, so that on real data they are disclosures
// themselves: they are for the data owner alone.
package workbench

import (
	_ "embed"

	"doorstroommonitor/scenario"
)

//go:embed scenarios.yaml
var scenarios []byte

// Scenarios returns the scenarios that are compared, in order.
func Scenarios() ([]*scenario.Scenario, error) {
	return scenario.Load("scenarios.yaml", scenarios)
}
