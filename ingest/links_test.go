package ingest_test

import (
	"testing"

	"doorstroommonitor/ingest"

	"github.com/google/go-cmp/cmp"
)

// TestLinkRatesAsCountedByHand: one person is at school in 2017, has a diploma
// and is at college in 2018, and works in 2019. A second is at college in
// 2018 and works in that year, which links either to the other; a third works
// in 2018 and 2019 and is in no register of education: in 2019 work links to
// the year before. A fourth works in 2019 alone, a fifth is at college in 2018
// alone: these are known from nowhere else.
func TestLinkRatesAsCountedByHand(t *testing.T) {
	for _, buckets := range []int{1, 4} {
		w := newWorld(t)
		w.options.Buckets = buckets
		w.add("persoon", "persoon.csv", personHeader+person+"123456781,M\n123456782,V\n123456783,V\n123456784,M\n")
		w.add("inschrijving", "inschrijving.csv", enrolmentHeader+havo+college+
			"123456781,2018,HBO,91AA,00,34000,BA,VT,,2018-09-01,2019-08-31,J,S,J,1\n"+
			"123456784,2018,HBO,91AA,00,34000,BA,VT,,2018-09-01,2019-08-31,J,S,J,1\n")
		w.add("diploma", "diploma.csv", diplomaHeader+havoPaper)
		w.add("arbeid", "arbeid.csv", workHeader+"123456780,2019,J,MIN12\n123456781,2018,J,MIN12\n123456782,2018,J,MIN12\n123456782,2019,J,MIN12\n123456783,2019,J,VANAF12\n")
		want := []ingest.LinkRate{
			{Record: "arbeid", Year: 2018, Persons: 2, Linked: 1},
			{Record: "arbeid", Year: 2019, Persons: 3, Linked: 2},
			{Record: "diploma", Year: 2018, Persons: 1, Linked: 1},
			{Record: "inschrijving", Year: 2018, Persons: 3, Linked: 2},
		}
		if diff := cmp.Diff(want, w.run().Links); diff != "" {
			t.Errorf("%d buckets (-want +got):\n%s", buckets, diff)
		}
	}
}
