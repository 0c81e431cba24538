package deliver

import (
	"fmt"

	"doorstroommonitor/sdmx"
)

// Clause is the number of a clause of the model agreement, 1 to 9.
type Clause int

// The clauses, in the order of the model agreement.
const (
	ClauseParties       Clause = 1
	ClausePurpose       Clause = 2
	ClauseLegalBasis    Clause = 3
	ClauseCubes         Clause = 4
	ClauseSpecification Clause = 5
	ClauseScenario      Clause = 6
	ClauseTerm          Clause = 7
	ClauseOwnData       Clause = 8
	ClauseSignature     Clause = 9
)

// ClauseOf returns the clause that a key of the agreement file belongs to; 0
// for the keys of the heading, id and version.
func ClauseOf(key string) Clause {
	switch key {
	case "supplier", "recipient":
		return ClauseParties
	case "purpose":
		return ClausePurpose
	case "legal_basis", "exceptions":
		return ClauseLegalBasis
	case "cubes":
		return ClauseCubes
	case "specification":
		return ClauseSpecification
	case "scenario":
		return ClauseScenario
	case "term":
		return ClauseTerm
	case "own_data", "own", "statutory_basis":
		return ClauseOwnData
	case "signed":
		return ClauseSignature
	}
	return 0
}

// Name returns the title of the clause.
func (c Clause) Name() sdmx.Text {
	switch c {
	case ClauseParties:
		return sdmx.Text{NL: "partijen", EN: "parties"}
	case ClausePurpose:
		return sdmx.Text{NL: "doel", EN: "purpose"}
	case ClauseLegalBasis:
		return sdmx.Text{NL: "grondslag", EN: "legal basis"}
	case ClauseCubes:
		return sdmx.Text{NL: "kubussen", EN: "cubes"}
	case ClauseSpecification:
		return sdmx.Text{NL: "specificatie", EN: "specification"}
	case ClauseScenario:
		return sdmx.Text{NL: "scenario", EN: "scenario"}
	case ClauseTerm:
		return sdmx.Text{NL: "looptijd", EN: "term"}
	case ClauseOwnData:
		return sdmx.Text{NL: "eigen gegevens", EN: "own data"}
	case ClauseSignature:
		return sdmx.Text{NL: "ondertekening", EN: "signature"}
	}
	return sdmx.Text{NL: "onbekend", EN: "unknown"}
}

// Refusal says that an agreement does not cover what was asked, under which
// clause, and what can be done. It holds nothing but the agreement's own
// terms and names that everybody may know.
type Refusal struct {
	Agreement string
	Recipient string
	Clause    Clause
	Table     string // CUBE/TABLE where one table is refused and the rest is not
	Text      sdmx.Text
	Next      sdmx.Text
}

// Error is the refusal in English.
func (r *Refusal) Error() string { return r.In("en") }

// In returns the refusal as a sentence in lang ("en", or anything else for
// Dutch).
func (r *Refusal) In(lang string) string {
	form := "levering geweigerd op grond van bepaling %d (%s) van overeenkomst %s: %s; volgende stap: %s"
	if lang == "en" {
		form = "delivery refused under clause %d (%s) of agreement %s: %s; next: %s"
	}
	return fmt.Sprintf(form, r.Clause, r.Clause.Name().In(lang), r.Agreement, r.Text.In(lang), r.Next.In(lang))
}

// reason is what a refusal says and what to do about it.
type reason struct{ text, next sdmx.Text }

func (a *Agreement) refuse(c Clause, why reason) *Refusal {
	return &Refusal{Agreement: a.ID, Recipient: a.Recipient.ID, Clause: c, Text: why.text, Next: why.next}
}
