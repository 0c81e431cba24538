package evaluate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"doorstroommonitor/deliver"
	"doorstroommonitor/ledger"
)

// counter follows the ledger line by line. A commit may leave out what its
// intent already said, so the bodies of the two are read as one.
type counter struct {
	ev   *Evaluation
	open map[int64]ledger.Entry // intents that are not closed yet
	acks []deliver.Acknowledgement
}

// add counts one entry.
func (c *counter) add(e ledger.Entry) error {
	if e.Phase == ledger.PhaseIntent {
		c.open[e.Seq] = e
		return nil
	}
	intent, closes := c.open[e.Ref]
	if closes {
		delete(c.open, e.Ref)
	}
	if e.Phase == ledger.PhaseNote && e.Ref != 0 {
		return nil // given up
	}
	b, err := mergeBodies(intent.Body, e.Body)
	if err != nil {
		return err
	}
	inYear := e.Time.UTC().Year() == c.ev.Year
	switch {
	case e.Kind == deliver.KindAcknowledgement: // may come in a later year
		return c.acknowledgement(b)
	case e.Kind == KindSeal && inYear:
		return c.seal(e, b)
	case e.Kind == deliver.KindDelivery && inYear:
		return c.delivery(e, b)
	case e.Kind == deliver.KindProvision && inYear:
		return c.provision(e, b)
	case e.Kind == deliver.KindRefusal && inYear:
		return c.refusal(e, b)
	}
	return nil
}

func (c *counter) acknowledgement(b []byte) error {
	var a deliver.Acknowledgement
	if err := json.Unmarshal(b, &a); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	c.acks = append(c.acks, a)
	return nil
}

func (c *counter) seal(e ledger.Entry, b []byte) error {
	var s SealBody
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	c.ev.Releases = append(c.ev.Releases, Sealed{s.Release, s.Audience, s.Specification, date(e)})
	return nil
}

func (c *counter) delivery(e ledger.Entry, b []byte) error {
	var d deliver.Body
	if err := json.Unmarshal(b, &d); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	c.ev.Deliveries = append(c.ev.Deliveries, Delivery{
		Seq: e.Seq, Date: date(e), Agreement: d.Agreement, Recipient: d.Recipient, Release: d.Release,
		Files: d.Files, OnTime: date(e) < c.ev.Deadline, proofs: d.ProofsSHA256,
	})
	return nil
}

func (c *counter) provision(e ledger.Entry, b []byte) error {
	var p deliver.ProvisionBody
	if err := json.Unmarshal(b, &p); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	c.ev.OwnData = append(c.ev.OwnData, Provision{
		Date: date(e), Agreement: p.Agreement, Recipient: p.Recipient, Provision: p.Provision, StatutoryBasis: p.StatutoryBasis, Decision: p.Decision, digest: p.SHA256,
	})
	return nil
}

func (c *counter) refusal(e ledger.Entry, b []byte) error {
	var r deliver.RefusalBody
	if err := json.Unmarshal(b, &r); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	c.ev.Refusals = append(c.ev.Refusals, Refusal{date(e), r.Agreement, r.Recipient, r.Clause, r.Text})
	return nil
}

func date(e ledger.Entry) string { return e.Time.UTC().Format(time.DateOnly) }

// finish ties receipts to deliveries and counts what was left open.
func (c *counter) finish() {
	for i := range c.ev.Deliveries {
		d := &c.ev.Deliveries[i]
		for _, a := range c.acks {
			if a.Release == d.Release && a.Recipient == d.Recipient && a.Agreement == d.Agreement && a.ProofsSHA256 == d.proofs {
				d.Acknowledged = true
			}
		}
	}
	for i := range c.ev.OwnData {
		p := &c.ev.OwnData[i]
		p.Acknowledged = slices.ContainsFunc(c.acks, func(a deliver.Acknowledgement) bool {
			return a.Release == p.Provision && a.Recipient == p.Recipient && a.Agreement == p.Agreement && a.ProofsSHA256 == p.digest
		})
	}
	for _, e := range c.open {
		if (e.Kind == deliver.KindDelivery || e.Kind == deliver.KindProvision) && e.Time.UTC().Year() == c.ev.Year {
			c.ev.Unfinished++
		}
	}
}

// mergeBodies lays the members of a commit's body over those of its intent.
func mergeBodies(intent, commit json.RawMessage) ([]byte, error) {
	out := map[string]json.RawMessage{}
	for _, raw := range []json.RawMessage{intent, commit} {
		if len(raw) == 0 || string(raw) == "null" {
			continue
		}
		var b map[string]json.RawMessage
		if err := json.Unmarshal(raw, &b); err != nil {
			return nil, fmt.Errorf("the body is not an object: %w", err)
		}
		maps.Copy(out, b)
	}
	return json.Marshal(out)
}
