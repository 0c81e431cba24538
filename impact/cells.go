package impact

import (
	"errors"
	"slices"
	"strings"

	"doorstroommonitor/cube"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// group compares the cells of one population and cohort; either model may be
// nil.
func (w *work) group(before, after *cube.Model, cohort int) error {
	old, now := tables(before), tables(after)
	for id := range old {
		if err := w.table(id, cohort, before, after, old[id], now[id]); err != nil {
			return err
		}
	}
	for id := range now {
		if old[id] == nil {
			if err := w.table(id, cohort, before, after, nil, now[id]); err != nil {
				return err
			}
		}
	}
	return nil
}

// tables lists the tables of a model by CUBE/TABLE.
func tables(m *cube.Model) map[string]*cube.Table {
	out := map[string]*cube.Table{}
	if m != nil {
		for _, t := range m.Tables {
			out[t.Cube+"/"+t.Spec.ID] = t
		}
	}
	return out
}

// keys lists the cells of a table by their codes.
func keys(m *cube.Model, t *cube.Table) map[string]bool {
	out := map[string]bool{}
	if t != nil {
		for key := range m.Keys(t) {
			out[key] = true
		}
	}
	return out
}

// table compares the cells of one table and cohort. Cells are the same where
// table, dimensions and codes are.
func (w *work) table(id string, cohort int, before, after *cube.Model, old, now *cube.Table) error {
	t, ok := w.tables[id]
	if !ok {
		c, name, _ := strings.Cut(id, "/")
		t = &Table{Cube: c, Table: name}
		w.tables[id] = t
	}
	t.Cohorts = append(t.Cohorts, cohort)
	was, is := keys(before, old), keys(after, now)
	if old != nil && now != nil && !slices.Equal(old.Spec.Dimensions, now.Spec.Dimensions) {
		now = nil // no cell of it is a cell of the other
	}
	other := w.reasons(t.Cube, cohort, old, now)
	lost := t.audiences(old, now, len(was))
	public, err := w.published(t, old, cohort)
	if err != nil {
		return err
	}
	for key := range was {
		codes := strings.Split(key, " ")
		e := Effect{Before: 1}
		stays := now != nil && is[key]
		switch because := other.of(codes); {
		case !stays:
			e.Vanish = 1
		case because != "":
			e.Meaning = 1
			if !slices.Contains(t.Because, because) {
				t.Because = append(t.Because, because)
			}
		}
		if stays && lost {
			e.Lost = 1
		}
		if o, ok := public[sdmx.JoinKey(codes...)]; ok {
			e.shown(o, stays, w.threshold(t.Cube, after))
		}
		w.count(t, codes, e)
	}
	for key := range is {
		if old == nil || now == nil || !was[key] {
			w.count(t, strings.Split(key, " "), Effect{Appear: 1})
		}
	}
	slices.Sort(t.Because)
	return nil
}

// audiences counts the cells that an audience gets no more, where the table
// stays, and reports whether there is such an audience.
func (t *Table) audiences(old, now *cube.Table, cells int) bool {
	if old == nil || now == nil {
		return false
	}
	lost := false
	for _, who := range lacking(old.Spec.Audiences, now.Spec.Audiences) {
		lost = true
		i := slices.IndexFunc(t.Audiences, func(x Audience) bool { return x.ID == who })
		if i < 0 {
			t.Audiences = append(t.Audiences, Audience{ID: who})
			i = len(t.Audiences) - 1
		}
		t.Audiences[i].Lost += cells
	}
	return lost
}

// shown compares a published cell with the threshold that would hold. What
// would be hidden beside it to protect it, or shown again, only the gate can
// tell.
func (e *Effect) shown(o *sdmx.Observation, stays bool, threshold int64) {
	if o.Hidden {
		e.Hidden = 1
	}
	if !stays {
		return
	}
	if o.Exact() && o.Value > 0 && o.Value < threshold {
		e.Hides = 1
	}
}

// threshold is the one of all cells of a cube under the later version;
// categories have others that are not looked at.
func (w *work) threshold(cubeID string, after *cube.Model) int64 {
	if after == nil {
		return 0
	}
	threshold := after.Population.Rule.Threshold
	if t, ok := w.now.Transitions[cubeID]; ok && t.Rule != nil {
		threshold = max(threshold, t.Rule.Threshold)
	}
	return threshold
}

// count adds an effect to the table and to every institution that the cell
// names.
func (w *work) count(t *Table, codes []string, e Effect) {
	t.add(e)
	for _, code := range codes {
		if _, ok := w.round.Register.Institution(code); ok {
			if w.institutions[code] == nil {
				w.institutions[code] = &Effect{}
			}
			w.institutions[code].add(e)
		}
	}
}

// published gives the cells of a table in the public release, none where it is
// not there.
func (w *work) published(t *Table, old *cube.Table, cohort int) (map[string]*sdmx.Observation, error) {
	if old == nil || !slices.Contains(old.Spec.Audiences, spec.PublicAudience) {
		return nil, nil
	}
	d, err := w.round.Partition(t.Cube, t.Table, cohort)
	if errors.Is(err, release.ErrNotListed) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return d.Lookup(), nil
}
