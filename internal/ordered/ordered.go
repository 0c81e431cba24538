// Package ordered gives Parquet schemas whose columns keep the order of the CSV
// beside them.
//
// What belongs here: the order. What does not: which columns there are.
package ordered

import (
	"slices"

	"github.com/parquet-go/parquet-go"
)

// Group is a parquet.Group with its columns in the given order; a Group alone
// sorts them by name.
type Group struct {
	parquet.Group
	Columns []string
}

// Fields returns the columns in that order.
func (g Group) Fields() []parquet.Field {
	fields := g.Group.Fields()
	slices.SortFunc(fields, func(a, b parquet.Field) int {
		return slices.Index(g.Columns, a.Name()) - slices.Index(g.Columns, b.Name())
	})
	return fields
}
