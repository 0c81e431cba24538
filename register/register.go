// Package register is the public register of institutions, their offerings
// and programmes: which cells can exist, and who carries whose figures after
// a merger.
//
// What belongs here: reading and checking the three tables and answering
// questions about them. What does not: anything about a person; the register
// is public and travels with no person data.
//
// # The tables
//
// Comma-separated, UTF-8, LF, with these header lines:
//
//	instelling.csv  brin,naam,provincie,plaats,geopend,gesloten,opvolger
//	aanbod.csv      brin,vest,sector,opleiding,vanaf,tot
//	opleiding.csv   code,sector,naam,niveau,onderdeel,nominaal
//
// Years are yyyy. gesloten and opvolger are empty while an institution is
// open; opvolger carries the figures after a merger in the year gesloten.
// vanaf and tot are the first and last study year (year of its 1 October) in
// which a programme is offered at a location; tot is empty while it still is.
package register

import (
	"iter"
	"maps"
	"slices"
)

// Institution is one institution. Closed is 0 while it is open; Successor is
// then empty.
type Institution struct {
	BRIN, Name, Province, Place string
	Opened, Closed              int
	Successor                   string
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
// length in years.
type Programme struct {
	Code, Sector, Name, Level, Field string
	Nominal                          int
}

// Register is a checked register. It does not change after Load and may be
// used by several goroutines.
type Register struct {
	institutions map[string]Institution
	actual       map[string]string   // brin -> end of its chain of successors
	predecessors map[string][]string // brin -> all that end in it, by year of closing
	offerings    []Offering          // ascending
	offered      map[place][]Offering
	programmes   map[string]Programme
	digest       string
}

type place struct{ brin, location, sector, programme string }

// Digest is the SHA-256 (hexadecimal) of the three tables.
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
func (r *Register) Actual(brin string) string {
	if a, ok := r.actual[brin]; ok {
		return a
	}
	return brin
}

// Predecessors returns the institutions, directly or through others, whose
// figures brin carries today, in the order in which they closed.
func (r *Register) Predecessors(brin string) []string {
	return slices.Clone(r.predecessors[brin])
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
