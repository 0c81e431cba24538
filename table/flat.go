package table

import "slices"

// flat is a dimension whose codes all add up to the total.
type flat struct {
	*words
	column    string
	at        int
	total     string
	published bool
}

func (f *flat) code(r *reader, rec []string) (int32, error) {
	id, fresh := f.id(rec[f.at])
	if !fresh {
		return id, nil
	}
	if err := r.badCode(rec[f.at], f.at); err != nil {
		return 0, err
	}
	if rec[f.at] == f.total && !f.published {
		return 0, r.at("TOTAL", f.at, say("code %s is de naam van het totaal", "code %s is the name of the total", f.total),
			say("haal totalen uit de gegevens, of geef het totaal met total: een andere naam", "take totals out of the data, or give the total another name with total:"))
	}
	return id, nil
}

// finish puts the codes in lexical order, so that the order of rows is
// forgotten.
func (f *flat) finish() (*axis, []int32, error) {
	d := &Dimension{Name: f.column, Codes: []string{f.total}}
	for _, s := range slices.Sorted(slices.Values(f.texts)) {
		if s != f.total {
			d.Codes = append(d.Codes, s)
		}
	}
	split := Split{}
	number := map[string]int32{f.total: 0}
	for c := int32(1); c < int32(len(d.Codes)); c++ {
		split.Children = append(split.Children, c)
		number[d.Codes[c]] = c
	}
	if len(split.Children) > 0 {
		d.Splits = []Split{split}
	}
	became := make([]int32, len(f.texts))
	for i, s := range f.texts {
		became[i] = number[s]
	}
	return &axis{Dimension: d, columns: []string{f.column}}, became, nil
}
