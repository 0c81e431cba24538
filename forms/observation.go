package forms

import "doorstroommonitor/sdmx"

// field is one column of the file of a table, as sdmx.Dataset writes it.
type field struct {
	id                string
	title, definition sdmx.Text
	typ               string   // "code", "year", "count"
	codes             []string // of a closed list
	pattern           string
	required          bool
	key               bool
	// hidden says that the field tells of what is hidden: true for the value,
	// which is then empty.
	hidden bool
}

// fields are the columns of a table, in the order of its files.
func fields(cube, table string, axes []Axis) []field {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	out := []field{
		{id: "cube", title: text("Kubus", "Cube"), definition: text("Code van de kubus.", "Code of the cube."), typ: "code", codes: []string{cube}, required: true, key: true},
		{id: "table", title: text("Tabel", "Table"), definition: text("Code van de tabel.", "Code of the table."), typ: "code", codes: []string{table}, required: true, key: true},
		{id: "cohort", title: text("Cohort", "Cohort"), definition: text("Cohortjaar.", "Cohort year."), typ: "year", required: true, key: true},
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
	return append(out,
		field{id: "value", title: text("Aantal", "Count"), definition: text("Aantal personen; leeg als de waarde is afgeschermd.", "Number of persons; empty where the value is hidden."), typ: "count", hidden: true},
		field{id: "lower", title: text("Ondergrens", "Lower bound"), definition: text("Het kleinste aantal dat een buitenstaander voor mogelijk kan houden; gelijk aan de waarde als die is getoond.", "The smallest count an outsider can hold possible; equal to the value where that is shown."), typ: "count", required: true},
		field{id: "upper", title: text("Bovengrens", "Upper bound"), definition: text("Het grootste aantal dat een buitenstaander voor mogelijk kan houden; leeg als er geen grens is.", "The largest count an outsider can hold possible; empty where there is no bound."), typ: "count"},
		field{id: "obs_status", title: text("Status van de waarneming", "Observation status"), definition: text("A getoond, Q niet getoond.", "A shown, Q not shown."), typ: "code", codes: []string{sdmx.ObsNormal, sdmx.ObsSuppressed}, required: true},
		field{id: "conf_status", title: text("Status van de vertrouwelijkheid", "Confidentiality status"), definition: text("F vrij, C afgeschermd.", "F free, C confidential."), typ: "code", codes: []string{sdmx.ConfFree, sdmx.ConfConfidential}, required: true},
	)
}
