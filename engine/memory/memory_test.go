package memory_test

import (
	"testing"

	"doorstroommonitor/engine"
	"doorstroommonitor/engine/enginetest"
	"doorstroommonitor/engine/memory"
)

func TestConformance(t *testing.T) {
	enginetest.Run(t, func(_ *testing.T, records map[string][]map[string]string) (engine.Engine, engine.Source) {
		e := &memory.Engine{Rows: map[string][]memory.Row{}}
		src := engine.Source{Records: map[string]engine.Files{}}
		for id, columns := range enginetest.Columns() {
			src.Records[id] = engine.Files{Columns: columns}
			for _, r := range records[id] {
				e.Rows[id] = append(e.Rows[id], memory.Row(r))
			}
		}
		return e, src
	})
}
