package table

import (
	"bytes"
	"context"
	"errors"
	"math"

	"doorstroommonitor/audit"
	"doorstroommonitor/internal/keyfile"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// The methods that change figures and hide none.
const (
	roundSmall = "round-small"
	roundEach  = "round"
	cellKey    = "cell-key"
)

// RoundingSpec holds the options of round-small and round.
type RoundingSpec struct {
	// Base defaults to the threshold.
	Base int64 `yaml:"base,omitempty"`
	// Zeros says that round-small may raise empty cells.
	Zeros bool `yaml:"zeros,omitempty"`
}

// CellKeySpec holds the options of cell-key: the largest noise D, the largest
// variance V, counts 1..JS are not published.
type CellKeySpec struct {
	D  int     `yaml:"d,omitempty"`
	V  float64 `yaml:"v,omitempty"`
	JS int     `yaml:"js,omitempty"`
	// KeyFile holds the secret, at least 32 bytes.
	KeyFile string `yaml:"key_file,omitempty"`
	// Person is the column that identifies who a row is about.
	Person string `yaml:"person,omitempty"`
}

// minKey is the least length of the secret, in bytes.
const minKey = 32

func (f *File) perturbs() bool {
	m := f.method()
	return m == roundSmall || m == roundEach || m == cellKey
}

// base is the base of rounding with its default.
func (f *File) base() int64 {
	if f.Rounding.Base == 0 {
		return f.Rule.Threshold
	}
	return f.Rounding.Base
}

// small is the largest count that round-small takes for small.
func (f *File) small() int64 { return max(f.base(), f.Rule.Threshold) - 1 }

// canPerturb checks the options of the method.
func (f *File) canPerturb() error {
	if in := f.Insiders; in.Contributor || in.Guard || len(in.Owners)+len(in.Receivers) > 0 {
		return f.fault("F-INSIDERS", "insiders", say("methode %s verbergt niets: wie zelf cellen kent, is alleen te beoordelen waar cellen verborgen zijn", "method %s hides nothing: those who know cells themselves are judged only where cells are hidden", f.method()),
			say("haal insiders weg, of gebruik method: suppress", "take insiders out, or use method: suppress"))
	}
	if f.method() == cellKey {
		return f.canKey()
	}
	switch {
	case f.base() < 2 || f.base() > limit:
		return f.fault("F-ROUNDING", "rounding.base", say("grondtal %d past niet", "base %d does not fit", f.base()), say("geef 2 of meer, zoals rounding: {base: 5}", "give 2 or more, such as rounding: {base: 5}"))
	case f.Rounding.Zeros && (f.method() != roundSmall || !f.zerosProtected()):
		return f.fault("F-ROUNDING", "rounding.zeros", say("lege cellen verhogen kan alleen bij round-small en waar elke combinatie een cel is", "empty cells can be raised by round-small only, and where every combination is a cell"),
			say("geef rule: {zeros: protected}, of haal rounding.zeros weg", "give rule: {zeros: protected}, or take rounding.zeros out"))
	}
	return nil
}

func (f *File) canKey() error {
	k := f.CellKey
	switch {
	case f.Count != "":
		return f.fault("F-CELLKEY", "count", say("cell-key heeft een rij per persoon nodig: een aantal heeft geen sleutel", "cell-key needs one row a person: a count has no key"),
			say("geef data met een rij per persoon en haal count weg", "give data of one row a person and take count out"))
	case k.Person == "":
		return f.fault("F-CELLKEY", "cell_key.person", say("er is geen kolom met de persoon genoemd", "no column with the person is named"), say("geef de kolom: cell_key: {person: persoon}", "give the column: cell_key: {person: person}"))
	case k.KeyFile == "":
		return f.fault("F-CELLKEY", "cell_key.key_file", say("er is geen bestand met het geheim genoemd", "no file with the secret is named"),
			say("maak er een met head -c 32 /dev/urandom | base64 en noem het onder key_file", "make one with head -c 32 /dev/urandom | base64 and name it at key_file"))
	case k.D > 1000:
		return f.fault("F-CELLKEY", "cell_key.d", say("ruis tot %d is te veel", "noise up to %d is too much", k.D), say("geef hooguit 1000", "give 1000 at most"))
	}
	_, err := f.perturbationTable()
	return err
}

func (f *File) perturbationTable() (*protect.PerturbationTable, error) {
	t, err := protect.NewPerturbationTable(f.CellKey.D, f.CellKey.V, f.CellKey.JS)
	if err != nil {
		return nil, &Fault{Rule: "F-CELLKEY", File: f.path, Field: "cell_key", err: err, what: say("de ruis kan niet (%v)", "the noise is impossible (%v)", err),
			next: say("kies bijvoorbeeld d: 5, v: 3, js: 2", "choose for example d: 5, v: 3, js: 2")}
	}
	return t, nil
}

// secret reads the key of cell-key, which nobody else may read: with it the
// noise can be taken off. A line end is not part of it.
func (f *File) secret() ([]byte, error) {
	path := f.beside(f.CellKey.KeyFile)
	b, err := keyfile.Read(path, "cell", "take the noise off")
	if errors.Is(err, keyfile.ErrRefused) {
		return nil, &Fault{Rule: "F-KEY", File: path, err: err, what: say("anderen kunnen bij het geheim", "others can get at the secret"),
			next: say("gaf niemand het door: chmod 600 %s; anders: maak een nieuw geheim", "if nobody passed it on: chmod 600 %s; else make a new secret", path)}
	}
	if err != nil {
		return nil, &Fault{Rule: "F-OPEN", File: path, err: err, what: say("het bestand is niet te lezen (%v)", "the file cannot be read (%v)", cause(err)),
			next: say("controleer de naam; paden gelden vanaf de map van het tabelbestand", "check the name; paths start at the folder of the table file")}
	}
	if b = bytes.TrimRight(b, "\r\n"); len(b) < minKey {
		return nil, &Fault{Rule: "F-KEY", File: path, what: say("het geheim heeft minder dan %d bytes", "the secret has fewer than %d bytes", minKey),
			next: say("maak een nieuw geheim met head -c 32 /dev/urandom | base64", "make a new secret with head -c 32 /dev/urandom | base64")}
	}
	return b, nil
}

// noise is a table with other figures in place of the true ones.
type noise struct {
	values []int64
	// bounds is what a published figure says about the true count of a cell of
	// so many finest combinations, for who knows the method and its options.
	bounds func(value, combinations int64) (lower, upper int64)
	// leaves are the numbers of finest codes under each code, by dimension.
	leaves [][]int64
}

// Change says what a perturbing method did.
type Change struct {
	// Perturbed counts published cells with another figure than the true one,
	// MaxChange is the largest difference.
	Perturbed int   `json:"perturbed"`
	MaxChange int64 `json:"max_change"`
	// NotAdditive counts sums whose parts no longer add up.
	NotAdditive int `json:"not_additive"`
}

// perturb changes the counts. The order of the rows is that of their codes.
func (f *File) perturb(c *Cells, d *dataset, seed uint64) (*noise, error) {
	n := &noise{leaves: c.leaves()}
	p := c.Problem
	switch f.method() {
	case roundEach:
		values, err := protect.RoundEach(p.Counts, f.base())
		n.values, n.bounds = values, nearest(f.base())
		return n, err
	case roundSmall:
		rows := d.rows
		opt := protect.RoundingOptions{Base: f.base(), MaxRound: f.small(), Seed: seed}
		if f.Rounding.Zeros {
			rows = everything(c.Dimensions, rows)
			opt.ZeroCandidates = make([]bool, len(rows.Counts))
			for r := range opt.ZeroCandidates {
				opt.ZeroCandidates[r] = true
			}
		}
		m, err := c.matrix(rows)
		if err != nil {
			return nil, err
		}
		y, err := protect.RoundSmallCounts(m, rows.Counts, p.Published, opt)
		if err != nil {
			return nil, err
		}
		n.values, n.bounds = m.Totals(y), rounded(opt.Base, opt.MaxRound, f.Rounding.Zeros)
		return n, nil
	}
	m, err := c.matrix(d.rows)
	if err != nil {
		return nil, err
	}
	t, err := f.perturbationTable()
	if err != nil {
		return nil, err
	}
	n.values, n.bounds = protect.Perturb(t, p.Counts, protect.CellKeys(m, d.keys)), within(int64(f.CellKey.D))
	return n, nil
}

// nearest bounds a count that was rounded to the nearest multiple, halves up.
func nearest(base int64) func(int64, int64) (int64, int64) {
	return func(v, _ int64) (int64, int64) { return max(0, v-base/2), v + (base-1)/2 }
}

// within bounds a count with noise up to d: a true 0 stays 0.
func within(d int64) func(int64, int64) (int64, int64) {
	return func(v, _ int64) (int64, int64) { return max(0, v-d, min(v, 1)), v + d }
}

// rounded bounds a sum of small count rounding. A single combination is a
// multiple of the base that any small count less than the base away may have
// become, or is true. Of more of them at most value/base went up, and any may
// have come down; each by less than the base, or from 0 by the base.
func rounded(base, small int64, zeros bool) func(int64, int64) (int64, int64) {
	step := base - 1
	if zeros {
		step = base
	}
	return func(v, combinations int64) (int64, int64) {
		least := int64(0)
		if v > 0 && !zeros {
			least = 1
		}
		if combinations > 1 {
			lower := max(v-step*min(combinations, v/base), least)
			if combinations > (sdc.Unbounded-v)/base {
				return lower, sdc.Unbounded
			}
			return lower, v + (base-1)*combinations
		}
		lower, upper := v, v
		if v%base == 0 {
			if low := max(v-step, least); low <= small {
				lower = low
			}
			upper = max(v, min(v+base-1, small))
		}
		return lower, upper
	}
}

// leaves counts the finest codes under every code.
func (t *Cells) leaves() [][]int64 {
	out := make([][]int64, len(t.Dimensions))
	for i, d := range t.Dimensions {
		out[i] = make([]int64, len(d.Codes))
		for _, leaf := range d.finest {
			for _, c := range d.up[leaf] {
				out[i][c]++
			}
		}
	}
	return out
}

// matrix says which rows each cell adds up.
func (t *Cells) matrix(rows *Rows) (*sdc.Matrix, error) {
	columns := make([][]int32, t.Problem.Cells)
	n := len(t.Dimensions)
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	b := &builder{Cells: t}
	for r := range rows.Counts {
		finest := uint64(0)
		for d := range n {
			finest += uint64(rows.Codes[r*n+d]) * t.radix[d]
		}
		b.above(all, finest, func(key uint64) {
			if c := t.index.get(key); c >= 0 {
				columns[c] = append(columns[c], int32(r))
			}
		})
	}
	return sdc.NewMatrix(len(rows.Counts), columns)
}

// of is what a reader knows of the cell with these codes.
func (n *noise) of(value int64, codes []int32) (lower, upper int64) {
	combinations := int64(1)
	for d, c := range codes {
		if l := n.leaves[d][c]; combinations > math.MaxInt64/max(l, 1) {
			combinations = math.MaxInt64
		} else {
			combinations *= l
		}
	}
	return n.bounds(value, combinations)
}

// Alone is the attacker who knows the method and its options and looks at each
// figure by itself.
const Alone = "each figure alone"

// outcome attacks the figures: each alone, and then all of them with the sums.
func (n *noise) outcome(ctx context.Context, l *listing, opt Options) (*Outcome, error) {
	opt.Rule.ZerosProtected = opt.ZerosProtected
	t := &task{Cells: l.built, opt: opt, p: l.built.Problem}
	k := &sdc.Knowledge{Structure: &t.p.Structure, Lower: make([]int64, t.p.Cells), Upper: make([]int64, t.p.Cells)}
	alone := &audit.Findings{Intervals: make([]sdc.Interval, t.p.Cells)}
	for c := range t.p.Cells {
		k.Upper[c] = sdc.Unbounded
		if t.p.Published[c] {
			k.Lower[c], k.Upper[c] = n.of(n.values[c], l.codes(int32(c)))
		}
		alone.Intervals[c] = sdc.Interval{Lower: k.Lower[c], Upper: k.Upper[c], InnerLower: k.Lower[c], InnerUpper: k.Upper[c]}
	}
	together, err := audit.Attack(ctx, k, audit.Options{Width: opt.Rule.Width, Seed: opt.Seed, Solver: lp.New()})
	if err != nil {
		return nil, err
	}
	none := make(sdc.Pattern, t.p.Cells)
	out := t.outcome(none, alone)
	out.Attackers = []Attack{t.summary(Alone, none, alone), t.summary(Outsider, none, together)}
	return out, nil
}

// change compares the figures with the truth.
func (n *noise) change(p *sdc.Problem) *Change {
	ch := &Change{}
	for c, v := range n.values {
		if d := v - p.Counts[c]; p.Published[c] && d != 0 {
			ch.Perturbed++
			ch.MaxChange = max(ch.MaxChange, d, -d)
		}
	}
	for _, r := range p.Relations {
		sum, shown := int64(0), p.Published[r.Parent]
		for _, c := range r.Children {
			sum, shown = sum+n.values[c], shown && p.Published[c]
		}
		if shown && sum != n.values[r.Parent] {
			ch.NotAdditive++
		}
	}
	return ch
}
