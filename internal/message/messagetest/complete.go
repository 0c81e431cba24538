// Package messagetest finds what a package says without saying it in Dutch.
package messagetest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/internal/message"
)

// Complete fails for every format in the package of the running test, or in
// the files of it that are named, that has no Dutch in its catalogue, for every
// Dutch format that takes other arguments than the English, and for one that
// nothing uses.
func Complete(t *testing.T, dutch message.Catalogue, only ...string) {
	t.Helper()
	files, err := parse(only)
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range Faults(files, dutch) {
		t.Error(fault)
	}
}

// Faults does that for files, with the place of each.
//
// A format is what stands where a function of the package takes "format string,
// args ...any", or in a call of texts.Say, texts.Errorf or texts.Wrap, the
// catalogue of the package. A function that adds an address to a format of its caller says
// nothing itself. A fault that is put together by hand has Dutch beside Msg.
func Faults(files Files, dutch message.Catalogue) []string {
	w := &walker{fset: files.fset, dutch: dutch, methods: map[string]int{}, locals: map[string]int{}, used: map[string]bool{}}
	for _, f := range files.syntax {
		ast.Inspect(f, w.declared)
	}
	for _, f := range files.syntax {
		ast.Inspect(f, w.said)
	}
	for en := range dutch {
		if !w.used[en] {
			w.faults = append(w.faults, fmt.Sprintf("nothing says %q any more", en))
		}
	}
	slices.Sort(w.faults)
	return w.faults
}

// Files are parsed files with their places.
type Files struct {
	fset   *token.FileSet
	syntax []*ast.File
}

// parse reads the named files of the folder of the running test; where none are
// named all but its tests.
func parse(names []string) (Files, error) {
	out := Files{fset: token.NewFileSet()}
	if len(names) == 0 {
		all, err := filepath.Glob("*.go")
		if err != nil {
			return out, err
		}
		names = slices.DeleteFunc(all, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	}
	for _, name := range names {
		f, err := parser.ParseFile(out.fset, name, nil, 0)
		if err != nil {
			return out, err
		}
		out.syntax = append(out.syntax, f)
	}
	return out, nil
}

// Source parses one file given as text.
func Source(text string) (Files, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "source.go", text, 0)
	return Files{fset, []*ast.File{f}}, err
}

type walker struct {
	fset  *token.FileSet
	dutch message.Catalogue
	// methods and locals are the functions that take a format, with the place
	// of the format among the arguments: those of the package, and those that
	// are made within a function.
	methods, locals map[string]int
	used            map[string]bool
	faults          []string
}

// declared notes a function that takes a format.
func (w *walker) declared(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncDecl:
		w.note(w.methods, n.Name, n.Type)
	case *ast.AssignStmt:
		if len(n.Lhs) == 1 && len(n.Rhs) == 1 {
			name, isName := n.Lhs[0].(*ast.Ident)
			if f, ok := n.Rhs[0].(*ast.FuncLit); ok && isName {
				w.note(w.locals, name, f.Type)
			}
		}
	}
	return true
}

func (w *walker) note(where map[string]int, name *ast.Ident, f *ast.FuncType) {
	at := 0
	for _, p := range f.Params.List {
		if len(p.Names) == 0 {
			at++
		}
		for _, id := range p.Names {
			if id.Name == "format" {
				if old, ok := where[name.Name]; ok && old != at {
					w.fault(name, "two functions %s take their format in different places", name.Name)
				}
				where[name.Name] = at
			}
			at++
		}
	}
}

// said checks what says something: a call with a format, or a fault that is put
// together by hand.
func (w *walker) said(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		w.call(n)
	case *ast.CompositeLit:
		keys := map[string]bool{}
		for _, e := range n.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok {
				if key, ok := kv.Key.(*ast.Ident); ok {
					keys[key.Name] = true
				}
			}
		}
		if keys["Msg"] && !keys["Dutch"] {
			w.fault(n, "a fault with Msg and without Dutch")
		}
	}
	return true
}

func (w *walker) call(call *ast.CallExpr) {
	var at int
	var takes bool
	switch f := call.Fun.(type) {
	case *ast.Ident:
		if at, takes = w.locals[f.Name]; !takes {
			at, takes = w.methods[f.Name]
		}
	case *ast.SelectorExpr:
		if x, ok := f.X.(*ast.Ident); ok && x.Name == "texts" {
			at, takes = 0, f.Sel.Name == "Say" || f.Sel.Name == "Errorf"
			if f.Sel.Name == "Wrap" {
				at, takes = 1, true
			}
		} else {
			at, takes = w.methods[f.Sel.Name]
		}
	}
	if takes && at < len(call.Args) {
		w.format(call.Args[at])
	}
}

func (w *walker) format(e ast.Expr) {
	if id, ok := last(e).(*ast.Ident); ok && id.Name == "format" {
		return
	}
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		w.fault(e, "the format has to be one text in quotes, so that its Dutch can be found")
		return
	}
	en, err := strconv.Unquote(lit.Value)
	if err != nil || onlyAddress.MatchString(en) {
		return
	}
	nl, ok := w.dutch[en]
	w.used[en] = true
	switch {
	case !ok:
		w.fault(e, "no Dutch for %q", en)
	case strings.TrimSpace(nl) == "" || nl == en:
		w.fault(e, "the Dutch for %q is not Dutch: %q", en, nl)
	case !slices.Equal(verbs(en), verbs(nl)):
		w.fault(e, "the Dutch for %q takes %v, not %v", en, verbs(nl), verbs(en))
	}
}

// last is what a sum of texts ends with.
func last(e ast.Expr) ast.Expr {
	for {
		sum, ok := e.(*ast.BinaryExpr)
		if !ok {
			return e
		}
		e = sum.Y
	}
}

// onlyAddress matches a format of an address, each step a key or a kind with
// its name, and nothing but an argument at its end.
var onlyAddress = regexp.MustCompile(`^(([a-z_]+|%[a-z])( \(?%[a-z]\)?)*: )*%[a-z]$`)

// verb matches one verb of a format: its index and its letter.
var verb = regexp.MustCompile(`%[-+# 0-9.]*(?:\[(\d+)\])?([a-zA-Z%])`)

// verbs lists which argument is written how, sorted, each once.
func verbs(format string) []string {
	var out []string
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		out = append(out, fmt.Sprintf("%d%s", next, m[2]))
		next++
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (w *walker) fault(at ast.Node, format string, args ...any) {
	w.faults = append(w.faults, fmt.Sprintf("%s: %s", w.fset.Position(at.Pos()), fmt.Sprintf(format, args...)))
}
