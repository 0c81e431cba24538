// Package sdmx is the vocabulary of structure: codes, codelists, dimensions,
// cubes, tables and observations, named after SDMX where SDMX has a word.
//
// What belongs here: the types that describe published statistics and their
// canonical text form (csv.go). What does not: persons, true counts, files on
// disk, HTTP, or anything that decides whether a value may be shown. The
// package imports nothing of this module, so that every step of the route can
// speak it without gaining access to another step.
package sdmx

import (
	"fmt"
	"strconv"
)

// Total is the code of the top of every dimension, after SDMX ("_T").
const Total = "_T"

// Text is a phrase in the two languages of the monitor.
type Text struct {
	NL string `yaml:"nl" json:"nl"`
	EN string `yaml:"en" json:"en"`
}

// In returns the phrase in lang ("en" or anything else for Dutch); it falls
// back to the other language rather than to nothing.
func (t Text) In(lang string) string {
	if lang == "en" && t.EN != "" || t.NL == "" {
		return t.EN
	}
	return t.NL
}

// Code is one value of a dimension. Parent is empty for the top of the list.
type Code struct {
	ID     string `json:"id"`
	Label  Text   `json:"label"`
	Parent string `json:"parent,omitempty"`
	// Predecessors are codes whose figures this code carries, in every cohort,
	// since a merger, a reform or a renaming; oldest first.
	Predecessors []Predecessor `json:"predecessors,omitempty"`
}

// Predecessor is a code that another has taken over. Since is the year in
// which it did, Label the name of the one that is no more. Of a field of study
// it is a programme whose successor is in that field; From is the field in
// which the programme itself was.
type Predecessor struct {
	ID    string `json:"id"`
	Label Text   `json:"label,omitzero"`
	Since int    `json:"since"`
	From  string `json:"from,omitempty"`
}

// Codelist is the ordered list of codes of one dimension: parents before
// children, Total first.
type Codelist struct {
	ID    string `json:"id"`
	Label Text   `json:"label"`
	Codes []Code `json:"codes"`
}

// Find returns the code with the given id.
func (c *Codelist) Find(id string) (Code, bool) {
	for i := range c.Codes {
		if c.Codes[i].ID == id {
			return c.Codes[i], true
		}
	}
	return Code{}, false
}

// Beside lists codes that share out whole without part: at each step from part
// up to whole the other children. False means that part is not below whole.
func (c *Codelist) Beside(part, whole string) ([]string, bool) {
	var out []string
	for at := part; at != whole; {
		code, ok := c.Find(at)
		if !ok || code.Parent == "" {
			return nil, false
		}
		for _, o := range c.Codes {
			if o.Parent == code.Parent && o.ID != at {
				out = append(out, o.ID)
			}
		}
		at = code.Parent
	}
	return out, true
}

// Dimension is one axis of a cube. Role tells programs that draw what the
// axis means: "origin" (the institution that was left), "destination" (the
// institution that was entered), "outcome" (what happened) or "" (a
// characteristic).
type Dimension struct {
	ID         string `json:"id"`
	Label      Text   `json:"label"`
	Definition Text   `json:"definition"`
	Codelist   string `json:"codelist"`
	Role       string `json:"role,omitempty"`
}

// RoleOrigin is the role of a dimension that says where persons come from.
const RoleOrigin = "origin"

// Indicator is a share of two cells of one table that differ in one
// dimension only: the cell with code Numerator over the cell with code
// Denominator.
type Indicator struct {
	ID          string `json:"id"`
	Label       Text   `json:"label"`
	Definition  Text   `json:"definition"`
	Table       string `json:"table"`
	Dimension   string `json:"dimension"`
	Numerator   string `json:"numerator"`
	Denominator string `json:"denominator"`
	// Rest are codes that share out the denominator without the numerator, so
	// that bounds of them bound the share. Empty where it is not known.
	Rest []string `json:"rest,omitempty"`
	// Main marks the indicator that a page names first.
	Main bool `json:"main,omitempty"`
	// Coverage marks the share of whom it is not known where they are.
	Coverage bool `json:"coverage,omitempty"`
}

// Comparison groups the institutions of a dimension, so that the figure of one
// can be read beside that of others like it.
type Comparison struct {
	Dimension string  `json:"dimension"`
	By        string  `json:"by"` // such as "provincie"
	Label     Text    `json:"label"`
	Groups    []Group `json:"groups"`
}

// Group is some codes of a dimension. Institutions of which the register does
// not know the group are in none.
type Group struct {
	ID      string   `json:"id"`
	Label   Text     `json:"label"`
	Members []string `json:"members"`
}

// byProvince is the grouping of institutions by where they are.
const byProvince = "provincie"

// Regions numbers the provinces of the institutions of a dimension, from the
// comparison by province; nil where there is none.
func (c *Cube) Regions(dimension string) map[string]int32 {
	for _, x := range c.Comparisons {
		if x.Dimension != dimension || x.By != byProvince {
			continue
		}
		out := map[string]int32{}
		for i, g := range x.Groups {
			for _, code := range g.Members {
				out[code] = int32(i)
			}
		}
		return out
	}
	return nil
}

