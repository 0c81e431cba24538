package ingest

import (
	"bytes"

	"doorstroommonitor/spec"
)

// Stage dates: are dates possible, and in the right order?
var (
	ruleRange     = rejects("D-RANGE")
	ruleOrder     = rejects("D-ORDER")
	ruleOfferYear = rejects("D-OFFER")
	ruleStudyYear = &Rule{"D-STUDYYEAR", []string{spec.SeverityWarning, spec.SeverityReject, spec.SeverityStop}}

	ruleDiploma = &Rule{"D-DIPLOMA", []string{spec.SeverityWarning, spec.SeverityReject, spec.SeverityStop}}

	dateRules = []*Rule{ruleRange, ruleOrder, ruleOfferYear, ruleStudyYear, ruleDiploma}
)

// checkRange says whether a year or date that passed the format stage lies
// outside the field's limits.
func (f *fieldPlan) checkRange(v []byte) *Rule {
	if len(v) == 0 || f.typ != spec.TypeYear && f.typ != spec.TypeDate {
		return nil
	}
	// Years of four digits and ISO dates sort as text.
	if len(f.min) > 0 && bytes.Compare(v, f.min) < 0 || len(f.max) > 0 && bytes.Compare(v, f.max) > 0 {
		return ruleRange
	}
	return nil
}

// inStudyYear reports whether date lies in 1 August of year up to 31 August
// of the next: wide enough for every sector.
func inStudyYear(date []byte, year int) bool {
	y, month := number(date[:4]), number(date[5:7])
	return y == year && month >= 8 || y == year+1 && month <= 8
}

// yearAfter is the year of the first 1 October after a date: a date in
// October of T up to September of T+1 gives T+1.
func yearAfter(date []byte) int {
	y := number(date[:4])
	if number(date[5:7]) >= 10 {
		y++
	}
	return y
}
