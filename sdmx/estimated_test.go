package sdmx

import (
	"bytes"
	"strings"
	"testing"
)

func noisy() *Dataset {
	return &Dataset{Cube: "C", Table: "t", Cohort: 2024, Dimensions: []string{"school"}, Observations: []Observation{
		{Key: []string{Total}, Estimated: true, Value: 37, Lower: 31, Upper: 44, Estimate: 3712, Error: 318},
		{Key: []string{"00AA"}, Estimated: true, Lower: 0, Upper: 5, Estimate: -104, Error: 290},
	}}
}

// TestEstimatedCellsTravelWhole: value, band, estimate and error survive the
// canonical CSV to the hundredth.
func TestEstimatedCellsTravelWhole(t *testing.T) {
	var b bytes.Buffer
	if err := noisy().WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	const want = `cube,table,cohort,school,value,lower,upper,obs_status,conf_status,estimate,standard_error
C,t,2024,_T,37,31,44,E,F,37.12,3.18
C,t,2024,00AA,0,0,5,E,F,-1.04,2.90
`
	if b.String() != want {
		t.Fatalf("got\n%s", b.String())
	}
	d, err := ReadCSV(&b)
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range noisy().Observations {
		o.Key = d.Observations[i].Key
		if got := d.Observations[i]; got.Exact() || got.Estimate != o.Estimate || got.Error != o.Error || got.Value != o.Value || got.Lower != o.Lower || got.Upper != o.Upper {
			t.Errorf("cell %d: %+v, want %+v", i, got, o)
		}
	}
}

// TestEstimatedCellsKeepTheirBand: a number without its band, a value outside
// it and a mixture are refused.
func TestEstimatedCellsKeepTheirBand(t *testing.T) {
	head := strings.Join(noisy().Columns(), ",") + "\n"
	for line, want := range map[string]string{
		"C,t,2024,_T,37,31,36,E,F,37.12,3.18":  "not in its band",
		"C,t,2024,_T,37,,,E,F,37.12,3.18":      "not a count",
		"C,t,2024,_T,37,37,37,A,F,37.00,0.00":  "status pair",
		"C,t,2024,_T,37,31,44,E,F,37.1,3.18":   "two decimals",
		"C,t,2024,_T,37,31,44,E,F,37.12,-3.18": "negative",
	} {
		if _, err := ReadCSV(strings.NewReader(head + line + "\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
	if _, err := ReadCSV(strings.NewReader("cube,table,cohort,school,value,lower,upper,obs_status,conf_status\nC,t,2024,_T,37,31,44,E,F\n")); err == nil {
		t.Error("an estimated cell among exact ones is read")
	}
	d := noisy()
	d.Observations[1].Estimated = false
	if err := d.WriteCSV(&bytes.Buffer{}); err == nil {
		t.Error("a mixture is written")
	}
}
