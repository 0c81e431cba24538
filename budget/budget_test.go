package budget

import (
	"bytes"
	"errors"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"doorstroommonitor/formal"
	"doorstroommonitor/ledger"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
	"doorstroommonitor/specs"
)

var caps = Caps{Year: big.NewRat(1, 2), Lifetime: big.NewRat(2, 1)}

var bounds = []Bound{{Population: "VO", Times: 2}, {Population: "MBO", Times: 3}}

func charge(population string, year int, rho, draw string) Charge {
	return Charge{
		Release: "2026", Cube: "C", Population: population, Year: year, Regime: Noisy, Rho: rho, Draw: draw,
		Neighbours: formal.AddRemove, Tables: []Table{{"D1", "2/3"}, {"D2", "1/3"}},
		Specification: "s", Domain: "d", Approver: "privacy",
	}
}

func book(t *testing.T) (*Book, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	clock := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	l, err := ledger.Open(path, ledger.Options{Now: func() time.Time { return clock }})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(l, path, caps, bounds)
	if err != nil {
		t.Fatal(err)
	}
	return b, path
}

func refused(t *testing.T, err error, rule string) {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) || r.Rule != rule {
		t.Fatalf("got %v, want a refusal by %s", err, rule)
	}
	if nl, en := r.In("nl"), r.In("en"); nl == en || !strings.Contains(nl, "Volgende stap") || !strings.Contains(en, "Next") {
		t.Errorf("texts: %s / %s", nl, en)
	}
}

func must(t *testing.T, b *Book, c Charge) {
	t.Helper()
	if c.Regime == Exact {
		if err := b.Exact(c); err != nil {
			t.Fatal(err)
		}
	} else if _, err := entry(b, c, "o"); err != nil {
		t.Fatalf("%s/%d: %v", c.Population, c.Year, err)
	}
}

// draws carries out charges that give as noisy counts the length of a text.
func draws(b *Book, noisy string, charges ...Charge) (*Receipt, error) {
	return b.Draw(charges, func(i int) (*formal.Measurements, error) { return measured(charges[i], noisy), nil }, made(charges[0]))
}

func measured(c Charge, noisy string) *formal.Measurements {
	m := &formal.Measurements{Population: c.Population, Year: c.Year, Draw: c.Draw, Protected: true}
	for _, t := range c.Tables {
		m.Tables = append(m.Tables, formal.Measured{ID: t.ID, Variance: big.NewRat(3, 2), Values: []int64{int64(len(noisy))}})
	}
	return m
}

// made is a dataset of a charge.
func made(c Charge) func([]*formal.Measurements) ([]*sdmx.Dataset, error) {
	return func([]*formal.Measurements) ([]*sdmx.Dataset, error) {
		return []*sdmx.Dataset{{Cube: c.Cube, Table: "D1", Cohort: c.Year, Observations: []sdmx.Observation{{Estimated: true, Value: 1, Upper: 3, Estimate: 120, Error: 100}}}}, nil
	}
}

// never draws what must not be drawn.
func never(t *testing.T, b *Book, c Charge) error {
	_, err := b.Draw([]Charge{c}, func(int) (*formal.Measurements, error) {
		t.Error("something was drawn without budget")
		return nil, errors.New("drawn")
	}, made(c))
	return err
}

// entry draws and gives the number of the charge.
func entry(b *Book, c Charge, noisy string) (int64, error) {
	r, err := draws(b, noisy, c)
	if err != nil {
		return 0, err
	}
	return r.Draws()[0].Entry, nil
}

// TestBooksByHand charges until every rule has refused once; totals by hand.
func TestBooksByHand(t *testing.T) {
	b, path := book(t)
	must(t, b, charge("VO", 2021, "1/4", "a"))
	must(t, b, charge("VO", 2021, "1/4", "b")) // a revision shares the year's budget
	err := never(t, b, charge("VO", 2021, "1/1000", "c"))
	refused(t, err, "year")
	if n, err := entry(b, charge("VO", 2021, "1/4", "a"), "o"); err != nil || n != 1 {
		t.Fatalf("a rerun of a draw: entry %d, %v", n, err)
	}
	if _, err := entry(b, charge("VO", 2021, "1/4", "a"), "other"); err == nil || !strings.Contains(err.Error(), "other noisy counts") {
		t.Fatalf("a rerun that gives other noise: %v", err)
	}
	exact := charge("VO", 2021, "0", "")
	exact.Regime = Exact
	err = b.Exact(exact)
	refused(t, err, "regime")
	exact.Year = 2020
	must(t, b, exact)
	err = never(t, b, charge("VO", 2020, "1/4", "d"))
	refused(t, err, "regime")

	// VO: two of its years count; 1/2 + 1/2. MBO: three, 1/3 each.
	for y := 2022; y < 2026; y++ {
		must(t, b, charge("VO", y, "1/2", "e"))
	}
	for y := 2020; y < 2026; y++ {
		must(t, b, charge("MBO", y, "1/3", "f"))
	}
	a, err := Replay(path, bounds)
	if err != nil {
		t.Fatal(err)
	}
	if got := a.Lifetime().RatString(); got != "2" {
		t.Errorf("lifetime %s, by hand 2", got)
	}
	err = never(t, b, charge("MBO", 2026, "1/2", "g")) // 1 + 1/2 + 1/3 + 1/3
	refused(t, err, "lifetime")
	lines, err := a.Lines()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 12 || lines[7].Population != "VO" || lines[7].Year != 2021 || lines[7].Rho.RatString() != "1/2" || lines[7].Epsilon < 5.2 || lines[7].Epsilon > 5.23 {
		t.Errorf("%d lines, VO/2021: %+v", len(lines), lines[7])
	}
	if lines[6].Regime != Exact || lines[6].Epsilon != 0 {
		t.Errorf("the exact year: %+v", lines[6])
	}
	again, _ := Replay(path, bounds)
	if again.Lifetime().Cmp(a.Lifetime()) != 0 {
		t.Error("a second replay gives another total")
	}
}

