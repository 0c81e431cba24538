package explain

import (
	"fmt"
	"reflect"
	"strings"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

var zeros = map[string]sdmx.Text{
	spec.ZerosPublished: {NL: "Nullen worden getoond.", EN: "Zeros are shown."},
	spec.ZerosSecondary: {NL: "Een nul kan worden verborgen om een andere cel te beschermen.", EN: "A zero may be hidden to protect another cell."},
	spec.ZerosProtected: {NL: "Nullen worden beschermd als kleine aantallen.", EN: "Zeros are protected like small counts."},
}

// secrecy tells the protection rule of the population, and what the transition
// asks beyond it.
func (e *writer) secrecy() {
	if d := e.p.Publish; d != nil {
		e.publish(d)
		if e.p.Formal() {
			return
		}
	}
	r := &e.p.Rule
	if e.p.Perturbed() {
		e.line(2, 0, e.say("Van een klein aantal (1 tot en met %d) is uit alles wat is gepubliceerd niet meer af te leiden dan dat het in een gebied van minstens %d breed ligt.",
			"Of a small count (1 to %d) all that is published tells no more than that it lies in a range at least %d wide.", r.Threshold-1, r.Width))
		e.secrecyBeyond()
		return
	}
	e.line(2, 0, e.say("Aantallen van 1 tot en met %d worden niet getoond. Van een verborgen klein aantal is uit alles wat is gepubliceerd niet meer af te leiden dan dat het in een gebied van minstens %d breed ligt.",
		"Counts of 1 to %d are not shown. Of a hidden small count all that is published tells no more than that it lies in a range at least %d wide.", r.Threshold-1, r.Width))
	if z, ok := zeros[r.Zeros]; ok {
		e.line(2, 0, e.in(z))
	} else {
		e.line(2, 0, e.say("Nullen: %s.", "Zeros: %s.", r.Zeros))
	}
	e.secrecyBeyond()
}

// secrecyBeyond tells what goes beyond threshold, width and zeros.
func (e *writer) secrecyBeyond() {
	r := &e.p.Rule
	e.categories(r.Categories)
	e.homogeneity(r.Homogeneity)
	for i := range r.Attackers {
		e.attacker(&r.Attackers[i])
	}
	e.rest()
	if x := e.t.Rule; x != nil {
		if x.Threshold != 0 || x.Width != 0 {
			threshold := max(r.Threshold, x.Threshold)
			e.line(2, 0, e.say("Voor deze kubus strenger: drempel %d, breedte %d.", "Stricter for this cube: threshold %d, width %d.", threshold, max(r.Width, x.Width, r.LeastWidth(threshold))))
		}
		e.categories(x.Categories)
	}
}

func (e *writer) categories(list []spec.CategoryRule) {
	for _, k := range list {
		e.line(2, 0, e.say("Wie bij %s in %s hoort: drempel %d, breedte %d.", "Who is in %[2]s of %[1]s: threshold %[3]d, width %[4]d.", k.Dimension, e.or(k.Codes), k.Threshold, k.Width))
	}
}

func (e *writer) homogeneity(h *spec.Homogeneity) {
	if h == nil {
		return
	}
	which := e.say("één uitkomst", "one outcome")
	var named []string
	for _, o := range h.Outcomes {
		named = append(named, o.Dimension+" "+e.or(o.Codes))
	}
	if len(named) > 0 {
		which += " (" + strings.Join(named, "; ") + ")"
	}
	e.line(2, 0, e.say("Dat %d procent of meer van een groep %s deelt, %s.", "That %d per cent or more of a group share %s %s.", h.Percent, which, e.mode(h.Mode, "mag niet volgen", "must not follow")))
}

// mode says what is done about what an attacker learns.
func (e *writer) mode(mode, guardNL, guardEN string) string {
	switch mode {
	case spec.Guard:
		return e.say(guardNL, guardEN)
	case spec.ReportOnly:
		return e.say("wordt gemeten en gemeld", "is measured and reported")
	}
	return mode
}

var attackers = map[string]sdmx.Text{
	spec.Contributor: {NL: "een lid van een groep, dat weet dat het meetelt", EN: "a member of a group, who knows to be counted"},
	spec.Institution: {NL: "een instelling, die haar eigen leerlingen of studenten kent", EN: "an institution, who knows its own pupils or students"},
	spec.Board:       {NL: "een bestuur, dat die van al zijn instellingen kent", EN: "a board, who knows those of all its institutions"},
	spec.Receivers:   {NL: "de twee grootste instellingen van een groep, die hun kennis samenleggen", EN: "the two largest institutions of a group, who put together what they know"},
	spec.Shares:      {NL: "wie de afgeronde percentages van de uitgave heeft", EN: "whoever holds the rounded percentages of the release"},
	spec.Elsewhere:   {NL: "wie alle percentages ook uit een andere bron heeft", EN: "whoever holds all percentages from another source, too"},
}

func (e *writer) attacker(a *spec.Attacker) {
	who, ok := attackers[a.Kind]
	if !ok {
		who = sdmx.Text{NL: a.Kind, EN: a.Kind}
	}
	text := e.in(who)
	if len(a.Columns) > 0 {
		text += " (" + strings.Join(a.Columns, ", ") + ")"
	}
	if a.Decimals != 0 {
		text += e.say(", op %d decimalen", ", to %d decimals", a.Decimals)
	}
	e.line(2, 0, e.say("Ook bedacht op %s: wat die te weten zou komen, %s.", "Also prepared for %s: what they would learn %s.", text, e.mode(a.Mode, "wordt beter verborgen", "is hidden better")))
}

// rest says what else the rule asks, key by key: whatever the language adds to
// it is told before anybody writes a sentence for it.
func (e *writer) rest() {
	v := reflect.ValueOf(e.p.Rule)
	for f := range strictyaml.Fields(v.Type()) {
		switch key := strictyaml.Key(f); key {
		case "threshold", "width", "zeros", "categories", "homogeneity", "attackers":
		default:
			if line := strictyaml.Line(v.FieldByIndex(f.Index)); line != "" {
				e.line(2, 4, fmt.Sprintf("%s: %s.", key, line))
			}
		}
	}
}
