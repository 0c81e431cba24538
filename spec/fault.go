package spec

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/internal/message"
	"doorstroommonitor/internal/strictyaml"
)

// checker collects faults between definitions. Every fault points at the
// place it is about and says what would be right.
type checker struct {
	s     *Specification
	trees map[string]strictyaml.Tree
	errs  []error
	// within is where in a definition the item stands that is being checked, for
	// items that their address does not tell apart; see inItem.
	within []string
}

// inItem runs f with the place of its faults within the i-th item of a list.
func (c *checker) inItem(path []string, i int, f func()) {
	c.within = append(slices.Clone(path), strconv.Itoa(i))
	f()
	c.within = nil
}

// fail reports a value that does not fit.
func (c *checker) fail(kind, id, format string, args ...any) {
	c.report(RuleFit, kind, id, format, args...)
}

// report adds a fault within a definition. The text begins with its address,
// steps divided by ": ", each "kind id" or a key, as in "lookup later: where:
// field"; the first word in quotes is what is wrong. Both lead to the place in
// the file, and are read from the English text; the Dutch one has the same
// address.
func (c *checker) report(rule, kind, id, format string, args ...any) {
	text := texts.Say(format, args...)
	path, word := address(text.EN)
	c.reportAt(path, word, rule, kind, id, text)
}

// reportAt adds a fault at a place that its address alone does not give.
func (c *checker) reportAt(path []string, word, rule, kind, id string, text message.Text) {
	pos := c.s.where[kind+" "+id]
	e := said(pos, rule, "%s %s: %s", kind, id, text)
	tree, ok := c.trees[pos.file]
	if !ok {
		tree = strictyaml.Parse(c.s.texts[pos.file])
		c.trees[pos.file] = tree
	}
	path = append(slices.Clone(c.within), path...)
	if line, column := tree.Find(append([]string{"screening", kind, kind + "s", id}, path...), word); line > 0 {
		e.Line, e.Column = line, column
	}
	c.errs = append(c.errs, e)
}

// said is a fault at a place, in both languages.
func said(at position, rule, format string, args ...any) *Fault {
	text := texts.Say(format, args...)
	return &Fault{File: at.file, Line: at.line, Rule: rule, Msg: text.EN, Dutch: text.NL}
}

// address reads the path and the quoted word of a fault's text.
func address(text string) (path []string, word string) {
	if _, rest, ok := strings.Cut(text, `"`); ok {
		word, _, _ = strings.Cut(rest, `"`)
	}
	for _, step := range strings.Split(text, ": ") {
		words := strings.Fields(step)
		if len(words) == 0 || strings.Contains(words[0], `"`) {
			break
		}
		key := words[0]
		if len(words) > 1 && !strings.HasPrefix(words[1], `"`) {
			path = append(path, key+"s", key, strings.Join(words[1:], " "), words[1])
		} else {
			path = append(path, key)
		}
		if len(words) > 2 {
			break
		}
	}
	return path, word
}

// among fails unless value is one of the known names.
func (c *checker) among(kind, id, what, value string, known []string) bool {
	if slices.Contains(known, value) {
		return true
	}
	if near := nearest(value, known); near != "" {
		c.report(RuleReference, kind, id, "%s %q does not exist; known: %s; did you mean %q?", phrase(what), value, strings.Join(known, ", "), near)
	} else {
		c.report(RuleReference, kind, id, "%s %q does not exist; known: %s", phrase(what), value, strings.Join(known, ", "))
	}
	return false
}

// unique fails for every name that is listed twice, at the second. What is
// listed is the last step of what: things under the key in plural, or values
// under the key itself.
func (c *checker) unique(kind, id, what string, names []string) {
	steps := strings.Split(what, ": ")
	path, _ := address(strings.Join(steps[:len(steps)-1], ": "))
	key := steps[len(steps)-1]
	seen := map[string]bool{}
	for i, n := range names {
		if seen[n] {
			at := append(slices.Clip(path), key+"s", key, strconv.Itoa(i))
			c.reportAt(at, n, RuleUnique, kind, id, texts.Say("%s %q is defined twice", phrase(what), n))
		}
		seen[n] = true
	}
}

// sorted returns the faults by file and line.
func (c *checker) sorted() []error {
	place := func(err error) *strictyaml.Error {
		e := &strictyaml.Error{}
		errors.As(err, &e)
		return e
	}
	slices.SortStableFunc(c.errs, func(a, b error) int {
		x, y := place(a), place(b)
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Line, y.Line), cmp.Compare(x.Column, y.Column))
	})
	return c.errs
}

// Fault is one fault of a specification, with its place.
type Fault = strictyaml.Error

// Faults lists what an error of Load says, in the order of the files.
func Faults(err error) []*Fault {
	if f, ok := err.(*Fault); ok {
		return []*Fault{f}
	}
	var out []*Fault
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range joined.Unwrap() {
			out = append(out, Faults(e)...)
		}
	}
	return out
}

// nearest returns the known name that differs least from a mistaken one, ""
// where none comes near: within a third of its letters.
func nearest(value string, known []string) string {
	best, at := "", len([]rune(value))/3+1
	for _, k := range known {
		if d := distance([]rune(strings.ToLower(value)), []rune(strings.ToLower(k))); d < at {
			best, at = k, d
		}
	}
	return best
}

// distance counts the letters to insert, leave out or replace (Levenshtein).
func distance(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j+1]+1, row[j]+1)
		}
	}
	return row[len(b)]
}
