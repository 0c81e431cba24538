package cube_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"doorstroommonitor/cube"
)

// TestChildrenShareOutTheirParent changes one line of the specification at a
// time: a dimension in which somebody would be counted twice or not at all is
// refused with a sentence that names the place.
func TestChildrenShareOutTheirParent(t *testing.T) {
	const vo = "          - {code: VO, label: {nl: Voortgezet onderwijs, en: Secondary education}, when: {sector_0: [VO]}}\n"
	for _, c := range []struct{ name, old, new, want string }{
		{"a code is left out", vo, "",
			"the children of _T do not cover it: somebody would be counted in _T and in none of them"},
		{"two codes overlap", vo, strings.Replace(vo, "[VO]}", "[VO, MBO]}", 1),
			"node VO overlaps another child of _T"},
		{"a parent has more than its children", "when: {sector_0: [WO]}}", "when: {sector_0: [WO], status_1: [ZELFDE]}}",
			"the children of HO do not cover it: somebody would be counted in HO and in none of them"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := os.ReadFile("../specs/2026/vo-ho.yaml")
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Replace(string(b), c.old, c.new, 1)
			if text == string(b) {
				t.Fatalf("the specification has no line %q", c.old)
			}
			fsys := fstest.MapFS{"vo-ho.yaml": {Data: []byte(text)}}
			for _, name := range []string{"specification.yaml", "records.yaml", "codelists.yaml", "vo.yaml"} {
				b, err := os.ReadFile("../specs/2026/" + name)
				if err != nil {
					t.Fatal(err)
				}
				fsys[name] = &fstest.MapFile{Data: b}
			}
			s := loadSpec(t, fsys)
			_, err = cube.NewModel(s, s.Populations["VO"], polderRegister(t), 2019, cube.Observed{Last: 2021}, nil)
			if err == nil {
				t.Fatal("the dimension was accepted")
			}
			for _, want := range []string{"VO, cohort 2019", "dimension bestemming", c.want} {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("error is %q, want it to contain %q", err, want)
				}
			}
		})
	}
}
