// Package schema holds the JSON Schema of the files of a specification, for
// editors that complete and mark YAML while it is written.
//
// What belongs here: the schema, which a test generates from the Go types of
// the language and their comments. What does not: checks between definitions;
// they are those of package spec alone, and the schema refuses nothing that
// they accept.
package schema

import _ "embed" // the schema is a file, so that its history can be read

//go:embed specification.schema.json
var text []byte

// JSON returns the schema (JSON Schema 2020-12). Callers must not change it.
func JSON() []byte { return text }
