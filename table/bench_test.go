package table

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkReadPersons reads 100,000 rows of six columns, three of them
// dimensions.
func BenchmarkReadPersons(b *testing.B) {
	var text strings.Builder
	text.WriteString("person,year,school,level,sex,dest\n")
	for i := range 100_000 {
		fmt.Fprintf(&text, "%d,2023,S%03d,L%d,M,D%02d\n", i, i*7919%700, i%6, i*31%20)
	}
	f, err := Parse("table.yaml", []byte("dimensions: [{column: school}, {column: level}, {column: dest}]\n"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := f.parseData("data.csv", strings.NewReader(text.String())); err != nil {
			b.Fatal(err)
		}
	}
}
