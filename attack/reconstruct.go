package attack

import (
	"fmt"
	"math"

	"doorstroommonitor/protect"
	"doorstroommonitor/scenario"
)

// Rebuilt is what a reconstruction of records makes of sampled groups: how many
// pupils it puts at their second destination, how many a reconstruction does
// that knows the size of the group and the shares of the country alone, and for
// how many of the groups that hide something one set of counts is all that fits.
type Rebuilt struct {
	Seen, Blind Rate
	Unique      Rate
}

// Sight is what a release says of the groups of a world, for a reconstruction.
type Sight struct {
	// group gives, by node, how well counts agree with what is published; nil
	// where nothing is.
	group func(g int) []weights
	// hides reports whether something of a group is hidden; nil where figures
	// are perturbed instead, and no set of counts is the only one.
	hides func(g int) bool
}

// groupsRebuilt is about how many groups are reconstructed, evenly chosen.
const groupsRebuilt = 300

// Reconstruct finds, for a sample of groups, the counts that agree best with
// all that is published of them: the most likely table given the shares of the
// country. That is an integer program on the tree of the group, solved exactly
// by dynamic programming over whole counts.
func Reconstruct(w *scenario.World, s Sight) (Rebuilt, error) {
	var out Rebuilt
	national := w.National()
	ceiling := int64(0)
	for g := range w.Groups {
		ceiling = max(ceiling, w.Groups[g].N())
	}
	step := max(1, len(w.Groups)/groupsRebuilt)
	for g := 0; g < len(w.Groups); g += step {
		group := &w.Groups[g]
		p := newProgram(w.Levels[group.Level], national[group.Level], s.group(g), ceiling)
		found := p.best()
		if found == nil {
			return out, fmt.Errorf("reconstruction: nothing agrees with what is published of a group")
		}
		size := make([]weights, len(group.Counts))
		size[0] = exactly(found[0])
		blind := newProgram(p.level, p.national, size, found[0]).best()
		for n, node := range p.level.Nodes {
			if node.Kind == scenario.Second {
				out.Seen.Right += int(min(found[n], group.Counts[n]))
				out.Blind.Right += int(min(blind[n], group.Counts[n]))
			}
		}
		out.Seen.Tries += int(group.N())
		out.Blind.Tries += int(group.N())
		if s.hides != nil && s.hides(g) {
			out.Unique.add(p.tables() == 1)
		}
	}
	return out, nil
}

// SightOfHidden is that of a release that hides: the statements of each group.
func SightOfHidden(r *scenario.Release) Sight {
	hidden := func(g int) bool {
		for _, s := range r.Statements[g] {
			if s.Hidden {
				return true
			}
		}
		return false
	}
	return Sight{hides: hidden, group: func(g int) []weights {
		out := make([]weights, len(r.Counts[g]))
		for _, s := range r.Statements[g] {
			if out[s.Cell] = exactly(s.Value); s.Hidden {
				out[s.Cell] = between(s.Lower, s.Upper)
			}
		}
		return out
	}}
}

// SightOfRounded is that of counts to a multiple of a base, each by itself, or
// where controlled the small second destinations so that all else adds up.
func SightOfRounded(r *scenario.Release, w *scenario.World, base int64, controlled bool) Sight {
	return Sight{group: func(g int) []weights {
		out := make([]weights, len(r.Counts[g]))
		for n, z := range r.Counts[g] {
			switch second := w.Levels[w.Groups[g].Level].Nodes[n].Kind == scenario.Second; {
			case z < 0 || controlled && !second:
			case !controlled:
				out[n] = between(max(0, z-base/2), z+base-1-base/2)
			case z == 0:
				out[n] = between(0, base-1)
			case z == base:
				out[n] = between(1, base)
			default:
				out[n] = exactly(z)
			}
		}
		return out
	}}
}

// SightOfCellKey is that of counts with cell key noise, the table of
// perturbations being known. Noise of different cells is taken as independent.
func SightOfCellKey(r *scenario.Release, t *protect.PerturbationTable) Sight {
	return Sight{group: func(g int) []weights {
		out := make([]weights, len(r.Counts[g]))
		for n, y := range r.Counts[g] {
			if y < 0 {
				continue
			}
			c := evidence(y, t)
			out[n] = weights{low: c.low, said: true}
			for _, p := range c.p {
				out[n].log = append(out[n].log, math.Log(p))
			}
		}
		return out
	}}
}

// reach is how many standard deviations of noise a reconstruction looks at.
const reach = 6

// SightOfNoisy is that of formal privacy: every noisy count as it was drawn,
// the mechanism being known.
func SightOfNoisy(w *scenario.World, f *scenario.Noisy) Sight {
	type table struct {
		id       string
		values   [][]int64
		variance float64
	}
	var tables []table
	for _, x := range f.Budget.Weights {
		v, variance := f.Measured(x.Table)
		tables = append(tables, table{x.Table, v, variance})
	}
	return Sight{group: func(g int) []weights {
		l := w.Levels[w.Groups[g].Level]
		y, precision := make([]float64, len(l.Nodes)), make([]float64, len(l.Nodes))
		for _, t := range tables {
			for _, n := range l.Measured(t.id) {
				y[n] += float64(t.values[g][n]) / t.variance
				precision[n] += 1 / t.variance
			}
		}
		out := make([]weights, len(l.Nodes))
		for n, p := range precision {
			if p == 0 {
				continue
			}
			mean, sd := y[n]/p, math.Sqrt(1/p)
			low := int64(max(0, math.Floor(mean-reach*sd)))
			out[n] = weights{low: low, said: true}
			for k := low; float64(k) <= max(mean+reach*sd, float64(low)); k++ {
				z := (float64(k) - mean) / sd
				out[n].log = append(out[n].log, -z*z/2)
			}
		}
		return out
	}}
}
