package table

import (
	"io"
	"maps"
	"slices"
	"strconv"

	"doorstroommonitor/sdc"
)

// dataset is the owner's data as counts of the finest combinations.
type dataset struct {
	axes []*axis
	rows *Rows
	// keys are the record keys of each row together; nil without cell-key.
	keys []uint64
	// read counts the rows that were taken; total the persons.
	read, total int64
}

// readData reads the owner's data.
func (f *File) readData() (*dataset, error) {
	in, err := open(f.beside(f.Data))
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return f.parseData(f.beside(f.Data), in)
}

func (f *File) parseData(name string, in io.Reader) (*dataset, error) {
	r, err := newReader("D", name, f.Separator, in)
	if err != nil {
		return nil, err
	}
	t := &tally{reader: r}
	for d := range f.Dimensions {
		c, err := f.coder(d, r, false)
		if err != nil {
			return nil, err
		}
		t.coders = append(t.coders, c)
	}
	if t.where, err = f.filters(r); err != nil {
		return nil, err
	}
	t.count = -1
	if f.Count != "" {
		if t.count, err = r.column(f.Count); err != nil {
			return nil, err
		}
	}
	if t.people, err = f.peopleOf(r); err != nil {
		return nil, err
	}
	t.seen = newCombinations(len(t.coders))
	if err := t.read(); err != nil {
		return nil, err
	}
	return t.finish()
}

// filter keeps rows that have one of the codes in a field.
type filter struct {
	field int
	codes map[string]bool
}

func (f *File) filters(r *reader) ([]filter, error) {
	var out []filter
	for _, column := range slices.Sorted(maps.Keys(f.Where)) {
		at, err := r.column(column)
		if err != nil {
			return nil, err
		}
		w := filter{at, map[string]bool{}}
		for _, c := range f.Where[column] {
			w.codes[c] = true
		}
		out = append(out, w)
	}
	return out, nil
}

// tally adds up rows by their combination of codes.
type tally struct {
	*reader
	coders []coder
	where  []filter
	count  int // field, -1: each row is one person
	seen   *combinations
	people *people // nil: nobody needs a key

	codes       []int32 // combination by combination, numbered by first appearance
	counts      []int64
	lines       []int // where each combination stands; nil where rows are persons
	keys        []uint64
	rows, taken int64
	total       int64
}

func (t *tally) read() error {
	codes := make([]int32, len(t.coders))
	for {
		rec, err := t.next()
		if err != nil || rec == nil {
			return err
		}
		t.rows++
		if !t.keeps(rec) {
			continue
		}
		for i, c := range t.coders {
			if codes[i], err = c.code(t.reader, rec); err != nil {
				return err
			}
		}
		if err := t.add(rec, codes); err != nil {
			return err
		}
	}
}

func (t *tally) keeps(rec []string) bool {
	for _, w := range t.where {
		if !w.codes[rec[w.field]] {
			return false
		}
	}
	return true
}

// limit of all counts together; sums of them stay far below sdc.Unbounded.
const limit = sdc.Unbounded / 4

func (t *tally) add(rec []string, codes []int32) error {
	t.taken++
	n := int64(1)
	if t.count >= 0 {
		var err error
		if n, err = strconv.ParseInt(rec[t.count], 10, 64); err != nil || n < 0 {
			return t.at("COUNT", t.count, say("het aantal is geen geheel getal van 0 of meer", "the count is no whole number of 0 or more"),
				say("geef elk aantal als cijfers, zonder punt, komma of min", "give each count as digits, without point, comma or minus"))
		}
	}
	if t.total += n; n > limit || t.total > limit {
		return t.at("COUNT", max(t.count, 0), say("de aantallen zijn samen meer dan %d", "the counts are more than %d together", limit), say("controleer de kolom met aantallen", "check the column with counts"))
	}
	id, fresh := t.seen.id(codes)
	if t.people != nil {
		key, err := t.people.key(t.reader, rec)
		if err != nil {
			return err
		}
		if fresh {
			t.keys = append(t.keys, 0)
		}
		t.keys[id] += key
	}
	if fresh {
		t.codes = append(t.codes, codes...)
		t.counts = append(t.counts, n)
		if t.count >= 0 {
			t.lines = append(t.lines, t.line(t.count))
		}
		return nil
	}
	if t.count >= 0 {
		return t.at("TWICE", t.count, say("regel %d heeft dezelfde codes: twee rijen voor één cel", "line %d has the same codes: two rows for one cell", t.lines[id]),
			say("tel de rijen vooraf op, of laat count weg als elke rij een persoon is", "add the rows up beforehand, or leave count out if each row is a person"))
	}
	t.counts[id] += n
	return nil
}

// finish forgets the order of the rows.
func (t *tally) finish() (*dataset, error) {
	if t.taken == 0 {
		f := &Fault{Rule: "D-EMPTY", File: t.file, what: say("het bestand heeft geen rijen", "the file has no rows"), next: say("haal het bestand opnieuw op", "fetch the file again")}
		if t.rows > 0 {
			f.what, f.next = say("geen van de %d rijen voldoet aan where", "none of the %d rows satisfies where", t.rows), say("verbeter de codes onder where", "correct the codes under where")
		}
		return nil, f
	}
	d := &dataset{read: t.taken, total: t.total}
	n := len(t.coders)
	for i, c := range t.coders {
		a, became, err := c.finish()
		if err != nil {
			return nil, err
		}
		d.axes = append(d.axes, a)
		for r := range t.counts {
			t.codes[r*n+i] = became[t.codes[r*n+i]]
		}
	}
	d.rows, d.keys = t.sorted(n)
	return d, nil
}

// sorted lists the combinations with persons by their codes, and their keys.
func (t *tally) sorted(n int) (*Rows, []uint64) {
	var order []int
	for r, y := range t.counts {
		if y > 0 {
			order = append(order, r)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare(t.codes[a*n:(a+1)*n], t.codes[b*n:(b+1)*n]) })
	rows := &Rows{Codes: make([]int32, 0, n*len(order)), Counts: make([]int64, 0, len(order))}
	var keys []uint64
	for _, r := range order {
		rows.Codes = append(rows.Codes, t.codes[r*n:(r+1)*n]...)
		rows.Counts = append(rows.Counts, t.counts[r])
		if t.people != nil {
			keys = append(keys, t.keys[r])
		}
	}
	return rows, keys
}
