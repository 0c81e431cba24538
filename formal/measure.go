package formal

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/big"
	"strconv"

	"doorstroommonitor/noise"
)

// Group is a protection group with its true counts, one list for each table of
// a design, over a list of cells that follows from public registers alone.
type Group struct {
	Population    string
	Year          int
	Specification [32]byte // digest of the specification in force
	// Members is the number of persons, from the mass balance of counting.
	Members int64
	Tables  [][]int64
}

// Measurements are noisy counts. They may be published: whatever is computed
// from them costs nothing more.
type Measurements struct {
	Population string
	Year       int
	Rho        *big.Rat
	Neighbours Neighbours
	Tables     []Measured
	// Draw identifies the draw, for the book of charges; see noise.Key.Identity.
	Draw string
	// Protected is false where the noise came from a numeric seed.
	Protected bool
}

// Measured is one noisy table. Values may be negative: that keeps them right
// on average.
type Measured struct {
	ID       string
	Variance *big.Rat
	Values   []int64
}

// Measure adds noise to every cell of every table, empty ones too. It refuses
// tables in which more records are counted than there are persons: then some
// person is in two cells, and the guarantee would be about records, not
// persons. The same group, design and key give the same measurements.
func Measure(key *noise.Key, d *Design, g *Group) (*Measurements, error) {
	variances, err := d.Variance()
	if err != nil {
		return nil, err
	}
	draw, err := g.draw(d)
	if err != nil {
		return nil, err
	}
	m := &Measurements{Population: g.Population, Year: g.Year, Rho: d.Rho, Neighbours: d.Neighbours, Protected: key.Protects()}
	if m.Draw, err = key.Identity(draw); err != nil {
		return nil, err
	}
	for i, t := range d.Tables {
		gauss, err := noise.NewGaussian(variances[i])
		if err != nil {
			return nil, err
		}
		draw.Table = t.ID
		stream, err := key.Stream(draw)
		if err != nil {
			return nil, err
		}
		m.Tables = append(m.Tables, Measured{ID: t.ID, Variance: variances[i], Values: gauss.Add(g.Tables[i], stream)})
	}
	return m, nil
}

// Identify returns the identity that Measure would give the measurements, so
// that they can be charged before anything is drawn.
func Identify(key *noise.Key, d *Design, g *Group) (string, error) {
	if err := d.Check(); err != nil {
		return "", err
	}
	draw, err := g.draw(d)
	if err != nil {
		return "", err
	}
	return key.Identity(draw)
}

// draw is what defines the noise of the group, but for the table.
func (g *Group) draw(d *Design) (noise.Draw, error) {
	counts, err := g.counts(d)
	return noise.Draw{
		Population: g.Population, Year: g.Year, Table: "all " + strconv.Itoa(len(d.Tables)), Neighbours: string(d.Neighbours),
		Rho: d.Rho, Weights: d.Weights(), Specification: g.Specification, Counts: counts,
	}, err
}

// Digest is the SHA-256 (hexadecimal) of the noisy counts: the same for the
// same draw.
func (m *Measurements) Digest() string {
	h := sha256.New()
	for _, t := range m.Tables {
		fmt.Fprintln(h, t.ID, t.Variance.RatString(), t.Values)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// counts lists all counts of the group for the digest, each table with its
// length before it.
func (g *Group) counts(d *Design) ([]int64, error) {
	if len(g.Tables) != len(d.Tables) {
		return nil, fmt.Errorf("measure %s/%d: %d tables were counted, the design has %d", g.Population, g.Year, len(g.Tables), len(d.Tables))
	}
	all := []int64{g.Members}
	for i, t := range g.Tables {
		sum := int64(0)
		for _, n := range t {
			if n < 0 {
				return nil, fmt.Errorf("measure %s/%d: table %s has a negative count", g.Population, g.Year, d.Tables[i].ID)
			}
			sum += n
		}
		if sum > g.Members {
			return nil, fmt.Errorf("measure %s/%d: table %s counts more records than there are persons: each person may be in one cell only; nothing was drawn", g.Population, g.Year, d.Tables[i].ID)
		}
		all = append(append(all, int64(len(t))), t...)
	}
	return all, nil
}
