package web

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"doorstroommonitor/sdmx"
	"golang.org/x/text/unicode/norm"
)

// place is one institution of the release: a code of a dimension with the
// role origin or destination.
type place struct {
	Code sdmx.Code
	// seen are the cubes and dimensions in which the institution can occur.
	seen []appearance
	// successor is set for a former institution that only lives on in another.
	successor *place
}

type appearance struct {
	cube *sdmx.Cube
	dim  string
	role string
}

// findPlaces lists the institutions of all cubes in alphabetical order of
// their Dutch name, and an index by code that also knows predecessors.
func findPlaces(st *sdmx.Structure) ([]*place, map[string]*place) {
	byCode := map[string]*place{}
	var all []*place
	for i := range st.Cubes {
		c := &st.Cubes[i]
		for _, d := range c.Dimensions {
			if d.Role != roleOrigin && d.Role != roleDestination {
				continue
			}
			l, ok := st.Codelist(d.Codelist)
			if !ok {
				continue
			}
			for _, code := range institutionCodes(l.Codes) {
				p := byCode[code.ID]
				if p == nil {
					p = &place{Code: code}
					byCode[code.ID] = p
					all = append(all, p)
				}
				p.seen = append(p.seen, appearance{c, d.ID, d.Role})
			}
		}
	}
	for _, p := range all {
		for _, old := range p.Code.Predecessors {
			if byCode[old.ID] == nil {
				byCode[old.ID] = &place{Code: sdmx.Code{ID: old.ID}, successor: p}
			}
		}
	}
	slices.SortFunc(all, func(a, b *place) int {
		return cmp.Or(strings.Compare(fold(a.Code.Label.NL), fold(b.Code.Label.NL)), strings.Compare(a.Code.ID, b.Code.ID))
	})
	return all, byCode
}

// institutionCodes returns the codes that stand for institutions. Where a list
// has groups ("higher education" with institutions below it), institutions
// are the leaves of groups, and a leaf beside the groups is a rest category.
func institutionCodes(codes []sdmx.Code) []sdmx.Code {
	grouped := slices.ContainsFunc(codes, func(c sdmx.Code) bool { return c.Parent != "" && c.Parent != sdmx.Total })
	var out []sdmx.Code
	for _, c := range codes {
		switch {
		case c.ID == sdmx.Total:
		case grouped && (parentOf(c) == sdmx.Total || hasChildren(codes, c.ID)):
		default:
			out = append(out, c)
		}
	}
	return out
}

// search returns the institutions whose name, code or predecessor's code
// holds q; every one for an empty q. Case and accents do not matter.
func search(places []*place, q string) []*place {
	q = fold(strings.TrimSpace(q))
	if q == "" {
		return places
	}
	var out []*place
	for _, p := range places {
		hay := fold(p.Code.Label.NL + "\n" + p.Code.Label.EN + "\n" + p.Code.ID + "\n" + formerCodes(p.Code, "\n"))
		if strings.Contains(hay, q) {
			out = append(out, p)
		}
	}
	return out
}

// formerCodes joins the codes of the predecessors.
func formerCodes(code sdmx.Code, with string) string {
	var out []string
	for _, old := range code.Predecessors {
		out = append(out, old.ID)
	}
	return strings.Join(out, with)
}

// letter is the group of the alphabetical list that a name belongs to.
func letter(name string) string {
	if r, _ := utf8.DecodeRuneInString(strings.ToUpper(fold(name))); unicode.IsLetter(r) {
		return string(r)
	}
	return "0–9"
}

// fold lowers case and drops accents.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
