package country

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"doorstroommonitor/cube"
	"doorstroommonitor/engine"
	"doorstroommonitor/engine/duckdb"
	"doorstroommonitor/ingest"
	"doorstroommonitor/pseudonym"
	"doorstroommonitor/register"
	"doorstroommonitor/scenario"
	"doorstroommonitor/spec"
	"doorstroommonitor/specs"
	"doorstroommonitor/synth"
)

// The cohorts of the population that become a world.
const (
	population = "VO"
	lastCohort = 2025
	cohorts    = 5
)

// fictitious makes the fictitious country, takes it in, counts the havo and
// vwo graduates of five years and turns them into a world: schools by kind of
// diploma, sectors as first and fields as second destinations.
func fictitious(t *testing.T, scale float64) (*scenario.World, error) {
	dir := t.TempDir()
	out := filepath.Join(dir, "extracts")
	if _, err := synth.Generate(context.Background(), synth.Options{Scale: scale, Seed: 1, From: 2017, To: lastCohort, Out: out, Formats: []string{"parquet"}}); err != nil {
		return nil, err
	}
	tree, err := fs.Sub(specs.FS, specs.Current)
	if err != nil {
		return nil, err
	}
	s, err := spec.Load(tree)
	if err != nil {
		return nil, err
	}
	reg, err := register.Load(os.DirFS(filepath.Join(out, "register")))
	if err != nil {
		return nil, err
	}
	store := filepath.Join(dir, "store")
	if err := takeIn(dir, out, store, s, reg); err != nil {
		return nil, err
	}
	plans, err := cube.Plans(s, s.Populations[population], reg)
	if err != nil {
		return nil, err
	}
	eng, err := duckdb.Open(duckdb.Options{SpillDir: filepath.Join(dir, "spill")})
	if err != nil {
		return nil, err
	}
	defer eng.Close()
	files, err := sources(store, s)
	if err != nil {
		return nil, err
	}
	inner, err := cube.Tally(context.Background(), eng, files, plans[:1], nil)
	if err != nil {
		return nil, err
	}
	return build(s, reg, inner[0])
}

func takeIn(dir, extracts, store string, s *spec.Specification, reg *register.Register) error {
	key, err := pseudonym.NewKey(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		return err
	}
	opt := ingest.Options{Spec: s, Register: reg, Key: key, CommitmentKey: bytes.Repeat([]byte{8}, 32), Program: "workbench",
		Store: store, Report: filepath.Join(dir, "report")}
	for id := range s.Records {
		found, err := filepath.Glob(filepath.Join(extracts, id+"*.parquet"))
		if err != nil {
			return err
		}
		for _, path := range found {
			opt.Inputs = append(opt.Inputs, ingest.Input{Path: path, Record: id})
		}
	}
	_, err = ingest.Run(context.Background(), opt)
	return err
}

func sources(store string, s *spec.Specification) ([]engine.Source, error) {
	m, err := ingest.ReadManifest(store)
	if err != nil {
		return nil, err
	}
	out := make([]engine.Source, m.Buckets)
	for i := range out {
		out[i].Records = map[string]engine.Files{}
		for id, r := range s.Records {
			var f engine.Files
			for _, field := range r.Fields {
				f.Columns = append(f.Columns, field.ID)
			}
			for _, file := range m.Files {
				if file.Record == id && file.Bucket == i {
					f.Paths = append(f.Paths, filepath.Join(store, filepath.FromSlash(file.Path)))
				}
			}
			out[i].Records[id] = f
		}
	}
	return out, nil
}

// build turns counts by codes into groups.
func build(s *spec.Specification, reg *register.Register, inner cube.Inner) (*scenario.World, error) {
	p := s.Populations[population]
	column := func(id string) int {
		return slices.IndexFunc(p.Columns, func(c spec.Column) bool { return c.ID == id })
	}
	school, kind, diploma, sex, sector, field := column("school"), column("soort"), column("diploma"), column("geslacht"), column("sector_0"), column("onderdeel_0")
	sectors, fields := p.Columns[sector].Codes, p.Columns[field].Codes
	second := make([][]string, len(sectors))
	for i, code := range sectors {
		if second[i] = []string{"all"}; code == "HBO" || code == "WO" {
			second[i] = fields
		}
	}
	w := &scenario.World{Cohorts: cohorts}
	kinds := []string{"HAVO", "VWO"}
	for i, k := range kinds {
		l, err := scenario.NewLevel(k, sectors, second, slices.Index(sectors, []string{"HBO", "WO"}[i]))
		if err != nil {
			return nil, err
		}
		w.Levels = append(w.Levels, l)
	}
	locations, provinces := number{}, number{}
	for c := range cohorts {
		type place struct{ school, kind string }
		type counts struct{ second, sex [][]int64 }
		groups := map[place]*counts{}
		for key, n := range inner[lastCohort-cohorts+1+c] {
			code := strings.Split(key, "\x1f")
			at := place{code[school], code[kind]}
			if !slices.Contains(kinds, at.kind) || code[diploma] != "J" {
				continue
			}
			g := groups[at]
			if g == nil {
				g = &counts{}
				for i := range sectors {
					g.second, g.sex = append(g.second, make([]int64, len(second[i]))), append(g.sex, make([]int64, 2))
				}
				groups[at] = g
			}
			i := slices.Index(sectors, code[sector])
			if i < 0 {
				return nil, fmt.Errorf("sector %q is not in the specification", code[sector])
			}
			g.second[i][max(0, slices.Index(second[i], code[field]))] += n
			if code[sex] == "V" {
				g.sex[i][1] += n
			} else {
				g.sex[i][0] += n
			}
		}
		order := make([]place, 0, len(groups))
		for at := range groups {
			order = append(order, at)
		}
		slices.SortFunc(order, func(a, b place) int { return strings.Compare(a.school+a.kind, b.school+b.kind) })
		for _, at := range order {
			institution, _ := reg.Institution(at.school)
			l := slices.Index(kinds, at.kind)
			w.Groups = append(w.Groups, scenario.Group{
				Location: locations.of(at.school), Region: provinces.of(institution.Province), Level: l, Cohort: c,
				Counts: w.Levels[l].Count(groups[at].second, groups[at].sex),
			})
		}
	}
	return w, nil
}

// number gives names numbers in order of appearance.
type number map[string]int32

func (n number) of(name string) int32 {
	if _, ok := n[name]; !ok {
		n[name] = int32(len(n))
	}
	return n[name]
}

// TestTheCountryBecomesAWorld counts a hundredth of it.
func TestTheCountryBecomesAWorld(t *testing.T) {
	if testing.Short() {
		t.Skip("takes the country in")
	}
	w, err := fictitious(t, 0.01)
	if err != nil {
		t.Fatal(err)
	}
	pupils := int64(0)
	for i := range w.Groups {
		pupils += w.Groups[i].N()
	}
	// About 84,000 graduates a year at full scale.
	if len(w.Groups) < 20 || pupils < 3_000 || pupils > 6_000 {
		t.Errorf("%d groups with %d pupils", len(w.Groups), pupils)
	}
	if main := w.National()[1][w.Levels[1].Main]; main < 0.5 || main > 0.95 {
		t.Errorf("%.2f of vwo goes to university", main)
	}
}
