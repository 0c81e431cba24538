package table

import (
	"strings"

	"doorstroommonitor/protect"
)

// people gives each row the key of its person.
type people struct {
	field  int
	secret []byte
	seen   map[string]bool
}

// peopleOf returns nil where the method needs no keys.
func (f *File) peopleOf(r *reader) (*people, error) {
	if f.method() != cellKey {
		return nil, nil
	}
	field, err := r.column(f.CellKey.Person)
	if err != nil {
		return nil, err
	}
	secret, err := f.secret()
	return &people{field, secret, map[string]bool{}}, err
}

// key returns the record key. A person who is there twice would bring the same
// key twice.
func (p *people) key(r *reader, rec []string) (uint64, error) {
	who := rec[p.field]
	if p.seen[who] {
		return 0, r.at("PERSON", p.field, say("een eerdere rij heeft dezelfde persoon", "an earlier row has the same person"), say("geef elke persoon één rij, of maak persoon en jaar samen de kolom", "give each person one row, or make person and year together the column"))
	}
	key, err := protect.RecordKey(p.secret, who, "")
	if err != nil {
		return 0, r.at("PERSON", p.field, say("de persoon ontbreekt of heeft een nulbyte", "the person is missing or has a zero byte"), say("vul de persoon in", "fill in the person"))
	}
	p.seen[strings.Clone(who)] = true
	return key, nil
}
