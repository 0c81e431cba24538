package seal

import "doorstroommonitor/release"

// anything approves every set of files: for tests of the writer alone.
func anything(string, []release.File) error { return nil }
