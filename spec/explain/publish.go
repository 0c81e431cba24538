package explain

import (
	"maps"
	"slices"

	"doorstroommonitor/spec"
)

// publish tells in which way the figures leave.
func (e *writer) publish(d *spec.Publish) {
	switch d.Scenario {
	case spec.ScenarioSuppression:
		e.line(2, 0, e.say("Kleine aantallen worden verborgen; wat wordt getoond, is exact.", "Small counts are hidden; what is shown is exact."))
	case spec.ScenarioRounding:
		e.line(2, 0, e.say("Geen aantal is exact en geen aantal wordt verborgen: kleine aantallen worden 0 of een veelvoud van de basis, zo dat alle tabellen blijven optellen, en bij elk aantal staan de grenzen waarbinnen het echte ligt. Nul blijft nul.",
			"No count is exact and none is hidden: small counts become 0 or a multiple of the base, so that all tables still add up, and with each count stand the bounds between which the true one lies. Zero stays zero."))
	case spec.ScenarioCellKey:
		e.line(2, 0, e.say("Geen aantal is exact en geen aantal wordt verborgen: elk aantal schuift op volgens vaste sleutels van de mensen die het telt, zo dat dezelfde mensen in elke tabel hetzelfde aantal zijn; sommen kloppen daardoor niet meer. Bij elk aantal staan de grenzen waarbinnen het echte ligt. Nul blijft nul.",
			"No count is exact and none is hidden: every count moves by fixed keys of the people whom it counts, so that the same people are the same count in every table; sums no longer hold therefore. With each count stand the bounds between which the true one lies. Zero stays zero."))
	case spec.ScenarioFormal:
		e.line(2, 0, e.say("Elk aantal krijgt ruis van bekende grootte, ook een nul, en een band die de waarheid in 95 van de 100 gevallen bevat; geen aantal is exact en geen aantal wordt verborgen. Bewezen is hoeveel iemand, wat hij verder ook weet, over één persoon kan leren.",
			"Every count gets noise of known size, a zero too, and a band that holds the truth in 95 of 100 cases; no count is exact and none is hidden. It is proven how much anybody, whatever else they know, can learn about one person."))
	default:
		e.line(2, 0, e.say("Scenario: %s.", "Scenario: %s.", d.Scenario))
	}
	if d.Estimates {
		e.line(2, 0, e.say("Bij een verborgen aantal staat, binnen de grenzen die iedereen kan berekenen, een schatting. Een model maakt die uit de cijfers die dezelfde ontvanger al ziet, en uit niets anders: zij is geen waarneming en voegt niets toe aan wat iemand kan weten.",
			"Beside a hidden count stands, within the bounds that anybody can compute, an estimate. A model makes it of the figures that the same recipient sees anyway, and of nothing else: it is no observation and adds nothing to what anybody can know."))
	}
	if w := d.Pool; w != nil {
		e.line(2, 0, e.say("Elk cijfer gaat over %[1]d cohorten samen, vanaf %[2]d telkens de volgende %[1]d; van één cohort apart verschijnt niets. Wie in meer van deze cohorten zit, telt één keer, in het laatste.",
			"Every figure is over %[1]d cohorts together, from %[2]d on each time the next %[1]d; nothing appears of one cohort by itself. Who is in several of these cohorts counts once, in the last.", w.Cohorts, w.First))
	}
	for _, s := range d.Coarsen {
		e.line(2, 0, e.say("Een groep van minder dan %d mensen toont uitkomsten tot en met niveau %d van hun indeling en niet dieper; wat dieper ligt is ook zonder dat te berekenen of blijft weg.",
			"A group of fewer than %d people shows outcomes down to level %d of their tree and no deeper; what is deeper can be computed anyway or stays out.", s.Below, s.Level))
	}
	if len(d.Coarsen) > 0 {
		e.line(2, 0, e.say("Is de omvang van een groep verborgen, dan toont zij wat de kleinste groepen tonen; hoe fijn een groep wordt getoond, zegt dus niets over een verborgen aantal.",
			"Where the size of a group is hidden it shows what the smallest groups show; so how fine a group is shown tells nothing of a hidden count."))
	}
	if d.Base != 0 {
		e.line(2, 0, e.say("De basis van het afronden is %d.", "The base of rounding is %d.", d.Base))
	}
	if d.Deviation != 0 {
		e.line(2, 0, e.say("Een gepubliceerd aantal ligt ten hoogste %d van het echte.", "A published count is at most %d from the true one.", d.Deviation))
	}
	if d.Variance != 0 {
		e.line(2, 0, e.say("De variantie van het verschuiven is ten hoogste %d.", "The variance of what counts move by is at most %d.", d.Variance))
	}
	if d.Guess != 0 {
		e.line(2, 0, e.say("Wie alle kansen over alle tabellen optelt, raadt ten hoogste %d procentpunt meer van de kleine aantallen dan wie altijd het meest voorkomende noemt; anders verschijnt er niets.",
			"Whoever adds up all chances over all tables guesses at most %d percentage points more of the small counts than who always names the most common one; else nothing appears.", d.Guess))
	}
	if d.Rho != "" {
		e.line(2, 0, e.say("Eén keer trekken van alle tabellen kost rho %s; een cohortjaar mag samen %s kosten, en één persoon over alle jaren %s.",
			"Drawing all tables once costs rho %s; one cohort year may cost %s in all, and one person %s over all years.", d.Rho, d.Year, d.Lifetime))
	}
	if d.Years != 0 {
		e.line(2, 0, e.say("Iemand zit in ten hoogste %d cohortjaren; dat wordt geteld, en klopt het niet, dan verschijnt er niets.", "One person is in at most %d cohort years; that is counted, and where it is not so nothing appears.", d.Years))
	}
	if len(d.Weights) > 0 {
		var shares []string
		var derived []string
		for _, id := range slices.Sorted(maps.Keys(d.Weights)) {
			if d.Derives(id) {
				derived = append(derived, id)
				continue
			}
			shares = append(shares, id+" "+d.Weights[id])
		}
		e.line(2, 0, e.say("Verdeling van rho over de tabellen: %s.", "Shares of the tables in rho: %s.", e.and(shares)))
		if len(derived) > 0 {
			e.line(2, 0, e.say("Niets kosten, want ze zijn de som van cellen van een andere tabel: %s.", "At no cost, since cells of another table add up to them: %s.", e.and(derived)))
		}
	}
	if d.Reliability != 0 {
		e.line(2, 0, e.say("Een aandeel met een band van meer dan %[1]d procentpunt naar één kant wordt niet als dat van de groep getoond: dan dat van drie jaar, anders een grover aandeel, anders geen.",
			"A share whose band reaches more than %[1]d percentage points to one side is not shown as that of the group: then that of three years, else a coarser one, else none.", d.Reliability))
	}
	for _, what := range d.Elsewhere {
		e.line(2, 0, e.say("Buiten dit bewijs valt wat anderen exact over dezelfde personen publiceren: %s.", "Not covered by this proof is what others publish exactly about the same persons: %s.", what.In(e.lang)))
	}
}
