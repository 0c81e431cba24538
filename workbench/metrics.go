package workbench

import (
	"cmp"
	"math"
	"slices"

	"doorstroommonitor/scenario"
)

// Metrics maps a code, such as "U2.main.5.n25", to a value. Shares are
// percentages, errors are percentage points.
type Metrics map[string]float64

// tolerance is what rounding in floating point may add to a difference.
const tolerance = 1e-11

// classes are the size classes by true number of pupils.
var classes = []struct {
	name        string
	from, below int64
}{{"n1-9", 1, 10}, {"n10-24", 10, 25}, {"n25-49", 25, 50}, {"n50-99", 50, 100}, {"n100+", 100, math.MaxInt64}}

// widths are the half-widths of bands, in points, at which availability after
// the reliability gate is told.
var widths = []float64{5, 10, 15, 20, 25}

// indicator is one share of the fixed workload, with the truth.
type indicator struct {
	group, node int32
	level       int32
	class       int8 // of size
	extreme     bool // a main share in the most extreme tenth of its level
	p           float64
	n           int64
	national    float64 // true share of the country
	figure      *scenario.Figure
	best        float64 // best estimate that the release has, or the country's share
}

// Truth is a world with its workload: every possible destination of both
// levels, in every group. No scenario chooses its own indicators.
type Truth struct {
	world *scenario.World
	parts []part
}

// part is the indicators of one kind.
type part struct {
	name string
	list []indicator
}

const (
	partMain = iota
	partFirst
	partSecond
)

// NewTruth lists the workload of a world.
func NewTruth(w *scenario.World) *Truth {
	t := &Truth{world: w, parts: []part{{name: "main"}, {name: "first"}, {name: "second"}}}
	national := w.National()
	for g := range w.Groups {
		group := &w.Groups[g]
		level := w.Levels[group.Level]
		for n, node := range level.Nodes {
			x := indicator{
				group: int32(g), node: int32(n), level: int32(group.Level), n: group.N(),
				p: float64(group.Counts[n]) / float64(group.N()), national: national[group.Level][n],
			}
			for c := range classes {
				if x.n >= classes[c].from && x.n < classes[c].below {
					x.class = int8(c)
				}
			}
			if n == level.Main {
				t.parts[partMain].list = append(t.parts[partMain].list, x)
			}
			switch node.Kind {
			case scenario.First:
				t.parts[partFirst].list = append(t.parts[partFirst].list, x)
			case scenario.Second:
				t.parts[partSecond].list = append(t.parts[partSecond].list, x)
			}
		}
	}
	markExtremes(w, t.parts[partMain].list)
	return t
}

// Measure computes the metrics of utility of a release of the world.
func (t *Truth) Measure(r *scenario.Release) Metrics {
	w, m := t.world, Metrics{}
	for _, p := range t.parts {
		for i := range p.list {
			x := &p.list[i]
			x.figure = &r.Figures[x.group][x.node]
			if x.best = x.figure.Estimate; math.IsNaN(x.best) {
				x.best = r.National[x.level][x.node]
			}
		}
		m.available(p.name, w, p.list)
		m.near(p.name, p.list)
		m.bands(p.name, p.list)
		m.errors(p.name, p.list)
	}
	m.groups(w, r)
	m.ranks(w, t.parts[partMain].list)
	m.signals(r, t.parts[partMain].list)
	m.additive(w, r)
	m.propensity(w, t.parts[partFirst].list)
	return m
}

// markExtremes finds, per level, the tenth of groups whose main share is
// farthest from that of the country.
func markExtremes(w *scenario.World, all []indicator) {
	byLevel := make([][]int, len(w.Levels))
	for i := range all {
		byLevel[all[i].level] = append(byLevel[all[i].level], i)
	}
	for _, list := range byLevel {
		slices.SortStableFunc(list, func(a, b int) int {
			return cmp.Compare(math.Abs(all[b].p-all[b].national), math.Abs(all[a].p-all[a].national))
		})
		for _, i := range list[:len(list)/10] {
			all[i].extreme = true
		}
	}
}

