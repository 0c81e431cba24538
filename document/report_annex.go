package document

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/spec"
)

// protection has a row per part of the rule of each population, under a
// sentence that says the main of it.
func (r *report) protection() {
	r.chapter("bescherming", "Bescherming", "Protection")
	r.add(Paragraph(r.of(
		"Alles wat over één populatie en één jaar verschijnt, wordt samen beschermd en aangevallen, met wat eerder is gepubliceerd erbij. Wat de poort niet bewijst, verschijnt niet.",
		"Everything that appears about one population and one year is protected and attacked together, with all that was published before. What the gate does not prove does not appear.")))
	for _, id := range r.s.PopulationIDs() {
		p := r.s.Populations[id]
		r.add(Heading{2, "regel-" + id, id + ": " + r.in(p.Label)})
		if p.Formal() {
			r.publish(p)
			continue
		}
		if p.Rounded() {
			r.add(Paragraph(r.of(
				"Geen aantal is exact en geen wordt verborgen: kleine aantallen worden 0 of een veelvoud van %d, zo dat alles blijft optellen, en een gepubliceerd aantal ligt ten hoogste %d van het echte. Kleinste en grootste mogelijke waarde van een klein aantal (1 tot en met %d) liggen ten minste %d uit elkaar.",
				"No count is exact and none is hidden: small counts become 0 or a multiple of %d, so that everything still adds up, and a published count is at most %d from the true one. The smallest and the largest possible value of a small count (1 to %d) are at least %d apart.",
				p.Publish.Base, p.Publish.Deviation, p.Rule.Threshold-1, p.Rule.Width)))
			r.rule(p)
			continue
		}
		if p.CellKeyed() {
			r.add(Paragraph(r.of(
				"Geen aantal is exact en geen wordt verborgen: elk aantal schuift op volgens vaste sleutels van de mensen die het telt, ten hoogste %d. Wie alle kansen over alle tabellen optelt, raadt ten hoogste %d procentpunt meer van de kleine aantallen (1 tot en met %d) dan wie altijd het meest voorkomende noemt.",
				"No count is exact and none is hidden: every count moves by fixed keys of the people whom it counts, by at most %d. Whoever adds up all chances over all tables guesses at most %d percentage points more of the small counts (1 to %d) than who always names the most common one.",
				p.Publish.Deviation, p.Publish.Guess, p.Rule.Threshold-1)))
			r.rule(p)
			continue
		}
		r.add(Paragraph(r.of(
			"Aantallen van 1 tot en met %d worden nooit getoond; kleinste en grootste mogelijke waarde van een klein aantal liggen ten minste %d uit elkaar.",
			"Counts from 1 to %d are never shown; the smallest and the largest possible value of a small count are at least %d apart.", p.Rule.Threshold-1, p.Rule.Width)))
		if p.Pooled() {
			r.add(Paragraph(r.of(
				"Elk cijfer gaat over %[1]d cohorten samen, vanaf %[2]d telkens de volgende %[1]d; van één cohort apart verschijnt niets. Wie in meer van deze cohorten zit, telt één keer, in het laatste.",
				"Every figure is over %[1]d cohorts together, from %[2]d on each time the next %[1]d; nothing appears of one cohort by itself. Who is in several of these cohorts counts once, in the last.",
				p.Publish.Pool.Cohorts, p.Publish.Pool.First)))
		}
		if p.Coarsened() {
			for _, s := range p.Publish.Coarsen {
				r.add(Paragraph(r.of(
					"Een groep van minder dan %d mensen toont uitkomsten tot en met niveau %d van hun indeling; is haar omvang verborgen, dan toont zij wat de kleinste groepen tonen.",
					"A group of fewer than %d people shows outcomes down to level %d of their tree; where its size is hidden it shows what the smallest groups show.", s.Below, s.Level)))
			}
		}
		if p.Modelled() {
			r.add(Paragraph(r.of(
				"Bij een verborgen aantal staat een schatting, binnen de grenzen die iedereen kan berekenen. Een model maakt haar uit wat dezelfde ontvanger ziet en uit niets anders; zij is geen waarneming.",
				"Beside a hidden count stands an estimate, within the bounds that anybody can compute. A model makes it of what the same recipient sees and of nothing else; it is no observation.")))
		}
		r.rule(p)
	}
}

