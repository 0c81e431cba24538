package cube

import "fmt"

// NoCodes says that there is nothing to divide a population by: neither the
// specification nor the register lists a code of the column.
type NoCodes struct{ Population, Column string }

func (e *NoCodes) Error() string {
	return fmt.Sprintf("population %s: column %s has no codes: neither the specification nor the register lists any", e.Population, e.Column)
}
