package layout

import (
	"slices"
	"testing"

	"doorstroommonitor/internal/message/messagetest"
)

func TestEveryFaultOfALayoutIsSaidInDutch(t *testing.T) { messagetest.Complete(t, texts) }

// TestFaultsOfALayoutInDutch: with the record, the field and the emit in front,
// also for what is said of a part.
func TestFaultsOfALayoutInDutch(t *testing.T) {
	l := Layout{ID: "x", Format: FormatSeparated, Encoding: "ascii", Separators: []string{";"}, Records: []Record{
		{ID: "r", Tag: "R", Fields: []Field{{Nr: 1, ID: "a", Type: "Q"}}, Emit: []Emit{{Record: "e", Set: map[string]Source{"f": {Field: "a", Or: &Source{Field: "b"}}}}}},
	}}
	var nl, en []string
	for _, w := range l.Wrong() {
		nl, en = append(nl, w.In("nl")), append(en, w.In("en"))
	}
	if want := []string{
		`encoding "ascii" is onbekend; kies latin1 of utf-8`,
		`record r: field 1 (a): type "Q" is onbekend; kies C, N, Y of D`,
		`record r: emit 1 (e): set f: or: veld "b" staat niet in de indeling`,
	}; !slices.Equal(nl, want) {
		t.Errorf("%q, want %q", nl, want)
	}
	if want := []string{
		`encoding "ascii" is not known; latin1 and utf-8 are`,
		`record r: field 1 (a): type "Q" is not known; C, N, Y and D are`,
		`record r: emit 1 (e): set f: or: field "b" is not in the layout`,
	}; !slices.Equal(en, want) {
		t.Errorf("%q, want %q", en, want)
	}
}
