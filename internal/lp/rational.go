//go:build clp

package lp

// denominators are those that vertices of tables are seen to have.
var denominators = []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 16, 20, 24, 60, 120, 2520}

// rational returns the point as numerators over a common denominator, where
// one is found with which it satisfies every bound and row exactly, else nil.
func (m *matrix) rational(x []float64) ([]int64, int64) {
	for _, den := range denominators {
		if out := m.multiple(x, den); out != nil {
			return out, den
		}
	}
	return nil, 0
}
