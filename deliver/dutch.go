package deliver

import "doorstroommonitor/internal/message"

// texts has the Dutch of what is wrong with an agreement and with the proofs of
// a delivery. Keys of the file keep their name.
var texts = message.Catalogue{
	"agreements: no .yaml files in %s; next: give the folder with the agreements":                           "overeenkomsten: geen .yaml-bestanden in %s; volgende stap: geef de map met de overeenkomsten",
	"%s: A10: id %q is that of %s too; next: give each agreement an id of its own":                          "%s: A10: id %q is ook die van %s; volgende stap: geef elke overeenkomst een eigen id",
	"%q; expected: letters, digits, '.', '_' and '-'":                                                       "%q; verwacht: letters, cijfers, '.', '_' en '-'",
	"a text of one line is expected":                                                                        "hier hoort een tekst van één regel",
	`"public" is everybody, no recipient`:                                                                   `"public" is iedereen, geen ontvanger; noem de organisatie die ontvangt`,
	"at least one purpose of article 1 is expected: a, b":                                                   "hier hoort minstens één doel van artikel 1: a, b",
	"%q; expected: a or b of article 1, each once":                                                          "%q; verwacht: a of b van artikel 1, elk één keer",
	"at least one cube is expected":                                                                         "hier hoort minstens één kubus",
	"%q is named twice; next: put its tables in one list":                                                   "%q staat er twee keer; volgende stap: zet de tabellen ervan in één lijst",
	"an empty list; next: leave the key out for all tables":                                                 "een lege lijst; volgende stap: laat de sleutel weg voor alle tabellen",
	"from and to are years, from not after to":                                                              "from en to zijn jaren, en from ligt niet na to",
	"unknown scenario %q; expected: %s, %s, %s or %s":                                                       "onbekend scenario %q; verwacht: %s, %s, %s of %s",
	"own_data is false; next: set it to true and cite the law under statutory_basis, or leave this out":     "own_data is false; volgende stap: zet het op true en noem de wet onder statutory_basis, of laat dit weg",
	"own_data is false; next: set it to true and name the codes under own, or leave this out":               "own_data is false; volgende stap: zet het op true en noem de codes onder own, of laat dit weg",
	"nobody's rows are named; next: name codes of the register under own: institutions or boards":           "er staat niet van wie de rijen zijn; volgende stap: noem onder own codes uit het register: institutions of boards",
	"own data are not protected; next: write scenario: %s, and put protected figures in another agreement":  "eigen gegevens worden niet beveiligd; volgende stap: schrijf scenario: %s, en leg beveiligde cijfers vast in een andere overeenkomst",
	"own data are not protected; next: leave the scenario of this cube out":                                 "eigen gegevens worden niet beveiligd; volgende stap: laat het scenario van deze kubus weg",
	"%q is named twice; next: name each code once":                                                          "%q staat er twee keer; volgende stap: noem elke code één keer",
	"%q is no code under own; next: own data go to the institution or board itself, so write its code here": "%q is geen code onder own; volgende stap: eigen gegevens gaan naar de instelling of het bestuur zelf, dus schrijf hier zijn code",
	"the term ends before it begins":                                                                        "de looptijd eindigt voordat zij begint",
	"%q is no date; expected: yyyy-mm-dd":                                                                   "%q is geen datum; verwacht: jjjj-mm-dd",
	"both parties sign; expected: a list of at least two names":                                             "beide partijen tekenen; verwacht: een lijst van minstens twee namen",
	"not a list of proofs: %v":                                                                              "geen lijst van bewijzen: %v",
	"not in canonical form (indentation, order of members, escapes)":                                        "niet in de vaste vorm (inspringing, volgorde van de leden, escapes)",
	"format %q, %q expected":                                                                                "formaat %q, verwacht werd %q",
	"of release %s for %s, the manifest is of %s for %s":                                                    "van uitgave %s voor %s, het manifest is van %s voor %s",
	"root %s, the manifest has %s":                                                                          "wortel %s, het manifest heeft %s",
	"listed after %s":                                                                                       "staat na %s",
	"absent, so this folder is no delivery":                                                                 "ontbreekt, dus deze map is geen levering",
	"verify delivery":                                                                                       "controleer de levering",
	"delivery in %s":                                                                                        "levering in %s",
}
