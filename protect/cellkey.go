package protect

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"doorstroommonitor/sdc"
)

// minSecret is the least length of the secret of record keys, in bytes.
const minSecret = 32

// RecordKey returns the permanent key of one record of the cell key method
// (Fraser & Wooton 2005): the first 64 bits of
//
//	HMAC-SHA256(secret, person ‖ 0x00 ‖ cohort)
//
// It depends on nothing but the person and the cohort, so it stays the same
// when other records come, go or move. Keys that shift with the data give each
// delivery fresh noise, and averages over deliveries the truth. Refused are a
// secret under 32 bytes, an empty person, and a person with a zero byte, which
// could be mistaken for another person and cohort.
func RecordKey(secret []byte, person, cohort string) (uint64, error) {
	switch {
	case len(secret) < minSecret:
		return 0, fmt.Errorf("record key: the secret has %d bytes, not at least %d", len(secret), minSecret)
	case person == "":
		return 0, errors.New("record key: the person is empty")
	case strings.IndexByte(person, 0) >= 0:
		return 0, errors.New("record key: the person contains a zero byte")
	}
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(person + "\x00" + cohort))
	return binary.BigEndian.Uint64(mac.Sum(nil)), nil
}

// CellKeys returns the key of every column: the sum of the record keys in it
// modulo 2^64, given for each row the sum over its records. The same persons
// give the same key in whatever table, row or release they are counted.
func CellKeys(m *sdc.Matrix, rowKeys []uint64) []uint64 {
	keys := make([]uint64, m.Columns())
	for j := range keys {
		for _, r := range m.Column(j) {
			keys[j] += rowKeys[r]
		}
	}
	return keys
}

// Perturb returns the counts with noise (Giessing 2016; Enderle, Giessing,
// Tent 2020): a count n becomes n + v where lb <= u < ub for the entry of v in
// row n of the table and u = key/2^64. The comparison is between integers, the
// leading 26 bits of the key, so it has the same outcome on every machine.
// counts and keys are of the same cells; counts are not negative.
//
// A count of 0 stays 0, so groups that cannot exist stay empty; a count up to
// D may become 0, so a published 0 does not say that nobody is there. Noise is
// at most D either way, has mean 0 and at most the variance of the table.
//
// What this does not promise: cells do not add up, and the difference of a
// total and its parts is a second look at the same persons. The average over
// many different sets of persons, with one cell as the difference, leaks that
// cell. The table, the secret and the number of questions have to be kept
// small and out of sight.
func Perturb(t *PerturbationTable, counts []int64, keys []uint64) []int64 {
	noisy := make([]int64, len(counts))
	for c, n := range counts {
		u := uint32(keys[c] >> (64 - keyBits))
		for _, e := range t.Row(n) {
			if u < e.Upper {
				noisy[c] = n + int64(e.V)
				break
			}
		}
	}
	return noisy
}
