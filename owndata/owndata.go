// Package owndata writes and verifies a provision of own data: the exact rows of
// one institution or board, given to it by law. That is a provision of personal
// data and no way of disclosure control; nothing in it is protected.
//
// What belongs here: the folder that is handed over, its signed list, the mark
// that ties every copy to one provision, and what the recipient is told. What
// does not: whose rows are whose (cube), whether an agreement carries it
// (deliver), whether everybody else's figures were guarded against the recipient
// (gate, release), and the public side: no release, delivery to others or portal
// reads this package or its folders.
//
// # The folder
//
//	own-data.json, own-data.json.minisig   what this is, and the list of files
//	README.txt                             the same for people, Dutch and English
//	data/CUBE/TABLE/YEAR.csv, .parquet     exact counts, with the mark in every row
package owndata

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// Format names this version of the folder.
const Format = "doorstroommonitor-own-data/1"

// Names of the files that every provision has.
const (
	ManifestName  = "own-data.json"
	SignatureName = "own-data.json.minisig"
	ReadmeName    = "README.txt"
)

// Mark is the name of the column with the mark of the provision.
const Mark = "provision"

// Manifest is what a provision says of itself. It holds no count.
type Manifest struct {
	Format           string   `json:"format"`
	ID               string   `json:"id"` // the mark in every row, see Identify
	Agreement        string   `json:"agreement"`
	AgreementVersion string   `json:"agreement_version"`
	Supplier         string   `json:"supplier"`
	Recipient        string   `json:"recipient"`
	RecipientName    string   `json:"recipient_name"`
	Institutions     []string `json:"institutions,omitempty"`
	Boards           []string `json:"boards,omitempty"`
	StatutoryBasis   string   `json:"statutory_basis"`
	LegalBasis       string   `json:"legal_basis"`
	Exceptions       []string `json:"exceptions,omitempty"`
	Purpose          []string `json:"purpose"`
	// Decision refers to who allowed this very provision, in the words of the
	// house, such as the number of a case.
	Decision      string `json:"decision"`
	Round         string `json:"round"`
	Created       string `json:"created"` // RFC 3339, from the clock argument
	Specification string `json:"specification"`
	SpecDigest    string `json:"specification_sha256"`
	Synthetic     bool   `json:"synthetic"`
	// Noisy lists the cubes whose published figures have noise: towards this
	// recipient the guarantee does not hold for those in its own rows.
	Noisy []string `json:"noisy_elsewhere,omitempty"`
	Files []File   `json:"files"` // ascending by path
}

// File is one file of a provision. Rows of a table are cells that can exist by
// the register, empty ones too, so that their number tells nothing of persons.
type File struct {
	Path   string `json:"path"`
	Cube   string `json:"cube,omitempty"`
	Table  string `json:"table,omitempty"`
	Cohort int    `json:"cohort,omitempty"`
	// Since is the first of several cohort years that are counted together, of
	// which Cohort is the last.
	Since  int    `json:"since,omitempty"`
	Rows   int    `json:"rows,omitempty"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// Table holds the own rows of one table and cohort, with true counts. Since is
// 0 but for several cohorts together, see File.
type Table struct {
	Cube, Table   string
	Cohort, Since int
	Dimensions    []string
	Rows          []Row
}

// Row is one cell: a code for each dimension, and how many persons.
type Row struct {
	Key   []string
	Value int64
}

// columns of a table, in the order of its files.
func (t *Table) columns() []string {
	return slices.Concat([]string{"cube", "table", "cohort"}, t.Dimensions, []string{"value", Mark})
}

// check says what keeps a table from being written.
func (t *Table) check() error {
	names := t.columns()
	slices.Sort(names)
	if len(slices.Compact(names)) != len(t.columns()) {
		return fmt.Errorf("table %s/%s has two columns of one name", t.Cube, t.Table)
	}
	for i := range t.Rows {
		if len(t.Rows[i].Key) != len(t.Dimensions) {
			return fmt.Errorf("table %s/%s: row %d has %d codes for %d dimensions", t.Cube, t.Table, i+1, len(t.Rows[i].Key), len(t.Dimensions))
		}
	}
	return nil
}

// Identify gives a provision its ID: the round and a mark of all that it says of
// itself and of what is asked for, under a key of the house. The same provision
// has the same mark, nobody else can make one, and it tells nothing.
func Identify(m *Manifest, want, key []byte) (string, error) {
	about := *m
	about.ID, about.Files = "", nil
	text, err := json.Marshal(struct {
		About Manifest
		Want  []byte
	}{about, want})
	if err != nil {
		return "", err
	}
	h := hmac.New(sha256.New, key)
	h.Write(text)
	return m.Round + "-" + hex.EncodeToString(h.Sum(nil)[:6]), nil
}
