package ingest

import (
	"slices"

	"doorstroommonitor/spec"
)

// Stage codes: is every code on its list and in the public register?
var (
	ruleValue  = rejects("C-VALUE")
	ruleMap    = rejects("C-MAP")
	ruleProg   = rejects("C-PROGRAMME")
	ruleCode   = rejects("C-CODE")
	ruleBRIN   = rejects("C-BRIN")
	ruleOffer  = rejects("C-OFFER")
	ruleSector = rejects("C-SECTOR")
	// Two fields that cannot both be so.
	ruleTogether = rejects("C-TOGETHER")
	ruleLevel    = &Rule{"C-LEVEL", []string{spec.SeverityWarning, spec.SeverityReject, spec.SeverityStop}}

	codeRules = []*Rule{ruleValue, ruleMap, ruleProg, ruleCode, ruleBRIN, ruleOffer, ruleSector, ruleTogether, ruleLevel}
)

// codeSpan is the validity of a code; 0 is open.
type codeSpan struct{ from, until int }

// checkCode says which code rule a value that passed the format stage breaks.
// The year is that of the record, 0 when it has none.
func (f *fieldPlan) checkCode(v []byte, year int) *Rule {
	if len(v) == 0 {
		return nil
	}
	switch f.typ {
	case spec.TypeCode:
		s, ok := f.codes[string(v)]
		if !ok || year != 0 && (s.from != 0 && year < s.from || s.until != 0 && year > s.until) {
			return ruleCode
		}
	case spec.TypeBRIN:
		if !f.brins[string(v)] {
			return ruleBRIN
		}
		if f.offers != nil && !f.offersIn(v, year) {
			return ruleSector
		}
	}
	return nil
}

// offersIn reports whether the institution offered any programme of the
// field's sector in the year or in the one before: whoever is counted in a
// year by what happened before its 1 October was still in the school year that
// began the year before.
func (f *fieldPlan) offersIn(brin []byte, year int) bool {
	for _, o := range f.offers[string(brin)] {
		if o.Covers(year) || o.Covers(year-1) {
			return true
		}
	}
	return false
}

// checkLevel reports whether the level of a row is that of its programme in
// the public register, where that has one.
func (f *fieldPlan) checkLevel(level, programme []byte) bool {
	of := f.levels[string(programme)]
	return of == "" || len(level) == 0 || of == string(level) || slices.Contains(f.levelExcept, string(level))
}

// admitted reports whether the field is empty, or filled where the others of the
// row say that it may be.
func (f *fieldPlan) admitted(cells [][]byte) bool {
	if len(cells[f.index]) == 0 {
		return true
	}
	for _, c := range f.only {
		if !slices.Contains(c.codes, string(cells[c.at])) {
			return false
		}
	}
	return true
}

// checkOffer holds the row against the public register: the programme must
// have been offered there (stage codes), and in that year (stage dates). A
// record whose year follows from a date, a diploma, may also belong to an
// offering of the year before.
func (p *recordPlan) checkOffer(w *worker, cells [][]byte, year int) *Rule {
	key := w.offerKey[:0]
	for i, at := range p.offered {
		if i > 0 {
			key = append(key, 0)
		}
		key = append(key, cells[at]...)
	}
	w.offerKey = key
	spans, ok := p.offers[string(key)]
	if !ok {
		return ruleOffer
	}
	for _, s := range spans {
		if s.Covers(year) || p.derived && s.Covers(year-1) {
			return nil
		}
	}
	return ruleOfferYear
}
