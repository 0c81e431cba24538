package register

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
)

// Names of the tables.
const (
	boardsFile       = "bestuur.csv"
	institutionsFile = "instelling.csv"
	offeringsFile    = "aanbod.csv"
	programmesFile   = "opleiding.csv"
)

// Load reads and checks the four tables in fsys. Every fault is an *Error;
// the first faults are joined.
func Load(fsys fs.FS) (*Register, error) {
	r := &Register{
		boards:       map[string]Board{},
		institutions: map[string]Institution{},
		offered:      map[place][]Offering{},
		programmes:   map[string]Programme{},
	}
	l := &loader{fsys: fsys, r: r, sum: sha256.New()}
	institutions, programmes := newChain(institutionsFile), newChain(programmesFile)
	l.table(boardsFile, []string{"bestuur", "naam"}, l.board)
	l.table(institutionsFile, []string{"brin", "naam", "provincie", "plaats", "geopend", "gesloten", "opvolger", "bestuur", "grootte"},
		func(row row) { l.institution(row, institutions) })
	l.table(programmesFile, []string{"code", "sector", "naam", "niveau", "onderdeel", "nominaal", "vervallen", "opvolger"},
		func(row row) { l.programme(row, programmes) })
	r.merged, r.reformed = institutions.follow(l), programmes.follow(l)
	l.sectors(programmes)
	l.table(offeringsFile, []string{"brin", "vest", "sector", "opleiding", "vanaf", "tot"}, l.offering)
	l.order()
	if len(l.errs) > 0 {
		return nil, fmt.Errorf("public register: %w", errors.Join(l.errs...))
	}
	r.digest = hex.EncodeToString(l.sum.Sum(nil))
	return r, nil
}

func (l *loader) board(row row) {
	b := Board{Code: row.required("bestuur"), Name: row.required("naam")}
	if _, ok := l.r.boards[b.Code]; ok {
		row.bad("bestuur", RuleDouble, "the board is listed twice")
	}
	l.r.boards[b.Code] = b
}

func (l *loader) institution(row row, successors *chain) {
	i := Institution{
		BRIN: row.required("brin"), Name: row.required("naam"), Province: row.get("provincie"), Place: row.get("plaats"),
		Opened: row.year("geopend", true), Closed: row.year("gesloten", false), Successor: row.get("opvolger"),
		Board: row.get("bestuur"), Size: row.get("grootte"),
	}
	if i.BRIN != "" && !isBRIN(i.BRIN) {
		row.bad("brin", RuleBRIN, "a BRIN is two digits and two capitals")
	}
	if _, ok := l.r.institutions[i.BRIN]; ok {
		row.bad("brin", RuleDouble, "the institution is listed twice")
		return
	}
	if i.Closed != 0 && i.Closed < i.Opened {
		row.bad("gesloten", RulePeriod, "closed before it was opened")
	}
	if i.Successor != "" && i.Closed == 0 {
		row.bad("opvolger", RuleSuccessor, "an institution that is open has no successor")
	}
	if _, ok := l.r.boards[i.Board]; !ok && i.Board != "" {
		row.bad("bestuur", RuleReference, "the board is not in "+boardsFile)
	}
	l.r.institutions[i.BRIN] = i
	successors.add(i.BRIN, i.Successor, i.Closed, row.line)
}

func (l *loader) programme(row row, successors *chain) {
	p := Programme{
		Code: row.required("code"), Sector: row.required("sector"), Name: row.required("naam"),
		Level: row.get("niveau"), Field: row.get("onderdeel"), Nominal: row.number("nominaal"),
		Expired: row.year("vervallen", false), Successor: row.get("opvolger"),
	}
	if _, ok := l.r.programmes[p.Code]; ok {
		row.bad("code", RuleDouble, "the programme is listed twice")
		return
	}
	if (p.Successor == "") != (p.Expired == 0) {
		row.bad("opvolger", RuleSuccessor, "a reformed programme needs both a successor and the year in which it expired")
	}
	l.r.programmes[p.Code] = p
	successors.add(p.Code, p.Successor, p.Expired, row.line)
}

// sectors refuses a programme reformed into one of another sector: fields of
// different sectors are different lists.
func (l *loader) sectors(c *chain) {
	for _, code := range slices.Sorted(maps.Keys(c.links)) {
		own := c.links[code]
		if to, ok := l.r.programmes[own.to]; ok && to.Sector != l.r.programmes[code].Sector {
			l.bad(c.file, own.line, "opvolger", RuleReference, "the successor is of another sector")
		}
	}
}

func (l *loader) offering(row row) {
	o := Offering{
		BRIN: row.required("brin"), Location: row.required("vest"), Sector: row.required("sector"), Programme: row.required("opleiding"),
		From: row.year("vanaf", true), Until: row.year("tot", false),
	}
	if _, ok := l.r.institutions[o.BRIN]; !ok && o.BRIN != "" {
		row.bad("brin", RuleReference, "the institution is not in "+institutionsFile)
	}
	p, ok := l.r.programmes[o.Programme]
	if !ok && o.Programme != "" {
		row.bad("opleiding", RuleReference, "the programme is not in "+programmesFile)
	} else if ok && p.Sector != o.Sector {
		row.bad("sector", RuleReference, "the sector differs from that in "+programmesFile)
	}
	if o.Until != 0 && o.Until < o.From {
		row.bad("tot", RulePeriod, "ends before it starts")
	}
	at := place{o.BRIN, o.Location, o.Sector, o.Programme}
	for _, other := range l.r.offered[at] {
		if (other.Until == 0 || o.From <= other.Until) && (o.Until == 0 || other.From <= o.Until) {
			row.bad("vanaf", RuleDouble, "the period overlaps another line of the same offering")
			break
		}
	}
	l.r.offered[at] = append(l.r.offered[at], o)
	l.r.offerings = append(l.r.offerings, o)
}

// order sorts the offerings.
func (l *loader) order() {
	slices.SortFunc(l.r.offerings, func(a, b Offering) int {
		return cmp.Or(cmp.Compare(a.BRIN, b.BRIN), cmp.Compare(a.Location, b.Location), cmp.Compare(a.Sector, b.Sector),
			cmp.Compare(a.Programme, b.Programme), cmp.Compare(a.From, b.From))
	})
}

func isBRIN(s string) bool {
	digit := func(c byte) bool { return c >= '0' && c <= '9' }
	capital := func(c byte) bool { return c >= 'A' && c <= 'Z' }
	return len(s) == 4 && digit(s[0]) && digit(s[1]) && capital(s[2]) && capital(s[3])
}
