package cli

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"aead.dev/minisign"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/ledger"
	"doorstroommonitor/noise"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/release"
	"doorstroommonitor/seal"
)

// house is the working folder: what stays inside (secret, mode 0700) and what
// may leave (public).
//
//	secret/round.json       name and clock of the yearly round
//	secret/keys/            pseudonym.key, seal.key, noise.key (0600)
//	secret/store/           pseudonymised records (personal data)
//	secret/cubes/           true counts
//	secret/report/          screening, quarantine, risk files, run report, comparisons
//	secret/own/             own data provided to institutions and boards (personal data)
//	secret/spill/           of the engine; emptied at start and end
//	secret/ledger.jsonl
//	secret/privacy.jsonl    charges of formal privacy
//	public/releases/ID/     sealed releases
//	public/deliveries/      what recipients receive
//	public/ledger.jsonl     seal.pub
type house struct {
	dir   string
	round round
}

// round is the yearly round: its name goes into the names of releases, its
// clock into everything that is sealed, so that a rerun gives the same bytes.
type round struct {
	Name  string    `json:"name"`
	Clock time.Time `json:"clock"`
}

func (h *house) secret(p ...string) string {
	return filepath.Join(append([]string{h.dir, "secret"}, p...)...)
}

func (h *house) public(p ...string) string {
	return filepath.Join(append([]string{h.dir, "public"}, p...)...)
}

// noHouse is the error for a folder that init has not made.
type noHouse struct{ dir string }

func (e *noHouse) Error() string { return e.In("en") }

// In gives the text in a language.
func (e *noHouse) In(lang string) string {
	if lang == "en" {
		return fmt.Sprintf("%s is not a house yet; next: doorstroom init --dir %s", e.dir, e.dir)
	}
	return fmt.Sprintf("%s is nog geen werkmap; volgende stap: doorstroom init --dir %s", e.dir, e.dir)
}

// publicSide opens the public side of a house, for whoever holds no secrets.
func (a *app) publicSide() (*house, minisign.PublicKey, error) {
	h := &house{dir: a.dir}
	if _, err := os.Stat(h.public("seal.pub")); errors.Is(err, fs.ErrNotExist) {
		return nil, minisign.PublicKey{}, &noHouse{a.dir}
	}
	pub, err := publicKey(h.public("seal.pub"))
	return h, pub, err
}

func openHouse(dir string) (*house, error) {
	h := &house{dir: dir}
	b, err := os.ReadFile(h.secret("round.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, &noHouse{dir}
	}
	if err != nil {
		return nil, fmt.Errorf("open house: %w", err)
	}
	if err := json.Unmarshal(b, &h.round); err != nil {
		return nil, fmt.Errorf("open house: %s: %w", h.secret("round.json"), err)
	}
	return h, nil
}

// makeHouse makes folders and keys that are not there yet. An existing house
// of the same round is left as it is; one of another round goes on with this
// round where next says so.
func makeHouse(dir, name string, clock time.Time, next bool) (*house, error) {
	if !release.SafeName(name) {
		return nil, misused("--round %q: alleen letters, cijfers, punten en streepjes, zoals 2026", "--round %q: letters, digits, dots and dashes only, such as 2026", name)
	}
	h := &house{dir: dir, round: round{name, clock.UTC().Truncate(time.Second)}}
	if old, err := openHouse(dir); err == nil {
		switch {
		case old.round.Name == name:
			return old, nil
		case !next:
			return nil, saidf("%s hoort al bij ronde %s; volgende stap: geef --next om met ronde %s verder te gaan, of een andere --dir", "%s holds round %s already; next: give --next to go on with round %s, or another --dir", dir, old.round.Name, name)
		}
		// Keys, ledgers and sealed releases stay: what was released about the
		// same persons binds the next round.
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make house: %w", err)
	}
	for _, d := range []string{h.secret(), h.secret("keys"), h.secret("cubes"), h.secret("report")} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, fmt.Errorf("make house: %w", err)
		}
	}
	for _, d := range []string{h.public("releases"), h.public("deliveries")} {
		if err := os.MkdirAll(d, 0o755); err != nil {
			return nil, fmt.Errorf("make house: %w", err)
		}
	}
	if err := h.makeKeys(); err != nil {
		return nil, err
	}
	b, err := json.MarshalIndent(h.round, "", "  ")
	if err != nil {
		return nil, err
	}
	return h, atomicfile.WriteBytes(h.secret("round.json"), 0o600, append(b, '\n'))
}

// noiseKey is the file of the key of all noise of the house.
const noiseKey = "noise.key"

func (h *house) makeKeys() error {
	if _, err := os.Stat(h.secret("keys", "pseudonym.key")); errors.Is(err, fs.ErrNotExist) {
		if err := pseudonym.NewKeyFile(h.secret("keys", "pseudonym.key"), rand.Reader); err != nil {
			return err
		}
	}
	if _, err := os.Stat(h.secret("keys", noiseKey)); errors.Is(err, fs.ErrNotExist) {
		if err := noise.NewKeyFile(h.secret("keys", noiseKey), rand.Reader); err != nil {
			return err
		}
	}
	if _, err := os.Stat(h.public("seal.pub")); errors.Is(err, fs.ErrNotExist) {
		pub, secret, err := seal.GenerateKey(rand.Reader)
		if err != nil {
			return err
		}
		if err := atomicfile.WriteBytes(h.secret("keys", "seal.key"), 0o600, secret); err != nil {
			return err
		}
		return atomicfile.WriteBytes(h.public("seal.pub"), 0o644, pub)
	}
	return nil
}

func (h *house) sealKey() (minisign.PrivateKey, error) {
	return seal.LoadKey(h.secret("keys", "seal.key"))
}

func publicKey(path string) (minisign.PublicKey, error) {
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return minisign.PublicKey{}, saidf("publieke sleutel %s is er niet; volgende stap: geef met --key het bestand seal.pub van de leverancier", "there is no public key %s; next: give the supplier's file seal.pub with --key", path)
	}
	if err != nil {
		return minisign.PublicKey{}, fmt.Errorf("public key: %w", err)
	}
	return release.ParsePublicKey(b)
}

// ledgers opens the secret and the public ledger. Entries carry the clock of
// the moment they are written: a ledger tells what happened when.
func (h *house) ledgers(now func() time.Time, key *minisign.PrivateKey) (secret, public *ledger.Ledger, err error) {
	if secret, err = ledger.Open(h.secret("ledger.jsonl"), ledger.Options{Now: now, Key: key, Perm: 0o600}); err != nil {
		return nil, nil, err
	}
	public, err = ledger.Open(h.public("ledger.jsonl"), ledger.Options{Now: now, Key: key, Perm: 0o644})
	return secret, public, err
}
