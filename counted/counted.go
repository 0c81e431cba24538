// Package counted makes a world out of a counted table of a house, so that the
// ways of publishing can be compared on true counts.
//
// What belongs here: which table of a cube that is, and what of it are groups,
// levels and destinations. All of that follows from the specification and the
// public register; the counts come from the cells of the model. What does not:
// counting (cube), comparing (workbench), and letting anything out: a world
// holds true counts and stays on the secret side.
package counted

import (
	"slices"
	"strings"

	"doorstroommonitor/cube"
	"doorstroommonitor/register"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Group is one cohort of the population of the cube, with its true counts.
type Group struct {
	Model  *cube.Model
	Counts []int64
}

// World is a world with what has to be told of it.
type World struct {
	*scenario.World
	Table        string
	First, Last  int // cohort years
	Institutions int
	// Left are levels in which nothing can differ: they have no two
	// destinations, or the main one cannot occur.
	Left []string
}

// New makes a world of the table of the cube's main indicator: places are the
// institutions that were left, levels the finest codes of what else the table
// divides by. Groups follow each other by cohort year.
func New(s *spec.Specification, reg *register.Register, cubeID string, groups []Group) (*World, error) {
	plan, err := read(s, cubeID, groups)
	if err != nil {
		return nil, err
	}
	w := &World{World: &scenario.World{}, Table: plan.table}
	var levels []*level
	for _, l := range plan.levels {
		built, err := l.build(plan.main)
		switch {
		case err != nil:
			return nil, err
		case built == nil:
			w.Left = append(w.Left, l.id)
		default:
			w.Levels, levels = append(w.Levels, built), append(levels, l)
		}
	}
	places, provinces := numbers{}, numbers{}
	for _, g := range groups {
		i := slices.IndexFunc(g.Model.Tables, plan.is)
		if i < 0 {
			continue // not observed yet
		}
		if w.First == 0 {
			w.First = g.Model.Cohort
		}
		w.Last, w.Cohorts = g.Model.Cohort, g.Model.Cohort-w.First+1
		index := g.Model.Index(g.Model.Tables[i])
		for n, l := range levels {
			for _, at := range plan.places {
				counts, err := l.count(w.Levels[n], at, plan, index, g.Counts)
				if err != nil {
					return nil, err
				}
				if counts[0] == 0 {
					continue // nobody is there
				}
				institution, _ := reg.Institution(at)
				w.Groups = append(w.Groups, scenario.Group{
					Location: places.of(at), Region: provinces.of(institution.Province), Level: n, Cohort: g.Model.Cohort - w.First, Counts: counts,
				})
			}
		}
	}
	if w.Institutions = len(places); len(w.Groups) == 0 {
		return nil, unfit("in tabel %s is niemand", "table %s has nobody in it", plan.table)
	}
	return w, nil
}

// level is one level of the table: the codes it stands for, and the
// destinations that can occur in it.
type level struct {
	id     string
	codes  map[string]string // dimension -> code
	first  []string
	second [][]string
}

// whole stands for a destination without parts.
const whole = "all"

// build is nil where nothing can differ.
func (l *level) build(main string) (*scenario.Level, error) {
	at := slices.Index(l.first, main)
	if at < 0 || len(l.first) < 2 {
		return nil, nil
	}
	return scenario.NewPlainLevel(l.id, l.first, l.second, at)
}

// count adds nothing up that the model does not: the parts of a destination
// are its cells, and hold everybody in it.
func (l *level) count(to *scenario.Level, place string, p *plan, index map[string]int32, counts []int64) ([]int64, error) {
	at := func(code string) int64 {
		key := make([]string, len(p.dimensions))
		for i, d := range p.dimensions {
			switch d {
			case p.origin:
				key[i] = place
			case p.outcome:
				key[i] = code
			default:
				key[i] = l.codes[d]
			}
		}
		c, ok := index[sdmx.JoinKey(key...)]
		if !ok {
			return 0 // cannot exist in this cohort
		}
		return counts[c]
	}
	parts := make([][]int64, len(l.first))
	for i, first := range l.first {
		left := at(first)
		for _, code := range l.second[i] {
			if code == whole {
				code = first
			}
			n := at(code)
			parts[i], left = append(parts[i], n), left-n
		}
		if left != 0 {
			return nil, unfit("in een cohort is %s niet verdeeld zoals in een ander", "%s is not divided in one cohort as in another", first)
		}
	}
	return to.Count(parts, nil), nil
}

// numbers gives names numbers in order of appearance.
type numbers map[string]int32

func (n numbers) of(name string) int32 {
	if _, ok := n[name]; !ok {
		n[name] = int32(len(n))
	}
	return n[name]
}

func join(codes []string) string { return strings.Join(codes, " ") }
