package sdmx

import (
	"bytes"
	"encoding/json"
)

// Words is a phrase in a signed text. Earlier programs wrote some in Dutch
// alone, as a string: such a phrase is read and written as it was.
type Words Text

// In returns the phrase in lang, as Text does.
func (w Words) In(lang string) string { return Text(w).In(lang) }

// MarshalJSON writes {"nl": …, "en": …}, or a string where there is no English.
func (w Words) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // as signed texts are
	err := enc.Encode(Text(w))
	if w.EN == "" {
		b.Reset()
		err = enc.Encode(w.NL)
	}
	return bytes.TrimSpace(b.Bytes()), err
}

// UnmarshalJSON reads what MarshalJSON writes.
func (w *Words) UnmarshalJSON(b []byte) error {
	*w = Words{}
	if bytes.HasPrefix(b, []byte(`"`)) {
		return json.Unmarshal(b, &w.NL)
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	return dec.Decode((*Text)(w))
}
