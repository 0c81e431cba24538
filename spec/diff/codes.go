package diff

import (
	"doorstroommonitor/internal/version"
	"doorstroommonitor/sdmx"
	"doorstroommonitor/spec"
)

// ofCode judges a code that comes, goes or may be used in other years. A code
// that a dimension shows is judged by the verdict given. Any other is one that
// records hold: a row with a code that is not admitted is refused as a whole,
// so whoever it is about counts elsewhere or not at all.
func ofCode(shown policy) policy {
	return policy{func(s situation) verdict {
		list, code := s.w.path[1], s.w.path[3]
		u := s.w.pub
		// Both kinds of verdict on what is less are major, on what is more minor.
		v := shown.verdict(s)
		fewer := v.grade == version.Major
		switch {
		case u.codelists[list]:
			return v
		case fewer && u.read[[2]string{list, code}]:
			return major("rijen met deze code worden geweigerd, en een cijfer leest de code: andere personen tellen mee", "rows with this code are refused, and a figure reads the code: other persons count")
		case fewer && u.screened[list]:
			return screens.verdict(s)
		case u.screened[list]:
			return minor("rijen die werden geweigerd, tellen mee; wat een cel betekent, blijft", "rows that were refused count; what a cell means stays")
		}
		return untouched
	}}
}

// ofMeaning takes the verdict where a dimension shows the code or a figure
// reads it.
func ofMeaning(p policy) policy {
	return policy{func(s situation) verdict {
		if list := s.w.path[1]; s.w.pub.codelists[list] || s.w.pub.read[[2]string{list, s.w.path[3]}] {
			return p.verdict(s)
		}
		return untouched
	}}
}

// renamed judges the label of a code among those of its list: a name that
// another code had makes a reader, or who fills a file, take one for the other.
func renamed(labels func(*spec.Specification, []string) map[string]sdmx.Text) policy {
	return policy{func(s situation) verdict {
		mine := s.w.path[len(s.w.path)-2]
		before, now := labels(s.w.a, s.w.path), labels(s.w.b, s.w.path)[mine]
		old := before[mine]
		for code, l := range before {
			if code != mine && (l.NL == now.NL && now.NL != old.NL || l.EN == now.EN && now.EN != old.EN) {
				return major("de code krijgt de naam die een andere code had: wie de naam leest, leest iets anders", "the code takes the name that another code had: who reads the name reads something else")
			}
		}
		return wordsOnly.verdict(s)
	}}
}

// codeLabels are those of the list at the path, by code.
func codeLabels(s *spec.Specification, path []string) map[string]sdmx.Text {
	out := map[string]sdmx.Text{}
	for _, k := range s.Codelists[path[1]].Codes {
		out[k.Code] = k.Label
	}
	return out
}

// nodeLabels are those of the dimension at the path, by code.
func nodeLabels(s *spec.Specification, path []string) map[string]sdmx.Text {
	out := map[string]sdmx.Text{}
	if d, ok := s.Transitions[path[1]].DimensionByID(path[3]); ok {
		for _, n := range d.Nodes {
			out[n.Code] = n.Label
		}
	}
	return out
}
