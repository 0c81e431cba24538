package layout

import (
	"strconv"
	"time"
)

// maxYears is the longest span that is cut into study years. A longer one is
// a fault of its dates, which stand or fall with the limits of the canonical
// record.
const maxYears = 80

// span is the dates of a line in ISO form; open says that the end is the last
// day that the file reports on.
type span struct {
	begin, end string
	open       bool
}

// slice is the part of a span in one study year.
type slice struct{ year, begin, end string }

// cut cuts a span at the first day of each study year (mm-dd). A span whose
// dates do not exist or are in the wrong order stays whole, in the study year
// of its begin, so that the checks of the canonical record say what is wrong.
func (s span) cut(first string) []slice {
	begin, err := time.Parse(time.DateOnly, s.begin)
	end, err2 := time.Parse(time.DateOnly, s.end)
	if err != nil || err2 != nil || end.Before(begin) || end.Year()-begin.Year() > maxYears {
		out := slice{begin: s.begin, end: s.end}
		switch {
		case err == nil:
			out.year = strconv.Itoa(studyYear(s.begin, first))
		case len(s.begin) >= 4:
			out.year = s.begin[:4]
		}
		return []slice{out}
	}
	var out []slice
	for y := studyYear(s.begin, first); y <= studyYear(s.end, first); y++ {
		from, until := strconv.Itoa(y)+"-"+first, dayBefore(strconv.Itoa(y+1)+"-"+first)
		p := slice{strconv.Itoa(y), max(from, s.begin), min(until, s.end)}
		if s.open && p.end == s.end {
			p.end = "" // still enrolled
		}
		out = append(out, p)
	}
	return out
}

// studyYear is the year in which the study year of an ISO date begins.
func studyYear(date, first string) int {
	y, _ := strconv.Atoi(date[:4])
	if date[5:] < first {
		y--
	}
	return y
}

// dayBefore of an ISO date; what is not a date comes back as it is.
func dayBefore(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.AddDate(0, 0, -1).Format(time.DateOnly)
}

// lastDay is the last day of the study year that begins in year.
func lastDay(year, first string) string {
	y, _ := strconv.Atoi(year)
	return dayBefore(strconv.Itoa(y+1) + "-" + first)
}
