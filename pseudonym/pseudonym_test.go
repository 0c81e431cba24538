package pseudonym_test

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/pseudonym"
)

var secret = bytes.Repeat([]byte{0x5a}, 32)

func TestPseudonymIsTheHMACOfLabelAndNumber(t *testing.T) {
	k, err := pseudonym.NewKey(secret)
	if err != nil {
		t.Fatal(err)
	}
	m := k.Maker(pseudonym.PGN)
	for _, number := range []string{"123456789", "000000001", "123456789"} {
		mac := hmac.New(sha256.New, secret)
		mac.Write([]byte("pgn\x00" + number))
		want := hex.EncodeToString(mac.Sum(nil))[:32]
		if got := string(m.Append([]byte("x"), []byte(number))); got != "x"+want {
			t.Errorf("pseudonym of %s is %s, want %s", number, got, want)
		}
	}
	if a, b := k.Maker("pgn").Append(nil, []byte("1")), k.Maker("onderwijsnummer").Append(nil, []byte("1")); bytes.Equal(a, b) {
		t.Error("two key spaces share a pseudonym")
	}
	if n := testing.AllocsPerRun(100, func() { m.Append(make([]byte, 0, 32), secret[:9]) }); n > 0 {
		t.Errorf("%v allocations per pseudonym", n)
	}
}

func TestKeyFileModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	if err := pseudonym.NewKeyFile(path, bytes.NewReader(bytes.Repeat([]byte{7}, 64))); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, %v", info.Mode(), err)
	}
	for mode, ok := range map[os.FileMode]bool{0o600: true, 0o400: true, 0o640: false, 0o604: false, 0o644: false, 0o700: false, 0o620: false} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		_, err := pseudonym.LoadKey(path)
		if (err == nil) != ok {
			t.Errorf("mode %04o: %v", mode, err)
		}
		if !ok && (!errors.Is(err, pseudonym.ErrKeyFile) || !strings.Contains(err.Error(), "chmod 600 "+path)) {
			t.Errorf("mode %04o: the refusal does not say what to type: %v", mode, err)
		}
	}
	if err := pseudonym.NewKeyFile(path, bytes.NewReader(make([]byte, 64))); !errors.Is(err, os.ErrExist) {
		t.Errorf("an existing key file was overwritten: %v", err)
	}
}

func TestKeyFileOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("giving a file to another user needs root")
	}
	path := filepath.Join(t.TempDir(), "key")
	if err := pseudonym.NewKeyFile(path, bytes.NewReader(make([]byte, 64))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chown(path, 12345, 12345); err != nil {
		t.Skip("chown is not possible here:", err)
	}
	if _, err := pseudonym.LoadKey(path); !errors.Is(err, pseudonym.ErrKeyFile) {
		t.Errorf("error is %v", err)
	}
}

func TestKeyFileContents(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty": "", "short": strings.Repeat("ab", 31), "not hexadecimal": strings.Repeat("zx", 40)} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := pseudonym.LoadKey(path)
		if !errors.Is(err, pseudonym.ErrKeyFile) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
	if _, err := pseudonym.LoadKey(dir); err == nil {
		t.Error("a folder was taken for a key file")
	}
	if _, err := pseudonym.LoadKey(filepath.Join(dir, "absent")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an absent file gives %v", err)
	}
}

func TestNothingPrintsTheKey(t *testing.T) {
	k, err := pseudonym.NewKey([]byte("THE-SECRET-THE-SECRET-THE-SECRET"))
	if err != nil {
		t.Fatal(err)
	}
	hexed := hex.EncodeToString([]byte("THE-SECRET"))
	js, _ := json.Marshal(map[string]any{"key": k})
	for _, s := range []string{fmt.Sprint(k), fmt.Sprintf("%v %+v %#v %s %x %d %q", k, k, k, k, k, k, k), fmt.Sprintf("%v", *k), string(js)} {
		if strings.Contains(s, "SECRET") || strings.Contains(s, hexed) || strings.Contains(s, "84 72 69") {
			t.Errorf("the key is in %q", s)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	k, _ := pseudonym.NewKey(secret)
	m := k.Maker(pseudonym.PGN)
	buf := make([]byte, 0, 64)
	for b.Loop() {
		buf = m.Append(buf[:0], secret[:9])
	}
}
