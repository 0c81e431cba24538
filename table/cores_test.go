package table_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/table"
)

// many is a world of two linked tables with as many schools as are asked for.
func many(seed uint64, schools int, more string) world {
	rng := rand.New(rand.NewPCG(seed, 21))
	var data strings.Builder
	data.WriteString("school,sex,dest,n\n")
	for s := range schools {
		for x := range 2 {
			for d := range 6 {
				if n := rng.IntN(14) - 5; n > 0 {
					fmt.Fprintf(&data, "S%03d,%c,D%d,%d\n", s, "MV"[x], d, n)
				}
			}
		}
	}
	return world{
		"data.csv": data.String(),
		"table.yaml": `data: data.csv
count: n
dimensions: [{column: school}, {column: sex}, {column: dest}]
tables: [[school, dest], [sex, dest]]
rule: {threshold: 5, zeros: published}
` + more,
	}
}

// TestBytesDoNotDependOnTheNumberOfCores: hiding and certificates are sought
// on all cores, and what is found is the same as on one.
func TestBytesDoNotDependOnTheNumberOfCores(t *testing.T) {
	t.Cleanup(func() { runtime.GOMAXPROCS(runtime.NumCPU()) })
	for seed := range uint64(2) {
		var first map[string]string
		for _, cores := range []int{1, 7} {
			runtime.GOMAXPROCS(cores)
			rep, out, err := many(seed, 70, "").protect(t, table.Run{Widen: true})
			if err != nil {
				t.Fatal(err)
			}
			if rep.Hidden < 130 {
				t.Fatalf("%d cells are hidden: too few for a second search", rep.Hidden)
			}
			got := map[string]string{}
			for _, file := range []string{"cells.csv", "risk.csv", "report.json"} {
				text, err := os.ReadFile(filepath.Join(out, file))
				if err != nil {
					t.Fatal(err)
				}
				got[file] = string(text)
			}
			if first == nil {
				first = got
			}
			for file, text := range got {
				if text != first[file] {
					t.Errorf("seed %d: %s differs between one core and %d", seed, file, cores)
				}
			}
		}
	}
}

// TestAnAttackerMoreNeverLowersTheRisk: what is reported of the attackers that
// are assumed stays as it is when others are added, and who is assumed and
// knows more reaches no less.
func TestAnAttackerMoreNeverLowersTheRisk(t *testing.T) {
	for seed := range uint64(4) {
		var before []table.Attack
		for _, more := range []string{"", "insiders: {contributor: true}\n", "insiders: {contributor: true, owners: [school]}\n", "insiders: {contributor: true, owners: [school], receivers: [dest]}\n"} {
			rep, _, err := many(seed, 25, more).protect(t, table.Run{Widen: true})
			if err != nil {
				t.Fatal(err)
			}
			if len(rep.Attackers) != len(before)+1 || !slices.Equal(rep.Attackers[:len(before)], before) {
				t.Errorf("seed %d: with %q the attackers before are reported otherwise:\n%+v\n%+v", seed, more, before, rep.Attackers)
			}
			before = rep.Attackers
		}
		if learned := before[1].Cells + before[2].Cells; learned == 0 {
			t.Errorf("seed %d: insiders attack nothing", seed)
		}
	}
}