// rule has a row per part of the rule of a population.
func (r *report) rule(p *spec.Population) {
	rows, err := r.parts(p.Rule)
	if err != nil {
		return // a rule that was read can be written
	}
	t := Table{Caption: r.of("Regel van %s", "Rule of %s", p.ID), Head: []string{r.of("Onderdeel", "Part"), r.of("Waarde", "Value")}, Widths: []float64{2, 3}}
	t.Rows = rows
	r.add(t)
}

// publish tells how a population is published with noise.
func (r *report) publish(p *spec.Population) {
	r.add(Paragraph(r.of(
		"Elk aantal krijgt ruis van bekende grootte, ook een nul, en een band die de waarheid in 95 van de 100 gevallen bevat. Bewezen is hoeveel iemand, wat hij verder ook weet, over één persoon kan leren: rho, opgeteld over alles wat over die persoon verschijnt. Geen aantal wordt verborgen.",
		"Every count gets noise of known size, a zero too, and a band that holds the truth in 95 of 100 cases. It is proven how much anybody, whatever else they know, can learn about one person: rho, added up over all that appears about that person. No count is hidden.")))
	rows, err := r.parts(p.Publish)
	if err != nil {
		return // what was read can be written
	}
	t := Table{Caption: r.of("Publicatie van %s", "Publication of %s", p.ID), Head: []string{r.of("Onderdeel", "Part"), r.of("Waarde", "Value")}, Widths: []float64{2, 3}}
	t.Rows = rows
	r.add(t)
}

func (r *report) codelists() {
	r.chapter("codelijsten", "Codelijsten", "Codelists")
	for _, id := range slices.Sorted(maps.Keys(r.s.Codelists)) {
		l := r.s.Codelists[id]
		t := Table{Caption: fmt.Sprintf("%s: %s (%s%s)", id, r.in(l.Label), r.of("bron: ", "source: "), l.Source), Widths: []float64{2.2, 4, 1, 2.4},
			Head: []string{"Code", r.of("Naam", "Name"), r.of("Geldig", "Valid"), r.of("Gevoeligheid", "Sensitivity")}}
		for _, c := range l.Codes {
			t.Rows = append(t.Rows, []string{c.Code, r.in(c.Label), years(c.From, c.Until), r.sensitivity(r.concept("codelist", id, "code", c.Code).Sensitivity)})
		}
		r.add(t)
	}
}

// years writes a span; open ends stay open, and no limits is nothing.
func years(from, until int) string {
	text := func(y int) string {
		if y == 0 {
			return ""
		}
		return strconv.Itoa(y)
	}
	if from == 0 && until == 0 {
		return ""
	}
	return text(from) + "–" + text(until)
}

func (r *report) records() {
	r.chapter("records", "Records", "Records")
	r.add(Paragraph(r.of("De enige vorm waarin personen worden geteld. Wat hier niet staat, wordt niet bewaard; nummers worden pseudoniemen voordat er iets wordt weggeschreven.",
		"The only form in which persons are counted. What is not listed here is not stored; numbers become pseudonyms before anything is written.")))
	for _, id := range slices.Sorted(maps.Keys(r.s.Records)) {
		rec := r.s.Records[id]
		t := Table{Caption: fmt.Sprintf("%s: %s (%s%s)", id, r.in(rec.Label), r.of("bron: ", "source: "), rec.Source), Widths: []float64{1.3, 2.8, 1.1, .9, 2, 2},
			Head: []string{r.of("Veld", "Field"), r.of("Naam", "Name"), r.of("Verplicht", "Required"), "Type", r.of("Lijst of grenzen", "List or limits"), r.of("Gevoeligheid", "Sensitivity")}}
		for _, f := range rec.Fields {
			required := r.of("nee", "no")
			if f.Required {
				required = r.of("ja", "yes")
			}
			for _, other := range slices.Sorted(maps.Keys(f.RequiredWhere)) {
				required = r.of("bij ", "where ") + other + " " + strings.Join(f.RequiredWhere[other], ", ")
			}
			if f.Derive != "" {
				required = r.of("afgeleid", "derived")
			}
			limits := f.Codelist
			if f.Min != "" || f.Max != "" {
				limits = f.Min + " – " + f.Max
			}
			t.Rows = append(t.Rows, []string{f.ID, r.in(f.Label), required, f.Type, limits, r.sensitivity(r.concept("record", id, "field", f.ID).Sensitivity)})
		}
		r.add(t)
	}
}

