// Command doorstroom carries out the whole route of the Doorstroommonitor.
package main

import (
	"os"

	"doorstroommonitor/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
