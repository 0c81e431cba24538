package cube

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"doorstroommonitor/engine"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
)

// Inner holds what an engine counted for one plan: year -> joined codes ->
// persons. These are the finest cells; every total is added up from them.
type Inner map[int]map[string]int64

// Tally runs the plans over every source (one a person bucket) and adds the
// results up. Progress, if not nil, is told after each source.
func Tally(ctx context.Context, eng engine.Engine, sources []engine.Source, plans []engine.Plan, progress func(done, total int)) ([]Inner, error) {
	out := make([]Inner, len(plans))
	for i := range out {
		out[i] = Inner{}
	}
	for i, src := range sources {
		err := eng.Aggregate(ctx, src, plans, func(c engine.Count) error {
			y := out[c.Plan][c.Year]
			if y == nil {
				y = map[string]int64{}
				out[c.Plan][c.Year] = y
			}
			y[strings.Join(c.Codes, "\x1f")] += c.N
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("bucket %d of %d: %w", i+1, len(sources), err)
		}
		if progress != nil {
			progress(i+1, len(sources))
		}
	}
	return out, nil
}

// Window adds up what was counted in the years from first to last. Who is a
// member in several counts once, in the last of them: the codes that tell so
// stand behind the others (see askLater) and are taken off.
func (in Inner) Window(first, last int) map[string]int64 {
	if first == last {
		return in[last]
	}
	out := map[string]int64{}
	for year := first; year <= last; year++ {
		for codes, n := range in[year] {
			all := strings.Split(codes, "\x1f")
			own, later := all[:len(all)-(last-first)], all[len(all)-(last-first):]
			if !slices.Contains(later[:last-year], again) {
				out[strings.Join(own, "\x1f")] += n
			}
		}
	}
	return out
}

// Members returns the number of cohort members that a members plan counted in
// a year.
func (in Inner) Members(year int) int64 {
	var n int64
	for _, v := range in[year] {
		n += v
	}
	return n
}

// MembersOnce is the number of persons who are members in a year from first to
// last.
func (in Inner) MembersOnce(first, last int) (total int64) {
	for _, n := range in.Window(first, last) {
		total += n
	}
	return total
}

// Outcome is one line of the mass balance: the national count of one code of
// an outcome dimension. It is true and stays inside the gate.
type Outcome struct {
	Dimension string
	Code      string
	Label     sdmx.Text
	N         int64
}

// Balance is the mass balance of a group: its members, and how each outcome
// dimension shares them out.
type Balance struct {
	Group    string
	Members  int64
	Outcomes []Outcome
}

// ErrBalance is returned when persons would be lost or counted twice.
type ErrBalance struct {
	Group  string
	Reason sdmx.Text
}

func (e *ErrBalance) Error() string { return e.In("en") }

// In gives the text in "nl" or "en".
func (e *ErrBalance) In(lang string) string {
	return fmt.Sprintf(sdmx.Text{NL: "de massabalans van %s klopt niet: %s", EN: "mass balance of %s is broken: %s"}.In(lang), e.Group, e.Reason.In(lang))
}

// Count adds the inner cells up to all cells of the model. Every member must
// be in exactly one combination that the specification and the public
// register allow; members is the number counted without any column.
func (m *Model) Count(inner map[string]int64, members int64) (*sdc.Problem, *Balance, error) {
	rows, total, err := m.atoms(inner)
	if err != nil {
		return nil, nil, err
	}
	if total != members {
		return nil, nil, &ErrBalance{m.Group(), sdmx.Text{
			NL: "de personen over alle uitkomsten zijn niet de personen van het cohort; iemand ontbreekt of telt dubbel",
			EN: "the persons over all outcomes are not the persons of the cohort; one is lost or counted twice",
		}}
	}
	p := &sdc.Problem{Structure: m.Structure(), Counts: make([]int64, len(m.keys)), Published: make([]bool, len(m.keys))}
	holding := m.holding()
	for key, n := range rows {
		m.eachCell(holding, key, func(c int32) { p.Counts[c] += n })
	}
	for _, t := range m.Tables {
		for _, c := range t.cells {
			if c >= 0 {
				p.Published[c] = true
			}
		}
	}
	if err := additive(p); err != nil {
		return nil, nil, err
	}
	m.special(p)
	p.Homogeneity = m.homogeneity()
	m.persons(p, rows, holding)
	b := m.balance(p, members)
	return p, b, nil
}

// atoms translates joined codes to atoms per axis.
func (m *Model) atoms(inner map[string]int64) (map[string]int64, int64, error) {
	rows := map[string]int64{}
	var total int64
	for codes, n := range inner {
		f := strings.Split(codes, "\x1f")
		key := make([]byte, 0, 4*len(m.axes))
		for _, a := range m.axes {
			tuple := make([]string, len(a.columns))
			for k, c := range a.columns {
				tuple[k] = f[c]
			}
			atom, ok := a.tuples[strings.Join(tuple, "\x1f")]
			if !ok {
				return nil, 0, &ErrBalance{m.Group(), m.foreign(a, tuple)}
			}
			key = append(key, byte(atom), byte(atom>>8), byte(atom>>16), byte(atom>>24))
		}
		rows[string(key)] += n
		total += n
	}
	return rows, total, nil
}

// foreign names a combination that cannot exist. Codes are no personal data;
// the number of persons is left out.
func (m *Model) foreign(a *axis, tuple []string) sdmx.Text {
	var parts []string
	for k, c := range a.columns {
		parts = append(parts, m.Population.Columns[c].ID+"="+tuple[k])
	}
	return sdmx.Text{
		NL: "de gegevens bevatten een combinatie die de specificatie en het openbare register niet toestaan: " + strings.Join(parts, ", ") +
			"; verbeter de rijen met deze waarden, of voeg het aanbod toe aan het register (aanbod.csv) of de code aan de specificatie",
		EN: "the data hold a combination that the specification and the public register do not allow: " + strings.Join(parts, ", ") +
			"; mend the rows with these values, or add the offering to the register (aanbod.csv) or the code to the specification",
	}
}

// holding says which cells hold an atom combination: per axis and atom the sets
// that hold the atom, and the cells as a tree, a set of the next axis at every
// branch. Most sets of one axis go with few of another.
type holding struct {
	sets [][][]int32
	root *branch
}

type branch struct {
	next map[int32]*branch
	cell int32
}

func (m *Model) holding() *holding {
	h := &holding{make([][][]int32, len(m.axes)), &branch{}}
	for i, a := range m.axes {
		h.sets[i] = make([][]int32, a.atoms)
		for id, s := range a.sets {
			for atom := range a.atoms {
				if s.has(atom) {
					h.sets[i][atom] = append(h.sets[i][atom], int32(id))
				}
			}
		}
	}
	for c, sets := range m.keys {
		at := h.root
		for _, s := range sets {
			if at.next == nil {
				at.next = map[int32]*branch{}
			}
			if at.next[s] == nil {
				at.next[s] = &branch{}
			}
			at = at.next[s]
		}
		at.cell = int32(c)
	}
	return h
}

// eachCell visits every cell that holds one atom combination.
func (m *Model) eachCell(h *holding, key string, visit func(c int32)) {
	var step func(axis int, at *branch)
	step = func(axis int, at *branch) {
		if axis == len(m.axes) {
			visit(at.cell)
			return
		}
		k := key[4*axis:]
		atom := int(k[0]) | int(k[1])<<8 | int(k[2])<<16 | int(k[3])<<24
		for _, s := range h.sets[axis][atom] {
			if next := at.next[s]; next != nil {
				step(axis+1, next)
			}
		}
	}
	step(0, h.root)
}

// additive checks every sum of the model against the counts.
func additive(p *sdc.Problem) error {
	for _, r := range p.Relations {
		var sum int64
		for _, c := range r.Children {
			sum += p.Counts[c]
		}
		if sum != p.Counts[r.Parent] {
			return &ErrBalance{p.Group, sdmx.Text{NL: "een totaal is niet de som van zijn delen", EN: "a total is not the sum of its parts"}}
		}
	}
	return nil
}

// balance lists the national outcomes of every outcome dimension.
func (m *Model) balance(p *sdc.Problem, members int64) *Balance {
	b := &Balance{Group: m.Group(), Members: members}
	done := map[*dim]bool{}
	for _, t := range m.Tables {
		for _, d := range t.dims {
			if d.spec.Role != "outcome" || done[d] {
				continue
			}
			done[d] = true
			for i, n := range d.nodes[1:] {
				sets := slices.Clone(t.whole)
				sets[d.axis] = sets[d.axis].and(n.atoms)
				b.Outcomes = append(b.Outcomes, Outcome{Dimension: t.Cube + "/" + d.spec.ID, Code: d.nodes[i+1].code, Label: n.label, N: p.Counts[m.cellOf(sets)]})
			}
		}
	}
	return b
}

// Cells returns the cells of a table that can exist, ascending, without
// repetition.
func (t *Table) Cells() []int32 {
	var out []int32
	for _, c := range t.cells {
		if c >= 0 {
			out = append(out, c)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
