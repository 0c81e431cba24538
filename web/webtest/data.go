package webtest

import "doorstroommonitor/sdmx"

// datasets makes every partition of the fixture.
func datasets() []*sdmx.Dataset {
	var out []*sdmx.Dataset
	for i, y := range cohorts {
		out = append(out, vo("bestemming", y, i, destinations(), destinationSplit))
		if y < cohorts[len(cohorts)-1] {
			out = append(out, vo("stroom", y, i, gapYears(), gapSplit))
		}
		out = append(out, national(y, i), entry("VO-HO", y, i), mbo(y, i), entry("MBO-HO", y, i))
	}
	return out
}

// size is the number of graduates of a school and kind in the i-th cohort;
// false: the kind is not offered. 05EE is tiny, 06FF offers havo only, 09OG
// merged into 02BB in the fourth cohort.
func size(school, soort string, i int) (int64, bool) {
	base := map[string][2]int64{"01AA": {84, 61}, "02BB": {46, 118}, "03CC": {203, 97}, "04DD": {58, 33}, "05EE": {4, 3}, "06FF": {71, -1}, "09OG": {22, 40}}[school]
	n := base[0]
	if soort == "VWO" {
		n = base[1]
	}
	switch {
	case n < 0, school == "09OG" && i >= 3:
		return 0, false
	case school == "02BB" && i >= 3:
		m, _ := size("09OG", soort, 0)
		n += m
	}
	if n > 10 {
		n += int64((i*7+len(school)*int(school[1]-'0'))%13) - 6
	}
	return n, true
}

// split divides n persons over leaves, given per soort in percents.
type split func(soort string, i int) map[string]int64

func destinationSplit(soort string, i int) map[string]int64 {
	if soort == "VWO" {
		return map[string]int64{"HBO": 11, "WO": int64(70 + i), "MBO": 1, "VO": 2}
	}
	return map[string]int64{"HBO": int64(72 + i), "WO": 1, "MBO": 7, "VO": 6}
}

func gapSplit(soort string, i int) map[string]int64 {
	if soort == "VWO" {
		return map[string]int64{"DIRECT": int64(81 + i), "TUSSENJAAR": 12}
	}
	return map[string]int64{"DIRECT": int64(73 + i), "TUSSENJAAR": 9}
}

// leaves returns exact counts per leaf; the last leaf takes what is left.
func leaves(codes []sdmx.Code, n int64, parts map[string]int64, shift int64) map[string]int64 {
	out := map[string]int64{}
	left := n
	for _, c := range codes {
		if p, ok := parts[c.ID]; ok {
			out[c.ID] = min((n*p+shift%50)/100, left)
			left -= out[c.ID]
		}
	}
	out[codes[len(codes)-1].ID] = left
	return out
}

// vo makes a partition school × soort × outcome.
func vo(table string, year, i int, codes []sdmx.Code, parts split) *sdmx.Dataset {
	d := &sdmx.Dataset{Cube: "VO-HO", Table: table, Cohort: year, Dimensions: []string{"school", "soort", table}}
	counts := map[string]int64{}
	exists := map[string]bool{}
	for _, s := range schools()[1:] {
		for _, soort := range []string{"HAVO", "VWO"} {
			n, ok := size(s.ID, soort, i)
			if !ok {
				continue
			}
			for leaf, v := range leaves(codes, n, parts(soort, i), int64(s.ID[1])*int64(i+3)) {
				for _, up := range ancestors(codes, leaf) {
					for _, a := range []string{s.ID, sdmx.Total} {
						for _, b := range []string{soort, sdmx.Total} {
							counts[sdmx.JoinKey(a, b, up)] += v
							exists[sdmx.JoinKey(a, b)] = true
						}
					}
				}
			}
		}
	}
	for _, s := range schools() {
		for _, soort := range []string{sdmx.Total, "HAVO", "VWO"} {
			if exists[sdmx.JoinKey(s.ID, soort)] {
				d.Observations = append(d.Observations, row(codes, []string{s.ID, soort}, counts)...)
			}
		}
	}
	return d
}

// ancestors of a leaf, itself included.
func ancestors(codes []sdmx.Code, id string) []string {
	var out []string
	for id != "" {
		out = append(out, id)
		next := ""
		for _, c := range codes {
			if c.ID == id {
				next = c.Parent
			}
		}
		id = next
	}
	return out
}

// row makes the cells of one row of outcomes and hides: every cell of a small
// row, else each small leaf with the next larger one.
func row(codes []sdmx.Code, lead []string, counts map[string]int64) []sdmx.Observation {
	total := counts[sdmx.JoinKey(append(append([]string{}, lead...), sdmx.Total)...)]
	hide := map[string]bool{}
	var small, next string
	for _, c := range codes[1:] {
		v := counts[sdmx.JoinKey(append(append([]string{}, lead...), c.ID)...)]
		switch {
		case total < 10 && total > 0:
			hide[c.ID], hide[sdmx.Total] = true, true
		case v > 0 && v < 5:
			hide[c.ID] = true
			small = c.ID
		case c.Parent == sdmx.Total && c.ID != "HO" && v >= 5 && next == "":
			next = c.ID
		}
	}
	if small != "" && next != "" {
		hide[next] = true
	}
	if hide["HBO"] || hide["WO"] {
		hide["HBO"], hide["WO"] = true, true
	}
	var out []sdmx.Observation
	for _, c := range codes {
		key := append(append([]string{}, lead...), c.ID)
		v := counts[sdmx.JoinKey(key...)]
		o := sdmx.Observation{Key: key, Value: v, Lower: v, Upper: v}
		if hide[c.ID] {
			o = sdmx.Observation{Key: key, Hidden: true, Lower: min(1, v), Upper: v/5*5 + 9}
			if total < 10 && c.ID == sdmx.Total {
				o.Lower, o.Upper = 1, -1
			}
		}
		out = append(out, o)
	}
	return out
}

