package formal

import "doorstroommonitor/internal/message"

// texts has the Dutch of what is wrong with a design, which people write.
var texts = message.Catalogue{
	"formal privacy: neighbour relation %q is not known; use %q or %q":                                 "formele privacy: burenrelatie %q is onbekend; gebruik %q of %q",
	"formal privacy: rho is %v; it has to be a positive fraction":                                      "formele privacy: rho is %v; het moet een positieve breuk zijn",
	"formal privacy: table %q has no name or is measured twice; draw it once, with the weight of both": "formele privacy: tabel %q heeft geen naam of wordt twee keer gemeten; trek haar één keer, met het gewicht van beide",
	"formal privacy: table %s: weight %v is not positive":                                              "formele privacy: tabel %s: gewicht %v is niet positief",
	"formal privacy: the weights add up to %s, not to 1":                                               "formele privacy: de gewichten tellen op tot %s, niet tot 1",
}
