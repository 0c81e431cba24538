package ingest

import (
	"bytes"
)

// Stage keys: does each key stand for one record?
var (
	ruleDuplicate = rejects("K-DUPLICATE")

	keyRules = []*Rule{ruleDuplicate}
)

// run is a group of equal rows of one person: sorted[first:last].
type run struct {
	first, last int
	body        []byte
	cells       [][]byte // cut out of body when needed
	rule        *Rule    // why the run is refused, if it is
	// layout is that of all its rows, nil for none; rank is the highest of
	// theirs. led says that another run of the same key leads.
	layout *layoutPlan
	rank   []byte
	led    bool
}

// smallGroup is the size up to which rows of a person are compared in pairs.
const smallGroup = 8

// checkKeys compares the runs of a person that have one key: where the layout
// says which line leads the others give way to it, else all are refused.
func (p *recordPlan) checkKeys(runs []run) {
	if len(runs) < 2 {
		return
	}
	for i := range runs {
		p.cut(&runs[i])
	}
	if len(runs) > smallGroup {
		p.checkManyKeys(runs)
		return
	}
	var same []*run
	for i := range runs {
		if runs[i].rule != nil || runs[i].led {
			continue
		}
		same = append(same[:0], &runs[i])
		for j := range runs[i+1:] {
			if other := &runs[i+1+j]; p.sameKey(&runs[i], other) {
				same = append(same, other)
			}
		}
		contest(same)
	}
}

// contest decides between the runs of one key.
func contest(same []*run) {
	if len(same) < 2 {
		return
	}
	lead := leader(same)
	for _, r := range same {
		switch {
		case lead == nil:
			r.rule = ruleDuplicate
		case r != lead:
			r.led = true
		}
	}
}

// leader is the one run of the highest rank among those of one layout; nil
// where there is none, or the highest are several.
func leader(same []*run) *run {
	var lead *run
	for _, r := range same {
		switch {
		case r.layout == nil || r.layout != same[0].layout:
			return nil
		case lead == nil || bytes.Compare(r.rank, lead.rank) > 0:
			lead = r
		}
	}
	for _, r := range same {
		if r != lead && bytes.Equal(r.rank, lead.rank) {
			return nil
		}
	}
	return lead
}

func (p *recordPlan) sameKey(a, b *run) bool {
	for _, k := range p.key {
		if !bytes.Equal(a.cells[k], b.cells[k]) {
			return false
		}
	}
	return true
}

// checkManyKeys does the same in linear time: one pseudonym with a million
// rows is a fault that must not stop the run.
func (p *recordPlan) checkManyKeys(runs []run) {
	byKey := make(map[string][]*run, len(runs))
	var buf []byte
	for i := range runs {
		buf = buf[:0]
		for _, k := range p.key {
			buf = append(append(buf, runs[i].cells[k]...), 0)
		}
		byKey[string(buf)] = append(byKey[string(buf)], &runs[i])
	}
	for _, same := range byKey {
		contest(same)
	}
}
