package owndata

// Kind is the kind of the ledger entries about provisions: Body, in intent and
// commit.
const Kind = "own-data"

// Body is what the ledger records of a provision: who received own data, by
// which law and decision, and the digest of its list of files, known once it was
// carried out. What was received is not in it.
type Body struct {
	Agreement      string   `json:"agreement"`
	Version        string   `json:"agreement_version"`
	Recipient      string   `json:"recipient"`
	Provision      string   `json:"provision"`
	Institutions   []string `json:"institutions,omitempty"`
	Boards         []string `json:"boards,omitempty"`
	StatutoryBasis string   `json:"statutory_basis"`
	Decision       string   `json:"decision"`
	Specification  string   `json:"specification"`
	Files          int      `json:"files,omitempty"`
	SHA256         string   `json:"own_data_sha256,omitempty"`
}

// Body returns what the ledger records as intent.
func (m *Manifest) Body() Body {
	return Body{
		Agreement: m.Agreement, Version: m.AgreementVersion, Recipient: m.Recipient, Provision: m.ID, Institutions: m.Institutions, Boards: m.Boards,
		StatutoryBasis: m.StatutoryBasis, Decision: m.Decision, Specification: m.Specification,
	}
}

// Body returns what the ledger records once it was carried out.
func (r *Result) Body() Body {
	b := r.Manifest.Body()
	b.Files, b.SHA256 = len(r.Manifest.Files), r.Digest
	return b
}
