package cli

import (
	"os"
	"path/filepath"
	"slices"

	"doorstroommonitor/ingest"
	"doorstroommonitor/spec"
)

// extracts finds the input files in a folder: for every canonical record type
// NAME.parquet or else NAME.csv, any further NAME-*.csv (a supplier may send
// several), and every file in a subfolder named after a layout of the
// specification.
func extracts(dir string, s *spec.Specification) ([]ingest.Input, error) {
	var in []ingest.Input
	for _, id := range sortedKeys(s.Records) {
		for _, ext := range []string{".parquet", ".csv"} {
			p := filepath.Join(dir, id+ext)
			if _, err := os.Stat(p); err == nil {
				in = append(in, ingest.Input{Path: p, Record: id})
				break
			}
		}
		more, err := filepath.Glob(filepath.Join(dir, id+"-*.csv"))
		if err != nil {
			return nil, err
		}
		slices.Sort(more)
		for _, p := range more {
			in = append(in, ingest.Input{Path: p, Record: id})
		}
	}
	for _, id := range sortedKeys(s.Layouts) {
		files, err := filepath.Glob(filepath.Join(dir, id, "*"))
		if err != nil {
			return nil, err
		}
		slices.Sort(files)
		for _, f := range files {
			in = append(in, ingest.Input{Name: id + "/" + filepath.Base(f), Path: f, Layout: id})
		}
	}
	if len(in) == 0 {
		return nil, saidf("geen uittreksels in %s; volgende stap: zet er %v neer als .csv of .parquet, of mappen met de naam van een indeling (%v)",
			"no extracts in %s; next: put %v there as .csv or .parquet, or folders named after a layout (%v)", dir, sortedKeys(s.Records), sortedKeys(s.Layouts))
	}
	return in, nil
}

// synthetic reports whether the extracts were made by synth.
func synthetic(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "synth.json"))
	return err == nil
}
