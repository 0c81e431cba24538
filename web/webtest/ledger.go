package webtest

import (
	"encoding/json"
	"iter"
	"time"

	"doorstroommonitor/ledger"
)

// Entries is a small public ledger: a seal, a delivery in time that was
// confirmed, one that came late, one that was never finished, a refusal.
func Entries() iter.Seq2[ledger.Entry, error] {
	line := func(seq int64, at, kind, phase string, ref int64, body string) ledger.Entry {
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			panic(err) // a constant of this file
		}
		return ledger.Entry{Seq: seq, Time: t, Kind: kind, Phase: phase, Ref: ref, Body: json.RawMessage(body), Hash: at}
	}
	list := []ledger.Entry{
		line(1, "2026-06-01T09:00:00Z", "seal", "note", 0, `{"audience":"public","release":"public-2026.1","root":"abc","specification":"2026.1"}`),
		line(2, "2026-06-03T09:00:00Z", "delivery", "intent", 0, `{"agreement":"DS-VO-2026","recipient":"vo-raad","release":"vo-raad-2026.1"}`),
		line(3, "2026-06-03T09:00:02Z", "delivery", "commit", 2, `{"agreement":"DS-VO-2026","files":3,"proofs_sha256":"aa","recipient":"vo-raad","release":"vo-raad-2026.1","root":"def"}`),
		line(4, "2026-06-10T12:00:00Z", "acknowledgement", "note", 0, `{"agreement":"DS-VO-2026","proofs_sha256":"aa","recipient":"vo-raad","release":"vo-raad-2026.1"}`),
		line(5, "2026-07-01T12:00:00Z", "refusal", "note", 0, `{"agreement":"DS-MBO-2026","clause":4,"recipient":"mbo-raad","text":{"en":"The agreement does not cover cube VO-HO.","nl":"De overeenkomst dekt kubus VO-HO niet."}}`),
		line(6, "2026-10-01T00:00:00Z", "delivery", "intent", 0, `{"agreement":"DS-VH-2026","files":12,"recipient":"vh","release":"vh-2026.1"}`),
		line(7, "2026-10-01T00:00:09Z", "delivery", "commit", 6, `{}`),
		line(8, "2026-11-01T00:00:00Z", "delivery", "intent", 0, `{"agreement":"DS-UNL-2026","recipient":"unl","release":"unl-2026.1"}`),
	}
	return func(yield func(ledger.Entry, error) bool) {
		for _, e := range list {
			if !yield(e, nil) {
				return
			}
		}
	}
}
