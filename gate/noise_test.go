package gate_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"math/big"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/audit"
	"doorstroommonitor/budget"
	"doorstroommonitor/cube"
	"doorstroommonitor/estimate"
	"doorstroommonitor/gate"
	"doorstroommonitor/ledger"
	"doorstroommonitor/noise"
	"doorstroommonitor/products/compare"
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/protect"
	"doorstroommonitor/release"
	"doorstroommonitor/sdc"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/seal"
	"doorstroommonitor/spec"
)

// noisyWorld is world under formal privacy, and a book to charge it to.
func noisyWorld(t testing.TB, schools, mean int, seed uint64) (*cube.Model, *sdc.Problem, *budget.Book) {
	t.Helper()
	m, p := world(t, schools, mean, seed)
	m.Population.Publish = &spec.Publish{
		Scenario: spec.ScenarioFormal, Rho: "1/2", Year: "1/2", Lifetime: "1", Reliability: 5,
		Weights: map[string]string{"VO-HO/bestemming": "3/10", "VO-HO/stroom": "3/10", "VO-HO/status": "1/5", "VO-HO/onderdeel": "1/10", "VO-HO/herkomst": "1/10"},
	}
	return m, p, newBook(t)
}

func newBook(t testing.TB) *budget.Book {
	t.Helper()
	path := filepath.Join(t.TempDir(), "privacy.jsonl")
	l, err := ledger.Open(path, ledger.Options{Now: func() time.Time { return time.Unix(0, 0) }})
	if err != nil {
		t.Fatal(err)
	}
	b, err := budget.Open(l, path, budget.Caps{Year: big.NewRat(1, 2), Lifetime: big.NewRat(1, 1)}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// draw takes the group through the gate for everybody.
func draw(m *cube.Model, p *sdc.Problem, book *budget.Book, key *noise.Key) (*gate.Result, error) {
	members := p.Counts[m.Index(m.Tables[0])[sdmx.JoinKey(sdmx.Total, sdmx.Total, sdmx.Total)]]
	return gate.Noise(m, p, []string{"public", "vh"}, gate.NoiseOptions{
		Key: key, Book: book, Members: members, Release: "2026", Approver: "test", Specification: strings.Repeat("ab", 32),
	})
}

// observations lists what is published of every cell that is.
func observations(t testing.TB, m *cube.Model, r *gate.Result) map[int32]sdmx.Observation {
	t.Helper()
	out := map[int32]sdmx.Observation{}
	for _, list := range r.Datasets {
		for _, d := range list {
			for _, tab := range m.Tables {
				if tab.Cube != d.Cube || tab.Spec.ID != d.Table {
					continue
				}
				index := m.Index(tab)
				for _, o := range d.Observations {
					c := index[sdmx.JoinKey(o.Key...)]
					if old, ok := out[c]; ok && (old.Value != o.Value || old.Lower != o.Lower || old.Upper != o.Upper) {
						t.Errorf("cell %d is %+v in one table and %+v in another", c, old, o)
					}
					out[c] = o
				}
			}
		}
	}
	return out
}

// TestNoisyFiguresAddUp: every published cell has a band around its value, no
// value is negative, and every sum holds.
func TestNoisyFiguresAddUp(t *testing.T) {
	m, p, book := noisyWorld(t, 12, 25, 3)
	r, err := draw(m, p, book, noise.SyntheticKey(1))
	if err != nil {
		t.Fatal(err)
	}
	all := observations(t, m, r)
	exact, sums := 0, 0
	for c, o := range all {
		if !o.Estimated || o.Value < 0 || o.Lower > o.Value || o.Value > o.Upper || o.Lower == o.Upper || o.Error <= 0 {
			t.Fatalf("cell %d: %+v", c, o)
		}
		if o.Value == p.Counts[c] {
			exact++
		}
	}
	if exact > len(all)*2/3 {
		t.Errorf("%d of %d values are the count itself", exact, len(all))
	}
	for _, rel := range m.Structure().Relations {
		sum, near := all[rel.Parent].Value, all[rel.Parent].Estimate
		_, known := all[rel.Parent]
		for _, c := range rel.Children {
			_, ok := all[c]
			known = known && ok
			sum, near = sum-all[c].Value, near-all[c].Estimate
		}
		if !known {
			continue
		}
		sums++
		if slack := int64(len(rel.Children) + 1); sum != 0 || near > slack || near < -slack {
			t.Errorf("a sum of %d parts is %d persons off, its estimate %d hundredths", len(rel.Children), sum, near)
		}
	}
	if sums < 100 || len(all) < 300 {
		t.Errorf("only %d cells and %d sums", len(all), sums)
	}
}

// TestNoiseOnPartsOfAPopulation: tables about havo graduates, beside one about
// everybody and without any. What both tell is the same, sums hold, and the
// bands hold the truth as often as those of others.
func TestNoiseOnPartsOfAPopulation(t *testing.T) {
	for _, beside := range []bool{true, false} {
		m, p := worldOf(t, 6, 20, 4, func(s *spec.Specification) {
			all := *s.Transitions["VO-HO"]
			s.Transitions["VO-HO"].Part = &spec.Part{When: map[string][]string{"soort": {"HAVO"}}}
			if beside {
				all.ID, all.Tables = "VO-ALL", all.Tables[:1]
				s.Transitions["VO-ALL"] = &all
			}
		})
		m.Population.Publish = &spec.Publish{
			Scenario: spec.ScenarioFormal, Rho: "1/2", Year: "1/2", Lifetime: "1", Reliability: 5,
			Weights: map[string]string{"VO-ALL/bestemming": "1/4", "VO-HO/bestemming": "1/4", "VO-HO/stroom": "1/4", "VO-HO/status": "1/8", "VO-HO/onderdeel": "1/16", "VO-HO/herkomst": "1/16"},
		}
		parts, n, held, sums := 0, 0, 0, 0
		for _, tab := range m.Tables {
			if tab.Cube == "VO-HO" {
				parts++
			}
		}
		if parts != 5 || beside != (len(m.Tables) == 6) {
			t.Fatalf("%d tables, %d about a part", len(m.Tables), parts)
		}
		for seed := range uint64(30) {
			r, err := draw(m, p, newBook(t), noise.SyntheticKey(seed))
			if err != nil {
				t.Fatal(err)
			}
			all := observations(t, m, r)
			for c, o := range all {
				n++
				if o.Value < 0 || o.Lower > o.Value || o.Value > o.Upper {
					t.Fatalf("cell %d: %+v", c, o)
				}
				if o.Lower <= p.Counts[c] && p.Counts[c] <= o.Upper {
					held++
				}
			}
			for _, rel := range m.Structure().Relations {
				sum, known := all[rel.Parent].Value, true
				for _, c := range append([]int32{rel.Parent}, rel.Children...) {
					_, ok := all[c]
					known = known && ok
				}
				for _, c := range rel.Children {
					sum -= all[c].Value
				}
				if known {
					sums++
					if sum != 0 {
						t.Errorf("a sum of %d parts is %d persons off", len(rel.Children), sum)
					}
				}
			}
		}
		share := float64(held) / float64(n)
		t.Logf("%d bands, %.3f hold, %d sums", n, share, sums)
		if share < 0.95 || n < 1700 || sums < 1400 {
			t.Errorf("%d bands, %.3f hold, %d sums", n, share, sums)
		}
	}
}

// TestBandsHoldTheTruth: over many draws 95 of 100 bands at least hold the
// count, small counts and totals alike, and estimates are right on average.
func TestBandsHoldTheTruth(t *testing.T) {
	m, p, _ := noisyWorld(t, 6, 20, 4)
	type class struct {
		n, held    int
		off, width float64
	}
	classes := map[string]*class{"zero": {}, "1 to 9": {}, "10 to 99": {}, "100 and more": {}}
	const draws = 40
	for seed := range uint64(draws) {
		r, err := draw(m, p, newBook(t), noise.SyntheticKey(seed))
		if err != nil {
			t.Fatal(err)
		}
		for c, o := range observations(t, m, r) {
			n := p.Counts[c]
			k := classes["100 and more"]
			switch {
			case n == 0:
				k = classes["zero"]
			case n < 10:
				k = classes["1 to 9"]
			case n < 100:
				k = classes["10 to 99"]
			}
			k.n++
			if o.Lower <= n && n <= o.Upper {
				k.held++
			}
			k.off += float64(o.Estimate)/100 - float64(n)
			k.width += float64(o.Upper - o.Lower)
		}
	}
	for name, k := range classes {
		share := float64(k.held) / float64(k.n)
		t.Logf("%s: %d bands, %.3f hold, %.1f wide, %.2f off", name, k.n, share, k.width/float64(k.n), k.off/float64(k.n))
		if k.n < 300 || share < 0.94 {
			t.Errorf("%s: %.3f of %d bands hold the truth", name, share, k.n)
		}
		if off := k.off / float64(k.n); off > 0.5 || off < -0.5 {
			t.Errorf("%s: estimates are %.2f off on average", name, off)
		}
	}
}

// TestShareBandsHoldTheTruth: what readers compute of noisy counts holds the
// true share as often as the bands of counts do, of one cohort and of three
// draws that are pooled.
func TestShareBandsHoldTheTruth(t *testing.T) {
	m, p, _ := noisyWorld(t, 6, 20, 4)
	var n, held, pooled, pooledHeld int
	var width, pooledWidth float64
	var last []*sdmx.Dataset
	for seed := range uint64(45) {
		r, err := draw(m, p, newBook(t), noise.SyntheticKey(seed))
		if err != nil {
			t.Fatal(err)
		}
		for _, tab := range m.Tables {
			for _, ind := range m.Indicators(tab) {
				d := dataset(r, tab)
				last = append(last, d)
				share := func(d *sdmx.Dataset) (n, held int, width float64) {
					s, err := indicator.Compute(d, ind)
					if err != nil {
						t.Fatal(err)
					}
					index := m.Index(tab)
					for _, v := range s.Values {
						num, den := p.Counts[index[sdmx.JoinKey(v.Num.Key...)]], p.Counts[index[sdmx.JoinKey(v.Den.Key...)]]
						if !v.Estimated() || den == 0 {
							continue
						}
						n++
						width += float64(v.Upper - v.Lower)
						if v.Lower*den <= 1000*num && 1000*num <= v.Upper*den {
							held++
						}
					}
					return n, held, width
				}
				a, b, w := share(d)
				n, held, width = n+a, held+b, width+w
				if same := slices.DeleteFunc(slices.Clone(last), func(x *sdmx.Dataset) bool { return x.Table != d.Table }); len(same)%3 == 0 && ind.Main {
					a, b, w := share(indicator.Pool(same[len(same)-3:]...))
					pooled, pooledHeld, pooledWidth = pooled+a, pooledHeld+b, pooledWidth+w
				}
			}
		}
	}
	t.Logf("%d shares, %.3f hold, %.1f points wide; %d pooled, %.3f hold, %.1f wide", n, float64(held)/float64(n), width/float64(n)/10, pooled, float64(pooledHeld)/float64(pooled), pooledWidth/float64(pooled)/10)
	if n < 1000 || float64(held)/float64(n) < 0.94 || pooled < 100 || float64(pooledHeld)/float64(pooled) < 0.93 {
		t.Errorf("%d of %d bands hold, pooled %d of %d", held, n, pooledHeld, pooled)
	}
}

// TestGroupBandsHoldTheTruth: shares of halves of the schools, whose noise is
// added up in variances, hold the true share of the half as often.
func TestGroupBandsHoldTheTruth(t *testing.T) {
	m, p, _ := noisyWorld(t, 8, 12, 4)
	var n, held int
	var width, own float64
	for seed := range uint64(45) {
		r, err := draw(m, p, newBook(t), noise.SyntheticKey(seed))
		if err != nil {
			t.Fatal(err)
		}
		for _, tab := range m.Tables {
			d, index := dataset(r, tab), m.Index(tab)
			axis := slices.Index(d.Dimensions, "school")
			if axis < 0 {
				continue
			}
			var schools []string
			for _, o := range d.Observations {
				if c := o.Key[axis]; c != sdmx.Total && !slices.Contains(schools, c) {
					schools = append(schools, c)
				}
			}
			half := len(schools) / 2
			x := sdmx.Comparison{Dimension: "school", Groups: []sdmx.Group{{ID: "first", Members: schools[:half]}, {ID: "second", Members: schools[half:]}}}
			truth := func(key []string, members []string) (sum int64) {
				k := slices.Clone(key)
				for _, k[axis] = range members {
					if c, ok := index[sdmx.JoinKey(k...)]; ok {
						sum += p.Counts[c]
					}
				}
				return sum
			}
			for _, ind := range m.Indicators(tab) {
				s, err := compare.Compute(d, ind, x)
				if err != nil {
					t.Fatal(err)
				}
				for _, v := range s.Values {
					members := x.Groups[0].Members
					if v.Den.Key[axis] == "second" {
						members = x.Groups[1].Members
					}
					if !v.Estimated() || truth(v.Den.Key, members) == 0 {
						continue
					}
					num, den := truth(v.Num.Key, members), truth(v.Den.Key, members)
					n, width = n+1, width+float64(v.Upper-v.Lower)
					own += persons(v.Num)
					if v.Lower*den <= 1000*num && 1000*num <= v.Upper*den {
						held++
					}
				}
			}
		}
	}
	t.Logf("%d shares of groups, %.3f hold, %.1f points wide, of parts of %.0f persons", n, float64(held)/float64(n), width/float64(n)/10, own/float64(n))
	if n < 500 || float64(held)/float64(n) < 0.94 {
		t.Errorf("%d of %d bands hold", held, n)
	}
}

func persons(o *sdmx.Observation) float64 { return float64(o.Estimate) / 100 }

// dataset is what everybody receives of a table.
func dataset(r *gate.Result, tab *cube.Table) *sdmx.Dataset {
	for _, d := range r.Datasets["public"] {
		if d.Cube == tab.Cube && d.Table == tab.Spec.ID {
			return d
		}
	}
	return nil
}

// TestADrawIsMadeOnce: a rerun on the same counts gives the same figures and
// no charge; one person elsewhere is a new draw, which this budget does not
// carry; nothing is drawn then.
func TestADrawIsMadeOnce(t *testing.T) {
	m, p, book := noisyWorld(t, 4, 20, 5)
	key := noise.SyntheticKey(1)
	first, err := draw(m, p, book, key)
	if err != nil {
		t.Fatal(err)
	}
	again, err := draw(m, p, book, key)
	if err != nil {
		t.Fatal(err)
	}
	for i, d := range first.Receipt.Draws() {
		if again.Receipt.Draws()[i].Entry != d.Entry {
			t.Error("a rerun is charged")
		}
	}
	for i, d := range first.Datasets["public"] {
		a, _ := d.Digest()
		if b, _ := again.Datasets["public"][i].Digest(); a != b {
			t.Errorf("%s: a rerun gives other figures", d.Table)
		}
	}
	x := measuresOf(t, m)
	moved := *p
	moved.Counts = append([]int64(nil), p.Counts...)
	for _, l := range []int{0, 1} { // wherever these two are, the totals stay
		moved.Counts[x.Cell(l)] += int64(1 - 2*l)
	}
	if moved.Counts[x.Cell(1)] < 0 {
		moved.Counts[x.Cell(0)], moved.Counts[x.Cell(1)] = p.Counts[x.Cell(0)]+1, 0
	}
	var refusal *budget.Refusal
	if _, err := draw(m, &moved, book, key); !errors.As(err, &refusal) || refusal.Rule != "year" {
		t.Errorf("changed counts: %v", err)
	}
	if _, err := draw(m, p, book, noise.SyntheticKey(2)); !errors.As(err, &refusal) {
		t.Errorf("another key: %v", err)
	}
}

// TestWhoComparesRoundsSeesWhichTablesChanged is a limit of what is promised: a
// table that counts as before keeps its numbers, for else a rerun would be
// another draw, so that new numbers in a later round say that somebody in the
// table was corrected. What the counts are now stays behind new noise.
func TestWhoComparesRoundsSeesWhichTablesChanged(t *testing.T) {
	m, p, book := noisyWorld(t, 4, 20, 5)
	key := noise.SyntheticKey(1)
	first, err := draw(m, p, book, key)
	if err != nil {
		t.Fatal(err)
	}
	from, _ := measuresOf(t, m).Range(1)
	corrected := *p
	corrected.Counts = slices.Clone(p.Counts)
	corrected.Counts[measuresOf(t, m).Cell(from)]++
	corrected.Counts[measuresOf(t, m).Cell(from+1)] = max(0, corrected.Counts[measuresOf(t, m).Cell(from+1)]-1)
	second, err := draw(m, &corrected, newBook(t), key)
	if err != nil {
		t.Fatal(err)
	}
	for i, a := range first.Measured["vh"] {
		b, differ := second.Measured["vh"][i], 0
		for k, v := range a.Values {
			if v != b.Values[k] {
				differ++
			}
		}
		if own := a.Table == m.Tables[1].Spec.ID; own != (differ > len(a.Values)/3) || !own && differ > 0 {
			t.Errorf("%s: %d of %d numbers are others; table %s was corrected", a.Table, differ, len(a.Values), m.Tables[1].Spec.ID)
		}
	}
}

// TestWhatComesAlongCostsItselfAlone: a table that is not published is not
// spent. Published later it is charged, and those that were there keep their
// noise and cost nothing.
func TestWhatComesAlongCostsItselfAlone(t *testing.T) {
	m, p, book := noisyWorld(t, 4, 20, 5)
	key := noise.SyntheticKey(1)
	all := m.Tables
	m.Tables = all[:4]
	part, err := draw(m, p, book, key)
	if err != nil {
		t.Fatal(err)
	}
	m.Tables = all
	whole, err := draw(m, p, book, key)
	if err != nil {
		t.Fatal(err)
	}
	if got := part.Receipt.Rho().RatString(); got != "9/20" {
		t.Errorf("four tables cost %s, by hand 9/10 of 1/2", got)
	}
	if got := whole.Receipt.Rho().RatString(); got != "1/2" {
		t.Errorf("all tables cost %s", got)
	}
	was := map[string]budget.Drawn{}
	for _, d := range part.Receipt.Draws() {
		was[d.Charge.Tables[0].ID] = d
	}
	fresh := 0
	for _, d := range whole.Receipt.Draws() {
		id := d.Charge.Tables[0].ID
		if old, ok := was[id]; ok && (old.Entry != d.Entry || old.Charge.Draw != d.Charge.Draw) {
			t.Errorf("%s is drawn again", id)
		} else if !ok {
			fresh++
		}
	}
	if fresh != 1 {
		t.Errorf("%d tables are new", fresh)
	}
	for i, noisy := range part.Measured["public"] {
		if same := whole.Measured["public"][i]; noisy.Table != same.Table || !slices.Equal(noisy.Values, same.Values) {
			t.Errorf("%s has other noise beside a table that came along", noisy.Table)
		}
	}
}

// TestSealWantsTheReceiptOfTheDraw: noisy figures are sealed with the receipt
// of their own draw alone, and exact figures never with one.
func TestSealWantsTheReceiptOfTheDraw(t *testing.T) {
	m, p, book := noisyWorld(t, 4, 20, 6)
	r, err := draw(m, p, book, noise.SyntheticKey(1))
	if err != nil {
		t.Fatal(err)
	}
	other, err := draw(m, p, newBook(t), noise.SyntheticKey(2))
	if err != nil {
		t.Fatal(err)
	}
	audited, q := world(t, 4, 20, 6)
	exact, err := gate.Run(context.Background(), audited, q, everyone(), gate.Options{Method: protect.Suppress{}})
	if err != nil {
		t.Fatal(err)
	}
	noisy, plain := r.Datasets["public"][0], exact.Datasets["public"][0]
	for _, c := range []struct {
		name  string
		d     *sdmx.Dataset
		draft seal.Draft
		good  bool
	}{
		{"noisy figures with their receipt", noisy, seal.Draft{Receipts: []*budget.Receipt{r.Receipt}}, true},
		{"noisy figures without evidence", noisy, seal.Draft{}, false},
		{"noisy figures with another receipt", noisy, seal.Draft{Receipts: []*budget.Receipt{other.Receipt}}, false},
		{"noisy figures with an audit", noisy, seal.Draft{Evidence: []*audit.Report{exact.Report}}, false},
		{"exact figures with a receipt", plain, seal.Draft{Receipts: []*budget.Receipt{r.Receipt}}, false},
		{"both kinds of evidence", noisy, seal.Draft{Evidence: []*audit.Report{exact.Report}, Receipts: []*budget.Receipt{r.Receipt}}, false},
		{"exact figures with their audit", plain, seal.Draft{Evidence: []*audit.Report{exact.Report}}, true},
	} {
		err := sealNoisy(t, c.d, c.draft, r)
		if c.good != (err == nil) || !c.good && !errors.Is(err, seal.ErrEvidence) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// sealNoisy seals one partition, with the manifest that the receipt asks for.
func sealNoisy(t *testing.T, d *sdmx.Dataset, draft seal.Draft, r *gate.Result) error {
	t.Helper()
	_, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{7}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	draft.Manifest = release.Manifest{ID: "2026-public", Audience: "public", Program: "test", Specification: "2026.1"}
	if d.Estimated() {
		n, err := seal.Noise(r.Receipt, []*sdmx.Dataset{d})
		if err != nil {
			t.Fatal(err)
		}
		draft.Manifest.Synthetic = true // the key is a numeric seed
		draft.Manifest.Groups = []release.Group{{Population: "VO-DIPLOMA", Cohort: 2021, Regime: release.RegimeNoise, Noise: n}}
	}
	draft.Files = []seal.Entry{
		{File: release.File{Path: release.StructureName, Kind: release.KindStructure}, Write: func(w io.Writer) error {
			_, err := io.WriteString(w, "{}\n")
			return err
		}},
		{File: release.File{Path: release.PartitionPath(d.Cube, d.Table, d.Cohort), Kind: release.KindPartition, Cube: d.Cube, Table: d.Table, Cohort: d.Cohort}, Write: d.WriteCSV},
	}
	return seal.Seal(filepath.Join(t.TempDir(), "2026-public"), draft, func(release.File) string { return "VO-DIPLOMA/2021" }, key, time.Unix(0, 0))
}

// TestTheNearestWholeNumbersAreTaken: of the orders in which tables can have
// their turn, the one that leaves the numbers nearest to the estimates. Here the
// small national tables were measured best, and whatever they narrow is missing
// to those by school.
func TestTheNearestWholeNumbersAreTaken(t *testing.T) {
	var before, now float64
	for seed := range uint64(4) {
		m, p, book := noisyWorld(t, 12, 30, seed)
		m.Population.Publish.Weights = map[string]string{"VO-HO/bestemming": "1/10", "VO-HO/stroom": "1/10", "VO-HO/status": "1/5", "VO-HO/onderdeel": "3/10", "VO-HO/herkomst": "3/10"}
		r, err := draw(m, p, book, noise.SyntheticKey(seed))
		if err != nil {
			t.Fatal(err)
		}
		x, seen := measuresOf(t, m), observations(t, m, r)
		var near, variance, byTable []float64
		var shown []int64
		var bestFirst []int
		for tab := range m.Tables {
			w, err := spec.Fraction(m.Population.Publish.Weights[spec.TableID(m.Tables[tab].Cube, m.Tables[tab].Spec.ID)])
			if err != nil {
				t.Fatal(err)
			}
			v, _ := w.Inv(w).Float64() // at rho 1/2
			byTable, bestFirst = append(byTable, v), append(bestFirst, tab)
			from, to := x.Range(tab)
			for l := from; l < to; l++ {
				o := seen[x.Cell(l)]
				near, variance, shown = append(near, float64(o.Estimate)/100), append(variance, v), append(shown, o.Value)
			}
		}
		slices.SortStableFunc(bestFirst, func(a, b int) int { return cmp.Compare(byTable[a], byTable[b]) })
		distance := func(whole []int64) (sum float64) {
			for l, n := range whole {
				sum += (float64(n) - near[l]) * (float64(n) - near[l]) / variance[l]
			}
			return sum
		}
		total := seen[m.Index(m.Tables[0])[sdmx.JoinKey(sdmx.Total, sdmx.Total, sdmx.Total)]].Value
		before, now = before+distance(x.Spread(total, near, bestFirst, estimate.Divide)), now+distance(shown)
	}
	t.Logf("best measured first %.0f, nearest of three orders %.0f", before, now)
	if now > 0.9*before {
		t.Error("that is not a tenth nearer")
	}
}

func measuresOf(t testing.TB, m *cube.Model) *cube.Measures {
	t.Helper()
	x, err := m.Measures()
	if err != nil {
		t.Fatal(err)
	}
	return x
}
