//go:build clp && !clpstatic

package lp

// #cgo pkg-config: cbc clp
import "C"
