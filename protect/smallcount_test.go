package protect

import (
	"compress/gzip"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"doorstroommonitor/sdc"
)

// readTable reads a CSV file with a header, and calls see with each row by name.
func readTable(t testing.TB, r io.Reader, see func(row map[string]string)) {
	t.Helper()
	c := csv.NewReader(r)
	header, err := c.Read()
	if err != nil {
		t.Fatal(err)
	}
	for {
		fields, err := c.Read()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		row := make(map[string]string, len(fields))
		for i, name := range header {
			row[name] = fields[i]
		}
		see(row)
	}
}

// peerTable reads a file of testdata/peers.
func peerTable(t testing.TB, name string, see func(row map[string]string)) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "peers", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	readTable(t, f, see)
}

// crossTable counts records at every combination of codes that holds any.
type crossTable struct {
	rows  map[string]int64    // finest combination -> count
	codes map[string][]string // finest combination -> all combinations above it
}

// add counts n records; each dimension lists its codes from fine to coarse.
func (c *crossTable) add(n int64, dims ...[]string) {
	if c.rows == nil {
		c.rows, c.codes = map[string]int64{}, map[string][]string{}
	}
	all := []string{""}
	for _, codes := range dims {
		var next []string
		for _, a := range all {
			for _, code := range codes {
				next = append(next, a+"/"+code)
			}
		}
		all = next
	}
	c.rows[all[0]] += n
	c.codes[all[0]] = all
}

// matrix returns rows and columns in order of their names.
func (c *crossTable) matrix(t testing.TB) (m *sdc.Matrix, y []int64, names []string) {
	t.Helper()
	columns := map[string][]int32{}
	for i, row := range slices.Sorted(maps.Keys(c.rows)) {
		y = append(y, c.rows[row])
		for _, code := range c.codes[row] {
			columns[code] = append(columns[code], int32(i))
		}
	}
	names = slices.Sorted(maps.Keys(columns))
	lists := make([][]int32, len(names))
	for j, name := range names {
		lists[j] = columns[name]
	}
	m, err := sdc.NewMatrix(len(y), lists)
	if err != nil {
		t.Fatal(err)
	}
	return m, y, names
}

