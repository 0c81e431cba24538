package forms

import (
	"io"
	"slices"

	"go.yaml.in/yaml/v3"

	"doorstroommonitor/forms/columns"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// WriteContract writes the data contract of a cube after the Open Data
// Contract Standard 3.1.0: what a recipient may count on, table by table.
func WriteContract(w io.Writer, s *spec.Specification, t *spec.Transition) error {
	axes := Axes(s, t)
	var tables []object
	for i := range t.Tables {
		tables = append(tables, contractTable(&t.Tables[i], described(s, t, &t.Tables[i], axes)))
	}
	var roles []object
	for i, name := range s.Names(t.Recipients, "nl") {
		roles = append(roles, object{"role": t.Recipients[i], "access": "read", "description": name + ", onder een leveringsovereenkomst / under a delivery agreement"})
	}
	_, members := s.Members(t)
	rule, publish := s.Populations[t.Population].Rule, s.Populations[t.Population].Publish
	limits := "Afgeschermde waarden zijn leeg en hebben grenzen; de regel staat in customProperties. / Hidden values are empty and have bounds; the rule is in customProperties."
	protection := []object{{"property": "protection.threshold", "value": rule.Threshold}, {"property": "protection.width", "value": rule.Width}, {"property": "protection.zeros", "value": rule.Zeros}}
	if noisy(s, t) {
		limits = "Elke waarde heeft ruis en een band die de waarheid in 95 van de 100 gevallen bevat; het budget staat in customProperties. / Every value has noise and a band that holds the truth in 95 of 100 cases; the budget is in customProperties."
		protection = []object{{"property": "protection.rho", "value": publish.Rho}, {"property": "protection.year", "value": publish.Year}, {"property": "protection.lifetime", "value": publish.Lifetime}}
	}
	if form(s, t) == sdmx.FormPerturbed {
		limits = "Elke waarde is afgerond en heeft grenzen waarbinnen de echte zeker ligt; de regel staat in customProperties. / Every value is rounded and has bounds between which the true one lies for certain; the rule is in customProperties."
		protection = append(protection, object{"property": "protection.base", "value": publish.Base}, object{"property": "protection.deviation", "value": publish.Deviation})
	}
	status := "active"
	if slices.ContainsFunc(s.Deprecated(t), func(d spec.Deprecation) bool { return d.Path == "transition/"+t.ID }) {
		status = "deprecated"
	}
	c := object{
		"apiVersion": "v3.1.0", "kind": "DataContract", "id": urn(s, "contract:"+t.ID), "name": t.ID, "version": s.About.Version, "status": status,
		"domain": "onderwijs", "dataProduct": "Doorstroommonitor", "tenant": s.About.Agency,
		"description": object{
			"purpose":     both(s.Described(t)),
			"usage":       both(members),
			"limitations": limits,
		},
		"schema":                   tables,
		"roles":                    roles,
		"slaProperties":            []object{{"property": "frequency", "value": 1, "unit": "y"}},
		"authoritativeDefinitions": []object{{"type": "businessDefinition", "url": urn(s, "report")}},
		"customProperties":         append(protection, object{"property": "specification.sha256", "value": s.Digest}),
	}
	enc := yaml.NewEncoder(w)
	enc.SetIndent(2)
	if err := enc.Encode(c); err != nil {
		return err
	}
	return enc.Close()
}

func contractTable(table *spec.Table, t *columns.Table) object {
	var props []object
	position := 0
	for _, f := range t.Fields() {
		p := object{"name": f.ID, "businessName": f.Title.In("nl"), "description": both(f.Definition), "logicalType": "string", "physicalType": "text", "required": f.Required, "unique": false, "classification": "public"}
		switch f.Kind {
		case columns.Year, columns.Count:
			p["logicalType"], p["physicalType"], p["logicalTypeOptions"] = "integer", "integer", object{"minimum": 0}
		case columns.Number:
			p["logicalType"], p["physicalType"] = "number", "decimal"
		default:
			if f.Pattern != "" {
				p["logicalTypeOptions"] = object{"pattern": f.Pattern}
			}
		}
		if f.Key {
			position++
			p["primaryKey"], p["primaryKeyPosition"] = true, position
		}
		if len(f.Codes) > 0 {
			p["quality"] = []object{{"type": "library", "metric": "invalidValues", "arguments": object{"validValues": f.Codes}, "mustBe": 0, "dimension": "conformity", "description": "Alleen codes van de specificatie. / Codes of the specification only."}}
		}
		props = append(props, p)
	}
	return object{
		"name": table.ID, "logicalType": "object", "physicalType": "table", "businessName": table.Label.In("nl"), "description": both(table.Label),
		"physicalName": "data/" + t.Cube + "/" + table.ID, "dataGranularityDescription": "Eén rij per combinatie van codes en cohort. / One row per combination of codes and cohort.",
		"tags": table.Audiences, "properties": props,
	}
}
