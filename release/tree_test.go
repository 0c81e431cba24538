package release

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// rfc6962 is the definition of the tree in section 2.1 of the RFC, written a
// second time and as directly as possible.
func rfc6962(leaves [][]byte) []byte {
	switch len(leaves) {
	case 0:
		h := sha256.Sum256(nil)
		return h[:]
	case 1:
		h := sha256.Sum256(append([]byte{0}, leaves[0]...))
		return h[:]
	}
	k := 1
	for 2*k < len(leaves) {
		k *= 2
	}
	h := sha256.Sum256(append(append([]byte{1}, rfc6962(leaves[:k])...), rfc6962(leaves[k:])...))
	return h[:]
}

func manyFiles(n int) []File {
	files := make([]File, n)
	for i := range files {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		files[i] = File{Path: fmt.Sprintf("data/%05d.csv", i), Kind: KindProduct, Size: int64(i), SHA256: fmt.Sprintf("%x", sum)}
	}
	return files
}

func TestLeafIsTheDocumentedText(t *testing.T) {
	f := File{Path: "data/VO-HO/stad/2023.csv", Kind: "partition", Cube: "VO-HO", Table: "stad", Cohort: 2023, Size: 7, SHA256: "ab"}
	const want = `{"path":"data/VO-HO/stad/2023.csv","kind":"partition","cube":"VO-HO","table":"stad","cohort":2023,"size":7,"sha256":"ab"}`
	if got := string(f.Leaf()); got != want {
		t.Errorf("leaf %s\nwant %s", got, want)
	}
}

func TestTreeRootIsThatOfTheRFC(t *testing.T) {
	for n := range 40 {
		files := manyFiles(n)
		leaves := make([][]byte, n)
		for i := range files {
			leaves[i] = files[i].Leaf()
		}
		tree, err := TreeRoot(files)
		if err != nil {
			t.Fatal(err)
		}
		if want := base64.StdEncoding.EncodeToString(rfc6962(leaves)); tree.Root != want || tree.Size != int64(n) {
			t.Errorf("%d files: tree %+v, root %s expected", n, tree, want)
		}
	}
}

func TestProofHoldsForItsFileAndNoOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 70).Draw(t, "files")
		files := manyFiles(n)
		tree, err := TreeRoot(files)
		if err != nil {
			t.Fatal(err)
		}
		i := rapid.IntRange(0, n-1).Draw(t, "file")
		p, err := Prove(files, files[i].Path)
		if err != nil {
			t.Fatal(err)
		}
		if err := CheckProof(files[i], p, tree); err != nil {
			t.Fatalf("file %d of %d: %v", i, n, err)
		}

		other := files[i]
		switch rapid.SampledFrom([]string{"path", "kind", "cube", "table", "cohort", "size", "digest"}).Draw(t, "changed member") {
		case "path":
			other.Path += "x"
		case "kind":
			other.Kind = KindMetadata
		case "cube":
			other.Cube = "VO-HO"
		case "table":
			other.Table = "stad"
		case "cohort":
			other.Cohort = 2023
		case "size":
			other.Size++
		case "digest":
			other.SHA256 = "0" + other.SHA256[1:]
			if other.SHA256 == files[i].SHA256 {
				other.SHA256 = "1" + other.SHA256[1:]
			}
		}
		if CheckProof(other, p, tree) == nil {
			t.Fatalf("changed record %+v passes with the proof of %+v", other, files[i])
		}
		if n == 1 {
			return
		}
		j := rapid.IntRange(0, n-2).Draw(t, "other file")
		if j >= i {
			j++
		}
		if CheckProof(files[j], p, tree) == nil {
			t.Fatalf("file %d passes with the proof of file %d", j, i)
		}
		moved := p
		moved.Index = int64(j)
		if CheckProof(files[i], moved, tree) == nil {
			t.Fatalf("file %d passes at place %d", i, j)
		}
		bent := Proof{Index: p.Index, Hashes: append(tlog.RecordProof{}, p.Hashes...)}
		k := rapid.IntRange(0, len(bent.Hashes)-1).Draw(t, "hash")
		bent.Hashes[k][rapid.IntRange(0, 31).Draw(t, "byte")] ^= 1
		if CheckProof(files[i], bent, tree) == nil {
			t.Fatalf("a proof with a changed hash passes")
		}
		if CheckProof(files[i], Proof{Index: p.Index, Hashes: p.Hashes[:len(p.Hashes)-1]}, tree) == nil {
			t.Fatalf("a shortened proof passes")
		}
	})
}

// A hash list is no record: a proof must not carry an inner node for a leaf,
// nor may a hostile index or root crash the reader.
func TestCheckProofRefusesNonsense(t *testing.T) {
	files := manyFiles(4)
	tree, _ := TreeRoot(files)
	p, _ := Prove(files, files[0].Path)
	for what, c := range map[string]struct {
		proof Proof
		tree  Tree
	}{
		"a negative index":     {Proof{Index: -1, Hashes: p.Hashes}, tree},
		"an index too large":   {Proof{Index: 4, Hashes: p.Hashes}, tree},
		"a negative tree size": {p, Tree{Size: -4, Root: tree.Root}},
		"no root":              {p, Tree{Size: 4}},
		"a root too short":     {p, Tree{Size: 4, Root: "YWJj"}},
		"no hashes":            {Proof{}, tree},
	} {
		if CheckProof(files[0], c.proof, c.tree) == nil {
			t.Errorf("%s is accepted", what)
		}
	}
	if _, err := Prove(files, "absent"); err == nil {
		t.Error("an absent file is proven")
	}
}
