package layout_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"doorstroommonitor/layout"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"
)

// family is a layout with a header, persons (A), what belongs to them (B) and
// a trailer.
func family(t testing.TB) *layout.Layout {
	t.Helper()
	l := &layout.Layout{}
	err := yaml.Unmarshal([]byte(`
id: family
format: separated
encoding: utf-8
separators: ["|", ";"]
dates: [yyyy-mm-dd, d-m-yyyy]
study_year: "08-01"
records:
  - {tag: H, role: header, fields: [{nr: 1, id: tag, type: C}, {nr: 2, id: until, type: D}]}
  - {tag: A, fields: [{nr: 1, id: tag, type: C}, {nr: 2, id: key, type: N}]}
  - tag: B
    parent: A
    same: [key]
    fields: [{nr: 1, id: tag, type: C}, {nr: 2, id: key, type: N}, {nr: 3, id: begin, type: D}, {nr: 4, id: end, type: D}, {nr: 5, id: note, type: C, optional: true}]
    emit:
      - record: r
        years: {begin: begin, end: [next.begin, end], open: H.until}
        set: {key: {field: A.key}, year: {years: year}, begin: {years: begin}, end: {years: end}, nth: {nth: true}}
  - {tag: Z, role: trailer, counts: {A: a, B: b}, fields: [{nr: 1, id: tag, type: C}, {nr: 2, id: a, type: N}, {nr: 3, id: b, type: N}]}
`), l)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// readAll runs a whole file through frame and decoder as lines of text.
func readAll(d *layout.Decoder, text string) (out []string, frame *layout.FrameError) {
	f := d.NewFrame()
	var group []layout.Line
	flush := func() {
		d.Open(f.Head())
		_ = d.Group(group, func(r *layout.Result) error { // yield gives no error
			line := fmt.Sprintf("%d:", r.Line)
			if r.Fault != nil {
				line += " " + strings.TrimSpace(r.Fault.Kind+" "+r.Fault.Field)
			}
			for i, v := range r.Values {
				line += fmt.Sprintf(" %s=%s", d.Columns(r.Emit)[i], v)
			}
			out = append(out, line)
			return nil
		})
		group = nil
	}
	for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		part, err := f.Line([]byte(line))
		if err != nil {
			return out, err
		}
		if part == layout.PartStart {
			flush()
		}
		if part == layout.PartStart || part == layout.PartMember {
			group = append(group, layout.Line{Nr: int64(i + 1), Text: []byte(line)})
		}
	}
	flush()
	return out, f.End()
}

