package strictyaml

import (
	"errors"
	"strings"
	"testing"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultIsSaidInDutch(t *testing.T) { messagetest.Complete(t, texts) }

// TestFaultsInDutch: the same place in both languages, and what the YAML parser
// says without a word of English.
func TestFaultsInDutch(t *testing.T) {
	type thing struct {
		Name  string   `yaml:"name"`
		Count int      `yaml:"count,omitempty"`
		Loud  bool     `yaml:"loud,omitempty"`
		Parts []string `yaml:"parts,omitempty"`
	}
	for _, c := range []struct{ name, text, want string }{
		{"an unknown key", "name: a\nsize: 1\n", `f.yaml:2: onbekende sleutel "size"; verwacht: name, count, loud, parts`},
		{"a missing key", "count: 1\n", `f.yaml:1: sleutel "name" ontbreekt`},
		{"a word for a number", "name: a\ncount: many\n", `f.yaml:2: hier hoort een geheel getal, niet "many"`},
		{"nothing for yes or no", "name: a\nloud:\n", "f.yaml:2: hier hoort true of false, er staat niets"},
		{"a list for a word", "name: [a]\n", "f.yaml:1: hier hoort één waarde, geen lijst of sleutels"},
		{"a tab", "name: a\n\tcount: 1\n", "f.yaml:2: geen geldige YAML: regel 2: er is ingesprongen met een tab; gebruik spaties"},
		{"a sign that begins nothing", "name: @a\n", "geen geldige YAML: hier staat een teken waarmee niets kan beginnen, zoals een tab, @ of `; zet de waarde tussen aanhalingstekens"},
		{"a key without a colon", "name: a\ncount 1\nloud: true\n", "geen geldige YAML: regel 2: achter een sleutel ontbreekt de dubbele punt"},
		{"a colon within a value", "name: a: b\n", "geen geldige YAML: hier mag geen dubbele punt staan; zet de waarde tussen aanhalingstekens of controleer het inspringen"},
		{"a key too far to the left", "name: a\nparts:\n  - x\n y: z\n", "geen geldige YAML: regel 3: hier hoort een sleutel; controleer het inspringen"},
		{"a list that is not closed", "name: a\nparts: [x\ncount: 1\n", "f.yaml:2: geen geldige YAML: de [ die hier begint, is niet gesloten"},
		{"a quote that is not closed", "name: \"a\ncount: 1\n", "f.yaml:1: geen geldige YAML: het aanhalingsteken \" dat hier begint, is niet gesloten"},
		{"an anchor that is not there", "name: *a\n", "f.yaml:1: geen geldige YAML: onbekend anker 'a'"},
	} {
		err := Decode("f.yaml", []byte(c.text), &thing{})
		var e *Error
		if !errors.As(err, &e) {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := e.In("nl"); !strings.Contains(got, c.want) || e.Error() != e.In("en") || e.Error() == got {
			t.Errorf("%s: %q and %q, want %q", c.name, got, e.Error(), c.want)
		}
	}
}