// TestAChangedLineIsRefused changes single characters of a ledger.
func TestAChangedLineIsRefused(t *testing.T) {
	b, path := book(t)
	must(t, b, charge("VO", 2021, "1/2", "a"))
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range [][2]string{{`"rho":"1/2"`, `"rho":"1/9"`}, {`"year":2021`, `"year":2020`}, {`"regime":"noisy"`, `"regime":"exact"`}} {
		bad := bytes.Replace(good, []byte(change[0]), []byte(change[1]), 1)
		if bytes.Equal(bad, good) {
			t.Fatalf("%s is not in the ledger", change[0])
		}
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		var fault *ledger.Fault
		if _, err := Replay(path, bounds); !errors.As(err, &fault) {
			t.Errorf("%s was read: %v", change[1], err)
		}
	}
}

// TestTwoHousesCannotSpendTheSameBudget charges at once from many sides.
func TestTwoHousesCannotSpendTheSameBudget(t *testing.T) {
	b, path := book(t)
	var wait sync.WaitGroup
	for i := range 12 {
		wait.Go(func() { _, _ = entry(b, charge("VO", 2021, "1/8", string(rune('a'+i))), "o") })
	}
	wait.Wait()
	a, err := Replay(path, bounds)
	if err != nil {
		t.Fatal(err)
	}
	if spent := a.spent["VO"][2021]; spent == nil || spent.Cmp(caps.Year) > 0 {
		t.Errorf("spent %v of 1/2", spent)
	}
}

// TestAHalfMadeReleaseCounts: an intent without an end is spent budget.
func TestAHalfMadeReleaseCounts(t *testing.T) {
	b, _ := book(t)
	if _, err := b.ledger.Intent(Kind, charge("VO", 2021, "1/2", "a")); err != nil {
		t.Fatal(err)
	}
	err := never(t, b, charge("VO", 2021, "1/4", "b"))
	refused(t, err, "year")
	for range 2 { // the house that died takes it up, and does it again
		if n, err := entry(b, charge("VO", 2021, "1/2", "a"), "o"); err != nil || n != 1 {
			t.Errorf("taken up: entry %d, %v", n, err)
		}
	}
}

// TestAFailedDrawIsSpent: what was charged stays spent, and can be tried again.
func TestAFailedDrawIsSpent(t *testing.T) {
	b, _ := book(t)
	c := charge("VO", 2021, "1/2", "a")
	if _, err := b.Draw([]Charge{c}, func(int) (*formal.Measurements, error) { return nil, errors.New("full disk") }, made(c)); err == nil {
		t.Fatal("the failure is not told")
	}
	err := never(t, b, charge("VO", 2021, "1/4", "b"))
	refused(t, err, "year")
	if _, err := entry(b, c, "o"); err != nil {
		t.Errorf("tried again: %v", err)
	}
}

func TestChargesThatLackSomething(t *testing.T) {
	b, _ := book(t)
	for name, damage := range map[string]func(*Charge){
		"no approver":           func(c *Charge) { c.Approver = "" },
		"no draw":               func(c *Charge) { c.Draw = "" },
		"a decimal":             func(c *Charge) { c.Rho = "0.5" },
		"not in lowest terms":   func(c *Charge) { c.Rho = "2/4" },
		"exact with a budget":   func(c *Charge) { c.Regime = Exact },
		"an unknown regime":     func(c *Charge) { c.Regime = "rounded" },
		"weights not 1":         func(c *Charge) { c.Tables = c.Tables[:1] },
		"no neighbour relation": func(c *Charge) { c.Neighbours = "" },
	} {
		c := charge("VO", 2021, "1/2", "a")
		damage(&c)
		if err := never(t, b, c); err == nil {
			t.Errorf("%s was charged", name)
		}
	}
}

