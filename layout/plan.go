package layout

import (
	"slices"
	"strings"
)

// form is a kind of line prepared for decoding.
type form struct {
	index    int
	def      *Record
	parent   *form
	same     [][2]*Field // field, field of the parent
	either   []*Field
	min, max int // number of values on a separated line
	emits    []*emitter
}

type emitter struct {
	index   int
	record  string
	columns []string
	when    []condition
	filled  []ref
	years   *yearPlan
	sources []*source
	leads   []*source
	within  int // the column with a date that belongs to a study year, or -1
	year    ref // with the year in which that begins
}

type condition struct {
	ref   ref
	list  map[string]bool // the field's own list
	admit map[string]bool
}

type yearPlan struct {
	begin ref
	end   []ref
	open  ref
}

// ref is a field of the line, of a line above it, of the header or of the
// next line of its kind.
type ref struct {
	field *Field
	up    int
	head  bool
	next  bool
}

type source struct {
	constant  []byte
	years     string
	nth       bool
	ref       ref
	list      map[string]bool // nil admits all
	last      int
	mapping   map[string][]byte
	other     []byte // value for what mapping lacks
	hasOther  bool
	separator string
	or        *source
	date      bool
	number    bool
	programme string
}

// planner prepares the forms of a layout that passed Check.
type planner struct {
	forms []*form
	head  *form
	emits []*emitter
}

func newPlanner(kinds []Record) *planner {
	p := &planner{}
	for i := range kinds {
		p.forms = append(p.forms, &form{index: i, def: &kinds[i]})
	}
	for _, f := range p.forms {
		if f.def.Role == RoleHeader {
			p.head = f
		}
		f.parent = p.form(f.def.Parent)
		f.max = len(f.def.Fields)
		for f.min = f.max; f.min > 0 && f.def.Fields[f.min-1].Optional; {
			f.min--
		}
		for _, id := range f.def.Same {
			f.same = append(f.same, [2]*Field{f.def.field(id), f.parent.def.field(id)})
		}
		for _, id := range f.def.Either {
			f.either = append(f.either, f.def.field(id))
		}
	}
	for _, f := range p.forms {
		for i := range f.def.Emit {
			e := p.emitter(f, &f.def.Emit[i])
			e.index = len(p.emits)
			f.emits, p.emits = append(f.emits, e), append(p.emits, e)
		}
	}
	return p
}

// form finds a kind of line by its id; nil for none.
func (p *planner) form(id string) *form {
	for _, f := range p.forms {
		if id != "" && f.def.Name() == id {
			return f
		}
	}
	return nil
}

// resolve finds the field that a name means on a line of form f.
func (p *planner) resolve(f *form, name string) (ref, bool) {
	record, id, ok := strings.Cut(name, ".")
	if !ok {
		r := ref{field: f.def.field(name)}
		return r, r.field != nil
	}
	if record == "next" {
		r := ref{field: f.def.field(id), next: true}
		return r, r.field != nil
	}
	if p.head != nil && p.head.def.Name() == record {
		r := ref{field: p.head.def.field(id), head: true}
		return r, r.field != nil
	}
	up := 0
	for g := f.parent; g != nil; g = g.parent {
		up++
		if g.def.Name() == record {
			r := ref{field: g.def.field(id), up: up}
			return r, r.field != nil
		}
	}
	return ref{}, false
}

func (p *planner) emitter(f *form, e *Emit) *emitter {
	out := &emitter{record: e.Record, columns: sortedKeys(e.Set)}
	at := func(name string) ref {
		r, _ := p.resolve(f, name) // Check found it
		return r
	}
	for _, id := range sortedKeys(e.When) {
		r := at(id)
		out.when = append(out.when, condition{ref: r, list: set(r.field.Values), admit: set(e.When[id])})
	}
	for _, id := range e.Filled {
		out.filled = append(out.filled, at(id))
	}
	if y := e.Years; y != nil {
		out.years = &yearPlan{begin: at(y.Begin), open: at(y.Open)}
		for _, id := range y.End {
			out.years.end = append(out.years.end, at(id))
		}
	}
	for _, id := range out.columns {
		s := e.Set[id]
		out.sources = append(out.sources, newSource(&s, at))
	}
	if out.within = -1; e.Within != nil {
		out.within, out.year = slices.Index(out.columns, e.Within.Date), at(e.Within.Year)
	}
	for i := range e.Leads {
		out.leads = append(out.leads, newSource(&e.Leads[i], at))
	}
	return out
}

func newSource(s *Source, at func(string) ref) *source {
	if s == nil {
		return nil
	}
	out := &source{last: s.Last, date: s.Date, number: s.Number, separator: s.List, programme: s.Programme, years: s.Years, nth: s.Nth, or: newSource(s.Or, at)}
	if s.Field == "" {
		out.constant = []byte(s.Const)
		return out
	}
	out.ref = at(s.Field)
	out.list = set(out.ref.field.Values)
	if s.Map != nil {
		out.mapping = make(map[string][]byte, len(s.Map))
		for k, v := range s.Map {
			out.mapping[k] = []byte(v)
		}
	}
	if s.Else != nil {
		out.other, out.hasOther = []byte(*s.Else), true
	}
	return out
}

func set(values []string) map[string]bool {
	if len(values) == 0 {
		return nil
	}
	m := make(map[string]bool, len(values))
	for _, v := range values {
		m[v] = true
	}
	return m
}

// tagged are the forms with that tag.
func tagged(forms []*form, tag []byte) []*form {
	if i := slices.IndexFunc(forms, func(f *form) bool { return f.def.Tag == string(tag) }); i >= 0 {
		n := i + 1
		for n < len(forms) && forms[n].def.Tag == string(tag) {
			n++
		}
		return forms[i:n]
	}
	return nil
}
