package evaluate

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"

	"doorstroommonitor/ledger"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// KindSeal is the kind of the entry about a sealed release; its body is
// SealBody. The other kinds are those of package deliver.
const KindSeal = "seal"

// SealBody is what the public ledger records of a sealed release.
type SealBody struct {
	Release       string `json:"release"`
	Audience      string `json:"audience"`
	Specification string `json:"specification"`
	Root          string `json:"root"`
}

// Release is what an evaluation reads of a verified release.
type Release interface {
	Manifest() *release.Manifest
	Structure() (*sdmx.Structure, error)
	Partition(cube, table string, cohort int) (*sdmx.Dataset, error)
}

// Evaluation is the account of one calendar year.
type Evaluation struct {
	Year int `json:"year"`
	// Deadline is 1 October of the year; a delivery before that day is on
	// time. Dates are those of UTC.
	Deadline   string     `json:"deadline"`
	Releases   []Sealed   `json:"releases"`
	Deliveries []Delivery `json:"deliveries"`
	Refusals   []Refusal  `json:"refusals"`
	// OwnData are the provisions of own data: not deliveries of figures, and no
	// part of what has to be there by the deadline.
	OwnData        []Provision `json:"own_data,omitempty"`
	Cubes          []Cube      `json:"cubes"`
	Specifications []string    `json:"specifications"`
	OnTime         int         `json:"on_time"`
	Late           int         `json:"late"`
	Acknowledged   int         `json:"acknowledged"`
	// Unfinished counts deliveries that were begun in the year and neither
	// carried out nor given up.
	Unfinished int `json:"unfinished"`
}

// Sealed is a release that was sealed in the year.
type Sealed struct {
	Release       string `json:"release"`
	Audience      string `json:"audience"`
	Specification string `json:"specification"`
	Date          string `json:"date"`
}

// Delivery is one delivery: who received what, when, under which agreement.
type Delivery struct {
	Seq          int64  `json:"seq"`
	Date         string `json:"date"`
	Agreement    string `json:"agreement"`
	Recipient    string `json:"recipient"`
	Release      string `json:"release"`
	Files        int    `json:"files"`
	OnTime       bool   `json:"on_time"`
	Acknowledged bool   `json:"acknowledged"`

	proofs string // digest of the list of files, ties a receipt to it
}

// Provision is one provision of own data: that it was done, and by which law
// and decision.
type Provision struct {
	Date           string `json:"date"`
	Agreement      string `json:"agreement"`
	Recipient      string `json:"recipient"`
	Provision      string `json:"provision"`
	StatutoryBasis string `json:"statutory_basis"`
	Decision       string `json:"decision"`
	Acknowledged   bool   `json:"acknowledged"`

	digest string // of its list of files, ties a receipt to it
}

// Refusal is a request that an agreement does not cover.
type Refusal struct {
	Date      string    `json:"date"`
	Agreement string    `json:"agreement"`
	Recipient string    `json:"recipient"`
	Clause    int       `json:"clause"`
	Text      sdmx.Text `json:"text"`
}

// Cube says how much of a cube is hidden in one release.
type Cube struct {
	Release  string    `json:"release"`
	Audience string    `json:"audience"`
	Cube     string    `json:"cube"`
	Label    sdmx.Text `json:"label"`
	Cells    int       `json:"cells"`
	Hidden   int       `json:"hidden"`
	// Modelled is how many of the hidden cells stand with an estimate.
	Modelled int `json:"modelled"`
	// Noisy says that every count has noise, so that none is hidden.
	Noisy bool `json:"noisy,omitempty"`
	// Together is over how many cohorts each figure is, where it is several.
	Together int `json:"cohorts_together,omitempty"`
	// Shifted says that every count moved by cell keys, so that none is hidden.
	Shifted bool `json:"shifted,omitempty"`
	// Coarser says that small groups show coarser outcomes.
	Coarser bool `json:"coarser,omitempty"`
	// Rounded says that every count is rounded, so that none is hidden.
	Rounded bool `json:"rounded,omitempty"`
}

