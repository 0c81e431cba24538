package meta

import (
	"bytes"
	"testing"
	"time"

	"doorstroommonitor/products/internal/golden"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

func testInfo() Info {
	return Info{
		ReleaseID: "openbaar-2026-10-01", Audience: "public", Specification: "2026.1",
		Created: time.Date(2026, 10, 1, 11, 30, 0, 0, time.FixedZone("CEST", 7200)),
		Rule:    release.Rule{Threshold: 10, Width: 9, Zeros: "published"}, Synthetic: true,
	}
}

func TestGoldenDescriptions(t *testing.T) {
	for name, write := range map[string]func(*bytes.Buffer) error{
		"public.synthetic.datapackage.json":  func(b *bytes.Buffer) error { return WriteDataPackage(b, testInfo(), resources()) },
		"public.synthetic.csv-metadata.json": func(b *bytes.Buffer) error { return WriteCSVW(b, testInfo(), resources()) },
		"public.synthetic.README.txt": func(b *bytes.Buffer) error {
			return WriteReadme(b, testInfo(), &sdmx.Structure{Cubes: []sdmx.Cube{cube()}})
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		golden.Compare(t, *update, name, b.Bytes())
	}
}
