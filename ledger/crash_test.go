package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// TestMain lets this test binary stand in for a program that appends.
func TestMain(m *testing.M) {
	if path := os.Getenv("LEDGER_TEST_APPEND"); path != "" {
		if err := appendMany(path, os.Getenv("LEDGER_TEST_NAME"), os.Getenv("LEDGER_TEST_COUNT")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func appendMany(path, name, count string) error {
	n, err := strconv.Atoi(count)
	if err != nil {
		return err
	}
	l, err := Open(path, Options{Now: testNow})
	if err != nil {
		return err
	}
	for i := range n {
		err := l.Do("work", map[string]any{"writer": name, "number": i}, func() (any, error) { return i, nil })
		if err != nil {
			return err
		}
	}
	return nil
}

func startWriter(t *testing.T, path, name string, count int) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "LEDGER_TEST_APPEND="+path, "LEDGER_TEST_NAME="+name, "LEDGER_TEST_COUNT="+strconv.Itoa(count))
	cmd.Stderr = os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// Four processes and two goroutines with one handle append at the same time:
// no entry is lost, none is torn, the chain fits.
func TestSeveralProcessesAppend(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	const each = 15
	var children []*exec.Cmd
	for i := range 4 {
		children = append(children, startWriter(t, path, strconv.Itoa(i), each))
	}
	l := mustOpen(t, path, nil)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for range each {
				if _, err := l.Note("work", nil); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, c := range children {
		if err := c.Wait(); err != nil {
			t.Error(err)
		}
	}
	rep, err := Verify(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := int64(4*each*2 + 2*each); rep.Entries != want || len(rep.Pending) != 0 {
		t.Errorf("%d entries, %d pending; %d and none expected", rep.Entries, len(rep.Pending), want)
	}
}

// A writer is killed (SIGKILL) somewhere in its work, several times. The
// ledger verifies after the next one opened it, and nothing acknowledged is
// lost: entries only grow in number.
func TestKilledWriterLosesNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	var before int64
	for i := range 5 {
		c := startWriter(t, path, "victim", 1_000_000)
		deadline := time.Now().Add(10 * time.Second)
		for size(path) <= before*100 && time.Now().Before(deadline) {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(i) * 3 * time.Millisecond)
		c.Process.Kill()
		c.Wait()
		mustOpen(t, path, nil)
		rep, err := Verify(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if rep.Entries < before {
			t.Fatalf("%d entries after the kill, %d before", rep.Entries, before)
		}
		before = rep.Entries
	}
}

func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// The file is cut after every possible byte, as a crash could leave it. The
// next writer keeps all whole lines, cuts the rest and records that.
func TestOpenCutsATornLine(t *testing.T) {
	path := smallLedger(t, nil)
	whole := readFile(t, path)
	for n := range whole {
		writeFile(t, path, whole[:n])
		lines := int64(bytes.Count(whole[:n], []byte("\n")))
		tail := n - (bytes.LastIndexByte(whole[:n], '\n') + 1)
		var told int
		if _, err := Open(path, Options{Now: testNow, OnTorn: func(b int) { told = b }}); err != nil {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
		rep, err := Verify(path, nil)
		if err != nil {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
		want := lines
		if tail > 0 {
			want++ // the note about the cut
		}
		if rep.Entries != want || told != tail {
			t.Fatalf("cut after %d bytes: %d entries, %d bytes reported; %d and %d expected", n, rep.Entries, told, want, tail)
		}
	}
}

// With a signed head an incomplete last line that the head knows was no
// crash: it is refused, and nothing is cut.
func TestOpenKeepsALineThatTheHeadKnows(t *testing.T) {
	_, key := testKeys(t, 1)
	path := smallLedger(t, &key)
	whole := readFile(t, path)
	for _, n := range []int{0, 1, len(whole) / 2, len(whole) - 1} {
		writeFile(t, path, whole[:n])
		_, err := Open(path, Options{Now: testNow, Key: &key})
		var f *Fault
		if !errors.As(err, &f) || f.Rule != RuleTail {
			t.Errorf("cut after %d bytes: %v", n, err)
		}
		if !bytes.Equal(readFile(t, path), whole[:n]) {
			t.Errorf("cut after %d bytes: the file was changed", n)
		}
	}
}

// A crash between an entry and its head leaves one unsigned entry; the next
// entry signs over both.
func TestCrashBeforeTheHeadIsMended(t *testing.T) {
	pub, key := testKeys(t, 1)
	path := smallLedger(t, &key)
	head := readFile(t, path+HeadSuffix)
	l := mustOpen(t, path, &key)
	if _, err := l.Note("seal", nil); err != nil {
		t.Fatal(err)
	}
	writeFile(t, path+HeadSuffix, head)
	if rep, err := Verify(path, &pub); err != nil || rep.Unsigned != 1 {
		t.Errorf("%+v, %v", rep, err)
	}
	if _, err := l.Note("seal", nil); err != nil {
		t.Fatal(err)
	}
	if rep, err := Verify(path, &pub); err != nil || rep.Unsigned != 0 || rep.Entries != 7 {
		t.Errorf("%+v, %v", rep, err)
	}
}

// A handle that is open notices what others did to the file.
func TestOpenHandleRefusesADamagedFile(t *testing.T) {
	for what, change := range map[string]func(b []byte) []byte{
		"shortened":         func(b []byte) []byte { return b[:len(b)-40] },
		"with a false line": func(b []byte) []byte { return append(b, "{}\n"...) },
	} {
		path := smallLedger(t, nil)
		l := mustOpen(t, path, nil)
		b := change(readFile(t, path))
		writeFile(t, path, b)
		if _, err := l.Note("seal", nil); err == nil {
			t.Errorf("a ledger %s is written to", what)
		}
		if !bytes.Equal(readFile(t, path), b) {
			t.Errorf("a ledger %s was changed", what)
		}
	}
}
