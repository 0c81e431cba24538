// Package risks reads the risk register of the project,
// docs/risks/register.yaml: what may go wrong for a person in the figures, what
// is done about it, and which test proves that it is done.
//
// What belongs here: the form of the register. What does not: the risks
// themselves, which are data, and the measures, which are code elsewhere.
package risks

import (
	"fmt"
	"os"

	"doorstroommonitor/internal/strictyaml"
)

// Register is the whole file.
type Register struct {
	// Scope says in a sentence what was analysed.
	Scope string `yaml:"scope"`
	// Owners maps a role to what it answers for.
	Owners []Owner `yaml:"owners"`
	Risks  []Risk  `yaml:"risks"`
}

// Owner is a role in an organisation; no person is named.
type Owner struct {
	ID   string `yaml:"id"`
	Role string `yaml:"role"`
}

// Risk is one threat with its measure.
type Risk struct {
	// ID is "R01", "R02" ...
	ID     string `yaml:"id"`
	Threat string `yaml:"threat"`
	// Measure is what the program does about it.
	Measure string `yaml:"measure"`
	// Owner is the id of the role that answers for the measure.
	Owner string `yaml:"owner"`
	// Residual is what remains, in a sentence.
	Residual string `yaml:"residual"`
	// Level is how much remains: low, medium or high.
	Level string `yaml:"level"`
	// Tests prove the measure: "package.TestName". Empty only with Untested.
	Tests []string `yaml:"tests,omitempty"`
	// Untested says why no test of this repository can prove the measure.
	Untested string `yaml:"untested,omitempty"`
}

// Load reads a register strictly: unknown and missing keys are errors with
// file and line.
func Load(path string) (*Register, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("risk register: %w", err)
	}
	var r Register
	if err := strictyaml.Decode(path, b, &r); err != nil {
		return nil, err
	}
	return &r, nil
}