func TestLinesThatBelongTogether(t *testing.T) {
	d := newDecoder(t, family(t))
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"a span over three study years": {"A|1\nB|1|2019-10-01|2021-08-01", []string{
			"3: begin=2019-10-01 end=2020-07-31 key=1 nth=1 year=2019",
			"3: begin=2020-08-01 end=2021-07-31 key=1 nth=1 year=2020",
			"3: begin=2021-08-01 end=2021-08-01 key=1 nth=1 year=2021",
		}},
		"an open span ends with the file and has no end": {"A|1\nB|1|2021-01-01|", []string{
			"3: begin=2021-01-01 end=2021-07-31 key=1 nth=1 year=2020",
			"3: begin=2021-08-01 end= key=1 nth=1 year=2021",
		}},
		"a span ends the day before the next": {"A|1\nB|1|1-8-2020|\nB|1|2021-02-01|2021-03-31|with a note", []string{
			"3: begin=2020-08-01 end=2021-01-31 key=1 nth=1 year=2020",
			"4: begin=2021-02-01 end=2021-03-31 key=1 nth=2 year=2020",
		}},
		"but not of another person": {"A|1\nB|1|2020-08-01|2020-09-30\nA|2\nB|2|2021-02-01|2021-03-31", []string{
			"3: begin=2020-08-01 end=2020-09-30 key=1 nth=1 year=2020",
			"5: begin=2021-02-01 end=2021-03-31 key=2 nth=1 year=2020",
		}},
		"a date that does not exist stays whole":           {"A|1\nB|1|2021-02-30|2021-03-31", []string{"3: begin=2021-02-30 end=2021-03-31 key=1 nth=1 year=2021"}},
		"an end before the begin too":                      {"A|1\nB|1|2021-02-01|2020-03-31", []string{"3: begin=2021-02-01 end=2020-03-31 key=1 nth=1 year=2020"}},
		"no begin":                                         {"A|1\nB|1||2020-03-31", []string{"3: begin= end=2020-03-31 key=1 nth=1 year="}},
		"a thousand years":                                 {"A|1\nB|1|1020-01-01|2020-03-31", []string{"3: begin=1020-01-01 end=2020-03-31 key=1 nth=1 year=1019"}},
		"a line under nobody":                              {"B|1|2021-02-01|2021-03-31\nA|1", []string{"2: parent"}},
		"a line under somebody else":                       {"A|1\nB|2|2021-02-01|2021-03-31", []string{"3: parent key"}},
		"values too few":                                   {"A|1\nB|1|2021-02-01", []string{"3: columns"}},
		"values too many":                                  {"A|1\nB|1|2021-02-01||x|y", []string{"3: columns"}},
		"a person that cannot be read takes what needs it": {"A|1|2\nB|1|2021-02-01|2021-02-02", []string{"2: columns", "3: parent key"}},
		"no date": {"A|1\nB|1|soon|2021-02-02", []string{"3: type begin"}},
	} {
		t.Run(name, func(t *testing.T) {
			counts := fmt.Sprintf("Z|%d|%d", strings.Count("\n"+c.body, "\nA"), strings.Count("\n"+c.body, "\nB"))
			for _, separator := range []string{"|", ";"} {
				got, err := readAll(d, strings.ReplaceAll("H|2021-12-31\n"+c.body+"\n"+counts+"\n", "|", separator))
				if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
					t.Errorf("%q: %v (-want +got):\n%s", separator, err, diff)
				}
			}
		})
	}
}

func TestAnUnknownLineIsCountedByItself(t *testing.T) {
	d := newDecoder(t, family(t))
	for name, c := range map[string]struct{ text, kind string }{
		"one unknown line where one is missing":     {"H|2021-12-31\nA|1\n?|1|2021-01-01|\nZ|1|1\n", ""},
		"an unknown line that the trailer lacks":    {"H|2021-12-31\nA|1\n?|1|2021-01-01|\nZ|1|0\n", layout.FrameCount},
		"a line is missing, and none is unknown":    {"H|2021-12-31\nA|1\nZ|1|1\n", layout.FrameCount},
		"a separator that the layout does not have": {"H,2021-12-31\nA,1\nZ,1,0\n", layout.FrameFirst},
		"a header with a wrong date":                {"H|2021-12-x1\nA|1\nZ|1|0\n", layout.FrameFirst},
		"a trailer without numbers":                 {"H|2021-12-31\nA|1\nZ|1|\n", layout.FrameLast},
	} {
		_, err := readAll(d, c.text)
		if c.kind == "" && err != nil || c.kind != "" && (err == nil || err.Kind != c.kind) {
			t.Errorf("%s: %v, want %q", name, err, c.kind)
		}
	}
}