// TestBoundsFollowFromTheSpecification on the one that is built in: a master's
// diploma is one, and who leaves without a diploma may do so every year.
func TestBoundsFollowFromTheSpecification(t *testing.T) {
	tree, err := fs.Sub(specs.FS, specs.Current)
	if err != nil {
		t.Fatal(err)
	}
	s, err := spec.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	bounds := Bounds(s)
	found := false
	for i, b := range bounds {
		p := s.Populations[b.Population]
		if p.Kind == "PRESENT" && b.Times != 0 {
			t.Errorf("%s holds a person every year, not %d times", b.Population, b.Times)
		}
		if b.Population == "WO-MASTER" {
			found = b.Times == 1
		}
		if p.Also != nil && b.Times != 0 {
			t.Errorf("%s holds a person every year, not %d times", b.Population, b.Times)
		}
		if i > 0 && bounds[i-1].Population >= b.Population {
			t.Error("not sorted")
		}
	}
	s.Populations["VO"].Publish = &spec.Publish{Scenario: spec.ScenarioFormal, Years: 4}
	if b := Bounds(s); !slices.Contains(b, Bound{"VO", 4, "specification"}) {
		t.Errorf("four years of the specification: %+v", b)
	}
	if !found {
		t.Errorf("WO-MASTER: %+v", bounds)
	}
	if n := Longest([]Bound{{Population: "A", Times: 2}, {Population: "B"}}, 5); n != 7 {
		t.Errorf("two diplomas and five years: %d", n)
	}
	if over := Exceeds([]Bound{{Population: "A", Times: 2}, {Population: "B"}}, map[string]int{"A": 3, "B": 9}); len(over) != 1 || over[0] != "A" {
		t.Errorf("exceeded: %v", over)
	}
}

// TestAReceiptIsOfItsDraw: what was drawn for another charge, exact figures and
// those of another year get no receipt.
func TestAReceiptIsOfItsDraw(t *testing.T) {
	b, _ := book(t)
	c := charge("VO", 2021, "1/4", "a")
	r, err := draws(b, "o", c)
	if err != nil {
		t.Fatal(err)
	}
	all, _ := made(c)(nil)
	digest, err := all[0].Digest()
	if err != nil {
		t.Fatal(err)
	}
	if !r.Covers(digest) || r.Covers("") || r.Group() != "VO/2021" || !r.Protected() || r.Draws()[0].Variances[1] != "3/2" || r.Rho().RatString() != "1/4" {
		t.Errorf("receipt %+v", r)
	}
	other := charge("VO", 2022, "1/4", "b")
	if _, err := b.Draw([]Charge{other}, func(int) (*formal.Measurements, error) { return measured(c, "o"), nil }, made(other)); err == nil {
		t.Error("a draw that was not charged has a receipt")
	}
	for name, damage := range map[string]func(*sdmx.Dataset){
		"exact figures": func(d *sdmx.Dataset) { d.Observations[0] = sdmx.Observation{Value: 1, Lower: 1, Upper: 1} },
		"another year":  func(d *sdmx.Dataset) { d.Cohort++ },
	} {
		_, err := b.Draw([]Charge{c}, func(int) (*formal.Measurements, error) { return measured(c, "o"), nil }, func(m []*formal.Measurements) ([]*sdmx.Dataset, error) {
			d, err := made(c)(m)
			damage(d[0])
			return d, err
		})
		if err == nil {
			t.Errorf("%s have a receipt", name)
		}
	}
	if _, err := draws(b, "o", c, charge("VO", 2023, "1/4", "c")); err == nil {
		t.Error("draws of two groups have one receipt")
	}
}

// TestDrawsArePaidTogether: of a group, what was drawn before is free, and what
// does not fit is refused as a whole: nothing of it is charged.
func TestDrawsArePaidTogether(t *testing.T) {
	b, path := book(t)
	first, second, third := charge("VO", 2021, "1/4", "a"), charge("VO", 2021, "1/8", "b"), charge("VO", 2021, "1/4", "c")
	if _, err := draws(b, "o", first); err != nil {
		t.Fatal(err)
	}
	_, err := b.Draw([]Charge{first, second, third}, func(int) (*formal.Measurements, error) {
		t.Error("something was drawn")
		return nil, errors.New("drawn")
	}, made(first))
	refused(t, err, "year")
	r, err := draws(b, "o", first, second)
	if err != nil {
		t.Fatal(err)
	}
	if r.Rho().RatString() != "3/8" || r.Draws()[0].Entry != 1 || r.Draws()[1].Entry == 1 {
		t.Errorf("draws %+v", r.Draws())
	}
	a, err := Replay(path, bounds)
	if err != nil {
		t.Fatal(err)
	}
	if spent := a.spent["VO"][2021].RatString(); spent != "3/8" {
		t.Errorf("spent %s, by hand 1/4 + 1/8", spent)
	}
}
