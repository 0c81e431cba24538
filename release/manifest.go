// Package release is the format that leaves the house: a folder of files
// under one signed manifest whose root covers every byte.
//
// What belongs here: the manifest, the hash tree, reading and verifying, with
// nothing but a public key. What does not: making or signing a release (seal),
// choosing who may have it (deliver) and anything that knows a true count.
// Outsiders may import this package to check what they received.
//
// # The folder
//
//	manifest.json            who, what, under which rule, and the root of the hash tree
//	manifest.json.minisig    minisign signature over manifest.json
//	structure.json           sdmx.Structure: cubes, dimensions, codelists, labels
//	data/CUBE/TABLE/YEAR.csv one partition in canonical CSV (see sdmx.WriteCSV)
//	...                      products made from those partitions alone
//
// Leaves of the hash tree are the files in ascending order of path; a leaf is
// the JSON of its File record (see File.Leaf). The tree is that of RFC 6962,
// so that one file travels with a short proof that it is part of the release.
package release

// Format names this version of the folder format.
const Format = "doorstroommonitor-release/1"

// Names of the files that every release has.
const (
	ManifestName  = "manifest.json"
	SignatureName = "manifest.json.minisig"
	StructureName = "structure.json"
)

// Kinds of file.
const (
	KindStructure = "structure" // structure.json
	KindPartition = "partition" // canonical CSV of one table and cohort
	KindProduct   = "product"   // made from one or more partitions
	KindMetadata  = "metadata"  // descriptions for other programs
)

// File is one file of the release and one leaf of its hash tree. Cube, Table
// and Cohort are empty for files that cover more than one.
type File struct {
	Path   string `json:"path"` // slash-separated, relative to the release
	Kind   string `json:"kind"`
	Cube   string `json:"cube,omitempty"`
	Table  string `json:"table,omitempty"`
	Cohort int    `json:"cohort,omitempty"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"` // lower-case hexadecimal
}

// Rule is the protection rule of a group in plain numbers.
type Rule struct {
	Threshold int64  `json:"threshold"` // counts 1..Threshold-1 are never shown
	Width     int64  `json:"width"`     // least distance between two possible values of a protected count
	Zeros     string `json:"zeros"`     // "published"
}

// Audit is the summary of the attacks on a protection group: what was tried
// on what would be published, never what is behind it.
type Audit struct {
	Attackers    []string `json:"attackers"`
	Cells        int      `json:"cells"`         // cells published or hidden
	Hidden       int      `json:"hidden"`        // cells hidden
	ExactReveals int      `json:"exact_reveals"` // always 0 in a sealed release
	DatasetHash  string   `json:"dataset_sha256"`
	// By says of each attacker what was achieved; releases before it had none.
	By []Attacker `json:"by_attacker,omitempty"`
}

// Attacker is one kind of attacker on a protection group, whatever the
// audience.
type Attacker struct {
	ID string `json:"attacker"`
	// Mode is "guard" (whatever is derived exactly keeps the group back) or
	// "report" (it was measured).
	Mode string `json:"mode"`
	// Reach is what the attacker achieved. It is left out where it would tell
	// of true counts: of insiders who are only measured, the supplier keeps it.
	Reach *Reach `json:"reach,omitempty"`
}

// Reach is what an attacker achieved. Of insiders who are guarded against it
// says no more than that nothing was derived.
type Reach struct {
	Cells        int    `json:"cells,omitempty"` // hidden cells attacked
	ExactReveals int    `json:"exact_reveals"`
	MinWidth     *int64 `json:"min_width,omitempty"` // over the hidden cells; absent where there is none
	// Homogeneous counts groups of whom it follows that nearly all share one
	// outcome, and Unanimous those in which everybody has it; absent for
	// insiders.
	Homogeneous *int `json:"homogeneity_reveals,omitempty"`
	Unanimous   *int `json:"unanimous,omitempty"`
}

// Group is the evidence of one protection group: all persons of one
// population and cohort year, or of several cohort years together, across
// cubes and tables.
type Group struct {
	Population string `json:"population"`
	Cohort     int    `json:"cohort"`
	// Since is the first of the cohort years that are counted together, where
	// Cohort is the last of several.
	Since int `json:"since,omitempty"`
	// Regime is one of the Regime constants: Rule and Audit are about figures that
	// were attacked, exact or perturbed, Perturbation says how the latter were
	// changed, and Noise is about the privacy mechanism.
	Regime string `json:"regime"`
	Rule   Rule   `json:"rule,omitzero"`
	Audit  Audit  `json:"audit,omitzero"`
	Noise  *Noise `json:"noise,omitempty"`
	// Perturbation is there under RegimePerturbed.
	Perturbation *Perturbation `json:"perturbation,omitempty"`
	// OwnData lists who may hold exact rows of its own of these persons besides,
	// by law, and against whom the figures of all others were guarded. Releases
	// of houses without such recipients have none.
	OwnData []OwnData `json:"own_data,omitempty"`
	// Withheld says in plain words what could not be made safe and is
	// therefore absent.
	Withheld []string `json:"withheld,omitempty"`
}

// OwnData is a recipient of own data: the institutions and boards of the public
// register whose rows are its own. That there is such a recipient is public;
// what it receives is not.
type OwnData struct {
	Recipient    string   `json:"recipient"`
	Institutions []string `json:"institutions,omitempty"`
	Boards       []string `json:"boards,omitempty"`
}

// OwnDataAttacker names, in the evidence of attacked figures, the recipients of
// own data as attackers.
const OwnDataAttacker = "own-data"

// Commitment is a keyed commitment to an input file: HMAC-SHA-256 under a key
// that stays inside. A plain digest would confirm guesses.
type Commitment struct {
	Input string `json:"input"`
	HMAC  string `json:"hmac_sha256"`
}

// Tree is the size and root (RFC 6962, base64) of the hash tree.
type Tree struct {
	Size int64  `json:"size"`
	Root string `json:"root"`
}

// Manifest is what the signature covers.
type Manifest struct {
	Format        string       `json:"format"`
	ID            string       `json:"id"`       // folder name
	Audience      string       `json:"audience"` // "public" or the id of one recipient
	Created       string       `json:"created"`  // RFC 3339, from the clock argument
	Program       string       `json:"program"`
	Specification string       `json:"specification"`        // version
	SpecDigest    string       `json:"specification_sha256"` // digest of the exact specification
	Synthetic     bool         `json:"synthetic"`            // made from fictitious persons
	Groups        []Group      `json:"groups"`
	Inputs        []Commitment `json:"inputs"`
	Tree          Tree         `json:"tree"`
	Files         []File       `json:"files"` // ascending by path
}
