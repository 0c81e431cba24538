package cli

import (
	"cmp"
	"encoding/json"

	"doorstroommonitor/ledger"
)

// unfinished lists the intents about a release, or a provision of own data, that a stopped run left open
// in the public ledger, the oldest first. agreement is empty for a sealing.
func (r *route) unfinished(kind, release, agreement string) ([]int64, error) {
	var open []int64
	closed := map[int64]bool{}
	for e, err := range ledger.Read(r.h.public("ledger.jsonl")) {
		if err != nil {
			return nil, err
		}
		if e.Ref != 0 {
			closed[e.Ref] = true
		}
		var about struct{ Release, Provision, Agreement string }
		if e.Kind != kind || e.Phase != ledger.PhaseIntent || json.Unmarshal(e.Body, &about) != nil {
			continue
		}
		if cmp.Or(about.Release, about.Provision) == release && about.Agreement == agreement {
			open = append(open, e.Seq)
		}
	}
	var out []int64
	for _, seq := range open {
		if !closed[seq] {
			out = append(out, seq)
		}
	}
	return out, nil
}

// conclude closes what a stopped run left open: as carried out, with its
// result, where the outcome is there, and else as given up.
func (r *route) conclude(kind, release, agreement string, result any) error {
	open, err := r.unfinished(kind, release, agreement)
	if err != nil {
		return err
	}
	for i, seq := range open {
		if result != nil && i == len(open)-1 {
			err = r.public.Commit(seq, result)
		} else {
			err = r.public.GiveUp(seq, map[string]bool{"interrupted": true})
		}
		if err != nil {
			return err
		}
	}
	return nil
}
