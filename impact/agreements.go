package impact

import (
	"fmt"
	"slices"

	"doorstroommonitor/deliver"
	"doorstroommonitor/internal/version"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Agreement is what becomes of an agreement. Without Problems it goes on as
// it is.
type Agreement struct {
	ID        string    `json:"id"`
	Recipient string    `json:"recipient"`
	Range     string    `json:"specification"`
	Problems  []Problem `json:"problems"`
	// Loses and Gains are tables, CUBE/TABLE, that the recipient would not get
	// any more, or would get in addition, once the version is admitted.
	Loses []string `json:"loses"`
	Gains []string `json:"gains"`
}

// Problem is a clause that no longer fits.
type Problem struct {
	Clause int       `json:"clause"`
	Text   sdmx.Text `json:"text"`
}

// agreements looks at every agreement, in the order given.
func (w *work) agreements() []Agreement {
	out := []Agreement{}
	for _, a := range w.round.Agreements {
		x := Agreement{ID: a.ID, Recipient: a.Recipient.ID, Range: a.Specification, Problems: []Problem{}, Loses: []string{}, Gains: []string{}}
		if v := w.version(); !version.In(v, a.Specification) {
			x.problem(deliver.ClauseSpecification, "versie %s valt buiten %s", "version %s lies outside %s", v, a.Specification)
		}
		for _, g := range a.Cubes {
			w.grant(a, g, &x)
		}
		before, after := covered(w.old, a), covered(w.now, a)
		x.Loses = lacking(before, after)
		x.Gains = lacking(after, before)
		out = append(out, x)
	}
	return out
}

// version is the one that the changes would carry: that of the later
// specification, or the least that may carry them.
func (w *work) version() string {
	if w.diff.Fits || w.diff.Next == "" {
		return w.diff.To
	}
	return w.diff.Next
}

func (x *Agreement) problem(c deliver.Clause, nl, en string, args ...any) {
	x.Problems = append(x.Problems, Problem{int(c), sdmx.Text{NL: fmt.Sprintf(nl, args...), EN: fmt.Sprintf(en, args...)}})
}

// grant looks for what the agreement names and the later version lacks.
func (w *work) grant(a *deliver.Agreement, g deliver.Grant, x *Agreement) {
	t, ok := w.now.Transitions[g.Cube]
	if !ok {
		x.problem(deliver.ClauseCubes, "kubus %s vervalt", "cube %s goes", g.Cube)
		return
	}
	for _, id := range g.Tables {
		if _, ok := t.TableByID(id); !ok {
			x.problem(deliver.ClauseCubes, "tabel %s/%s vervalt", "table %s/%s goes", g.Cube, id)
		}
	}
	for i := range t.Tables {
		tab := &t.Tables[i]
		if !receives(a, tab) {
			continue
		}
		if r := a.Uncited(g.Cube, tab.ID, w.now.Exceptions(t, tab)); r != nil {
			x.Problems = append(x.Problems, Problem{int(r.Clause), r.Text})
		}
	}
}

// covered lists the tables that the agreement's recipient gets, whatever the
// version.
func covered(s *spec.Specification, a *deliver.Agreement) []string {
	out := []string{}
	for _, id := range s.TransitionIDs() {
		t := s.Transitions[id]
		for i := range t.Tables {
			tab := &t.Tables[i]
			agreed := slices.ContainsFunc(a.Cubes, func(g deliver.Grant) bool {
				return g.Cube == id && (len(g.Tables) == 0 || slices.Contains(g.Tables, tab.ID))
			})
			if agreed && receives(a, tab) && a.Uncited(id, tab.ID, s.Exceptions(t, tab)) == nil {
				out = append(out, id+"/"+tab.ID)
			}
		}
	}
	return out
}

// receives reports whether a table may reach the recipient of an agreement: own
// data are rows of any table, whoever it is published for.
func receives(a *deliver.Agreement, tab *spec.Table) bool {
	return a.OwnData || slices.Contains(tab.Audiences, a.Recipient.ID)
}

func lacking(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(x string) bool { return slices.Contains(other, x) })
}
