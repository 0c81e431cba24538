package sdmx

import (
	"bytes"
	"strings"
	"testing"
)

// TestPerturbedCellsTravelWithTheirBounds: value, bounds and method survive the
// canonical CSV; a value outside its bounds, another status or an unknown
// method does not.
func TestPerturbedCellsTravelWithTheirBounds(t *testing.T) {
	d := &Dataset{Cube: "C", Table: "t", Cohort: 2024, Dimensions: []string{"school"}, Observations: []Observation{
		{Key: []string{Total}, Estimated: true, Perturbed: true, Value: 37, Lower: 27, Upper: 47},
		{Key: []string{"00AA"}, Estimated: true, Perturbed: true, Lower: 0, Upper: 10},
	}}
	var b bytes.Buffer
	if err := d.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	const head = "cube,table,cohort,school,value,lower,upper,obs_status,conf_status,method\n"
	if want := head + "C,t,2024,_T,37,27,47,E,F,small_count_rounding\nC,t,2024,00AA,0,0,10,E,F,small_count_rounding\n"; b.String() != want {
		t.Fatalf("got\n%s", b.String())
	}
	read, err := ReadCSV(&b)
	if err != nil {
		t.Fatal(err)
	}
	if o := read.Observations[0]; !o.Perturbed || o.Exact() || o.Value != 37 || o.Lower != 27 || o.Upper != 47 {
		t.Errorf("read as %+v", o)
	}
	for line, want := range map[string]string{
		"C,t,2024,_T,48,27,47,E,F,small_count_rounding": "not in its band",
		"C,t,2024,_T,37,37,37,A,F,small_count_rounding": "status pair",
		"C,t,2024,_T,37,27,47,E,F,rounding":             "unknown method",
	} {
		if _, err := ReadCSV(strings.NewReader(head + line + "\n")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
	keyed := *d
	keyed.Method = CellKey
	b.Reset()
	if err := keyed.WriteCSV(&b); err != nil {
		t.Fatal(err)
	}
	written := b.String()
	if read, err := ReadCSV(&b); err != nil || read.Method != CellKey || !strings.HasSuffix(written, "E,F,cell_key\n") {
		t.Errorf("cell keys are read as %+v, %v", read, err)
	}
	for _, mixed := range []string{"cell_key\nC,t,2024,00AA,0,0,10,E,F,small_count_rounding\n", "small_count_rounding\nC,t,2024,00AA,0,0,10,E,F,cell_key\n"} {
		if _, err := ReadCSV(strings.NewReader(head + "C,t,2024,_T,37,27,47,E,F," + mixed)); err == nil {
			t.Errorf("two methods in one partition are read: %s", mixed)
		}
	}
	d.Observations[1].Perturbed = false
	if err := d.WriteCSV(&bytes.Buffer{}); err == nil {
		t.Error("perturbed and noisy cells in one partition are written")
	}
}

// TestBoundsOfAPerturbedCount: by hand, for counts that are at most 10 off.
func TestBoundsOfAPerturbedCount(t *testing.T) {
	p := Perturbation{Method: Rounding, Base: 6, Deviation: 10}
	for published, want := range map[int64][2]int64{0: {0, 10}, 6: {1, 16}, 11: {1, 21}, 12: {2, 22}, 300: {290, 310}} {
		if lower, upper := p.Bounds(published); lower != want[0] || upper != want[1] {
			t.Errorf("%d: %d to %d, want %v", published, lower, upper, want)
		}
	}
}
