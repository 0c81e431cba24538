package explain

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// indicators says which shares are computed.
func (e *writer) indicators() {
	if len(e.t.Indicators) == 0 {
		return
	}
	e.section(Indicators, "Kerncijfers", "Indicators")
	for _, i := range e.t.Indicators {
		unit := i.Unit
		if unit == (sdmx.Text{}) {
			unit = spec.UnitShare
		}
		text := fmt.Sprintf("%s (%s): %s", e.in(i.Label), i.ID, stop(e.in(i.Definition)))
		text += " " + e.say("In tabel %s, %s: %s gedeeld door %s; %s.", "In table %s, %s: %s divided by %s; %s.", i.Table, i.Dimension, e.code(i.Numerator), e.code(i.Denominator), e.in(unit))
		if i.Main {
			text += " " + e.say("Dit cijfer staat voorop.", "This figure comes first.")
		}
		if i.Coverage {
			text += " " + e.say("Het zegt van hoeveel personen niet bekend is waar zij zijn, en staat als dekking bij de uitkomsten.", "It says of how many persons it is not known where they are, and stands beside the outcomes as their coverage.")
		}
		if i.Source != "" {
			text += " " + e.say("Bron: %s.", "Source: %s.", i.Source)
		}
		e.line(2, 4, text)
	}
}

// comparedBy names what institutions can be grouped by.
var comparedBy = map[string]sdmx.Text{
	"provincie": {NL: "in dezelfde provincie", EN: "in the same province"},
	"grootte":   {NL: "van dezelfde grootte", EN: "of the same size"},
	"bestuur":   {NL: "van hetzelfde bestuur", EN: "of the same board"},
}

// comparisons says beside which groups a share stands.
func (e *writer) comparisons() {
	if len(e.t.Compare) == 0 {
		return
	}
	e.section(Comparisons, "Waarmee wordt vergeleken", "What it is compared with")
	for _, c := range e.t.Compare {
		by, ok := comparedBy[c.By]
		if !ok {
			by = sdmx.Text{NL: c.By, EN: c.By}
		}
		e.line(2, 0, e.say("Naast een aandeel van een instelling (%s) staat dat van alle instellingen %s, volgens het openbare register.", "Beside a share of an institution (%s) stands that of all institutions %s, according to the public register.", c.Dimension, e.in(by)))
	}
	e.line(2, 0, e.say("Dat wordt uit de gepubliceerde cellen uitgerekend. Is er een verborgen, dan ligt het tussen grenzen; erbij staat op hoeveel instellingen het rust.", "It is computed from the published cells. Where one is hidden it lies between bounds; with it stands on how many institutions it rests."))
}

func (e *writer) code(code string) string {
	if code == sdmx.Total {
		return e.say("allen", "everybody")
	}
	return code
}

// tables says what is published to whom.
func (e *writer) tables() {
	e.section(Tables, "Tabellen, en wie ze krijgt", "Tables, and who gets them")
	e.line(2, 0, e.say("Ontvangers met een overeenkomst: %s.", "Recipients with an agreement: %s.", e.and(e.s.Names(e.t.Recipients, e.lang))))
	for i := range e.t.Tables {
		tab := &e.t.Tables[i]
		text := fmt.Sprintf("%s (%s): %s", e.in(tab.Label), tab.ID, e.say("aantallen personen naar %s; voor %s.", "numbers of persons by %s; for %s.", e.and(e.dimensionNames(tab)), e.and(e.s.Names(tab.Audiences, e.lang))))
		if def := e.in(tab.Definition); def != "" {
			text += " " + stop(def)
		}
		if tab.From != 0 || tab.Until != 0 {
			text += " " + e.say("Cohorten %s.", "Cohorts %s.", e.years(tab.From, tab.Until))
		}
		if h := e.horizon(tab); h > 0 {
			text += " " + e.known(h)
		}
		if x := e.s.Exceptions(e.t, tab); len(x) > 0 {
			text += " " + e.say("Bevat bijzondere persoonsgegevens; alleen onder een overeenkomst die %s noemt.", "Reveals special categories of personal data; only under an agreement that cites %s.", e.and(x))
		}
		e.line(2, 4, text)
	}
}

