package cli

import (
	"errors"
	"fmt"
	"testing"
)

func TestEveryJoinedErrorIsSaid(t *testing.T) {
	one, two := saidf("een fout", "one fault"), saidf("twee fouten", "two faults")
	plain := errors.New("no language")
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"joined", errors.Join(one, two), "een fout\ntwee fouten"},
		{"joined with one that has no Dutch", errors.Join(plain, two), "no language\ntwee fouten"},
		{"joined twice", errors.Join(one, errors.Join(two, plain)), "een fout\ntwee fouten\nno language"},
		{"in a sentence", fmt.Errorf("in %w and %w", plain, two), "twee fouten"},
		{"wrapped", fmt.Errorf("in: %w", one), "een fout"},
	} {
		if got := explain(c.err, "nl"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
