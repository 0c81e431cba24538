package ingest

import (
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Stage codes: is every code on its list and in the public register?
var (
	ruleValue = &Rule{
		"C-VALUE", SeverityReject,
		sdmx.Text{NL: "de waarde staat niet op de lijst van het veld in de indeling", EN: "the value is not on the field's list in the layout"},
		sdmx.Text{NL: "Corrigeer de waarde in de bron, of vul de lijst in de indeling aan.", EN: "Correct the value at the source, or add it to the list in the layout."},
	}
	ruleMap = &Rule{
		"C-MAP", SeverityReject,
		sdmx.Text{NL: "de waarde heeft geen tegenhanger in het canonieke record", EN: "the value has no counterpart in the canonical record"},
		sdmx.Text{NL: "Corrigeer de waarde in de bron, of vul de vertaling in de indeling aan.", EN: "Correct the value at the source, or add it to the map in the layout."},
	}
	ruleCode = &Rule{
		"C-CODE", SeverityReject,
		sdmx.Text{NL: "de code staat niet op de codelijst of geldt niet in dat jaar", EN: "the code is not on the codelist, or not valid in that year"},
		sdmx.Text{NL: "Gebruik een code uit codelists.yaml.", EN: "Use a code of codelists.yaml."},
	}
	ruleBRIN = &Rule{
		"C-BRIN", SeverityReject,
		sdmx.Text{NL: "de instelling staat niet in het openbare register", EN: "the institution is not in the public register"},
		sdmx.Text{NL: "Corrigeer de BRIN, of vul register/instelling.csv aan.", EN: "Correct the BRIN, or add it to register/instelling.csv."},
	}
	ruleOffer = &Rule{
		"C-OFFER", SeverityReject,
		sdmx.Text{NL: "de opleiding is op deze vestiging nooit aangeboden", EN: "the programme was never offered at this location"},
		sdmx.Text{NL: "Corrigeer instelling, vestiging, sector of opleiding, of vul register/aanbod.csv aan.", EN: "Correct institution, location, sector or programme, or add the offering to register/aanbod.csv."},
	}

	codeRules = []*Rule{ruleValue, ruleMap, ruleCode, ruleBRIN, ruleOffer}
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
	}
	return nil
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
