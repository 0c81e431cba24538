package deliver

import (
	"strings"
	"testing"

	"doorstroommonitor/internal/message/messagetest"
	"doorstroommonitor/internal/strictyaml"
)

func TestEveryFaultOfAnAgreementIsSaidInDutch(t *testing.T) {
	messagetest.Complete(t, texts, "agreement.go", "own.go", "parse.go", "proofs.go", "receipt.go")
}

func TestFaultsOfAnAgreementInDutch(t *testing.T) {
	for _, c := range []struct{ old, new, want string }{
		{"  id: vh", "  id: public", `vh.yaml:5: A02: recipient.id: "public" is iedereen, geen ontvanger; noem de organisatie die ontvangt`},
		{"- cube: HBO-WO", "- cube: VO-HO", `vh.yaml:12: A04: cubes.1.cube: "VO-HO" staat er twee keer; volgende stap: zet de tabellen ervan in één lijst`},
		{`"2026.*"`, `">=2027 <2026"`, `vh.yaml:15: A05: specification: in ">=2027 <2026" ligt geen versie; geef een eerste die niet na de laatste komt, zoals >=2026.1 <2027`},
		{`"2026.*"`, `"*"`, `vh.yaml:15: A05: specification: "*" is geen bereik van versies; verwacht: een versie zoals 2026.1, 2026.*, of >=2026.1 <2027`},
		{"scenario: suppression", "scenario: none", `vh.yaml:16: A06: scenario: onbekend scenario "none"; verwacht: suppression, noise, rounding of cell-key`},
	} {
		_, err := ParseAgreement("vh.yaml", []byte(strings.Replace(goodAgreement, c.old, c.new, 1)))
		all, ok := err.(interface{ Unwrap() []error })
		if !ok {
			t.Errorf("%s: %v", c.new, err)
			continue
		}
		e, ok := all.Unwrap()[0].(*strictyaml.Error)
		if !ok || e.In("nl") != c.want {
			t.Errorf("%s: %q, want %q", c.new, e.In("nl"), c.want)
		}
	}
}
