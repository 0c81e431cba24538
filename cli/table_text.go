package cli

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"doorstroommonitor/table"
)

// tableHelp shows the complete table files that the tests run.
func (a *app) tableHelp() string {
	var b strings.Builder
	b.WriteString(a.text(`Beschermt elke frequentietabel waarvan u een CSV hebt, of valt een tabel aan die een ander beschermde. Een tabelbestand in YAML zegt waar de
gegevens staan, welke dimensies en tabellen er zijn, welke regel geldt en met welke methode cellen worden verborgen. Alle sleutels: docs/table.md.`,
		`Protects any frequency table of which you have a CSV, or attacks a table that somebody else protected. A table file in YAML says where the data
lie, which dimensions and tables there are, which rule holds and by which method cells are hidden. All keys: docs/table.md.`))
	for i, e := range table.Examples() {
		fmt.Fprintf(&b, "\n\n%d. %s: doorstroom %s -f table.yaml --out DIR\n\n", i+1, a.text(e.NL, e.EN), e.Command)
		for line := range strings.Lines(e.YAML) {
			b.WriteString("    " + line)
		}
	}
	return b.String()
}

// tableResult prints a report: to stdout for machines, the summary to stderr.
func (a *app) tableResult(asJSON bool, report any, summary [][2]string) error {
	if !a.quiet {
		tw := tabwriter.NewWriter(a.err, 0, 0, 2, ' ', 0)
		for _, line := range summary {
			fmt.Fprintf(tw, "  %s\t%s\n", line[0], line[1])
		}
		if err := tw.Flush(); err != nil {
			return err
		}
	}
	if !asJSON {
		return nil
	}
	b, err := table.JSON(report)
	if err != nil {
		return err
	}
	_, err = a.out.Write(b)
	return err
}

func (a *app) protectSummary(r *table.Report) [][2]string {
	safe := a.text("ja", "yes")
	if !r.Safe {
		safe = a.text("NEE, alleen om te vergelijken", "NO, for comparison only")
	}
	out := [][2]string{
		{a.text("veilig", "safe"), safe},
		{a.text("cellen", "cells"), fmt.Sprint(r.Cells)},
		{a.text("verborgen", "hidden"), fmt.Sprintf(a.text("%d (%d primair, %d secundair)", "%d (%d primary, %d secondary)"), r.Hidden, r.Primary, r.Secondary)},
		{a.text("exact af te leiden", "exactly derivable"), fmt.Sprint(r.ExactReveals)},
		{a.text("te nauw begrensd", "bounded too narrowly"), fmt.Sprint(r.Narrow)},
		{a.text("kleinste breedte", "smallest width"), a.width(r.MinWidth)},
	}
	if r.Change != nil {
		out = append(out, [2]string{a.text("veranderd", "perturbed"), fmt.Sprintf(a.text("%d (hooguit %d); sommen die niet kloppen: %d", "%d (by %d at most); sums that do not add up: %d"), r.Perturbed, r.MaxChange, r.NotAdditive)})
	}
	return append(out, a.cost(r.Seconds, r.PeakMB))
}

func (a *app) auditSummary(r *table.AuditReport) [][2]string {
	out := [][2]string{
		{a.text("cellen", "cells"), fmt.Sprint(r.Cells)},
		{a.text("verborgen", "hidden"), fmt.Sprint(r.Hidden)},
		{a.text("exact af te leiden", "exactly derivable"), fmt.Sprint(r.ExactReveals)},
		{a.text("kleinste breedte van de andere", "smallest width of the others"), a.width(r.MinWidthOthers)},
	}
	for _, w := range r.Widths {
		if w.Cells == 0 {
			continue
		}
		span := fmt.Sprint(w.From)
		switch {
		case w.To < 0:
			span += a.text(" of meer", " or more")
		case w.To > w.From:
			span = fmt.Sprintf("%d-%d", w.From, w.To)
		}
		out = append(out, [2]string{a.text("  breedte ", "  width ") + span, fmt.Sprint(w.Cells)})
	}
	if r.Absent > 0 {
		out = append(out, [2]string{a.text("zonder rij, toch exact", "without a row, yet exact"), fmt.Sprintf(a.text("%d van %d", "%d of %d"), r.AbsentExact, r.Absent)})
	}
	return append(out, a.cost(r.Seconds, r.PeakMB))
}

// width is a width for people.
func (a *app) width(w int64) string {
	if w < 0 {
		return "-"
	}
	return fmt.Sprint(w)
}

func (a *app) cost(seconds, peak float64) [2]string {
	return [2]string{a.text("tijd en geheugen", "time and memory"), fmt.Sprintf("%.2f s, %.0f MB", seconds, peak)}
}
