// Package web is the public portal: pages, pictures, downloads and a small
// read-only API over sealed releases.
//
// What belongs here: everything that turns a verified release into HTML, SVG
// or JSON, in Dutch and in English. What does not: opening folders or keys
// (portal does), making a release, and anything that could reach a person row
// or a true count: the package imports the vocabulary of structure, the
// release format, the ledger's lines and the evaluation, no more.
//
// Pages know no cube, table or code by name. They follow sdmx.Structure: the
// Role of a dimension (origin, destination, outcome), the indicator marked
// Main, and the order of the codelists.
//
// Three promises hold for every page: each number comes from the release at
// the moment of reading; a hidden value appears with the same words whatever
// the reason; and without login only releases for the audience "public" exist.
package web
