package web

import (
	"strconv"
	"strings"
	"time"

	"doorstroommonitor/sdmx"
)

// nbsp keeps a number and its sign on one line.
const nbsp = "\u00a0"

// num writes a count with the thousands mark of the language.
func (c *catalogue) num(n int64) string {
	s := strconv.FormatInt(n, 10)
	mark := "."
	if c.lang == "en" {
		mark = ","
	}
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimPrefix(s, "-")
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + mark + s[i:]
	}
	if neg {
		return "-" + s
	}
	return s
}

// perMille writes a share in tenths of a percent: 762 is "76,2 %" or "76.2%".
func (c *catalogue) perMille(p int64) string {
	d := "."
	if c.lang != "en" {
		d = ","
	}
	return c.percentSign(strconv.FormatInt(p/10, 10) + d + strconv.FormatInt(p%10, 10))
}

// percent writes a share in whole percents.
func (c *catalogue) percent(p int64) string { return c.percentSign(strconv.FormatInt(p, 10)) }

func (c *catalogue) percentSign(s string) string {
	if c.lang == "en" {
		return s + "%"
	}
	return s + nbsp + "%"
}

// bounds says in words what is known about a hidden count; upper -1 means
// that no upper bound is known.
func (c *catalogue) bounds(lower, upper int64) string {
	switch {
	case lower == upper: // bounds that meet are a number
		return c.num(lower)
	case upper < 0 && lower <= 0:
		return c.T("bounds.none")
	case upper < 0:
		return c.T("bounds.atleast", "lower", c.num(lower))
	case lower <= 0:
		return c.T("bounds.atmost", "upper", c.num(upper))
	default:
		return c.T("bounds.between", "lower", c.num(lower), "upper", c.num(upper))
	}
}

// shareBounds says in words what is known about a hidden share, in per mille.
func (c *catalogue) shareBounds(lower, upper int64) string {
	switch {
	case lower == upper: // a published zero of a hidden whole
		return c.perMille(lower)
	case lower <= 0 && upper >= 1000:
		return c.T("bounds.none")
	case upper >= 1000:
		return c.T("bounds.atleast", "lower", c.perMille(lower))
	case lower <= 0:
		return c.T("bounds.atmost", "upper", c.perMille(upper))
	default:
		return c.T("bounds.between", "lower", c.perMille(lower), "upper", c.perMille(upper))
	}
}

// day writes an RFC 3339 time as a date in words; anything else unchanged.
func (c *catalogue) day(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	month := strings.Split(c.T("months"), " ")[int(t.Month())-1]
	return strconv.Itoa(t.Day()) + " " + month + " " + strconv.Itoa(t.Year())
}

// label is a code's name in the language, or the code itself.
func (c *catalogue) label(code sdmx.Code) string {
	if s := code.Label.In(c.lang); s != "" {
		return s
	}
	return code.ID
}

// list joins words: "a, b en c".
func (c *catalogue) list(words []string) string {
	switch len(words) {
	case 0:
		return ""
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + c.T("and") + " " + words[len(words)-1]
}
