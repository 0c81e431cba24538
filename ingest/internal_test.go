package ingest

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"
	"time"
)

// FuzzSplitCSV holds the splitter against encoding/csv: what it accepts it
// cuts alike, and what encoding/csv refuses it refuses.
func FuzzSplitCSV(f *testing.F) {
	for _, s := range []string{"a,b,c", `"a,b",c`, `"a""b",,`, `a"b,c`, `"a`, `"a"b`, "", ",", `""`, `"",""""`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if strings.ContainsAny(line, "\r\n") || line == "" {
			return
		}
		cells, _, ok := splitCSV(nil, []byte(line), nil, ',')
		want, err := csv.NewReader(strings.NewReader(line + "\n")).Read()
		if ok != (err == nil) {
			t.Fatalf("%q: accepted %v, encoding/csv says %v", line, ok, err)
		}
		var got []string
		for _, c := range cells {
			got = append(got, string(c))
		}
		if ok && !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	})
}

func TestEcho(t *testing.T) {
	k := known{"VO": true, "VMBO_B": true, "HAVO": true}
	for value, want := range map[string]string{
		"VO": "VO", "VMBO_B": "VMBO_B", "HAVO": "HAVO", // codes, of whatever field
		"90AA": "90AA", "99ZZ": "99ZZ", // the form of a BRIN
		"34000": "34000", "2018-02-29": "2018-02-29", "99": "99", "-1": "-1", "": "",
		"Z": "Z", "2B": "2B", // one letter is no name
		"123456782":    "‹999999999›", // passes the eleven-test
		"123456780":    "‹999999999›", // does not, but is as long as a person number
		"000123456782": "‹999999999999›",
		"123.456.782":  "‹999.999.999›",
		"111-222-33":   "‹999-999-99›",
		"12345678A":    "12345678A",
		"Jan":          "‹AAA›",
		"Jans":         "‹AAAA›",
		"JAN":          "‹AAA›",
		"Bo":           "‹AA›",
		"Havo":         "‹AAAA›",
		"MBO-5":        "‹AAA-9›",
		"1234AB":       "‹9999AA›", // a postal code
		"van Dijk":     "‹AAA AAAA›",
		"Zoë":          "‹AAA›",
		"a\nb":         "", "\xffa": "",
		"averylongcode": "",
	} {
		if value == "111-222-33" && !elevenTest([]byte("011122233")) {
			want = value
		}
		if value == "12345678A" && elevenTest([]byte("012345678")) {
			want = "‹99999999A›"
		}
		if got := k.echo([]byte(value)); got != want {
			t.Errorf("echo(%q) = %q, want %q", value, got, want)
		}
	}
}

// The number 111222333 is the example of the Dutch tax office.
func TestElevenTest(t *testing.T) {
	for number, want := range map[string]bool{"111222333": true, "123456782": true, "123456789": false} {
		if got := elevenTest([]byte(number)); got != want {
			t.Errorf("%s: %v", number, got)
		}
	}
}

// FuzzIsDate holds the date check against the time package.
func FuzzIsDate(f *testing.F) {
	for _, s := range []string{"2024-02-29", "2023-02-29", "1900-02-29", "2000-02-29", "2024-13-01", "2024-00-01", "2024-04-31", "0000-01-01", "2024-1-01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := time.Parse(time.DateOnly, s)
		if got, want := isDate([]byte(s)), err == nil && len(s) == 10; got != want {
			t.Errorf("isDate(%q) = %v, want %v", s, got, want)
		}
		if err != nil || len(s) != 10 {
			return
		}
		year := d.Year()
		if !d.Before(time.Date(year, 10, 1, 0, 0, 0, 0, time.UTC)) {
			year++
		}
		if got := yearAfter([]byte(s)); got != year {
			t.Errorf("yearAfter(%q) = %d, want %d", s, got, year)
		}
	})
}

func TestBucketsCoverAllPseudonymsInOrder(t *testing.T) {
	for _, n := range []int{1, 3, 8, 256} {
		last := 0
		for v := 0; v < 1<<16; v += 5 {
			name := []byte("0000000000000000")
			for i := range 4 {
				name[i] = "0123456789abcdef"[v>>(12-4*i)&15]
			}
			b := bucketOf(name, n)
			if b < last || b >= n {
				t.Fatalf("%d buckets: %s is in %d after %d", n, name, b, last)
			}
			last = b
		}
		if last != n-1 {
			t.Errorf("%d buckets: the last is %d", n, last)
		}
	}
}
