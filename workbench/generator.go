package workbench

import (
	"fmt"
	"math"
	"math/rand/v2"

	"doorstroommonitor/scenario"
)

// Generator makes a world of secondary schools: 1,500 locations, six levels,
// five destinations in 20 parts. Its parameters are those of an earlier
// simulation by others, so that its figures can be held against ours.
type Generator struct {
	Seed      uint64
	Locations int
	Cohorts   int
	// Steady is how alike schools are: their shares of the first level are
	// Dirichlet(Steady·share of the level), 60 in the simulation. Half of it
	// doubles the variance between schools.
	Steady float64
}

// Simulation is the generator with its stated parameters.
func Simulation() Generator {
	return Generator{Seed: 20130901, Locations: 1500, Cohorts: 5, Steady: 60}
}

// Varied is Simulation with twice the variance between schools:
// p(1-p)/(29.5+1) = 2·p(1-p)/(60+1).
func Varied() Generator {
	g := Simulation()
	g.Steady = 29.5
	return g
}

var (
	firstIDs  = []string{"vo", "mbo", "hbo", "wo", "out"}
	parts     = []int{2, 6, 6, 5, 1}
	levelIDs  = []string{"vmbo-bb", "vmbo-kb", "vmbo-gl", "vmbo-tl", "havo", "vwo"}
	base      = [][]float64{{.02, .93, 0, 0, .05}, {.02, .95, 0, 0, .03}, {.14, .83, 0, 0, .03}, {.17, .80, 0, 0, .03}, {.06, .07, .76, 0, .11}, {0, 0, .13, .74, .13}}
	mainOf    = []int{1, 1, 1, 1, 2, 3}
	levelSize = []float64{.7, .8, .4, 1.2, 1.2, 1}
	offers    = []struct {
		chance float64
		levels []int
	}{
		{.20, []int{0, 1, 2, 3}}, {.15, []int{0, 1, 3}}, {.20, []int{4, 5}}, {.07, []int{5}},
		{.12, []int{3, 4, 5}}, {.06, []int{3, 4}}, {.20, []int{0, 1, 2, 3, 4, 5}},
	}
	profiles = []float64{.2, .25, .35, .2}
)

const regions = 30

// World draws the world.
func (g Generator) World() (*scenario.World, error) {
	d := &dice{rand.New(rand.NewPCG(g.Seed, 0))}
	w := &scenario.World{Cohorts: g.Cohorts}
	level := make([]*drawn, len(levelIDs))
	for l := range levelIDs {
		var err error
		if level[l], err = newDrawn(d, l); err != nil {
			return nil, err
		}
		w.Levels = append(w.Levels, level[l].level)
	}
	for loc := range g.Locations {
		region := int32(d.IntN(regions))
		offer := d.offer()
		size := math.Exp(4.45 + .7*d.NormFloat64())
		if len(offer) == len(levelIDs) {
			size *= 1.35
		}
		var alpha []float64
		for _, l := range offer {
			alpha = append(alpha, 12*levelSize[l])
		}
		share := d.dirichlet(alpha)
		for i, l := range offer {
			level[l].school(d, w, g, int32(loc), region, l, size*share[i])
		}
	}
	return w, nil
}

// drawn is a level with the destinations that occur in it, and how they divide
// nationally.
type drawn struct {
	level  *scenario.Level
	first  []int         // destinations of the first level that occur
	second [][][]float64 // profile, destination: base of its parts
}

