// Package deps holds no code of the program: its test reads the import graph
// of the module and compares it with the lattice written down there.
//
// What belongs here: rules about which package may see which. The import graph
// is a measure of protection: what serves releases cannot reach person rows or
// true counts, and the judge cannot reach the maker. What does not belong here:
// anything that another package imports.
package deps