// Report counts one year in the releases and in the public ledger. Only what
// was carried out counts: a commit, or a line that needs none. An entry that
// cannot be read is an error that names its number.
func Report(year int, releases []Release, entries iter.Seq2[ledger.Entry, error]) (*Evaluation, error) {
	ev := &Evaluation{Year: year, Deadline: fmt.Sprintf("%d-10-01", year)}
	if entries != nil {
		c := counter{ev: ev, open: map[int64]ledger.Entry{}}
		for e, err := range entries {
			if err != nil {
				return nil, fmt.Errorf("evaluation of %d: %w", year, err)
			}
			if err := c.add(e); err != nil {
				return nil, fmt.Errorf("evaluation of %d: ledger entry %d (%s): %w", year, e.Seq, e.Kind, err)
			}
		}
		c.finish()
	}
	for _, r := range releases {
		if err := ev.addCubes(r); err != nil {
			return nil, fmt.Errorf("evaluation of %d: release %s: %w", year, r.Manifest().ID, err)
		}
	}
	ev.sum()
	return ev, nil
}

// addCubes counts cells of a release that was made in the year.
func (ev *Evaluation) addCubes(r Release) error {
	m := r.Manifest()
	made, err := time.Parse(time.RFC3339, m.Created)
	if err != nil {
		return fmt.Errorf("created %q is not a time", m.Created)
	}
	if made.UTC().Year() != ev.Year {
		return nil
	}
	st, err := r.Structure()
	if err != nil {
		return err
	}
	ev.Specifications = append(ev.Specifications, m.Specification)
	for _, c := range st.Cubes {
		out := Cube{Release: m.ID, Audience: m.Audience, Cube: c.ID, Label: c.Label, Noisy: c.Noise != nil, Rounded: c.Perturbation != nil && c.Perturbation.Additive(), Shifted: c.Perturbation != nil && !c.Perturbation.Additive(), Together: c.Together, Coarser: len(c.Coarser) > 0}
		for _, t := range c.Tables {
			for _, cohort := range t.Cohorts {
				d, err := r.Partition(c.ID, t.ID, cohort)
				if err != nil {
					return err
				}
				out.Cells += len(d.Observations)
				for i := range d.Observations {
					if d.Observations[i].Hidden {
						out.Hidden++
					}
					if d.Observations[i].Modelled {
						out.Modelled++
					}
				}
			}
		}
		ev.Cubes = append(ev.Cubes, out)
	}
	return nil
}

func (ev *Evaluation) sum() {
	for _, d := range ev.Deliveries {
		if d.OnTime {
			ev.OnTime++
		} else {
			ev.Late++
		}
		if d.Acknowledged {
			ev.Acknowledged++
		}
	}
	for _, s := range ev.Releases {
		ev.Specifications = append(ev.Specifications, s.Specification)
	}
	slices.Sort(ev.Specifications)
	ev.Specifications = slices.Compact(ev.Specifications)
	slices.SortFunc(ev.Cubes, func(a, b Cube) int {
		return cmp.Or(cmp.Compare(a.Release, b.Release), cmp.Compare(a.Cube, b.Cube))
	})
}

// Years lists the calendar years with an entry or a release, newest first.
func Years(releases []Release, entries iter.Seq2[ledger.Entry, error]) ([]int, error) {
	seen := map[int]bool{}
	for _, r := range releases {
		if t, err := time.Parse(time.RFC3339, r.Manifest().Created); err == nil {
			seen[t.UTC().Year()] = true
		}
	}
	if entries != nil {
		for e, err := range entries {
			if err != nil {
				return nil, fmt.Errorf("years of the ledger: %w", err)
			}
			seen[e.Time.UTC().Year()] = true
		}
	}
	var out []int
	for y := range seen {
		out = append(out, y)
	}
	slices.Sort(out)
	slices.Reverse(out)
	return out, nil
}

// JSON returns the evaluation as indented JSON.
func (ev *Evaluation) JSON() ([]byte, error) {
	b, err := json.MarshalIndent(ev, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("evaluation of %d: %w", ev.Year, err)
	}
	return append(b, '\n'), nil
}