func (r *report) layouts() {
	r.chapter("indelingen", "Indelingen van aangeleverde bestanden", "Layouts of the files that come in")
	t := Table{Caption: r.of("Indelingen", "Layouts"), Head: []string{r.of("Indeling", "Layout"), r.of("Naam", "Name"), r.of("Vorm", "Form"), r.of("Beschreven in", "Described in")}, Widths: []float64{1, 3, 1.2, 3}}
	a := Table{Caption: r.of("Wat de bronnen openlaten, en wat is gekozen", "What the sources leave open, and what was chosen"), Head: []string{r.of("Indeling", "Layout"), r.of("Aanname", "Assumption")}, Widths: []float64{1, 6}}
	for _, id := range slices.Sorted(maps.Keys(r.s.Layouts)) {
		l := r.s.Layouts[id]
		label := l.Label.NL
		if r.lang == "en" {
			label = l.Label.EN
		}
		t.Rows = append(t.Rows, []string{id, label, l.Format, l.Source})
		for _, x := range l.Assumptions {
			said := x.NL
			if r.lang == "en" {
				said = x.EN
			}
			a.Rows = append(a.Rows, []string{id, said})
		}
	}
	r.add(t)
	if len(a.Rows) > 0 {
		r.add(a)
	}
}

func (r *report) screening() {
	r.chapter("keuring", "Keuring", "Screening")
	severities := map[string]string{spec.SeverityStop: r.of("bestand geweigerd", "file refused"), spec.SeverityReject: r.of("rij afgekeurd", "row rejected"), spec.SeverityWarning: r.of("waarschuwing", "warning")}
	t := Table{Caption: r.of("Controles", "Rules"), Head: []string{r.of("Controle", "Rule"), r.of("Ernst", "Severity"), r.of("Wat er is", "What is wrong"), r.of("Waarom dat telt", "Why it matters"), r.of("Wat te doen", "What to do")}, Widths: []float64{2, 1.4, 2.6, 3, 3}}
	for _, x := range r.s.Screening.Rules {
		t.Rows = append(t.Rows, []string{x.ID, severities[x.Severity], r.in(x.Text), r.in(x.Why), r.in(x.Mend)})
	}
	r.add(t)
	if len(r.s.Screening.Shifts) == 0 {
		return
	}
	u := Table{Caption: r.of("Verschuivingen van jaar op jaar", "Shifts from year to year"), Head: []string{r.of("Controle", "Rule"), r.of("Totaal", "Total"), r.of("Waarschuwing", "Warning"), r.of("Stop", "Stop"), r.of("Wat er is", "What is wrong")}, Widths: []float64{1.9, 2, 1.3, 1, 4}}
	for _, x := range r.s.Screening.Shifts {
		total := x.Record
		if x.By != "" {
			total += r.of(" per ", " by ") + x.By
		}
		stop := "-"
		if x.Stop > 0 {
			stop = fmt.Sprintf("%d %%", x.Stop)
		}
		u.Rows = append(u.Rows, []string{x.ID, total, fmt.Sprintf("%d %%", x.Warn), stop, r.in(x.Text)})
	}
	r.add(u)
}
