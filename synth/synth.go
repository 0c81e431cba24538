// Package synth makes the synthetic country: a public register of fictitious
// institutions and the whole school careers of fictitious persons, with the
// regularities of the Dutch system and the published shares of progression.
//
// What belongs here: the generator, its calibration and the writers of the
// extracts. What does not: reading extracts, checks, pseudonyms, counting for
// publication. Nothing here describes a real person or institution: names and
// places are invented, institution codes begin with 9, programme codes lie in
// ranges that the registers do not use, and every person number fails the
// check of a citizen service number (see personNumber).
//
// # What a run writes
//
// The folder Options.Out, whole or not at all: register/bestuur.csv,
// register/instelling.csv, register/aanbod.csv, register/opleiding.csv,
// persoon, inschrijving, diploma, arbeid and schooladvies as .csv and/or
// .parquet,
// 1cho/EV299XX<yy>.asc when Options.OneCHO is set, and synth.json with the
// options, the rows per file and the report.
//
// # The window
//
// A study year is named after the calendar year of its 1 October. Enrolments
// are written for the study years From..To as they stood shortly after
// 1 October To: an enrolment of study year To has no end date unless it ended
// before that day, and none that begins later is known. Diplomas are written
// when they were signed from 1 October From up to 30 September To, so that
// the diploma cohorts From+1..To are complete and each diploma stands on a
// written enrolment of the study year in which it was obtained. Careers begin
// years before From, so that the country is in balance when writing starts.
//
// Work is written for who is outside funded education on 1 October and left
// vocational or higher education at most six study years before, and for who
// learns at work; those without a job have no row.
//
// School advices are written for all of groep 8 in the study years From up to
// To-1: those of To are not given yet.
//
// # The 1cHO file
//
// It carries exactly the HBO and WO rows of the canonical files. What maps to
// what (field ids of the layout):
//
//	pgn                    "000" + the nine digits
//	inschrijvingsjaar      jaar
//	brin, vest             institution and location of that year
//	brin_act, vest_act     the same location at the end of the period (successor)
//	soort_ho, type_ho      sector (hbo, wo) and niveau (ad, ba, ma); SCHAKEL is ma with fase S
//	vorm                   leerweg: VT 1, DT 2, DU 3
//	inschrijvingsvorm      soort
//	datum_in, datum_uit    begin, eind (blank while open)
//	actief                 1 active on 1 October, 2 ended before, 3 or 4 begins later
//	                       (4: programme and institution held by another row of that year)
//	si_*                   1 main row of the domain, 2 other row, 4 other row whose programme and
//	                       institution another row holds, 3 not active on 1 October; not funded: A, B, D, C
//	hoofd J                si_soort 1 or A: exactly one row per person, year and kind of higher
//	                       education among those active on 1 October; rows that are not active are N
//	diplomajaar            year of the 1 October before the diploma (canonical jaar minus one)
//	datum_diploma, fase_diploma, vest_diploma   on the row of the study year of the diploma
//
// The year of study (leerjaar) is not a field of 1cHO and therefore empty in
// the canonical HBO and WO rows.
//
// # Same seed, same bytes
//
// Every institution and every person draws from an own stream that is derived
// from the seed and the number of the institution or person; nothing depends
// on map order, time or the number of processors. Two architectures may round
// logarithms differently and then differ.
package synth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"doorstroommonitor/internal/atomicfile"
	"doorstroommonitor/layout"
)

// Version numbers the generator: another version may give other bytes for the
// same seed.
const Version = 6

// ManifestName is the file that describes a finished run.
const ManifestName = "synth.json"

// ErrExists says that the output folder holds something else than the result
// of the same options.
var ErrExists = errors.New("output folder exists and holds something else")

// Options say what to generate.
type Options struct {
	// Scale is the size of the country, above 0 and at most 1 (about 165,000
	// pupils in the final year of primary school). Required.
	Scale float64
	// Seed selects the country.
	Seed uint64
	// From and To are the first and last study year, within 1990..2060.
	// Required.
	From, To int
	// Out is the folder to make; its parent must exist. Required.
	Out string
	// Formats are "csv" and "parquet". Defaults to csv.
	Formats []string
	// OneCHO writes the HBO and WO rows to a 1cHO file instead of the
	// canonical files.
	OneCHO bool
	// Layout is the 1cHO layout of the specification. Required with OneCHO.
	Layout *layout.Layout
	// Progress, when set, is called now and then with persons done and in all.
	Progress func(done, total int)
}

// settings are the options that decide about the bytes.
type settings struct {
	Scale   float64  `json:"scale"`
	Seed    uint64   `json:"seed"`
	From    int      `json:"from"`
	To      int      `json:"to"`
	Formats []string `json:"formats"`
	OneCHO  bool     `json:"one_cho"`
}