func number(t testing.TB, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// brokenPromise checks what RoundSmallCounts promises of any result.
func brokenPromise(m *sdc.Matrix, y, z []int64, published []bool, opt RoundingOptions) error {
	if opt.MaxRound == 0 {
		opt.MaxRound = opt.Base - 1
	}
	zeros := func(r int) bool { return opt.ZeroCandidates != nil && opt.ZeroCandidates[r] }
	for r := range y {
		low := y[r] / opt.Base * opt.Base
		switch {
		case opt.PreRounded != nil && opt.PreRounded[r] >= 0:
			if z[r] != opt.PreRounded[r] {
				return fmt.Errorf("row %d: pre-rounded %d became %d", r, opt.PreRounded[r], z[r])
			}
		case z[r] == y[r]:
		case y[r] > opt.MaxRound:
			return fmt.Errorf("row %d: %d is not small and became %d", r, y[r], z[r])
		case y[r] == low && (!zeros(r) || z[r] != y[r]+opt.Base), y[r] != low && z[r] != low && z[r] != low+opt.Base:
			return fmt.Errorf("row %d: %d became %d", r, y[r], z[r])
		}
	}
	before, after := m.Totals(y), m.Totals(z)
	for j, f := range after {
		if published != nil && !published[j] {
			continue
		}
		if f < 0 || f%opt.Base != 0 && f <= opt.MaxRound {
			return fmt.Errorf("published cell %d stays small: %d became %d", j, before[j], f)
		}
		if before[j] == 0 && f != 0 && opt.ZeroCandidates == nil && opt.PreRounded == nil {
			return fmt.Errorf("published cell %d: 0 became %d", j, f)
		}
	}
	for j, f := range before {
		if published != nil && !published[j] || f == 0 || f > opt.MaxRound {
			continue
		}
		for _, r := range m.Column(j) {
			if z[r]%opt.Base != 0 && (opt.PreRounded == nil || opt.PreRounded[r] < 0) {
				return fmt.Errorf("row %d under a small published cell stays %d", r, z[r])
			}
		}
	}
	for _, r := range peeled(m, z, published) {
		if n := z[r]; n%opt.Base != 0 && n <= opt.MaxRound && opt.PreRounded == nil {
			return fmt.Errorf("row %d: published cells give away %d", r, n)
		}
	}
	return nil
}

// peeled is a second, slow search for rows that published cells give away one
// by one: it goes over all columns until nothing changes.
func peeled(m *sdc.Matrix, z []int64, published []bool) (rows []int) {
	known := make([]bool, len(z))
	for changed := true; changed; {
		changed = false
		for j := range m.Columns() {
			if published != nil && !published[j] {
				continue
			}
			var open []int32
			left := int64(0)
			for _, r := range m.Column(j) {
				if !known[r] {
					open = append(open, r)
					left += z[r]
				}
			}
			if len(open) == 1 || left == 0 {
				for _, r := range open {
					known[r], changed = true, true
					rows = append(rows, int(r))
				}
			}
		}
	}
	return rows
}

// deviation returns the greatest difference and the root of the mean square
// difference of published cells.
func deviation(m *sdc.Matrix, y, z []int64, published []bool) (most int64, rmsd float64) {
	before, after := m.Totals(y), m.Totals(z)
	var cells, sum float64
	for j := range before {
		if published == nil || published[j] {
			d := after[j] - before[j]
			most = max(most, d, -d)
			cells++
			sum += float64(d * d)
		}
	}
	return most, math.Sqrt(sum / cells)
}

// TestRoundSmallCountsKeepsItsPromises: on small random tables, additive,
// nothing small and unrounded, no row changed by a base or more.
func TestRoundSmallCountsKeepsItsPromises(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	changed := 0
	for n := range 4000 {
		m, y, published, opt := randomRounding(t, rng)
		kept := slices.Clone(y)
		z, err := RoundSmallCounts(m, y, published, opt)
		if err != nil {
			t.Fatalf("table %d: %v", n, err)
		}
		if err := brokenPromise(m, y, z, published, opt); err != nil {
			t.Fatalf("table %d, %+v, counts %v: %v", n, opt, y, err)
		}
		again, err := RoundSmallCounts(m, y, published, opt)
		if err != nil || !slices.Equal(z, again) {
			t.Fatalf("table %d: the second time gives another answer", n)
		}
		if !slices.Equal(y, kept) {
			t.Fatalf("table %d: the counts that were passed changed", n)
		}
		if !slices.Equal(y, z) {
			changed++
		}
		opt.ZeroCandidates = nil
		if opt.MaxRound == 0 {
			if twice, err := RoundSmallCounts(m, z, published, opt); err != nil || !slices.Equal(z, twice) {
				t.Fatalf("table %d: what is rounded changes again: %v, %v", n, z, twice)
			}
		}
	}
	if changed < 2500 {
		t.Errorf("%d of 4000 tables had anything to round: the test looks at nothing", changed)
	}
}

// randomRounding makes a table of columns that cross and contain each other.
func randomRounding(t *testing.T, rng *rand.Rand) (*sdc.Matrix, []int64, []bool, RoundingOptions) {
	inner := 1 + rng.IntN(24)
	y := make([]int64, inner)
	for r := range y {
		y[r] = rng.Int64N(1 + rng.Int64N(8))
	}
	columns := make([][]int32, 1+rng.IntN(20))
	for j := range columns {
		width := 1 + rng.IntN(1+rng.IntN(inner))
		for r := range int32(inner) {
			if rng.IntN(inner) < width {
				columns[j] = append(columns[j], r)
			}
		}
	}
	m, err := sdc.NewMatrix(inner, columns)
	if err != nil {
		t.Fatal(err)
	}
	opt := RoundingOptions{Base: 2 + rng.Int64N(5), Seed: rng.Uint64()}
	if rng.IntN(3) == 0 {
		opt.MaxRound = opt.Base - 1 + rng.Int64N(5)
	}
	var published []bool
	if rng.IntN(2) == 0 {
		published = make([]bool, len(columns))
		for j := range published {
			published[j] = rng.IntN(4) > 0
		}
	}
	if rng.IntN(3) == 0 {
		opt.ZeroCandidates = make([]bool, inner)
		for r := range opt.ZeroCandidates {
			opt.ZeroCandidates[r] = rng.IntN(2) == 0
		}
	}
	return m, y, published, opt
}

// TestRoundSmallCountsTakesUpAnEarlierRelease: rows that were rounded before
// stay, and if they leave a cell small and unrounded, that is an error.
func TestRoundSmallCountsTakesUpAnEarlierRelease(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	refused := 0
	for n := range 2000 {
		m, y, published, opt := randomRounding(t, rng)
		opt.PreRounded = make([]int64, len(y))
		for r := range opt.PreRounded {
			switch rng.IntN(4) {
			case 0:
				opt.PreRounded[r] = rng.Int64N(3) * opt.Base
			case 1:
				opt.PreRounded[r] = rng.Int64N(3 * opt.Base) // what no rounding made
			default:
				opt.PreRounded[r] = -1
			}
		}
		z, err := RoundSmallCounts(m, y, published, opt)
		if err != nil {
			refused++
			continue
		}
		if err := brokenPromise(m, y, z, published, opt); err != nil {
			t.Fatalf("table %d, %+v, counts %v: %v", n, opt, y, err)
		}
	}
	if refused == 0 || refused > 1500 {
		t.Errorf("%d of 2000 tables were refused: the test looks at one side only", refused)
	}
}

// TestRoundSmallCountsAgainstThePeerOnE6 compares with SmallCountRounding. The
// order of ties is the peer's own, so figures are compared, not values.
func TestRoundSmallCountsAgainstThePeerOnE6(t *testing.T) {
	var e6 crossTable
	peerTable(t, "smallcount_e6.csv", func(row map[string]string) {
		e6.add(number(t, row["freq"]), []string{row["geo"], row["eu"], "Total"}, []string{row["year"], "Total"})
	})
	m, y, names := e6.matrix(t)
	f := m.Totals(y)
	var most int64
	var square, cells float64
	peerTable(t, "expected_plsrounding_e6_base3.csv", func(row map[string]string) {
		j := slices.Index(names, "/"+row["geo"]+"/"+row["year"])
		if j < 0 || f[j] != number(t, row["original"]) {
			t.Fatalf("%v is not a cell of this table", row)
		}
		d := number(t, row["difference"])
		most = max(most, d, -d)
		square, cells = square+float64(d*d), cells+1
	})
	if m.Columns() != 18 || cells != 18 {
		t.Fatalf("%d cells, %v of the peer, not 18", m.Columns(), cells)
	}
	for seed := range uint64(100) {
		opt := RoundingOptions{Base: 3, Seed: seed}
		z, err := RoundSmallCounts(m, y, nil, opt)
		if err != nil {
			t.Fatal(err)
		}
		if err := brokenPromise(m, y, z, nil, opt); err != nil {
			t.Fatal(err)
		}
		if d, rmsd := deviation(m, y, z, nil); d > most || rmsd > math.Sqrt(square/cells)+1e-12 {
			t.Errorf("seed %d: differences up to %d, root mean square %.3f; the peer's %d and %.3f", seed, d, rmsd, most, math.Sqrt(square/cells))
		}
	}
}

// TestRoundSmallCountsOnTablesOfThePeer: tables of which the inner cells are
// not all published, z2 with two groupings of regions that cross.
func TestRoundSmallCountsOnTablesOfThePeer(t *testing.T) {
	var two, z2 crossTable
	peerTable(t, "smallcount_exPSD.csv", func(row map[string]string) {
		two.add(number(t, row["freq"]), []string{row["rows"], "Total"}, []string{row["cols"], "Total"})
	})
	peerTable(t, "smallcount_z2.csv", func(row map[string]string) {
		z2.add(number(t, row["ant"]), []string{row["region"], "fylke" + row["fylke"], "kostra" + row["kostragr"], "Total"}, []string{row["hovedint"], "Total"})
	})
	for name, c := range map[string]*crossTable{"exPSD": &two, "z2": &z2} {
		m, y, names := c.matrix(t)
		published := make([]bool, len(names)) // margins, and in z2 hovedint by groups
		for j, cell := range names {
			published[j] = strings.Contains(cell, "Total") || strings.Contains(cell, "fylke") || strings.Contains(cell, "kostra")
		}
		for _, opt := range []RoundingOptions{{Base: 3}, {Base: 5}, {Base: 10}, {Base: 5, MaxRound: 7}, {Base: 5, ZeroCandidates: slices.Repeat([]bool{true}, len(y))}} {
			z, err := RoundSmallCounts(m, y, published, opt)
			if err != nil {
				t.Fatal(err)
			}
			if err := brokenPromise(m, y, z, published, opt); err != nil {
				t.Errorf("%s, %+v: %v", name, opt, err)
			}
			if most, _ := deviation(m, y, z, published); most > opt.Base {
				t.Errorf("%s, %+v: a published cell is off by %d", name, opt, most)
			}
		}
	}
}

// TestRoundingChoosesWell: more inner ones than one round decides, in a square
// table with margins. By lot the margins would be far from true.
func TestRoundingChoosesWell(t *testing.T) {
	var c crossTable
	for i := range 80 {
		for k := range 80 {
			if (i*7+k*11+i*k)%9 < 4 {
				c.add(1, []string{strconv.Itoa(i), "T"}, []string{strconv.Itoa(k), "T"})
			}
		}
	}
	m, y, names := c.matrix(t)
	if len(y) < roundRows+500 {
		t.Fatalf("%d rows fit in one round or nearly", len(y))
	}
	z, err := RoundSmallCounts(m, y, nil, RoundingOptions{Base: 3})
	if err != nil {
		t.Fatal(err)
	}
	margins := make([]bool, len(names))
	for j, name := range names {
		margins[j] = strings.Contains(name, "T")
	}
	// By lot, a sum of about 27 ones has variance 27·2 = 54, root 7.3.
	most, rmsd := deviation(m, y, z, margins)
	t.Logf("margins are off by up to %d, root mean square %.2f", most, rmsd)
	if most > 3 || rmsd > 1.5 {
		t.Errorf("margins are off by up to %d, root mean square %.2f", most, rmsd)
	}
}

// TestAFirstChoiceIsTakenBack: five rows of 1 in cells of 2, 2, 1, 3 and 3; two
// go up. The first is row 2, whose cells lack most (1+3+3, the others 2+3);
// with it any second leaves differences of squares 18. Only without it two
// rows can do with 1, 1 and -1.
func TestAFirstChoiceIsTakenBack(t *testing.T) {
	m, err := sdc.NewMatrix(5, [][]int32{{3, 4}, {0, 1}, {2}, {1, 2, 3}, {0, 2, 4}})
	if err != nil {
		t.Fatal(err)
	}
	for seed := range uint64(20) {
		z, err := RoundSmallCounts(m, []int64{1, 1, 1, 1, 1}, nil, RoundingOptions{Base: 3, Seed: seed})
		if err != nil || !slices.Equal(m.Totals(z), []int64{3, 3, 0, 3, 3}) {
			t.Errorf("seed %d: cells of 2, 2, 1, 3 and 3 became %v (%v)", seed, m.Totals(z), err)
		}
	}
}

// TestZeroCandidatesLetZerosGoUp: cells a+z, b+z and c+z with a = b = c = 1
// and z = 0. One row goes up, and z is in most cells, if it may.
func TestZeroCandidatesLetZerosGoUp(t *testing.T) {
	m, err := sdc.NewMatrix(4, [][]int32{{0, 3}, {1, 3}, {2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	y := []int64{1, 1, 1, 0}
	for seed := range uint64(20) {
		opt := RoundingOptions{Base: 3, Seed: seed}
		z, err := RoundSmallCounts(m, y, nil, opt)
		if err != nil || z[3] != 0 || z[0]+z[1]+z[2] != 3 {
			t.Errorf("zero is no candidate: %v, %v", z, err)
		}
		opt.ZeroCandidates = []bool{false, false, false, true}
		z, err = RoundSmallCounts(m, y, nil, opt)
		if err != nil || !slices.Equal(z, []int64{0, 0, 0, 3}) {
			t.Errorf("zero is a candidate: %v, %v", z, err)
		}
	}
}

// TestAnEarlierReleaseIsMadeUpFor: a row of 4 was published as 15, so of 100
// ones (100 - 11)/3, rounded 30, go up and the total is 105 for 104.
func TestAnEarlierReleaseIsMadeUpFor(t *testing.T) {
	pre := slices.Repeat([]int64{-1}, 101)
	pre[0] = 15
	y := slices.Repeat([]int64{1}, 101)
	y[0] = 4
	var columns [][]int32
	all := make([]int32, 101)
	for r := range all {
		all[r] = int32(r)
		columns = append(columns, all[r:r+1])
	}
	m, err := sdc.NewMatrix(101, append(columns, all))
	if err != nil {
		t.Fatal(err)
	}
	z, err := RoundSmallCounts(m, y, nil, RoundingOptions{Base: 3, PreRounded: pre})
	if err != nil {
		t.Fatal(err)
	}
	if total := m.Totals(z)[101]; z[0] != 15 || total != 105 {
		t.Errorf("the row is %d and the total %d, not 15 and 105", z[0], total)
	}
}

// TestTiesAreBrokenBySeed: of three equal ones any may go up.
func TestTiesAreBrokenBySeed(t *testing.T) {
	m, err := sdc.NewMatrix(3, [][]int32{{0}, {1}, {2}})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for seed := range uint64(50) {
		z, err := RoundSmallCounts(m, []int64{1, 1, 1}, nil, RoundingOptions{Base: 3, Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		seen[slices.Index(z, 3)] = true
	}
	if len(seen) != 3 || seen[-1] {
		t.Errorf("of 50 seeds these rows went up: %v", seen)
	}
}

func TestRoundSmallCountsRefuses(t *testing.T) {
	m, err := sdc.NewMatrix(2, [][]int32{{0}, {0, 1}})
	if err != nil {
		t.Fatal(err)
	}
	y := []int64{1, 5}
	for _, c := range []struct {
		says      string
		y         []int64
		published []bool
		opt       RoundingOptions
	}{
		{"base 1 is less than 2", y, nil, RoundingOptions{Base: 1}},
		{"base 0 is less than 2", y, nil, RoundingOptions{}},
		{"largest small count 3 is less than base 5 - 1", y, nil, RoundingOptions{Base: 5, MaxRound: 3}},
		{"1 counts for 2 rows", y[:1], nil, RoundingOptions{Base: 3}},
		{"1 marks of publication for 2 columns", y, []bool{true}, RoundingOptions{Base: 3}},
		{"1 zero candidates for 2 rows", y, nil, RoundingOptions{Base: 3, ZeroCandidates: []bool{true}}},
		{"1 pre-rounded counts for 2 rows", y, nil, RoundingOptions{Base: 3, PreRounded: []int64{3}}},
		{"a count is negative", []int64{1, -1}, nil, RoundingOptions{Base: 3}},
		{"1 published cells stay small and unrounded", y, nil, RoundingOptions{Base: 3, PreRounded: []int64{2, -1}}},
	} {
		if _, err := RoundSmallCounts(m, c.y, c.published, c.opt); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("want an error with %q, got %v", c.says, err)
		}
	}
}

// sharedData looks for the data that lie beside the repository.
func sharedData(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		data := filepath.Join(dir, "shared", "data", "sdc")
		if _, err := os.Stat(data); err == nil {
			return data
		}
	}
	t.Skip("no folder shared/data/sdc above this one: it holds the synthetic transitions that the peers were measured on")
	return ""
}

// chains reads a hierarchy: each code with those above it.
func chains(t testing.TB, file string) map[string][]string {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	up := map[string][]string{}
	readTable(t, f, func(row map[string]string) {
		up[row["code"]] = append([]string{row["code"]}, up[row["parent"]]...)
	})
	return up
}

// transition crosses columns of a file of persons with their hierarchies.
func transition(t testing.TB, data, persons string, columns ...string) *crossTable {
	t.Helper()
	up := map[string]map[string][]string{
		"region": chains(t, filepath.Join(data, "hier_origin.csv")), "level": chains(t, filepath.Join(data, "hier_level.csv")),
		"dest_level": chains(t, filepath.Join(data, "hier_dest.csv")),
	}
	up["school"] = up["region"]
	f, err := os.Open(filepath.Join(data, "transition_"+persons+".csv.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int64{}
	readTable(t, z, func(row map[string]string) {
		key := ""
		for _, c := range columns {
			key += row[c] + "\t"
		}
		counts[key]++
	})
	c := new(crossTable)
	for key, n := range counts {
		var dims [][]string
		for i, code := range strings.Split(strings.TrimSuffix(key, "\t"), "\t") {
			dims = append(dims, up[columns[i]][code])
		}
		c.add(n, dims...)
	}
	return c
}

// TestRoundSmallCountsIsAsCloseAsThePeer: published cells deviate no more than
// those of SmallCountRounding by a quarter, in root mean square and in the
// median over seeds of the greatest difference, which depends on how ties fall.
// The peer's figures are of one run of its own with 100,000 persons.
func TestRoundSmallCountsIsAsCloseAsThePeer(t *testing.T) {
	if testing.Short() {
		t.Skip("reads 100,000 persons three times")
	}
	data := sharedData(t)
	for _, table := range []struct {
		columns []string
		cells   int
		peer    map[int64][2]float64
	}{
		{[]string{"region", "dest_level"}, 1239, map[int64][2]float64{3: {3, 0.59}, 5: {5, 1.06}}},
		{[]string{"school", "dest_level"}, 12389, map[int64][2]float64{3: {4, 0.93}, 5: {8, 1.67}}},
		{[]string{"school", "level", "dest_level"}, 60162, map[int64][2]float64{3: {8, 1.27}, 5: {13, 2.15}}},
	} {
		m, y, _ := transition(t, data, "100000", table.columns...).matrix(t)
		if m.Columns() != table.cells {
			t.Fatalf("%v: %d cells, the peer had %d", table.columns, m.Columns(), table.cells)
		}
		for _, base := range []int64{3, 5} {
			most, rmsd := roundWithSeeds(t, m, y, base)
			peer := table.peer[base]
			t.Logf("%v, base %d: greatest %v, root mean square up to %.3f (peer %v and %v)", table.columns, base, most, rmsd, peer[0], peer[1])
			if float64(most[len(most)/2]) > 1.25*peer[0] || rmsd > 1.25*peer[1] {
				t.Errorf("%v, base %d: greatest %v, root mean square up to %.3f; the peer %v and %v", table.columns, base, most, rmsd, peer[0], peer[1])
			}
		}
	}
}

// roundWithSeeds returns the greatest differences of seven seeds, sorted, and
// the largest of their root mean square differences.
func roundWithSeeds(t *testing.T, m *sdc.Matrix, y []int64, base int64) (most []int64, rmsd float64) {
	t.Helper()
	for seed := range uint64(7) {
		opt := RoundingOptions{Base: base, Seed: seed}
		z, err := RoundSmallCounts(m, y, nil, opt)
		if err != nil {
			t.Fatal(err)
		}
		if seed == 0 {
			if err := brokenPromise(m, y, z, nil, opt); err != nil {
				t.Error(err)
			}
		}
		d, r := deviation(m, y, z, nil)
		most, rmsd = append(most, d), max(rmsd, r)
	}
	slices.Sort(most)
	return most, rmsd
}

// BenchmarkRoundSmallCounts is school by level by destination for a million
// persons: 26,643 rows, 95,540 cells that hold any, 36 to a row.
func BenchmarkRoundSmallCounts(b *testing.B) {
	m, y, _ := transition(b, sharedData(b), "1000000", "school", "level", "dest_level").matrix(b)
	for b.Loop() {
		if _, err := RoundSmallCounts(m, y, nil, RoundingOptions{Base: 3}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(m.Inner()), "rows")
	b.ReportMetric(float64(m.Columns()), "cells")
}
