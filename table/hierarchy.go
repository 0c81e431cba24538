package table

import (
	"io"
	"slices"
	"strconv"
	"strings"
)

// hierarchy is a CSV with the columns code, parent and level: one code without
// a parent, and a parent in the file for each of the others. Without the
// column level a code's level is its distance from the root.
type hierarchy struct {
	file    string
	codes   []string
	index   map[string]int32
	parents []string
	up      []int32 // code -> parent, -1 for the root
	down    [][]int32
	level   []int
	lines   []int
	root    int32
}

func (f *File) readHierarchy(path string) (*hierarchy, error) {
	in, err := open(f.beside(path))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return parseHierarchy(f.beside(path), f.Separator, in)
}

func parseHierarchy(file, separator string, in io.Reader) (*hierarchy, error) {
	r, err := newReader("H", file, separator, in)
	if err != nil {
		return nil, err
	}
	h := &hierarchy{file: file, index: map[string]int32{}}
	if err := h.read(r); err != nil {
		return nil, err
	}
	return h, h.join(slices.Contains(r.head, "level"))
}

// read reads the lines, without looking at what they say together.
func (h *hierarchy) read(r *reader) error {
	code, err := r.column("code")
	if err != nil {
		return err
	}
	parent, err := r.column("parent")
	if err != nil {
		return err
	}
	level := -1
	if slices.Contains(r.head, "level") {
		if level, err = r.column("level"); err != nil {
			return err
		}
	}
	for {
		rec, err := r.next()
		if err != nil || rec == nil {
			return err
		}
		if err := r.badCode(rec[code], code); err != nil {
			return err
		}
		if old, twice := h.index[rec[code]]; twice {
			return r.at("DUPLICATE", code, say("code %s staat ook op regel %d", "code %s is on line %d, too", rec[code], h.lines[old]),
				say("haal een van beide regels weg", "take one of the lines out"))
		}
		depth := 0
		if level >= 0 {
			if depth, err = strconv.Atoi(rec[level]); err != nil || depth < 0 {
				return r.at("LEVEL", level, say("%q is geen niveau", "%q is no level", rec[level]), say("geef een geheel getal: 0 voor de wortel, 1 daaronder", "give a whole number: 0 for the root, 1 below it"))
			}
		}
		h.index[strings.Clone(rec[code])] = int32(len(h.codes))
		h.codes = append(h.codes, strings.Clone(rec[code]))
		h.parents = append(h.parents, strings.Clone(rec[parent]))
		h.lines = append(h.lines, r.line(code))
		h.level = append(h.level, depth)
	}
}

// fault is a fault about a code.
func (h *hierarchy) fault(rule string, code int32, field string, what, next text) error {
	return &Fault{Rule: "H-" + rule, File: h.file, Line: h.lines[code], Field: field, what: what, next: next}
}

// join ties every code to its parent.
func (h *hierarchy) join(levelled bool) error {
	if len(h.codes) == 0 {
		return &Fault{Rule: "H-EMPTY", File: h.file, what: say("de hiërarchie heeft geen codes", "the hierarchy has no codes"), next: say("geef minstens de wortel en de codes daaronder", "give at least the root and the codes below it")}
	}
	h.up, h.down, h.root = make([]int32, len(h.codes)), make([][]int32, len(h.codes)), -1
	var roots []int32
	for i, p := range h.parents {
		c, above := int32(i), int32(-1)
		if p == "" {
			roots = append(roots, c)
		} else {
			var known bool
			if above, known = h.index[p]; !known {
				return h.fault("PARENT", c, "parent", say("ouder %s van code %s staat niet in het bestand", "parent %s of code %s is not in the file", p, h.codes[i]),
					say("voeg een regel voor %[1]s toe, of verbeter de ouder", "add a line for %[1]s, or correct the parent", p))
			}
			h.down[above] = append(h.down[above], c)
		}
		h.up[i] = above
	}
	if err := h.loop(); err != nil {
		return err
	}
	if len(roots) > 1 {
		return h.fault("ROOT", roots[1], "parent", say("code %s heeft geen ouder, en code %s op regel %d ook niet", "code %s has no parent, nor has code %s on line %d", h.codes[roots[1]], h.codes[roots[0]], h.lines[roots[0]]),
			say("geef elke code een ouder, behalve het totaal", "give every code a parent, except the total"))
	}
	h.root = roots[0]
	return h.levels(levelled)
}

// loop finds codes that are above themselves.
func (h *hierarchy) loop() error {
	seen := make([]int, len(h.codes)) // number of the walk, from 1
	for start := range h.codes {
		c := int32(start)
		for c >= 0 && seen[c] == 0 {
			seen[c] = start + 1
			c = h.up[c]
		}
		if c < 0 || seen[c] != start+1 {
			continue
		}
		path := []string{h.codes[c]}
		for at := h.up[c]; at != c && len(path) < 20; at = h.up[at] {
			path = append(path, h.codes[at])
		}
		way := strings.Join(append(path, h.codes[c]), " -> ")
		return h.fault("LOOP", c, "parent", say("de ouders lopen in een kring: %s", "the parents run in a circle: %s", way),
			say("geef een van deze codes een andere ouder", "give one of these codes another parent"))
	}
	return nil
}

// levels checks the levels, or makes them.
func (h *hierarchy) levels(given bool) error {
	for _, c := range h.order(nil) {
		p := h.up[c]
		switch {
		case p < 0:
		case !given:
			h.level[c] = h.level[p] + 1
		case h.level[c] <= h.level[p]:
			return h.fault("LEVEL", c, "level", say("code %s heeft niveau %d en haar ouder %s niveau %d", "code %s has level %d and its parent %s level %d", h.codes[c], h.level[c], h.codes[p], h.level[p]),
				say("geef de code een dieper niveau dan haar ouder", "give the code a deeper level than its parent"))
		}
	}
	return nil
}

// order lists the codes from the root down, each before what is below it, in
// the order of the file; keep, when not nil, leaves codes out with all below.
func (h *hierarchy) order(keep func(c int32) bool) []int32 {
	var out []int32
	stack := []int32{h.root}
	for len(stack) > 0 {
		c := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if keep != nil && !keep(c) {
			continue
		}
		out = append(out, c)
		for _, d := range slices.Backward(h.down[c]) {
			stack = append(stack, d)
		}
	}
	return out
}
