// Package register is the public register of institutions, their offerings
// and programmes: which cells can exist, and who carries whose figures after
// a merger.
//
// What belongs here: reading and checking the four tables and answering
// questions about them. What does not: anything about a person; the register
// is public and travels with no person data.
//
// # The tables
//
// Comma-separated, UTF-8, LF, with these header lines:
//
//	bestuur.csv     bestuur,naam
//	instelling.csv  brin,naam,provincie,plaats,geopend,gesloten,opvolger,bestuur,grootte
//	aanbod.csv      brin,vest,sector,opleiding,vanaf,tot
//	opleiding.csv   code,sector,naam,niveau,onderdeel,nominaal,vervallen,opvolger
//
// Years are yyyy. gesloten and opvolger are empty while an institution is
// open; opvolger carries the figures after a merger in the year gesloten.
// bestuur is the school board; empty where an institution has one for itself
// alone. grootte is a size class that the register publishes, empty where it
// does not. vanaf and tot are the first and last study year (year of its
// 1 October) in which a programme is offered at a location; tot is empty while
// it still is. A programme that was reformed names its successor, which
// carries its figures from the study year vervallen on.
package register

import (
	"iter"
	"maps"
	"slices"
)

// Board is a school board (bevoegd gezag): it governs institutions.
type Board struct{ Code, Name string }

// Institution is one institution. Closed is 0 while it is open; Successor is
// then empty. Board and Size are empty where the register has none.
type Institution struct {
	BRIN, Name, Province, Place string
	Opened, Closed              int
	Successor                   string
	Board, Size                 string
}

// Offering says that a programme is or was offered at a location in the study
// years From..Until, both included; Until is 0 while it still is.
type Offering struct {
	BRIN, Location, Sector, Programme string
	From, Until                       int
}

// Covers reports whether the offering covers the study year.
func (o Offering) Covers(year int) bool {
	return year >= o.From && (o.Until == 0 || year <= o.Until)
}

// Programme is one programme. Field is the croho-onderdeel (higher education)
// or the domain (vocational education), else empty. Nominal is the nominal
// length in years. Expired is the first study year of Successor; both are zero
// for a programme that was not reformed.
type Programme struct {
	Code, Sector, Name, Level, Field string
	Nominal, Expired                 int
	Successor                        string
}

// Predecessor is a code whose figures another carries since a year.
type Predecessor struct {
	Code  string
	Since int
}

// Register is a checked register. It does not change after Load and may be
// used by several goroutines.
type Register struct {
	boards       map[string]Board
	institutions map[string]Institution
	offerings    []Offering // ascending
	offered      map[place][]Offering
	programmes   map[string]Programme
	merged       lineage // institutions
	reformed     lineage // programmes
	digest       string
}

type place struct{ brin, location, sector, programme string }

// Digest is the SHA-256 (hexadecimal) of the four tables.
func (r *Register) Digest() string { return r.digest }

// Institution returns the institution with that BRIN.
func (r *Register) Institution(brin string) (Institution, bool) {
	i, ok := r.institutions[brin]
	return i, ok
}

// Institutions goes through all institutions by BRIN.
func (r *Register) Institutions() iter.Seq[Institution] {
	return func(yield func(Institution) bool) {
		for _, brin := range slices.Sorted(maps.Keys(r.institutions)) {
			if !yield(r.institutions[brin]) {
				return
			}
		}
	}
}

// Actual returns the institution that carries the figures of brin today: the
// end of its chain of successors. An unknown BRIN stands for itself.
func (r *Register) Actual(brin string) string { return r.merged.end(brin) }

// Predecessors returns the institutions, directly or through others, whose
// figures brin carries today, in the order in which they closed.
func (r *Register) Predecessors(brin string) []Predecessor { return r.merged.into(brin) }

// ActualProgramme and ProgrammePredecessors are the same for programmes.
func (r *Register) ActualProgramme(code string) string { return r.reformed.end(code) }

// ProgrammePredecessors returns the programmes whose figures code carries.
func (r *Register) ProgrammePredecessors(code string) []Predecessor { return r.reformed.into(code) }

// ActualField returns the field under which a programme is counted today: that
// of the programme it was reformed into. Its level and length stay its own:
// those say what somebody followed, and a reform does not change that.
func (r *Register) ActualField(code string) string {
	return r.programmes[r.ActualProgramme(code)].Field
}

// Offerings goes through all offerings, ascending by institution, location,
// sector, programme and first year.
func (r *Register) Offerings() iter.Seq[Offering] { return slices.Values(r.offerings) }

// Offered reports whether the programme was offered at that location in the
// study year.
func (r *Register) Offered(brin, location, sector, programme string, year int) bool {
	for _, o := range r.offered[place{brin, location, sector, programme}] {
		if o.Covers(year) {
			return true
		}
	}
	return false
}

// Programme returns the programme with that code.
func (r *Register) Programme(code string) (Programme, bool) {
	p, ok := r.programmes[code]
	return p, ok
}

// Programmes goes through all programmes by code.
func (r *Register) Programmes() iter.Seq[Programme] {
	return func(yield func(Programme) bool) {
		for _, code := range slices.Sorted(maps.Keys(r.programmes)) {
			if !yield(r.programmes[code]) {
				return
			}
		}
	}
}
