// Package webtest is a small fictitious release for tests and for looking at
// pages: two cubes, seven cohorts, a merger, a school with one kind of
// diploma, a school of which nearly everything is hidden.
//
// What belongs here: fixed data that every run makes alike. What does not:
// anything that protects; cells are hidden by a simple rule that only looks
// like the real one, so nothing here says that a pattern is safe.
package webtest

import "doorstroommonitor/sdmx"

func tx(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }

func code(id, parent, nl, en string) sdmx.Code {
	return sdmx.Code{ID: id, Parent: parent, Label: tx(nl, en)}
}

// Cohorts are the years of the fixture; the last is not observable after one
// year.
var cohorts = []int{2019, 2020, 2021, 2022, 2023, 2024, 2025}

// Schools of the fixture. Oude Gracht merged into Singel in 2022.
func schools() []sdmx.Code {
	out := []sdmx.Code{code(sdmx.Total, "", "Alle scholen", "All schools")}
	for _, s := range [][2]string{
		{"01AA", "Het Elzencollege"},
		{"02BB", "Lyceum Singel"},
		{"03CC", "Scholengemeenschap De Brug"},
		{"04DD", "Éducatief College ’t Wad"},
		{"05EE", "Montessori Zuidpolder"},
		{"06FF", "Havo De Kade"},
		{"09OG", "Lyceum Oude Gracht"},
	} {
		c := code(s[0], sdmx.Total, s[1], s[1])
		if s[0] == "02BB" {
			c.Predecessors = []sdmx.Predecessor{{ID: "09OG", Label: sdmx.Text{NL: "Lyceum Oude Gracht", EN: "Lyceum Oude Gracht"}, Since: 2022}}
		}
		if s[0] == "03CC" {
			c.Predecessors = []sdmx.Predecessor{{ID: "08XY", Since: 2018}}
		}
		out = append(out, c)
	}
	return out
}

func mboSchools() []sdmx.Code {
	return []sdmx.Code{
		code(sdmx.Total, "", "Alle mbo-instellingen", "All vocational institutions"),
		code("25AA", sdmx.Total, "ROC Noorderkwartier", "ROC Noorderkwartier"),
		code("25BB", sdmx.Total, "ROC Het Groene Hart van het Land", "ROC Het Groene Hart van het Land"),
	}
}

// amstelland carries the students of a hogeschool that merged into it before
// there were figures.
func amstelland() sdmx.Code {
	c := code("21AA", "HO", "Hogeschool Amstelland", "Hogeschool Amstelland")
	c.Predecessors = []sdmx.Predecessor{{ID: "21ZZ", Label: sdmx.Text{NL: "Hogeschool IJmond", EN: "Hogeschool IJmond"}, Since: 2016}}
	return c
}

func higher() []sdmx.Code {
	return []sdmx.Code{
		code(sdmx.Total, "", "Iedereen", "Everyone"),
		code("HO", sdmx.Total, "Hoger onderwijs", "Higher education"),
		amstelland(),
		code("22BB", "HO", "Universiteit van het Noorden", "Universiteit van het Noorden"),
		code("23CC", "HO", "Hogeschool voor de Kunsten Oost", "Hogeschool voor de Kunsten Oost"),
		code("OVERIG", sdmx.Total, "Niet in het hoger onderwijs", "Not in higher education"),
	}
}

func destinations() []sdmx.Code {
	return []sdmx.Code{
		code(sdmx.Total, "", "Alle bestemmingen", "All destinations"),
		code("HO", sdmx.Total, "Hoger onderwijs", "Higher education"),
		code("HBO", "HO", "Hbo", "University of applied sciences"),
		code("WO", "HO", "Universiteit", "Research university"),
		code("MBO", sdmx.Total, "Mbo", "Vocational education"),
		code("VO", sdmx.Total, "Voortgezet onderwijs", "Secondary education"),
		code("GEEN", sdmx.Total, "Geen bekostigd onderwijs", "No funded education"),
	}
}

