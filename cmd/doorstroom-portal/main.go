// Command doorstroom-portal serves sealed public releases. It links no engine
// and no cgo; everything it does is in package portal.
package main

import (
	"os"

	"doorstroommonitor/portal"
)

func main() { os.Exit(portal.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
