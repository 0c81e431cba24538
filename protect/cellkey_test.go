package protect

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/sdc"
)

var testSecret = []byte("0123456789abcdef0123456789abcdef") // 32 bytes

func recordKey(t testing.TB, person string) uint64 {
	t.Helper()
	key, err := RecordKey(testSecret, person, "2021")
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// TestRecordKeyIsTheMACOfOthers compares with
//
//	printf 'P0000001\0002021' | openssl dgst -sha256 -hmac 0123456789abcdef0123456789abcdef
func TestRecordKeyIsTheMACOfOthers(t *testing.T) {
	for _, c := range []struct {
		person, cohort string
		want           uint64
	}{
		{"P0000001", "2021", 0x714d1c55e03a9423},
		{"P", "2", 0x7159e152e6cc159e},
		{"P", "", 0x8d99b8f0488d36ca},
	} {
		if key, err := RecordKey(testSecret, c.person, c.cohort); err != nil || key != c.want {
			t.Errorf("%s, %s: %#x, %v, want %#x", c.person, c.cohort, key, err, c.want)
		}
	}
}

func TestRecordKeyRefusesAndDoesNotRepeat(t *testing.T) {
	for _, c := range []struct {
		says   string
		secret []byte
		person string
	}{
		{"the secret has 31 bytes, not at least 32", testSecret[:31], "P0000001"},
		{"the secret has 0 bytes", nil, "P0000001"},
		{"the person is empty", testSecret, ""},
		{"zero byte", testSecret, "P0000001\x002021"},
	} {
		key, err := RecordKey(c.secret, c.person, "2021")
		if err == nil || key != 0 || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "P0000001") {
			t.Errorf("want an error with %q, got %v", c.says, err)
		}
	}
}

// person is at a school and goes to a destination.
type person struct{ name, school, to string }

func somePersons(n int) []person {
	rng := rand.New(rand.NewPCG(5, 6))
	all := make([]person, n)
	for i := range all {
		all[i] = person{fmt.Sprintf("P%07d", i), fmt.Sprintf("S%d", rng.IntN(12)), fmt.Sprintf("D%d", rng.IntN(9))}
	}
	return all
}

// perturbed counts persons by the given codes and their totals, and returns
// for every cell its persons, count, key and published count.
func perturbed(t testing.TB, table *PerturbationTable, all []person, codes func(p person) [][]string) (m *sdc.Matrix, names []string, counts, noisy []int64, keys []uint64) {
	t.Helper()
	var c crossTable
	sums := map[string]uint64{}
	for _, p := range all {
		c.add(1, codes(p)...)
		row := ""
		for _, d := range codes(p) {
			row += "/" + d[0]
		}
		sums[row] += recordKey(t, p.name)
	}
	m, y, names := c.matrix(t)
	var rowKeys []uint64
	for _, name := range names { // rows are in order of their names too
		if sum, ok := sums[name]; ok {
			rowKeys = append(rowKeys, sum)
		}
	}
	if len(rowKeys) != len(y) {
		t.Fatalf("%d keys for %d rows", len(rowKeys), len(y))
	}
	counts, keys = m.Totals(y), CellKeys(m, rowKeys)
	return m, names, counts, Perturb(table, counts, keys), keys
}

