package table

import "embed"

//go:embed testdata/examples/*/table.yaml
var exampleFiles embed.FS

// Example is a complete table file, as help and docs/table.md show it.
type Example struct {
	// Name is that of its folder in testdata/examples, where its CSV files
	// are.
	Name string
	// NL and EN say what it is about.
	NL, EN string
	// Command is what carries it out.
	Command string
	YAML    string
}

// Examples lists the complete table files that the tests run.
func Examples() []Example {
	out := []Example{
		{Name: "persons", NL: "een rij per persoon, met een hiërarchie", EN: "one row a person, with a hierarchy", Command: "table protect"},
		{Name: "linked", NL: "aantallen, met kruisende hiërarchieën en gekoppelde tabellen", EN: "counts, with crossing hierarchies and linked tables", Command: "table protect"},
		{Name: "audit", NL: "een tabel die een ander beschermde", EN: "a table that somebody else protected", Command: "table audit"},
	}
	for i := range out {
		b, err := exampleFiles.ReadFile("testdata/examples/" + out[i].Name + "/table.yaml")
		if err != nil {
			panic(err) // it is built in: a programmer's mistake
		}
		out[i].YAML = string(b)
	}
	return out
}
