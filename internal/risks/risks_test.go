package risks

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const file = "../../docs/risks/register.yaml"

func TestRegisterIsWhole(t *testing.T) {
	r, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	owners := map[string]bool{}
	for _, o := range r.Owners {
		if owners[o.ID] || o.Role == "" {
			t.Errorf("owner %s is given twice or has no role", o.ID)
		}
		owners[o.ID] = true
	}
	seen, used := map[string]bool{}, map[string]bool{}
	form := regexp.MustCompile(`^R[0-9]{2}$`)
	for _, risk := range r.Risks {
		if !form.MatchString(risk.ID) || seen[risk.ID] {
			t.Errorf("id %q is no R01 ... or stands twice", risk.ID)
		}
		seen[risk.ID], used[risk.Owner] = true, true
		for name, text := range map[string]string{"threat": risk.Threat, "measure": risk.Measure, "residual": risk.Residual} {
			if len(strings.Fields(text)) < 4 || !strings.HasSuffix(strings.TrimSpace(text), ".") {
				t.Errorf("%s: the %s is no sentence: %q", risk.ID, name, text)
			}
		}
		if !owners[risk.Owner] {
			t.Errorf("%s: nobody is %q", risk.ID, risk.Owner)
		}
		if risk.Level != "low" && risk.Level != "medium" && risk.Level != "high" {
			t.Errorf("%s: level %q is not low, medium or high", risk.ID, risk.Level)
		}
		if (len(risk.Tests) == 0) == (risk.Untested == "") {
			t.Errorf("%s: name a test, or say why there can be none, and not both", risk.ID)
		}
	}
	for _, o := range r.Owners {
		if !used[o.ID] {
			t.Errorf("owner %s answers for nothing", o.ID)
		}
	}
	if len(seen) < 20 {
		t.Errorf("%d risks; the analysis found more", len(seen))
	}
}

func TestEveryNamedTestExists(t *testing.T) {
	r, err := Load(file)
	if err != nil {
		t.Fatal(err)
	}
	have := tests(t)
	for _, risk := range r.Risks {
		for _, name := range risk.Tests {
			if !have[name] {
				t.Errorf("%s: there is no test %s; a measure without its test is a promise", risk.ID, name)
			}
		}
	}
}

// TestDocumentsNameExistingTests reads the documents that lean on tests: every
// word of the form package.TestName must be one.
func TestDocumentsNameExistingTests(t *testing.T) {
	have := tests(t)
	named := regexp.MustCompile("`([a-z0-9/]+\\.(?:Test|Fuzz|Benchmark)[A-Za-z0-9_]*)`")
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if err == nil && strings.HasPrefix(d.Name(), ".") && len(d.Name()) > 2 {
				return fs.SkipDir
			}
			return err
		}
		if filepath.Ext(p) != ".md" {
			return nil
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		for _, m := range named.FindAllStringSubmatch(string(b), -1) {
			if !have[m[1]] {
				t.Errorf("%s: there is no test %s", filepath.ToSlash(p), m[1])
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestLoadIsStrict(t *testing.T) {
	bad := filepath.Join(t.TempDir(), "register.yaml")
	if err := os.WriteFile(bad, []byte("scope: x\nowners: []\nrisks:\n  - id: R01\n    threath: x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Load(bad); err == nil || !strings.Contains(err.Error(), ":5:") {
		t.Errorf("want an error about line 5, got %v", err)
	}
}

// tests lists the test functions of the module as "folder.TestName".
func tests(t *testing.T) map[string]bool {
	t.Helper()
	have := map[string]bool{}
	err := filepath.WalkDir("../..", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("../..", p)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil {
				have[path.Dir(filepath.ToSlash(rel))+"."+fn.Name.Name] = true
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return have
}
