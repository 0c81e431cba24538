// Package spec is the Specificatierapport as code: what is counted, of whom,
// when, with which codes, what of it is published to whom and how it is
// protected. Every other step reads its definitions here.
//
// What belongs here: the language (its types), strict loading, and checks
// that need nothing but the specification. What does not: data about persons
// or institutions, counting, and any value of a cell.
package spec
