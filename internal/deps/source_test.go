package deps

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// sqlText recognises SQL that reads rows. Words in capitals are how this
// repository writes SQL; a lower-case "select" is English.
var sqlText = regexp.MustCompile(`read_parquet|read_csv|\bSELECT\b|\bINSERT INTO\b|\bCOPY \(`)

// TestSQLOverRowsLivesInEnginesOnly reads every string of the program. A
// query elsewhere would see persons without passing the boundary.
func TestSQLOverRowsLivesInEnginesOnly(t *testing.T) {
	found := 0
	eachFile(t, func(file string, f *ast.File, at func(token.Pos) int) {
		ast.Inspect(f, func(n ast.Node) bool {
			lit, ok := n.(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			if s, err := strconv.Unquote(lit.Value); err != nil || !sqlText.MatchString(s) {
				return true
			}
			if strings.HasPrefix(file, "engine/") {
				found++
				return true
			}
			t.Errorf("%s:%d holds SQL; all of it belongs in engine/", file, at(lit.Pos()))
			return true
		})
	})
	if found == 0 {
		t.Error("no SQL was found in engine/, so this test looks for the wrong thing")
	}
}

// TestOnlyTheWiringAsksItsSurroundings says who may look at arguments and
// environment: from there comes every path that a program opens by
// configuration. Other packages get paths, clocks and keys as arguments.
func TestOnlyTheWiringAsksItsSurroundings(t *testing.T) {
	wiring := []string{"cli/", "portal/", "cmd/", "web/webtest/storybook/"}
	surroundings := map[string]bool{"Args": true, "Getenv": true, "LookupEnv": true, "Environ": true, "Getwd": true, "UserHomeDir": true, "Stdin": true, "Stdout": true, "Stderr": true}
	eachFile(t, func(file string, f *ast.File, at func(token.Pos) int) {
		for _, w := range wiring {
			if strings.HasPrefix(file, w) {
				return
			}
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && isPackage(f, sel.X, "os") && surroundings[sel.Sel.Name] {
				t.Errorf("%s:%d uses os.%s; only cli and portal may", file, at(sel.Pos()), sel.Sel.Name)
			}
			return true
		})
	})
}

// TestNothingRunsBeforeMain keeps packages free of work before main begins: no
// function init, and so no registration behind the reader's back.
func TestNothingRunsBeforeMain(t *testing.T) {
	eachFile(t, func(file string, f *ast.File, at func(token.Pos) int) {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s:%d has an init function", file, at(fn.Pos()))
			}
		}
	})
}

// TestEveryPackageSaysWhatItIs asks for one package comment in each package.
func TestEveryPackageSaysWhatItIs(t *testing.T) {
	said := map[string]bool{}
	eachFile(t, func(file string, f *ast.File, _ func(token.Pos) int) {
		dir := filepath.ToSlash(filepath.Dir(file))
		said[dir] = said[dir] || f.Doc != nil
	})
	for dir, ok := range said {
		if !ok {
			t.Errorf("package %s has no comment that says what belongs there and what does not", dir)
		}
	}
}

func isPackage(f *ast.File, x ast.Expr, path string) bool {
	id, ok := x.(*ast.Ident)
	if !ok {
		return false
	}
	for _, imp := range f.Imports {
		if p, err := strconv.Unquote(imp.Path.Value); err == nil && p == path {
			return imp.Name == nil && id.Name == filepath.Base(path) || imp.Name != nil && imp.Name.Name == id.Name
		}
	}
	return false
}

// eachFile parses every Go file of the module that is not a test.
func eachFile(t *testing.T, visit func(file string, f *ast.File, at func(token.Pos) int)) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := d.Name()
		if d.IsDir() {
			if path != root && (strings.HasPrefix(name, ".") || name == "testdata" || name == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, nil, parser.ParseComments)
		if err != nil {
			return err
		}
		visit(filepath.ToSlash(rel), f, func(p token.Pos) int { return set.Position(p).Line })
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