// share is 100·hits/total; NaN of nothing.
func share(hits, total int) float64 { return 100 * float64(hits) / float64(total) }

// tally counts hits among those that are in a class: all, one class of size,
// 25 and more, the extremes.
type tally struct{ hits, total [sizes + 3]int }

const sizes = 5 // classes of size

func (t *tally) add(x *indicator, hit bool) {
	in := [...]bool{true, x.n >= 25, x.extreme}
	for k, ok := range in {
		if ok {
			t.total[sizes+k]++
			if hit {
				t.hits[sizes+k]++
			}
		}
	}
	t.total[x.class]++
	if hit {
		t.hits[x.class]++
	}
}

// put writes the share of all under a key, and those of groups of 25 and more;
// with detail those of each class and of the extremes too.
func (t *tally) put(m Metrics, key, tail string, detail bool) {
	for k, name := range [...]string{classes[0].name, classes[1].name, classes[2].name, classes[3].name, classes[4].name, "", "n25", "extreme"} {
		if t.total[k] == 0 || !detail && name != "" && name != "n25" {
			continue
		}
		full := key
		for _, part := range []string{name, tail} {
			if part != "" {
				full += "." + part
			}
		}
		m[full] = share(t.hits[k], t.total[k])
	}
}

// available is U1; the gate lets own figures pass whose band is narrow enough.
func (m Metrics) available(name string, w *scenario.World, list []indicator) {
	var all, nonzero tally
	gates := make([]tally, len(widths))
	covered, pupils := int64(0), int64(0)
	for i := range list {
		x := &list[i]
		ok := x.figure.Shown()
		all.add(x, ok)
		for k, y := range widths {
			gates[k].add(x, ok && x.figure.Half() <= y/100+tolerance)
		}
		if count := w.Groups[x.group].Counts[x.node]; count > 0 {
			nonzero.add(x, ok)
			if pupils += count; ok {
				covered += count
			}
		}
	}
	all.put(m, "U1."+name, "", false)
	nonzero.put(m, "U1."+name+".nonzero", "", false)
	for k, y := range widths {
		gates[k].put(m, "U1."+name+".gate"+number(y), "", false)
	}
	m["U1."+name+".pupils"] = 100 * float64(covered) / float64(pupils)
}

// near is U2: within Y points, of the stated value (hidden: failure) and of
// the best estimate (none: the share of the country), with the skill of the
// latter over the floor, the share of the country for all.
func (m Metrics) near(name string, list []indicator) {
	for _, y := range []float64{2, 5} {
		var value, best, floor tally
		for i := range list {
			x := &list[i]
			within := func(v float64) bool { return math.Abs(v-x.p) <= y/100+tolerance }
			value.add(x, x.figure.Shown() && within(x.figure.Value))
			best.add(x, within(x.best))
			floor.add(x, within(x.national))
		}
		key := "U2." + name + "." + number(y)
		value.put(m, key, "", name == "main")
		best.put(m, key, "best", name == "main")
		floor.put(m, key, "floor", name == "main")
		for _, k := range []string{key, key + ".n25"} {
			m[k+".skill"] = 100 * (m[k+".best"] - m[k+".floor"]) / (100 - m[k+".floor"])
		}
	}
}

// bands is U3: share of indicators with a narrow band, and how many bands hold
// the truth, in every size class and for the most extreme tenth.
func (m Metrics) bands(name string, list []indicator) {
	var holds tally
	narrow := make([]tally, 2)
	for i := range list {
		x := &list[i]
		banded := !math.IsNaN(x.figure.Low)
		for k, y := range []float64{2, 5} {
			narrow[k].add(x, banded && x.figure.Half() <= y/100+tolerance)
		}
		if banded {
			holds.add(x, x.figure.Low-tolerance <= x.p && x.p <= x.figure.High+tolerance)
		}
	}
	holds.put(m, "U3."+name+".covers", "", true)
	narrow[0].put(m, "U3."+name+".2", "", false)
	narrow[1].put(m, "U3."+name+".5", "", false)
}

