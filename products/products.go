// Package products lists every file of a release but the manifest and its
// signature: the structure, the partitions as CSV and Parquet, the indicators,
// a workbook per cube and the descriptions.
//
// What belongs here: which files there are, under which paths, and the check
// that structure and partitions fit together. What does not: true counts,
// decisions about hiding, hashing and signing (seal). A product is a pure
// function of published data: it cannot show what it never received.
package products

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"

	"doorstroommonitor/forms/columns"
	"doorstroommonitor/products/compare"
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/products/meta"
	"doorstroommonitor/products/parquet"
	"doorstroommonitor/products/xlsx"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// Info is what products say about the release they are part of.
type Info = meta.Info

// Form is a description that the release has besides.
type Form = meta.Form

// File is one file of a release in the making. Size and SHA256 of its record
// are empty until it is written. Write may be called more than once and gives
// the same bytes each time.
type File struct {
	release.File
	Write func(io.Writer) error
}

// Files returns the files of a release in ascending order of path:
//
//	structure.json
//	data/CUBE/TABLE/YEAR.csv, .parquet   one pair per partition
//	indicators/CUBE/YEAR.csv             where the cube has indicators
//	comparisons/CUBE/YEAR.csv            where the cube has groups to compare with
//	dependable/CUBE/YEAR.csv             where counts have noise: shares as they may be shown
//	measurements/CUBE/TABLE/YEAR.csv     where counts have noise: measured, as drawn
//	products/CUBE.xlsx
//	schemas/CUBE/TABLE.table.json, .schema.json
//	datapackage.json, csv-metadata.json, README.txt, and info.Forms
//
// parts must be exactly the partitions that the structure announces, in any
// order; Files neither changes nor copies them. An error names the partition
// and the cell at fault, never a count.
func Files(s *sdmx.Structure, parts []*sdmx.Dataset, info Info, measured ...*sdmx.Measured) ([]File, error) {
	if info.Specification != s.Specification {
		return nil, fmt.Errorf("products: the release is of specification %q, its structure of %q", info.Specification, s.Specification)
	}
	parts, err := check(s, parts)
	if err != nil {
		return nil, fmt.Errorf("products: %w", err)
	}
	l := list{structure: s, info: info}
	for _, c := range s.Cubes {
		l.cube(c, slices.DeleteFunc(slices.Clone(parts), func(d *sdmx.Dataset) bool { return d.Cube != c.ID }))
	}
	for _, m := range measured {
		if err := l.measured(m); err != nil {
			return nil, fmt.Errorf("products: %w", err)
		}
	}
	l.descriptions()
	slices.SortFunc(l.files, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return l.files, nil
}

// list collects files and the descriptions of those that are CSV.
type list struct {
	structure *sdmx.Structure
	info      Info
	files     []File
	resources []meta.Resource
}

func (l *list) add(f release.File, write func(io.Writer) error) {
	l.files = append(l.files, File{f, write})
}

// cube adds all files of one cube.
func (l *list) cube(c sdmx.Cube, parts []*sdmx.Dataset) {
	for _, d := range parts {
		l.partition(c, d)
	}
	l.schemas(c)
	l.indicators(c, parts)
	l.comparisons(c, parts)
	l.dependable(c, parts)
	l.add(release.File{Path: "products/" + c.ID + ".xlsx", Kind: release.KindProduct, Cube: c.ID}, func(w io.Writer) error {
		return xlsx.Write(w, l.structure, c.ID, parts, l.info)
	})
}

// schema describes the files of a table.
func (l *list) schema(c sdmx.Cube, t sdmx.Table) *columns.Table {
	return columns.Of(l.structure, &c, &t, "urn:doorstroommonitor:release:"+l.info.ReleaseID+":schema:"+c.ID+":"+t.ID)
}

// schemas adds the schemas of the tables that have a partition. They belong to
// no cube, as all that is label and description: datapackage.json refers to
// them, whatever of the release is handed over.
func (l *list) schemas(c sdmx.Cube) {
	for _, t := range c.Tables {
		if len(t.Cohorts) == 0 {
			continue
		}
		s := l.schema(c, t)
		l.add(release.File{Path: meta.SchemaPath(c.ID, t.ID, meta.TableSchemaEnding), Kind: release.KindMetadata}, s.WriteTableSchema)
		l.add(release.File{Path: meta.SchemaPath(c.ID, t.ID, meta.JSONSchemaEnding), Kind: release.KindMetadata}, s.WriteJSONSchema)
	}
}

func (l *list) partition(c sdmx.Cube, d *sdmx.Dataset) {
	f := release.File{
		Path: fmt.Sprintf("data/%s/%s/%d.csv", d.Cube, d.Table, d.Cohort),
		Kind: release.KindPartition, Cube: d.Cube, Table: d.Table, Cohort: d.Cohort,
	}
	l.add(f, d.WriteCSV)
	t, _ := c.Table(d.Table) // check found it
	l.resources = append(l.resources, meta.Resource{Path: f.Path, Cube: c, Table: t, Cohort: d.Cohort, Schema: l.schema(c, t)})
	f.Path = fmt.Sprintf("data/%s/%s/%d.parquet", d.Cube, d.Table, d.Cohort)
	f.Kind = release.KindProduct
	l.add(f, func(w io.Writer) error { return parquet.Write(w, d) })
}

// measured adds the noisy counts behind a partition.
func (l *list) measured(m *sdmx.Measured) error {
	c, _ := l.structure.Cube(m.Cube)
	t, ok := c.Table(m.Table)
	if !ok || c.Noise == nil {
		return fmt.Errorf("%s %s %d: measurements of a table that the structure does not announce with noise", m.Cube, m.Table, m.Cohort)
	}
	f := release.File{
		Path: fmt.Sprintf("measurements/%s/%s/%d.csv", m.Cube, m.Table, m.Cohort),
		Kind: release.KindProduct, Cube: m.Cube, Table: m.Table, Cohort: m.Cohort,
	}
	l.resources = append(l.resources, meta.Resource{Path: f.Path, Cube: c, Table: t, Cohort: m.Cohort, Measured: true})
	l.add(f, m.WriteCSV)
	return nil
}

// cohortsOf lists the cohorts that have a partition of an indicator, in which
// institutions are told apart by all of the dimensions.
func cohortsOf(c sdmx.Cube, parts []*sdmx.Dataset, dimensions ...string) []int {
	var cohorts []int
	for _, d := range parts {
		if slices.ContainsFunc(dimensions, func(x string) bool { return !slices.Contains(d.Dimensions, x) }) {
			continue
		}
		if slices.ContainsFunc(c.Indicators, func(i sdmx.Indicator) bool { return i.Table == d.Table }) {
			cohorts = append(cohorts, d.Cohort)
		}
	}
	slices.Sort(cohorts)
	return slices.Compact(cohorts)
}

// indicators adds a file per cohort that has a partition of an indicator.
func (l *list) indicators(c sdmx.Cube, parts []*sdmx.Dataset) {
	for _, cohort := range cohortsOf(c, parts) {
		f := release.File{
			Path: "indicators/" + c.ID + "/" + strconv.Itoa(cohort) + ".csv",
			Kind: release.KindProduct, Cube: c.ID, Cohort: cohort,
		}
		l.resources = append(l.resources, meta.Resource{Path: f.Path, Cube: c, Cohort: cohort})
		l.add(f, func(w io.Writer) error { return writeIndicators(w, c, cohort, parts) })
	}
}

func writeIndicators(w io.Writer, c sdmx.Cube, cohort int, parts []*sdmx.Dataset) error {
	var series []*indicator.Series
	for _, ind := range c.Indicators {
		for _, d := range parts {
			if d.Table != ind.Table || d.Cohort != cohort {
				continue
			}
			s, err := indicator.Compute(d, ind)
			if err != nil {
				return err
			}
			series = append(series, s)
		}
	}
	return indicator.WriteCSV(w, indicator.Dimensions(c), series...)
}

// comparisons adds a file per cohort with the same for groups of institutions.
func (l *list) comparisons(c sdmx.Cube, parts []*sdmx.Dataset) {
	if len(c.Comparisons) == 0 {
		return
	}
	for _, cohort := range cohortsOf(c, parts, c.Comparisons[0].Dimension) { // all are along one
		f := release.File{
			Path: "comparisons/" + c.ID + "/" + strconv.Itoa(cohort) + ".csv",
			Kind: release.KindProduct, Cube: c.ID, Cohort: cohort,
		}
		l.resources = append(l.resources, meta.Resource{Path: f.Path, Cube: c, Cohort: cohort, Groups: true})
		l.add(f, func(w io.Writer) error { return writeComparisons(w, c, cohort, parts) })
	}
}

func writeComparisons(w io.Writer, c sdmx.Cube, cohort int, parts []*sdmx.Dataset) error {
	var series []*compare.Series
	for _, ind := range c.Indicators {
		for _, d := range parts {
			if d.Table != ind.Table || d.Cohort != cohort {
				continue
			}
			for _, x := range c.Comparisons {
				s, err := compare.Compute(d, ind, x)
				if err != nil {
					return err
				}
				series = append(series, s)
			}
		}
	}
	return compare.WriteCSV(w, compare.Dimensions(c), series...)
}

// dependable adds a file per cohort with the indicators of a cube with noise, as
// they may be shown.
func (l *list) dependable(c sdmx.Cube, parts []*sdmx.Dataset) {
	if c.Noise == nil {
		return
	}
	for _, cohort := range cohortsOf(c, parts) {
		f := release.File{
			Path: "dependable/" + c.ID + "/" + strconv.Itoa(cohort) + ".csv",
			Kind: release.KindProduct, Cube: c.ID, Cohort: cohort,
		}
		l.resources = append(l.resources, meta.Resource{Path: f.Path, Cube: c, Cohort: cohort, Dependable: true})
		l.add(f, func(w io.Writer) error { return writeDependable(w, l.structure, c, cohort, parts) })
	}
}

func writeDependable(w io.Writer, s *sdmx.Structure, c sdmx.Cube, cohort int, parts []*sdmx.Dataset) error {
	dims := indicator.Dimensions(c)
	if err := indicator.WriteDependableHeader(w, dims); err != nil {
		return err
	}
	for _, ind := range c.Indicators {
		var years []*sdmx.Dataset
		for _, d := range parts { // in order of cohort, see check
			if d.Table == ind.Table && d.Cohort <= cohort {
				years = append(years, d)
			}
		}
		if len(years) == 0 || years[len(years)-1].Cohort != cohort {
			continue
		}
		dim, _ := c.Dimension(ind.Dimension)
		codes, _ := s.Codelist(dim.Codelist) // checkCube found it
		series, shares, err := indicator.Depend(years, ind, codes, c.Noise.Reliability)
		if err != nil {
			return err
		}
		smoothed, err := indicator.WithPeers(s, &c, years, ind)
		if err != nil {
			return err
		}
		if err := indicator.WriteDependable(w, dims, series, shares, smoothed); err != nil {
			return err
		}
	}
	return nil
}

func (l *list) descriptions() {
	slices.SortFunc(l.resources, func(a, b meta.Resource) int { return cmp.Compare(a.Path, b.Path) })
	resources := l.resources
	l.add(release.File{Path: release.StructureName, Kind: release.KindStructure}, func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(l.structure)
	})
	l.add(release.File{Path: meta.DataPackageName, Kind: release.KindMetadata}, func(w io.Writer) error {
		return meta.WriteDataPackage(w, l.info, resources)
	})
	l.add(release.File{Path: meta.CSVWName, Kind: release.KindMetadata}, func(w io.Writer) error {
		return meta.WriteCSVW(w, l.info, resources)
	})
	for _, f := range l.info.Forms {
		l.add(release.File{Path: f.Path, Kind: release.KindMetadata}, f.Write)
	}
	l.add(release.File{Path: meta.ReadmeName, Kind: release.KindMetadata}, func(w io.Writer) error {
		return meta.WriteReadme(w, l.info, l.structure)
	})
}