func newTable(t testing.TB, D int, V float64, js int) *PerturbationTable {
	t.Helper()
	table, err := NewPerturbationTable(D, V, js)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// TestTheSamePersonsHaveTheSameNoiseInEveryTable: cells of a table by school
// and destination, and of one by destination only of which rows are ordered
// and split differently.
func TestTheSamePersonsHaveTheSameNoiseInEveryTable(t *testing.T) {
	table, all := newTable(t, 5, 3, 2), somePersons(800)
	_, names, counts, noisy, keys := perturbed(t, table, all, func(p person) [][]string {
		return [][]string{{p.school, "T"}, {p.to, "T"}}
	})
	slices.Reverse(all) // order of records is not part of the set
	_, other, counts2, noisy2, keys2 := perturbed(t, table, all, func(p person) [][]string {
		return [][]string{{p.to, "T"}, {p.name[len(p.name)-1:], "T"}}
	})
	compared := 0
	for j, name := range names {
		to, ok := strings.CutPrefix(name, "/T/")
		if !ok {
			continue
		}
		k := slices.Index(other, "/"+to+"/T")
		if counts[j] != counts2[k] || noisy[j] != noisy2[k] || keys[j] != keys2[k] {
			t.Errorf("%s: %d is published as %d and, counted otherwise, %d as %d", to, counts[j], noisy[j], counts2[k], noisy2[k])
		}
		compared++
	}
	if compared != 10 {
		t.Errorf("%d cells compared, not 10", compared)
	}
}

// TestKeysStayWhenOtherRecordsGo: without the persons of one school only the
// cells that held one of them change key.
func TestKeysStayWhenOtherRecordsGo(t *testing.T) {
	table, all := newTable(t, 5, 3, 2), somePersons(800)
	codes := func(p person) [][]string { return [][]string{{p.school, "T"}, {p.to, "T"}} }
	_, names, _, noisy, keys := perturbed(t, table, all, codes)
	fewer := slices.DeleteFunc(slices.Clone(all), func(p person) bool { return p.school == "S3" })
	_, names2, _, noisy2, keys2 := perturbed(t, table, fewer, codes)
	same := 0
	for k, name := range names2 {
		j := slices.Index(names, name)
		if touched := strings.HasPrefix(name, "/T"); touched == (keys[j] == keys2[k]) {
			t.Errorf("%s: key %#x became %#x", name, keys[j], keys2[k])
		} else if !touched {
			same++
			if noisy[j] != noisy2[k] {
				t.Errorf("%s: %d became %d", name, noisy[j], noisy2[k])
			}
		}
	}
	if same < 100 {
		t.Errorf("%d cells stayed: the test looks at too little", same)
	}
}

// TestPerturbedCellsDoNotDependOnTheOrderOfRows shuffles the rows.
func TestPerturbedCellsDoNotDependOnTheOrderOfRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	table := newTable(t, 4, 2, 1)
	for range 200 {
		m, y, _, _ := randomRounding(t, rng)
		keys := make([]uint64, len(y))
		for r := range keys {
			keys[r] = rng.Uint64()
		}
		to := rng.Perm(len(y))
		y2, keys2 := make([]int64, len(y)), make([]uint64, len(y))
		for r := range y {
			y2[to[r]], keys2[to[r]] = y[r], keys[r]
		}
		var columns [][]int32
		for j := range m.Columns() {
			var c []int32
			for _, r := range m.Column(j) {
				c = append(c, int32(to[r]))
			}
			slices.Sort(c)
			columns = append(columns, c)
		}
		m2, err := sdc.NewMatrix(len(y), columns)
		if err != nil {
			t.Fatal(err)
		}
		a, b := Perturb(table, m.Totals(y), CellKeys(m, keys)), Perturb(table, m2.Totals(y2), CellKeys(m2, keys2))
		if !slices.Equal(a, b) {
			t.Fatalf("%v in one order, %v in another", a, b)
		}
	}
}

// TestPerturbAtTheBounds: an entry reaches from its lower bound up to, not
// including, its upper bound, worked out on the key as a 64-bit integer.
func TestPerturbAtTheBounds(t *testing.T) {
	table := newTable(t, 4, 2, 1)
	for n := range int64(9) {
		row := table.Row(n)
		for _, e := range row {
			if e.Lower == e.Upper {
				continue
			}
			first, last := uint64(e.Lower)<<38, uint64(e.Upper)<<38-1 // 2^64 - 1 for the last
			for _, key := range []uint64{first, last} {
				if got := Perturb(table, []int64{n}, []uint64{key})[0]; got != n+int64(e.V) {
					t.Errorf("count %d, key %#x: %d, want %d", n, key, got, n+int64(e.V))
				}
			}
		}
	}
}

// bernstein is how far the mean of n independent draws, each within m of the
// expectation and with the given variance, may be off: beyond it with
// probability at most 10^-9 (Bernstein's inequality, exact for small n too).
func bernstein(n, m, variance float64) float64 {
	l := math.Log(2e9)
	a := l * m / (3 * n)
	return a + math.Sqrt(a*a+2*l*variance/n)
}

