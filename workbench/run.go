package workbench

import (
	"context"
	"fmt"
	"maps"
	"math"
	"sync"

	"doorstroommonitor/attack"
	"doorstroommonitor/estimate"
	"doorstroommonitor/formal"
	"doorstroommonitor/noise"
	"doorstroommonitor/protect"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
)

// small is what counts as a small count where a scenario has no rule.
var small = sdc.Rule{Threshold: 5, Width: 1}

// Value is a metric over seeds: mean and standard deviation, in JSON a list of
// the two, rounded to three decimals.
type Value struct{ Mean, SD float64 }

// MarshalJSON writes [mean, deviation].
func (v Value) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "[%s,%s]", number(math.Round(v.Mean*1000)/1000), number(math.Round(v.SD*1000)/1000)), nil
}

// Result is one scenario on one world.
type Result struct {
	ID      string           `json:"id"`
	Family  string           `json:"family"`
	Label   sdmx.Text        `json:"label"`
	Years   int              `json:"years"`
	Seeds   []uint64         `json:"seeds"`
	Metrics map[string]Value `json:"metrics"`
}

// Options of a run.
type Options struct {
	// Seeds are those of the noise; a scenario without noise runs once.
	Seeds []uint64
	// Workers run seeds at the same time; results do not depend on it.
	Workers int
	// Trials of the membership game; 0: none is played.
	Trials int
	// Progress, when not nil, hears of every scenario that is done.
	Progress func(*Result)
}

// Run compares scenarios on a world.
func Run(ctx context.Context, w *scenario.World, list []*scenario.Scenario, opt Options) ([]*Result, error) {
	pooled := map[int]*scenario.World{}
	var out []*Result
	for _, s := range list {
		own := w
		if s.Years > 1 {
			if pooled[s.Years] == nil {
				pooled[s.Years] = w.Pool(s.Years)
			}
			own = pooled[s.Years]
		}
		r, err := runScenario(ctx, w, own, s, opt)
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", s.ID, err)
		}
		out = append(out, r)
		if opt.Progress != nil {
			opt.Progress(r)
		}
	}
	return out, nil
}

func runScenario(ctx context.Context, w, own *scenario.World, s *scenario.Scenario, opt Options) (*Result, error) {
	r := &Result{ID: s.ID, Family: string(s.Family), Label: s.Label, Years: max(1, s.Years), Seeds: opt.Seeds, Metrics: map[string]Value{}}
	if s.Family != scenario.Formal && s.Family != scenario.CellKey {
		r.Seeds = opt.Seeds[:1]
	}
	all, err := seeds(ctx, w, own, s, r.Seeds, max(1, opt.Workers))
	if err != nil {
		return nil, err
	}
	once, err := risks(w, s, opt)
	if err != nil {
		return nil, err
	}
	maps.Copy(all[0], once)
	if s.Years <= 1 {
		kept, err := vintages(ctx, w, s, opt.Seeds[0])
		if err != nil {
			return nil, err
		}
		maps.Copy(all[0], kept)
	}
	for key := range all[0] {
		var values []float64
		for _, m := range all {
			if v, ok := m[key]; ok && !math.IsNaN(v) {
				values = append(values, v)
			}
		}
		if len(values) > 0 {
			r.Metrics[key] = Value{Mean: mean(values), SD: deviation(values)}
		}
	}
	return r, nil
}

