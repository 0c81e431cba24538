package products

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"doorstroommonitor/sdmx"
)

// check compares partitions and structure and returns the partitions in the
// order of the structure. Two makers wrote them; a release in which they
// disagree could be read in two ways.
func check(s *sdmx.Structure, parts []*sdmx.Dataset) ([]*sdmx.Dataset, error) {
	type place struct {
		cube, table string
		cohort      int
	}
	given := map[place]*sdmx.Dataset{}
	for _, d := range parts {
		p := place{d.Cube, d.Table, d.Cohort}
		if given[p] != nil {
			return nil, fmt.Errorf("%s: the partition is given twice", partName(d))
		}
		given[p] = d
	}
	var ordered []*sdmx.Dataset
	for _, c := range s.Cubes {
		if err := checkCube(s, c); err != nil {
			return nil, err
		}
		for _, t := range c.Tables {
			for _, cohort := range t.Cohorts {
				p := place{c.ID, t.ID, cohort}
				d := given[p]
				if d == nil {
					return nil, fmt.Errorf("%s %s %d: the structure announces the partition, but it is not there", c.ID, t.ID, cohort)
				}
				if err := checkPartition(s, c, t, d); err != nil {
					return nil, fmt.Errorf("%s: %w", partName(d), err)
				}
				delete(given, p)
				ordered = append(ordered, d)
			}
		}
	}
	for _, d := range parts {
		if given[place{d.Cube, d.Table, d.Cohort}] != nil {
			return nil, fmt.Errorf("%s: the structure does not announce the partition", partName(d))
		}
	}
	return ordered, nil
}

func partName(d *sdmx.Dataset) string {
	return fmt.Sprintf("%s %s %d", d.Cube, d.Table, d.Cohort)
}

// checkCube looks at what becomes a path, a column or a lookup.
func checkCube(s *sdmx.Structure, c sdmx.Cube) error {
	plain := regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)
	ids := []string{c.ID}
	for _, t := range c.Tables {
		ids = append(ids, t.ID)
	}
	for _, id := range ids {
		if !plain.MatchString(id) {
			return fmt.Errorf("cube %s: id %q is not made of letters, digits, - and _", c.ID, id)
		}
	}
	for _, d := range c.Dimensions {
		if _, ok := s.Codelist(d.Codelist); !ok {
			return fmt.Errorf("cube %s, dimension %s: the structure has no codelist %s", c.ID, d.ID, d.Codelist)
		}
	}
	for _, i := range c.Indicators {
		if _, ok := c.Table(i.Table); !ok {
			return fmt.Errorf("cube %s, indicator %s: the cube has no table %s", c.ID, i.ID, i.Table)
		}
	}
	return nil
}

// checkPartition looks at dimensions, codes, order and the two kinds of cell.
func checkPartition(s *sdmx.Structure, c sdmx.Cube, t sdmx.Table, d *sdmx.Dataset) error {
	if !slices.Equal(d.Dimensions, t.Dimensions) {
		return fmt.Errorf("dimensions %s, the structure says %s", strings.Join(d.Dimensions, " "), strings.Join(t.Dimensions, " "))
	}
	ranks, err := codeRanks(s, c, t)
	if err != nil {
		return err
	}
	if d.Modelled != c.Modelled {
		return fmt.Errorf("modelled estimates %t, the structure says otherwise", d.Modelled)
	}
	var last []int
	for i := range d.Observations {
		o := &d.Observations[i]
		if form := c.Form(); o.Estimated != (form == sdmx.FormEstimated || form == sdmx.FormPerturbed) || o.Perturbed != (form == sdmx.FormPerturbed) {
			return fmt.Errorf("cell %s: estimated %t, perturbed %t, the structure says otherwise", strings.Join(o.Key, "."), o.Estimated, o.Perturbed)
		}
		cell := strings.Join(o.Key, ".")
		if len(o.Key) != len(ranks) {
			return fmt.Errorf("cell %s has %d codes for %d dimensions", cell, len(o.Key), len(ranks))
		}
		at := make([]int, len(o.Key))
		for j, code := range o.Key {
			rank, ok := ranks[j][code]
			if !ok {
				return fmt.Errorf("cell %s: dimension %s has no code %q", cell, d.Dimensions[j], code)
			}
			at[j] = rank
		}
		if i > 0 && slices.Compare(last, at) >= 0 {
			return fmt.Errorf("cell %s is double or out of the order of the codelists", cell)
		}
		last = at
		if err := checkCell(o); err != nil {
			return fmt.Errorf("cell %s: %w", cell, err)
		}
		if o.Modelled != (d.Modelled && o.Hidden) || o.Modelled && !o.ModelFits() {
			return fmt.Errorf("cell %s: the modelled estimate is missing, is of no hidden cell or is not within the bounds", cell)
		}
	}
	return nil
}

// codeRanks gives each dimension of the table the place of every code.
func codeRanks(s *sdmx.Structure, c sdmx.Cube, t sdmx.Table) ([]map[string]int, error) {
	var ranks []map[string]int
	for _, id := range t.Dimensions {
		dim, ok := c.Dimension(id)
		if !ok {
			return nil, fmt.Errorf("the cube has no dimension %s", id)
		}
		list, _ := s.Codelist(dim.Codelist) // checkCube found it
		rank := make(map[string]int, len(list.Codes))
		for i, code := range list.Codes {
			rank[code.ID] = i
		}
		ranks = append(ranks, rank)
	}
	return ranks, nil
}

// checkCell refuses a number behind a hidden cell: whatever it is, it would be
// one bug away from a reader. The error holds no number.
func checkCell(o *sdmx.Observation) error {
	switch {
	case o.Estimated && (o.Hidden || o.Lower < 0 || o.Lower > o.Value || o.Value > o.Upper || o.Error < 0):
		return fmt.Errorf("an estimated cell has no band around its value")
	case o.Perturbed && o.Lower == o.Upper:
		return fmt.Errorf("a perturbed cell has one possible value")
	case o.Estimated:
	case o.Hidden && o.Value != 0:
		return fmt.Errorf("a hidden cell carries a value")
	case o.Hidden && (o.Lower < 0 || o.Upper < -1 || o.Upper >= 0 && o.Upper < o.Lower):
		return fmt.Errorf("the bounds of a hidden cell are no interval")
	case !o.Hidden && (o.Value < 0 || o.Lower != o.Value || o.Upper != o.Value):
		return fmt.Errorf("a shown cell is negative or its bounds differ from its value")
	}
	return nil
}
