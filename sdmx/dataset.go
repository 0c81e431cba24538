package sdmx

// Observation status (SDMX CL_OBS_STATUS) as this project uses it.
const (
	ObsNormal     = "A" // a count
	ObsSuppressed = "Q" // not shown; see the confidentiality status
)

// Confidentiality status (SDMX CL_CONF_STATUS). Primary (A) and secondary (D)
// suppression are never told apart outside the gate: both are C.
const (
	ConfFree         = "F"
	ConfConfidential = "C"
)

// Observation is one cell of a published partition. Hidden says that the
// value is withheld; Value is then meaningless and zero. Lower and Upper are
// what any outsider can derive for a hidden cell (Upper -1: no bound); for a
// published cell both equal Value.
type Observation struct {
	Key          []string // one code per dimension, in the table's order
	Hidden       bool
	Value        int64
	Lower, Upper int64
}

// Dataset is one partition: one table of one cube for one cohort year.
type Dataset struct {
	Cube, Table string
	Cohort      int
	Dimensions  []string
	// Observations are ordered as the codelists order their codes, the first
	// dimension slowest.
	Observations []Observation
}

// Lookup returns an index from joined key to observation; join keys with
// JoinKey.
func (d *Dataset) Lookup() map[string]*Observation {
	m := make(map[string]*Observation, len(d.Observations))
	for i := range d.Observations {
		m[JoinKey(d.Observations[i].Key...)] = &d.Observations[i]
	}
	return m
}

// JoinKey joins codes to one map key. Codes hold no control characters.
func JoinKey(codes ...string) string {
	n := 0
	for _, c := range codes {
		n += len(c) + 1
	}
	b := make([]byte, 0, n)
	for i, c := range codes {
		if i > 0 {
			b = append(b, 0x1f)
		}
		b = append(b, c...)
	}
	return string(b)
}
