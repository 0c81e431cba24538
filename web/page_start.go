package web

import (
	"strings"

	"doorstroommonitor/sdmx"
)

type startBody struct {
	Cubes  []cubeCard
	Places int
	// Some cubes have noise, some are rounded, some hide figures.
	Noisy, Hides bool
	Rounded      []string // what is said of perturbed counts, once for each method
}

// cubeCard introduces a cube with one national figure.
type cubeCard struct {
	Label, Definition, URL string
	Figure, Band, Caption  string
	Cohort                 int
}

// startPage shows what there is.
func (h *portal) startPage(r *request) (*page, error) {
	b := startBody{Places: len(r.e.places)}
	for i := range r.e.st.Cubes {
		card, err := h.card(r, &r.e.st.Cubes[i])
		if err != nil {
			return nil, err
		}
		b.Cubes = append(b.Cubes, card)
		form := r.e.st.Cubes[i].Form()
		b.Noisy = b.Noisy || form == sdmx.FormEstimated
		b.Rounded = r.l.perturbed(b.Rounded, &r.e.st.Cubes[i])
		b.Hides = b.Hides || form == sdmx.FormExact || form == sdmx.FormModelled
	}
	return &page{Name: "start", Title: r.l.T("start.title"), Nav: "start", Path: "/", Body: b}, nil
}

func (h *portal) card(r *request, c *sdmx.Cube) (cubeCard, error) {
	card := cubeCard{Label: c.Label.In(r.l.lang), Definition: c.Definition.In(r.l.lang), URL: r.l.url("/kubus/" + c.ID)}
	ind, t := mainIndicator(c, "")
	if ind == nil || latest(t) == 0 {
		return card, nil
	}
	card.Cohort = latest(t)
	sh, err := h.dependableAt(r, c, t, ind, card.Cohort, nil)
	if err != nil {
		return card, err
	}
	card.Caption = r.l.T("card.caption", "indicator", ind.Label.In(r.l.lang), "cohort", c.Years(card.Cohort))
	switch {
	case sh.Known:
		card.Figure = r.l.percent(sh.Percent)
	case sh.Estimated:
		// The figure is large, and its band has a line that may break.
		card.Figure, card.Band, _ = strings.Cut(r.l.noisyShareInShort(sh.share), " ")
		if sh.Unreliable {
			card.Figure, card.Band = "?", r.l.noisyShareInShort(sh.share)
		}
	case sh.Possible:
		card.Figure = "x"
		card.Caption += " (" + r.l.T("hidden") + ")"
	}
	return card, nil
}

// dependableAt reads one indicator for one cohort and what is held fixed, as it
// is shown.
func (h *portal) dependableAt(r *request, c *sdmx.Cube, t *sdmx.Table, ind *sdmx.Indicator, cohort int, fixed map[string]string) (point, error) {
	p, err := r.e.part(c.ID, t.ID, cohort)
	if err != nil {
		return point{}, err
	}
	sh, ok, err := r.e.dependable(r.l, view{c, t, p, fixed}, ind)
	return point{ok, sh}, err
}
