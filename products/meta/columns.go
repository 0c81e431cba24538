package meta

import (
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// fixedColumn describes the columns that are no dimension. The file of
// indicators names some of them alike and means percentages.
func fixedColumn(name string, indicators bool) (column, bool) {
	c, ok := column{}, true
	text := func(nl, en, nlDef, enDef string) {
		c.title, c.description = sdmx.Text{NL: nl, EN: en}, sdmx.Text{NL: nlDef, EN: enDef}
	}
	switch name {
	case "cube":
		text("Kubus", "Cube", "Code van de kubus.", "Code of the cube.")
		c.required = true
	case "cohort":
		text("Cohort", "Cohort", "Cohortjaar: het jaar van vertrek of diploma.", "Cohort year: the year of leaving or of the diploma.")
		c.kind, c.required = kindYear, true
	case "obs_status":
		text("Status van de waarneming", "Observation status",
			"SDMX CL_OBS_STATUS: A getoond, Q niet getoond, M niet mogelijk.",
			"SDMX CL_OBS_STATUS: A shown, Q not shown, M not possible.")
		c.required, c.enum = true, []string{sdmx.ObsNormal, sdmx.ObsSuppressed}
		if indicators {
			c.enum = append(c.enum, indicator.ObsNotPossible)
		}
	case "conf_status":
		text("Status van de vertrouwelijkheid", "Confidentiality status",
			"SDMX CL_CONF_STATUS: F vrij, C afgeschermd.", "SDMX CL_CONF_STATUS: F free, C confidential.")
		c.required, c.enum = true, []string{sdmx.ConfFree, sdmx.ConfConfidential}
	default:
		if indicators {
			ok = indicatorColumn(name, text, &c)
		} else {
			ok = tableColumn(name, text, &c)
		}
	}
	c.name = name
	return c, ok
}

func tableColumn(name string, text func(nl, en, nlDef, enDef string), c *column) bool {
	switch name {
	case "table":
		text("Tabel", "Table", "Code van de tabel.", "Code of the table.")
		c.required = true
		return true
	case "value":
		text("Aantal", "Count", "Aantal personen; leeg als de waarde is afgeschermd.", "Number of persons; empty where the value is hidden.")
	case "lower":
		text("Ondergrens", "Lower bound",
			"Het kleinste aantal dat een buitenstaander voor mogelijk kan houden; gelijk aan de waarde als die is getoond.",
			"The smallest count an outsider can hold possible; equal to the value where that is shown.")
		c.required = true
	case "upper":
		text("Bovengrens", "Upper bound",
			"Het grootste aantal dat een buitenstaander voor mogelijk kan houden; leeg als er geen grens is.",
			"The largest count an outsider can hold possible; empty where there is no bound.")
	default:
		return false
	}
	c.kind = kindCount
	return true
}

func indicatorColumn(name string, text func(nl, en, nlDef, enDef string), c *column) bool {
	switch name {
	case "indicator":
		text("Indicator", "Indicator", "Code van de indicator.", "Code of the indicator.")
		c.required = true
	case "unit":
		text("Eenheid", "Unit", "Eenheid van waarde en grenzen.", "Unit of value and bounds.")
		c.required, c.enum = true, []string{indicator.Unit}
	case "numerator":
		text("Teller", "Numerator", "Aantal personen; leeg als het is afgeschermd of niet kan bestaan.", "Number of persons; empty where it is hidden or cannot exist.")
		c.kind = kindCount
	case "denominator":
		text("Noemer", "Denominator", "Aantal personen; leeg als het is afgeschermd.", "Number of persons; empty where it is hidden.")
		c.kind = kindCount
	case "value":
		text("Aandeel", "Share", "Procent; leeg als teller of noemer is afgeschermd.", "Percent; empty where numerator or denominator is hidden.")
		c.kind = kindPercent
	case "lower":
		text("Ondergrens", "Lower bound", "Procent, naar beneden afgerond.", "Percent, rounded down.")
		c.kind = kindPercent
	case "upper":
		text("Bovengrens", "Upper bound", "Procent, naar boven afgerond.", "Percent, rounded up.")
		c.kind = kindPercent
	default:
		return false
	}
	return true
}