// seeds releases and measures once per seed.
func seeds(ctx context.Context, w, own *scenario.World, s *scenario.Scenario, list []uint64, workers int) ([]Metrics, error) {
	all, errs := make([]Metrics, len(list)), make([]error, workers)
	var wait sync.WaitGroup
	for k := range min(workers, len(list)) {
		wait.Go(func() {
			truth := NewTruth(own)
			for i := k; i < len(list) && errs[k] == nil && ctx.Err() == nil; i += workers {
				all[i], errs[k] = one(ctx, w, truth, s, list[i])
			}
		})
	}
	wait.Wait()
	for _, err := range append(errs, ctx.Err()) {
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func one(ctx context.Context, w *scenario.World, truth *Truth, s *scenario.Scenario, seed uint64) (Metrics, error) {
	var f *scenario.Noisy
	var release *scenario.Release
	var err error
	if key := noise.SyntheticKey(seed); s.Family == scenario.Formal {
		if f, err = s.Budget.Measure(w, key); err == nil {
			release, err = s.Publish(f, w)
		}
	} else {
		release, err = s.Release(ctx, w, key)
	}
	if err != nil {
		return nil, err
	}
	m := truth.Measure(release)
	m.homogeneous(truth.world, release)
	switch {
	case release.Statements != nil:
		r, err := attack.Sums(ctx, truth.world, release, s.Rule())
		if err != nil {
			return nil, err
		}
		m["R1.exact"] = share(r.Exact, r.Sensitive)
		return m, m.rebuilt(truth.world, attack.SightOfHidden(release))
	case s.Family == scenario.Round && s.Controlled:
		return m, m.rebuilt(truth.world, attack.SightOfRounded(release, truth.world, s.Base, true))
	case s.Family == scenario.Round:
		r, err := attack.Rounded(ctx, w, release, s.Base, small)
		if err != nil {
			return nil, err
		}
		m["R1.exact"] = share(r.Exact, r.Sensitive)
		m["R1.percentages"] = attack.Percentages(w, s.Base, 1, small).Percent()
		return m, m.rebuilt(truth.world, attack.SightOfRounded(release, truth.world, s.Base, false))
	case s.Family == scenario.CellKey:
		table, err := protect.NewPerturbationTable(s.Largest, s.Variance, 0)
		if err != nil {
			return nil, err
		}
		m.guess(attack.BayesCellKey(w, release, table))
		a, err := attack.Average(w, release, table)
		if err != nil {
			return nil, err
		}
		m["R6.alone"], m["R6.squares"], m["R6.likely"] = a.Alone.Percent(), a.Squares.Percent(), a.Likely.Percent()
		return m, m.rebuilt(truth.world, attack.SightOfCellKey(release, table))
	case s.Family == scenario.Formal && s.Years <= 1:
		m.guess(attack.BayesFormal(w, f))
		return m, m.rebuilt(w, attack.SightOfNoisy(w, f))
	}
	return m, nil
}

// rebuilt is R5: pupils put at their destination by reconstruction, those put
// there by the shares of the country alone, and groups of which one set of
// counts is possible.
func (m Metrics) rebuilt(w *scenario.World, s attack.Sight) error {
	r, err := attack.Reconstruct(w, s)
	if err != nil {
		return err
	}
	m["R5.seen"], m["R5.blind"] = r.Seen.Percent(), r.Blind.Percent()
	if r.Unique.Tries > 0 {
		m["R5.unique"] = r.Unique.Percent()
	}
	return nil
}

func (m Metrics) guess(g attack.Guess) {
	m["R6.seen"], m["R6.blind"] = g.Seen.Percent(), g.Blind.Percent()
}

// homogeneous is R2: groups of five and more of which the figures prove that
// all, or at least 95 %, went one way.
func (m Metrics) homogeneous(w *scenario.World, r *scenario.Release) {
	var all, nearly, groups int
	for g := range w.Groups {
		if w.Groups[g].N() < small.Threshold {
			continue
		}
		groups++
		low := 0.0
		for n, node := range w.Levels[w.Groups[g].Level].Nodes {
			if f := r.Figures[g][n]; node.Kind == scenario.First && !math.IsNaN(f.Low) {
				low = max(low, f.Low)
			}
		}
		if low >= 1-tolerance {
			all++
		}
		if low >= 0.95 {
			nearly++
		}
	}
	m["R2.all"], m["R2.nearly"] = share(all, groups), share(nearly, groups)
}

// risks are the metrics that are measured once: membership, planted records
// and the budget.
func risks(w *scenario.World, s *scenario.Scenario, opt Options) (Metrics, error) {
	m := Metrics{}
	if s.Family != scenario.Formal {
		return m, nil
	}
	d, err := s.Budget.Design()
	if err != nil {
		return nil, err
	}
	m["R7.rho"], _ = d.Rho.Float64()
	if m["R7.epsilon"], err = formal.Epsilon(d.Rho, 1e-6); err != nil {
		return nil, err
	}
	if m["R4.bound"], err = d.Advantage(); err != nil {
		return nil, err
	}
	m["R4.bound"] *= 100
	if opt.Trials > 0 && s.Years <= 1 {
		game, err := attack.Member(d, opt.Trials, opt.Seeds[0], 1e-6)
		if err != nil {
			return nil, err
		}
		m["R4.advantage"], m["R4.lower"], m["R4.upper"] = 100*game.Advantage, 100*game.Lower, 100*game.Upper
		m["R4.auc"], m["R4.epsilon"] = 100*game.AUC, game.Epsilon
	}
	if s.Years > 1 {
		return m, nil
	}
	after, where := attack.Plant(w, opt.Seeds[0])
	before, err := s.Budget.Measure(w, noise.SyntheticKey(opt.Seeds[0]))
	if err != nil {
		return nil, err
	}
	later, err := s.Budget.Measure(after, noise.SyntheticKey(opt.Seeds[0]))
	if err != nil {
		return nil, err
	}
	g := attack.PlantedFormal(w, before, later, where)
	m["R3.planted"], m["R3.blind"] = g.Seen.Percent(), g.Blind.Percent()
	for _, half := range widths {
		m.gate(w, before, estimate.Reliability{Z: estimate.Z95, Half: half / 100})
	}
	return m, nil
}
