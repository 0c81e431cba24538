package deliver

import (
	"slices"

	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// needs is what the tables of a release ask an agreement to cite.
type needs []sdmx.Cube

// needsOf reads the structure that travels in the release.
func needsOf(r *release.Release) (needs, error) {
	st, err := r.Structure()
	if err != nil {
		return nil, err
	}
	return st.Cubes, nil
}

// first is the first cohort that a file is about: figures of several cohorts
// together are about all of them.
func (n needs) first(f *release.File) int {
	for i := range n {
		if n[i].ID == f.Cube && n[i].Together > 1 && f.Cohort > 0 {
			return f.Cohort - n[i].Together + 1
		}
	}
	return f.Cohort
}

// of lists the exceptions of a table, or of all tables of a cube where table
// is empty.
func (n needs) of(cube, table string) []string {
	var out []string
	for _, c := range n {
		for _, t := range c.Tables {
			if c.ID == cube && (table == "" || t.ID == table) {
				out = append(out, t.Exceptions...)
			}
		}
	}
	return out
}

// uncited returns the first exception that the agreement does not cite, ""
// where it cites all.
func (a *Agreement) uncited(exceptions []string) string {
	for _, e := range exceptions {
		if !slices.Contains(a.Exceptions, e) {
			return e
		}
	}
	return ""
}

// Uncited returns a *Refusal where the agreement covers a table but does not
// cite all exceptions that it needs, and nil otherwise.
func (a *Agreement) Uncited(cube, table string, exceptions []string) *Refusal {
	e := a.uncited(exceptions)
	g := a.grant(cube)
	if e == "" || g == nil || !g.coversTable(table) {
		return nil
	}
	r := a.refuse(ClauseLegalBasis, notCited(cube, table, e))
	r.Table = cube + "/" + table
	return r
}
