package xlsx

import "github.com/xuri/excelize/v2"

// styles are the indexes of the few cell styles of a workbook.
type styles struct {
	title, head, bold, text, hidden, percent int
}

func newStyles(f *excelize.File) (styles, error) {
	var s styles
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	for _, d := range []struct {
		index *int
		style excelize.Style
	}{
		{&s.title, excelize.Style{Font: &excelize.Font{Bold: true, Size: 14}}},
		{&s.head, excelize.Style{
			Font:      &excelize.Font{Bold: true, Color: "FFFFFF"},
			Fill:      excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F3A5F"}},
			Alignment: top,
		}},
		{&s.bold, excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top}},
		{&s.text, excelize.Style{Alignment: top}},
		// Grey and hatched: visible without colour and on paper.
		{&s.hidden, excelize.Style{Fill: excelize.Fill{Type: "pattern", Pattern: 17, Color: []string{"BFBFBF"}}}},
		{&s.percent, excelize.Style{CustomNumFmt: new("0.0")}},
	} {
		i, err := f.NewStyle(&d.style)
		if err != nil {
			return s, err
		}
		*d.index = i
	}
	return s, nil
}
