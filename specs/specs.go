// Package specs holds the specifications that the programs carry, one folder
// a year. It holds data only; reading them is the task of package spec.
package specs

import "embed"

// FS holds the embedded specifications.
//
//go:embed 2026
var FS embed.FS

// Current is the folder of the specification in use.
const Current = "2026"
