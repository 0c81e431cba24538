package strictyaml

import (
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Tree is the text of a file as a tree, to find where something stands.
type Tree struct{ root *yaml.Node }

// Parse reads the first document of a file that Decode accepted; of anything
// else the tree is empty.
func Parse(data []byte) Tree {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil || len(doc.Content) == 0 {
		return Tree{}
	}
	return Tree{doc.Content[0]}
}

// Find follows a path as far as it leads and returns line and column, both
// from 1, of where it ends; 0, 0 in an empty tree. A step is a key, or in a
// list the item with that id, code, step or nr, or else at that
// place, counted from 0. At the end it looks below for the value
// or key that is exactly the word, "" for none; a key may end with it after a
// point.
func (t Tree) Find(path []string, word string) (line, column int) {
	n := t.root
	if n == nil {
		return 0, 0
	}
	for _, step := range path {
		if next := child(n, step); next != nil {
			n = next
		}
	}
	if found := scalar(n, word); word != "" && found != nil {
		n = found
	}
	return n.Line, n.Column
}

func child(n *yaml.Node, step string) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	for i, c := range n.Content {
		switch {
		case n.Kind == yaml.MappingNode && i%2 == 1 && n.Content[i-1].Value == step:
			return c
		case n.Kind == yaml.SequenceNode && (named(c, "id", step) || named(c, "code", step) || named(c, "step", step) || named(c, "nr", step)):
			return c
		}
	}
	if i, err := strconv.Atoi(step); err == nil && n.Kind == yaml.SequenceNode && i >= 0 && i < len(n.Content) {
		return n.Content[i]
	}
	return nil
}

// named reports whether a mapping has the value under the key.
func named(n *yaml.Node, key, value string) bool {
	if n.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i < len(n.Content); i += 2 {
		if n.Content[i].Value == key && n.Content[i+1].Value == value {
			return true
		}
	}
	return false
}

func scalar(n *yaml.Node, word string) *yaml.Node {
	if n.Kind == yaml.ScalarNode && (n.Value == word || strings.HasSuffix(n.Value, "."+word)) {
		return n
	}
	for _, c := range n.Content {
		if found := scalar(c, word); found != nil {
			return found
		}
	}
	return nil
}
