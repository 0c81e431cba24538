package seal

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"doorstroommonitor/release"
)

func TestGenerateKeyDependsOnRandomnessAlone(t *testing.T) {
	make1 := func(seed byte) (string, string) {
		pub, secret, err := GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
		if err != nil {
			t.Fatal(err)
		}
		return string(pub), string(secret)
	}
	p1, s1 := make1(1)
	p2, s2 := make1(1)
	p3, s3 := make1(2)
	if p1 != p2 || s1 != s2 || p1 == p3 || s1 == s3 {
		t.Error("the same randomness should give the same key, other randomness another")
	}
	if _, _, err := GenerateKey(bytes.NewReader(nil)); err == nil {
		t.Error("a key is made of no randomness")
	}
}

func TestLoadKeyRefusesOpenFiles(t *testing.T) {
	pubText, secret, err := GenerateKey(bytes.NewReader(bytes.Repeat([]byte{1}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "seal.key")
	if err := os.WriteFile(path, secret, 0o600); err != nil {
		t.Fatal(err)
	}
	for mode, open := range map[os.FileMode]bool{
		0o600: false, 0o400: false, 0o640: true, 0o604: true, 0o644: true, 0o666: true, 0o620: true, 0o602: true, 0o777: true, 0o610: true,
	} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		key, err := LoadKey(path)
		if errors.Is(err, ErrKeyMode) != open {
			t.Errorf("mode %#o: %v", mode, err)
		}
		if open && !strings.Contains(err.Error(), "chmod 600 "+path) {
			t.Errorf("mode %#o: the message does not say what to type: %v", mode, err)
		}
		if pub, perr := release.ParsePublicKey(pubText); !open && (perr != nil || !pub.Equal(key.Public())) {
			t.Errorf("mode %#o: another key was read", mode)
		}
	}
}

func TestLoadKeyNeverPrintsTheKey(t *testing.T) {
	_, secret, err := GenerateKey(bytes.NewReader(bytes.Repeat([]byte{1}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	line := strings.Split(string(secret), "\n")[1]
	dir := t.TempDir()
	for what, text := range map[string]string{
		"an empty file": "", "half a key": string(secret[:100]), "a key with a strange letter": "*" + string(secret),
		"a key with a changed byte": strings.Replace(string(secret), line[120:124], "AAAA", 1), "a public key": "untrusted comment: x\nRWRv/LJ27jHl10fMd7ozqYIs8zOaPqWf6EjnWSqkOpOQiD1UJpOgCFm0\n",
	} {
		path := filepath.Join(dir, "k")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := LoadKey(path)
		if err == nil {
			t.Errorf("%s is accepted", what)
			continue
		}
		if !strings.Contains(err.Error(), "next: ") || strings.Contains(err.Error(), line[20:28]) {
			t.Errorf("%s: message %v", what, err)
		}
	}
	if _, err := LoadKey(dir); err == nil {
		t.Error("a folder is accepted as a key")
	}
}
