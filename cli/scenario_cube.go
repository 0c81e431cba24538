package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"doorstroommonitor/counted"
	"doorstroommonitor/cube"
	"doorstroommonitor/scenario"
	"doorstroommonitor/sdmx"
)

// compareCube compares scenarios on the true counts of a house.
func (a *app) compareCube(c *cobra.Command, list []*scenario.Scenario, w worldFlags, o compareOptions) error {
	h, err := openHouse(a.dir)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		path      *string
		flag, end string
	}{{&o.html, "--html", ".html"}, {&o.pdf, "--pdf", ".pdf"}} {
		if *f.path == "" {
			*f.path = h.secret("report", "scenarios-"+o.cube+f.end)
		}
		if err := h.keeps(f.flag, *f.path); err != nil {
			return err
		}
	}
	r, err := a.openRoute(routeOptions{extracts: o.extracts})
	if err != nil {
		return err
	}
	if r.spec.Transitions[o.cube] == nil {
		return misused("--cube %q: die kubus is er niet; kies %s", "--cube %q: there is no such cube; choose %s", o.cube, strings.Join(r.spec.TransitionIDs(), ", "))
	}
	if !c.Flags().Changed("now") {
		o.made = h.round.Clock // as everything else of the round
	}
	world, err := r.countedWorld(c.Context(), o.cube)
	if unfit := new(counted.Unfit); errors.As(err, &unfit) {
		return saidf("%s is hiermee niet te vergelijken: %v; volgende stap: kies een andere kubus", "%s cannot be compared on: %v; next: choose another cube", o.cube, unfit)
	}
	if err != nil {
		return err
	}
	for _, l := range world.Left {
		a.say("weggelaten, want daar is niets te vergelijken: %s", "left out, since there is nothing to compare: %s", l)
	}
	if list, err = scenario.Fit(list, world.World); err != nil {
		return err
	}
	return a.compare(c, subject{world: world.World, about: aboutHouse(o.cube, world), secret: true}, list, w, o)
}

// keeps refuses a file outside the folder of secret reports of the house,
// public or not: links are followed, and nothing else of the house is replaced.
func (h *house) keeps(flag, path string) error {
	inside, err := filepath.EvalSymlinks(h.secret())
	if err != nil {
		return err
	}
	inside = filepath.Join(inside, "report")
	folder, err := filepath.EvalSymlinks(filepath.Dir(path))
	if errors.Is(err, fs.ErrNotExist) {
		return saidf("%s: de map %s is er niet; volgende stap: maak haar aan", "%s: there is no folder %s; next: make it", flag, filepath.Dir(path))
	}
	if err != nil {
		return err
	}
	if inside, err = filepath.Abs(inside); err != nil {
		return err
	}
	if folder, err = filepath.Abs(folder); err != nil {
		return err
	}
	if rel, err := filepath.Rel(inside, folder); err != nil || !filepath.IsLocal(rel) {
		return misused("%s %s: met --cube staan er ware aantallen in, dus het moet in %s blijven", "%s %s: with --cube it holds true counts, so that it has to stay in %s", flag, path, h.secret("report"))
	}
	return nil
}

// countedWorld counts the population of a cube, with its mass balance, and
// takes the table of its main indicator as a world.
func (r *route) countedWorld(ctx context.Context, id string) (*counted.World, error) {
	m, err := r.store()
	if err != nil {
		return nil, err
	}
	p := r.spec.Populations[r.spec.Transitions[id].Population]
	// Whatever way they are published in, the comparison is of single cohorts.
	single := *p
	single.Publish = nil
	p = &single
	plans, err := cube.Plans(r.spec, p, r.reg)
	if err != nil {
		return nil, err
	}
	r.a.say("tellen met DuckDB", "counting with DuckDB")
	inner, err := r.carryOut(ctx, m, plans)
	if err != nil {
		return nil, err
	}
	first, seen := observed(m)
	from, until := cohorts(p, first, seen.Last)
	var groups []counted.Group
	for cohort := from; cohort <= until; cohort++ {
		// Agreements have no say: the owner may see every table.
		model, err := cube.NewModel(r.spec, p, r.reg, cohort, seen, nil)
		if err != nil {
			return nil, err
		}
		problem, _, err := model.Count(inner[0][cohort], inner[1].Members(cohort))
		if err != nil {
			return nil, err
		}
		groups = append(groups, counted.Group{Model: model, Counts: problem.Counts})
	}
	return counted.New(r.spec, r.reg, id, groups)
}

func aboutHouse(id string, w *counted.World) sdmx.Text {
	return sdmx.Text{
		NL: fmt.Sprintf("Gemeten op kubus %s, tabel %s: %d instellingen, cohorten %d tot en met %d, %d groepen.", id, w.Table, w.Institutions, w.First, w.Last, len(w.Groups)),
		EN: fmt.Sprintf("Measured on cube %s, table %s: %d institutions, cohorts %d to %d, %d groups.", id, w.Table, w.Institutions, w.First, w.Last, len(w.Groups)),
	}
}
