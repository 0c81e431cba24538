package ingest

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/layout"
	"doorstroommonitor/pseudonym"
)

// newLayoutPlan prepares a layout and holds its emits against the record
// types: they may fill only fields that are read.
func (s *intake) newLayoutPlan(id string) (*layoutPlan, error) {
	l := s.options.Spec.Layouts[id]
	d, err := s.newDecoder(l)
	if err != nil {
		return nil, err
	}
	out := &layoutPlan{layout: l, decoder: d, keySpace: l.KeySpace}
	if out.keySpace == "" {
		out.keySpace = pseudonym.PGN
	}
	for i, e := range l.Emits() {
		p := s.plan(e.Record)
		if p == nil {
			return nil, fmt.Errorf("layout %q: emit %d: there is no record type %q", id, i+1, e.Record)
		}
		plan, err := newEmitPlan(p, e.Set, e.Years)
		if err != nil {
			return nil, fmt.Errorf("layout %q: emit %d (%s): %w", id, i+1, e.Record, err)
		}
		out.emits = append(out.emits, plan)
	}
	return out, nil
}

// newDecoder prepares a layout to be read with the programmes of the public
// register.
func (s *intake) newDecoder(l *layout.Layout) (*layout.Decoder, error) {
	return layout.NewDecoder(l, func(code, what string) string {
		if p, ok := s.options.Register.Programme(code); ok && what == "niveau" {
			return p.Level
		}
		return ""
	})
}

// newEmitPlan places the columns of an emit, which the decoder gives in the
// order of their names.
func newEmitPlan(p *recordPlan, set map[string]layout.Source, years *layout.Years) (emitPlan, error) {
	e := emitPlan{plan: p}
	for i := range p.fields {
		name := p.fields[i].id
		if s, ok := set[name]; ok {
			name = cmp.Or(strings.Join(fieldsOf(&s, years), "/"), name)
		}
		e.names = append(e.names, name)
	}
	for _, id := range slices.Sorted(maps.Keys(set)) {
		at := p.field(id)
		if at < 0 || !slices.Contains(p.inputs, at) {
			return e, fmt.Errorf("field %q is not one that is read", id)
		}
		e.place = append(e.place, at)
	}
	for _, i := range p.inputs {
		if _, ok := set[p.fields[i].id]; !ok && p.fields[i].required {
			return e, fmt.Errorf("required field %q is not filled", p.fields[i].id)
		}
	}
	return e, nil
}

// fieldsOf names the fields of the file from which a source takes its value, so
// that a fault points at what the supplier can mend; none for a constant.
func fieldsOf(s *layout.Source, years *layout.Years) []string {
	switch {
	case s.Years == layout.YearsEnd:
		return years.End[len(years.End)-1:]
	case s.Years != "":
		return []string{years.Begin}
	case s.Field == "":
		return nil
	case s.Or == nil:
		return []string{s.Field}
	}
	names := []string{s.Field}
	for _, n := range fieldsOf(s.Or, years) {
		if !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return names
}