func TestCheckOfSeveralKindsOfLine(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*layout.Layout)
		want   string
	}{
		"no separator":                  {func(l *layout.Layout) { l.Separators = nil }, "needs separators"},
		"a long separator":              {func(l *layout.Layout) { l.Separators = []string{"||"} }, "not one sign"},
		"an unknown date":               {func(l *layout.Layout) { l.Dates[0] = "mm/dd" }, "date form"},
		"no study year":                 {func(l *layout.Layout) { l.StudyYear = "" }, "study_year"},
		"a study year of letters":       {func(l *layout.Layout) { l.StudyYear = "aug-1" }, "not a day"},
		"an unknown parent":             {func(l *layout.Layout) { l.Records[2].Parent = "Q" }, `parent "Q"`},
		"its own parent":                {func(l *layout.Layout) { l.Records[1].Parent = "B" }, "stands under itself"},
		"an unknown role":               {func(l *layout.Layout) { l.Records[0].Role = "top" }, `role "top"`},
		"two trailers":                  {func(l *layout.Layout) { l.Records[0].Role = layout.RoleTrailer }, "second trailer"},
		"no tag":                        {func(l *layout.Layout) { l.Records[1].Tag = "" }, "tag and fields"},
		"a tag used twice":              {func(l *layout.Layout) { l.Records[3].Tag = "A" }, "has the tag of record A"},
		"same of a missing field":       {func(l *layout.Layout) { l.Records[2].Same = []string{"begin"} }, `same: field "begin"`},
		"either of one":                 {func(l *layout.Layout) { l.Records[1].Either = []string{"x"} }, `either: field "x"`},
		"counts of a missing tag":       {func(l *layout.Layout) { l.Records[3].Counts["Q"] = "a" }, `no record has tag "Q"`},
		"counts in a missing field":     {func(l *layout.Layout) { l.Records[3].Counts["A"] = "q" }, `field "q"`},
		"positions in a separated file": {func(l *layout.Layout) { l.Records[1].Fields[1].Start = 3 }, "start and width"},
		"required after optional":       {func(l *layout.Layout) { l.Records[2].Fields[2].Optional = true }, "stands behind an optional one"},
		"a field of a record below": {func(l *layout.Layout) {
			l.Records[1].Emit = []layout.Emit{{Record: "r", Set: map[string]layout.Source{"x": {Field: "B.begin"}}}}
		}, `field "B.begin"`},
		"years without a span": {func(l *layout.Layout) { l.Records[2].Emit[0].Years = nil }, "the emit needs years"},
		"an unknown span":      {func(l *layout.Layout) { l.Records[2].Emit[0].Years.End = []string{"Q.end"} }, `field "Q.end"`},
		"a list without map":   {func(l *layout.Layout) { l.Records[2].Emit[0].Set["key"] = layout.Source{Field: "key", List: ","} }, "list needs map"},
		"an unknown programme": {func(l *layout.Layout) {
			l.Records[2].Emit[0].Set["key"] = layout.Source{Field: "key", Programme: "naam"}
		}, "programme gives niveau"},
		"fields beside records": {func(l *layout.Layout) { l.Fields = l.Records[1].Fields }, "records exclude fields"},
	} {
		t.Run(name, func(t *testing.T) {
			l := family(t)
			if err := l.Check(); err != nil {
				t.Fatal(err)
			}
			c.change(l)
			if err := l.Check(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error is %v, want %q in it", err, c.want)
			}
		})
	}
}

// FuzzFile reads any file in every layout of the specification: nothing
// panics, and a fault never has a value in it.
func FuzzFile(f *testing.F) {
	var all []*layout.Layout
	for _, name := range []string{"hisbek", "mbo", "vo"} {
		b, err := os.ReadFile("../specs/2026/layouts/" + name + ".yaml")
		if err != nil {
			f.Fatal(err)
		}
		var doc struct {
			Layouts []*layout.Layout `yaml:"layouts"`
		}
		if err := yaml.Unmarshal(b, &doc); err != nil {
			f.Fatal(err)
		}
		all = append(all, doc.Layouts...)
	}
	all = append(all, family(f))
	for _, s := range []string{
		"H|2021-12-31\nA|1\nB|1|2020-01-01|\nZ|1|1\n", "VLP|92AA|20201101||\nHRR|\nSLR|1|1", "VLP;93AA;2020;20210115;V\nISG;1;2\nPER;1\n\n", "\n", "|", "PER",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, l := range all {
			d := newDecoder(t, l)
			if d.NewFrame() == nil {
				cells := bytes.Split([]byte(text), []byte(","))
				for len(cells) < len(l.Fields) {
					cells = append(cells, nil)
				}
				_ = d.Group([]layout.Line{{Nr: 1, Cells: cells[:len(l.Fields)]}}, func(*layout.Result) error { return nil })
				continue
			}
			_, _ = readAll(d, text)
		}
	})
}