func newDrawn(d *dice, l int) (*drawn, error) {
	x := &drawn{}
	var ids []string
	var below [][]string
	main := 0
	for f, p := range base[l] {
		if p == 0 {
			continue
		}
		if f == mainOf[l] {
			main = len(ids)
		}
		ids, x.first = append(ids, firstIDs[f]), append(x.first, f)
		var names []string
		for k := range parts[f] {
			names = append(names, fmt.Sprint(k+1))
		}
		below = append(below, names)
	}
	for range profiles {
		var by [][]float64
		for _, f := range x.first {
			weights := make([]float64, parts[f])
			for k := range weights {
				weights[k] = math.Exp(.9 * d.NormFloat64())
				if f == 1 && k < 2 { // entry and basic levels of mbo
					weights[k] = .08 * math.Exp(.4*d.NormFloat64())
				}
			}
			by = append(by, normal(weights))
		}
		x.second = append(x.second, by)
	}
	var err error
	x.level, err = scenario.NewLevel(levelIDs[l], ids, below, main)
	return x, err
}

// school draws all cohorts of one level of one location.
func (x *drawn) school(d *dice, w *scenario.World, g Generator, location, region int32, l int, mean float64) {
	alpha := make([]float64, len(x.first))
	for i, f := range x.first {
		alpha[i] = g.Steady * base[l][f]
	}
	own := d.dirichlet(alpha)
	mix := d.dirichlet(scaled(profiles, 15))
	inside := make([][][]float64, len(profiles))
	for p := range profiles {
		for i := range x.first {
			inside[p] = append(inside[p], d.dirichlet(scaled(x.second[p][i], 40)))
		}
	}
	for c := range g.Cohorts {
		lambda := mean * math.Exp(.08*d.NormFloat64())
		n := int(math.Round(lambda + .6*math.Sqrt(lambda)*d.NormFloat64()))
		year := d.dirichlet(scaled(own, 400))
		if n <= 0 {
			continue
		}
		group := scenario.Group{Location: location, Region: region, Level: l, Cohort: c}
		group.Counts = x.pupils(d, n, year, mix, inside)
		w.Groups = append(w.Groups, group)
		w.Propensity = append(w.Propensity, x.level.FirstShares(year))
	}
}

func (x *drawn) pupils(d *dice, n int, year, mix []float64, inside [][][]float64) []int64 {
	second, sex := make([][]int64, len(x.first)), make([][]int64, len(x.first))
	for i, f := range x.first {
		second[i], sex[i] = make([]int64, parts[f]), make([]int64, 2)
	}
	for range n {
		i, p := d.pick(year), d.pick(mix)
		second[i][d.pick(inside[p][i])]++
		sex[i][d.IntN(2)]++
	}
	return x.level.Count(second, sex)
}

type dice struct{ *rand.Rand }

func (d *dice) offer() []int {
	u := d.Float64()
	for _, o := range offers {
		if u -= o.chance; u < 0 {
			return o.levels
		}
	}
	return offers[len(offers)-1].levels
}

func (d *dice) pick(p []float64) int {
	u := d.Float64()
	for i, q := range p {
		if u -= q; u < 0 {
			return i
		}
	}
	return len(p) - 1
}

// dirichlet draws shares with these parameters; those of 0 stay 0.
func (d *dice) dirichlet(alpha []float64) []float64 {
	out := make([]float64, len(alpha))
	for i, a := range alpha {
		if a > 0 {
			out[i] = d.gamma(a)
		}
	}
	return normal(out)
}

// gamma draws from the gamma distribution (Marsaglia & Tsang 2000).
func (d *dice) gamma(shape float64) float64 {
	if shape < 1 {
		return d.gamma(shape+1) * math.Pow(d.Float64(), 1/shape)
	}
	a := shape - 1.0/3
	c := 1 / math.Sqrt(9*a)
	for {
		x := d.NormFloat64()
		v := 1 + c*x
		if v = v * v * v; v > 0 && math.Log(1-d.Float64()) < x*x/2+a-a*v+a*math.Log(v) {
			return a * v
		}
	}
}

func scaled(p []float64, by float64) []float64 {
	out := make([]float64, len(p))
	for i := range p {
		out[i] = p[i] * by
	}
	return out
}

func normal(p []float64) []float64 {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	if sum > 0 {
		for i := range p {
			p[i] /= sum
		}
	}
	return p
}
