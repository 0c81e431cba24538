package scenario

import "doorstroommonitor/internal/message"

// texts has the Dutch of what is wrong with a file of scenarios. Keys of the
// file keep their name.
var texts = message.Catalogue{
	"%s: scenario %s is there twice":                                        "%s: scenario %s staat er twee keer",
	"family %s takes a threshold of at least 2 and a width of at least 1":   "familie %s vraagt een threshold van minstens 2 en een width van minstens 1",
	"family S3 takes a base of at least 2":                                  "familie S3 vraagt een base van minstens 2",
	"family S5 takes a budget":                                              "familie S5 vraagt een budget",
	"the gate's half-width of %v points is not above 0 and at most 50":      "de halve breedte (half) van %v punten ligt niet boven 0 en hoogstens op 50",
	"family %q is not known":                                                "familie %q is onbekend",
	"family %s has parameters of another family, or lacks its own":          "familie %s heeft parameters van een andere familie, of mist haar eigen",
	"rho %q is not a fraction":                                              "rho %q is geen breuk",
	"weight %q of table %q: use a fraction, and main, first, second or sex": "gewicht %q van tabel %q: gebruik een breuk, en main, first, second of sex",
	"scenario %s: family %q is not known":                                   "scenario %s: familie %q is onbekend",
	"scenario %s: weight %q is not a fraction":                              "scenario %s: gewicht %q is geen breuk",
	"scenario %s: the world has none of the tables that its budget is for":  "scenario %s: de wereld heeft geen van de tabellen waar het budget voor is",
}