// known says how many years after the cohort year a table is there.
func (e *writer) known(years int) string {
	if years == 1 {
		return e.say("Bekend 1 jaar na het cohortjaar.", "Known 1 year after the cohort year.")
	}
	return e.say("Bekend %d jaar na het cohortjaar.", "Known %d years after the cohort year.", years)
}

func (e *writer) dimensionNames(tab *spec.Table) []string {
	var out []string
	for _, id := range tab.Dimensions {
		name := id
		if d, ok := e.t.DimensionByID(id); ok {
			name = strings.ToLower(e.in(d.Label))
		}
		out = append(out, name)
	}
	return out
}

// horizon is how many years after the cohort year a table can be made.
func (e *writer) horizon(tab *spec.Table) int {
	h := 0
	for _, id := range tab.Dimensions {
		if d, ok := e.t.DimensionByID(id); ok {
			for _, c := range d.Columns() {
				h = max(h, e.p.Horizon(c))
			}
		}
	}
	return h
}

// protection says which counts are hidden, and from whom.
func (e *writer) protection() {
	e.section(Protection, "Hoe het wordt beschermd", "How it is protected")
	e.secrecy()
	var others []string
	for _, t := range e.s.Of(e.p.ID) {
		if t.ID != e.t.ID {
			others = append(others, t.ID)
		}
	}
	if len(others) > 0 {
		e.line(2, 0, e.say("Alle tabellen over deze personen worden samen beschermd, ook die van %s.", "All tables about these persons are protected together, those of %s included.", e.and(others)))
	} else {
		e.line(2, 0, e.say("Alle tabellen over deze personen worden samen beschermd, alle ontvangers bij elkaar.", "All tables about these persons are protected together, all recipients taken together."))
	}
	if e.p.Exception != "" {
		e.line(2, 0, e.say("Wie meetelt, is al een bijzonder persoonsgegeven; toegestaan onder %s.", "Being counted reveals a special category already; allowed under %s.", e.p.Exception))
	}
	for i := range e.t.Dimensions {
		d := &e.t.Dimensions[i]
		if d.Exception != "" {
			e.line(2, 0, e.say("%s onthult bijzondere persoonsgegevens; toegestaan onder %s.", "%s reveals special categories; allowed under %s.", e.in(d.Label), d.Exception))
		}
	}
}

// existing says which combinations can exist at all.
func (e *writer) existing() {
	if len(e.p.Domains) == 0 {
		return
	}
	e.section(Existing, "Welke cellen kunnen bestaan", "Which cells can exist")
	for _, d := range e.p.Domains {
		var columns, years, offered []string
		for _, c := range slices.Sorted(maps.Keys(d.Columns)) {
			columns = append(columns, fmt.Sprintf("%s (%s)", c, d.Columns[c]))
		}
		for _, y := range d.After {
			years = append(years, e.yearOff(y))
		}
		for _, f := range slices.Sorted(maps.Keys(d.Offered)) {
			offered = append(offered, f+" "+e.or(d.Offered[f]))
		}
		e.line(2, 4, e.say("%s: wat instellingen aanboden (%s) in het studiejaar dat begint in %s, volgens het openbare register.",
			"%s: what institutions offered (%s) in the study year that begins in %s, according to the public register.", e.and(columns), strings.Join(offered, ", "), e.and(years)))
	}
}

// yearOff names a year by its distance from the cohort year.
func (e *writer) yearOff(y int) string {
	switch {
	case y == 0:
		return e.say("het cohortjaar", "the cohort year")
	case y == -1:
		return e.say("het jaar ervoor", "the year before")
	case y == 1:
		return e.say("het jaar erna", "the year after")
	case y < 0:
		return e.say("%d jaar ervoor", "%d years before", -y)
	}
	return e.say("%d jaar erna", "%d years after", y)
}
