package table

import (
	"cmp"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"doorstroommonitor/protect"
	"doorstroommonitor/sdc"
)

// The benchmark of suppression runs by `make bench-sdc`; without the flag it
// is skipped, since it takes minutes.
var (
	sdcOut  = flag.String("sdc", "", "file for the results of the suppression benchmark")
	sdcData = flag.String("sdc-data", "../../shared/data/sdc", "folder with transition_*.csv and hier_*.csv")
	sdcOnly = flag.String("sdc-only", "", "only cases whose name contains this")
)

// baseline is GaussSuppression 1.2.3 (R 4.2.2) on the same tables and rule, as
// measured once on a shared machine of 2 cores: primaries, secondaries, user
// CPU seconds. Zero seconds: not finished in 100 to 150 s, or not run.
type baseline struct {
	primary, secondary int
	cpu                float64
}

// sdcCase is one table at one size; protected counts empty cells as sensitive.
type sdcCase struct {
	table     string
	protected bool
	peer      [3]baseline // 10 thousand, 100 thousand, 1 million persons
	widen     bool
}

var sdcCases = []sdcCase{
	{"reg x dlev", false, [3]baseline{{246, 150, 0.9}, {143, 124, 1.3}, {80, 115, 1.2}}, true},
	{"sch x dsec", false, [3]baseline{{1704, 172, 2.8}, {752, 283, 8.8}, {110, 105, 9.8}}, true},
	{"reg x lev x dlev", false, [3]baseline{{2481, 2006, 4.7}, {2758, 2902, 18.2}, {2602, 2693, 47.8}}, true},
	{"sch x dlev", false, [3]baseline{{4871, 620, 8.7}, {4374, 1491, 40.9}, {2876, 1628, 76.7}}, true},
	{"loc x lev", false, [3]baseline{{7113, 1436, 9.2}, {2602, 2546, 39.3}, {451, 1058, 44.9}}, true},
	{"reg x lev x gnd x dsec", false, [3]baseline{{2134, 2373, 13.3}, {1598, 2224, 34.9}, {399, 1360, 40.7}}, true},
	{"sch x lev x dsec", false, [3]baseline{{9702, 2663, 10.5}, {9011, 6277, 75.1}, {}}, true},
	{"sch x dinst", false, [3]baseline{{14023, 2038, 15.2}, {}, {}}, false},
	{"reg x lev x gnd x dlev", false, [3]baseline{{7359, 6167, 24.4}, {}, {}}, false},
	{"sch x lev x dlev", false, [3]baseline{{}, {}, {}}, true},
	{"reg x dlev", true, [3]baseline{{558, 167, 0.7}, {282, 201, 1.1}, {100, 116, 1.3}}, false},
	{"sch x dsec", true, [3]baseline{{2990, 55, 4.8}, {1016, 229, 8.2}, {129, 100, 7.0}}, false},
	{"reg x lev x dlev", true, [3]baseline{{10268, 1824, 25.1}, {7522, 2580, 39.2}, {}}, false},
}

// sdcResult is one line of the results.
type sdcResult struct {
	Table          string  `json:"table"`
	Persons        int     `json:"persons"`
	Zeros          string  `json:"zeros"`
	Cells          int     `json:"cells"`
	Inner          int     `json:"inner_rows"`
	Primary        int     `json:"primary"`
	Secondary      int     `json:"secondary"`
	ExactReveals   int     `json:"exact_reveals"`
	Seconds        float64 `json:"seconds"`
	CPU            float64 `json:"cpu_seconds"`
	PeerSecondary  int     `json:"peer_secondary,omitempty"`
	PeerCPU        float64 `json:"peer_cpu_seconds,omitempty"`
	TimesLessCPU   float64 `json:"times_less_cpu,omitempty"`
	WideSecondary  int     `json:"wide_secondary,omitempty"`
	WideSeconds    float64 `json:"wide_seconds,omitempty"`
	WideCPU        float64 `json:"wide_cpu_seconds,omitempty"`
	WideReveals    int     `json:"wide_exact_reveals"`
	WideNarrowest  int64   `json:"wide_min_width,omitempty"`
	WideUnproven   int     `json:"wide_unproven"`
	MemoryMB       float64 `json:"memory_mb"`
	WithinTheLimit *bool   `json:"no_more_secondaries_than_peer,omitempty"`
}

