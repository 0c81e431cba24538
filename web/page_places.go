package web

import (
	"net/url"
	"strings"
)

type placesBody struct {
	Query   string
	Groups  []placeGroup
	Letters []link
	Found   int
	Asked   bool
}

type placeGroup struct {
	Letter string
	Places []placeLink
}

type placeLink struct {
	Label, Code, URL string
	Former           string // codes of predecessors
}

// fullList is the number of institutions up to which all are listed at once;
// beyond it one letter at a time.
const fullList = 300

// placesPage is the alphabetical list of institutions, with ?q= to search and
// ?letter= to leaf. A query that is exactly one code leads straight there.
func (h *portal) placesPage(r *request) (*page, error) {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if p, ok := r.e.byCode[strings.ToUpper(q)]; ok {
		if p.successor != nil {
			p = p.successor
		}
		return nil, errMoved{"/instelling/" + url.PathEscape(p.Code.ID)}
	}
	found := search(r.e.places, q)
	b := placesBody{Query: q, Asked: q != "", Found: len(found)}
	only := ""
	if len(found) > fullList {
		only = r.URL.Query().Get("letter")
		if only == "" {
			only = letter(r.l.label(found[0].Code))
		}
	}
	for _, p := range found {
		name := r.l.label(p.Code)
		at := letter(name)
		if len(b.Letters) == 0 || b.Letters[len(b.Letters)-1].Label != at {
			to := "#l-" + at
			if only != "" {
				to = r.l.url(neutral("/instellingen", "q", q, "letter", at))
			}
			b.Letters = append(b.Letters, link{at, to, at == only})
		}
		if only != "" && at != only {
			continue
		}
		if len(b.Groups) == 0 || b.Groups[len(b.Groups)-1].Letter != at {
			b.Groups = append(b.Groups, placeGroup{Letter: at})
		}
		g := &b.Groups[len(b.Groups)-1]
		g.Places = append(g.Places, placeLink{name, p.Code.ID, r.l.url("/instelling/" + url.PathEscape(p.Code.ID)), formerCodes(p.Code, ", ")})
	}
	return &page{Name: "places", Title: r.l.T("places.title"), Nav: "places", Path: neutral("/instellingen", "q", q, "letter", r.URL.Query().Get("letter")), Body: b}, nil
}
