package table

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// reserved are the columns that are written beside the dimensions.
var reserved = []string{"value", "status", "lower", "upper", "count", "reason", "change", "exact"}

// fault is a fault in the table file itself.
func (f *File) fault(rule, key string, what, next text) error {
	return &Fault{Rule: rule, File: f.path, Field: key, what: what, next: next}
}

// check finds what is wrong with a table file that has the right form.
func (f *File) check() error {
	for _, step := range []func() error{f.checkForm, f.checkDimensions, f.checkTables, f.checkInsiders, f.checkHomogeneity, f.checkPublished} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func (f *File) checkForm() error {
	if n := utf8.RuneCountInString(f.Separator); n > 1 || strings.ContainsAny(f.Separator, "\"\r\n\uFFFD") {
		return f.fault("F-SEPARATOR", "separator", say("%q kan geen scheidingsteken zijn", "%q can be no separator", f.Separator),
			say(`geef één teken, zoals ";" of "\t"`, `give one character, such as ";" or "\t"`))
	}
	if z := f.Rule.Zeros; z != "" && z != "published" && z != "protected" {
		return f.fault("F-ZEROS", "rule.zeros", say("%q is onbekend", "%q is unknown", z), say("kies published of protected", "choose published or protected"))
	}
	if z := f.Rule.Totals; z != "" && (z != "preferred" || f.method() != "suppress") {
		return f.fault("F-TOTALS", "rule.totals", say("%q kan niet", "%q cannot be", z), say("kies preferred, met de methode suppress", "choose preferred, with the method suppress"))
	}
	if f.Rule.Threshold < 0 || f.Rule.Width < 0 {
		return f.fault("F-RULE", "rule", say("drempel en breedte zijn niet negatief", "threshold and width are not negative"),
			say("geef bijvoorbeeld threshold: 5", "give for example threshold: 5"))
	}
	for _, column := range slices.Sorted(maps.Keys(f.Where)) {
		if column == "" || len(f.Where[column]) == 0 {
			return f.fault("F-WHERE", "where", say("kolom %q heeft geen codes", "column %q has no codes", column),
				say("geef de codes die mee moeten tellen: where: {jaar: [2023]}", "give the codes that count: where: {year: [2023]}"))
		}
	}
	return nil
}

func (f *File) checkDimensions() error {
	if len(f.Dimensions) == 0 {
		return f.fault("F-DIMENSIONS", "dimensions", say("er is geen dimensie", "there is no dimension"), say("noem minstens één kolom", "name at least one column"))
	}
	used := map[string]bool{}
	for i := range f.Dimensions {
		d := &f.Dimensions[i]
		if err := f.checkDimension(d); err != nil {
			return err
		}
		for _, c := range d.columns() {
			switch {
			case used[c]:
				return f.fault("F-COLUMN", "dimensions", say("kolom %s staat er twee keer", "column %s stands there twice", c),
					say("geef meer indelingen van één kolom als hierarchies: [A, B]", "give more classifications of one column as hierarchies: [A, B]"))
			case c == f.Count, slices.Contains(reserved, c):
				return f.fault("F-COLUMN", "dimensions", say("kolom %s kan geen dimensie zijn: die naam is nodig voor aantallen en uitkomsten", "column %s can be no dimension: that name is needed for counts and results", c),
					say("geef de kolom in de CSV een andere naam", "give the column another name in the CSV"))
			}
			used[c] = true
		}
	}
	return nil
}

func (f *File) checkDimension(d *DimensionSpec) error {
	fault := func(what, next text) error { return f.fault("F-DIMENSION", "dimensions", what, next) }
	switch {
	case (len(d.Column) == 0) == (len(d.Columns) == 0):
		return fault(say("een dimensie heeft een column of geneste columns, niet beide", "a dimension has a column or nested columns, not both"),
			say("geef column: school, of columns: [provincie, school]", "give column: school, or columns: [province, school]"))
	case slices.Contains(d.columns(), "") || slices.Contains(d.files(), ""):
		return fault(say("een kolom of hiërarchie heeft geen naam", "a column or hierarchy has no name"), say("vul de naam in of haal de regel weg", "fill in the name or take the line out"))
	case len(d.Hierarchy) > 0 && len(d.Hierarchies) > 0:
		return fault(say("%s heeft hierarchy en hierarchies", "%s has hierarchy and hierarchies", d.name()), say("zet alle bestanden onder hierarchies", "put all files under hierarchies"))
	case len(d.columns()) > 1 && len(d.files()) > 0:
		return fault(say("%s heeft geneste kolommen en een hiërarchie", "%s has nested columns and a hierarchy", d.name()), say("kies een van beide", "choose one of them"))
	case d.Total != "" && len(d.files()) > 0:
		return fault(say("%s: het totaal heet naar de wortel van de hiërarchie", "%s: the total is named after the root of the hierarchy", d.name()), say("haal total weg", "take total out"))
	}
	return nil
}

// checkTables resolves the names of dimensions.
func (f *File) checkTables() error {
	var names []string
	for i := range f.Dimensions {
		names = append(names, f.Dimensions[i].name())
	}
	f.crossings = nil
	if len(f.Tables) == 0 {
		all := make([]int, len(names))
		for i := range all {
			all[i] = i
		}
		f.crossings = [][]int{all}
		return nil
	}
	used := make([]bool, len(names))
	for _, t := range f.Tables {
		var dims []int
		for _, name := range t {
			d := slices.Index(names, name)
			if d < 0 || slices.Contains(dims, d) {
				return f.fault("F-TABLE", "tables", say("%s is geen dimensie of staat er twee keer", "%s is no dimension or stands there twice", name),
					say("kies uit: %s", "choose from: %s", strings.Join(names, ", ")))
			}
			dims, used[d] = append(dims, d), true
		}
		slices.Sort(dims)
		if len(dims) == 0 || slices.ContainsFunc(f.crossings, func(o []int) bool { return slices.Equal(o, dims) }) {
			return f.fault("F-TABLE", "tables", say("een tabel is leeg of staat er twee keer: [%s]", "a table is empty or stands there twice: [%s]", strings.Join(t, ", ")),
				say("haal hem weg", "take it out"))
		}
		f.crossings = append(f.crossings, dims)
	}
	if d := slices.Index(used, false); d >= 0 {
		return f.fault("F-TABLE", "tables", say("dimensie %s staat in geen tabel", "dimension %s is in no table", names[d]),
			say("zet haar in een tabel of haal haar weg bij dimensions", "put it into a table or take it out of dimensions"))
	}
	return nil
}

// dimension finds a dimension by name; -1 where there is none.
func (f *File) dimension(name string) int {
	return slices.IndexFunc(f.Dimensions, func(d DimensionSpec) bool { return d.name() == name })
}

func (f *File) checkInsiders() error {
	for _, name := range slices.Concat(f.Insiders.Owners, f.Insiders.Receivers) {
		if f.dimension(name) < 0 {
			return f.fault("F-INSIDERS", "insiders", say("%s is geen dimensie", "%s is no dimension", name), say("noem een (laatste) kolom onder dimensions", "name a (last) column under dimensions"))
		}
	}
	return nil
}

// checkPublished checks what is about a published table.
func (f *File) checkPublished() error {
	if a := f.Absent; a != "" && a != "zero" && a != "unknown" || a == "zero" && f.zerosProtected() {
		return f.fault("F-ABSENT", "absent", say("%q past niet", "%q does not fit", a),
			say("kies zero (alleen waar nullen gepubliceerd zijn) of unknown", "choose zero (only where zeros are published) or unknown"))
	}
	for _, sign := range slices.Sorted(maps.Keys(f.Hidden)) {
		if lo, hi := f.bounds(f.Hidden[sign]); lo < 0 || hi < lo {
			return f.fault("F-HIDDEN", "hidden", say("teken %q heeft grenzen die niet kunnen", "symbol %q has impossible bounds", sign),
				say("geef 0 <= lower <= upper", "give 0 <= lower <= upper"))
		}
	}
	for _, p := range f.Percentages {
		if p.Column == "" || p.Decimals < 0 || p.Decimals > 4 || f.dimension(p.Of) < 0 || p.Base != "" && p.Base != "total" && p.Base != "parent" {
			return f.fault("F-PERCENTAGE", "percentages", say("percentage %q past niet", "percentage %q does not fit", p.Column),
				say("geef column, decimals (0 tot 4), of (een dimensie) en eventueel base: total of parent", "give column, decimals (0 to 4), of (a dimension) and, if need be, base: total or parent"))
		}
		if d := f.dimension(p.Of); p.Base == "parent" && len(f.Dimensions[d].files()) > 1 {
			return f.fault("F-PERCENTAGE", "percentages", say("%s heeft meer dan één hiërarchie, dus meer dan één ouder", "%s has more than one hierarchy, so more than one parent", p.Of),
				say("gebruik base: total", "use base: total"))
		}
	}
	for _, r := range f.Relations {
		if len(r.Children) == 0 {
			return f.fault("F-RELATION", "relations", say("een som heeft geen delen", "a sum has no parts"), say("geef minstens één cel onder children", "give at least one cell under children"))
		}
	}
	return nil
}
