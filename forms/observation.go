package forms

import (
	"fmt"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// field is one column of the file of a table, as sdmx.Dataset writes it.
type field struct {
	id                string
	title, definition sdmx.Text
	typ               string   // "code", "year", "count", "number"
	codes             []string // of a closed list
	pattern           string
	required          bool
	key               bool
	// hidden says that the field tells of what is hidden: true for the value,
	// which is then empty.
	hidden bool
}

// fields are the columns of a table, in the order of its files.
func fields(cube, table string, axes []Axis, form sdmx.Form, together int) []field {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	out := []field{
		{id: "cube", title: text("Kubus", "Cube"), definition: text("Code van de kubus.", "Code of the cube."), typ: "code", codes: []string{cube}, required: true, key: true},
		{id: "table", title: text("Tabel", "Table"), definition: text("Code van de tabel.", "Code of the table."), typ: "code", codes: []string{table}, required: true, key: true},
		{id: "cohort", title: text("Cohort", "Cohort"), definition: cohortOf(together), typ: "year", required: true, key: true},
	}
	for i := range axes {
		a := &axes[i]
		f := field{id: a.ID, title: a.Label, definition: a.Definition, typ: "code", required: true, key: true}
		if a.Open {
			f.pattern = openPattern
		} else {
			f.codes = a.ids()
		}
		out = append(out, f)
	}
	if form == sdmx.FormEstimated {
		return append(out, noisyFields()...)
	}
	if form == sdmx.FormPerturbed {
		return append(out, roundedFields()...)
	}
	out = append(out,
		field{id: "value", title: text("Aantal", "Count"), definition: text("Aantal personen; leeg als de waarde is afgeschermd.", "Number of persons; empty where the value is hidden."), typ: "count", hidden: true},
		field{id: "lower", title: text("Ondergrens", "Lower bound"), definition: text("Het kleinste aantal dat een buitenstaander voor mogelijk kan houden; gelijk aan de waarde als die is getoond.", "The smallest count an outsider can hold possible; equal to the value where that is shown."), typ: "count", required: true},
		field{id: "upper", title: text("Bovengrens", "Upper bound"), definition: text("Het grootste aantal dat een buitenstaander voor mogelijk kan houden; leeg als er geen grens is.", "The largest count an outsider can hold possible; empty where there is no bound."), typ: "count"},
		field{id: "obs_status", title: text("Status van de waarneming", "Observation status"), definition: text("A getoond, Q niet getoond.", "A shown, Q not shown."), typ: "code", codes: []string{sdmx.ObsNormal, sdmx.ObsSuppressed}, required: true},
		field{id: "conf_status", title: text("Status van de vertrouwelijkheid", "Confidentiality status"), definition: text("F vrij, C afgeschermd.", "F free, C confidential."), typ: "code", codes: []string{sdmx.ConfFree, sdmx.ConfConfidential}, required: true},
	)
	if form == sdmx.FormModelled {
		out = append(out, field{id: "modelled", title: text("Schatting (model)", "Estimate (modelled)"),
			definition: text("Wat een model van de getoonde cijfers maakt, binnen de grenzen: geen waarneming. Leeg waar de waarde is getoond.", "What a model makes of the figures that are shown, within the bounds: no observation. Empty where the value is shown."), typ: "number"})
	}
	return out
}

// cohortOf says what the cohort year of a figure is.
func cohortOf(together int) sdmx.Text {
	if together > 1 {
		return sdmx.Text{
			NL: fmt.Sprintf("Laatste van de %d cohortjaren die samen zijn geteld.", together),
			EN: fmt.Sprintf("Last of the %d cohort years that are counted together.", together),
		}
	}
	return sdmx.Text{NL: "Cohortjaar.", EN: "Cohort year."}
}

// noisyFields are the columns of a noisy count.
func noisyFields() []field {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	band := text("In 95 van de 100 gevallen ligt het echte aantal tussen ondergrens en bovengrens.", "In 95 of 100 cases the true number lies between the lower and the upper end.")
	return []field{
		{id: "value", title: text("Aantal", "Count"), definition: text("Aantal personen met ruis; te lezen met de band.", "Number of persons with noise; read with the band."), typ: "count", required: true},
		{id: "lower", title: text("Ondergrens van de band", "Lower end of the band"), definition: band, typ: "count", required: true},
		{id: "upper", title: text("Bovengrens van de band", "Upper end of the band"), definition: band, typ: "count", required: true},
		{id: "obs_status", title: text("Status van de waarneming", "Observation status"), definition: text("E met ruis.", "E noisy."), typ: "code", codes: []string{sdmx.ObsEstimated}, required: true},
		{id: "conf_status", title: text("Status van de vertrouwelijkheid", "Confidentiality status"), definition: text("F vrij.", "F free."), typ: "code", codes: []string{sdmx.ConfFree}, required: true},
		{id: "estimate", title: text("Schatting", "Estimate"), definition: text("Klopt gemiddeld en kan negatief zijn; om mee op te tellen of te rekenen.", "Right on average, and possibly negative; to add up and infer with."), typ: "number", required: true},
		{id: "standard_error", title: text("Standaardfout", "Standard error"), definition: text("Ten hoogste zoveel wijkt de schatting gemiddeld af, als standaardafwijking.", "At most so much the estimate is off, as a standard deviation."), typ: "number", required: true},
	}
}

// roundedFields are the columns of a perturbed count.
func roundedFields() []field {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	return []field{
		{id: "value", title: text("Aantal", "Count"), definition: text("Aantal personen, afgerond; te lezen met de grenzen.", "Number of persons, rounded; read with the bounds."), typ: "count", required: true},
		{id: "lower", title: text("Ondergrens", "Lower bound"), definition: text("Het echte aantal is zeker niet kleiner.", "The true number is certainly not smaller."), typ: "count", required: true},
		{id: "upper", title: text("Bovengrens", "Upper bound"), definition: text("Het echte aantal is zeker niet groter.", "The true number is certainly not larger."), typ: "count", required: true},
		{id: "obs_status", title: text("Status van de waarneming", "Observation status"), definition: text("E afgerond.", "E rounded."), typ: "code", codes: []string{sdmx.ObsEstimated}, required: true},
		{id: "conf_status", title: text("Status van de vertrouwelijkheid", "Confidentiality status"), definition: text("F vrij.", "F free."), typ: "code", codes: []string{sdmx.ConfFree}, required: true},
		{id: "method", title: text("Methode", "Method"), definition: text("Hoe het aantal is veranderd.", "How the count was changed."), typ: "code", codes: []string{sdmx.Rounding, sdmx.CellKey}, required: true},
	}
}

// together is over how many cohorts the figures of a transition are.
func together(s *spec.Specification, t *spec.Transition) int {
	if p := s.Populations[t.Population]; p.Pooled() {
		return p.Publish.Pool.Cohorts
	}
	return 1
}

// form says which columns the files of a transition have.
func form(s *spec.Specification, t *spec.Transition) sdmx.Form {
	switch {
	case noisy(s, t):
		return sdmx.FormEstimated
	case s.Populations[t.Population].Modelled():
		return sdmx.FormModelled
	case s.Populations[t.Population].Perturbed():
		return sdmx.FormPerturbed
	}
	return sdmx.FormExact
}

// noisy reports whether every count of a transition has noise.
func noisy(s *spec.Specification, t *spec.Transition) bool {
	return s.Populations[t.Population].Formal()
}
