package columns

import (
	"fmt"

	"doorstroommonitor/sdmx"
)

// Field is one column of the file of a table, as sdmx.Dataset writes it.
type Field struct {
	ID                string
	Title, Definition sdmx.Text
	Kind              Kind
	Codes             []string // of a closed list
	Pattern           string   // of a code of an open one
	Required          bool     // never empty
	Key               bool     // tells the lines apart
}

// Kind is what stands in a column.
type Kind int

// The kinds of columns.
const (
	Code   Kind = iota
	Year        // a cohort year
	Count       // a whole number of persons, 0 or more
	Number      // with decimals
)

// Fields are the columns of a table, in the order of its files.
func (t *Table) Fields() []Field {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	out := []Field{
		{ID: "cube", Title: text("Kubus", "Cube"), Definition: text("Code van de kubus.", "Code of the cube."), Kind: Code, Codes: []string{t.Cube}, Required: true, Key: true},
		{ID: "table", Title: text("Tabel", "Table"), Definition: text("Code van de tabel.", "Code of the table."), Kind: Code, Codes: []string{t.ID}, Required: true, Key: true},
		{ID: "cohort", Title: text("Cohort", "Cohort"), Definition: cohortOf(t.Together), Kind: Year, Required: true, Key: true},
	}
	for i := range t.Axes {
		a := &t.Axes[i]
		f := Field{ID: a.ID, Title: a.Label, Definition: a.Definition, Kind: Code, Required: true, Key: true}
		if a.Open {
			f.Pattern = OpenPattern
		} else {
			f.Codes = a.ids()
		}
		out = append(out, f)
	}
	if t.Form == sdmx.FormEstimated {
		return append(out, noisyFields()...)
	}
	if t.Form == sdmx.FormPerturbed {
		return append(out, roundedFields()...)
	}
	out = append(out,
		Field{ID: "value", Title: text("Aantal", "Count"), Definition: text("Aantal personen; leeg als de waarde is afgeschermd.", "Number of persons; empty where the value is hidden."), Kind: Count},
		Field{ID: "lower", Title: text("Ondergrens", "Lower bound"), Definition: text("Het kleinste aantal dat een buitenstaander voor mogelijk kan houden; gelijk aan de waarde als die is getoond.", "The smallest count an outsider can hold possible; equal to the value where that is shown."), Kind: Count, Required: true},
		Field{ID: "upper", Title: text("Bovengrens", "Upper bound"), Definition: text("Het grootste aantal dat een buitenstaander voor mogelijk kan houden; leeg als er geen grens is.", "The largest count an outsider can hold possible; empty where there is no bound."), Kind: Count},
		Field{ID: "obs_status", Title: text("Status van de waarneming", "Observation status"), Definition: text("A getoond, Q niet getoond.", "A shown, Q not shown."), Kind: Code, Codes: []string{sdmx.ObsNormal, sdmx.ObsSuppressed}, Required: true},
		Field{ID: "conf_status", Title: text("Status van de vertrouwelijkheid", "Confidentiality status"), Definition: text("F vrij, C afgeschermd.", "F free, C confidential."), Kind: Code, Codes: []string{sdmx.ConfFree, sdmx.ConfConfidential}, Required: true},
	)
	if t.Form == sdmx.FormModelled {
		out = append(out, Field{ID: "modelled", Title: text("Schatting (model)", "Estimate (modelled)"),
			Definition: text("Wat een model van de getoonde cijfers maakt, binnen de grenzen: geen waarneming. Leeg waar de waarde is getoond.", "What a model makes of the figures that are shown, within the bounds: no observation. Empty where the value is shown."), Kind: Number})
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
func noisyFields() []Field {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	band := text("In 95 van de 100 gevallen ligt het echte aantal tussen ondergrens en bovengrens.", "In 95 of 100 cases the true number lies between the lower and the upper end.")
	return []Field{
		{ID: "value", Title: text("Aantal", "Count"), Definition: text("Aantal personen met ruis; te lezen met de band.", "Number of persons with noise; read with the band."), Kind: Count, Required: true},
		{ID: "lower", Title: text("Ondergrens van de band", "Lower end of the band"), Definition: band, Kind: Count, Required: true},
		{ID: "upper", Title: text("Bovengrens van de band", "Upper end of the band"), Definition: band, Kind: Count, Required: true},
		{ID: "obs_status", Title: text("Status van de waarneming", "Observation status"), Definition: text("E met ruis.", "E noisy."), Kind: Code, Codes: []string{sdmx.ObsEstimated}, Required: true},
		{ID: "conf_status", Title: text("Status van de vertrouwelijkheid", "Confidentiality status"), Definition: text("F vrij.", "F free."), Kind: Code, Codes: []string{sdmx.ConfFree}, Required: true},
		{ID: "estimate", Title: text("Schatting", "Estimate"), Definition: text("Klopt gemiddeld en kan negatief zijn; om mee op te tellen of te rekenen.", "Right on average, and possibly negative; to add up and infer with."), Kind: Number, Required: true},
		{ID: "standard_error", Title: text("Standaardfout", "Standard error"), Definition: text("Ten hoogste zoveel wijkt de schatting gemiddeld af, als standaardafwijking.", "At most so much the estimate is off, as a standard deviation."), Kind: Number, Required: true},
	}
}

// roundedFields are the columns of a perturbed count.
func roundedFields() []Field {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	return []Field{
		{ID: "value", Title: text("Aantal", "Count"), Definition: text("Aantal personen, afgerond; te lezen met de grenzen.", "Number of persons, rounded; read with the bounds."), Kind: Count, Required: true},
		{ID: "lower", Title: text("Ondergrens", "Lower bound"), Definition: text("Het echte aantal is zeker niet kleiner.", "The true number is certainly not smaller."), Kind: Count, Required: true},
		{ID: "upper", Title: text("Bovengrens", "Upper bound"), Definition: text("Het echte aantal is zeker niet groter.", "The true number is certainly not larger."), Kind: Count, Required: true},
		{ID: "obs_status", Title: text("Status van de waarneming", "Observation status"), Definition: text("E afgerond.", "E rounded."), Kind: Code, Codes: []string{sdmx.ObsEstimated}, Required: true},
		{ID: "conf_status", Title: text("Status van de vertrouwelijkheid", "Confidentiality status"), Definition: text("F vrij.", "F free."), Kind: Code, Codes: []string{sdmx.ConfFree}, Required: true},
		{ID: "method", Title: text("Methode", "Method"), Definition: text("Hoe het aantal is veranderd.", "How the count was changed."), Kind: Code, Codes: []string{sdmx.Rounding, sdmx.CellKey}, Required: true},
	}
}
