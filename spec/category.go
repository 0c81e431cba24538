package spec

import (
	"slices"

	"doorstroommonitor/sdmx"
)

// Category is a category of personal data that articles 9 and 10 of the GDPR
// (AVG) protect specially.
type Category struct {
	ID    string
	Label sdmx.Text
}

var categories = []Category{
	{"origin", sdmx.Text{NL: "ras of etnische afkomst", EN: "racial or ethnic origin"}},
	{"politics", sdmx.Text{NL: "politieke opvattingen", EN: "political opinions"}},
	{"religion", sdmx.Text{NL: "religieuze of levensbeschouwelijke overtuiging", EN: "religious or philosophical beliefs"}},
	{"union", sdmx.Text{NL: "lidmaatschap van een vakbond", EN: "trade union membership"}},
	{"genetic", sdmx.Text{NL: "genetische gegevens", EN: "genetic data"}},
	{"biometric", sdmx.Text{NL: "biometrische gegevens", EN: "biometric data"}},
	{"health", sdmx.Text{NL: "gezondheid", EN: "health"}},
	{"sexual", sdmx.Text{NL: "seksueel gedrag of seksuele gerichtheid", EN: "sex life or sexual orientation"}},
	{"criminal", sdmx.Text{NL: "strafrechtelijke gegevens", EN: "criminal convictions and offences"}},
}

// Categories lists the special categories, in the order of the articles.
func Categories() []Category { return slices.Clone(categories) }

// CategoryLabel names a special category; an unknown id stands for itself.
func CategoryLabel(id string) sdmx.Text {
	for _, c := range categories {
		if c.ID == id {
			return c.Label
		}
	}
	return sdmx.Text{NL: id, EN: id}
}
