package messagetest_test

import (
	"strings"
	"testing"

	"doorstroommonitor/internal/message"
	"doorstroommonitor/internal/message/messagetest"
)

const source = `package p

type checker struct{}

func (c *checker) report(rule, id, format string, args ...any) {}
func (c *checker) fail(id, format string, args ...any) { c.report("r", id, format, args...) }

func (c *checker) check() {
	fail := func(format string, args ...any) { c.fail("a", "rule: "+format, args...) }
	fail("is %d, not %s", 1, "b")
	c.fail("id", "column %s: %v", "a", 1)
	c.report("r", "id", "names no code")
	_ = texts.Errorf("needs %q")
	other("this is no format")
	_ = fault{Msg: "in order", Dutch: "in orde"}
}
`

// TestFindsWhatIsNotDutch changes the source or the catalogue in one thing.
func TestFindsWhatIsNotDutch(t *testing.T) {
	for _, c := range []struct {
		name, old, new string // in the source
		key, dutch     string // in the catalogue
		want           string // "" where all is said
	}{
		{name: "all is said"},
		{name: "arguments in another order", key: "is %d, not %s", dutch: "geen %[2]s maar %[1]d"},
		{name: "a closure that says something new", old: `fail("is %d, not %s"`, new: `fail("was %d, not %s"`, want: `source.go:10:7: no Dutch for "was %d, not %s"`},
		{name: "a method that says something new", old: `"names no code"`, new: `"names nothing"`, want: `source.go:12:22: no Dutch for "names nothing"`},
		{name: "an error that says something new", old: `"needs %q"`, new: `"wants %q"`, want: `no Dutch for "wants %q"`},
		{name: "what only looks like an address", old: "column %s: %v", new: "column missing: %v", want: `no Dutch for "column missing: %v"`},
		{name: "a format that is put together", old: `"names no code"`, new: `"names no "+what`, want: "source.go:12:22: the format has to be one text in quotes"},
		{name: "a format that is kept elsewhere", old: `"names no code"`, new: `noCode`, want: "the format has to be one text in quotes"},
		{name: "another verb", key: "is %d, not %s", dutch: "is %s, niet %s", want: "takes [1s 2s], not [1d 2s]"},
		{name: "an argument left out", key: "is %d, not %s", dutch: "is %d", want: "takes [1d], not [1d 2s]"},
		{name: "arguments the wrong way round", key: "is %d, not %s", dutch: "geen %s maar %d", want: "takes [1s 2d], not [1d 2s]"},
		{name: "English twice", key: "names no code", dutch: "names no code", want: "is not Dutch"},
		{name: "Dutch that nothing uses", key: "is gone", dutch: "is weg", want: `nothing says "is gone" any more`},
		{name: "a fault put together by hand", old: `, Dutch: "in orde"`, new: "", want: "source.go:15:6: a fault with Msg and without Dutch"},
		{name: "two places of a format", old: "func (c *checker) check() {", new: "func (d *doc) fail(format string) {}\nfunc (c *checker) check() {", want: "two functions fail take their format in different places"},
	} {
		text := strings.Replace(source, c.old, c.new, 1)
		files, err := messagetest.Source(text)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		dutch := message.Catalogue{"is %d, not %s": "is %d, niet %s", "names no code": "noemt geen code", "needs %q": "vraagt om %q"}
		if c.key != "" {
			dutch[c.key] = c.dutch
		}
		got := strings.Join(messagetest.Faults(files, dutch), "\n")
		if !strings.Contains(got, c.want) || (got == "") != (c.want == "") {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}