// Table is one published cross-tabulation of a cube, one partition per
// cohort year. A partition lists every cell that can exist according to the
// public register, zeros included.
type Table struct {
	ID         string   `json:"id"`
	Label      Text     `json:"label"`
	Dimensions []string `json:"dimensions"`
	// Cohorts are the cohort years with a partition, ascending.
	Cohorts []int `json:"cohorts"`
	// NotYetObservable are cohort years whose window is still open.
	NotYetObservable []int `json:"not_yet_observable,omitempty"`
	// Exceptions are the provisions of the law that an agreement must cite to
	// cover the table, since it reveals special categories of personal data.
	Exceptions []string `json:"exceptions,omitempty"`
}

// Cube is everything published about one transition (SDMX: Dataflow).
type Cube struct {
	ID         string `json:"id"`
	Label      Text   `json:"label"`
	Definition Text   `json:"definition"`
	// Population names who are counted ("Gediplomeerden havo en vwo"), in the
	// plural; Members says exactly who they are.
	Population Text        `json:"population"`
	Members    Text        `json:"members"`
	Dimensions []Dimension `json:"dimensions"`
	Tables     []Table     `json:"tables"`
	Indicators []Indicator `json:"indicators"`
	// Comparisons say beside which groups a share can be put.
	Comparisons []Comparison `json:"comparisons,omitempty"`
	// Noise is there where every count has noise: its partitions hold estimated
	// cells alone.
	Noise *Noise `json:"noise,omitempty"`
	// Modelled says that hidden counts stand with an estimate that a model makes
	// of what is published, and of nothing else.
	Modelled bool `json:"modelled,omitempty"`
	// Perturbation is there where every count was changed by a method: its
	// partitions hold perturbed cells alone.
	Perturbation *Perturbation `json:"perturbation,omitempty"`
	// Coarser says which groups show outcomes less deep than there are, the
	// smallest first.
	Coarser []Coarser `json:"coarser,omitempty"`
	// Together is over how many cohorts each figure is, of which the cohort year
	// is the last; 0 where it is one.
	Together int `json:"cohorts_together,omitempty"`
}

// Coarser says that groups of which fewer than Below are counted, or of which
// the number is hidden, show outcomes down to a level of their tree: 1 is right
// below the total. Numbers that are hidden hold for the first step.
type Coarser struct {
	Below int64 `json:"below"`
	Level int   `json:"level"`
}

// Years names the cohorts of a figure: "2024", or "2022-2024" where several
// are counted together.
func (c *Cube) Years(cohort int) string {
	if c.Together > 1 {
		return fmt.Sprintf("%d-%d", cohort-c.Together+1, cohort)
	}
	return strconv.Itoa(cohort)
}

// Perturbation says how counts were changed.
type Perturbation struct {
	// Method is one of those below.
	Method string `json:"method"`
	// Base is what small counts became multiples of, under Rounding, and Deviation how far a
	// published count is from the true one at most.
	Base      int64 `json:"base,omitempty"`
	Deviation int64 `json:"deviation"`
}

// CellKey is noise by the keys of the persons in a cell, so that the same
// persons are the same count everywhere and sums do not hold.
const CellKey = "cell_key"

// Additive reports whether sums hold between perturbed counts.
func (p *Perturbation) Additive() bool { return p.Method != CellKey }

// Rounding is small count rounding: inner counts below the base became 0 or the
// base, so that sums hold.
const Rounding = "small_count_rounding"

// Bounds is what a published count says of the true one: it is at most
// Deviation off, and zero stays zero, so that what is not zero counts somebody.
func (p *Perturbation) Bounds(published int64) (lower, upper int64) {
	return max(published-p.Deviation, min(published, 1)), published + p.Deviation
}

// Form says which columns the partitions of the cube have.
func (c *Cube) Form() Form {
	switch {
	case c.Noise != nil:
		return FormEstimated
	case c.Modelled:
		return FormModelled
	case c.Perturbation != nil:
		return FormPerturbed
	}
	return FormExact
}

// Bands is in how many of a hundred cases the band of an estimated cell holds
// the truth.
const Bands = 95

// Noise says how to read a cube of which every count has noise.
type Noise struct {
	Bands int `json:"bands"`
	// Reliability is how far, in percentage points, the band of a share may
	// reach to either side for the share to be shown as that of the group.
	Reliability int `json:"reliability"`
}

// Dimension returns the dimension with the given id.
func (c *Cube) Dimension(id string) (Dimension, bool) {
	for _, d := range c.Dimensions {
		if d.ID == id {
			return d, true
		}
	}
	return Dimension{}, false
}

// Table returns the table with the given id.
func (c *Cube) Table(id string) (Table, bool) {
	for _, t := range c.Tables {
		if t.ID == id {
			return t, true
		}
	}
	return Table{}, false
}

// Structure is the whole of a release's metadata: it travels inside the
// release, so that a reader needs no other source for labels and codes.
type Structure struct {
	// Specification is the version of the Specificatierapport.
	Specification string     `json:"specification"`
	Cubes         []Cube     `json:"cubes"`
	Codelists     []Codelist `json:"codelists"`
}

// Cube returns the cube with the given id.
func (s *Structure) Cube(id string) (Cube, bool) {
	for _, c := range s.Cubes {
		if c.ID == id {
			return c, true
		}
	}
	return Cube{}, false
}

// Codelist returns the codelist with the given id.
func (s *Structure) Codelist(id string) (*Codelist, bool) {
	for i := range s.Codelists {
		if s.Codelists[i].ID == id {
			return &s.Codelists[i], true
		}
	}
	return nil, false
}
