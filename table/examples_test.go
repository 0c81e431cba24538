package table_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"doorstroommonitor/table"
)

// TestExamplesOfTheDocumentRun takes the table files out of docs/table.md, wants
// them to be those of the help, and carries each of them out.
func TestExamplesOfTheDocumentRun(t *testing.T) {
	doc, err := os.ReadFile("../docs/table.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(doc, -1)
	examples := table.Examples()
	if len(blocks) < len(examples) {
		t.Fatalf("%d table files in the document, %d in the help", len(blocks), len(examples))
	}
	for i, e := range examples {
		t.Run(e.Name, func(t *testing.T) {
			text := string(blocks[i][1])
			if text != e.YAML {
				t.Fatalf("the document shows\n%s\nthe help\n%s", text, e.YAML)
			}
			f, err := table.Parse(filepath.Join("testdata", "examples", e.Name, "table.yaml"), []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			out := filepath.Join(t.TempDir(), "out")
			if e.Command == "table audit" {
				rep, err := f.AuditFile(context.Background(), table.Run{Out: out})
				if err != nil {
					t.Fatal(err)
				}
				// As the document says: all five follow.
				if rep.Hidden != 5 || rep.ExactReveals != 5 {
					t.Errorf("%+v", rep)
				}
				return
			}
			rep, err := f.ProtectFile(context.Background(), table.Run{Out: out, Widen: true})
			if err != nil {
				t.Fatal(err)
			}
			if !rep.Safe || rep.Primary == 0 || rep.Secondary == 0 || rep.ExactReveals != 0 {
				t.Errorf("%+v", rep)
			}
		})
	}
}
