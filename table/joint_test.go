package table

import "testing"

func TestCircular(t *testing.T) {
	for name, c := range map[string]struct {
		tables [][]int
		want   bool
	}{
		"one":                      {[][]int{{0, 1, 2}}, false},
		"two that share one":       {[][]int{{0, 2}, {1, 2}}, false},
		"two that share two":       {[][]int{{0, 1, 2}, {1, 2, 3}}, false},
		"a chain":                  {[][]int{{0, 1}, {1, 2}, {2, 3}}, false},
		"a star":                   {[][]int{{0, 1}, {0, 2}, {0, 3}}, false},
		"apart":                    {[][]int{{0}, {1}, {2}}, false},
		"a triangle":               {[][]int{{0, 1}, {1, 2}, {0, 2}}, true},
		"a triangle within a set":  {[][]int{{0, 1}, {1, 2}, {0, 2}, {0, 1, 2}}, false},
		"a square":                 {[][]int{{0, 1}, {1, 2}, {2, 3}, {3, 0}}, true},
		"a triangle with a tail":   {[][]int{{0, 1}, {1, 2}, {0, 2}, {2, 3}}, true},
		"three that share in turn": {[][]int{{0, 1, 3}, {1, 2, 3}, {0, 2, 3}}, true},
	} {
		if got := circular(c.tables); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
