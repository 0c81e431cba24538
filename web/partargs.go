package web

import "slices"

// Shared template parts take one value; these types put together what a part
// needs with the catalogue it is worded in.

type pivotArgs struct {
	L  *catalogue
	ID string
	P  *pivot
}

type downloadArgs struct {
	L     *catalogue
	Items []download
	Of    string // what the files are of, for screen readers
}

type choiceArgs struct {
	Label string
	Links []link
}

// PivotArgs is what the part "pivot" needs.
func (b *tableBlock) PivotArgs() pivotArgs { return pivotArgs{b.L, b.ID, &b.Pivot} }

// DownloadArgs is what the part "downloads" needs.
func (b *tableBlock) DownloadArgs() downloadArgs {
	return downloadArgs{b.L, b.Downloads, b.Pivot.Title}
}

// Drawn, IsHidden and IsZero read the state of a flow.
func (b *flowBlock) Drawn() bool    { return b.State == flowDrawn }
func (b *flowBlock) IsHidden() bool { return b.State == flowHidden }
func (b *flowBlock) IsZero() bool   { return b.State == flowZero }

// Choice is what the part "cohorts" needs.
func (p *page) Choice(links []link) choiceArgs { return choiceArgs{p.T("cohort.choose"), links} }

// Years is Choice for calendar years.
func (p *page) Years(links []link) choiceArgs { return choiceArgs{p.T("year.choose"), links} }

// Downloads is what the part "downloads" needs.
func (p *page) Downloads(items []download, of string) downloadArgs {
	return downloadArgs{p.L, items, of}
}

// Pivot is what the part "pivot" needs.
func (p *page) Pivot(id string, v *pivot) pivotArgs { return pivotArgs{p.L, "p-" + id, v} }

// FoundN is Found for a phrase that counts.
func (b placesBody) FoundN() int64 { return int64(b.Found) }

// AnyNoisy reports whether the part needs the legend of noisy values.
func (b *trendBlock) AnyNoisy() bool {
	return slices.ContainsFunc(b.Rows, func(r trendRow) bool {
		return slices.ContainsFunc(r.Values, func(v trendValue) bool { return v.Noisy })
	})
}

// AnyNoisy reports whether the part needs the legend of noisy values.
func (k *keyTable) AnyNoisy() bool {
	return slices.ContainsFunc(k.Rows, func(r keyRow) bool { return r.Own.Noisy || r.National.Noisy || r.Of.Noisy })
}

// AnyRounded reports whether the part needs the legend of rounded values.
func (b *trendBlock) AnyRounded() bool {
	return slices.ContainsFunc(b.Rows, func(r trendRow) bool {
		return slices.ContainsFunc(r.Values, func(v trendValue) bool { return v.Rounded })
	})
}

// AnyRounded reports whether the part needs the legend of rounded values.
func (k *keyTable) AnyRounded() bool {
	return slices.ContainsFunc(k.Rows, func(r keyRow) bool { return r.Own.Rounded || r.National.Rounded || r.Of.Rounded })
}

// Below is the largest count that is never shown.
func (b methodBody) Below() int64 { return b.Rule.Threshold - 1 }

// AnyHidden reports whether the part needs the legend of hidden values.
func (b *trendBlock) AnyHidden() bool {
	return slices.ContainsFunc(b.Rows, func(r trendRow) bool {
		return slices.ContainsFunc(r.Values, func(v trendValue) bool { return v.Hidden })
	})
}

// AnyHidden reports whether the part needs the legend of hidden values.
func (k *keyTable) AnyHidden() bool {
	return slices.ContainsFunc(k.Rows, func(r keyRow) bool { return r.Own.Hidden || r.National.Hidden || r.Of.Hidden })
}

// AnyNoisy reports whether the part needs the legend of noisy values.
func (t *compareTable) AnyNoisy() bool {
	return slices.ContainsFunc(t.Rows, func(r compareRow) bool { return r.Share.Noisy })
}

// AnyRounded reports whether the part needs the legend of rounded values.
func (t *compareTable) AnyRounded() bool {
	return slices.ContainsFunc(t.Rows, func(r compareRow) bool { return r.Share.Rounded })
}
