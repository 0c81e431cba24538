package scenario

import (
	"testing"

	"doorstroommonitor/internal/message"
	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultOfAScenarioIsSaidInDutch(t *testing.T) {
	messagetest.Complete(t, texts, "scenario.go", "fit.go")
}

func TestFaultsOfScenariosInDutch(t *testing.T) {
	const head = "scenarios:\n  - id: a\n    label: {nl: A, en: A}\n    family: "
	for text, want := range map[string]string{
		"S9\n":                                "x.yaml: scenario a: familie \"S9\" is onbekend",
		"S3\n    base: 1\n":                   "x.yaml: scenario a: familie S3 vraagt een base van minstens 2",
		"S3\n    base: 3\n    threshold: 5\n": "x.yaml: scenario a: familie S3 heeft parameters van een andere familie, of mist haar eigen",
		"S5\n    budget: {neighbours: one record changed, rho: \"1/2\", weights: [{table: main, share: \"1/3\"}], half: 5, smooth: false, earlier: false, regions: false, limit: false}\n": "x.yaml: scenario a: formele privacy: de gewichten tellen op tot 1/3, niet tot 1",
	} {
		_, err := Load("x.yaml", []byte(head+text))
		if err == nil || message.Explain(err, "nl") != want {
			t.Errorf("%s: %q, want %q", text, message.Explain(err, "nl"), want)
		}
	}
}
