package spec

import (
	"strings"

	"doorstroommonitor/internal/message"
)

// texts has the Dutch of what is said of a specification. Keys of the files and
// codes keep their name, so that a reader finds them; a place in a file is
// found by the English text alone.
var texts = message.Catalogue{
	"base is %d; give at least %d, so that every small count becomes 0 or a multiple of the base and keeps the width of its rule": "base is %d; geef minstens %d, zodat elk klein aantal 0 of een veelvoud van de basis wordt en de breedte van zijn regel houdt",
	"deviation is %d; give %d (base) to %d (fifty times)":                                                                         "deviation is %d; geef %d (base) tot en met %d (vijftig keer)",
	"scenario %s leaves zeros as they are, and the rule protects them; choose another scenario":                                   "scenario %s laat nullen zoals ze zijn, en de regel beschermt ze; kies een ander scenario",
	"estimates are for hidden counts, and scenario %s hides none; leave them out":                                                 "estimates zijn voor verborgen aantallen, en scenario %s verbergt er geen; laat ze weg",
	"base and deviation are for scenario %s; leave them out":                                                                      "base en deviation zijn voor scenario %s; laat ze weg",
	// Files, and what they hold together.
	"read specification: no .yaml files found; give the folder of one year, such as specs/2026": "specificatie lezen: er staan geen .yaml-bestanden; geef de map van één jaar, zoals specs/2026",
	"is not read: the name of a file of a specification ends in .yaml":                          "wordt niet gelezen: de naam van een bestand van een specificatie eindigt op .yaml",
	"no file has the key \"specification\" with version, title, agency, since and recipients":   "geen bestand heeft de sleutel \"specification\" met version, title, agency, since en recipients",
	"specification is described twice":                                                          "specification staat er twee keer; laat er één staan",
	"%s %q is defined twice; first at %s:%d":                                                    "%s %q is twee keer gedefinieerd; eerst in %s:%d",
	"%s %q is defined twice":                                                                    "%s %q is twee keer gedefinieerd",
	"is defined twice":                                                                          "is twee keer gedefinieerd",
	"%s %q does not exist; known: %s":                                                           "%s %q bestaat niet; bekend: %s",
	"%s %q does not exist; known: %s; did you mean %q?":                                         "%s %q bestaat niet; bekend: %s; bedoelde u %q?",
	"change %q stands among definitions; changes belong in the folder %s":                       "wijziging %q staat tussen de definities; wijzigingen horen in de map %s",
	"a definition stands among changes; the folder %s holds nothing that is counted":            "tussen de wijzigingen staat een definitie; in de map %s staat niets dat meetelt",

	"version: %q is no version; expected: year, issue and correction, such as 2026.1 or 2026.1.2":          "version: %q is geen versie; verwacht: jaar, uitgave en correctie, zoals 2026.1 of 2026.1.2",
	"since: %q is no date; expected: yyyy-mm-dd":                                                           "since: %q is geen datum; verwacht: jjjj-mm-dd",
	"%sid: %q is not made of letters, digits, - and _, a letter or digit first; a release cannot carry it": "%sid: %q bestaat niet uit letters, cijfers, - en _, met een letter of cijfer vooraan; een uitgave kan dat niet bevatten",

	// Codelists, records and layouts.
	"code %q is listed twice":                                        "code %q staat er twee keer",
	"code %q: parent %q must be listed before it":                    "code %q: parent %q moet eerder in de lijst staan",
	"field %s: needs a Dutch and an English unit":                    "field %s: vraagt een eenheid (unit) in het Nederlands en het Engels",
	"exactly one field of type person is needed, %d found":           "precies één veld van type person is nodig; er zijn er %d",
	"code %q for field %s is not on codelist %s":                     "code %q voor veld %s staat niet op codelijst %s",
	"record %q does not exist":                                       "record %q bestaat niet",
	"record %s has no field %q":                                      "record %s heeft geen veld %q",
	"field %s: offers belongs to type brin, in a record with a year": "field %s: offers hoort bij type brin, in een record met een jaar",

	// Words and sensitivity.
	"%sneeds a Dutch and an English %s":                                                                "%svraagt een %s in het Nederlands en het Engels",
	"%sneeds a source: where it is laid down":                                                          "%svraagt een bron (source): waar het is vastgelegd",
	"%ssensitivity %q does not exist; known: %s":                                                       "%ssensitivity %q bestaat niet; bekend: %s",
	"%sreveals lists special categories exactly where sensitivity is special":                          "%sreveals noemt bijzondere categorieën als sensitivity special is, en alleen dan",
	"%sreveals %s; it needs exception, the provision of the law that allows it, or has to be left out": "%sonthult %s; noem onder exception de wettelijke bepaling die dat toestaat, of laat het weg",
	"%sexception %q is not needed: nothing special is revealed":                                        "%sexception %q is niet nodig: er wordt niets bijzonders onthuld; haal de sleutel weg",
	"%s: takes codes of another field with a codelist, and no field that is required":                  "%s: vraagt codes van een ander veld met een codelijst, en geen veld dat verplicht is",
	"part: reveals %s; make a code of it in a dimension, with exception, instead":                      "part: onthult %s; maak er in plaats daarvan een code van in een dimensie, met exception",
	"table %s: audience %q: the table reveals %s, and no agreement binds the public to an exception":   "table %s: audience %q: de tabel onthult %s, en geen overeenkomst bindt het publiek aan een uitzondering",

	// Populations.
	"%sfrom %d is after until %d":                                                           "%sfrom %d ligt na until %d",
	"lookup %s: after must be -1 to 20 years":                                               "lookup %s: after moet -1 tot en met 20 jaar zijn",
	"also: after must be 0 or -1: the year of the cohort or the one before":                 "also: after moet 0 of -1 zijn: het cohortjaar of het jaar ervoor",
	"%s: code %q of field %s is not on codelist %s":                                         "%s: code %q van veld %s staat niet op codelijst %s",
	"column %s: nothing lists its codes; give codes, or name the column in a domain":        "column %s: niets noemt zijn codes; geef codes, of noem de kolom in een domein (domains)",
	"%s: prefer: order names %q twice, and its first place counts; take the other away":     "%s: prefer: order noemt %q twee keer, en de eerste plaats telt; haal de andere weg",
	"needs either of and field, or case":                                                    "vraagt ofwel case, ofwel field met de sleutel of",
	"needs none: the code of a member for whom %s finds no record":                          "vraagt none: de code van wie in %s geen record heeft",
	"the last case, and only the last, has no conditions, so that every member gets a code": "de laatste case, en alleen die, heeft geen voorwaarden, zodat iedereen een code krijgt",
	"case %s is not listed in codes":                                                        "case %s staat niet bij codes",
	"%ssame needs two lookups":                                                              "%ssame vraagt twee lookups",
	"where: the same rows of %s count in population %s; make this a transition of %s, about a part of it where needed, or let the two exclude each other": "where: dezelfde rijen van %s tellen mee in populatie %s; maak hiervan een overgang van %s, zo nodig over een deel ervan (part), of laat de twee elkaar uitsluiten",

	"%smap: code %q of field %s is not on codelist %s": "%smap: code %q van veld %s staat niet op codelijst %s",
	"%smap: code %q is not listed in codes":            "%smap: code %q staat niet bij codes",
	"%snone: code %q is not listed in codes":           "%snone: code %q staat niet bij codes",

	// Transitions.
	"%s%s: %d is no cohort of population %s, which has %d to %d":                                           "%s%s: %d is geen cohort van populatie %s; die heeft %d tot en met %d",
	"indicator %s: main: indicator %s is main as well; one indicator of a transition is, or none":          "indicator %s: main: indicator %s heeft ook main; hoogstens één kerncijfer van een overgang heeft dat",
	"part: names no column; leave part out where the transition is about the whole population":             "part: noemt geen kolom; laat part weg als de overgang over de hele populatie gaat",
	"part: column %s is known only in year %d after the cohort year; choose one of the cohort year itself": "part: kolom %s is pas in jaar %d na het cohortjaar bekend; kies een kolom van het cohortjaar zelf",
	"%sneeds either column or nodes":                "%svraagt column of nodes, niet beide",
	"%snode %s: parent %q must be listed before it": "%snode %s: parent %q moet eerder in de lijst staan",
	"%snumerator: %q counts persons who are not in denominator %s; a share is of those in the denominator": "%snumerator: %q telt personen die niet in denominator %s zitten; een aandeel gaat over wie in de noemer zit",
	"%snode %s is listed twice": "%snode %s staat er twee keer",
	"dimension %s: leaves somebody out: those with %s; the nodes share everybody out without rest":                                          "dimension %s: laat iemand weg: wie %s heeft; de nodes verdelen iedereen zonder rest",
	"dimension %s: node %s: its children leave somebody out: those with %s; they share the node out without rest":                           "dimension %s: node %s: de kinderen laten iemand weg: wie %s heeft; ze verdelen de node zonder rest",
	"dimension %s: node %s: counts persons whom node %s beside it counts as well: those with %s; nodes under one parent exclude each other": "dimension %s: node %s: telt personen die node %s ernaast ook telt: wie %s heeft; nodes onder dezelfde parent sluiten elkaar uit",
	"compare: dimension %q holds no institutions of origin (role: origin, register: institution)":                                           "compare: dimensie %q bevat geen instellingen van herkomst (role: origin, register: institution)",
	"compare: dimension %q is another than %s; one file holds all comparisons, along one dimension":                                         "compare: dimensie %q is een andere dan %s; alle vergelijkingen staan in één bestand, langs één dimensie",

	// Protection.
	"threshold must be at least 2 and width at least 1":                       "threshold moet minstens 2 zijn en width minstens 1",
	"rule: category of %s: threshold must be at least 2 and width at least 1": "rule: category van %s: threshold moet minstens 2 zijn en width minstens 1",
	"%s of %s: names no code":                                                 "%s van %s: noemt geen code",
	"attacker %s is listed twice for the same columns":                        "attacker %s staat er twee keer met dezelfde columns",
	"is always assumed and guarded against; leave it out":                     "hier wordt altijd al rekening mee gehouden; laat deze weg",
	"needs columns: which columns of the population hold the institutions":    "vraagt columns: de kolommen van de populatie met de instellingen",
	"takes one column: the largest codes are those of one column":             "neemt één kolom: de grootste codes zijn die van één kolom",
	"column %s holds no institutions (recode: institution)":                   "kolom %s bevat geen instellingen (recode: institution)",
	"has no columns": "heeft geen columns; haal de sleutel weg",
	"has no decimals: shares of the release are rounded as the release does": "heeft geen decimals: de uitgave rondt haar aandelen zelf af; haal de sleutel weg",
	"decimals must be 0 to 3":   "decimals moet 0 tot en met 3 zijn",
	"percent must be 51 to 100": "percent moet 51 tot en met 100 zijn",
	"cannot be guarded against while zeros are published: the zeros of all other outcomes show that everybody has this one; choose zeros: secondary, or mode: report": "is niet te voorkomen zolang nullen worden gepubliceerd: de nullen van alle andere uitkomsten verraden dat iedereen deze heeft; kies zeros: secondary, of mode: report",
	"rule: may only be stricter than that of population %s (threshold %d, width %d)":                                                                                  "rule: mag alleen strenger zijn dan die van populatie %s (threshold %d, width %d)",

	// Publishing with noise.
	"%q is no fraction in lowest terms, such as 1/2":                                           "%q is geen vereenvoudigde breuk, zoals 1/2",
	"scenario %s has no budget, weights or reliability; leave them out, or choose scenario %s": "scenario %s heeft geen budget, weights of reliability; laat ze weg, of kies scenario %s",
	"year is %s and one draw costs %s; give at least rho":                                      "year is %s en één trekking kost %s; geef minstens rho",
	"lifetime is %s and one year may cost %s; give at least as much as a year":                 "lifetime is %s en één jaar mag %s kosten; geef minstens zoveel als een jaar",
	"years is %d; give 1 to 50, or leave it out":                                               "years is %d; geef 1 tot en met 50, of laat het weg",
	"reliability is %d; give 1 to 50 percentage points, such as 5":                             "reliability is %d; geef 1 tot en met 50 procentpunten, zoals 5",
	"publish: %s is %s; it has to be positive":                                                 "publish: %s is %s; het moet groter dan 0 zijn",
	"publish: weights: table %s has none; a table about these persons is drawn too, has weight 0 where cells of another make it up, or is not in the specification": "publish: weights: tabel %s heeft geen gewicht; elke tabel over deze personen krijgt ruis: geef een gewicht, of 0 als cellen van een andere tabel haar samen vormen, of haal de tabel uit de specificatie",
	"publish: weights add up to %s, not to 1": "publish: weights tellen op tot %s, niet tot 1",
	"publish: lifetime is %s and that of population %s is %s; a person can be in both, so give both the same": "publish: lifetime is %s en die van populatie %s is %s; iemand kan in beide voorkomen, geef ze dus dezelfde",

	// Publishing with cell keys.
	"variance and guess are for scenario %s; leave them out":  "variance en guess zijn voor scenario %s; laat ze weg",
	"deviation is %d; give %d (the width of the rule) to 100": "deviation is %d; geef %d (de breedte van de regel) tot en met 100",
	"variance is %d; give 1 to the square of deviation":       "variance is %d; geef 1 tot en met het kwadraat van deviation",
	"guess is %d; give 1 to 50 percentage points":             "guess is %d; geef 1 tot en met 50 procentpunten",

	// Publishing over several cohorts together, and of small groups.
	"below is %d; give more than the threshold, %d: smaller groups are hidden":    "below is %d; geef meer dan de drempel, %d: kleinere groepen zijn verborgen",
	"below and level go up from step to step, and here %d, %d comes after %d, %d": "below en level gaan van stap tot stap omhoog, en hier komt %d, %d na %d, %d",
	"level is %d; give 1 for what is right below the total, or more":              "level is %d; geef 1 voor wat direct onder het totaal staat, of meer",
	"no outcome has codes deeper than level %d; leave it out":                     "geen uitkomst heeft codes onder niveau %d; laat het weg",
	"is for scenario %s; leave it out":                                            "is voor scenario %s; laat het weg",
	"cohorts is %d; give 2 to 10 that are counted together":                       "cohorts is %d; geef 2 tot en met 10 die samen worden geteld",
	"first is %d, and the cohorts of the population are %d to %d":                 "first is %d, en de cohorten van de populatie zijn %d tot en met %d",

	// Screening.
	"text, why and mend are needed in Dutch and English":                      "text, why en mend zijn nodig in het Nederlands en het Engels",
	"record %q does not exist or has no year":                                 "record %q bestaat niet of heeft geen jaar (year)",
	"by: record %s has no field %q with a codelist":                           "by: record %s heeft geen veld %q met een codelijst",
	"warn and least must be at least 1, and stop at least warn (or 0: never)": "warn en least moeten minstens 1 zijn, en stop minstens warn (of 0: nooit)",

	"width: %d is too narrow for the threshold: sums of hidden counts would be known that are below it; give at least %d":       "width: %d is te smal voor de drempel: sommen van verborgen aantallen zouden bekend zijn en er zelf onder liggen; geef minstens %d",
	"rule: width: %d is too narrow for the threshold: sums of hidden counts would be known that are below it; give at least %d": "rule: width: %d is te smal voor de drempel: sommen van verborgen aantallen zouden bekend zijn en er zelf onder liggen; geef minstens %d",
	"rule: category of %s: width %d is too narrow for threshold %d; give at least %d":                                           "rule: category van %s: width %d is te smal voor threshold %d; geef minstens %d",
	// Changes.
	"governance: decision: %q has the technical care, too; care and decision are kept apart":                                      "governance: decision: %q heeft ook het technisch beheer; beheer en besluit zijn gescheiden",
	"nobody can take a step; specification.yaml needs governance: care, advice, decision":                                         "niemand kan een stap zetten; specification.yaml vraagt governance: care, advice, decision",
	"steps: the first step is the proposal":                                                                                       "steps: de eerste stap is proposal",
	"%s: is needed in Dutch and English":                                                                                          "%s: is nodig in het Nederlands en het Engels",
	"version %q is in care, and this specification is %s":                                                                         "version %q is in beheer (in care), en deze specificatie is %s",
	"date: %q is no date; expected: yyyy-mm-dd":                                                                                   "date: %q is geen datum; verwacht: jjjj-mm-dd",
	"an outcome belongs to a decision, and to nothing else":                                                                       "outcome hoort bij decision, en nergens anders",
	"by: %q may not take this step; it is that of %s":                                                                             "by: %q mag deze stap niet zetten; die is van %s",
	"by: %q may not take this step; only who proposed it withdraws a proposal":                                                    "by: %q mag deze stap niet zetten; alleen de indiener trekt een voorstel in",
	"date: %q is before the step %s of %s":                                                                                        "date: %q ligt voor de stap %s van %s",
	"a rejected change takes no further step; make a new proposal":                                                                "na een afwijzing volgt geen stap; doe een nieuw voorstel",
	"step withdrawn: %q is still counted after %d; take it out or let it end by then (until), or make a new change that keeps it": "step withdrawn: %q telt na %d nog mee; haal het weg of laat het dan eindigen (until), of maak een nieuwe wijziging die het houdt",
	"cannot follow %s; the order is %s":                                                                                           "kan niet na %s komen; de volgorde is %s",
}

// phrase is the name of what is meant, with the address before it: words of the
// files, but for those that join them.
type phrase string

var joints = strings.NewReplacer("earlier column", "eerdere column", "register field", "field van het register", " of both records", " van beide records", " of ", " van ")

// In is the phrase in "nl" or "en".
func (p phrase) In(lang string) string {
	if lang == "en" {
		return string(p)
	}
	return joints.Replace(string(p))
}
