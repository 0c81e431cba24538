package sdmx

import (
	"bytes"
	"strings"
	"testing"
)

func modelled() *Dataset {
	return &Dataset{Cube: "C", Table: "t", Cohort: 2024, Dimensions: []string{"school"}, Modelled: true, Observations: []Observation{
		{Key: []string{Total}, Value: 37, Lower: 37, Upper: 37},
		{Key: []string{"00AA"}, Hidden: true, Modelled: true, Lower: 1, Upper: 9, Estimate: 425},
		{Key: []string{"00BB"}, Hidden: true, Modelled: true, Lower: 1, Upper: -1, Estimate: 3275},
	}}
}

// TestModelledEstimatesAreNoObservations: the column of the value stays empty,
// and the estimate survives the canonical CSV.
func TestModelledEstimatesAreNoObservations(t *testing.T) {
	var b bytes.Buffer
	if err := modelled().WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	const want = `cube,table,cohort,school,value,lower,upper,obs_status,conf_status,modelled
C,t,2024,_T,37,37,37,A,F,
C,t,2024,00AA,,1,9,Q,C,4.25
C,t,2024,00BB,,1,,Q,C,32.75
`
	if b.String() != want {
		t.Fatalf("got\n%s", b.String())
	}
	d, err := ReadCSV(&b)
	if err != nil {
		t.Fatal(err)
	}
	if o := d.Observations[1]; !d.Modelled || !o.Hidden || !o.Modelled || o.Value != 0 || o.Estimate != 425 {
		t.Errorf("read as %+v", o)
	}
	// without a hidden cell the column is there all the same
	b.Reset()
	whole := modelled()
	whole.Observations = whole.Observations[:1]
	if err := whole.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	if d, err := ReadCSV(&b); err != nil || !d.Modelled {
		t.Errorf("a partition that hides nothing: %v", err)
	}
}

// TestAModelledEstimateKeepsToItsBounds: one outside, one missing and one beside
// a published value are refused.
func TestAModelledEstimateKeepsToItsBounds(t *testing.T) {
	head := strings.Join(modelled().Columns(), ",") + "\n"
	for line, want := range map[string]string{
		"C,t,2024,_T,,1,9,Q,C,9.01":     "not within its bounds",
		"C,t,2024,_T,,1,9,Q,C,0.99":     "not within its bounds",
		"C,t,2024,_T,,1,9,Q,C,":         "two decimals",
		"C,t,2024,_T,,1,9,Q,C,4.2":      "two decimals",
		"C,t,2024,_T,4,1,9,Q,C,4.00":    "a value stands beside status",
		"C,t,2024,_T,37,37,37,A,F,37.0": "beside the published value",
	} {
		if _, err := ReadCSV(strings.NewReader(head + line + "\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
}
