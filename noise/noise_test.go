package noise

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strings"
	"testing"
)

func rat(t testing.TB, s string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no fraction", s)
	}
	return r
}

func gaussian(t testing.TB, variance string) *Gaussian {
	t.Helper()
	g, err := NewGaussian(rat(t, variance))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// example is a complete draw, for tests to change.
func example() Draw {
	return Draw{
		Population: "VO-DIPLOMA", Year: 2024, Table: "D1", Neighbours: "one record more or less",
		Rho: big.NewRat(1, 2), Weights: []*big.Rat{big.NewRat(3, 10), big.NewRat(1, 2), big.NewRat(1, 5)},
		Specification: [32]byte{1}, Counts: []int64{3, 0, 12},
	}
}

func stream(t testing.TB, seed uint64) *Stream {
	t.Helper()
	s, err := SyntheticKey(seed).Stream(example())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestKnownAnswers compares values, and the bits that follow them, with those
// of a second implementation in another language (testdata/vectors.py).
func TestKnownAnswers(t *testing.T) {
	var file struct {
		Secret string
		Cases  []struct {
			Draw struct {
				Population, Table, Neighbours, Rho, Specification string
				Year                                              int
				Weights                                           []string
				Counts                                            []int64
			}
			Variance string
			Values   []int64
			NextBits uint64 `json:"next_bits"`
		}
	}
	readJSON(t, "testdata/vectors.json", &file)
	secret, err := hex.DecodeString(file.Secret)
	if err != nil {
		t.Fatal(err)
	}
	key, err := NewKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range file.Cases {
		d := Draw{Population: c.Draw.Population, Year: c.Draw.Year, Table: c.Draw.Table, Neighbours: c.Draw.Neighbours, Rho: rat(t, c.Draw.Rho), Counts: c.Draw.Counts}
		for _, w := range c.Draw.Weights {
			d.Weights = append(d.Weights, rat(t, w))
		}
		if _, err := hex.Decode(d.Specification[:], []byte(c.Draw.Specification)); err != nil {
			t.Fatal(err)
		}
		s, err := key.Stream(d)
		if err != nil {
			t.Fatal(err)
		}
		got := gaussian(t, c.Variance).Add(make([]int64, len(c.Values)), s)
		if !slices.Equal(got, c.Values) {
			t.Errorf("case %d, variance %s: %v, the other implementation has %v", i, c.Variance, got, c.Values)
		}
		if next := s.bits(64); next != c.NextBits {
			t.Errorf("case %d, variance %s: another number of bits was used", i, c.Variance)
		}
	}
}

// TestWordsAndBigIntegersAgree draws with both samplers from the same bits.
func TestWordsAndBigIntegersAgree(t *testing.T) {
	for _, variance := range []string{"10/3", "1/2", "39/100", "1", "997/3", "2000000/7", "65535/65536"} {
		g := gaussian(t, variance)
		if !g.fast.fits {
			t.Fatalf("variance %s does not take the fast way", variance)
		}
		a, b := stream(t, 7), stream(t, 7)
		for i := range 3000 {
			x, y := g.fast.gauss(a), g.exact.gauss(b)
			if x != y.Int64() {
				t.Fatalf("variance %s, draw %d: %d in words, %d in big integers", variance, i, x, y)
			}
		}
		if a.bits(64) != b.bits(64) {
			t.Errorf("variance %s: the two ways used another number of bits", variance)
		}
	}
	// The step where words do not suffice: |y| far out, and q·k beyond 64 bits.
	g := gaussian(t, "1/2")
	g.fast.far = 0
	a, b := stream(t, 8), stream(t, 8)
	for range 3000 {
		if x, y := g.fast.gauss(a), g.exact.gauss(b); x != y.Int64() {
			t.Fatal("handing over to big integers changes the value")
		}
	}
	for seed := range uint64(200) {
		a, b := stream(t, seed), stream(t, seed)
		p, q := uint64(1)<<63-5, uint64(1)<<63
		if exp1(a, p, q) != bernoulliExp1(b, new(big.Int).SetUint64(p), new(big.Int).SetUint64(q)) || a.bits(64) != b.bits(64) {
			t.Fatal("products beyond 64 bits change the value")
		}
	}
}

// TestEveryPartOfADrawChangesTheNoise changes one thing at a time.
func TestEveryPartOfADrawChangesTheNoise(t *testing.T) {
	changes := map[string]func(*Draw){
		"nothing":          func(*Draw) {},
		"population":       func(d *Draw) { d.Population = "MBO-DIPLOMA" },
		"year":             func(d *Draw) { d.Year++ },
		"table":            func(d *Draw) { d.Table = "D2" },
		"moved letter":     func(d *Draw) { d.Population, d.Table = "VO-DIPLOM", "AD1" },
		"neighbours":       func(d *Draw) { d.Neighbours = "one record changed" },
		"rho":              func(d *Draw) { d.Rho = big.NewRat(1, 4) },
		"weights":          func(d *Draw) { d.Weights[0], d.Weights[1] = d.Weights[1], d.Weights[0] },
		"weights, longer":  func(d *Draw) { d.Weights = append(d.Weights, big.NewRat(0, 1)) },
		"specification":    func(d *Draw) { d.Specification[31]++ },
		"one count":        func(d *Draw) { d.Counts[1]++ },
		"counts, one less": func(d *Draw) { d.Counts = d.Counts[:2] },
		"counts, swapped":  func(d *Draw) { d.Counts[0], d.Counts[2] = d.Counts[2], d.Counts[0] },
	}
	g := gaussian(t, "100")
	seen, identities := map[string]string{}, map[string]bool{}
	for name, change := range changes {
		d := example()
		change(&d)
		s, err := SyntheticKey(1).Stream(d)
		if err != nil {
			t.Fatal(err)
		}
		values := fmt.Sprint(g.Add(make([]int64, 16), s))
		if other, ok := seen[values]; ok {
			t.Errorf("%s and %s meet the same noise", name, other)
		}
		seen[values] = name
		id, err := SyntheticKey(1).Identity(d)
		if err != nil || identities[id] {
			t.Errorf("%s: identity %q is that of another draw, %v", name, id, err)
		}
		identities[id] = true
		again, _ := SyntheticKey(1).Stream(d)
		if fmt.Sprint(g.Add(make([]int64, 16), again)) != values {
			t.Errorf("%s: a rerun draws again", name)
		}
	}
	if s, _ := SyntheticKey(2).Stream(example()); seen[fmt.Sprint(g.Add(make([]int64, 16), s))] != "" {
		t.Error("another key gives the same noise")
	}
}

// TestDrawsThatLackSomethingAreRefused: a forgotten part would let two draws
// share noise.
func TestDrawsThatLackSomethingAreRefused(t *testing.T) {
	for want, damage := range map[string]func(*Draw){
		"population":    func(d *Draw) { d.Population = "" },
		"year":          func(d *Draw) { d.Year = 0 },
		"table":         func(d *Draw) { d.Table = "" },
		"neighbour":     func(d *Draw) { d.Neighbours = "" },
		"rho":           func(d *Draw) { d.Rho = new(big.Rat) },
		"weights":       func(d *Draw) { d.Weights = nil },
		"specification": func(d *Draw) { d.Specification = [32]byte{} },
		"counts":        func(d *Draw) { d.Counts = nil },
	} {
		d := example()
		damage(&d)
		if _, err := SyntheticKey(1).Stream(d); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("a draw without %s: %v", want, err)
		}
	}
}

func TestKeysAreLongAndSilent(t *testing.T) {
	if _, err := NewKey(make([]byte, 31)); err == nil {
		t.Error("a key of 248 bits was taken")
	}
	key, err := NewKey([]byte("0123456789abcdef0123456789abcdef"))
	if err != nil {
		t.Fatal(err)
	}
	for _, form := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		if out := fmt.Sprintf(form, key) + fmt.Sprintf(form, *key); strings.Contains(out, "0123") || strings.Contains(out, "3031") || strings.Contains(out, "48 49") {
			t.Errorf("%s prints the key", form)
		}
	}
	if b, err := json.Marshal(key); err == nil {
		t.Errorf("JSON of a key: %s", b)
	}
	if !key.Protects() || SyntheticKey(3).Protects() {
		t.Error("a numeric seed counts as protection, or a key does not")
	}
	if _, err := NewGaussian(new(big.Rat)); err == nil {
		t.Error("a variance of 0 was taken")
	}
}

func readJSON(t testing.TB, path string, out any) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, out); err != nil {
		t.Fatal(err)
	}
}

func BenchmarkDraw(b *testing.B) {
	for _, variance := range []string{"10/3", "1/2", "123456789123/2"} {
		b.Run(variance, func(b *testing.B) {
			g, s := gaussian(b, variance), stream(b, 1)
			for b.Loop() {
				g.Draw(s)
			}
		})
	}
}
