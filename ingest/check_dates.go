package ingest

import (
	"bytes"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Stage dates: are dates possible, and in the right order?
var (
	ruleRange = &Rule{
		"D-RANGE", SeverityReject,
		sdmx.Text{NL: "het jaar of de datum ligt buiten de grenzen van het veld", EN: "the year or date lies outside the limits of the field"},
		sdmx.Text{NL: "Corrigeer de waarde in de bron; de grenzen staan in records.yaml.", EN: "Correct the value at the source; the limits are in records.yaml."},
	}
	ruleOrder = &Rule{
		"D-ORDER", SeverityReject,
		sdmx.Text{NL: "de einddatum ligt voor de begindatum", EN: "the end date lies before the begin date"},
		sdmx.Text{NL: "Corrigeer begin of eind in de bron.", EN: "Correct begin or end at the source."},
	}
	ruleOfferYear = &Rule{
		"D-OFFER", SeverityReject,
		sdmx.Text{NL: "de opleiding is op deze vestiging in dat jaar niet aangeboden", EN: "the programme was not offered at this location in that year"},
		sdmx.Text{NL: "Corrigeer de datum of het jaar, of de periode in register/aanbod.csv.", EN: "Correct the date or year, or the period in register/aanbod.csv."},
	}
	ruleStudyYear = &Rule{
		"D-STUDYYEAR", SeverityWarning,
		sdmx.Text{NL: "de begindatum valt buiten het studiejaar van de rij", EN: "the begin date lies outside the study year of the row"},
		sdmx.Text{NL: "Ga na of jaar het jaar van 1 oktober van dit studiejaar is; de rij telt mee zoals geleverd.", EN: "Check that jaar is the year of this study year's 1 October; the row counts as delivered."},
	}

	dateRules = []*Rule{ruleRange, ruleOrder, ruleOfferYear, ruleStudyYear}
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
