package spec

// Rule is the protection rule of a population: which counts are sensitive, how
// well they are hidden, and from whom.
type Rule struct {
	// Threshold: counts from 1 to Threshold-1 are sensitive.
	Threshold int64 `yaml:"threshold"`
	// Width is the least distance between two possible values of a sensitive
	// count.
	Width int64 `yaml:"width"`
	// Zeros is one of the policies below.
	Zeros string `yaml:"zeros"`
	// Categories have rules of their own.
	Categories []CategoryRule `yaml:"categories,omitempty"`
	// Homogeneity is about groups who share one outcome.
	Homogeneity *Homogeneity `yaml:"homogeneity,omitempty"`
	// Attackers are assumed besides the outsider, who holds every delivery and
	// every earlier release and is always assumed.
	Attackers []Attacker `yaml:"attackers,omitempty"`
}

// Zero policies.
const (
	// ZerosPublished: a zero is shown, hence every hidden cell is at least 1
	// and every reader knows it.
	ZerosPublished = "published"
	// ZerosSecondary: a zero may be hidden to protect another cell, so that a
	// hidden cell may be 0; by itself it is not sensitive.
	ZerosSecondary = "secondary"
	// ZerosProtected: a zero is as sensitive as a small count.
	ZerosProtected = "protected"
)

// Stricter is what a transition asks beyond the rule of its population. A
// cell that falls under several rules keeps to the strictest.
type Stricter struct {
	Threshold  int64          `yaml:"threshold,omitempty"`
	Width      int64          `yaml:"width,omitempty"`
	Categories []CategoryRule `yaml:"categories,omitempty"`
}

// CategoryRule is a rule for some codes of a dimension. It holds for every cell
// all of whose members have one of the codes, whichever table shows it.
type CategoryRule struct {
	Dimension string   `yaml:"dimension"`
	Codes     []string `yaml:"codes"`
	Threshold int64    `yaml:"threshold"`
	Width     int64    `yaml:"width"`
}

// Homogeneity says that of a group of whom Percent or more have one sensitive
// outcome this must not follow (guard), or that such groups are counted and
// reported (report).
type Homogeneity struct {
	// Percent is the share from which it is too much, 51 to 100.
	Percent int64  `yaml:"percent"`
	Mode    string `yaml:"mode"`
	// Outcomes are the sensitive codes; empty: every code of every dimension
	// with the role outcome.
	Outcomes []Outcomes `yaml:"outcomes,omitempty"`
}

// Outcomes names codes of a dimension.
type Outcomes struct {
	Dimension string   `yaml:"dimension"`
	Codes     []string `yaml:"codes"`
}

// Attacker is a kind of reader who knows more than what is published.
type Attacker struct {
	// Kind is one of those below.
	Kind string `yaml:"kind"`
	// Mode is guard (what such a reader would know exactly is hidden better,
	// or the group is refused) or report (what they learn is measured).
	Mode string `yaml:"mode"`
	// Columns of the population hold the institutions of Institution, Board
	// and Receivers.
	Columns []string `yaml:"columns,omitempty"`
	// Decimals is how precisely the shares of Elsewhere are rounded.
	Decimals int `yaml:"decimals,omitempty"`
}

// Kinds of attacker.
const (
	Contributor = "contributor" // a member: knows to be in a cell, and that nobody else is where that is so
	Institution = "institution" // knows all rows of its own, in whichever of the columns it stands
	Board       = "board"       // knows all rows of its institutions
	Receivers   = "receivers"   // the two largest codes of a group put their rows together
	Shares      = "shares"      // holds the percentages of the release as they are rounded
	Elsewhere   = "elsewhere"   // holds the percentages of all indicators from another source, also of hidden counts
)

// Modes of an attacker.
const (
	Guard      = "guard"
	ReportOnly = "report"
)

// Guards reports whether homogeneity is guarded against.
func (h *Homogeneity) Guards() bool { return h != nil && h.Mode == Guard }

// LeastWidth is the narrowest width that goes with a threshold under this rule:
// with less, sums of hidden counts would be known that are below it themselves.
func (r *Rule) LeastWidth(threshold int64) int64 {
	if r.Zeros == ZerosPublished {
		return threshold - 1 // a hidden count is at least 1
	}
	return threshold
}
