package cli

import (
	"fmt"
	"time"

	"aead.dev/minisign"
	"github.com/spf13/cobra"

	"doorstroommonitor/deliver"
	"doorstroommonitor/ledger"
	"doorstroommonitor/owndata"
)

// acknowledgeCommand logs that a recipient received and checked a delivery.
func (a *app) acknowledgeCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "acknowledge FOLDER",
		Short:   a.text("leg vast dat een ontvanger een levering ontving en controleerde", "log that a recipient received and checked a delivery"),
		Example: `  doorstroom acknowledge --dir huis huis/public/deliveries/vo-raad/2026-vo-raad`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return misused("geef één map van een levering", "give one folder of a delivery")
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			h, err := openHouse(a.dir)
			if err != nil {
				return err
			}
			pub, err := publicKey(h.public("seal.pub"))
			if err != nil {
				return err
			}
			ack, err := acknowledge(args[0], pub, time.Now())
			if err != nil {
				return err
			}
			key, err := h.sealKey()
			if err != nil {
				return err
			}
			public, err := ledger.Open(h.public("ledger.jsonl"), ledger.Options{Now: time.Now, Key: &key, Perm: 0o644})
			if err != nil {
				return err
			}
			if _, err := public.Note(deliver.KindAcknowledgement, ack); err != nil {
				return err
			}
			fmt.Fprintf(a.out, a.text("ontvangst vastgelegd: %s, %s, %s\n", "receipt logged: %s, %s, %s\n"), ack.Recipient, ack.Release, files(ack.Files).In(a.lang))
			return nil
		},
	}
	return c
}

// acknowledge verifies the folder of a delivery or of own data and returns the
// receipt for it.
func acknowledge(dir string, pub minisign.PublicKey, now time.Time) (*deliver.Acknowledgement, error) {
	if !owndata.Is(dir) {
		return deliver.Acknowledge(dir, pub, now)
	}
	p, err := owndata.Verify(dir, pub)
	if err != nil {
		return nil, err
	}
	return &deliver.Acknowledgement{
		Agreement: p.Manifest.Agreement, Recipient: p.Manifest.Recipient, Release: p.Manifest.ID, Files: len(p.Manifest.Files),
		ProofsSHA256: p.Digest, Received: now.UTC().Format(time.RFC3339),
	}, nil
}
