package message_test

import (
	"errors"
	"fmt"
	"testing"

	"doorstroommonitor/internal/message"
)

func TestBothLanguages(t *testing.T) {
	c := message.Catalogue{
		"%s %q is missing from %s": "in %[3]s ontbreekt %[1]s %[2]q",
		"has no columns":           "heeft geen kolommen",
		"one of %d: %s":            "een van %d: %s",
		"a key":                    "een sleutel",
		"no: %v":                   "nee: %v",
	}
	for _, x := range []struct {
		name   string
		got    message.Text
		nl, en string
	}{
		{"arguments in another order", c.Say("%s %q is missing from %s", c.Say("a key"), "x", "f"), `in f ontbreekt een sleutel "x"`, `a key "x" is missing from f`},
		{"an address before it", c.Say("rule: attacker board: has no columns"), "rule: attacker board: heeft geen kolommen", "rule: attacker board: has no columns"},
		{"an address with a verb", c.Say("column %s: has no columns", "c"), "column c: heeft geen kolommen", "column c: has no columns"},
		{"a colon within the text", c.Say("part: one of %d: %s", 2, "a, b"), "part: een van 2: a, b", "part: one of 2: a, b"},
		{"an error that speaks", c.Say("at: no: %v", c.Errorf("has no columns")), "at: nee: heeft geen kolommen", "at: no: has no columns"},
		{"an error that does not", c.Say("no: %v", errors.New("why")), "nee: why", "no: why"},
		{"nothing but arguments", c.Say("%s: %v", "a", c.Errorf("has no columns")), "a: heeft geen kolommen", "a: has no columns"},
		{"no Dutch", c.Say("unknown %d", 1), "unknown 1", "unknown 1"},
	} {
		if x.got.In("nl") != x.nl || x.got.In("en") != x.en {
			t.Errorf("%s: %q and %q; want %q and %q", x.name, x.got.NL, x.got.EN, x.nl, x.en)
		}
	}
	if got := (message.Text{EN: "only"}).In("nl"); got != "only" {
		t.Errorf("without Dutch: %q", got)
	}
	if err := c.Errorf("has no columns"); fmt.Sprint(err) != "has no columns" {
		t.Errorf("as an error: %v", err)
	}
}
