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
	return c.known(c.bounds(o.Lower, o.Upper), c.modelledCount(o))
}

// hiddenShare is hiddenCount of a share.
func (c *catalogue) hiddenShare(s share) string {
	return c.known(c.shareBounds(s.Lower, s.Upper), c.modelledShare(s))
}

func (c *catalogue) known(bounds, estimate string) string {
	if estimate == "" {
		return bounds
	}
	return bounds + " " + estimate
}

// modelledCount words the estimate of a hidden count alone, for where its bounds
// stand beside it; "" where there is none, or bounds that meet say it all.
func (c *catalogue) modelledCount(o sdmx.Observation) string {
	if !o.Modelled || o.Lower == o.Upper {
		return ""
	}
	return c.T("modelled", "value", c.num(halfEven(o.Estimate, 100)))
}

// modelledShare is modelledCount of a share: in whole percents, as far as these
// lie within the bounds.
func (c *catalogue) modelledShare(s share) string {
	if !s.Modelled || s.Lower == s.Upper {
		return ""
	}
	value := c.perMille(s.Model)
	if whole := halfEven(s.Model, 10); 10*whole >= s.Lower && 10*whole <= s.Upper {
		value = c.percent(whole)
	}
	return c.T("modelled", "value", value)
}

// AnyModelled reports whether the part needs the legend of estimates.
func (b *trendBlock) AnyModelled() bool {
	return slices.ContainsFunc(b.Rows, func(r trendRow) bool {
		return slices.ContainsFunc(r.Values, func(v trendValue) bool { return v.Estimate != "" })
	})
}

// AnyModelled reports whether the part needs the legend of estimates.
func (k *keyTable) AnyModelled() bool {
	return slices.ContainsFunc(k.Rows, func(r keyRow) bool { return r.Own.Estimate+r.National.Estimate+r.Of.Estimate != "" })
}

// AnyModelled reports whether the part needs the legend of estimates.
func (t *compareTable) AnyModelled() bool {
	return slices.ContainsFunc(t.Rows, func(r compareRow) bool { return r.Share.Estimate != "" })
}
