package diff

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// States of a mapping.
const (
	AutoMapped   = "automatic"       // by a rule
	ManualMapped = "manual"          // by the authors, in a change
	ManualNone   = "manual, none"    // the authors say that nothing takes its place
	AutoNone     = "automatic, none" // no rule finds anything
)

// Mapping says which code takes the place of one that went.
type Mapping struct {
	In    string    `json:"in"` // CUBE/DIMENSION, or a codelist
	From  string    `json:"from"`
	To    string    `json:"to,omitempty"`
	State string    `json:"state"`
	Why   sdmx.Text `json:"why"`
}

// candidate is a code that went or came.
type candidate struct {
	code      string
	label     sdmx.Text
	condition string
}

// mappings proposes a mapping for every published code that went.
func mappings(a, b *spec.Specification) []Mapping {
	manual := map[string]spec.Mapping{}
	for _, ch := range b.Changes {
		for _, m := range ch.Mappings {
			manual[m.In+"\x00"+m.From] = m
		}
	}
	var out []Mapping
	propose := func(in string, old, now []candidate) {
		gone, came := lacking(old, now), lacking(now, old)
		for _, g := range gone {
			m := Mapping{In: in, From: g.code}
			if x, ok := manual[in+"\x00"+g.code]; ok {
				m.To, m.State, m.Why = x.To, ManualMapped, sdmx.Text{NL: "zo vastgelegd in de wijziging", EN: "laid down in the change"}
				if x.To == "" {
					m.State = ManualNone
				}
			} else {
				m.To, m.State, m.Why = automatic(g, came)
			}
			out = append(out, m)
		}
	}
	for _, id := range a.TransitionIDs() {
		t, ok := b.Transitions[id]
		if !ok {
			continue
		}
		for _, d := range a.Transitions[id].Dimensions {
			if now, ok := t.DimensionByID(d.ID); ok {
				propose(id+"/"+d.ID, nodes(&d), nodes(now))
			}
		}
	}
	used := usesOf(a, b)
	for _, id := range slices.Sorted(maps.Keys(a.Codelists)) {
		if now, ok := b.Codelists[id]; ok && used.codelists[id] {
			propose(id, codes(a.Codelists[id]), codes(now))
		}
	}
	slices.SortStableFunc(out, func(x, y Mapping) int {
		return cmp.Or(strings.Compare(x.In, y.In), strings.Compare(x.From, y.From))
	})
	return out
}

// automatic finds the one code with the same condition, else the one with the
// same label. Two that fit are none: a person has to choose.
func automatic(g candidate, came []candidate) (to, state string, why sdmx.Text) {
	rules := []struct {
		same func(c candidate) bool
		why  sdmx.Text
	}{
		{func(c candidate) bool { return g.condition != "" && c.condition == g.condition }, sdmx.Text{NL: "zelfde voorwaarde", EN: "same condition"}},
		{func(c candidate) bool {
			return strings.EqualFold(c.label.NL, g.label.NL) || strings.EqualFold(c.label.EN, g.label.EN)
		}, sdmx.Text{NL: "zelfde naam", EN: "same label"}},
	}
	for _, r := range rules {
		if fits := slices.DeleteFunc(slices.Clone(came), func(c candidate) bool { return !r.same(c) }); len(fits) == 1 {
			return fits[0].code, AutoMapped, r.why
		}
	}
	return "", AutoNone, sdmx.Text{NL: "geen nieuwe code met dezelfde voorwaarde of naam", EN: "no new code has the same condition or label"}
}

func nodes(d *spec.Dimension) []candidate {
	var out []candidate
	for _, n := range d.Nodes {
		if n.Each == "" {
			out = append(out, candidate{n.Code, n.Label, strictyaml.Line(reflect.ValueOf(n.When))})
		}
	}
	return out
}

func codes(l *spec.Codelist) []candidate {
	var out []candidate
	for _, k := range l.Codes {
		out = append(out, candidate{code: k.Code, label: k.Label})
	}
	return out
}

// lacking lists the candidates that the other list does not have.
func lacking(list, other []candidate) []candidate {
	return slices.DeleteFunc(slices.Clone(list), func(c candidate) bool {
		return slices.ContainsFunc(other, func(o candidate) bool { return o.code == c.code })
	})
}
