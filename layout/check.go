package layout

import (
	"errors"
	"slices"
	"sort"
	"strings"

	"doorstroommonitor/internal/message"
)

// Field types.
const (
	TypeText   = "C" // text, left-aligned, padded with spaces
	TypeDigits = "N" // digits, or blank
	TypeYear   = "Y" // four digits, or blank
	TypeDate   = "D" // a date in one of the layout's forms, 00000000, or blank
)

// checker collects the faults of one layout.
type checker struct {
	l     *Layout
	kinds []Record
	plan  *planner // knows every record and field, not the emits
	where string   // the record, where there are several
	wrong []message.Text
}

func (c *checker) bad(format string, args ...any) {
	text := texts.Say(format, args...)
	c.wrong = append(c.wrong, message.Text{NL: c.where + text.NL, EN: c.where + text.EN})
}

// Check reports everything that is wrong with the layout itself, joined into
// one error.
func (l *Layout) Check() error {
	var errs []error
	for _, w := range l.Wrong() {
		errs = append(errs, texts.Errorf("layout %q: %s", l.ID, w))
	}
	return errors.Join(errs...)
}

// Wrong lists what is wrong with the layout itself, in Dutch and in English:
// fields that do not follow each other, widths that do not add up to the record
// width, double ids, records under no parent, and emits that name fields the
// layout does not have. A text begins with the record where there are several.
func (l *Layout) Wrong() []message.Text {
	c := &checker{l: l, kinds: l.Kinds(), plan: &planner{}}
	c.file()
	for i := range c.kinds {
		k := &c.kinds[i]
		c.plan.forms = append(c.plan.forms, &form{index: i, def: k})
		if k.Role == RoleHeader {
			c.plan.head = c.plan.forms[i]
		}
	}
	for _, f := range c.plan.forms {
		f.parent = c.plan.form(f.def.Parent)
	}
	emits := 0
	for _, f := range c.plan.forms {
		if c.where = ""; len(l.Records) > 0 {
			c.where = "record " + f.def.Name() + ": "
			c.record(f)
		}
		c.fields(f.def)
		for i := range f.def.Emit {
			c.emit(f, i, &f.def.Emit[i])
			emits++
		}
	}
	c.where = ""
	if emits == 0 {
		c.bad("emits no record")
	}
	return c.wrong
}

func (c *checker) file() {
	l := c.l
	if !slices.Contains([]string{FormatFixed, FormatSeparated, FormatTable}, l.Format) {
		c.bad("format %q is not known; fixed-width, separated and table are", l.Format)
	}
	if l.Encoding != "latin1" && l.Encoding != "utf-8" {
		c.bad("encoding %q is not known; latin1 and utf-8 are", l.Encoding)
	}
	if (l.Format == FormatFixed) != (len(l.Separators) == 0) {
		c.bad("a separated file or table, and no other, needs separators")
	}
	for _, s := range l.Separators {
		if len(s) != 1 || s[0] <= ' ' && s[0] != '\t' || s[0] >= 0x7f {
			c.bad("separator %q is not one sign", s)
		}
	}
	for _, d := range l.Dates {
		if !slices.Contains([]string{DateCompact, DateISO, DateDutch}, d) {
			c.bad("date form %q is not known; %s, %s and %s are", d, DateCompact, DateISO, DateDutch)
		}
	}
	if len(l.Records) > 0 && (len(l.Fields) > 0 || len(l.Emit) > 0 || l.Format == FormatTable) {
		c.bad("records exclude fields and emit beside them, and a table")
	}
	if l.StudyYear != "" && (len(l.StudyYear) != 5 || !hasForm(DateISO, []byte("2000-"+l.StudyYear))) {
		c.bad("study_year %q is not a day mm-dd", l.StudyYear)
	}
}

