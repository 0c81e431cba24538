package forms

import (
	"fmt"
	"io"

	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// Catalogue says what a catalogue entry needs and a specification does not
// have: who publishes, and where.
type Catalogue struct {
	// Base is the address under which the forms are published; links are
	// relative to it.
	Base string
	// Publisher and Contact are addresses (URI) of the organisation that
	// publishes and of whom to ask; Mail is an address of mail.
	Publisher, PublisherName, Mail string
	// Licence is the address of the licence of the public figures.
	Licence string
}

// Where the codes of the profile come from.
const (
	authority  = "http://publications.europa.eu/resource/authority/"
	mediaTypes = "https://www.iana.org/assignments/media-types/"
)

// files are the forms in which the figures of a cube are published.
var files = []struct {
	format, media string
	what          sdmx.Text
}{
	{"CSV", "text/csv", sdmx.Text{NL: "aantallen als CSV", EN: "counts as CSV"}},
	{"PARQUET", "application/vnd.apache.parquet", sdmx.Text{NL: "aantallen als Parquet", EN: "counts as Parquet"}},
	{"XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sdmx.Text{NL: "werkmap", EN: "workbook"}},
}

// WriteDCAT writes a catalogue after DCAT-AP-NL 3.0 as JSON-LD: a dataset per
// cube with a distribution per form of its contents.
func WriteDCAT(w io.Writer, s *spec.Specification, c Catalogue) error {
	agent := object{"@id": c.Publisher, "@type": "foaf:Agent", "foaf:name": tagged(sdmx.Text{NL: c.PublisherName, EN: c.PublisherName}), "dct:identifier": c.Publisher}
	contact := object{"@id": c.Base + "#contact", "@type": []string{"vcard:Kind", "vcard:Organization"}, "vcard:fn": c.PublisherName, "vcard:hasEmail": ref("mailto:" + c.Mail)}
	var datasets []object
	for _, id := range s.TransitionIDs() {
		datasets = append(datasets, dataset(s, s.Transitions[id], c))
	}
	catalogue := object{
		"@id": c.Base, "@type": "dcat:Catalog",
		"dct:title": tagged(s.About.Title), "dct:description": tagged(sdmx.Text{
			NL: "Kubussen over de doorstroom van leerlingen en studenten in het Nederlandse onderwijs, met hun specificatie.",
			EN: "Cubes about the flow of pupils and students through Dutch education, with their specification.",
		}),
		"dct:publisher": ref(c.Publisher), "dct:creator": ref(c.Publisher), "dcat:contactPoint": ref(c.Base + "#contact"), "dct:license": ref(c.Licence),
		"dct:language": languages(), "dct:issued": date(s.About.Since),
		"dcat:themeTaxonomy": ref(authority + "data-theme"), "dcat:dataset": datasets,
	}
	return writeJSON(w, object{
		"@context": object{
			"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/", "vcard": "http://www.w3.org/2006/vcard/ns#",
			"xsd": "http://www.w3.org/2001/XMLSchema#", "skos": "http://www.w3.org/2004/02/skos/core#",
		},
		"@graph": append([]object{catalogue, agent, contact}, typed(c)...),
	})
}

// typed says of what class the values are that come from lists of others, so
// that a reader who does not fetch those lists knows it too: the profile asks
// for values of these classes.
func typed(c Catalogue) []object {
	out := []object{
		{"@id": c.Licence, "@type": "dct:LicenseDocument"},
		{"@id": authority + "data-theme", "@type": "skos:ConceptScheme", "dct:title": tagged(sdmx.Text{NL: "Datathema's", EN: "Data themes"})},
		{"@id": authority + "data-theme/EDUC", "@type": "skos:Concept", "skos:prefLabel": tagged(sdmx.Text{NL: "Onderwijs, cultuur en sport", EN: "Education, culture and sport"})},
		{"@id": authority + "frequency/ANNUAL", "@type": "dct:Frequency"},
	}
	for _, code := range []string{"PUBLIC", "RESTRICTED"} {
		out = append(out, object{"@id": authority + "access-right/" + code, "@type": "dct:RightsStatement"})
	}
	for _, code := range []string{"NLD", "ENG"} {
		out = append(out, object{"@id": authority + "language/" + code, "@type": "dct:LinguisticSystem"})
	}
	for _, f := range files {
		out = append(out, object{"@id": authority + "file-type/" + f.format, "@type": "dct:MediaTypeOrExtent"}, object{"@id": mediaTypes + f.media, "@type": "dct:MediaType"})
	}
	return out
}

func dataset(s *spec.Specification, t *spec.Transition, c Catalogue) object {
	p := s.Populations[t.Population]
	public := false
	for _, table := range t.Tables {
		for _, a := range table.Audiences {
			public = public || a == spec.PublicAudience
		}
	}
	var distributions []object
	for _, f := range files {
		distributions = append(distributions, distribution(t, c, f.format, f.media, f.what))
	}
	rights := "PUBLIC"
	if !public {
		rights = "RESTRICTED"
	}
	return object{
		"@id": c.Base + "dataset/" + t.ID, "@type": "dcat:Dataset", "dct:identifier": c.Base + "dataset/" + t.ID,
		"dct:title": tagged(t.Label), "dct:description": tagged(s.Described(t)),
		"dct:publisher": ref(c.Publisher), "dct:creator": ref(c.Publisher), "dcat:contactPoint": ref(c.Base + "#contact"),
		"dct:accessRights": ref(authority + "access-right/" + rights), "dcat:theme": []object{ref(authority + "data-theme/EDUC")},
		"dct:language":           languages(),
		"dct:accrualPeriodicity": ref(authority + "frequency/ANNUAL"), "dcat:version": s.About.Version, "dct:issued": date(s.About.Since),
		"dct:temporal":      object{"@type": "dct:PeriodOfTime", "dcat:startDate": object{"@value": fmt.Sprint(p.Cohorts.From), "@type": "xsd:gYear"}},
		"dct:spatial":       object{"@id": authority + "country/NLD", "@type": "dct:Location"},
		"dcat:keyword":      []object{{"@value": "doorstroom", "@language": "nl"}, {"@value": "student flow", "@language": "en"}},
		"dct:conformsTo":    object{"@id": c.Base + "sdmx-structure.xml", "@type": "dct:Standard"},
		"foaf:page":         object{"@id": c.Base + "specificatierapport.nl.html", "@type": "foaf:Document"},
		"dcat:distribution": distributions,
	}
}

func distribution(t *spec.Transition, c Catalogue, format, media string, what sdmx.Text) object {
	return object{
		"@id": c.Base + "dataset/" + t.ID + "#" + format, "@type": "dcat:Distribution",
		"dct:title":       tagged(sdmx.Text{NL: t.Label.In("nl") + ": " + what.In("nl"), EN: t.Label.In("en") + ": " + what.In("en")}),
		"dct:description": tagged(t.Definition), "dcat:accessURL": ref(c.Base), "dct:license": ref(c.Licence),
		"dct:format": ref(authority + "file-type/" + format), "dcat:mediaType": ref(mediaTypes + media), "dct:language": languages(),
		"dct:conformsTo": object{"@id": c.Base + "contracts/" + t.ID + ".odcs.yaml", "@type": "dct:Standard"},
	}
}

func languages() []object {
	return []object{ref(authority + "language/NLD"), ref(authority + "language/ENG")}
}

func ref(id string) object { return object{"@id": id} }

func date(d string) object { return object{"@value": d, "@type": "xsd:date"} }

func tagged(t sdmx.Text) []object {
	return []object{{"@value": t.In("nl"), "@language": "nl"}, {"@value": t.In("en"), "@language": "en"}}
}
