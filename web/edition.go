package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"sync"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Roles of dimensions, see sdmx.Dimension.
const (
	roleOrigin      = sdmx.RoleOrigin
	roleDestination = "destination"
	roleOutcome     = "outcome"
)

// cacheCells is the number of cells that an edition keeps in memory; at about
// 200 bytes each this is some 300 MB at most.
const cacheCells = 1_500_000

// edition is one public release prepared for reading.
type edition struct {
	rel    Release
	man    *release.Manifest
	st     *sdmx.Structure
	files  map[string]release.File
	places []*place
	byCode map[string]*place

	mu    sync.Mutex // guards the fields below
	parts map[partKey]*part
	order []partKey // oldest first
	cells int
	peers map[peersKey]map[string]indicator.Smoothed
}

// cachedPeers is of how many indicators and cohorts an edition remembers the
// shares together with similar institutions.
const cachedPeers = 100

type peersKey struct {
	cube, indicator string
	cohort          int
}

type partKey struct {
	cube, table string
	cohort      int
}

// part is one partition with an index from key to cell.
type part struct {
	*sdmx.Dataset
	index map[string]*sdmx.Observation
}

// openEdition reads the metadata of a release; partitions are read on demand.
func openEdition(rel Release) (*edition, error) {
	man := rel.Manifest()
	st, err := rel.Structure()
	if err != nil {
		return nil, fmt.Errorf("release %s: structure: %w", man.ID, err)
	}
	e := &edition{rel: rel, man: man, st: st, files: make(map[string]release.File, len(man.Files)), parts: map[partKey]*part{}, peers: map[peersKey]map[string]indicator.Smoothed{}}
	for _, f := range man.Files {
		e.files[f.Path] = f
	}
	e.places, e.byCode = findPlaces(st)
	return e, nil
}

// publicEditions keeps the releases for everyone, newest first (by Created,
// then by ID).
func publicEditions(all []Release) ([]*edition, error) {
	var out []*edition
	for _, rel := range all {
		if rel.Manifest().Audience != AudiencePublic {
			continue
		}
		e, err := openEdition(rel)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b *edition) int {
		return cmp.Or(strings.Compare(b.man.Created, a.man.Created), strings.Compare(b.man.ID, a.man.ID))
	})
	return out, nil
}

// part returns a partition, from memory if it was read lately.
func (e *edition) part(cube, table string, cohort int) (*part, error) {
	k := partKey{cube, table, cohort}
	e.mu.Lock()
	p := e.parts[k]
	e.mu.Unlock()
	if p != nil {
		return p, nil
	}
	d, err := e.rel.Partition(cube, table, cohort)
	if err != nil {
		return nil, fmt.Errorf("partition %s %s %d: %w", cube, table, cohort, err)
	}
	p = &part{Dataset: d, index: d.Lookup()}
	e.keep(k, p)
	return p, nil
}

// keep remembers a partition and forgets the oldest ones beyond cacheCells.
func (e *edition) keep(k partKey, p *part) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.parts[k] != nil {
		return
	}
	e.parts[k] = p
	e.order = append(e.order, k)
	e.cells += len(p.Observations)
	for e.cells > cacheCells && len(e.order) > 1 {
		old := e.order[0]
		e.order = e.order[1:]
		e.cells -= len(e.parts[old].Observations)
		delete(e.parts, old)
	}
}

// codelist returns the codes of a cube's dimension; an unknown one is empty.
func (e *edition) codelist(c *sdmx.Cube, dim string) *sdmx.Codelist {
	if d, ok := c.Dimension(dim); ok {
		if l, ok := e.st.Codelist(d.Codelist); ok {
			return l
		}
	}
	return &sdmx.Codelist{}
}

// role returns the role of a dimension of a cube.
func role(c *sdmx.Cube, dim string) string {
	d, _ := c.Dimension(dim)
	return d.Role
}

// dimWithRole returns the first dimension of a table with one of the roles.
func dimWithRole(c *sdmx.Cube, t *sdmx.Table, roles ...string) string {
	for _, want := range roles {
		for _, d := range t.Dimensions {
			if role(c, d) == want {
				return d
			}
		}
	}
	return ""
}

// latest returns the last cohort of a table, or 0.
func latest(t *sdmx.Table) int {
	if len(t.Cohorts) == 0 {
		return 0
	}
	return t.Cohorts[len(t.Cohorts)-1]
}

// mainIndicator returns the indicator that a page names first: the one marked
// Main, else the first, of those whose table has the dimension must ("" for
// any).
func mainIndicator(c *sdmx.Cube, must string) (*sdmx.Indicator, *sdmx.Table) {
	var first *sdmx.Indicator
	var table *sdmx.Table
	for i := range c.Indicators {
		ind := &c.Indicators[i]
		t := tableOf(c, ind.Table)
		if t == nil || must != "" && !slices.Contains(t.Dimensions, must) {
			continue
		}
		if ind.Main {
			return ind, t
		}
		if first == nil {
			first, table = ind, t
		}
	}
	return first, table
}

func tableOf(c *sdmx.Cube, id string) *sdmx.Table {
	for i := range c.Tables {
		if c.Tables[i].ID == id {
			return &c.Tables[i]
		}
	}
	return nil
}

func cubeOf(st *sdmx.Structure, id string) *sdmx.Cube {
	for i := range st.Cubes {
		if st.Cubes[i].ID == id {
			return &st.Cubes[i]
		}
	}
	return nil
}
