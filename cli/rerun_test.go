package cli_test

import (
	"bufio"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"doorstroommonitor/ledger"
	"doorstroommonitor/seal"
)

// process prepares the program as a process of its own.
func process(env []string, args ...string) *exec.Cmd {
	cmd := exec.Command("doorstroom", args...)
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// TestEveryRunGivesTheSameBytes: the same keys, clock and extracts give the
// same releases, deliveries and store in another house, on one core or two,
// and when the run is repeated.
func TestEveryRunGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	extracts := country(t, filepath.Join(t.TempDir(), "land"), "--years", "2024-2025")
	one := newHouse(t)
	two := copied(t, one)
	for house, cores := range map[string]string{one: "1", two: "2"} {
		if out, err := process([]string{"GOMAXPROCS=" + cores}, "run", "--dir", house, "--extracts", extracts, "--agreements", agreements(t)).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	sameHouse(t, one, two)
	before := contents(t, filepath.Join(one, "public"))
	ledger, err := os.ReadFile(filepath.Join(one, "public", "ledger.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	route(t, one, extracts)
	if d := differing(before, contents(t, filepath.Join(one, "public"))); len(d) > 0 {
		t.Errorf("a second run changed %v", d)
	}
	again, err := os.ReadFile(filepath.Join(one, "public", "ledger.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(ledger, again) {
		t.Error("a second run that changed nothing wrote to the public ledger")
	}
}

// TestAKilledRunIsTakenUp kills the run with SIGKILL in every stage. What has
// its final name then is whole; the same command given again ends with the
// bytes of an undisturbed run, and leaves nothing half-written.
func TestAKilledRunIsTakenUp(t *testing.T) {
	t.Parallel()
	extracts := country(t, filepath.Join(t.TempDir(), "land"), "--years", "2024-2025")
	fresh := newHouse(t)
	undisturbed, spec := copied(t, fresh), fewer(t)
	must(t, "run", "--dir", undisturbed, "--extracts", extracts, "--agreements", agreements(t), "--spec", spec)

	// Moments in every stage, each a while after a word in the talk.
	moments := []struct {
		after string
		delay time.Duration
	}{
		{"inlezen", 0}, {"inlezen", 40 * time.Millisecond}, {"rijen in", 0}, {"tellen met", 5 * time.Millisecond}, {"tellen met", 100 * time.Millisecond},
		{"groepen geteld", 0}, {"beschermen", 30 * time.Millisecond}, {"verzegeld: 2026-public", 0}, {"verzegeld: 2026-mbo-raad", 20 * time.Millisecond},
		{"verzegeld: 2026-unl", 40 * time.Millisecond}, {"verzegeld: 2026-vo-raad", 10 * time.Millisecond}, {"geleverd aan MBO", 0},
		{"geleverd aan MBO", 30 * time.Millisecond}, {"geleverd aan Universiteiten", 5 * time.Millisecond},
	}
	killed := 0
	for _, at := range moments {
		house := copied(t, fresh)
		args := []string{"run", "--dir", house, "--extracts", extracts, "--agreements", agreements(t), "--spec", spec}
		if killedAt(t, process(nil, args...), at.after, at.delay) {
			killed++
		}
		finalNamesAreWhole(t, house)
		must(t, append(args, "--quiet")...)
		sameHouse(t, undisturbed, house)
		nothingHalf(t, house)
		must(t, "ledger", "verify", "--dir", house)
		nothingOpen(t, house)
		if t.Failed() {
			t.Fatalf("killed %v after %q", at.delay, at.after)
		}
	}
	if killed < 12 {
		t.Errorf("only %d of %d runs were killed before their end", killed, len(moments))
	}
}

// TestARunClosesTheIntentsOfAStoppedOne: a run that died between the last
// rename and the line in the ledger leaves an intent open; the next run closes
// it, as carried out where the outcome is there.
func TestARunClosesTheIntentsOfAStoppedOne(t *testing.T) {
	t.Parallel()
	extracts := country(t, filepath.Join(t.TempDir(), "land"), "--years", "2024-2025")
	house, spec := newHouse(t), fewer(t)
	route(t, house, extracts, "--spec", spec)
	key, err := seal.LoadKey(filepath.Join(house, "secret", "keys", "seal.key"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(house, "public", "ledger.jsonl")
	l, err := ledger.Open(path, ledger.Options{Now: time.Now, Key: &key, Perm: 0o644})
	if err != nil {
		t.Fatal(err)
	}
	sealing, err := l.Intent("seal", map[string]string{"release": "2026-public"})
	if err != nil {
		t.Fatal(err)
	}
	delivery, err := l.Intent("delivery", map[string]string{"release": "2026-vo-raad", "agreement": "vo-raad"})
	if err != nil {
		t.Fatal(err)
	}
	route(t, house, extracts, "--spec", spec)
	nothingOpen(t, house)
	committed := map[int64]bool{}
	for e, err := range ledger.Read(path) {
		if err != nil {
			t.Fatal(err)
		}
		committed[e.Ref] = committed[e.Ref] || e.Phase == ledger.PhaseCommit
	}
	if !committed[sealing] || !committed[delivery] {
		t.Errorf("what was carried out is not committed: %v", committed)
	}
}

// killedAt starts the process and kills it a while after it has said the
// word; it reports whether the process was still running.
func killedAt(t *testing.T, cmd *exec.Cmd, word string, delay time.Duration) bool {
	t.Helper()
	talk, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in := bufio.NewScanner(talk)
	for word != "" && in.Scan() && !strings.Contains(in.Text(), word) {
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		io.Copy(io.Discard, talk)
	}()
	time.Sleep(delay)
	kerr := cmd.Process.Kill()
	<-done
	err = cmd.Wait()
	return kerr == nil && err != nil && strings.Contains(err.Error(), "killed")
}

// finalNamesAreWhole verifies every release and delivery that has its name.
func finalNamesAreWhole(t *testing.T, house string) {
	t.Helper()
	for _, pattern := range []string{"releases/*", "deliveries/*/*"} {
		dirs, err := filepath.Glob(filepath.Join(house, "public", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, dir := range dirs {
			if strings.HasSuffix(dir, ".part") {
				continue
			}
			if code, _, stderr := doorstroom("verify", "--key", filepath.Join(house, "public", "seal.pub"), dir); code != 0 {
				t.Errorf("taken for whole: %s: %s", dir, stderr)
			}
		}
	}
}

// nothingHalf looks for what a stopped run left.
func nothingHalf(t *testing.T, house string) {
	t.Helper()
	err := filepath.WalkDir(house, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if strings.HasSuffix(path, ".part") || strings.HasSuffix(path, ".old") || d.Name() == "spill" {
			t.Errorf("left behind: %s", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// nothingOpen wants an end to every intent in the public ledger.
func nothingOpen(t *testing.T, house string) {
	t.Helper()
	open := map[int64]string{}
	for e, err := range ledger.Read(filepath.Join(house, "public", "ledger.jsonl")) {
		if err != nil {
			t.Fatal(err)
		}
		if e.Phase == ledger.PhaseIntent {
			open[e.Seq] = e.Kind
		}
		delete(open, e.Ref)
	}
	if len(open) > 0 {
		t.Errorf("intents without an end: %v", open)
	}
}
