package owndata

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aead.dev/minisign"
	"github.com/parquet-go/parquet-go"
)

func testKeys(t testing.TB, seed byte) (minisign.PublicKey, minisign.PrivateKey) {
	t.Helper()
	pub, key, err := minisign.GenerateKey(bytes.NewReader(bytes.Repeat([]byte{seed}, 64)))
	if err != nil {
		t.Fatal(err)
	}
	return pub, key
}

func small(t testing.TB, decision string) (Manifest, []Table) {
	t.Helper()
	m := Manifest{
		Agreement: "eigen-25ab", AgreementVersion: "1", Supplier: "DUO", Recipient: "25ab", RecipientName: "School 25AB", Institutions: []string{"25AB"},
		StatutoryBasis: "voorbeeldwet artikel 1", LegalBasis: "voorbeeld", Purpose: []string{"a"}, Decision: decision, Round: "2026", Created: "2026-09-01T00:00:00Z",
		Specification: "2026.1", SpecDigest: "ab", Noisy: []string{"PO-VO"},
	}
	id, err := Identify(&m, nil, []byte("key of the house"))
	if err != nil {
		t.Fatal(err)
	}
	m.ID = id
	return m, []Table{
		{Cube: "VO-HO", Table: "bestemming", Cohort: 2023, Dimensions: []string{"school", "bestemming"}, Rows: []Row{{[]string{"25AB", "_T"}, 3}, {[]string{"25AB", "HBO"}, 1}, {[]string{"25AB", "WO"}, 2}}},
		{Cube: "VO-HO", Table: "herkomst", Cohort: 2023, Dimensions: []string{"instelling"}, Rows: []Row{{[]string{"25AB"}, 0}}},
	}
}

