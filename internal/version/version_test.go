package version_test

import (
	"testing"

	"doorstroommonitor/internal/version"
)

func TestIn(t *testing.T) {
	for _, c := range []struct {
		version, wanted string
		in              bool
	}{
		{"2026.1", "2026.1", true},
		{"2026.1", "2026.*", true},
		{"2026", "2026.*", true},
		{"2026.1.2", "2026.*", true},
		{"2026.1.2", "2026.1.*", true},
		{"2026.11", "2026.1.*", false},
		{"2026", "2026.0.*", false},
		{"2026.11", "2026.1", false},
		{"2027.1", "2026.*", false},
		{"20261", "2026.*", false},
		{"2026.1", "2026", false},
		{"2026", "2026.0", true},
		{"2026.1", ">=2026.1 <2027", true},
		{"2026.10", ">=2026.2 <2027", true},
		{"2026.1.9", ">=2026.1 <2027", true},
		{"2026", ">=2026.1 <2027", false},
		{"2027", ">=2026.1 <2027", false},
		{"2027.1", ">=2026.1 <2027", false},
		{"2025.9", ">=2026.1 <2027", false},
		{"2026.1", ">2026.1", false},
		{"2026.1.1", ">2026.1", true},
		{"2026.1", "<=2026.1", true},
		{"2026.1", "=2026.1", true},
		{"2026.2", "=2026.1", false},
		{"", "2026.*", false},
		{"2026.x", "2026.*", false},
		{"2026.1", "", false},
		{"2026.1", "*", false},
		{"2026.1", ">=2026.*", false},
		{"2026.1", ">= 2026", false},
		{"2026.1", "2026.1 of later", false},
		{"2026.-1", "2026.*", false},
		{"2026.+1", "2026.*", false},
	} {
		if version.In(c.version, c.wanted) != c.in {
			t.Errorf("version %q in range %q should be %v", c.version, c.wanted, c.in)
		}
	}
}

// TestRangesInWhichNoVersionLies are refused, and no others.
func TestRangesInWhichNoVersionLies(t *testing.T) {
	for wanted, ok := range map[string]bool{
		">=2027 <2026": false, ">2026.1 <2026.1": false, ">=2026.1 <2026.1": false, ">2026 <=2026": false, "2026.1 2026.2": false, "2026.* >=2027": false, "<0": false, "2026.* <2026": false,
		">=2026 <2027": true, ">=2026.1 <=2026.1": true, ">2026.1 <2026.2": true, ">2026 <2026.0.1": true, "2026.* >2026.3": true, "2026.0.*": true, "<2027": true, ">2027": true, "2026.1 2026.1.0": true,
	} {
		if _, err := version.ParseRange(wanted); (err == nil) != ok {
			t.Errorf("%q: %v", wanted, err)
		}
	}
}

func TestNext(t *testing.T) {
	for _, c := range []struct {
		from  string
		grade version.Grade
		want  string
	}{
		{"2026.1", version.Major, "2027.1"},
		{"2026.1.3", version.Major, "2027.1"},
		{"2026.1", version.Minor, "2026.2"},
		{"2026.9.3", version.Minor, "2026.10"},
		{"2026.1", version.Patch, "2026.1.1"},
		{"2026", version.Patch, "2026.0.1"},
		{"2026.1", version.None, "2026.1"},
	} {
		v, err := version.Parse(c.from)
		if err != nil {
			t.Fatal(err)
		}
		if got := v.Next(c.grade).String(); got != c.want {
			t.Errorf("after %s, %s: %s, want %s", c.from, c.grade, got, c.want)
		}
	}
}

// FuzzRange: what is read is written as it was read, and every version lies in
// its own range.
func FuzzRange(f *testing.F) {
	for _, s := range []string{"2026.1", "2026.*", ">=2026.1 <2027", "1..2", ".", "99999999999999999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = version.ParseRange(s)
		v, err := version.Parse(s)
		if err != nil {
			return
		}
		if !version.In(v.String(), v.String()) {
			t.Errorf("%q read as %s does not lie in its own range", s, v)
		}
	})
}