// manifest is the content of ManifestName.
type manifest struct {
	Synthetic bool     `json:"synthetic"`
	Generator int      `json:"generator"`
	Options   settings `json:"options"`
	*Report
}

// Generate makes the folder Options.Out and returns its report. It writes to
// a temporary name beside it, so that a run that fails or dies leaves nothing
// that could be taken for a result. A folder that was made with the same
// options is left as it is and its report is returned; anything else in its
// place gives ErrExists.
func Generate(ctx context.Context, o Options) (*Report, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	if rep, err := finished(o); rep != nil || err != nil {
		return rep, err
	}
	part := filepath.Clean(o.Out) + atomicfile.Suffix
	if err := os.RemoveAll(part); err != nil {
		return nil, fmt.Errorf("clear an unfinished run: %w", err)
	}
	rep, err := generate(ctx, o, part)
	if err != nil {
		os.RemoveAll(part)
		return nil, fmt.Errorf("generate the synthetic country: %w", err)
	}
	if err := atomicfile.ReplaceDir(part, filepath.Clean(o.Out)); err != nil {
		return nil, fmt.Errorf("put the synthetic country in place: %w", err)
	}
	return rep, nil
}

func generate(ctx context.Context, o Options, dir string) (*Report, error) {
	for _, d := range []string{dir, filepath.Join(dir, "register")} {
		if err := os.Mkdir(d, 0o700); err != nil {
			return nil, err
		}
	}
	w := newWorld(o.Scale, o.Seed, o.From, o.To)
	rows, err := writeRegister(w, filepath.Join(dir, "register"))
	if err != nil {
		return nil, err
	}
	sinks, err := openSinks(w, o, dir)
	if err != nil {
		return nil, err
	}
	t := newTally(w)
	err = populate(ctx, w, o.Progress, func(c *career) error {
		t.add(c)
		return sinks.write(c)
	})
	if cerr := sinks.close(); err == nil {
		err = cerr
	}
	if err != nil {
		return nil, err
	}
	rep := &Report{Files: append(rows, sinks.files()...), Lines: t.lines(o.Scale)}
	return rep, writeManifest(dir, o, rep)
}

func (o *Options) check() error {
	if len(o.Formats) == 0 {
		o.Formats = []string{"csv"}
	}
	o.Formats = slices.Clone(o.Formats)
	slices.Sort(o.Formats)
	o.Formats = slices.Compact(o.Formats)
	for _, f := range o.Formats {
		if f != "csv" && f != "parquet" {
			return fmt.Errorf("synth: format %q is unknown; choose csv or parquet", f)
		}
	}
	switch {
	case !(o.Scale > 0 && o.Scale <= 1):
		return fmt.Errorf("synth: scale %g lies outside 0..1; 1 is the whole country", o.Scale)
	case o.From < 1990 || o.To > 2060 || o.From > o.To:
		return fmt.Errorf("synth: years %d-%d do not ascend within 1990..2060", o.From, o.To)
	case o.Out == "":
		return errors.New("synth: no output folder given")
	case o.OneCHO && o.Layout == nil:
		return errors.New("synth: a 1cHO file needs the 1cHO layout of the specification")
	}
	return nil
}

func (o *Options) settings() settings {
	return settings{o.Scale, o.Seed, o.From, o.To, o.Formats, o.OneCHO}
}

// finished returns the report of an earlier run with the same options.
func finished(o Options) (*Report, error) {
	b, err := os.ReadFile(filepath.Join(o.Out, ManifestName))
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(o.Out); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return nil, fmt.Errorf("%s: %w; remove it or choose another folder", o.Out, ErrExists)
	}
	if err != nil {
		return nil, fmt.Errorf("read an earlier run: %w", err)
	}
	m := manifest{Report: new(Report)}
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, fmt.Errorf("read an earlier run in %s: %w", o.Out, err)
	}
	want, have := o.settings(), m.Options
	if !m.Synthetic || m.Generator != Version || !slices.Equal(want.Formats, have.Formats) ||
		want.Scale != have.Scale || want.Seed != have.Seed || want.From != have.From || want.To != have.To || want.OneCHO != have.OneCHO {
		return nil, fmt.Errorf("%s: %w (made with other options); remove it or choose another folder", o.Out, ErrExists)
	}
	return m.Report, nil
}

func writeManifest(dir string, o Options, rep *Report) error {
	b, err := json.MarshalIndent(manifest{true, Version, o.settings(), rep}, "", "  ")
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(filepath.Join(dir, ManifestName), 0o600, append(b, '\n'))
}
