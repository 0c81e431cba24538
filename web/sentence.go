package web

import (
	"strings"
	"unicode"

	"doorstroommonitor/sdmx"
)

// finding is the main finding in one sentence: of how many, what share, and
// how that was in the whole country.
//
// It leans on two conventions of the specification: a population's label is a
// plural noun phrase ("Gediplomeerden havo en vwo"), and an indicator that
// tells where people went is labelled with the direction ("Direct naar het
// hoger onderwijs"); any other label is quoted as a name.
func (c *catalogue) finding(cube *sdmx.Cube, ind *sdmx.Indicator, year int, who string, own point, national *point) string {
	pop := c.population(cube)
	args := []any{"population", pop, "year", cube.Years(year), "who", who, "indicator", lowerFirst(ind.Label.In(c.lang))}
	switch {
	case !own.Exists:
		return c.T("finding.absent", args...)
	case own.Den.Hidden:
		b := c.hiddenCount(own.Den)
		return c.sentence("finding.hidden", own.Den.Lower > 0 || own.Den.Upper >= 0, append(args, "bounds", b)...)
	case own.Den.Value == 0 && own.Den.Perturbed:
		return c.T("finding.few", append(args, "upper", c.num(own.Den.Upper))...)
	case own.Den.Value == 0 || !own.Possible:
		return c.T("finding.zero", args...)
	}
	args = append(args, "n", c.countInWords(own.Den))
	if own.Estimated { // with noise, or rounded
		return c.noisyFinding(own, national, args)
	}
	if !own.Known {
		b := c.hiddenShare(own.share)
		return c.sentence("finding.bounded", own.Lower > 0 || own.Upper < 1000, append(args, "bounds", b)...)
	}
	key := "finding.part"
	if strings.Contains(" "+lowerFirst(ind.Label.In(c.lang))+" ", c.T("finding.direction")) {
		key = "finding.going"
	}
	args = append(args, "share", c.percent(own.Percent))
	s := c.T(key, args...)
	if national != nil && national.Exists && national.Known {
		s += c.T("finding.national", "national", c.percent(national.Percent))
	}
	return s + "."
}

// noisyFinding is the finding where counts have noise.
func (c *catalogue) noisyFinding(own point, national *point, args []any) string {
	args = append(args, "share", c.noisyShare(own.share))
	s := c.T("finding.noisy", args...)
	if national != nil && national.Exists && national.Estimated && !national.Unreliable {
		s += c.T("finding.national", "national", c.noisyShare(national.share))
	}
	return s + "."
}

// sentence picks the form with or without bounds.
func (c *catalogue) sentence(key string, bounded bool, args ...any) string {
	if bounded {
		return c.T(key+".bounds", args...)
	}
	return c.T(key, args...)
}

// population is the cube's population as a noun phrase within a sentence;
// where the specification gives a definition instead, "people".
func (c *catalogue) population(cube *sdmx.Cube) string {
	s := strings.TrimSpace(cube.Population.In(c.lang))
	if s == "" || len(s) > 80 || strings.ContainsAny(s, ".;:") {
		return c.T("people")
	}
	return lowerFirst(s)
}

// lowerFirst lowers the first letter unless the word is an abbreviation.
func lowerFirst(s string) string {
	r := []rune(s)
	if len(r) > 1 && unicode.IsUpper(r[0]) && unicode.IsLower(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}
