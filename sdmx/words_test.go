package sdmx

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestWordsStayAsTheyWereWritten: a phrase of an earlier program, in Dutch
// alone, and one in both languages.
func TestWordsStayAsTheyWereWritten(t *testing.T) {
	for text, want := range map[string]Words{
		`"Leerlingen <vo>"`:            {NL: "Leerlingen <vo>"},
		`{"nl":"Leerlingen","en":"P"}`: {NL: "Leerlingen", EN: "P"},
	} {
		var w Words
		if err := json.Unmarshal([]byte(text), &w); err != nil || w != want {
			t.Errorf("%s is read as %v, %v", text, w, err)
		}
		var b strings.Builder
		enc := json.NewEncoder(&b)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(w); err != nil || strings.TrimSpace(b.String()) != text {
			t.Errorf("%s is written as %s, %v", text, b.String(), err)
		}
	}
	if (Words{NL: "a"}).In("en") != "a" || (Words{NL: "a", EN: "b"}).In("en") != "b" {
		t.Error("English falls back to Dutch only where there is none")
	}
	var w Words
	if err := json.Unmarshal([]byte(`{"nl":"a","fr":"b"}`), &w); err == nil {
		t.Error("a third language is taken")
	}
}
