package ingest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/pseudonym"
)

// LinkRate says how many of the persons with a row of a record and year are
// known from elsewhere: they also have a row of another record of that year
// or an earlier one, or of the same record of an earlier year. Who is in the
// record of persons alone is not linked. Years in which nobody could be
// linked, since nothing else was supplied of them or before, are left out.
type LinkRate struct {
	Record  string `json:"record"`
	Year    int    `json:"year"`
	Persons int64  `json:"persons"`
	Linked  int64  `json:"linked"`
}

// linkKey is one record type, by index of its plan, and year.
type linkKey struct{ record, year int }

type linkCount struct{ persons, linked int64 }

// linker remembers who is in which record and year of one bucket.
type linker struct {
	ids   map[[pseudonym.Size]byte]int32
	first [][]int // by person and record: the earliest year, 0 for none
	seen  map[linkKey][]int32
	plans int
}

func newLinker(plans int) *linker {
	return &linker{ids: map[[pseudonym.Size]byte]int32{}, seen: map[linkKey][]int32{}, plans: plans}
}

// add takes a person with a stored row; years of a record come in order.
func (l *linker) add(record, year int, name []byte) {
	key := [pseudonym.Size]byte(name)
	id, known := l.ids[key]
	if !known {
		id = int32(len(l.first))
		l.ids[key] = id
		l.first = append(l.first, make([]int, l.plans))
	}
	if l.first[id][record] == 0 {
		l.first[id][record] = year
	}
	l.seen[linkKey{record, year}] = append(l.seen[linkKey{record, year}], id)
}

// count adds what is known when the bucket is done.
func (l *linker) count(into map[linkKey]linkCount) {
	for k, ids := range l.seen {
		n := into[k]
		for _, id := range ids {
			n.persons++
			if links(l.first[id], k) {
				n.linked++
			}
		}
		into[k] = n
	}
}

// links reports whether there is something to link to: the earliest year of
// each record, 0 for none.
func links(first []int, k linkKey) bool {
	for record, year := range first {
		if year != 0 && (year < k.year || year == k.year && record != k.record) {
			return true
		}
	}
	return false
}

// linkRates lists the rates by record and year.
func (s *intake) linkRates(counts map[linkKey]linkCount) []LinkRate {
	first := make([]int, len(s.plans))
	for k := range counts {
		if first[k.record] == 0 || k.year < first[k.record] {
			first[k.record] = k.year
		}
	}
	var out []LinkRate
	for k, n := range counts {
		if links(first, k) {
			out = append(out, LinkRate{s.plans[k.record].id, k.year, n.persons, n.linked})
		}
	}
	slices.SortFunc(out, func(a, b LinkRate) int {
		return cmp.Or(strings.Compare(a.Record, b.Record), cmp.Compare(a.Year, b.Year))
	})
	return out
}

// writeLinks writes the rates as shares, a line for each record and a column
// for each year.
func (r *Receipt) writeLinks(b *strings.Builder, lang string) {
	if len(r.Links) == 0 {
		return
	}
	var years []int
	var records []string
	shares := map[string]map[int]string{}
	for _, l := range r.Links {
		if shares[l.Record] == nil {
			shares[l.Record] = map[int]string{}
			records = append(records, l.Record)
		}
		shares[l.Record][l.Year] = percent(l.Linked, l.Persons, lang)
		years = append(years, l.Year)
	}
	slices.Sort(years)
	years = slices.Compact(years)
	head := []string{word("links", lang)}
	for _, y := range years {
		head = append(head, strconv.Itoa(y))
	}
	rows := [][]string{head}
	for _, id := range records {
		row := []string{id}
		for _, y := range years {
			row = append(row, cmp.Or(shares[id][y], "-"))
		}
		rows = append(rows, row)
	}
	align(b, rows)
	b.WriteString(word("linked", lang) + "\n\n")
}

// percent writes a share with one decimal, rounded down: only all is 100.
func percent(part, whole int64, lang string) string {
	tenths := 1000 * part / whole
	mark := ","
	if lang == "en" {
		mark = "."
	}
	return strconv.FormatInt(tenths/10, 10) + mark + strconv.FormatInt(tenths%10, 10)
}
