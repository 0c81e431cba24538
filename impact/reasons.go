package impact

import (
	"slices"
	"strings"

	"doorstroommonitor/cube"
	"doorstroommonitor/internal/version"
	"doorstroommonitor/layout"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/spec/diff"
)

// reasons are the changes that give cells of one table another meaning.
type reasons struct {
	every     string              // path of a change that concerns every cell
	dimension []string            // by place: path of a change that concerns every code but the total
	code      []map[string]string // by place: code of a node -> path, "" where nothing concerns it
	expanded  []string            // by place: path of a change that concerns the codes that are no nodes
}

// of returns the path of a change that concerns the cell, "" where there is
// none.
func (r *reasons) of(codes []string) string {
	if r.every != "" {
		return r.every
	}
	for i, c := range codes {
		if i >= len(r.dimension) || c == sdmx.Total {
			continue
		}
		if r.dimension[i] != "" {
			return r.dimension[i]
		}
		path, node := r.code[i][c]
		if !node {
			path = r.expanded[i]
		}
		if path != "" {
			return path
		}
	}
	return ""
}

// reasons collects the changes of meaning that concern a table which stays.
func (w *work) reasons(cubeID string, cohort int, old, now *cube.Table) *reasons {
	r := &reasons{}
	if old == nil || now == nil {
		return r
	}
	t := w.old.Transitions[cubeID]
	p := w.old.Populations[t.Population]
	for _, id := range old.Spec.Dimensions {
		d, _ := t.DimensionByID(id)
		i := len(r.code)
		r.dimension, r.expanded, r.code = append(r.dimension, ""), append(r.expanded, ""), append(r.code, map[string]string{})
		for _, n := range d.Nodes {
			if n.Code != "" {
				r.code[i][n.Code] = ""
			}
		}
		for _, c := range w.diff.Changes {
			// What comes or goes within a layout leaves cells, and fills them otherwise.
			if c.Grade == version.Major && (c.Kind == diff.Changed || strings.HasPrefix(c.Path, "layout/")) {
				w.take(r, i, c.Path, t, p, d)
			}
			if c.Grade == version.Major && strings.HasPrefix(c.Path, "codelist/") && strings.Count(c.Path, "/") >= 3 {
				w.loses(r, i, cohort, c.Path, p, d)
			}
		}
	}
	return r
}

// take notes a change where it concerns the table or its i-th dimension. How
// cells are protected and how long they are made is no matter of meaning.
func (w *work) take(r *reasons, i int, path string, t *spec.Transition, p *spec.Population, d *spec.Dimension) {
	at := strings.Split(path, "/")
	switch {
	case at[0] == "population" && at[1] == p.ID && len(at) == 3 && slices.Contains([]string{"kind", "record", "where", "prefer"}, at[2]):
		r.every = path
	case path == "transition/"+t.ID+"/population":
		r.every = path
	case at[0] == "record" && at[1] == p.Record && slices.Contains([]string{"year", "derive"}, at[len(at)-1]):
		r.every = path
	case at[0] == "layout" && w.fills(at, p):
		r.every = path
	case at[0] == "population" && at[1] == p.ID && len(at) == 5 && at[2] == "column" && at[4] != "codes":
		r.column(i, path, d, func(c *spec.Column) bool { return c.ID == at[3] }, p)
	case at[0] == "population" && at[1] == p.ID && len(at) == 5 && at[2] == "lookup":
		r.column(i, path, d, func(c *spec.Column) bool { return slices.Contains(c.Lookups(), at[3]) }, p)
	case at[0] == "transition" && at[1] == t.ID && len(at) == 5 && at[2] == "dimension" && at[3] == d.ID && at[4] == "column":
		r.dimension[i] = path
	case at[0] == "transition" && at[1] == t.ID && len(at) == 7 && at[3] == d.ID && at[4] == "node":
		r.code[i][at[5]] = path
	case at[0] == "codelist" && len(at) == 5 && at[4] == "definition" && labels(d, at[1]):
		r.code[i][at[3]] = path
	}
}

// fills reports whether a layout fills a record that decides in which cells a
// member of the population falls. What a line becomes is said under emit, by
// record; the rest concerns all its records.
func (w *work) fills(path []string, p *spec.Population) bool {
	read := []string{p.Record}
	if p.Also != nil {
		read = append(read, p.Also.Record)
	}
	for _, l := range p.Lookups {
		read = append(read, l.Record)
	}
	if i := slices.Index(path, "emit"); i >= 0 && i+1 < len(path) {
		record, _, _ := strings.Cut(path[i+1], " ") // "inschrijving 2" is a second way to it
		return slices.Contains(read, record)
	}
	l, ok := w.old.Layouts[path[1]]
	return ok && slices.ContainsFunc(l.Emits(), func(e layout.Emit) bool { return slices.Contains(read, e.Record) })
}

// column notes a change of columns: it concerns the nodes that read one of
// them, by itself or through a guard.
func (r *reasons) column(i int, path string, d *spec.Dimension, changed func(*spec.Column) bool, p *spec.Population) {
	var reads func(id string) bool
	reads = func(id string) bool {
		c, ok := p.Column(id)
		if !ok {
			return false
		}
		if changed(c) {
			return true
		}
		for guard := range c.Only {
			if reads(guard) {
				return true
			}
		}
		return false
	}
	if d.Column != "" && reads(d.Column) {
		r.dimension[i] = path
	}
	for _, n := range d.Nodes {
		if n.Each != "" && reads(n.Each) {
			r.expanded[i] = path
		}
		for c := range n.When {
			if reads(c) {
				r.code[i][n.Code] = path
			}
		}
	}
}

// labels reports whether the dimension takes its codes from the list.
func labels(d *spec.Dimension, list string) bool {
	return d.Codelist == list || slices.ContainsFunc(d.Nodes, func(n spec.Node) bool { return n.Codelist == list })
}