func TestSuppressionBenchmark(t *testing.T) {
	if *sdcOut == "" {
		t.Skip("run by make bench-sdc")
	}
	var results []sdcResult
	for i, persons := range []int{10_000, 100_000, 1_000_000} {
		file := filepath.Join(*sdcData, fmt.Sprintf("transition_%d.csv", persons))
		if _, err := os.Stat(file); err != nil {
			file += ".gz"
		}
		p := readPersons(t, file)
		for _, c := range sdcCases {
			if !strings.Contains(fmt.Sprintf("%s %d %v", c.table, persons, c.protected), *sdcOnly) || c.protected && c.peer[i].cpu == 0 {
				continue
			}
			r := sdcResult{Table: c.table, Persons: persons, PeerSecondary: c.peer[i].secondary, PeerCPU: c.peer[i].cpu}
			r.run(t, p.build(t, c.table, c.protected), c)
			results = append(results, r)
			r.print()
		}
	}
	if strings.Contains("user case", *sdcOnly) {
		r := sdcResult{Table: "3000 x 10 x 2 x 75 x 10 (user case)", Persons: 4_000_000}
		r.run(t, userCase(t), sdcCase{widen: true})
		results = append(results, r)
		r.print()
	}
	results = earlier(results)
	b, err := json.MarshalIndent(map[string]any{
		"command": "make bench-sdc", "rule": "counts of 1 to 4 are sensitive; width 5 where widened", "go": runtime.Version(), "cores": runtime.NumCPU(),
		"peer": "GaussSuppression 1.2.3, R 4.2.2, single runs, user CPU", "results": results,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*sdcOut, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// earlier adds the results that are in the file already, for cases that were
// not run this time.
func earlier(results []sdcResult) []sdcResult {
	var old struct {
		Results []sdcResult `json:"results"`
	}
	if b, err := os.ReadFile(*sdcOut); err != nil || json.Unmarshal(b, &old) != nil {
		return results
	}
	for _, o := range old.Results {
		if !slices.ContainsFunc(results, func(r sdcResult) bool {
			return r.Table == o.Table && r.Persons == o.Persons && r.Zeros == o.Zeros
		}) {
			results = append(results, o)
		}
	}
	slices.SortStableFunc(results, func(a, b sdcResult) int { return cmp.Compare(a.Persons, b.Persons) })
	return results
}

// run measures one case: the pattern alone, then with widening.
func (r *sdcResult) run(t *testing.T, c *Cells, k sdcCase) {
	rule := sdc.Rule{Threshold: 5, Width: 5, ZerosProtected: k.protected}
	r.Cells, r.Inner, r.Zeros = c.Problem.Cells, c.innerRows(), "published"
	if k.protected {
		r.Zeros = "protected"
	}
	fmt.Printf("  %s: %d cells, %d inner rows\n", r.Table, r.Cells, r.Inner)
	r.exactly(c, rule, k.table == "")
	if r.PeerCPU > 0 {
		r.TimesLessCPU = r.PeerCPU / r.CPU
		fine := r.Secondary <= r.PeerSecondary
		r.WithinTheLimit = &fine
	}
	if k.widen {
		start, cpu := time.Now(), cpuSeconds()
		o, err := Protect(context.Background(), c, Options{Rule: rule, ZerosProtected: k.protected, Method: protect.Suppress{}, Widen: true, Progress: func(s string) { fmt.Println("  ", s, time.Since(start).Round(time.Millisecond)) }})
		if err != nil {
			t.Fatal(err)
		}
		r.WideSeconds, r.WideCPU = time.Since(start).Seconds(), cpuSeconds()-cpu
		for i, n := range c.Problem.Counts {
			if o.Hidden[i] && !rule.Sensitive(n) {
				r.WideSecondary++
			}
		}
		a := o.Attackers[0]
		r.WideReveals, r.WideNarrowest, r.WideUnproven = a.ExactReveals, a.Narrowest, a.Unproven
	}
	r.MemoryMB = peakMB()
}

// exactly measures the pattern that guards against exact disclosure alone,
// unless that is skipped.
func (r *sdcResult) exactly(c *Cells, rule sdc.Rule, skip bool) {
	debug.FreeOSMemory()
	start, cpu := time.Now(), cpuSeconds()
	hidden := make(sdc.Pattern, c.Problem.Cells)
	if !skip {
		hidden = protect.Suppress{ExactOnly: true}.Apply(c.Problem, rule)
		r.Seconds, r.CPU = time.Since(start).Seconds(), cpuSeconds()-cpu
		if r.CPU <= 0 { // shorter than the resolution of the account
			r.CPU = r.Seconds
		}
		r.ExactReveals = c.reveals(hidden, rule)
	}
	for i, n := range c.Problem.Counts {
		switch {
		case rule.Sensitive(n):
			r.Primary++
		case hidden[i]:
			r.Secondary++
		}
	}
}

func (r *sdcResult) print() {
	fmt.Printf("%-36s %8d persons %9s %8d cells %7d primary %7d secondary (peer %5d) %2d exact %8.3f s cpu (peer %5.1f, %6.0f x)  wide %7d %7.1f s (cpu %7.1f) width %d  %6.0f MB\n",
		r.Table, r.Persons, r.Zeros, r.Cells, r.Primary, r.Secondary, r.PeerSecondary, r.ExactReveals, r.CPU, r.PeerCPU, r.TimesLessCPU, r.WideSecondary, r.WideSeconds, r.WideCPU, r.WideNarrowest, r.MemoryMB)
}

func cpuSeconds() float64 {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return float64(u.Utime.Sec) + float64(u.Utime.Usec)/1e6
}

func peakMB() float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	var kb float64
	for line := range strings.Lines(string(b)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			_, _ = fmt.Sscan(rest, &kb)
		}
	}
	return kb / 1024
}

// personColumns are the persons of a file, column by column.
type personColumns struct {
	column map[string]int
	values [][]string
}

func readPersons(t *testing.T, name string) *personColumns {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Skipf("no %s: the benchmark needs the synthetic transitions", name)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	c := csv.NewReader(r)
	c.ReuseRecord = true
	p := &personColumns{column: map[string]int{}}
	same := map[string]string{}
	for n := 0; ; n++ {
		row, err := c.Read()
		if err == io.EOF {
			return p
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, v := range row {
			if n == 0 {
				p.column[strings.Clone(v)] = i
				p.values = append(p.values, nil)
				continue
			}
			if i == 0 {
				continue // the person
			}
			s, ok := same[v]
			if !ok {
				s = strings.Clone(v)
				same[s] = s
			}
			p.values[i] = append(p.values[i], s)
		}
	}
}

// benchDimension reads the levels of a hierarchy down to the given one.
func benchDimension(t *testing.T, file string, level int) *Dimension {
	t.Helper()
	f, err := os.Open(filepath.Join(*sdcData, file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	d := &Dimension{Name: file}
	id, split := map[string]int32{}, map[string]int{}
	for _, r := range rows[1:] {
		if int(r[2][0]-'0') > level {
			continue
		}
		id[r[0]] = int32(len(d.Codes))
		d.Codes = append(d.Codes, r[0])
		if r[1] == "" {
			continue
		}
		i, ok := split[r[1]]
		if !ok {
			i = len(d.Splits)
			split[r[1]] = i
			d.Splits = append(d.Splits, Split{Parent: id[r[1]]})
		}
		d.Splits[i].Children = append(d.Splits[i].Children, id[r[0]])
	}
	return d
}

func benchFlat(codes ...string) *Dimension {
	d := &Dimension{Codes: append([]string{"Total"}, codes...), Splits: []Split{{}}}
	for i := range codes {
		d.Splits[0].Children = append(d.Splits[0].Children, int32(i+1))
	}
	return d
}

var benchDimensions = map[string]struct {
	column, file string
	level        int
}{
	"reg": {"region", "hier_origin.csv", 2}, "sch": {"school", "hier_origin.csv", 3}, "loc": {"location", "hier_origin.csv", 4},
	"lev": {"level", "hier_level.csv", 2}, "dsec": {"dest_sector", "hier_dest.csv", 1}, "dlev": {"dest_level", "hier_dest.csv", 2},
	"dinst": {"dest_inst", "hier_dest.csv", 3}, "gnd": {"sex", "", 0},
}

func (p *personColumns) build(t *testing.T, name string, all bool) *Cells {
	t.Helper()
	var dims []*Dimension
	var table []int
	var columns [][]string
	var ids []map[string]int32
	for i, n := range strings.Split(name, " x ") {
		b := benchDimensions[n]
		d := benchFlat("M", "V")
		if b.file != "" {
			d = benchDimension(t, b.file, b.level)
		}
		id := map[string]int32{}
		for k, code := range d.Codes {
			id[code] = int32(k)
		}
		dims, table, columns, ids = append(dims, d), append(table, i), append(columns, p.values[p.column[b.column]]), append(ids, id)
	}
	rows := &Rows{}
	seen := map[[8]int32]int{}
	for r := range columns[0] {
		var key [8]int32
		for i := range columns {
			key[i] = ids[i][columns[i][r]]
		}
		at, ok := seen[key]
		if !ok {
			at = len(rows.Counts)
			seen[key] = at
			rows.Counts = append(rows.Counts, 0)
			rows.Codes = append(rows.Codes, key[:len(columns)]...)
		}
		rows.Counts[at]++
	}
	c, err := Build(dims, [][]int{table}, rows, all, false)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// userCase has the shape of a table that no open tool finished: 650,000 inner
// rows over 3,000 x 10 x 2 x 75 x 10 codes with all margins, about 2.4 million
// cells. Each of the 3,000 has few of the 75, and each of the 75 few of the
// last 10, as professions in enterprises have.
func userCase(t *testing.T) *Cells {
	t.Helper()
	codes := func(n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprint(i)
		}
		return out
	}
	sizes := []int{3000, 10, 2, 75, 10}
	dims := make([]*Dimension, len(sizes))
	for i, n := range sizes {
		dims[i] = benchFlat(codes(n)...)
	}
	rng := rand.New(rand.NewPCG(7, 7))
	counts := map[[5]int32]int64{}
	for unit := int32(1); len(counts) < 650_000; unit = unit%3000 + 1 {
		own := rand.New(rand.NewPCG(uint64(unit), 8))
		kind := [2]int32{int32(own.IntN(75)), int32(own.IntN(10))}
		for range 40 {
			job := (kind[0] + int32(rng.ExpFloat64()*2)) % 75
			grade := (job + int32(rng.ExpFloat64()*0.8)) % 10
			age := int32(rng.ExpFloat64()*4) % 10
			counts[[5]int32{unit, 1 + age, 1 + int32(rng.IntN(2)), 1 + job, 1 + grade}] += 1 + int64(rng.ExpFloat64()*5)
		}
	}
	keys := make([][5]int32, 0, len(counts))
	for k := range counts {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b [5]int32) int { return cmp.Or(slices.Compare(a[:], b[:])) })
	rows := &Rows{}
	for _, k := range keys {
		rows.Codes = append(rows.Codes, k[:]...)
		rows.Counts = append(rows.Counts, counts[k])
	}
	c, err := Build(dims, [][]int{{0, 1, 2, 3, 4}}, rows, false, false)
	if err != nil {
		t.Fatal(err)
	}
	return c
}