func gapYears() []sdmx.Code {
	return []sdmx.Code{
		code(sdmx.Total, "", "Iedereen", "Everyone"),
		code("DIRECT", sdmx.Total, "Direct", "Direct"),
		code("TUSSENJAAR", sdmx.Total, "Na een tussenjaar", "After a gap year"),
		code("NIET", sdmx.Total, "Niet binnen twee jaar", "Not within two years"),
	}
}

func fields() []sdmx.Code {
	out := []sdmx.Code{code(sdmx.Total, "", "Alle onderdelen", "All fields")}
	for _, f := range [][3]string{
		{"ONDERWIJS", "Onderwijs", "Education"},
		{"NATUUR", "Natuur", "Science"},
		{"TECHNIEK", "Techniek", "Engineering"},
		{"GEZONDHEID", "Gezondheidszorg", "Health"},
		{"ECONOMIE", "Economie", "Economics"},
		{"RECHT", "Recht", "Law"},
		{"GEDRAG", "Gedrag en maatschappij", "Behaviour and society"},
		{"TAAL", "Taal en cultuur", "Language and culture"},
		{"LANDBOUW", "Landbouw en natuurlijke omgeving", "Agriculture and environment"},
		{"SECTOROVERSTIJGEND", "Sectoroverstijgend", "Cross-sector"},
	} {
		out = append(out, code(f[0], sdmx.Total, f[1], f[2]))
	}
	return out
}

