package table

import "strings"

// axis is a dimension as it stands in files.
type axis struct {
	*Dimension
	columns []string
	// texts are what stands in the columns for each code, code by code; nil
	// where the code itself stands in the one column.
	texts []string
}

// fields returns what stands in the columns for a code.
func (a *axis) fields(code int32) []string {
	if a.texts == nil {
		return a.Codes[code : code+1]
	}
	n := int32(len(a.columns))
	return a.texts[code*n : (code+1)*n]
}

// coder numbers the codes of one dimension while rows are read, and makes the
// dimension when all are known. In a table of the owner every code is a finest
// one; in a published table codes of every level occur.
type coder interface {
	// code returns the number of a record's code by first appearance.
	code(r *reader, rec []string) (int32, error)
	// finish makes the dimension, and says which code each number became.
	finish() (*axis, []int32, error)
}

// words numbers texts by first appearance.
type words struct {
	ids   map[string]int32
	texts []string
	lines []int
}

func newWords() *words { return &words{ids: map[string]int32{}} }

// id returns the number of a text, and whether it is fresh. Texts are copied:
// a record is overwritten by the next.
func (w *words) id(s string) (int32, bool) {
	if id, ok := w.ids[s]; ok {
		return id, false
	}
	s = strings.Clone(s)
	id := int32(len(w.texts))
	w.ids[s] = id
	w.texts = append(w.texts, s)
	return id, true
}

// coder makes the reader of dimension d in a file with that header.
func (f *File) coder(d int, r *reader, published bool) (coder, error) {
	spec := &f.Dimensions[d]
	var at []int
	for _, c := range spec.columns() {
		i, err := r.column(c)
		if err != nil {
			return nil, err
		}
		at = append(at, i)
	}
	switch {
	case len(at) > 1:
		return newNested(spec, at, published), nil
	case len(spec.files()) == 0:
		return &flat{words: newWords(), column: spec.name(), at: at[0], total: spec.total(), published: published}, nil
	}
	t := &tree{words: newWords(), column: spec.name(), at: at[0], published: published, file: r.file, kind: r.kind}
	for _, path := range spec.files() {
		h, err := f.readHierarchy(path)
		if err != nil {
			return nil, err
		}
		t.hierarchies = append(t.hierarchies, h)
	}
	return t, nil
}
