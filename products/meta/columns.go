package meta

import (
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// fixedColumn describes the columns of indicator files and of measurements that
// are no dimension.
func fixedColumn(name string, form sdmx.Form) (column, bool) {
	noisy, perturbed := form == sdmx.FormEstimated, form == sdmx.FormPerturbed
	c, ok := column{}, true
	text := func(nl, en, nlDef, enDef string) {
		c.title, c.description = sdmx.Text{NL: nl, EN: en}, sdmx.Text{NL: nlDef, EN: enDef}
	}
	switch name {
	case "cube":
		text("Kubus", "Cube", "Code van de kubus.", "Code of the cube.")
		c.required = true
	case "table":
		text("Tabel", "Table", "Code van de tabel.", "Code of the table.")
		c.required = true
	case "cohort":
		text("Cohort", "Cohort", "Cohortjaar: het jaar van vertrek of diploma.", "Cohort year: the year of leaving or of the diploma.")
		c.kind, c.required = kindYear, true
	case "obs_status":
		text("Status van de waarneming", "Observation status",
			"SDMX CL_OBS_STATUS: A getoond, Q niet getoond, M niet mogelijk.",
			"SDMX CL_OBS_STATUS: A shown, Q not shown, M not possible.")
		c.required, c.enum = true, []string{sdmx.ObsNormal, sdmx.ObsSuppressed, indicator.ObsNotPossible}
		if perturbed {
			text("Status van de waarneming", "Observation status",
				"SDMX CL_OBS_STATUS: E afgerond, te lezen met de grenzen; M niet mogelijk.",
				"SDMX CL_OBS_STATUS: E rounded, read with its bounds; M not possible.")
			c.enum = []string{sdmx.ObsEstimated, indicator.ObsNotPossible}
		}
		if noisy {
			text("Status van de waarneming", "Observation status",
				"SDMX CL_OBS_STATUS: E met ruis, te lezen met de band; M niet mogelijk.",
				"SDMX CL_OBS_STATUS: E noisy, read with its band; M not possible.")
			c.enum = []string{sdmx.ObsEstimated, indicator.ObsNotPossible}
		}
	case "conf_status":
		text("Status van de vertrouwelijkheid", "Confidentiality status",
			"SDMX CL_CONF_STATUS: F vrij, C afgeschermd.", "SDMX CL_CONF_STATUS: F free, C confidential.")
		c.required, c.enum = true, []string{sdmx.ConfFree, sdmx.ConfConfidential}
		if noisy || perturbed {
			c.enum = []string{sdmx.ConfFree}
		}
	case "basis":
		text("Grondslag", "Basis", "cohort: het cohort zelf; three_cohorts: drie cohorten samen, het eerste staat bij since; coarser: het grovere antwoord bij code; none: geen ervan is betrouwbaar genoeg, en er staat geen waarde.",
			"cohort: the cohort itself; three_cohorts: three cohorts together, since the first of which is given; coarser: the coarser answer given as code; none: none of these is reliable enough, and there is no value.")
		c.required, c.enum = true, []string{string(indicator.OneCohort), string(indicator.ThreeCohorts), string(indicator.Coarser), string(indicator.NotDependable)}
	case "since":
		text("Sinds", "Since", "Eerste cohort waarover het aandeel gaat.", "First cohort that the share is about.")
		c.kind, c.required = kindYear, true
	case "code":
		text("Code", "Code", "Wat het aandeel telt.", "What the share counts.")
		c.required = true
	case "smoothed":
		text("Met vergelijkbare instellingen", "With similar institutions",
			"Het aandeel in dit cohort, geschat samen met dat van vergelijkbare instellingen en van eerdere cohorten. Gemiddeld dichter bij de waarheid; van een instelling die afwijkt dichter bij de andere. Leeg: er is geen.",
			"The share in this cohort, estimated together with those of similar institutions and of earlier cohorts. Nearer to the truth on average; of an institution that is unlike others, nearer to them. Empty: there is none.")
		c.kind = kindPercent
	case "smoothed_lower":
		text("Ondergrens daarvan", "Lower end of that", "Van 95 van de 100 instellingen ligt het echte aandeel tussen deze grenzen; van een die afwijkt minder vaak.", "The true share of 95 in 100 institutions lies between these ends; that of an unusual one less often.")
		c.kind = kindPercent
	case "smoothed_upper":
		text("Bovengrens daarvan", "Upper end of that", "Van 95 van de 100 instellingen ligt het echte aandeel tussen deze grenzen; van een die afwijkt minder vaak.", "The true share of 95 in 100 institutions lies between these ends; that of an unusual one less often.")
		c.kind = kindPercent
	case "modelled":
		text("Schatting (model)", "Estimate (modelled)",
			"Wat een model van de getoonde cijfers maakt, binnen de grenzen: geen waarneming. Leeg waar de waarde is getoond.",
			"What a model makes of the figures that are shown, within the bounds: no observation. Empty where the value is shown.")
		c.kind = kindPercent
	default:
		switch {
		case noisy && noisyColumn(name, text, &c):
		case perturbed && perturbedColumn(name, text, &c):
		default:
			ok = indicatorColumn(name, text, &c)
		}
	}
	c.name = name
	return c, ok
}

// noisyColumn describes the columns that mean something else, or are there
// only, where counts have noise.
func noisyColumn(name string, text func(nl, en, nlDef, enDef string), c *column) bool {
	switch name {
	case "lower":
		text("Ondergrens van de band", "Lower end of the band", "In 95 van de 100 gevallen ligt het echte aandeel tussen ondergrens en bovengrens.", "In 95 of 100 cases the true share lies between the lower and the upper end.")
		c.kind = kindPercent
	case "upper":
		text("Bovengrens van de band", "Upper end of the band", "In 95 van de 100 gevallen ligt het echte aandeel tussen ondergrens en bovengrens.", "In 95 of 100 cases the true share lies between the lower and the upper end.")
		c.kind = kindPercent
	case "measured":
		text("Meting", "Measurement", "Aantal personen met ruis, zoals getrokken; kan negatief zijn.", "Number of persons with noise, as drawn; possibly negative.")
		c.kind, c.required = kindInteger, true
	case "variance":
		text("Variantie", "Variance", "Variantie van de ruis, als breuk.", "Variance of the noise, as a fraction.")
		c.required = true
	case "numerator", "denominator":
		text("Leeg", "Empty", "Leeg: het aantal staat met zijn band in het bestand van de tabel.", "Empty: the count stands with its band in the file of the table.")
		c.kind = kindCount
	default:
		return false
	}
	return true
}

// perturbedColumn describes what differs in a file where counts are perturbed.
func perturbedColumn(name string, text func(nl, en, nlDef, enDef string), c *column) bool {
	switch name {
	case "value":
		text("Waarde", "Value", "Afgerond; te lezen met ondergrens en bovengrens.", "Rounded; read with the lower and the upper bound.")
	case "lower":
		text("Ondergrens", "Lower bound", "De echte waarde is zeker niet kleiner.", "The true value is certainly not smaller.")
	case "upper":
		text("Bovengrens", "Upper bound", "De echte waarde is zeker niet groter.", "The true value is certainly not larger.")
	case "numerator", "denominator":
		text("Leeg", "Empty", "Leeg: het aantal staat met zijn grenzen in het bestand van de tabel.", "Empty: the count stands with its bounds in the file of the table.")
		c.kind = kindCount
		return true
	default:
		return false
	}
	c.kind = kindPercent
	return true
}

func indicatorColumn(name string, text func(nl, en, nlDef, enDef string), c *column) bool {
	switch name {
	case "indicator":
		text("Indicator", "Indicator", "Code van de indicator.", "Code of the indicator.")
		c.required = true
	case "by":
		text("Gegroepeerd naar", "Grouped by", "Wat het openbare register van instellingen zegt.", "What the public register says of institutions.")
		c.required = true
	case "group":
		text("Groep", "Group", "Code van de groep; structure.json heeft haar naam en haar instellingen.", "Code of the group; structure.json has its name and its institutions.")
		c.required = true
	case "institutions":
		text("Instellingen", "Institutions", "Op hoeveel instellingen het aandeel rust.", "On how many institutions the share rests.")
		c.kind, c.required = kindCount, true
	case "hidden_institutions":
		text("Instellingen met een afgeschermd aantal", "Institutions with a hidden number", "Van hoeveel daarvan een aantal dat het aandeel nodig heeft is afgeschermd.", "Of how many of them a number that the share needs is hidden.")
		c.kind, c.required = kindCount, true
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
