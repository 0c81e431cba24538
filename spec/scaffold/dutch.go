package scaffold

import "doorstroommonitor/internal/message"

// texts has the Dutch of what cannot be scaffolded.
var texts = message.Catalogue{
	"id %q; expected: capitals and digits, divided by hyphens, such as VAVO-HO":                 "naam %q; verwacht: hoofdletters en cijfers, met streepjes ertussen, zoals VAVO-HO",
	"transition %s exists; choose another name":                                                 "overgang %s bestaat al; kies een andere naam",
	"population %s exists; add the transition to its file, so that both are protected together": "populatie %s bestaat al; voeg de overgang toe aan het bestand daarvan, zodat beide samen worden beschermd",
	"the specification has no codelist %s":                                                      "de specificatie heeft geen codelijst %s",
	"code %q is not on codelist %s; known: %s":                                                  "code %q staat niet op codelijst %s; bekend: %s",
	"give at least one sector to look for":                                                      "geef minstens één sector waarnaar wordt gekeken",
	"these persons are counted in population %s already; add the transition to that population, with part for those it is about, so that both are protected together (docs/adr/0015-parts-of-a-population.md)": "deze personen tellen al mee in populatie %s; voeg de overgang toe aan die populatie, met part voor wie het aangaat, zodat beide samen worden beschermd (docs/adr/0015-parts-of-a-population.md)",
}
