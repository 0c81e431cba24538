package release

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Leaf returns the bytes of the file's leaf in the hash tree: its JSON on one
// line, members in the order of the struct, empty members left out, no HTML
// escaping and no line feed. Names in a checked manifest are plain ASCII, so
// that every JSON encoder that keeps the order gives the same bytes.
func (f File) Leaf() []byte {
	b, err := compact(f)
	if err != nil {
		panic("release: a file record cannot fail to encode: " + err.Error()) // strings and integers only
	}
	return b
}

// Encode returns the bytes of manifest.json: JSON indented by two spaces,
// members in the order of the structs, no HTML escaping, one line feed at the
// end. A manifest in any other form does not verify, so that two programs
// cannot read two things in one signed text.
func (m *Manifest) Encode() ([]byte, error) {
	b, err := indented(m)
	if err != nil {
		return nil, fmt.Errorf("encode manifest of %s: %w", m.ID, err)
	}
	return b, nil
}

func compact(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}

func indented(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
