package strictyaml

import (
	"strings"

	"doorstroommonitor/internal/message"
)

// texts has the Dutch of what this package says.
var texts = message.Catalogue{
	"the file is empty":                                         "het bestand is leeg",
	"not valid YAML: %s":                                        "geen geldige YAML: %s",
	"the %s that opens here is not closed":                      "de %s die hier begint, is niet gesloten",
	"the %s that opens here is not closed before %s in line %d": "de %s die hier begint, is niet gesloten voor de %s op regel %d",
	"the quotation mark %s that opens here is not closed":       "het aanhalingsteken %s dat hier begint, is niet gesloten",
	"this %s closes nothing":                                    "deze %s sluit niets",
	"a second document starts here (---); a file holds one":     "hier begint een tweede document (---); een bestand heeft er één",
	"a list is expected here":                                   "hier hoort een lijst",
	"a mapping (key: value) is expected here":                   "hier horen sleutels met een waarde (sleutel: waarde)",
	"key %q is given twice":                                     "sleutel %q staat er twee keer",
	"one value":                                                 "één waarde",
	"true or false":                                             "true of false",
	"a whole number":                                            "een geheel getal",
	"%s is expected here, not a list or keys":                   "hier hoort %s, geen lijst of sleutels",
	"%s is expected here, nothing is given":                     "hier hoort %s, er staat niets",
	"%s is expected here, not %q":                               "hier hoort %s, niet %q",
	"keys expected here: %s":                                    "hier horen sleutels: %s",
	"unknown key %q; expected: %s":                              "onbekende sleutel %q; verwacht: %s",
	"key %q is missing":                                         "sleutel %q ontbreekt",
}

// parserDutch has the Dutch of what the YAML parser says most; what it lacks
// stays in the words of the parser.
var parserDutch = strings.NewReplacer(
	"found a tab character that violates indentation", "er is ingesprongen met een tab; gebruik spaties",
	"found a tab character where an indentation space is expected", "er is ingesprongen met een tab; gebruik spaties",
	"found character that cannot start any token", "hier staat een teken waarmee niets kan beginnen, zoals een tab, @ of `; zet de waarde tussen aanhalingstekens",
	"could not find expected ':'", "achter een sleutel ontbreekt de dubbele punt",
	"mapping values are not allowed in this context", "hier mag geen dubbele punt staan; zet de waarde tussen aanhalingstekens of controleer het inspringen",
	"block sequence entries are not allowed in this context", "hier mag geen lijst met streepjes beginnen",
	"did not find expected key", "hier hoort een sleutel; controleer het inspringen",
	"did not find expected '-' indicator", "hier hoort een streepje van de lijst; controleer het inspringen",
	"did not find expected ',' or ']'", "een lijst tussen [ en ] is niet afgesloten",
	"did not find expected ',' or '}'", "sleutels tussen { en } zijn niet afgesloten",
	"did not find expected <document start>", "hier staat iets buiten het document; controleer het inspringen",
	"did not find expected node content", "hier hoort een waarde",
	"did not find expected alphabetic or numeric character", "de naam van een anker ontbreekt",
	"found unexpected end of stream", "een aanhalingsteken is niet gesloten",
	"found unknown escape character", "na \\ staat een teken dat daar niet hoort",
	"unknown anchor ", "onbekend anker ", " referenced", "",
)

// speaksOfBrackets reports whether the parser missed the end of a list, of keys or of
// a text between quotation marks, or met one that it did not expect.
func speaksOfBrackets(err error) bool {
	said := err.Error()
	return strings.Contains(said, "did not find expected ','") || strings.Contains(said, "found unexpected end of stream") || strings.Contains(said, "did not find expected key") ||
		strings.Contains(said, "could not find expected ':'") || strings.Contains(said, "found unexpected document indicator") || strings.Contains(said, "mapping values are not allowed")
}

// parserSays is an error of the YAML parser, in both languages.
func parserSays(err error) message.Text {
	en := clean(err)
	nl := parserDutch.Replace(en)
	if rest, ok := strings.CutPrefix(nl, "line "); ok {
		nl = "regel " + rest
	}
	return message.Text{NL: nl, EN: en}
}
