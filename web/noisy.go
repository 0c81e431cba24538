package web

import (
	"slices"
	"strconv"

	"doorstroommonitor/products/indicator"
	"doorstroommonitor/sdmx"
)

// A figure with noise, or a rounded one, is never shown as a bare number: every
// function here puts its band, or its bounds, beside it.

// count words a count that is shown.
func (c *catalogue) count(o sdmx.Observation) string {
	switch {
	case !o.Estimated:
		return c.num(o.Value)
	case o.Perturbed:
		return c.T("rounded.short", "value", c.num(o.Value), "lower", c.num(o.Lower), "upper", c.num(o.Upper))
	}
	return c.T("noisy.short", "value", c.num(o.Value), "lower", c.num(o.Lower), "upper", c.num(o.Upper))
}

// countInWords is count within a sentence.
func (c *catalogue) countInWords(o sdmx.Observation) string {
	switch {
	case !o.Estimated:
		return c.num(o.Value)
	case o.Perturbed:
		return c.T("rounded.long", "value", c.num(o.Value), "lower", c.num(o.Lower), "upper", c.num(o.Upper))
	}
	return c.T("noisy.long", "value", c.num(o.Value), "lower", c.num(o.Lower), "upper", c.num(o.Upper))
}

// noisyShare words a share with noise within a sentence, or says that it is not
// reliable enough.
func (c *catalogue) noisyShare(s share) string {
	return c.noisyShareAs("noisy.long", "rounded.long", s)
}

// noisyShareInShort words it for the narrow columns of a table.
func (c *catalogue) noisyShareInShort(s share) string {
	return c.noisyShareAs("noisy.short", "rounded.short", s)
}

// noisyShareAs words a share with noise in one form, a rounded one in the other.
func (c *catalogue) noisyShareAs(form, rounded string, s share) string {
	args := []any{"value", c.perMille(s.PerMille), "lower", c.perMille(s.Lower), "upper", c.perMille(s.Upper)}
	switch {
	case s.Unreliable:
		return c.T("noisy.unreliable", args...)
	case s.Perturbed:
		return c.T(rounded, args...)
	}
	text := c.T(form, args...)
	switch {
	case s.Since > 0:
		text += ", " + c.T("noisy.since", "since", strconv.Itoa(s.Since))
	case s.Instead != "":
		text += ", " + c.T("noisy.instead", "what", s.Instead)
	}
	return text
}

// Drawn reports whether the share has a place in a picture.
func (s share) Drawn() bool { return s.Known || s.Estimated && !s.Unreliable }

// pooledYears is how many cohorts together stand in for one whose own figure
// is not reliable enough.
const pooledYears = 3

// dependable reads an indicator as it is shown of a group: where the noise is
// too much for the figure of the cohort, that of three cohorts together, else
// that of the coarser code above it, else the band alone. Figures without noise
// are what they are.
func (e *edition) dependable(l *catalogue, v view, ind *sdmx.Indicator) (share, bool, error) {
	own, ok, err := v.share(ind)
	if err != nil || !ok || !own.Unreliable {
		return own, ok, err
	}
	if pooled, since, err := e.pooled(v, ind); err != nil {
		return own, ok, err
	} else if pooled != nil {
		s, there, err := pooled.share(ind)
		if err != nil {
			return own, ok, err
		}
		if there && s.Estimated && !s.Unreliable {
			s.Since = since
			return s, true, nil
		}
	}
	list := e.codelist(v.cube, ind.Dimension)
	code, _ := list.Find(ind.Numerator)
	if above, known := list.Find(code.Parent); known && above.ID != ind.Denominator && above.ID != sdmx.Total {
		coarser := *ind
		coarser.Numerator = above.ID
		coarser.Rest, _ = list.Beside(above.ID, ind.Denominator)
		s, there, err := v.share(&coarser)
		if err != nil {
			return own, ok, err
		}
		if there && s.Estimated && !s.Unreliable {
			s.Instead = l.label(above)
			return s, true, nil
		}
	}
	return own, true, nil
}

// pooled is the view over the last three cohorts together, with the cells of
// one indicator; nil where there are no three.
func (e *edition) pooled(v view, ind *sdmx.Indicator) (*view, int, error) {
	last := v.part.Cohort
	first := last - pooledYears + 1
	at := slices.Index(v.table.Cohorts, last)
	if at < pooledYears-1 || v.table.Cohorts[at-pooledYears+1] != first {
		return nil, 0, nil
	}
	var years []*sdmx.Dataset
	for y := first; y <= last; y++ {
		p, err := e.part(v.cube.ID, v.table.ID, y)
		if err != nil {
			return nil, 0, err
		}
		d := &sdmx.Dataset{Cube: p.Cube, Table: p.Table, Cohort: y, Dimensions: p.Dimensions}
		for _, code := range append([]string{ind.Denominator, ind.Numerator}, ind.Rest...) {
			if o, ok := (view{v.cube, v.table, p, v.fixed}).at(ind.Dimension, code); ok {
				d.Observations = append(d.Observations, o)
			}
		}
		years = append(years, d)
	}
	d := indicator.Pool(years...)
	return &view{v.cube, v.table, &part{Dataset: d, index: d.Lookup()}, v.fixed}, first, nil
}