// national makes soort × geslacht × onderdeel.
func national(year, i int) *sdmx.Dataset {
	d := &sdmx.Dataset{Cube: "VO-HO", Table: "onderdeel", Cohort: year, Dimensions: []string{"soort", "geslacht", "onderdeel"}}
	counts := map[string]int64{}
	for a, soort := range []string{"HAVO", "VWO"} {
		for b, sex := range []string{"M", "V"} {
			for c, f := range fields()[1:] {
				v := int64((a+2)*(b+3)*(c+4)*7%97) + int64(i*2)
				for _, x := range []string{soort, sdmx.Total} {
					for _, y := range []string{sex, sdmx.Total} {
						counts[sdmx.JoinKey(x, y, f.ID)] += v
						counts[sdmx.JoinKey(x, y, sdmx.Total)] += v
					}
				}
			}
		}
	}
	for _, soort := range []string{sdmx.Total, "HAVO", "VWO"} {
		for _, sex := range []string{sdmx.Total, "M", "V"} {
			for _, f := range fields() {
				v := counts[sdmx.JoinKey(soort, sex, f.ID)]
				d.Observations = append(d.Observations, sdmx.Observation{Key: []string{soort, sex, f.ID}, Value: v, Lower: v, Upper: v})
			}
		}
	}
	return d
}

// entry makes the table of institutions that were entered.
func entry(cube string, year, i int) *sdmx.Dataset {
	d := &sdmx.Dataset{Cube: cube, Table: "herkomst", Cohort: year, Dimensions: []string{"soort", "ho_instelling"}}
	groups := []string{sdmx.Total, "HAVO", "VWO"}
	if cube == "MBO-HO" {
		d.Dimensions, groups = d.Dimensions[1:], groups[:1]
	}
	for g, group := range groups {
		a, b, rest := int64(210+i*4), int64(180-i*3), int64(95)
		if g == 1 {
			a, b, rest = 190, 12, 60
		}
		if g == 2 {
			a, b, rest = a-190, b-12, 35
		}
		hidden := sdmx.Observation{Hidden: true, Lower: 1, Upper: 14}
		cells := map[string]sdmx.Observation{sdmx.Total: {Value: a + b + 20 + rest}, "HO": {Value: a + b + 20}, "21AA": {Value: a}, "22BB": {Value: b}, "23CC": {Value: 20}, "OVERIG": {Value: rest}}
		if i%3 == 1 {
			cells["23CC"] = hidden
			if g > 0 {
				cells["21AA"] = sdmx.Observation{Hidden: true, Lower: 3, Upper: -1}
			}
		}
		for _, c := range higher() {
			o := cells[c.ID]
			if !o.Hidden {
				o.Lower, o.Upper = o.Value, o.Value
			}
			o.Key = []string{group, c.ID}[2-len(d.Dimensions):]
			d.Observations = append(d.Observations, o)
		}
	}
	return d
}

// mbo makes school × destination of the second cube.
func mbo(year, i int) *sdmx.Dataset {
	d := &sdmx.Dataset{Cube: "MBO-HO", Table: "bestemming", Cohort: year, Dimensions: []string{"school", "bestemming"}}
	counts := map[string]int64{}
	for k, s := range mboSchools()[1:] {
		n := int64(410 - 180*k + i*11)
		for leaf, v := range leaves(destinations(), n, map[string]int64{"HBO": int64(38 - i), "WO": 0, "MBO": 8, "VO": 0}, 7) {
			for _, up := range ancestors(destinations(), leaf) {
				counts[sdmx.JoinKey(s.ID, up)] += v
				counts[sdmx.JoinKey(sdmx.Total, up)] += v
			}
		}
	}
	for _, s := range mboSchools() {
		d.Observations = append(d.Observations, row(destinations(), []string{s.ID}, counts)...)
	}
	return d
}

// ModelledCube is the cube of which hidden counts have estimates.
const ModelledCube = "VO-HO"

// model gives the hidden cells of ModelledCube an estimate a third of the way
// between their bounds.
func model(d *sdmx.Dataset) {
	if d.Modelled = d.Cube == ModelledCube; !d.Modelled {
		return
	}
	for i := range d.Observations {
		if o := &d.Observations[i]; o.Hidden {
			o.Modelled, o.Estimate = true, 100*o.Lower+2000
			if o.Upper >= 0 {
				o.Estimate = 100*o.Lower + 100*(o.Upper-o.Lower)/3
			}
		}
	}
}