// record checks what a kind of line says of its place among others.
func (c *checker) record(f *form) {
	k := f.def
	at := f.index
	if k.Tag == "" || len(k.Fields) == 0 && !k.Skip {
		c.bad("tag and fields are required")
		return
	}
	for i := range c.kinds[:at] {
		o := &c.kinds[i]
		if o.Name() == k.Name() {
			c.bad("is defined twice; give one an id")
		}
		if o.Tag == k.Tag && (len(o.Fields) == len(k.Fields) || c.kinds[at-1].Tag != k.Tag) {
			c.bad("has the tag of record %s; records of one tag follow each other and differ in their number of fields", o.Name())
		}
		if o.Role != "" && o.Role == k.Role {
			c.bad("is a second %s", k.Role)
		}
	}
	if k.Role != "" && k.Role != RoleHeader && k.Role != RoleTrailer {
		c.bad("role %q is not known; header and trailer are", k.Role)
	}
	if k.Parent != "" && f.parent == nil {
		c.bad("parent %q is not a record of the layout", k.Parent)
	}
	for p, n := f.parent, 0; p != nil; p, n = p.parent, n+1 {
		if p == f || n > len(c.kinds) {
			c.bad("stands under itself")
			return
		}
	}
	for _, id := range k.Same {
		if f.parent == nil || f.parent.def.field(id) == nil || k.field(id) == nil {
			c.bad("same: field %q is not in the record and its parent", id)
		}
	}
	for _, id := range k.Either {
		if k.field(id) == nil {
			c.bad("either: field %q is not in the record", id)
		}
	}
	for _, tag := range sortedKeys(k.Counts) {
		if k.field(k.Counts[tag]) == nil {
			c.bad("counts: field %q is not in the record", k.Counts[tag])
		}
		if tagged(c.plan.forms, []byte(tag)) == nil {
			c.bad("counts: no record has tag %q", tag)
		}
	}
}

func (c *checker) fields(k *Record) {
	fixed := c.l.Format == FormatFixed
	seen := map[string]bool{}
	next := 1
	for i := range k.Fields {
		f := &k.Fields[i]
		if f.Nr != i+1 {
			c.bad("field %q has nr %d, %d expected", f.ID, f.Nr, i+1)
		}
		if f.ID == "" || seen[f.ID] || strings.Contains(f.ID, ".") {
			c.bad("field %d: id %q is empty, has a point or is used twice", f.Nr, f.ID)
		}
		seen[f.ID] = true
		if fixed && f.Start != next {
			c.bad("field %d (%s) starts at %d, %d expected: fields must follow each other", f.Nr, f.ID, f.Start, next)
		}
		next = f.Start + f.Width
		if i > 0 && k.Fields[i-1].Optional && !f.Optional && c.l.Format == FormatSeparated {
			c.bad("field %d (%s) is required and stands behind an optional one", f.Nr, f.ID)
		}
		if err := f.check(fixed); err != nil {
			c.bad("field %d (%s): %v", f.Nr, f.ID, err)
		}
	}
	if fixed && next-1 != k.Width && !k.Skip {
		c.bad("the fields fill %d positions, width is %d", next-1, k.Width)
	}
}

func (f *Field) check(fixed bool) error {
	if !slices.Contains([]string{TypeText, TypeDigits, TypeYear, TypeDate}, f.Type) {
		return texts.Errorf("type %q is not known; C, N, Y and D are", f.Type)
	}
	if fixed {
		if f.Width < 1 {
			return texts.Errorf("width %d is less than 1", f.Width)
		}
		want := map[string]int{TypeText: f.Width, TypeDigits: f.Width, TypeYear: 4, TypeDate: 8}
		if w := want[f.Type]; w != f.Width {
			return texts.Errorf("type %s has width %d, not %d", f.Type, w, f.Width)
		}
	} else if f.Start != 0 || f.Width != 0 && f.Type != TypeDigits {
		return texts.Errorf("start and width belong to fixed-width files; width also to type N")
	}
	for i, v := range f.Values {
		if f.Width > 0 && len(v) > f.Width {
			return texts.Errorf("value %q is wider than %d", v, f.Width)
		}
		if slices.Contains(f.Values[:i], v) {
			return texts.Errorf("value %q is listed twice", v)
		}
	}
	return nil
}

// sortedKeys keeps messages in one order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
