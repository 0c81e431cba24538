package table

import (
	"math"
	"runtime/debug"
)

// softLimit is where the garbage collector starts to work harder. The largest
// table that is measured, of three million cells, has six gigabytes in use;
// left alone, the heap grows to twice what is in use before it is swept.
const softLimit = 9 << 30

// thrifty sets the limit, unless GOMEMLIMIT has set another, and returns what
// takes it off again.
func thrifty() (undo func()) {
	if debug.SetMemoryLimit(-1) != math.MaxInt64 {
		return func() {}
	}
	debug.SetMemoryLimit(softLimit)
	return func() { debug.SetMemoryLimit(math.MaxInt64) }
}
