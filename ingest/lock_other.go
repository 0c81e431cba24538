//go:build !unix

package ingest

// lockStore does nothing where files have no advisory locks.
func lockStore(string) (unlock func(), err error) { return func() {}, nil }
