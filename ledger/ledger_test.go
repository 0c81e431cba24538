package ledger

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"aead.dev/minisign"
)

func testKeys(t testing.TB, seed byte) (minisign.PublicKey, minisign.PrivateKey) {
	t.Helper()
	pub, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return pub, key
}

func testNow() time.Time { return time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC) }

func mustOpen(t testing.TB, path string, key *minisign.PrivateKey) *Ledger {
	t.Helper()
	l, err := Open(path, Options{Now: testNow, Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// smallLedger has five entries: a note, an intent with its commit, an intent
// that was given up, with its note.
func smallLedger(t testing.TB, key *minisign.PrivateKey) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	l := mustOpen(t, path, key)
	_, err := l.Note("seal", map[string]string{"release": "public-2026.1"})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Do("delivery", map[string]string{"agreement": "vh"}, func() (any, error) { return map[string]int{"files": 3}, nil }); err != nil {
		t.Fatal(err)
	}
	boom := errors.New("boom 123456782")
	if err := l.Do("delivery", map[string]string{"agreement": "unl"}, func() (any, error) { return nil, boom }); !errors.Is(err, boom) {
		t.Fatalf("the error of the action is lost: %v", err)
	}
	return path
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func writeFile(t testing.TB, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestLinesAreTheDocumentedText(t *testing.T) {
	path := smallLedger(t, nil)
	lines := strings.Split(strings.TrimSuffix(string(readFile(t, path)), "\n"), "\n")
	// The hash is computed here from the text alone: the line without its
	// last member.
	prev := Genesis
	want := []string{
		`{"seq":1,"time":"2026-09-01T09:00:00Z","kind":"seal","phase":"note","body":{"release":"public-2026.1"},"prev":"%s"}`,
		`{"seq":2,"time":"2026-09-01T09:00:00Z","kind":"delivery","phase":"intent","body":{"agreement":"vh"},"prev":"%s"}`,
		`{"seq":3,"time":"2026-09-01T09:00:00Z","kind":"delivery","phase":"commit","ref":2,"body":{"files":3},"prev":"%s"}`,
		`{"seq":4,"time":"2026-09-01T09:00:00Z","kind":"delivery","phase":"intent","body":{"agreement":"unl"},"prev":"%s"}`,
		`{"seq":5,"time":"2026-09-01T09:00:00Z","kind":"delivery","phase":"note","ref":4,"body":{"failed":true},"prev":"%s"}`,
	}
	if len(lines) != len(want) {
		t.Fatalf("%d lines, %d expected", len(lines), len(want))
	}
	for i, w := range want {
		text := fmt.Sprintf(w, prev)
		hash := fmt.Sprintf("%x", sha256.Sum256([]byte(text)))
		if line := strings.TrimSuffix(text, "}") + `,"hash":"` + hash + `"}`; lines[i] != line {
			t.Errorf("line %d\n%s\nwant\n%s", i+1, lines[i], line)
		}
		prev = hash
	}
}

func TestVerifyReportsAWholeLedger(t *testing.T) {
	pub, key := testKeys(t, 1)
	path := smallLedger(t, &key)
	l := mustOpen(t, path, &key)
	ref, err := l.Intent("delivery", nil)
	if err != nil {
		t.Fatal(err)
	}
	rep, err := Verify(path, &pub)
	if err != nil {
		t.Fatal(err)
	}
	if rep.Entries != 6 || len(rep.Pending) != 1 || rep.Pending[0] != ref || rep.Head == nil || rep.Head.Seq != 6 || rep.Unsigned != 0 {
		t.Errorf("report %+v", rep)
	}
	var kinds []string
	for e, err := range Read(path) {
		if err != nil {
			t.Fatal(err)
		}
		kinds = append(kinds, e.Kind+"/"+e.Phase)
	}
	if got := strings.Join(kinds, " "); got != "seal/note delivery/intent delivery/commit delivery/intent delivery/note delivery/intent" {
		t.Errorf("entries read: %s", got)
	}
}

// Every byte of the ledger and of its head is changed in three ways. The
// fault must be found, and in the line where it is.
func TestVerifyFindsEveryChangedByte(t *testing.T) {
	pub, key := testKeys(t, 1)
	path := smallLedger(t, &key)
	for _, name := range []string{path, path + HeadSuffix} {
		whole := readFile(t, name)
		for i := range whole {
			for _, flip := range []byte{0x01, 0x20, 0x80} {
				b := bytes.Clone(whole)
				b[i] ^= flip
				writeFile(t, name, b)
				_, err := Verify(path, &pub)
				var f *Fault
				if !errors.As(err, &f) {
					t.Fatalf("%s: byte %d changed from %q to %q: %v", filepath.Base(name), i, whole[i], b[i], err)
				}
				line := int64(bytes.Count(whole[:i], []byte("\n")) + 1)
				// A lost line feed at the very end may be reported by the
				// head, for the file as a whole.
				if name == path && f.Line != line && i != len(whole)-1 {
					t.Fatalf("byte %d of line %d changed, line %d is named: %v", i, line, f.Line, f)
				}
			}
		}
		writeFile(t, name, whole)
	}
	if _, err := Verify(path, &pub); err != nil {
		t.Fatalf("restored ledger: %v", err)
	}
}

// Without the head, the chain alone finds every changed byte as well.
func TestVerifyWithoutKeyFindsEveryChangedByte(t *testing.T) {
	path := smallLedger(t, nil)
	whole := readFile(t, path)
	for i := range whole {
		b := bytes.Clone(whole)
		b[i] ^= 0x01
		writeFile(t, path, b)
		if _, err := Verify(path, nil); err == nil {
			t.Fatalf("byte %d changed from %q to %q unseen", i, whole[i], b[i])
		}
	}
}

func TestVerifyNamesWhatWasDone(t *testing.T) {
	pub, key := testKeys(t, 1)
	otherPub, otherKey := testKeys(t, 2)
	join := func(lines ...[]byte) []byte { return bytes.Join(lines, nil) }
	cases := []struct {
		what   string
		change func(t *testing.T, path string, lines [][]byte)
		pub    *minisign.PublicKey
		rule   string
		line   int64
	}{
		{"a line taken out", func(t *testing.T, p string, l [][]byte) { writeFile(t, p, join(l[0], l[2], l[3], l[4])) }, &pub, RuleSeq, 2},
		{"two lines exchanged", func(t *testing.T, p string, l [][]byte) { writeFile(t, p, join(l[0], l[2], l[1], l[3], l[4])) }, &pub, RuleSeq, 2},
		{"a line written twice", func(t *testing.T, p string, l [][]byte) { writeFile(t, p, join(l[0], l[0], l[1])) }, &pub, RuleSeq, 2},
		{"an empty line", func(t *testing.T, p string, l [][]byte) { writeFile(t, p, join(l[0], []byte("\n"), l[1])) }, &pub, RuleForm, 2},
		{"the tail cut off", func(t *testing.T, p string, l [][]byte) { writeFile(t, p, join(l[:4]...)) }, &pub, RuleTail, 0},
		{"everything cut off", func(t *testing.T, p string, l [][]byte) { writeFile(t, p, nil) }, &pub, RuleTail, 0},
		{"the file removed", func(t *testing.T, p string, l [][]byte) { os.Remove(p) }, &pub, RuleTail, 0},
		{"the last line cut in half", func(t *testing.T, p string, l [][]byte) { writeFile(t, p, join(l[0], l[1], l[2], l[3], l[4][:9])) }, nil, RuleTorn, 5},
		{"the head removed", func(t *testing.T, p string, l [][]byte) { os.Remove(p + HeadSuffix) }, &pub, RuleHead, 0},
		{"the head signed by another key", func(t *testing.T, p string, l [][]byte) {
			var e Entry
			if err := json.Unmarshal(l[4], &e); err != nil {
				t.Fatal(err)
			}
			if err := writeHead(p, 0o600, Head{e.Seq, e.Hash}, otherKey); err != nil {
				t.Fatal(err)
			}
		}, &pub, RuleHead, 0},
		{"verified with the key of somebody else", func(t *testing.T, p string, l [][]byte) {}, &otherPub, RuleHead, 0},
		{"the history written anew without the key", func(t *testing.T, p string, l [][]byte) {
			os.Remove(p)
			n := mustOpen(t, p, nil)
			for range 5 {
				if _, err := n.Note("seal", nil); err != nil {
					t.Fatal(err)
				}
			}
		}, &pub, RuleTail, 5},
	}
	for _, c := range cases {
		path := smallLedger(t, &key)
		c.change(t, path, bytes.SplitAfter(readFile(t, path), []byte("\n")))
		_, err := Verify(path, c.pub)
		var f *Fault
		if !errors.As(err, &f) || f.Rule != c.rule || f.Line != c.line {
			t.Errorf("%s: %v; %s at line %d expected", c.what, err, c.rule, c.line)
		}
	}
}

func TestCommitClosesAnOpenIntentOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ledger.jsonl")
	l := mustOpen(t, path, nil)
	ref, err := l.Intent("delivery", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Commit(ref+1, nil); err == nil {
		t.Error("a commit of nothing is accepted")
	}
	if err := l.Commit(ref, nil); err != nil {
		t.Error(err)
	}
	if err := l.Commit(ref, nil); err == nil {
		t.Error("a second commit is accepted")
	}
	if err := l.GiveUp(ref, nil); err == nil {
		t.Error("a carried out intent is given up")
	}
	for _, kind := range []string{"", "Seal", "a b", strings.Repeat("x", 41)} {
		if _, err := l.Note(kind, nil); err == nil {
			t.Errorf("kind %q is accepted", kind)
		}
	}
	if _, err := l.Note("big", strings.Repeat("x", maxLine)); err == nil {
		t.Error("a line above the limit is accepted")
	}
	if rep, err := Verify(path, nil); err != nil || rep.Entries != 2 {
		t.Errorf("refused entries left a trace: %+v, %v", rep, err)
	}
}

func TestCanonicalIsOneTextPerValue(t *testing.T) {
	for in, want := range map[string]string{
		`{"b":1, "a":[ 1.50 , "é<&>" , null ]}`: `{"a":[1.50,"é<&>",null],"b":1}`,
		" 7 ":                                   "7", `"\u00e9"`: `"é"`, `{"x":{"d":0,"c":12345678901234567890}}`: `{"x":{"c":12345678901234567890,"d":0}}`,
	} {
		got, err := Canonical([]byte(in))
		if err != nil || string(got) != want {
			t.Errorf("%s becomes %s (%v), %s expected", in, got, err, want)
		}
	}
	for _, in := range []string{"", "{", "1 2", "{}{}", "{'a':1}"} {
		if _, err := Canonical([]byte(in)); err == nil {
			t.Errorf("%q is accepted", in)
		}
	}
}

func FuzzParseLine(f *testing.F) {
	for line := range bytes.Lines(readFile(f, smallLedger(f, nil))) {
		f.Add(bytes.TrimSuffix(line, []byte("\n")))
	}
	f.Add([]byte(`{"seq":1,"body":{"a":1,"a":2}}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		e, err := parseLine(line)
		if err != nil {
			return
		}
		if again, err := e.encode(); err != nil || !bytes.Equal(again, line) {
			t.Fatalf("two texts for one entry: %q and %q", line, again)
		}
		if bytes.ContainsAny(line, "\n\r") {
			t.Fatalf("an entry of more than one line: %q", line)
		}
	})
}
