package forms

import (
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"

	"doorstroommonitor/forms/columns"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// SDMX ids of what all cubes share.
const (
	sdmxAgency   = "DOORSTROOM"
	sdmxConcepts = "CS_DOORSTROOM"
)

// WriteSDMX writes an SDMX-ML 3.0 structure message: an agency, a concept
// scheme, a codelist per closed dimension, a data structure and a dataflow
// per cube. Dimensions with codes of the public register are not enumerated.
func WriteSDMX(w io.Writer, s *spec.Specification) error {
	return writeSDMX(w, s, func(t *spec.Transition) []Axis { return Axes(s, t) })
}

// WriteReleaseSDMX writes the same for a release: its tables alone, and all
// codes that it has, those of the public register too.
func WriteReleaseSDMX(w io.Writer, s *spec.Specification, r *sdmx.Structure) error {
	s = Narrow(s, r)
	return writeSDMX(w, s, func(t *spec.Transition) []Axis {
		axes := Axes(s, t)
		c, _ := r.Cube(t.ID) // Narrow left no other transition
		for i := range axes {
			d, _ := c.Dimension(axes[i].ID)
			if list, ok := r.Codelist(d.Codelist); ok {
				axes[i].Codes, axes[i].Open = list.Codes, false
			}
		}
		return axes
	})
}

func writeSDMX(w io.Writer, s *spec.Specification, axes func(*spec.Transition) []Axis) error {
	m := &message{version: sdmxVersion(s.About.Version), axes: axes}
	m.raw(xml.Header)
	m.open("mes:Structure", "xmlns:mes", "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/message",
		"xmlns:str", "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/structure", "xmlns:com", "http://www.sdmx.org/resources/sdmxml/schemas/v3_0/common")
	m.header(s)
	m.open("mes:Structures")
	m.agencies(s)
	m.codelists(s)
	m.concepts(s)
	m.structures(s)
	m.dataflows(s)
	m.close("mes:Structures")
	m.close("mes:Structure")
	if m.err != nil {
		return fmt.Errorf("sdmx: %w", m.err)
	}
	_, err := io.WriteString(w, m.b.String())
	return err
}

// sdmxVersion makes a version of three parts of ours of two.
func sdmxVersion(v string) string {
	for strings.Count(v, ".") < 2 {
		v += ".0"
	}
	return v
}

var notID = regexp.MustCompile(`[^A-Za-z0-9_-]`)

// sdmxID makes an SDMX id (IDType) of ours.
func sdmxID(parts ...string) string { return notID.ReplaceAllString(strings.Join(parts, "_"), "_") }

// message is XML while it is written. Its elements are few and their order is
// that of the schema, so that a writer of our own is the least.
type message struct {
	b       strings.Builder
	depth   int
	version string
	axes    func(*spec.Transition) []Axis
	err     error
}

func (m *message) raw(s string) { m.b.WriteString(s) }

func (m *message) tag(end, name string, attributes []string) {
	m.b.WriteString(strings.Repeat(" ", m.depth) + "<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		m.b.WriteString(" " + attributes[i] + `="` + escape(attributes[i+1]) + `"`)
	}
	m.b.WriteString(end)
}

func escape(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder gives no error
	return b.String()
}

func (m *message) open(name string, attributes ...string) {
	m.tag(">\n", name, attributes)
	m.depth++
}

func (m *message) close(name string) {
	m.depth--
	m.b.WriteString(strings.Repeat(" ", m.depth) + "</" + name + ">\n")
}

func (m *message) empty(name string, attributes ...string) { m.tag("/>\n", name, attributes) }

func (m *message) leaf(name, text string, attributes ...string) {
	m.tag(">"+escape(text)+"</"+name+">\n", name, attributes)
}

func (m *message) names(name, description sdmx.Text) {
	m.leaf("com:Name", name.In("nl"), "xml:lang", "nl")
	m.leaf("com:Name", name.In("en"), "xml:lang", "en")
	if description != (sdmx.Text{}) {
		m.leaf("com:Description", description.In("nl"), "xml:lang", "nl")
		m.leaf("com:Description", description.In("en"), "xml:lang", "en")
	}
}

// header has the day from which the specification counts as its moment: the
// message says the same whenever it is written.
func (m *message) header(s *spec.Specification) {
	since, err := time.Parse(time.DateOnly, s.About.Since)
	if err != nil {
		m.err = fmt.Errorf("since %q: %w", s.About.Since, err)
	}
	m.open("mes:Header")
	m.leaf("mes:ID", sdmxID("SPEC", s.About.Version))
	m.leaf("mes:Test", "false")
	m.leaf("mes:Prepared", since.UTC().Format(time.RFC3339))
	m.empty("mes:Sender", "id", sdmxAgency)
	m.close("mes:Header")
}

func (m *message) maintainable(name, id string, more ...string) {
	m.open(name, append([]string{"id", id, "agencyID", sdmxAgency, "version", m.version}, more...)...)
}

func (m *message) agencies(s *spec.Specification) {
	m.open("str:AgencySchemes")
	m.open("str:AgencyScheme", "id", "AGENCIES", "agencyID", "SDMX")
	m.names(sdmx.Text{NL: "Beheerders", EN: "Agencies"}, sdmx.Text{})
	m.open("str:Agency", "id", sdmxAgency)
	m.names(sdmx.Text{NL: s.About.Agency, EN: s.About.Agency}, sdmx.Text{NL: s.About.Title.In("nl"), EN: s.About.Title.In("en")})
	m.close("str:Agency")
	m.close("str:AgencyScheme")
	m.close("str:AgencySchemes")
}

// statuses are the codelists of the two attributes.
func statuses() []Axis {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	return []Axis{
		{ID: "OBS_STATUS", Label: text("Status van de waarneming", "Observation status"), Codes: []sdmx.Code{{ID: sdmx.ObsNormal, Label: text("Getoond", "Shown")}, {ID: sdmx.ObsSuppressed, Label: text("Niet getoond", "Not shown")}, {ID: sdmx.ObsEstimated, Label: text("Met ruis of afgerond", "Noisy or rounded")}}},
		{ID: "CONF_STATUS", Label: text("Status van de vertrouwelijkheid", "Confidentiality status"), Codes: []sdmx.Code{{ID: sdmx.ConfFree, Label: text("Vrij", "Free")}, {ID: sdmx.ConfConfidential, Label: text("Afgeschermd", "Confidential")}}},
	}
}

func (m *message) codelists(s *spec.Specification) {
	m.open("str:Codelists")
	for _, a := range statuses() {
		m.codelist("CL_"+a.ID, a)
	}
	for _, id := range s.TransitionIDs() {
		for _, a := range m.axes(s.Transitions[id]) {
			if !a.Open {
				m.codelist(sdmxID("CL", id, a.ID), a)
			}
		}
	}
	m.close("str:Codelists")
}

func (m *message) codelist(id string, a Axis) {
	m.maintainable("str:Codelist", id)
	m.names(a.Label, a.Definition)
	for _, c := range a.Codes {
		m.open("str:Code", "id", sdmxID(c.ID))
		m.names(c.Label, sdmx.Text{})
		// "_T" is a code id and, by the schema, no name of a parent; the total
		// is over all codes without a parent.
		if c.Parent != "" && c.Parent != sdmx.Total {
			m.leaf("str:Parent", sdmxID(c.Parent))
		}
		m.close("str:Code")
	}
	m.close("str:Codelist")
}

func (m *message) concepts(s *spec.Specification) {
	text := func(nl, en string) sdmx.Text { return sdmx.Text{NL: nl, EN: en} }
	m.open("str:ConceptSchemes")
	m.maintainable("str:ConceptScheme", sdmxConcepts)
	m.names(text("Begrippen van de Doorstroommonitor", "Concepts of the flow monitor"), sdmx.Text{})
	concept := func(id string, name, description sdmx.Text) {
		m.open("str:Concept", "id", id)
		m.names(name, description)
		m.close("str:Concept")
	}
	concept("TABEL", text("Tabel", "Table"), sdmx.Text{})
	concept("TIME_PERIOD", text("Cohort", "Cohort"), text("Cohortjaar", "Cohort year"))
	concept("OBS_VALUE", text("Aantal", "Count"), text("Aantal personen", "Number of persons"))
	concept("LOWER", text("Ondergrens", "Lower bound"), sdmx.Text{})
	concept("UPPER", text("Bovengrens", "Upper bound"), sdmx.Text{})
	if slices.ContainsFunc(s.TransitionIDs(), func(id string) bool { return noisy(s, s.Transitions[id]) }) {
		concept("ESTIMATE", text("Schatting", "Estimate"), sdmx.Text{})
		concept("STANDARD_ERROR", text("Standaardfout", "Standard error"), sdmx.Text{})
	}
	if slices.ContainsFunc(s.TransitionIDs(), func(id string) bool { return form(s, s.Transitions[id]) == sdmx.FormPerturbed }) {
		concept("METHOD", text("Methode", "Method"), text("Hoe het aantal is veranderd.", "How the count was changed."))
	}
	if slices.ContainsFunc(s.TransitionIDs(), func(id string) bool { return form(s, s.Transitions[id]) == sdmx.FormModelled }) {
		concept("MODELLED", text("Schatting (model)", "Estimate (modelled)"), text("Wat een model van de getoonde cijfers maakt, binnen de grenzen: geen waarneming.", "What a model makes of the figures that are shown, within the bounds: no observation."))
	}
	for _, a := range statuses() {
		concept(a.ID, a.Label, a.Definition)
	}
	for _, id := range s.TransitionIDs() {
		for _, a := range m.axes(s.Transitions[id]) {
			concept(sdmxID(id, a.ID), a.Label, a.Definition)
		}
	}
	m.close("str:ConceptScheme")
	m.close("str:ConceptSchemes")
}

func (m *message) structures(s *spec.Specification) {
	m.open("str:DataStructures")
	for _, id := range s.TransitionIDs() {
		m.dsd(s, s.Transitions[id])
	}
	m.close("str:DataStructures")
}

func (m *message) identity(concept string) {
	m.leaf("str:ConceptIdentity", fmt.Sprintf("urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=%s:%s(%s).%s", sdmxAgency, sdmxConcepts, m.version, concept))
}

// enumerated gives a component a codelist, or a text format for "".
func (m *message) enumerated(list, format string, more ...string) {
	m.open("str:LocalRepresentation")
	if list != "" {
		m.leaf("str:Enumeration", fmt.Sprintf("urn:sdmx:org.sdmx.infomodel.codelist.Codelist=%s:%s(%s)", sdmxAgency, list, m.version))
	} else {
		m.empty("str:TextFormat", append([]string{"textType", format}, more...)...)
	}
	m.close("str:LocalRepresentation")
}

func (m *message) dsd(s *spec.Specification, t *spec.Transition) {
	m.maintainable("str:DataStructure", sdmxID("DSD", t.ID))
	m.names(t.Label, s.Described(t))
	m.open("str:DataStructureComponents")
	m.open("str:DimensionList", "id", "DimensionDescriptor")
	m.open("str:Dimension", "id", "TABEL", "position", "1")
	m.identity("TABEL")
	m.enumerated("", "String")
	m.close("str:Dimension")
	for i, a := range m.axes(t) {
		m.open("str:Dimension", "id", sdmxID(a.ID), "position", fmt.Sprint(i+2))
		m.identity(sdmxID(t.ID, a.ID))
		if a.Open {
			m.enumerated("", "String", "pattern", strings.Trim(columns.OpenPattern, "^$"))
		} else {
			m.enumerated(sdmxID("CL", t.ID, a.ID), "")
		}
		m.close("str:Dimension")
	}
	m.open("str:TimeDimension", "id", "TIME_PERIOD")
	m.identity("TIME_PERIOD")
	m.enumerated("", "GregorianYear")
	m.close("str:TimeDimension")
	m.close("str:DimensionList")
	m.attributes(form(s, t))
	m.open("str:MeasureList", "id", "MeasureDescriptor")
	m.open("str:Measure", "id", "OBS_VALUE", "usage", "optional")
	m.identity("OBS_VALUE")
	m.enumerated("", "Integer", "minValue", "0")
	m.close("str:Measure")
	m.close("str:MeasureList")
	m.close("str:DataStructureComponents")
	m.close("str:DataStructure")
}

func (m *message) attributes(form sdmx.Form) {
	m.open("str:AttributeList", "id", "AttributeDescriptor")
	attribute := func(id, usage, list, format string) {
		m.open("str:Attribute", "id", id, "usage", usage)
		m.identity(id)
		m.enumerated(list, format)
		m.open("str:AttributeRelationship")
		m.empty("str:Observation")
		m.close("str:AttributeRelationship")
		m.close("str:Attribute")
	}
	attribute("LOWER", "mandatory", "", "Integer")
	attribute("UPPER", "optional", "", "Integer")
	attribute("OBS_STATUS", "mandatory", "CL_OBS_STATUS", "")
	attribute("CONF_STATUS", "mandatory", "CL_CONF_STATUS", "")
	switch form {
	case sdmx.FormPerturbed:
		attribute("METHOD", "mandatory", "", "String")
	case sdmx.FormModelled:
		attribute("MODELLED", "optional", "", "Decimal")
	case sdmx.FormEstimated:
		attribute("ESTIMATE", "mandatory", "", "Decimal")
		attribute("STANDARD_ERROR", "mandatory", "", "Decimal")
	}
	m.close("str:AttributeList")
}

func (m *message) dataflows(s *spec.Specification) {
	m.open("str:Dataflows")
	for _, id := range s.TransitionIDs() {
		t := s.Transitions[id]
		m.maintainable("str:Dataflow", sdmxID("DF", id))
		m.names(t.Label, t.Definition)
		m.leaf("str:Structure", fmt.Sprintf("urn:sdmx:org.sdmx.infomodel.datastructure.DataStructure=%s:%s(%s)", sdmxAgency, sdmxID("DSD", id), m.version))
		m.close("str:Dataflow")
	}
	m.close("str:Dataflows")
}
