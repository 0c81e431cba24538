package cube

import (
	"maps"
	"slices"

	"doorstroommonitor/sdc"
)

// persons lists the cells of every kind of person in the group; where zeros
// are published only the cells in which that person is alone, since of others
// membership tells nothing that is not public.
func (m *Model) persons(p *sdc.Problem, rows map[string]int64, holding *holding) {
	all := Rule(m.Population).Least() == 0
	p.Persons = [][]int32{}
	for _, key := range slices.Sorted(maps.Keys(rows)) {
		n := rows[key]
		if n == 0 || n > 1 && !all {
			continue
		}
		var cells []int32
		m.eachCell(holding, key, func(c int32) {
			if all || p.Counts[c] == 1 {
				cells = append(cells, c)
			}
		})
		if len(cells) > 0 {
			slices.Sort(cells)
			p.Persons = append(p.Persons, cells)
		}
	}
}
