package deps

import (
	"fmt"
	"slices"
	"strings"
)

// module is the import path of this module.
const module = "doorstroommonitor"

// pkg is one package of an import graph.
type pkg struct {
	path     string   // "sdmx" for a package of this module, else its import path
	imports  []string // direct, in the same form
	own      bool     // of this module
	standard bool     // of the standard library
	cgo      bool     // has files that import "C"
}

// graph maps a path to its package.
type graph map[string]*pkg

// own lists the packages of this module, ascending.
func (g graph) own() []string {
	var out []string
	for path, p := range g {
		if p.own {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// way returns the imports that lead from one package to another, both ends
// included; nil where there is no way.
func (g graph) way(from, to string) []string {
	before := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		if queue[0] == to {
			var out []string
			for at := to; at != ""; at = before[at] {
				out = append(out, at)
			}
			slices.Reverse(out)
			return out
		}
		p := g[queue[0]]
		if p == nil {
			continue
		}
		for _, next := range p.imports {
			if _, seen := before[next]; !seen {
				before[next] = queue[0]
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// rules maps a name to the names that its line allows.
type rules map[string][]string

// parseRules reads lines of the form "name: allowed allowed". Text after # is
// a comment.
func parseRules(text string) (rules, error) {
	r := rules{}
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		if strings.TrimSpace(line) == "" {
			continue
		}
		name, allowed, ok := strings.Cut(line, ":")
		name = strings.TrimSpace(name)
		if !ok || name == "" {
			return nil, fmt.Errorf("line %d: expected \"name: allowed allowed\"", i+1)
		}
		if _, twice := r[name]; twice {
			return nil, fmt.Errorf("line %d: a second line for %s", i+1, name)
		}
		r[name] = strings.Fields(allowed)
	}
	return r, nil
}

// checkLattice compares the imports of every package of the module with its
// line.
func checkLattice(g graph, r rules) []string {
	var faults []string
	for _, path := range g.own() {
		allowed, ok := r[path]
		if !ok {
			faults = append(faults, fmt.Sprintf("package %s has no line; next: write down what it may import, and why it is a package", path))
			continue
		}
		for _, imported := range g[path].imports {
			if p := g[imported]; p != nil && p.own && !slices.Contains(allowed, imported) {
				faults = append(faults, fmt.Sprintf("%s imports %s, which its line does not allow", path, imported))
			}
		}
	}
	for _, name := range sortedKeys(r) {
		if p := g[name]; p == nil || !p.own {
			faults = append(faults, fmt.Sprintf("the line of %s is about a package that is not there", name))
		}
		for _, a := range r[name] {
			if p := g[a]; p == nil || !p.own {
				faults = append(faults, fmt.Sprintf("the line of %s allows %s, which is not there", name, a))
			}
		}
	}
	return faults
}

// checkForeign compares who imports modules of others, and the packages of the
// standard library that have a line, with the lines: "import path: packages
// that may".
func checkForeign(g graph, r rules) []string {
	var faults []string
	for _, path := range g.own() {
		for _, imported := range g[path].imports {
			p := g[imported]
			if p == nil || p.own {
				continue
			}
			line, ok := lineOf(r, imported)
			switch {
			case !ok && p.standard:
			case !ok:
				faults = append(faults, fmt.Sprintf("%s imports %s, which has no line", path, imported))
			case !slices.Contains(r[line], path):
				faults = append(faults, fmt.Sprintf("%s imports %s, which is for %s alone", path, imported, strings.Join(r[line], ", ")))
			}
		}
	}
	return faults
}

// lineOf returns the longest name with a line that is the import path or a
// folder above it.
func lineOf(r rules, imported string) (string, bool) {
	best := ""
	for name := range r {
		if (imported == name || strings.HasPrefix(imported, name+"/")) && len(name) > len(best) {
			best = name
		}
	}
	return best, best != ""
}

// checkUnreachable reports every way from a package to one that its line
// forbids. A name that ends in "..." stands for the package and all below it.
func checkUnreachable(g graph, r rules) []string {
	var faults []string
	for _, name := range sortedKeys(r) {
		for _, from := range expand(g, name) {
			for _, forbidden := range r[name] {
				for _, to := range expand(g, forbidden) {
					if way := g.way(from, to); way != nil {
						faults = append(faults, fmt.Sprintf("%s reaches %s: %s", from, to, strings.Join(way, " -> ")))
					}
				}
			}
		}
	}
	return faults
}

func expand(g graph, name string) []string {
	prefix, all := strings.CutSuffix(name, "/...")
	if !all {
		return []string{name}
	}
	var out []string
	for path := range g {
		if path == prefix || strings.HasPrefix(path, prefix+"/") {
			out = append(out, path)
		}
	}
	slices.Sort(out)
	return out
}

// checkCgo reports packages outside the standard library that a program links
// and that use cgo.
func checkCgo(g graph, program string) []string {
	var faults []string
	for _, path := range sortedKeys(g) {
		if p := g[path]; p.cgo && !p.standard {
			if way := g.way(program, path); way != nil {
				faults = append(faults, fmt.Sprintf("%s links cgo: %s", program, strings.Join(way, " -> ")))
			}
		}
	}
	return faults
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
