package table

import (
	"context"
	"errors"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
)

// AuditFile attacks the published table of a table file, without any truth,
// and writes audit.csv and report.json.
func (f *File) AuditFile(ctx context.Context, run Run) (*AuditReport, error) {
	run.defaults()
	if err := f.canAudit(run.Out); err != nil {
		return nil, err
	}
	run.Say("lezen: %s", "reading: %s", f.beside(f.Published))
	p, err := f.readPublished()
	if err != nil {
		return nil, err
	}
	a, err := f.attackable(p)
	if err != nil {
		return nil, err
	}
	run.Say("aanvallen: %d rijen, %d cellen, %d sommen", "attacking: %d rows, %d cells, %d sums", len(p.lines), a.know.Cells, len(a.know.Relations))
	outcome, err := Audit(ctx, a.know, a.rule().Width, run.Seed)
	if err != nil {
		if ctx.Err() != nil {
			return nil, err
		}
		return nil, &Fault{
			Rule: "P-CONTRADICTION", File: f.beside(f.Published), err: err, what: say("de tabel spreekt zichzelf tegen over meer dan één som (%v)", "the table contradicts itself over more than one sum (%v)", err),
			next: say("kies zeros: protected als verborgen cellen nul kunnen zijn, en controleer hidden, percentages en relations", "choose zeros: protected if hidden cells can be zero, and check hidden, percentages and relations"),
		}
	}
	rep := a.report(outcome, run)
	run.Say("schrijven: %s en %s in %s", "writing: %s and %s in %s", AuditFile, ReportFile, filepath.Clean(run.Out))
	out, err := openFolder(run.Out, f.Separator)
	if err != nil {
		return nil, err
	}
	if err := out.csv(AuditFile, 0o644, a.header("value", "status", "lower", "upper", "exact"), a.rows(outcome)); err != nil {
		return nil, err
	}
	rep.Seconds, rep.PeakMB = run.Measure()
	return rep, out.report(rep, 0o644)
}

func (f *File) canAudit(out string) error {
	if f.Published == "" {
		return f.fault("F-PUBLISHED", "published", say("er is geen gepubliceerde tabel genoemd", "no published table is named"),
			say("geef published: met een CSV, of --published %s na table protect", "give published: with a CSV, or --published %s after table protect", "DIR/"+CellsFile))
	}
	if _, err := os.Stat(filepath.Join(out, CellsFile)); !errors.Is(err, fs.ErrNotExist) {
		return &Fault{
			Rule: "R-FOLDER", File: out, what: say("hier staat al een tabel van table protect, met haar verslag", "here is a table of table protect already, with its report"),
			next: say("geef met --out een andere map", "give another folder with --out"),
		}
	}
	return nil
}

// report counts what the attack found.
func (a *attackable) report(o *Outcome, run Run) *AuditReport {
	rep := &AuditReport{
		Program: run.Program, Command: "table audit", Cells: len(a.lines), MinWidth: -1, MinWidthOthers: -1, Ratios: len(a.know.Ratios),
		Rule: a.ruleReport(), Tables: a.tableNames(), Attackers: append([]Attack{}, o.Attackers...),
	}
	var widths []int64
	for c, i := range a.of {
		width := o.Upper[c] - o.Lower[c]
		if a.absent[c] {
			rep.Absent++
			if width == 0 && (o.Lower[c] > 0 || a.zerosProtected()) {
				rep.AbsentExact++
			}
		}
		if i < 0 || !a.lines[i].hidden {
			continue
		}
		widths = append(widths, width)
		if width < a.rule().Width {
			rep.Narrow++
		}
		if bound(o.Upper[c]) == "" {
			continue
		}
		if rep.MinWidth = smaller(rep.MinWidth, width); width == 0 {
			rep.ExactReveals++
		} else {
			rep.MinWidthOthers = smaller(rep.MinWidthOthers, width)
		}
	}
	rep.Hidden, rep.Widths = len(widths), histogram(widths)
	return rep
}

// smaller is the smaller width; -1 stands for none yet.
func smaller(a, b int64) int64 {
	if a < 0 || b < a {
		return b
	}
	return a
}

// rows lists the lines of the published table with what follows for each.
func (a *attackable) rows(o *Outcome) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for c, codes := range a.shown() {
			i := a.of[c]
			if i < 0 {
				continue
			}
			row := a.key(codes)
			if l := a.lines[i]; !l.hidden {
				n := strconv.FormatInt(l.lower, 10)
				row = append(row, n, "published", n, n, "")
			} else {
				exact := "no"
				if o.Lower[c] == o.Upper[c] {
					exact = "yes"
				}
				row = append(row, "", "hidden", bound(o.Lower[c]), bound(o.Upper[c]), exact)
			}
			if !yield(row) {
				return
			}
		}
	}
}
