package table_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/table"
)

// crossing is a table file about two or three tables over A, B and C.
func crossing(tables, rule string) string {
	return "data: data.csv\ncount: n\ndimensions: [{column: A}, {column: B}, {column: C}]\ntables: " + tables + "\nrule: {" + rule + "}\n"
}

// TestBoundsFollowFromWhatIsPublished: two sets of persons of whom the same
// figures are published have the same bounds. Which combinations that no table
// shows have somebody is not the same.
func TestBoundsFollowFromWhatIsPublished(t *testing.T) {
	file := crossing("[[A, C], [B, C]]", "threshold: 15, width: 5, zeros: published")
	var cells []string
	for _, data := range []string{
		"a0,b0,c1,72\na0,b1,c1,6\na1,b1,c1,12\na0,b1,c2,8\na1,b0,c2,53\na1,b1,c2,36\n",
		"a0,b0,c1,71\na0,b1,c1,7\na1,b0,c1,1\na1,b1,c1,11\na0,b0,c2,1\na0,b1,c2,7\na1,b0,c2,52\na1,b1,c2,37\n",
	} {
		_, out, err := world{"table.yaml": file, "data.csv": "A,B,C,n\n" + data}.protect(t, table.Run{Widen: true})
		if err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(filepath.Join(out, "cells.csv"))
		if err != nil {
			t.Fatal(err)
		}
		cells = append(cells, string(b))
	}
	if cells[0] != cells[1] {
		t.Errorf("the same figures have other bounds:\n%s\n%s", cells[0], cells[1])
	}
}

// TestBoundsOfLinkedTablesAreThoseOfAReader: what stands beside a hidden count
// is what somebody finds who has cells.csv and no more. Tables that form a
// circle and tables that do not.
func TestBoundsOfLinkedTablesAreThoseOfAReader(t *testing.T) {
	hidden := 0
	for seed := range uint64(24) {
		rng := rand.New(rand.NewPCG(seed, 31))
		data := "A,B,C,n\n"
		for i := range 27 {
			if n := rng.IntN(40) - 18; n > 0 {
				data += fmt.Sprintf("a%d,b%d,c%d,%d\n", i/9, i/3%3, i%3, n)
			}
		}
		w := world{"data.csv": data, "table.yaml": crossing([]string{"[[A, C], [B, C]]", "[[A, B], [B, C], [A, C]]"}[seed%2], "threshold: 5, zeros: published")}
		_, out, err := w.protect(t, table.Run{Widen: true})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		ours := read(t, out, "cells.csv")
		text, err := os.ReadFile(filepath.Join(out, "cells.csv"))
		if err != nil {
			t.Fatal(err)
		}
		// The bounds are taken out: the reader has values alone.
		outside := "A,B,C,value\n"
		for _, row := range ours[1:] {
			outside += strings.Join(strings.Split(row, ",")[:4], ",") + "\n"
		}
		reader := w.with(world{"data.csv": "", "published.csv": outside, "table.yaml": strings.NewReplacer("data: data.csv\ncount: n\n", "published: published.csv\nvalue: value\nabsent: zero\n").Replace(w["table.yaml"])})
		_, found, err := reader.audit(t)
		if err != nil {
			t.Fatalf("seed %d: %v\n%s", seed, err, text)
		}
		theirs := read(t, found, "audit.csv")
		for i, row := range ours[1:] {
			f := strings.Split(row, ",")
			g := strings.Split(theirs[i+1], ",")
			if f[4] == "hidden" {
				hidden++
			}
			if !slices.Equal(f[:3], g[:3]) || f[5] != g[5] || f[6] != g[6] {
				t.Errorf("seed %d: published %v, a reader finds %v", seed, f, g)
			}
		}
	}
	if hidden < 100 {
		t.Errorf("%d hidden cells: the draws test nothing", hidden)
	}
}
