package web

import (
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

// AudiencePublic is the audience of the releases that anyone may read.
const AudiencePublic = "public"

// Release is what the portal reads. An implementation has verified the
// signature and the hash tree before the portal sees it, checks each file
// against its digest when it is read, and may be used by several goroutines
// at once. The caller must not change what is returned.
type Release interface {
	// Manifest returns the verified manifest.
	Manifest() *release.Manifest
	// Structure returns the metadata that travels inside the release.
	Structure() (*sdmx.Structure, error)
	// Partition returns the cells of one table for one cohort year.
	Partition(cube, table string, cohort int) (*sdmx.Dataset, error)
	// File returns the bytes of a file named in the manifest, or of the
	// manifest itself or its signature.
	File(path string) ([]byte, error)
}
