package ingest

import (
	"bytes"
	"strconv"

	"doorstroommonitor/spec"
)

// Stage cross-record: do the rows of one person go together?
var (
	ruleMain   = rejects("X-MAIN")
	ruleNobody = &Rule{"X-PERSON", []string{spec.SeverityWarning}}

	crossRules = []*Rule{ruleMain, ruleNobody}
)

// checkMain marks main enrolments of one person that compete in one sector on
// 1 October of year. Enrolments after each other within a year do not compete.
func (p *recordPlan) checkMain(runs []run, year int) {
	if p.main < 0 || len(runs) < 2 {
		return
	}
	firstOctober := strconv.AppendInt(nil, int64(year), 10)
	firstOctober = append(firstOctober, "-10-01"...)
	active := func(r *run) bool {
		begin, end := r.cells[p.begin], r.cells[p.end]
		return r.rule == nil && !r.led && string(r.cells[p.main]) == "J" && bytes.Compare(begin, firstOctober) <= 0 &&
			(len(end) == 0 || bytes.Compare(end, firstOctober) >= 0)
	}
	var candidates []*run
	for i := range runs {
		if active(&runs[i]) {
			candidates = append(candidates, &runs[i])
		}
	}
	if len(candidates) < 2 {
		return
	}
	first := make(map[string]*run, len(candidates))
	for _, r := range candidates {
		other, ok := first[string(r.cells[p.sector])]
		if !ok {
			first[string(r.cells[p.sector])] = r
			continue
		}
		other.rule, r.rule = ruleMain, ruleMain
	}
}
