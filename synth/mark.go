package synth

// mark is the class of the mean final mark of an exam; the zero value is none.
type mark uint8

const (
	markNone mark = iota
	mark65        // below 6.5
	mark70
	mark75
	markTop
)

var markCodes = [...]string{"", "TOT_65", "TOT_70", "TOT_75", "VANAF_75"}

// markShares are the shares of the classes among graduates. Assumption: no
// published distribution of the mean final mark was found.
var markShares = map[level][]float64{
	levelHAVO: {.55, .29, .11, .05},
	levelVWO:  {.42, .30, .17, .11},
}

// riskByMark multiplies the risk of stopping and of switching in the first
// year, before it is scaled to a mean of 1. Assumption: that a higher mark goes
// with a lower risk is known, how much lower was not found.
var riskByMark = []float64{1.35, .80, .50, .30}

// finalMark is the class in which the talent of the person falls among the
// graduates of a level.
func (c *career) finalMark(l level) mark {
	u := c.talent
	for i, p := range markShares[l] {
		if u -= p; u < 0 {
			return mark65 + mark(i)
		}
	}
	if len(markShares[l]) == 0 {
		return markNone
	}
	return markTop
}

// markRisk is the factor of the class of the person, of mean 1 among the
// graduates of the level; 1 where there is no mark of that level.
func (c *career) markRisk(origin level) float64 {
	shares := markShares[origin]
	if c.vo.mark == markNone || shares == nil || c.vo.level != origin {
		return 1
	}
	mean := 0.0
	for i, p := range shares {
		mean += p * riskByMark[i]
	}
	return riskByMark[c.vo.mark-mark65] / mean
}
