package cli

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"doorstroommonitor/cube"
	"doorstroommonitor/deliver"
	"doorstroommonitor/ledger"
	"doorstroommonitor/release"
)

// ownInsiders lists the recipients of own data that everything is guarded
// against: those with an agreement in force, and those who once received some,
// since what is known stays known.
func (r *route) ownInsiders() ([]release.OwnData, error) {
	for _, ag := range r.agreements {
		if len(deliver.Insiders([]*deliver.Agreement{ag}, r.clock())) == 0 {
			continue
		}
		if err := r.registered(ag); err != nil {
			return nil, err
		}
	}
	all := deliver.Insiders(r.agreements, r.clock())
	open := map[int64]release.OwnData{}
	for e, err := range ledger.Read(r.h.public("ledger.jsonl")) {
		if err != nil {
			return nil, err
		}
		if e.Kind != deliver.KindProvision {
			continue
		}
		var b deliver.ProvisionBody
		if err := json.Unmarshal(e.Body, &b); err != nil {
			return nil, err
		}
		o := release.OwnData{Recipient: b.Recipient, Institutions: b.Institutions, Boards: b.Boards}
		switch e.Phase {
		case ledger.PhaseIntent:
			open[e.Seq] = o // may have been carried out before it could be said
		case ledger.PhaseCommit:
			all = append(all, o)
			delete(open, e.Ref)
		default:
			delete(open, e.Ref)
		}
	}
	all = slices.Concat(all, slices.Collect(maps.Values(open)))
	for i := range all {
		all[i].Institutions = r.governed(all[i].Institutions, all[i].Boards)
	}
	return deliver.Together(all), nil
}

// governed adds to institutions those that the boards govern today: a school
// that changes boards is still known to the board that received its rows.
func (r *route) governed(institutions, boards []string) []string {
	out := slices.Clone(institutions)
	for i := range r.reg.Institutions() {
		if i.Board != "" && slices.Contains(boards, i.Board) {
			out = append(out, i.BRIN)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// registered refuses an agreement whose own codes the register does not have,
// against which nobody would be guarded, or has under several boards, which
// makes them no one's own.
func (r *route) registered(ag *deliver.Agreement) error {
	if ag.Own == nil {
		return nil
	}
	owners := map[string]bool{}
	for _, code := range ag.Own.Institutions {
		i, ok := r.reg.Institution(code)
		if !ok {
			return ag.Unknown(code)
		}
		owners[cmp.Or(i.Board, code)] = true
	}
	for _, code := range ag.Own.Boards {
		if _, ok := r.reg.Board(code); !ok {
			return ag.Unknown(code)
		}
		owners[code] = true
	}
	if len(owners) > 1 {
		return ag.Scattered()
	}
	return nil
}

// ownCells lists for each recipient of own data the cells that it knows.
func (r *route) ownCells(m *cube.Model) [][]int32 {
	var out [][]int32
	for _, o := range r.insiders {
		out = append(out, m.OwnCells(o.Institutions, o.Boards))
	}
	return out
}
