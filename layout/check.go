package layout

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// Field types of a fixed-width layout.
const (
	TypeText   = "C" // text, left-aligned, padded with spaces
	TypeDigits = "N" // digits, or blank
	TypeYear   = "Y" // four digits, or blank
	TypeDate   = "D" // EEJJMMDD, 00000000, or blank
)

// Check reports everything that is wrong with the layout itself: fields that
// do not follow each other, widths that do not add up to the record width,
// double ids, and emits that name fields the layout does not have. All faults
// are joined into one error.
func (l *Layout) Check() error {
	var errs []error
	bad := func(format string, args ...any) {
		errs = append(errs, fmt.Errorf("layout %q: "+format, append([]any{l.ID}, args...)...))
	}
	if l.Format != "fixed-width" {
		bad("format %q is not known; fixed-width is", l.Format)
	}
	if l.Encoding != "latin1" && l.Encoding != "utf-8" {
		bad("encoding %q is not known; latin1 and utf-8 are", l.Encoding)
	}
	seen := map[string]bool{}
	next := 1
	for i, f := range l.Fields {
		if f.Nr != i+1 {
			bad("field %q has nr %d, %d expected", f.ID, f.Nr, i+1)
		}
		if f.ID == "" || seen[f.ID] {
			bad("field %d: id %q is empty or used twice", f.Nr, f.ID)
		}
		seen[f.ID] = true
		if f.Start != next {
			bad("field %d (%s) starts at %d, %d expected: fields must follow each other", f.Nr, f.ID, f.Start, next)
		}
		next = f.Start + f.Width
		if err := f.check(); err != nil {
			bad("field %d (%s): %w", f.Nr, f.ID, err)
		}
	}
	if next-1 != l.Width {
		bad("the fields fill %d positions, width is %d", next-1, l.Width)
	}
	for i := range l.Emit {
		for _, err := range l.Emit[i].check(seen) {
			bad("emit %d (%s): %w", i+1, l.Emit[i].Record, err)
		}
	}
	if len(l.Emit) == 0 {
		bad("emits no record")
	}
	return errors.Join(errs...)
}

func (f *Field) check() error {
	if f.Width < 1 {
		return fmt.Errorf("width %d is less than 1", f.Width)
	}
	want := map[string]int{TypeText: f.Width, TypeDigits: f.Width, TypeYear: 4, TypeDate: 8}
	w, ok := want[f.Type]
	if !ok {
		return fmt.Errorf("type %q is not known; C, N, Y and D are", f.Type)
	}
	if w != f.Width {
		return fmt.Errorf("type %s has width %d, not %d", f.Type, w, f.Width)
	}
	for i, v := range f.Values {
		if len(v) > f.Width {
			return fmt.Errorf("value %q is wider than %d", v, f.Width)
		}
		if slices.Contains(f.Values[:i], v) {
			return fmt.Errorf("value %q is listed twice", v)
		}
	}
	return nil
}

func (e *Emit) check(fields map[string]bool) (errs []error) {
	if e.Record == "" || len(e.Set) == 0 {
		errs = append(errs, errors.New("record and set are required"))
	}
	for _, id := range sortedKeys(e.When) {
		if !fields[id] {
			errs = append(errs, fmt.Errorf("when names field %q, which the layout does not have", id))
		}
		if len(e.When[id]) == 0 {
			errs = append(errs, fmt.Errorf("when %s lists no values", id))
		}
	}
	for _, id := range sortedKeys(e.Set) {
		s := e.Set[id]
		if err := s.check(fields); err != nil {
			errs = append(errs, fmt.Errorf("set %s: %w", id, err))
		}
	}
	return errs
}

func (s *Source) check(fields map[string]bool) error {
	if (s.Const == "") == (s.Field == "") {
		return errors.New("give either const or field")
	}
	if s.Const != "" {
		if s.Last != 0 || s.Map != nil || s.Else != nil || s.Or != nil || s.Date {
			return errors.New("const stands alone")
		}
		return nil
	}
	if !fields[s.Field] {
		return fmt.Errorf("field %q is not in the layout", s.Field)
	}
	if s.Last < 0 {
		return fmt.Errorf("last %d is negative", s.Last)
	}
	if s.Else != nil && (s.Map == nil || s.Or != nil) {
		return errors.New("else needs map and excludes or")
	}
	if s.Date && s.Map != nil {
		return errors.New("date excludes map")
	}
	if s.Or != nil {
		if err := s.Or.check(fields); err != nil {
			return fmt.Errorf("or: %w", err)
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