// errors is U4.
func (m Metrics) errors(name string, list []indicator) {
	var known, all, bias, square float64
	n := 0
	for i := range list {
		all += math.Abs(list[i].best - list[i].p)
		if list[i].figure.Shown() {
			d := list[i].figure.Value - list[i].p
			known, bias, square, n = known+math.Abs(d), bias+d, square+d*d, n+1
		}
	}
	m["U4."+name+".mae"] = 100 * all / float64(len(list))
	if n > 0 {
		m["U4."+name+".mae.shown"] = 100 * known / float64(n)
		m["U4."+name+".bias"] = 100 * bias / float64(n)
		m["U4."+name+".rmse"] = 100 * math.Sqrt(square/float64(n))
	}
}

// groups is U5: total variation and Hellinger distance over the first level.
func (m Metrics) groups(w *scenario.World, r *scenario.Release) {
	var distances []float64
	var sum, weighted, pupils, hellinger float64
	for g := range w.Groups {
		level, n := w.Levels[w.Groups[g].Level], float64(w.Groups[g].N())
		tv, overlap := 0.0, 0.0
		for k, node := range level.Nodes {
			if node.Kind != scenario.First {
				continue
			}
			q := r.Figures[g][k].Estimate
			if math.IsNaN(q) {
				q = r.National[w.Groups[g].Level][k]
			}
			p := float64(w.Groups[g].Counts[k]) / n
			tv += math.Abs(q-p) / 2
			overlap += math.Sqrt(p * q)
		}
		distances = append(distances, tv)
		sum, weighted, pupils = sum+tv, weighted+tv*n, pupils+n
		hellinger += math.Sqrt(max(0, 1-overlap))
	}
	slices.Sort(distances)
	k := float64(len(distances))
	m["U5.tv"], m["U5.tv.weighted"], m["U5.hellinger"] = 100*sum/k, 100*weighted/pupils, 100*hellinger/k
	m["U5.tv.p95"] = 100 * distances[len(distances)*95/100]
}

// signals is U7: a main share more than ten points below that of the country,
// told from the share without smoothing.
func (m Metrics) signals(r *scenario.Release, mains []indicator) {
	for _, least := range []int64{10, 25} {
		var low, missed, normal, alarms, silent, total int
		for i := range mains {
			x := &mains[i]
			if x.n < least {
				continue
			}
			total++
			if math.IsNaN(x.figure.Raw) {
				silent++
				continue
			}
			flagged := x.figure.Raw < r.National[x.level][x.node]-0.10-tolerance
			if x.p < x.national-0.10-tolerance {
				low++
				if !flagged {
					missed++
				}
			} else {
				normal++
				if flagged {
					alarms++
				}
			}
		}
		key := "U7.n" + number(float64(least))
		m[key+".silent"] = share(silent, total)
		if low > 0 && normal > 0 {
			m[key+".missed"], m[key+".false"] = share(missed, low), share(alarms, normal)
		}
	}
}

// additive is the first part of U8: sums that hold among published counts.
func (m Metrics) additive(w *scenario.World, r *scenario.Release) {
	holds, sums := 0, 0
	for g := range w.Groups {
		counts := r.Counts[g]
		for _, s := range w.Levels[w.Groups[g].Level].Sums() {
			total, whole := int64(0), counts[s.Parent] >= 0
			for _, c := range s.Children {
				whole = whole && counts[c] >= 0
				total += counts[c]
			}
			if whole {
				sums++
				if total == counts[s.Parent] {
					holds++
				}
			}
		}
	}
	if sums > 0 {
		m["U8.additive"] = share(holds, sums)
	}
}

// propensity is U9, in made-up worlds only.
func (m Metrics) propensity(w *scenario.World, firsts []indicator) {
	if w.Propensity == nil {
		return
	}
	sum, n := 0.0, 0
	for i := range firsts {
		if x := &firsts[i]; !math.IsNaN(x.figure.Estimate) {
			sum, n = sum+math.Abs(x.figure.Estimate-w.Propensity[x.group][x.node]), n+1
		}
	}
	if n > 0 {
		m["U9.first"] = 100 * sum / float64(n)
	}
}
