//go:build clp && !clpstatic

package lp

// #cgo pkg-config: clp
import "C"