// structure describes the two cubes in the form of the real specification.
func structure() *sdmx.Structure {
	soort := []sdmx.Code{code(sdmx.Total, "", "Havo en vwo", "Havo and vwo"), code("HAVO", sdmx.Total, "havo", "havo"), code("VWO", sdmx.Total, "vwo", "vwo")}
	sex := []sdmx.Code{code(sdmx.Total, "", "Iedereen", "Everyone"), code("M", sdmx.Total, "Man", "Male"), code("V", sdmx.Total, "Vrouw", "Female")}
	dim := func(id, nl, en, list, role string) sdmx.Dimension {
		return sdmx.Dimension{ID: id, Label: tx(nl, en), Definition: tx(nl, en), Codelist: list, Role: role}
	}
	upTo := func(last int) []int { return append([]int{}, cohorts[:len(cohorts)-last]...) }
	direct := func(table string) sdmx.Indicator {
		return sdmx.Indicator{
			ID: "direct_ho", Label: tx("Direct naar het hoger onderwijs", "Directly to higher education"),
			Definition: tx("Aandeel dat op de eerste 1 oktober in het bekostigde hoger onderwijs staat", "Share enrolled in funded higher education on the first 1 October"),
			Table:      table, Dimension: "bestemming", Numerator: "HO", Denominator: sdmx.Total, Main: true,
		}
	}
	return &sdmx.Structure{
		Specification: "2026.1",
		Codelists: []sdmx.Codelist{
			{ID: "vo_school", Label: tx("School", "School"), Codes: schools()},
			{ID: "mbo_school", Label: tx("Mbo-instelling", "Vocational institution"), Codes: mboSchools()},
			{ID: "soort", Label: tx("Onderwijssoort", "School type"), Codes: soort},
			{ID: "geslacht", Label: tx("Geslacht", "Sex"), Codes: sex},
			{ID: "bestemming", Label: tx("Bestemming", "Destination"), Codes: destinations()},
			{ID: "stroom", Label: tx("Direct of na een tussenjaar", "Direct or after a gap year"), Codes: gapYears()},
			{ID: "ho", Label: tx("Instelling van instroom", "Institution of entry"), Codes: higher()},
			{ID: "onderdeel", Label: tx("Croho-onderdeel", "Field of study"), Codes: fields()},
		},
		Cubes: []sdmx.Cube{
			{
				ID: ModelledCube, Modelled: true, Label: tx("Van havo en vwo naar het hoger onderwijs", "From havo and vwo to higher education"), Population: tx("Gediplomeerden havo en vwo", "Havo and vwo graduates"),
				Definition: tx("Waar gediplomeerden van havo en vwo op de eerste 1 oktober na hun diploma staan ingeschreven, en wie een tussenjaar neemt.", "Where havo and vwo graduates are enrolled on the first 1 October after their diploma, and who takes a gap year."),
				Dimensions: []sdmx.Dimension{
					dim("school", "School", "School", "vo_school", "origin"), dim("soort", "Onderwijssoort", "School type", "soort", ""), dim("geslacht", "Geslacht", "Sex", "geslacht", ""),
					dim("bestemming", "Bestemming", "Destination", "bestemming", "outcome"), dim("stroom", "Direct of na een tussenjaar", "Direct or after a gap year", "stroom", "outcome"),
					dim("ho_instelling", "Instelling van instroom", "Institution of entry", "ho", "destination"), dim("onderdeel", "Croho-onderdeel", "Field of study", "onderdeel", "outcome"),
				},
				Tables: []sdmx.Table{
					{ID: "bestemming", Label: tx("Bestemming per school", "Destination by school"), Dimensions: []string{"school", "soort", "bestemming"}, Cohorts: upTo(0)},
					{ID: "stroom", Label: tx("Direct of na een tussenjaar per school", "Direct or after a gap year by school"), Dimensions: []string{"school", "soort", "stroom"}, Cohorts: upTo(1), NotYetObservable: []int{2025}},
					{ID: "onderdeel", Label: tx("Croho-onderdeel landelijk naar geslacht", "Field of study nationally by sex"), Dimensions: []string{"soort", "geslacht", "onderdeel"}, Cohorts: upTo(0)},
					{ID: "herkomst", Label: tx("Instroom per hogeschool en universiteit", "Entry by higher education institution"), Dimensions: []string{"soort", "ho_instelling"}, Cohorts: upTo(0)},
				},
				Indicators: []sdmx.Indicator{direct("bestemming"), {
					ID: "tussenjaar", Label: tx("Na een tussenjaar naar het hoger onderwijs", "To higher education after a gap year"),
					Definition: tx("Aandeel dat pas op de tweede 1 oktober in het hoger onderwijs staat", "Share that enters higher education only on the second 1 October"),
					Table:      "stroom", Dimension: "stroom", Numerator: "TUSSENJAAR", Denominator: sdmx.Total,
				}, {
					ID: "dekking", Label: tx("Niet teruggevonden in bekostigd onderwijs", "Not found in funded education"),
					Definition: tx("Aandeel dat op de eerste 1 oktober in geen register van bekostigd onderwijs staat", "Share in no register of funded education on the first 1 October"),
					Table:      "bestemming", Dimension: "bestemming", Numerator: "GEEN", Denominator: sdmx.Total, Coverage: true,
				}},
				Comparisons: []sdmx.Comparison{{Dimension: "school", By: "provincie", Label: tx("Provincie", "Province"), Groups: []sdmx.Group{
					{ID: "NOORD", Label: tx("Noord", "North"), Members: []string{"01AA", "02BB"}},
					{ID: "OOST", Label: tx("Oost", "East"), Members: []string{"04DD"}},
					{ID: "ZUID", Label: tx("Zuid", "South"), Members: []string{"03CC", "05EE"}},
				}}},
			},
			{
				ID: "MBO-HO", Label: tx("Van mbo niveau 4 naar het hoger onderwijs", "From vocational level 4 to higher education"), Population: tx("Gediplomeerden mbo niveau 4", "Vocational level 4 graduates"),
				Definition: tx("Waar gediplomeerden van mbo niveau 4 op de eerste 1 oktober na hun diploma staan ingeschreven.", "Where vocational level 4 graduates are enrolled on the first 1 October after their diploma."),
				Dimensions: []sdmx.Dimension{
					dim("school", "Mbo-instelling", "Vocational institution", "mbo_school", "origin"), dim("bestemming", "Bestemming", "Destination", "bestemming", "outcome"),
					dim("ho_instelling", "Instelling van instroom", "Institution of entry", "ho", "destination"),
				},
				Tables: []sdmx.Table{
					{ID: "bestemming", Label: tx("Bestemming per mbo-instelling", "Destination by vocational institution"), Dimensions: []string{"school", "bestemming"}, Cohorts: upTo(0)},
					{ID: "herkomst", Label: tx("Instroom per hogeschool", "Entry by university of applied sciences"), Dimensions: []string{"ho_instelling"}, Cohorts: upTo(0)},
				},
				Indicators: []sdmx.Indicator{direct("bestemming")},
			},
		},
	}
}
