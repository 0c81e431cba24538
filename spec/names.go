package spec

import "doorstroommonitor/sdmx"

// Names gives the names of recipients; the public audience is everybody.
func (s *Specification) Names(ids []string, lang string) []string {
	var out []string
	for _, id := range ids {
		name := id
		if id == PublicAudience {
			name = sdmx.Text{NL: "iedereen", EN: "everybody"}.In(lang)
		}
		for _, p := range s.About.Recipients {
			if p.ID == id {
				name = p.Name
			}
		}
		out = append(out, name)
	}
	return out
}

// Members says whom a transition is about: a part of its population, or all
// of it.
func (s *Specification) Members(t *Transition) (label, definition sdmx.Text) {
	if t.Part != nil {
		return t.Part.Label, t.Part.Definition
	}
	p := s.Populations[t.Population]
	return p.Label, p.Definition
}

// StepName is the word of people for a step of the change process or for the
// outcome of a decision.
func StepName(step string) sdmx.Text {
	words := map[string]sdmx.Text{
		StepProposal: {NL: "voorstel", EN: "proposal"}, StepConsultation: {NL: "consultatie", EN: "consultation"}, StepAdvice: {NL: "advies", EN: "advice"},
		StepDecision: {NL: "besluit", EN: "decision"}, StepInCare: {NL: "in beheer", EN: "in care"}, StepDeprecated: {NL: "verouderd", EN: "deprecated"},
		StepWithdrawn: {NL: "ingetrokken", EN: "withdrawn"}, "accepted": {NL: "aangenomen", EN: "accepted"}, "rejected": {NL: "afgewezen", EN: "rejected"},
	}
	if w, ok := words[step]; ok {
		return w
	}
	return sdmx.Text{NL: step, EN: step}
}

// RoleName names the role of a dimension; one that has none is a
// characteristic.
func RoleName(role string) sdmx.Text {
	switch role {
	case "origin":
		return sdmx.Text{NL: "herkomst", EN: "origin"}
	case "destination":
		return sdmx.Text{NL: "bestemming", EN: "destination"}
	case "outcome":
		return sdmx.Text{NL: "uitkomst", EN: "outcome"}
	case "":
		return sdmx.Text{NL: "kenmerk", EN: "characteristic"}
	}
	return sdmx.Text{NL: role, EN: role}
}

// ClassName names a class of sensitivity.
func ClassName(class string) sdmx.Text {
	switch class {
	case NotSensitive:
		return sdmx.Text{NL: "geen", EN: "none"}
	case Personal:
		return sdmx.Text{NL: "persoonsgegeven", EN: "personal"}
	case Special:
		return sdmx.Text{NL: "bijzonder", EN: "special"}
	}
	return sdmx.Text{NL: class, EN: class}
}
