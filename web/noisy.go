package web

import (
	"cmp"
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
	case s.Unreliable && s.Peers != nil:
		return c.T("noisy.unreliable", args...) + "; " + c.T("noisy.peers", "share", c.T(form, "value", c.perMille(s.Peers.PerMille), "lower", c.perMille(s.Peers.Lower), "upper", c.perMille(s.Peers.Upper)))
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

// dependable reads an indicator as it is shown of a group: where the noise is
// too much for the figure of the cohort, that of three cohorts together, else
// that of the coarser code above it, else the band alone (indicator.Depend).
// Figures without noise are what they are.
func (e *edition) dependable(l *catalogue, v view, ind *sdmx.Indicator) (share, bool, error) {
	own, ok, err := v.share(ind)
	if err != nil || !ok || !own.Unreliable {
		return own, ok, err
	}
	list := e.codelist(v.cube, ind.Dimension)
	parts, err := e.upTo(v, ind.Dimension)
	if err != nil {
		return own, ok, err
	}
	_, all, err := indicator.Depend(parts, *ind, list, v.cube.Noise.Reliability)
	if err != nil || len(all) != 1 {
		return own, ok, err
	}
	d := &all[0]
	if d.Basis == indicator.NotDependable {
		own.Peers, err = e.withPeers(v, ind)
		return own, true, err
	}
	s := fromValue(&d.Value)
	if d.Basis == indicator.ThreeCohorts {
		s.Since = d.Since
	}
	if d.Basis == indicator.Coarser {
		above, _ := list.Find(d.Code)
		s.Instead = l.label(above)
	}
	return s, true, nil
}

// withPeers is the share of a view as it is estimated together with those of
// similar institutions; nil where that reaches further than twice what is asked
// of a share by itself.
func (e *edition) withPeers(v view, ind *sdmx.Indicator) (*indicator.Smoothed, error) {
	all, err := e.smoothed(v, ind)
	if err != nil {
		return nil, err
	}
	key := make([]string, 0, len(v.part.Dimensions))
	for _, d := range v.part.Dimensions {
		if d != ind.Dimension {
			key = append(key, cmp.Or(v.fixed[d], sdmx.Total))
		}
	}
	x, ok := all[sdmx.JoinKey(key...)]
	if !ok || !indicator.Within(2*v.cube.Noise.Reliability, x.PerMille, x.Lower, x.Upper) {
		return nil, nil
	}
	return &x, nil
}

// smoothed lists these shares of a cohort by key, and remembers them.
func (e *edition) smoothed(v view, ind *sdmx.Indicator) (map[string]indicator.Smoothed, error) {
	k := peersKey{v.cube.ID, ind.ID, v.part.Cohort}
	e.mu.Lock()
	all := e.peers[k]
	e.mu.Unlock()
	if all != nil {
		return all, nil
	}
	var parts []*sdmx.Dataset
	for _, y := range v.table.Cohorts {
		if y > v.part.Cohort {
			continue
		}
		p, err := e.part(v.cube.ID, v.table.ID, y)
		if err != nil {
			return nil, err
		}
		parts = append(parts, p.Dataset)
	}
	list, err := indicator.WithPeers(e.st, v.cube, parts, *ind)
	if err != nil {
		return nil, err
	}
	s, err := indicator.Compute(v.part.Dataset, *ind)
	if err != nil {
		return nil, err
	}
	all = map[string]indicator.Smoothed{}
	for i, x := range list {
		if x.Known {
			all[sdmx.JoinKey(s.Values[i].Key...)] = x
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.peers) >= cachedPeers {
		e.peers = map[peersKey]map[string]indicator.Smoothed{}
	}
	e.peers[k] = all
	return all, nil
}

// upTo is the line of a view along one dimension, for its cohort and the two
// before it, as far as they are there.
func (e *edition) upTo(v view, dimension string) ([]*sdmx.Dataset, error) {
	var out []*sdmx.Dataset
	for _, y := range v.table.Cohorts {
		if y > v.part.Cohort || y < v.part.Cohort-2 {
			continue
		}
		p, err := e.part(v.cube.ID, v.table.ID, y)
		if err != nil {
			return nil, err
		}
		d := &sdmx.Dataset{Cube: p.Cube, Table: p.Table, Cohort: y, Dimensions: p.Dimensions}
		for _, code := range e.codelist(v.cube, dimension).Codes {
			if o, ok := (view{v.cube, v.table, p, v.fixed}).at(dimension, code.ID); ok {
				d.Observations = append(d.Observations, o)
			}
		}
		out = append(out, d)
	}
	return out, nil
}
