package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"doorstroommonitor/ingest"
	"doorstroommonitor/spec"
)

// extracts finds the input files in a folder: for every canonical record type
// NAME.parquet or NAME.csv, any further NAME-*.csv or NAME-*.parquet (a
// supplier may send several), and every file in a subfolder named after a
// layout of the specification.
//
// Whatever else lies there is refused, since a file that is silently left out
// counts fewer persons; what is certainly no extract (hidden files, READMEs, a
// report of screen) is named in notRead.
func extracts(dir string, s *spec.Specification) (in []ingest.Input, notRead []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, err
	}
	var refused []string
	for _, e := range entries { // by name
		path := filepath.Join(dir, e.Name())
		switch {
		case e.Name() == "register" || e.Name() == "synth.json":
		case isDir(path) && s.Layouts[e.Name()] != nil:
			files, aside, odd, err := layoutFiles(path, e.Name(), s.Layouts[e.Name()].Format == "table")
			if err != nil {
				return nil, nil, err
			}
			in, notRead, refused = append(in, files...), append(notRead, aside...), append(refused, odd...)
		case !isDir(path) && recordOf(e.Name(), s) != "":
			in = append(in, ingest.Input{Path: path, Record: recordOf(e.Name(), s)})
		case noExtract(path):
			notRead = append(notRead, path)
		default:
			refused = append(refused, path)
		}
	}
	if err := unread(dir, refused, s); err != nil {
		return nil, nil, err
	}
	if len(in) == 0 {
		return nil, nil, saidf("geen uittreksels in %s; volgende stap: zet er %v neer als .csv of .parquet, of mappen met de naam van een indeling (%v)",
			"no extracts in %s; next: put %v there as .csv or .parquet, or folders named after a layout (%v)", dir, sortedKeys(s.Records), sortedKeys(s.Layouts))
	}
	return in, notRead, twice(in)
}

// layoutFiles sorts out the files in the folder of a layout. A table is told
// by its extension; other forms have none of their own, so that only what is
// known to be something else is refused.
func layoutFiles(dir, layout string, table bool) (in []ingest.Input, aside, odd []string, err error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, nil, nil, err
	}
	for _, e := range entries {
		path := filepath.Join(dir, e.Name())
		ext := strings.ToLower(filepath.Ext(e.Name()))
		switch {
		case noExtract(path) && (table || ext != ".txt" || isReadme(e.Name())):
			aside = append(aside, path)
		case isDir(path), slices.Contains(wrapped, ext), strings.HasSuffix(ext, "~"), table && ext != ".csv" && ext != ".parquet":
			odd = append(odd, path)
		default:
			in = append(in, ingest.Input{Name: layout + "/" + e.Name(), Path: path, Layout: layout})
		}
	}
	return in, aside, odd, nil
}

// wrapped are extensions of copies, halves of files and archives.
var wrapped = []string{".bak", ".old", ".orig", ".tmp", ".part", ".swp", ".gz", ".zip", ".7z", ".bz2", ".xz", ".zst", ".tar", ".tgz", ".gpg", ".xlsx", ".xls", ".ods"}

// recordOf is the record type of a file in canonical form, by its name.
func recordOf(name string, s *spec.Specification) string {
	base, ext := strings.TrimSuffix(name, filepath.Ext(name)), filepath.Ext(name)
	if ext != ".csv" && ext != ".parquet" {
		return ""
	}
	record := ""
	for id := range s.Records { // of arbeid and arbeid-oud the longer fits arbeid-oud-2
		if (base == id || strings.HasPrefix(base, id+"-")) && len(id) > len(record) {
			record = id
		}
	}
	return record
}

// noExtract reports whether something is certainly no extract: hidden, text
// for people, or the report of screen.
func noExtract(path string) bool {
	name := filepath.Base(path)
	if isDir(path) {
		_, err := os.Stat(filepath.Join(path, screeningNames["nl"][0]))
		return strings.HasPrefix(name, ".") || err == nil
	}
	ext := strings.ToLower(filepath.Ext(name))
	return strings.HasPrefix(name, ".") || isReadme(name) || ext == ".md" || ext == ".txt"
}

func isReadme(name string) bool {
	return strings.HasPrefix(strings.ToLower(name), "readme") || strings.HasPrefix(strings.ToLower(name), "leesmij")
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// maxRefused is how many files a refusal names.
const maxRefused = 10

// unread refuses files that no rule reads.
func unread(dir string, refused []string, s *spec.Specification) error {
	if len(refused) == 0 {
		return nil
	}
	names := strings.Join(refused[:min(len(refused), maxRefused)], ", ")
	if more := len(refused) - maxRefused; more > 0 {
		return saidf("niet te lezen zijn %s en nog %d: wat er in %s ligt, wordt geheel gelezen of geweigerd. "+nextNL, "cannot be read: %s and %d more: what is in %s is read as a whole, or refused. "+nextEN,
			names, more, dir, sortedKeys(s.Records), sortedKeys(s.Layouts))
	}
	return saidf("niet te lezen: %s. Wat er in %s ligt, wordt geheel gelezen of geweigerd. "+nextNL, "cannot be read: %s. What is in %s is read as a whole, or refused. "+nextEN,
		names, dir, sortedKeys(s.Records), sortedKeys(s.Layouts))
}

// The names that are read, as the next step after a refusal.
const (
	nextNL = "Volgende stap: geef het bestand een naam die wordt gelezen (%v, met .csv of .parquet in kleine letters, een tweede als naam-2.csv), pak het uit, zet het in een map met de naam van zijn indeling (%v), of haal het weg"
	nextEN = "Next: give the file a name that is read (%v, with .csv or .parquet in lower case, a second one as name-2.csv), unpack it, put it in a folder named after its layout (%v), or take it away"
)

// twice refuses a record that is there as CSV and as Parquet: one of the two is
// a copy, or an older delivery.
func twice(in []ingest.Input) error {
	seen := map[string]bool{}
	for _, i := range in {
		bare := strings.TrimSuffix(i.Path, filepath.Ext(i.Path))
		if i.Layout == "" && seen[bare] {
			return saidf("%s is er als .csv en als .parquet; volgende stap: haal een van beide weg, of noem het tweede %s-2 als het andere personen bevat",
				"%s is there as .csv and as .parquet; next: take one of them away, or name the second %s-2 if it holds other persons", bare, bare)
		}
		seen[bare] = true
	}
	return nil
}

// sayNotRead names what lies among the extracts and is none.
func (a *app) sayNotRead(paths []string) {
	for _, p := range paths {
		a.say("niet gelezen, want geen uittreksel: %s", "not read, as it is no extract: %s", p)
	}
}

// synthetic reports whether the extracts were made by synth.
func synthetic(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "synth.json"))
	return err == nil
}
