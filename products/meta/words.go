package meta

import (
	"fmt"
	"slices"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Status is a pair of statuses and what it means. All hidden cells carry one
// pair and one text, whatever the reason: a reason per cell would tell which
// of them are small.
type Status struct {
	Obs, Conf string
	Word      sdmx.Text // for a column
	Meaning   sdmx.Text // a sentence
}

// Statuses lists every pair that can stand in a product; noisy says that there
// are cubes of which every count has noise.
func Statuses(noisy bool) []Status {
	all := exactStatuses()
	if noisy {
		all = append(all, Status{
			sdmx.ObsEstimated, sdmx.ConfFree,
			sdmx.Text{NL: "met ruis", EN: "noisy"},
			sdmx.Text{
				NL: "De waarde heeft ruis en wordt gelezen met haar band: in 95 van de 100 gevallen ligt het echte getal tussen ondergrens en bovengrens. Een 0 kan een klein aantal zijn.",
				EN: "The value has noise and is read with its band: in 95 of 100 cases the true number lies between the lower and the upper bound. A 0 may be a small count.",
			},
		})
	}
	return all
}

func exactStatuses() []Status {
	return []Status{
		{
			sdmx.ObsNormal, sdmx.ConfFree,
			sdmx.Text{NL: "getoond", EN: "shown"},
			sdmx.Text{NL: "De waarde is getoond. Een 0 is een echte nul.", EN: "The value is shown. A 0 is a true zero."},
		},
		{
			sdmx.ObsSuppressed, sdmx.ConfConfidential,
			sdmx.Text{NL: "afgeschermd", EN: "hidden"},
			sdmx.Text{
				NL: "De waarde is niet getoond, omdat zij zelf klein is of omdat daaruit een klein aantal zou volgen. De cel is leeg.",
				EN: "The value is not shown, because it is small or because a small count would follow from it. The cell is empty.",
			},
		},
		{
			indicator.ObsNotPossible, sdmx.ConfFree,
			sdmx.Text{NL: "niet mogelijk", EN: "not possible"},
			sdmx.Text{NL: "Er is geen aandeel: de noemer is 0 of de teller kan niet bestaan.", EN: "There is no share: the denominator is 0 or the numerator cannot exist."},
		},
	}
}

// StatusWord returns the word for a status; it is empty for a pair that no
// product uses.
func StatusWord(obs, conf string) sdmx.Text {
	for _, s := range Statuses(true) {
		if s.Obs == obs && s.Conf == conf {
			return s.Word
		}
	}
	return sdmx.Text{}
}

// BoundsText explains lower and upper bounds.
func BoundsText() sdmx.Text {
	return sdmx.Text{
		NL: "Bij een afgeschermde waarde staan een ondergrens en een bovengrens. Iedereen kan ze zelf afleiden uit de getallen die wel zijn getoond; ze verraden dus niets meer. Een lege bovengrens betekent dat er geen is. De echte waarde ligt ertussen en hoeft niet in het midden te liggen.",
		EN: "A hidden value has a lower and an upper bound. Anyone can derive them from the numbers that are shown, so they reveal nothing more. An empty upper bound means that there is none. The true value lies between them, not necessarily in the middle.",
	}
}

// ModelText explains modelled estimates.
func ModelText() sdmx.Text {
	return sdmx.Text{
		NL: "Bij een afgeschermde waarde staat ook een schatting (kolom modelled), binnen de grenzen. Een model maakt haar uit de cijfers die wel zijn getoond en uit niets anders: wat overblijft, wordt verdeeld zoals bij vergelijkbare groepen in het land, zo dat sommen kloppen. Zij is geen waarneming, kan ernaast zitten en voegt niets toe aan wat iemand kan weten. Tel haar nooit mee als aantal personen.",
		EN: "A hidden value also has an estimate (column modelled), within the bounds. A model makes it of the figures that are shown and of nothing else: what is left is divided as it is among like groups in the country, so that sums hold. It is no observation, can be off, and adds nothing to what anybody can know. Never count it as a number of persons.",
	}
}

// PoolText explains figures over several cohorts together; it is empty where
// they are over one.
func PoolText(c *sdmx.Cube) sdmx.Text {
	if c.Together < 2 {
		return sdmx.Text{}
	}
	return sdmx.Text{
		NL: fmt.Sprintf("Een cijfer van deze kubus gaat over %d cohorten samen; het cohortjaar is het laatste daarvan. Wie in meer van die cohorten zit, telt één keer, in het laatste. Perioden overlappen elkaar niet, en cijfers van één cohort apart zijn er niet.", c.Together),
		EN: fmt.Sprintf("A figure of this cube is over %d cohorts together; the cohort year is the last of them. Who is in several of these cohorts counts once, in the last. Periods do not overlap, and there are no figures of one cohort by itself.", c.Together),
	}
}

// CarriedText says that some codes carry the figures of others; empty where
// none does.
func CarriedText(s *sdmx.Structure) sdmx.Text {
	if !slices.ContainsFunc(s.Codelists, func(l sdmx.Codelist) bool {
		return slices.ContainsFunc(l.Codes, func(c sdmx.Code) bool { return len(c.Predecessors) > 0 })
	}) {
		return sdmx.Text{}
	}
	return sdmx.Text{
		NL: "Cijfers van een gefuseerde instelling staan in alle cohorten bij haar opvolger, en die van een vernieuwde opleiding bij het onderdeel van haar opvolger. Wie bij welke code meetelt en sinds wanneer, staat in structure.json onder predecessors.",
		EN: "Figures of a merged institution are those of its successor in every cohort, and those of a reformed programme are in the field of its successor. Which ones a code carries and since when, structure.json says under predecessors.",
	}
}

// CoarserText explains that small groups show coarser outcomes; it is empty
// where none do.
func CoarserText(c *sdmx.Cube) sdmx.Text {
	var t sdmx.Text
	for _, s := range c.Coarser {
		t.NL += fmt.Sprintf("Een groep van minder dan %d toont uitkomsten tot en met niveau %d van hun indeling. ", s.Below, s.Level)
		t.EN += fmt.Sprintf("A group of fewer than %d shows outcomes down to level %d of their tree. ", s.Below, s.Level)
	}
	if t.NL != "" {
		t.NL += "Is het aantal van de groep zelf afgeschermd, dan toont zij wat de kleinste groepen tonen. Wat dieper ligt, is afgeschermd zonder klein te hoeven zijn, en kan 0 zijn."
		t.EN += "Where the number of the group itself is hidden, it shows what the smallest groups show. What is deeper is hidden without having to be small, and may be 0."
	}
	return t
}

// PerturbedWord is the word for the status of a perturbed count.
func PerturbedWord(p *sdmx.Perturbation) sdmx.Text {
	if !p.Additive() {
		return sdmx.Text{NL: "verschoven", EN: "shifted"}
	}
	return sdmx.Text{NL: "afgerond", EN: "rounded"}
}

// PerturbationText explains figures of which every count was changed.
func PerturbationText(p *sdmx.Perturbation) sdmx.Text {
	if !p.Additive() {
		return sdmx.Text{
			NL: fmt.Sprintf("Van deze kubus is geen aantal exact. Elk aantal is verschoven volgens vaste sleutels van de mensen die het telt: dezelfde mensen zijn overal hetzelfde aantal, en sommen kloppen niet. Een getoond aantal ligt ten hoogste %d van het echte: lees het met ondergrens en bovengrens, waartussen het echte zeker ligt. Een 0 kan een klein aantal zijn; wat geen 0 is, telt iemand. Een aandeel heeft de grenzen die uit die van de aantallen volgen; is het deel groter getoond dan het geheel, dan staat er 100 %%.", p.Deviation),
			EN: fmt.Sprintf("In this cube no count is exact. Each was moved by fixed keys of the people whom it counts: the same people are the same count everywhere, and sums do not hold. A count that is shown is at most %d from the true one: read it with its lower and upper bound, between which the true one lies for certain. A 0 may be a small count; what is no 0 counts somebody. A share has the bounds that follow from those of its counts; where a part is shown larger than its whole it reads 100%%.", p.Deviation),
		}
	}
	return sdmx.Text{
		NL: fmt.Sprintf("Van deze kubus is geen aantal exact. Kleine aantallen zijn 0 of een veelvoud van %d geworden, zo dat alle tabellen blijven optellen; andere aantallen schuiven mee. Een getoond aantal ligt ten hoogste %d van het echte: lees het met ondergrens en bovengrens, waartussen het echte zeker ligt. Een 0 kan een klein aantal zijn; wat geen 0 is, telt iemand. Een aandeel heeft de grenzen die uit die van de aantallen volgen.", p.Base, p.Deviation),
		EN: fmt.Sprintf("In this cube no count is exact. Small counts became 0 or a multiple of %d, so that all tables still add up; other counts move along. A count that is shown is at most %d from the true one: read it with its lower and upper bound, between which the true one lies for certain. A 0 may be a small count; what is no 0 counts somebody. A share has the bounds that follow from those of its counts.", p.Base, p.Deviation),
	}
}

// NoiseText explains figures of which every count has noise.
func NoiseText() sdmx.Text {
	return sdmx.Text{
		NL: "Van deze kubus heeft elk aantal ruis van bekende grootte: zo is bewezen hoeveel iemand, wat hij verder ook weet, over één persoon kan leren. Lees een waarde met haar band: in 95 van de 100 gevallen ligt het echte getal daarin. De band zegt hoe groot de ruis is; hij is geen grens die uit andere cijfers volgt. De waarden tellen op en zijn bedoeld om te tonen. Wie zelf optelt of rekent, neemt estimate en standard_error, of de metingen onder measurements/: die kunnen negatief zijn en kloppen gemiddeld.",
		EN: "In this cube every count has noise of known size: so it is proven how much anybody, whatever else they know, can learn about one person. Read a value with its band: in 95 of 100 cases the true number lies in it. The band tells how large the noise is; it is no bound that follows from other figures. Values add up and are for display. Whoever adds up or infers takes estimate and standard_error, or the measurements under measurements/: these can be negative and are right on average.",
	}
}

// SharesText explains when a share is shown.
func SharesText() sdmx.Text {
	return sdmx.Text{
		NL: "Een aandeel is alleen getoond als teller en noemer zijn getoond, afgerond op één decimaal. Anders volgen uit de grenzen van de aantallen een ondergrens en een bovengrens, naar buiten afgerond.",
		EN: "A share is shown only where numerator and denominator are shown, rounded to one decimal. Otherwise the bounds of the counts give a lower and an upper bound, rounded outward.",
	}
}

// RuleText states the protection rule in plain numbers; it is empty where the
// rule has no threshold.
func RuleText(r release.Rule) sdmx.Text {
	if r.Threshold <= 1 {
		return sdmx.Text{}
	}
	t := sdmx.Text{
		NL: fmt.Sprintf("Aantallen van 1 tot en met %d worden nooit getoond.", r.Threshold-1),
		EN: fmt.Sprintf("Counts from 1 to %d are never shown.", r.Threshold-1),
	}
	if r.Threshold == 2 {
		t = sdmx.Text{NL: "Het aantal 1 wordt nooit getoond.", EN: "The count 1 is never shown."}
	}
	if r.Width > 0 {
		t.NL += fmt.Sprintf(" De kleinste en de grootste mogelijke waarde van een beschermd aantal liggen altijd ten minste %d uit elkaar.", r.Width)
		t.EN += fmt.Sprintf(" The smallest and the largest possible value of a protected count are always at least %d apart.", r.Width)
	}
	return t
}

// SyntheticText says that nobody in the figures exists.
func SyntheticText() sdmx.Text {
	return sdmx.Text{
		NL: "Let op: deze cijfers gaan over fictieve personen en fictieve instellingen.",
		EN: "Note: these figures are about fictitious persons and fictitious institutions.",
	}
}

// ComparisonText says how shares of groups of institutions come about.
func ComparisonText(c *sdmx.Cube) sdmx.Text {
	t := sdmx.Text{
		NL: "Aandelen van groepen instellingen, opgeteld uit de gepubliceerde aantallen daarvan. Een groep van één instelling staat er niet bij.",
		EN: "Shares of groups of institutions, added up from the published counts of those. A group of one institution is left out.",
	}
	switch c.Form() {
	case sdmx.FormEstimated:
		t.NL += " De varianties van de ruis tellen op tot die van de groep; daaruit komt de band."
		t.EN += " Variances of the noise add up to that of the group, of which the band is made."
	case sdmx.FormPerturbed:
		t.NL += " De grenzen tellen op: het echte aandeel ligt er zeker tussen."
		t.EN += " Bounds add up: the true share certainly lies between them."
	default:
		t.NL += " Waar een aantal is afgeschermd, staan er grenzen."
		t.EN += " Where a count is hidden there are bounds."
	}
	return t
}
