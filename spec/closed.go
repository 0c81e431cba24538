package spec

import (
	"reflect"

	"doorstroommonitor/sdmx"
)

// The closed lists of values of the language.
var (
	cohortKinds    = []string{"DIPLOMA", KindPresent}
	zeroRules      = []string{ZerosPublished, ZerosSecondary, ZerosProtected}
	attackerModes  = []string{Guard, ReportOnly}
	registers      = []string{"institution"}
	dimensionRoles = []string{sdmx.RoleOrigin, "destination", RoleOutcome}
	severities     = []string{SeverityStop, SeverityReject, SeverityWarning}
	scenarios      = []string{ScenarioSuppression, ScenarioRounding, ScenarioCellKey, ScenarioFormal}
	fieldTypes     = []string{TypePerson, TypeCode, TypeBRIN, TypeText, TypeYear, TypeDate, TypeInt}
)

// Closed gives the admitted values of every field that has a closed list,
// under "Type.key": what the check refuses an editor can mark.
func Closed() map[string][]string {
	var ids []string
	for _, c := range categories {
		ids = append(ids, c.ID)
	}
	return map[string][]string{
		"Population.kind": cohortKinds, "Rule.zeros": zeroRules, "Publish.scenario": scenarios, "Attacker.kind": kinds, "Attacker.mode": attackerModes, "Homogeneity.mode": attackerModes, "Column.recode": Recodes, "Dimension.register": registers, "Dimension.role": dimensionRoles, "Comparison.by": ComparedBy,
		"Domain.columns": OfferedFields, "Field.type": fieldTypes, "ScreeningRule.severity": severities, "Step.step": steps, "Step.outcome": outcomes,
		"Codelist.sensitivity": classes, "Code.sensitivity": classes, "Record.sensitivity": classes, "Field.sensitivity": classes,
		"Codelist.reveals": ids, "Code.reveals": ids, "Record.reveals": ids, "Field.reveals": ids,
	}
}

// FileType is the type of which every file of a specification is a value.
func FileType() reflect.Type { return reflect.TypeFor[file]() }
