package spec

import (
	"doorstroommonitor/internal/strictyaml"
	"doorstroommonitor/sdmx"
)

// Rules that a specification can break. Those of a file by itself are the
// rules of strict YAML.
const (
	RuleText        = strictyaml.RuleText
	RuleUnknown     = strictyaml.RuleUnknown
	RuleMissing     = strictyaml.RuleMissing
	RuleTwice       = strictyaml.RuleTwice
	RuleValue       = strictyaml.RuleValue
	RuleReference   = "S01" // names something that does not exist
	RuleUnique      = "S02" // two things of one name
	RuleFit         = "S03" // a value or a combination that cannot be counted
	RuleWords       = "S04" // no label, definition, unit or source
	RuleSensitivity = "S05" // a special category without the provision that allows it
	RuleChange      = "S06" // a change out of order, or by the wrong body
	RuleGroup       = "S07" // the same persons in two protection groups
)

// Advice says of a rule what it asks and what to do about a fault.
type Advice struct {
	Rule  string
	Title sdmx.Text
	Next  sdmx.Text
}

var advice = []Advice{
	{RuleText, sdmx.Text{NL: "elk bestand is één YAML-document", EN: "every file is one YAML document"}, sdmx.Text{NL: "let op inspringen met spaties, dubbele punten en haakjes", EN: "look at indentation with spaces, colons and brackets"}},
	{RuleUnknown, sdmx.Text{NL: "een sleutel die niemand leest, telt niet mee en wordt geweigerd", EN: "a key that nobody reads would not count, and is refused"}, sdmx.Text{NL: "verbeter de spelling of haal de sleutel weg", EN: "correct the spelling or take the key away"}},
	{RuleMissing, sdmx.Text{NL: "een verplichte sleutel ontbreekt", EN: "a required key is missing"}, sdmx.Text{NL: "voeg de sleutel toe; doorstroom spec schema helpt uw editor", EN: "add the key; doorstroom spec schema helps your editor"}},
	{RuleTwice, sdmx.Text{NL: "elke sleutel staat één keer", EN: "every key stands once"}, sdmx.Text{NL: "haal een van beide weg", EN: "take one of the two away"}},
	{RuleValue, sdmx.Text{NL: "de waarde is van een ander soort", EN: "the value is of another kind"}, sdmx.Text{NL: "schrijf de waarde in de gevraagde vorm", EN: "write the value in the form asked for"}},
	{RuleReference, sdmx.Text{NL: "een naam verwijst naar iets dat bestaat", EN: "a name refers to something that exists"}, sdmx.Text{NL: "kies een van de bekende namen, of leg de nieuwe eerst vast", EN: "choose one of the known names, or define the new one first"}},
	{RuleUnique, sdmx.Text{NL: "elke naam is van één ding", EN: "a name belongs to one thing"}, sdmx.Text{NL: "geef een van beide een andere naam", EN: "give one of the two another name"}},
	{RuleFit, sdmx.Text{NL: "wat er staat, moet te tellen zijn", EN: "what is written must be countable"}, sdmx.Text{NL: "pas de waarde aan zoals de melding zegt", EN: "change the value as the message says"}},
	{RuleWords, sdmx.Text{NL: "elk begrip heeft woorden in twee talen en een bron, zelf of geërfd", EN: "every concept has words in two languages and a source, its own or inherited"}, sdmx.Text{NL: "voeg toe wat ontbreekt, of geef het aan het begrip erboven", EN: "add what is missing, or give it to the concept above"}},
	{RuleSensitivity, sdmx.Text{NL: "bijzondere gegevens blijven weg, tenzij de wet een uitzondering kent en de overeenkomst die noemt", EN: "special categories stay out, unless the law knows an exception and the agreement cites it"}, sdmx.Text{NL: "voeg codes samen, laat de dimensie weg, of noem de bepaling onder exception en haal public uit audiences", EN: "merge codes, leave the dimension out, or name the provision under exception and take public out of audiences"}},
	{RuleChange, sdmx.Text{NL: "een wijziging doorloopt de stappen op volgorde; beheer en besluit zijn gescheiden", EN: "a change takes its steps in order; care and decision are kept apart"}, sdmx.Text{NL: "zie docs/specification.md, wijzigingen", EN: "see docs/specification.md, changes"}},
	{RuleGroup, sdmx.Text{NL: "wat over dezelfde personen verschijnt, wordt als één geheel beschermd", EN: "what appears about the same persons is protected as one"}, sdmx.Text{NL: "maak er een overgang van die populatie van, met part voor een deel ervan; zie docs/adr/0015-parts-of-a-population.md", EN: "make it a transition of that population, with part for a part of it; see docs/adr/0015-parts-of-a-population.md"}},
}

// AdviceOn returns the advice on a rule; that on RuleFit for a rule that has
// none.
func AdviceOn(rule string) Advice {
	fallback := Advice{}
	for _, a := range advice {
		if a.Rule == rule {
			return a
		}
		if a.Rule == RuleFit {
			fallback = a
		}
	}
	return fallback
}
