package synth

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Report is what a run made and how near it came to the published shares.
type Report struct {
	// Files are the files of records with their rows (headers not counted),
	// in the order in which they were made.
	Files []FileRows `json:"files"`
	// Lines compare the country with published figures.
	Lines []Line `json:"calibration"`
}

// FileRows is a file and its number of rows. Path is relative to the output
// folder, with slashes.
type FileRows struct {
	Path string `json:"path"`
	Rows int64  `json:"rows"`
}

// Line is one calibrated figure. Target and Achieved are percentages; N is
// the number of persons, enrolments or diplomas that Achieved rests on. A
// published number instead of a share is compared as the percentage of that
// number, times the scale and the years, that was reached: its target is 100.
type Line struct {
	ID       string  `json:"id"`
	NL       string  `json:"nl"`
	EN       string  `json:"en"`
	Source   string  `json:"source"`
	Target   float64 `json:"target"`
	Achieved float64 `json:"achieved"`
	N        int     `json:"n"`
}

// WriteText writes the report as aligned text in lang ("en" or anything else
// for Dutch).
func (r *Report) WriteText(w io.Writer, lang string) error {
	p := message.NewPrinter(language.Dutch)
	head := []string{"Bestand\tRijen\t", "Kengetal\tDoel (%)\tBereikt (%)\tAfstand\tAantal\t  Bron"}
	note := "Fictieve personen en instellingen; elke gelijkenis berust op toeval."
	if lang == "en" {
		p = message.NewPrinter(language.English)
		head = []string{"File\tRows\t", "Figure\tTarget (%)\tAchieved (%)\tDistance\tN\t  Source"}
		note = "Fictitious persons and institutions; any resemblance is chance."
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	width := 0
	for _, f := range r.Files {
		width = max(width, len(f.Path))
	}
	for _, l := range r.Lines {
		width = max(width, len([]rune(l.name(lang))))
	}
	row := func(first, rest string) { fmt.Fprintf(tw, "%s\t%s\n", pad(first, width), rest) }
	first, rest, _ := strings.Cut(head[0], "\t")
	row(first, rest)
	for _, f := range r.Files {
		row(f.Path, p.Sprintf("%d\t", f.Rows))
	}
	fmt.Fprintln(tw)
	first, rest, _ = strings.Cut(head[1], "\t")
	row(first, rest)
	for _, l := range r.Lines {
		row(l.name(lang), p.Sprintf("%.1f\t%.1f\t%+.1f\t%d\t", l.Target, l.Achieved, l.distance(), l.N)+"  "+l.Source)
	}
	fmt.Fprintf(tw, "\n%s\n", note)
	return tw.Flush()
}

// distance is how many points Achieved lies above Target, to one decimal;
// the sum makes a rounded minus nought a plus.
func (l *Line) distance() float64 { return math.Round(10*(l.Achieved-l.Target))/10 + 0 }

func (l *Line) name(lang string) string {
	if lang == "en" {
		return l.EN
	}
	return l.NL
}

// pad fills s to n characters; a right-aligned table would else push names to
// the right.
func pad(s string, n int) string { return s + strings.Repeat(" ", max(0, n-len([]rune(s)))) }
