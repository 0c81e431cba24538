package owndata

import "doorstroommonitor/internal/message"

// texts has the Dutch of what is wrong with a provision of own data.
var texts = message.Catalogue{
	"a provision of this name exists with other contents":       "er is al een verstrekking met deze naam en andere inhoud",
	"the existing provision is damaged: %v; next: move %s away": "de bestaande verstrekking is beschadigd: %v; volgende stap: verplaats %s",
	"next: give another --decision, or move %s away":            "volgende stap: geef een andere --decision, of verplaats %s",
	"verify own data": "controleer eigen gegevens",
	"own data in %s":  "eigen gegevens in %s",
	"absent, so this folder is no provision of own data":             "ontbreekt, dus deze map is geen verstrekking van eigen gegevens",
	"not a list of own data: %v":                                     "geen lijst van eigen gegevens: %v",
	"not in canonical form (indentation, order of members, escapes)": "niet in de vaste vorm (inspringing, volgorde van de leden, escapes)",
	"format %q, %q expected":                                         "formaat %q, verwacht werd %q",
	"listed after %s":                                                "staat na %s",
}
