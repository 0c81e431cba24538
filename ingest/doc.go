// Package ingest takes registry extracts in: it reads files, checks them in
// stages, replaces person numbers by pseudonyms and leaves a store from which
// persons can be counted.
//
// What belongs here: reading the physical forms, the checks (one file
// check_*.go per stage), the quarantine of refused rows and the store on
// disk. What does not: what the fields mean (spec), how a fixed-width line is
// cut (layout), the pseudonym itself (pseudonym), and counting (cube, engine).
//
// # From file to store
//
// A reader cuts each file into blocks of whole lines; workers decode, check
// (stages format F, codes C, dates D) and pseudonymise every row in memory. The
// rows of one line are taken or refused together; those taken are appended to
// a spill file of their partition: record type, year and bucket. Then each
// partition is sorted, rows with equal keys are compared (stage keys K), where
// the layout says which of its lines leads that one stays, rows are held
// against the person's other rows (stage cross X), and what is left is written
// as Parquet. A number that identifies a person never
// reaches the disk; spill files hold pseudonyms and lie in a folder of mode
// 0700 that is removed at the end and at the next start.
//
// # The store
//
//	STORE/manifest.json                          what is in the store and what it was made from
//	STORE/receipt.json                           counts and findings of the run
//	STORE/quarantine.csv                         refused rows
//	STORE/RECORD/jaar=YYYY/bucket=NNN.parquet    records with a year
//	STORE/RECORD/bucket=NNN.parquet              records without
//
// Folders have mode 0700, files 0600. Columns are the fields of the record
// type in their order; all are strings, empty where the field is, except the
// year (int32). The person field holds the pseudonym. Rows are in the order of
// the pseudonym, then of all other fields, and the bucket follows from the
// first bytes of the pseudonym, so that the bytes of the store do not depend
// on the order of the input, the number of workers or the time.
//
// The store is made in STORE.part and renamed when it is whole. A whole store
// of the same inputs, specification, register, key, program and number of
// buckets is used again as it is.
//
// # Counting rows
//
// A line of a canonical file offers one row; a line of a layout offers one
// row per record it gives, and one when it cannot be read at all. Every row
// offered is either accepted or rejected. Rows that are equal in all fields
// are accepted and stored once; the others count as merged. Hence per file:
// in = accepted + rejected, and stored = accepted - merged.
package ingest
