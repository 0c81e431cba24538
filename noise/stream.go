package noise

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math/big"
)

// Draw is everything that defines one draw of noise: one measured table of one
// protection group. Two draws that differ anywhere have independent noise.
type Draw struct {
	// Population and Year name the protection group, Table the measured table.
	Population string
	Year       int
	Table      string
	// Neighbours is the neighbour relation of the guarantee, in its own words.
	Neighbours string
	// Rho is the budget of the protection group, Weights the share of each of
	// its measured tables, in their order.
	Rho     *big.Rat
	Weights []*big.Rat
	// Specification is the digest of the specification in force.
	Specification [sha256.Size]byte
	// Counts are the true counts of the whole protection group. Only a keyed
	// digest of them is computed, and it never leaves the function.
	Counts []int64
}

// Stream is a stream of pseudorandom bits: AES-256 in counter mode under
//
//	HMAC-SHA-256(key, Version ‖ draw)
//
// where every part of the draw is written with its length. Bits are taken from
// the bytes in order, least significant first.
type Stream struct {
	cipher cipher.Stream
	buffer [4096]byte
	at     int
	word   uint64 // bits not yet taken, in its low end
	left   uint
}

// Stream returns the stream of a draw, at its beginning. An error names what
// the draw lacks.
func (k *Key) Stream(d Draw) (*Stream, error) {
	if err := d.check(); err != nil {
		return nil, err
	}
	mac := hmac.New(sha256.New, k.secret)
	mac.Write(d.encode())
	block, err := aes.NewCipher(mac.Sum(nil))
	if err != nil {
		return nil, fmt.Errorf("noise: %w", err)
	}
	s := &Stream{cipher: cipher.NewCTR(block, make([]byte, aes.BlockSize))}
	s.at = len(s.buffer)
	return s, nil
}

// Identity names a draw without telling anything of the counts to who lacks
// the key: equal for equal draws, unrelated for others (HMAC-SHA-256 under
// another label, hexadecimal). A book of charges holds it.
func (k *Key) Identity(d Draw) (string, error) {
	if err := d.check(); err != nil {
		return "", err
	}
	mac := hmac.New(sha256.New, k.secret)
	mac.Write(append([]byte("identity of a draw\x00"), d.encode()...))
	return hex.EncodeToString(mac.Sum(nil)), nil
}

func (d *Draw) check() error {
	missing := ""
	switch {
	case d.Population == "":
		missing = "population"
	case d.Year == 0:
		missing = "year"
	case d.Table == "":
		missing = "table"
	case d.Neighbours == "":
		missing = "neighbour relation"
	case d.Rho == nil || d.Rho.Sign() <= 0:
		missing = "positive rho"
	case len(d.Weights) == 0:
		missing = "weights"
	case d.Specification == [sha256.Size]byte{}:
		missing = "digest of the specification"
	case len(d.Counts) == 0:
		missing = "counts"
	}
	if missing != "" {
		return fmt.Errorf("noise: the draw for table %q of %s/%d has no %s", d.Table, d.Population, d.Year, missing)
	}
	return nil
}

// encode writes the draw so that no two draws have the same bytes.
func (d *Draw) encode() []byte {
	var out []byte
	put := func(part []byte) {
		out = binary.BigEndian.AppendUint64(out, uint64(len(part)))
		out = append(out, part...)
	}
	put([]byte(Version))
	put([]byte(d.Population))
	put(binary.BigEndian.AppendUint64(nil, uint64(d.Year)))
	put([]byte(d.Table))
	put([]byte(d.Neighbours))
	put([]byte(d.Rho.RatString()))
	put(binary.BigEndian.AppendUint64(nil, uint64(len(d.Weights))))
	for _, w := range d.Weights {
		put([]byte(w.RatString()))
	}
	put(d.Specification[:])
	counts := make([]byte, 0, 8*len(d.Counts))
	for _, n := range d.Counts {
		counts = binary.BigEndian.AppendUint64(counts, uint64(n))
	}
	put(counts)
	return out
}

// Uint64 returns the next 64 bits.
func (s *Stream) Uint64() uint64 { return s.bits(64) }

// bits returns the next n <= 64 bits, the first one least significant.
func (s *Stream) bits(n uint) uint64 {
	if n <= s.left {
		v := s.word & (1<<n - 1)
		s.word >>= n
		s.left -= n
		return v
	}
	v, have := s.word, s.left
	next := s.next()
	v |= next << have
	if n < 64 {
		v &= 1<<n - 1
	}
	s.word, s.left = next>>(n-have), 64-(n-have)
	return v
}

func (s *Stream) next() uint64 {
	if s.at == len(s.buffer) {
		clear(s.buffer[:])
		s.cipher.XORKeyStream(s.buffer[:], s.buffer[:])
		s.at = 0
	}
	s.at += 8
	return binary.LittleEndian.Uint64(s.buffer[s.at-8:])
}
