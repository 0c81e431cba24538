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
}

// smallGroup is the size up to which rows of a person are compared in pairs.
const smallGroup = 8

// checkKeys marks every run whose key another run of the same person has.
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
	for i := range runs {
		for j := range runs[:i] {
			if p.sameKey(&runs[i], &runs[j]) {
				runs[i].rule, runs[j].rule = ruleDuplicate, ruleDuplicate
			}
		}
	}
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
	first := make(map[string]int, len(runs))
	var buf []byte
	for i := range runs {
		buf = buf[:0]
		for _, k := range p.key {
			buf = append(append(buf, runs[i].cells[k]...), 0)
		}
		j, ok := first[string(buf)]
		if !ok {
			first[string(buf)] = i
			continue
		}
		runs[i].rule, runs[j].rule = ruleDuplicate, ruleDuplicate
	}
}
