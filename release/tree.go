package release

import (
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof shows with about log₂(n) hashes that one file is a leaf of a tree of
// n files: the audit path of RFC 6962, from the leaf upwards.
type Proof struct {
	Index  int64            `json:"index"` // place of the file, counted from 0
	Hashes tlog.RecordProof `json:"hashes"`
}

// ErrNotListed says that a path is no file of the release.
var ErrNotListed = errors.New("not a file of the release")

// TreeRoot returns the size and root of the hash tree over files in the order
// given. The manifest keeps them in ascending order of path.
func TreeRoot(files []File) (Tree, error) {
	nodes, err := treeNodes(files)
	if err != nil {
		return Tree{}, err
	}
	n := int64(len(files))
	root, err := tlog.TreeHash(n, nodes)
	if err != nil {
		return Tree{}, fmt.Errorf("hash tree: %w", err)
	}
	return Tree{Size: n, Root: root.String()}, nil
}

// Prove returns the proof that the file at path is part of the tree over
// files. It wraps ErrNotListed where no file has that path.
func Prove(files []File, path string) (Proof, error) {
	for i := range files {
		if files[i].Path == path {
			return proveIndex(files, int64(i))
		}
	}
	return Proof{}, fmt.Errorf("prove %s: %w", path, ErrNotListed)
}

func proveIndex(files []File, index int64) (Proof, error) {
	nodes, err := treeNodes(files)
	if err != nil {
		return Proof{}, err
	}
	hashes, err := tlog.ProveRecord(int64(len(files)), index, nodes)
	if err != nil {
		return Proof{}, fmt.Errorf("prove %s: %w", files[index].Path, err)
	}
	if hashes == nil {
		hashes = tlog.RecordProof{} // [] rather than null in JSON
	}
	return Proof{Index: index, Hashes: hashes}, nil
}

// CheckProof reports whether proof shows that file is a leaf of tree. It
// needs none of the other files; tree must come from a verified manifest.
func CheckProof(file File, proof Proof, tree Tree) error {
	root, err := tlog.ParseHash(tree.Root)
	if err != nil {
		return texts.Errorf("proof of %s: the release has no root that can be read (%v)", file.Path, err)
	}
	leaf := tlog.RecordHash(file.Leaf())
	if err := tlog.CheckRecord(proof.Hashes, tree.Size, root, proof.Index, leaf); err != nil {
		return texts.Errorf("proof of %s: it does not lead to the root of the release (%v)", file.Path, err)
	}
	return nil
}

// nodeList holds every hash of a tree in the order of tlog.StoredHashIndex.
type nodeList []tlog.Hash

// ReadHashes implements tlog.HashReader.
func (l nodeList) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, x := range indexes {
		if x < 0 || x >= int64(len(l)) {
			return nil, fmt.Errorf("hash %d of %d", x, len(l))
		}
		out[i] = l[x]
	}
	return out, nil
}

func treeNodes(files []File) (nodeList, error) {
	var nodes nodeList
	for i := range files {
		hashes, err := tlog.StoredHashes(int64(i), files[i].Leaf(), nodes)
		if err != nil {
			return nil, fmt.Errorf("hash tree: %w", err)
		}
		nodes = append(nodes, hashes...)
	}
	return nodes, nil
}
