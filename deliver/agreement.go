package deliver

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"doorstroommonitor/release"
)

// Agreement is a delivery agreement (leveringsovereenkomst) as data: what one
// recipient may have, for which purpose and how long. Its keys are the
// clauses of a model agreement, see ClauseOf.
type Agreement struct {
	ID        string    `yaml:"id"`
	Version   string    `yaml:"version"`
	Supplier  Supplier  `yaml:"supplier"`
	Recipient Recipient `yaml:"recipient"`
	// Purpose lists the purposes of article 1 of the agreements on flow data
	// (Nadere afspraken Doorstroomgegevens): PurposeQuality, PurposeAccount.
	Purpose    []string `yaml:"purpose"`
	LegalBasis string   `yaml:"legal_basis"`
	// Exceptions cites the provisions of the law that allow tables which reveal
	// special categories of personal data, in the words of the specification.
	// A table whose provision is not cited is not covered.
	Exceptions []string `yaml:"exceptions,omitempty"`
	Cubes      []Grant  `yaml:"cubes"`
	// Specification is the range of versions that may be delivered, such as
	// "2026.*" or ">=2026.1 <2027"; see version.ParseRange.
	Specification string `yaml:"specification"`
	// Scenario is how figures are protected, see the Scenario constants; a grant
	// may name another for its cube.
	Scenario string `yaml:"scenario"`
	// OwnData says that the agreement is about the recipient's own rows, exact
	// and unprotected, and about nothing else: Own says whose rows these are. That
	// is a provision of personal data and needs a law: without StatutoryBasis
	// everything is refused.
	OwnData        bool   `yaml:"own_data"`
	Own            *Own   `yaml:"own,omitempty"`
	StatutoryBasis string `yaml:"statutory_basis,omitempty"`
	Term           Term   `yaml:"term"`
	Signed         Signed `yaml:"signed"`
}

// Supplier is the party that delivers.
type Supplier struct {
	Name string `yaml:"name"`
}

// Recipient is the party that receives. ID is the audience of its releases.
type Recipient struct {
	ID      string `yaml:"id"`
	Name    string `yaml:"name"`
	Contact string `yaml:"contact"`
}

// Grant is one cube of an agreement. Without Tables it covers every table of
// that cube made for this recipient, without Cohorts every cohort year.
type Grant struct {
	Cube    string   `yaml:"cube"`
	Tables  []string `yaml:"tables,omitempty"`
	Cohorts *Cohorts `yaml:"cohorts,omitempty"`
	// Scenario is that of the agreement where left out.
	Scenario string `yaml:"scenario,omitempty"`
}

// Cohorts is a range of cohort years, both ends included.
type Cohorts struct {
	From int `yaml:"from"`
	To   int `yaml:"to"`
}

// Term is the first and the last day of an agreement, as yyyy-mm-dd.
type Term struct {
	From  string `yaml:"from"`
	Until string `yaml:"until"`
}

// Signed says when (yyyy-mm-dd) and by whom an agreement was signed.
type Signed struct {
	Date string   `yaml:"date"`
	By   []string `yaml:"by"`
}

// Purposes of article 1.
const (
	PurposeQuality = "a" // to improve the quality of education
	PurposeAccount = "b" // to account for the quality of education
)

// Scenarios of protection and the regime of the releases made under them.
const (
	ScenarioSuppression = "suppression" // regime "exact": cells are shown as they are or hidden
	ScenarioNoise       = "noise"       // regime "noise": a privacy mechanism (scenario formal of the specification)
	ScenarioRounding    = "rounding"    // regime "perturbed": every count is changed, within stated bounds, by rounding
	ScenarioCellKey     = "cell-key"    // regime "perturbed": the same, by cell keys, so that sums do not hold
	ScenarioNone        = "none"        // own data alone: nothing is protected
)

// scenario returns what is agreed for a cube.
func (a *Agreement) scenario(cube string) string {
	if g := a.grant(cube); g != nil && g.Scenario != "" {
		return g.Scenario
	}
	return a.Scenario
}

// regime returns the release.Group regime of a scenario.
func regime(scenario string) string {
	switch scenario {
	case ScenarioNoise:
		return release.RegimeNoise
	case ScenarioRounding, ScenarioCellKey:
		return release.RegimePerturbed
	}
	return release.RegimeExact
}

// LoadAgreements reads every .yaml file in dir, in order of name. Faults are
// reported together, each with file and line. Two agreements cannot have one
// id.
func LoadAgreements(dir string) ([]*Agreement, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("agreements: %w", err)
	}
	if len(names) == 0 {
		return nil, texts.Errorf("agreements: no .yaml files in %s; next: give the folder with the agreements", dir)
	}
	slices.Sort(names)
	var all []*Agreement
	var faults faultList
	where := map[string]string{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("agreements: %w", err)
		}
		a, err := ParseAgreement(name, data)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if first, twice := where[a.ID]; twice {
			faults = append(faults, texts.Errorf("%s: A10: id %q is that of %s too; next: give each agreement an id of its own", name, a.ID, first))
		}
		where[a.ID] = name
		all = append(all, a)
	}
	return all, faults.join()
}

// ValidOn returns a *Refusal where the agreement is not in force on the
// calendar day of t in t's own time zone.
func (a *Agreement) ValidOn(t time.Time) error {
	day := t.Format(time.DateOnly)
	switch {
	case a.Signed.Date > day:
		return a.refuse(ClauseSignature, notSigned(a.Signed.Date, day))
	case a.Term.From > day:
		return a.refuse(ClauseTerm, notYet(a.Term.From, day))
	case a.Term.Until < day:
		return a.refuse(ClauseTerm, expired(a.Term.Until, day))
	}
	return nil
}

// Covers reports whether the agreement covers a table and cohort of a cube.
// An empty table stands for the cube as a whole, cohort 0 for all cohorts
// together: they are covered only where nothing of the cube is left out.
func (a *Agreement) Covers(cube, table string, cohort int) bool {
	return slices.ContainsFunc(a.Cubes, func(g Grant) bool { return g.covers(cube, table, cohort) })
}

func (g *Grant) covers(cube, table string, cohort int) bool {
	return g.Cube == cube && g.coversTable(table) && g.coversCohort(cohort)
}

func (g *Grant) coversTable(table string) bool {
	return len(g.Tables) == 0 || slices.Contains(g.Tables, table)
}

func (g *Grant) coversCohort(cohort int) bool {
	return g.Cohorts == nil || g.Cohorts.From <= cohort && cohort <= g.Cohorts.To
}

// grant returns the grant of a cube; an agreement names each cube once.
func (a *Agreement) grant(cube string) *Grant {
	for i := range a.Cubes {
		if a.Cubes[i].Cube == cube {
			return &a.Cubes[i]
		}
	}
	return nil
}

// coversFile reports whether a file of a release may be handed over whole.
// What mixes cubes may not, unless it holds labels and descriptions alone;
// what holds a table whose exceptions are not cited may not, either.
func (a *Agreement) coversFile(f *release.File, n needs) bool {
	if f.Cube == "" {
		return f.Kind == release.KindStructure || f.Kind == release.KindMetadata
	}
	for cohort := n.first(f); cohort <= f.Cohort; cohort++ {
		if !a.Covers(f.Cube, f.Table, cohort) {
			return false
		}
	}
	return a.uncited(n.of(f.Cube, f.Table)) == ""
}
