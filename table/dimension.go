package table

// Dimension is one classification of the persons: its codes and every way in
// which a code splits up. Code 0 is the total. Two hierarchies on one column
// are two ways to split, over the same finest codes.
type Dimension struct {
	// Name heads the dimension's column in what is written.
	Name string
	// Codes are the names of all codes, the total first.
	Codes []string
	// Splits says which codes add up to which, for every hierarchy.
	Splits []Split

	up     [][]int32 // code -> itself and every code that contains it
	splits [][]int32 // code -> Splits of which it is the parent
	finest []int32   // codes without a split
}

// Split says that the children add up to the parent.
type Split struct {
	Parent   int32
	Children []int32
}

// link derives what is looked up while cells are made. Splits hold no circle.
func (d *Dimension) link() {
	d.splits = make([][]int32, len(d.Codes))
	above := make([][]int32, len(d.Codes))
	for i, s := range d.Splits {
		d.splits[s.Parent] = append(d.splits[s.Parent], int32(i))
		for _, c := range s.Children {
			above[c] = append(above[c], s.Parent)
		}
	}
	d.up = make([][]int32, len(d.Codes))
	for c := range d.Codes {
		seen := map[int32]bool{int32(c): true}
		list := []int32{int32(c)}
		for i := 0; i < len(list); i++ {
			for _, p := range above[list[i]] {
				if !seen[p] {
					seen[p] = true
					list = append(list, p)
				}
			}
		}
		d.up[c] = list
		if len(d.splits[c]) == 0 {
			d.finest = append(d.finest, int32(c))
		}
	}
}
