package gate

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"

	"doorstroommonitor/audit"
	"doorstroommonitor/cube"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// Guesser adds up the chances of the perturbation table over all tables.
const Guesser = "guesser"

// ErrGuessed says that somebody who adds up chances guesses more of the small
// counts than the specification allows.
type ErrGuessed struct {
	Group string
	Limit int // percentage points
	// Own says that it was a recipient of own data who did.
	Own bool
}

func (e *ErrGuessed) Error() string { return e.In("en") }

// In gives the text in "nl" or "en", with the next step.
func (e *ErrGuessed) In(lang string) string {
	if lang == "nl" {
		who := ""
		if e.Own {
			who = " en eigen gegevens heeft"
		}
		return fmt.Sprintf("de poort weigert %s: wie de kansen over alle tabellen optelt%s, raadt meer dan %d procentpunt meer van de kleine aantallen dan wie altijd het meest voorkomende noemt; er is niets verzegeld. Volgende stap: geef bij publish een grotere variance, of haal tabellen over dezelfde mensen weg", e.Group, who, e.Limit)
	}
	who := ""
	if e.Own {
		who = " and holds own data"
	}
	return fmt.Sprintf("the gate refuses %s: who adds up the chances over all tables%s guesses more than %d percentage points more of the small counts than who always names the most common one; nothing was sealed. Next: give a larger variance under publish, or take tables about the same persons away", e.Group, who, e.Limit)
}

// CellKeyed takes one group through the gate with cell keys: a count moves by
// the sum of the keys of its rows, so that the same persons are the same count
// in every table. Intervals are attacked and judged as those of rounding; then
// somebody who knows the perturbation table, the structure and how small a
// count is guesses the small counts from all that is published; each recipient
// of own data does so besides, of others, with its own counts known.
func CellKeyed(ctx context.Context, m *cube.Model, p *sdc.Problem, audiences []string, opt RoundingOptions) (*Result, error) {
	g := perturbing(m, p, audiences, opt)
	publish := m.Population.Publish
	table, err := protect.NewPerturbationTable(int(publish.Deviation), float64(publish.Variance), 0)
	if err != nil {
		return nil, fmt.Errorf("gate %s: %w", m.Group(), err)
	}
	shifted := protect.Perturb(table, p.Counts, protect.CellKeys(opt.Rows, rowKeys(opt)))
	return g.bounded(ctx, shifted, func(found *audit.Findings, secret sdc.Pattern) (audit.Attempt, error) {
		a := audit.NewAttempt(Guesser, audit.Guarded)
		for _, own := range append([][]int32{nil}, opt.Own...) {
			intervals, others := g.knowing(own, found, secret)
			guessed, common := g.guess(table, shifted, intervals, others)
			cells := 0
			for _, s := range others {
				if s {
					cells++
				}
			}
			a.Tried++
			a.Cells += cells
			if 100*(guessed-common) > int64(publish.Guess)*int64(cells) {
				return a, &ErrGuessed{m.Group(), publish.Guess, own != nil}
			}
		}
		return a, nil
	})
}

// knowing is what somebody knows who knows some cells exactly: the intervals of
// all, and which of the secret cells are those of others.
func (g *run) knowing(own []int32, found *audit.Findings, secret sdc.Pattern) ([]sdc.Interval, sdc.Pattern) {
	intervals, others := slices.Clone(found.Intervals), slices.Clone(secret)
	for _, c := range own {
		n := g.p.Counts[c]
		intervals[c] = sdc.Interval{Lower: n, Upper: n}
		others[c] = false
	}
	return intervals, others
}

// rowKeys are keys of the finest combinations, each of its place, its count
// and the secret: those of the persons in it stand for one sum.
func rowKeys(opt RoundingOptions) []uint64 {
	keys := make([]uint64, len(opt.Counts))
	for r, n := range opt.Counts {
		var b []byte
		for _, v := range []uint64{opt.Secret, uint64(r), uint64(n)} {
			b = binary.BigEndian.AppendUint64(b, v)
		}
		sum := sha256.Sum256(b)
		keys[r] = binary.BigEndian.Uint64(sum[:])
	}
	return keys
}

// guess is how many of the small counts are the most likely small one by all
// that is published, and how many the most common one.
func (g *run) guess(table *protect.PerturbationTable, published []int64, intervals []sdc.Interval, secret sdc.Pattern) (guessed, common int64) {
	chances := audit.Likely(&g.p.Structure, intervals, func(c int32, count int64) float64 {
		if !g.p.Published[c] {
			return 1
		}
		for _, e := range table.Row(count) {
			if count+int64(e.V) == published[c] {
				return e.P
			}
		}
		return 0
	})
	times := map[int64]int64{}
	for c, s := range secret {
		if !s {
			continue
		}
		n := g.p.Counts[c]
		if best, _ := chances[c].Among(1, g.p.RuleOf(int32(c), g.rule).Threshold-1).Best(); best == n {
			guessed++
		}
		times[n]++
		common = max(common, times[n])
	}
	return guessed, common
}