// TestNoiseIsWithinItsSupportAndFair: keys of 200,000 records, for every row
// of two tables: frequency of each noise, mean and variance. A right program
// fails with probability at most 10^-9 per figure, under 3·10^-7 for the fewer
// than 300 figures here; with these fixed keys, always or never.
func TestNoiseIsWithinItsSupportAndFair(t *testing.T) {
	const records = 200_000
	keys := make([]uint64, records)
	for i := range keys {
		keys[i] = recordKey(t, fmt.Sprintf("P%07d", i))
	}
	figures := 0
	for _, table := range []*PerturbationTable{newTable(t, 5, 3, 2), newTable(t, 3, 1.5, 0)} {
		for n := range int64(len(table.rows) + 2) {
			seen := map[int64]float64{}
			for _, j := range Perturb(table, slices.Repeat([]int64{n}, records), keys) {
				seen[j-n] += 1.0 / records
			}
			if err := unfair(table, n, records, seen); err != nil {
				t.Errorf("D %d, count %d: %v", table.D, n, err)
			}
			figures += len(table.Row(n)) + 2
		}
	}
	if figures >= 300 {
		t.Errorf("%d figures: the false-alarm rate above is wrong", figures)
	}
}

// unfair compares the share of each noise seen with the table.
func unfair(table *PerturbationTable, n int64, records float64, seen map[int64]float64) error {
	var mean, square, variance, fourth float64
	for _, e := range table.Row(n) {
		v, share := float64(e.V), seen[int64(e.V)]
		mean, square = mean+share*v, square+share*v*v
		variance, fourth = variance+e.P*v*v, fourth+e.P*v*v*v*v
		if math.Abs(share-e.P) > bernstein(records, 1, e.P*(1-e.P)) {
			return fmt.Errorf("noise %d with frequency %v, not %v", e.V, share, e.P)
		}
		delete(seen, int64(e.V))
	}
	if len(seen) > 0 {
		return fmt.Errorf("noise outside the table: %v", seen)
	}
	const rounding = 1e-5 // of bounds to 2^-26
	D := float64(table.D)
	if math.Abs(mean) > bernstein(records, 2*D, variance)+rounding {
		return fmt.Errorf("mean %v, not 0", mean)
	}
	if math.Abs(square-variance) > bernstein(records, D*D, fourth-variance*variance) {
		return fmt.Errorf("variance %v, not %v", square, variance)
	}
	if full := n >= int64(table.D+table.JS+1); variance > table.V+rounding || full && variance < table.V-rounding {
		return fmt.Errorf("variance %v in the table, not %v", variance, table.V)
	}
	return nil
}

// TestZerosStayAndPositiveCountsMayVanish: a published 0 says that there are
// at most D, not that there is nobody.
func TestZerosStayAndPositiveCountsMayVanish(t *testing.T) {
	table, rng := newTable(t, 5, 3, 2), rand.New(rand.NewPCG(9, 10))
	vanished := map[int64]bool{}
	for range 20_000 {
		n := rng.Int64N(12)
		switch got := Perturb(table, []int64{n}, []uint64{rng.Uint64()})[0]; {
		case n == 0 && got != 0:
			t.Fatalf("0 became %d", got)
		case got == 1 || got == 2 || got < 0:
			t.Fatalf("%d became %d", n, got)
		case got == 0:
			vanished[n] = true
		}
	}
	for n := range int64(12) {
		if vanished[n] != (n <= 5) {
			t.Errorf("count %d became 0: %v", n, vanished[n])
		}
	}
}

// TestPerturbedCellsDoNotAddUp is what the method gives up.
func TestPerturbedCellsDoNotAddUp(t *testing.T) {
	m, names, counts, noisy, _ := perturbed(t, newTable(t, 5, 3, 2), somePersons(800), func(p person) [][]string {
		return [][]string{{p.school, "T"}, {p.to, "T"}}
	})
	inner := make([]int64, m.Inner())
	for j := range names {
		if rows := m.Column(j); len(rows) == 1 {
			inner[rows[0]] = noisy[j]
		}
	}
	sums, differ := m.Totals(inner), 0
	for j := range names {
		if sums[j] != noisy[j] {
			differ++
		}
		if d := noisy[j] - counts[j]; d < -5 || d > 5 {
			t.Errorf("%s: noise %d", names[j], d)
		}
	}
	if differ < 10 {
		t.Errorf("%d of %d cells differ from the sum of their parts", differ, len(names))
	}
}
