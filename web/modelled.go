package web

import (
	"slices"

	"doorstroommonitor/sdmx"
)

// An estimate of what is hidden is never shown but with the bounds it lies
// within, and never where a count stands: it is what a model makes of the
// figures on the page.

// hiddenCount says in words what is known of a hidden count, and what a model
// makes of that.
func (c *catalogue) hiddenCount(o sdmx.Observation) string {
	known := c.bounds(o.Lower, o.Upper)
	if !o.Modelled || o.Lower == o.Upper {
		return known
	}
	return c.T("modelled", "bounds", known, "value", c.num(halfEven(o.Estimate, 100)))
}

// hiddenShare is hiddenCount of a share. It is in whole percents, as far as
// these lie within the bounds.
func (c *catalogue) hiddenShare(s share) string {
	known := c.shareBounds(s.Lower, s.Upper)
	if !s.Modelled || s.Lower == s.Upper {
		return known
	}
	value := c.perMille(s.Model)
	if whole := halfEven(s.Model, 10); 10*whole >= s.Lower && 10*whole <= s.Upper {
		value = c.percent(whole)
	}
	return c.T("modelled", "bounds", known, "value", value)
}

// AnyModelled reports whether the part needs the legend of estimates.
func (b *trendBlock) AnyModelled() bool {
	return slices.ContainsFunc(b.Rows, func(r trendRow) bool {
		return slices.ContainsFunc(r.Values, func(v trendValue) bool { return v.Modelled })
	})
}

// AnyModelled reports whether the part needs the legend of estimates.
func (k *keyTable) AnyModelled() bool {
	return slices.ContainsFunc(k.Rows, func(r keyRow) bool { return r.Own.Modelled || r.National.Modelled || r.Of.Modelled })
}

// AnyModelled reports whether the part needs the legend of estimates.
func (t *compareTable) AnyModelled() bool {
	return slices.ContainsFunc(t.Rows, func(r compareRow) bool { return r.Share.Modelled })
}
