// Package evaluate makes the yearly evaluation that the agreement asks for:
// what was delivered to whom and when, what was refused, how much is hidden,
// and under which specification.
//
// What belongs here: counting in sealed releases and in the public ledger,
// and putting the result into words, Dutch first. What does not: judging a
// release, changing the ledger, or anything from the secret side; every line
// of an evaluation can be recounted by an outsider from the same two sources.
package evaluate