func TestAProvisionIsWholeAndMarked(t *testing.T) {
	pub, key := testKeys(t, 1)
	parent := filepath.Join(t.TempDir(), "own")
	m, tables := small(t, "2026-114")
	res, err := Write(parent, m, tables, key)
	if err != nil || res.Existing || filepath.Base(res.Dir) != m.ID {
		t.Fatalf("%+v, %v", res, err)
	}
	err = filepath.WalkDir(parent, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: mode %v, and it holds personal data", path, info.Mode())
		}
		if !d.IsDir() && d.Name() != SignatureName {
			b, _ := os.ReadFile(path)
			if !bytes.Contains(b, []byte(m.ID)) {
				t.Errorf("%s has no mark", path)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.ReadFile(filepath.Join(res.Dir, "data/VO-HO/bestemming/2023.csv"))
	if err != nil {
		t.Fatal(err)
	}
	want := "cube,table,cohort,school,bestemming,value,provision\nVO-HO,bestemming,2023,25AB,_T,3,ID\nVO-HO,bestemming,2023,25AB,HBO,1,ID\nVO-HO,bestemming,2023,25AB,WO,2,ID\n"
	if string(f) != strings.ReplaceAll(want, "ID", m.ID) {
		t.Errorf("%s", f)
	}
	if !Is(res.Dir) || Is(parent) {
		t.Error("a provision is not told by its list")
	}
	if p, err := Verify(res.Dir, pub); err != nil || p.Digest != res.Digest || len(p.Manifest.Files) != 5 {
		t.Errorf("%+v, %v", p, err)
	}
	again, err := Write(parent, m, tables, key)
	if err != nil || !again.Existing || again.Digest != res.Digest {
		t.Errorf("the same again: %+v, %v", again, err)
	}
	tables[0].Rows[1].Value = 2
	if _, err := Write(parent, m, tables, key); !errors.Is(err, ErrExists) {
		t.Errorf("other counts under one mark: %v", err)
	}
}

// TestEveryDecisionHasItsMark: what a provision says of itself is in its mark,
// which nobody makes without the key.
func TestEveryDecisionHasItsMark(t *testing.T) {
	m, _ := small(t, "2026-114")
	other, _ := small(t, "2026-115")
	more, err := Identify(&m, []byte("VO-HO"), []byte("key of the house"))
	if err != nil {
		t.Fatal(err)
	}
	forged, err := Identify(&m, nil, []byte("another key"))
	if err != nil {
		t.Fatal(err)
	}
	again, _ := small(t, "2026-114")
	if m.ID == other.ID || m.ID == more || m.ID == forged || m.ID != again.ID {
		t.Errorf("%s, %s, %s, %s, %s", m.ID, other.ID, more, forged, again.ID)
	}
}

// TestCohortsTogetherAreSaid: a file about several cohorts says so in the list,
// and README.txt tells where to look; others have no such line.
func TestCohortsTogetherAreSaid(t *testing.T) {
	_, key := testKeys(t, 1)
	for _, since := range []int{0, 2021} {
		m, tables := small(t, "2026-114")
		tables[0].Since = since
		res, err := Write(t.TempDir(), m, tables, key)
		if err != nil {
			t.Fatal(err)
		}
		readme, err := os.ReadFile(filepath.Join(res.Dir, ReadmeName))
		if err != nil {
			t.Fatal(err)
		}
		said := 0
		for _, f := range res.Manifest.Files {
			if f.Since != 0 {
				said++
			}
		}
		if together := since != 0; (said == 2) != together || strings.Contains(string(readme), "samen.") != together || strings.Contains(string(readme), "cohort together.") != together {
			t.Errorf("since %d: %d files say so\n%s", since, said, readme)
		}
	}
}

func TestParquetSaysWhatTheCSVSays(t *testing.T) {
	_, key := testKeys(t, 1)
	m, tables := small(t, "2026-114")
	res, err := Write(t.TempDir(), m, tables, key)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(res.Dir, "data/VO-HO/bestemming/2023.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(res.Dir, "data/VO-HO/bestemming/2023.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	pf, err := parquet.OpenFile(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if mark, _ := pf.Lookup(Mark); mark != m.ID {
		t.Errorf("the file is marked %q", mark)
	}
	rows := make([]parquet.Row, 10)
	n, _ := parquet.NewReader(pf).ReadRows(rows)
	if n != len(lines)-1 {
		t.Fatalf("%d rows, the CSV has %d", n, len(lines)-1)
	}
	for i, row := range rows[:n] {
		for k, v := range row {
			if v.String() != lines[i+1][k] {
				t.Errorf("row %d: %s is %s, in the CSV %s", i+1, lines[0][k], v, lines[i+1][k])
			}
		}
	}
}

// TestEveryChangedByteIsFound changes bytes all over every file, takes files
// away and adds one.
func TestEveryChangedByteIsFound(t *testing.T) {
	pub, key := testKeys(t, 1)
	m, tables := small(t, "2026-114")
	res, err := Write(t.TempDir(), m, tables[:1], key)
	if err != nil {
		t.Fatal(err)
	}
	names := []string{ManifestName, SignatureName}
	for _, f := range res.Manifest.Files {
		names = append(names, f.Path)
	}
	for _, name := range names {
		path := filepath.Join(res.Dir, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for i := 0; i < len(b); i += 1 + len(b)/150 {
			b[i] ^= 1
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := Verify(res.Dir, pub); err == nil {
				t.Errorf("%s: byte %d changed unseen", name, i)
			}
			b[i] ^= 1
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		if _, err := Verify(res.Dir, pub); err == nil {
			t.Errorf("%s: gone unseen", name)
		}
		if err := os.WriteFile(path, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Verify(res.Dir, pub); err != nil {
		t.Fatalf("put back: %v", err)
	}
	if err := os.WriteFile(filepath.Join(res.Dir, "more.csv"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Verify(res.Dir, pub); err == nil {
		t.Error("a file more is not seen")
	}
	stranger, _ := testKeys(t, 2)
	if _, err := Verify(res.Dir, stranger); err == nil {
		t.Error("another key verifies")
	}
}

// FuzzParse: no text makes the reader fall over, and what it accepts under a
// good signature is written back as it was read.
func FuzzParse(f *testing.F) {
	pub, key := testKeys(f, 1)
	m := Manifest{Format: Format, ID: "2026-ab", Created: "2026-09-01T00:00:00Z", Purpose: []string{"a"}, Files: []File{{Path: ReadmeName, Size: 1, SHA256: "ab"}}}
	text, err := m.encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"format":`))
	f.Add([]byte("null\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		read, err := parse(text, m.sign(text, key), pub)
		if err != nil {
			return
		}
		if again, err := read.encode(); err != nil || !bytes.Equal(again, text) {
			t.Errorf("read %q, wrote %q, %v", text, again, err)
		}
	})
}
