package cli_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"doorstroommonitor/spec"
	"doorstroommonitor/specs"
)

var (
	nationalOut   = flag.String("national", "", "file for the results of a national run under formal privacy")
	nationalScale = flag.Float64("scale", 1, "of the national run: 1 is the country")
)

// nationalYear is the one cohort year of the national run.
const nationalYear = 2024

// nationalStep is one command of the run.
type nationalStep struct {
	Command  string  `json:"command"`
	Seconds  float64 `json:"seconds"`
	CPU      float64 `json:"cpu_seconds"`
	MemoryMB float64 `json:"memory_mb"`
}

// TestNationalRun carries all cubes of one year of the made-up country through
// the route with every population under formal privacy, and measures it. seal
// counts by itself; build is for who wants to see the counts first.
func TestNationalRun(t *testing.T) {
	if *nationalOut == "" {
		t.Skip("run by make bench-national")
	}
	dir := t.TempDir()
	formalEverywhere(t, filepath.Join(dir, "spec"))
	var steps []nationalStep
	whole := 0.0
	for _, c := range []struct {
		args    []string
		counted bool // among the seconds of the run: the country itself is there already
	}{
		{[]string{"synth", "--scale", fmt.Sprint(*nationalScale), "--years", "2023-2025", "--out", "land"}, false},
		{[]string{"init", "--round", "2026", "--now", "2026-09-01T00:00:00Z"}, true},
		{[]string{"ingest", "--extracts", "land", "--spec", "spec", "--agreements", ""}, true},
		{[]string{"seal", "--extracts", "land", "--spec", "spec", "--agreements", "", "--noise-seed", "1"}, true},
	} {
		start := time.Now()
		cmd := exec.Command("doorstroom", append(c.args, "--quiet")...)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("doorstroom %s: %v\n%s", strings.Join(c.args, " "), err, out)
		}
		s := nationalStep{Command: c.args[0], Seconds: time.Since(start).Seconds(), CPU: (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds()}
		if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
			s.MemoryMB = float64(u.Maxrss) / 1024
		}
		fmt.Printf("%-8s %7.1f s  %7.1f s CPU  %6.0f MB\n", s.Command, s.Seconds, s.CPU, s.MemoryMB)
		if steps = append(steps, s); c.counted {
			whole += s.Seconds
		}
	}
	fmt.Printf("%-8s %7.1f s, without making the country\n", "whole", whole)
	b, err := json.MarshalIndent(map[string]any{
		"command": "make bench-national", "scale": *nationalScale, "cohort": nationalYear, "go": runtime.Version(), "cores": runtime.NumCPU(), "steps": steps, "seconds": whole,
	}, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(*nationalOut, append(b, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// formalEverywhere writes the built-in specification with rho 1/2 for every
// population, shared evenly by its tables, and one cohort year.
func formalEverywhere(t *testing.T, dir string) {
	t.Helper()
	built, err := fs.Sub(specs.FS, specs.Current)
	if err != nil {
		t.Fatal(err)
	}
	s, err := spec.Load(built)
	if err != nil {
		t.Fatal(err)
	}
	weights := map[string][]string{}
	for _, id := range s.TransitionIDs() {
		x := s.Transitions[id]
		for _, table := range x.Tables {
			weights[x.Population] = append(weights[x.Population], spec.TableID(id, table.ID))
		}
	}
	if err := os.CopyFS(dir, built); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "changes")); err != nil {
		t.Fatal(err)
	}
	changed := 0
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		const cohorts = "    publish: {scenario: suppression, estimates: true} # beside what is hidden, from what is shown\n    cohorts: {from: 2010, until: 2060}\n"
		before, after, ok := strings.Cut(string(b), cohorts)
		if !ok {
			return nil
		}
		id, _, _ := strings.Cut(before[strings.LastIndex(before, "- id: ")+len("- id: "):], "\n")
		var shares []string
		for _, table := range weights[id] {
			shares = append(shares, fmt.Sprintf("%s: 1/%d", table, len(weights[id])))
		}
		publish := fmt.Sprintf("    publish: {scenario: formal, rho: 1/2, year: 1/2, lifetime: \"2\", years: 1, reliability: 5, weights: {%s}}\n", strings.Join(shares, ", "))
		changed++
		return os.WriteFile(path, []byte(before+publish+fmt.Sprintf("    cohorts: {from: %d, until: %d}\n", nationalYear, nationalYear)+after), 0o644)
	})
	if err != nil || changed != len(s.Populations) {
		t.Fatalf("%d of %d populations changed: %v", changed, len(s.Populations), err)
	}
}
