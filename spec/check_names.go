package spec

import "regexp"

// plain matches the ids that a release can carry: they become the names of its
// folders and files, and part of addresses. Package products asks the same.
var plain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]*$`)

// carried checks an id that becomes part of a release.
func (c *checker) carried(kind, id, what, name string) {
	if !plain.MatchString(name) {
		c.fail(kind, id, "%sid: %q is not made of letters, digits, - and _, a letter or digit first; a release cannot carry it", what, name)
	}
}
