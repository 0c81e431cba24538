package cli

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"doorstroommonitor/gate"
	"doorstroommonitor/internal/lp"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// earlierFile is a partition of rounded counts that an earlier release has.
type earlierFile struct {
	release string
	file    release.File
}

// changed says that rounded counts about persons of whom others are out would
// come out otherwise.
type changed struct {
	group, release string
	shifted        bool // by cell keys
}

func (e *changed) Error() string { return e.In("en") }

// In gives the text in a language.
func (e *changed) In(lang string) string {
	if lang == "nl" {
		what := "afgeronde"
		if e.shifted {
			what = "verschoven"
		}
		return fmt.Sprintf("%s: %s cijfers zijn al uitgegeven in %s en zouden nu anders zijn; beide samen vertellen meer dan elk apart. Volgende stap: houd de eerdere uitgave, of laat dit cohort uit de ronde", e.group, what, e.release)
	}
	what := "rounded"
	if e.shifted {
		what = "shifted"
	}
	return fmt.Sprintf("%s: %s figures were released in %s and would be others now; both together tell more than each by itself. Next: keep the earlier release, or leave this cohort out of the round", e.group, what, e.release)
}

// refuses reports whether an error of the gate is about one group, so that the
// others go on.
func refuses(err error) bool {
	return errors.As(err, new(*gate.ErrUnsafe)) || errors.As(err, new(*gate.ErrDeviation)) || errors.As(err, new(*gate.ErrGuessed)) || errors.As(err, new(*changed))
}

// round takes one group through the gate with counts that are changed. The secret is
// derived from the key of the house, so that a rerun and the next round give
// the same figures for the same persons; others are refused.
func (r *route) round(ctx context.Context, g *group, solver lp.Solver) (*gate.Result, error) {
	way, purpose := gate.Rounded, "rounding/"
	if g.model.Population.CellKeyed() {
		way, purpose = gate.CellKeyed, "cell keys/"
	}
	res, err := way(ctx, g.model, g.problem, r.audiences(), gate.RoundingOptions{
		Rows: g.rows, Counts: g.counts, Secret: binary.BigEndian.Uint64(r.key.Derive(purpose + g.model.Group())),
		Solver: solver, Seed: uint64(g.model.Cohort), Own: r.ownCells(g.model),
	})
	if err != nil {
		return nil, err
	}
	for _, old := range g.rounded {
		same, err := published(res, old.file)
		if err != nil {
			return nil, err
		}
		if !same {
			return nil, &changed{g.model.Group(), old.release, g.model.Population.CellKeyed()}
		}
	}
	return res, nil
}

// published reports whether a partition is among the datasets of a result.
func published(res *gate.Result, f release.File) (bool, error) {
	for _, list := range res.Datasets {
		at := slices.IndexFunc(list, func(d *sdmx.Dataset) bool { return d.Cube == f.Cube && d.Table == f.Table })
		if at < 0 {
			continue
		}
		digest, err := list[at].Digest()
		return digest == f.SHA256, err
	}
	return true, nil // not published any more
}
