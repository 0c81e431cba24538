package version

import "doorstroommonitor/internal/message"

// texts has the Dutch of what this package says.
var texts = message.Catalogue{
	"%q is no version; expected: numbers divided by points, such as 2026.1":                     "%q is geen versie; verwacht: getallen met punten ertussen, zoals 2026.1",
	"no version lies in %q; give a first that is not after the last, such as >=2026.1 <2027":    "in %q ligt geen versie; geef een eerste die niet na de laatste komt, zoals >=2026.1 <2027",
	"%q is no range of versions; expected: a version such as 2026.1, 2026.*, or >=2026.1 <2027": "%q is geen bereik van versies; verwacht: een versie zoals 2026.1, 2026.*, of >=2026.1 <2027",
}
