package table

// combinations numbers lists of codes by first appearance. Each step of the
// chain ties the number of what came before to the next code, so that no
// number of dimensions is too large for a key.
type combinations struct {
	steps []*index
	next  []int32
}

func newCombinations(n int) *combinations {
	c := &combinations{next: make([]int32, n)}
	for range n {
		c.steps = append(c.steps, newIndex(1024))
	}
	return c
}

func (c *combinations) id(codes []int32) (id int32, fresh bool) {
	for i, code := range codes {
		// The low half is stirred, since the index looks at it first.
		low := uint32(code) + uint32(id)*0x9e3779b1
		id, fresh = c.steps[i].put(uint64(id)<<32|uint64(low), c.next[i])
		if fresh {
			c.next[i]++
		}
	}
	return id, fresh
}
