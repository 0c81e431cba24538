package table

// index numbers cell keys: an open hash table, since a table of millions of
// cells is looked up tens of millions of times.
type index struct {
	keys   []uint64 // key + 1; 0: free
	values []int32
	used   int
}

func newIndex(size int) *index {
	n := 64
	for n < 2*size {
		n *= 2
	}
	return &index{keys: make([]uint64, n), values: make([]int32, n)}
}

func (x *index) slot(key uint64) int {
	h := (key + 1) * 0x9e3779b97f4a7c15
	mask := len(x.keys) - 1
	at := int(h>>20) & mask
	for x.keys[at] != 0 && x.keys[at] != key+1 {
		at = (at + 1) & mask
	}
	return at
}

// get returns the value of a key, or -1.
func (x *index) get(key uint64) int32 {
	if at := x.slot(key); x.keys[at] != 0 {
		return x.values[at]
	}
	return -1
}

// put gives a key a value unless it has one; it returns the value and whether
// it is fresh.
func (x *index) put(key uint64, value int32) (int32, bool) {
	at := x.slot(key)
	if x.keys[at] != 0 {
		return x.values[at], false
	}
	x.keys[at], x.values[at] = key+1, value
	if x.used++; 2*x.used > len(x.keys) {
		x.grow()
	}
	return value, true
}

func (x *index) grow() {
	old := *x
	x.keys, x.values = make([]uint64, 2*len(old.keys)), make([]int32, 2*len(old.keys))
	for i, k := range old.keys {
		if k != 0 {
			at := x.slot(k - 1)
			x.keys[at], x.values[at] = k, old.values[i]
		}
	}
}
