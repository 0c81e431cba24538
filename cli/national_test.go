package cli

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"doorstroommonitor/spec"
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
	publishedAs(t, filepath.Join(dir, "spec"), evenly)
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

// evenly publishes a population with rho 1/2, shared evenly by its tables, and one
// cohort year.
func evenly(s *spec.Specification, population string) string {
	var tables, shares []string
	for _, x := range s.Of(population) {
		for _, table := range x.Tables {
			tables = append(tables, spec.TableID(x.ID, table.ID))
		}
	}
	for _, table := range tables {
		shares = append(shares, fmt.Sprintf("%s: 1/%d", table, len(tables)))
	}
	return fmt.Sprintf("    publish: {scenario: formal, rho: 1/2, year: 1/2, lifetime: \"2\", years: 1, reliability: 5, weights: {%s}}\n    cohorts: {from: %[2]d, until: %[2]d}\n",
		strings.Join(shares, ", "), nationalYear)
}
