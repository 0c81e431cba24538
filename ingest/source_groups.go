package ingest

import (
	"bytes"
	"context"
	"fmt"

	"doorstroommonitor/layout"
)

// groupReader cuts a file with several kinds of line into blocks of whole
// groups, since lines of a person must be read together, and holds the file
// against its header and trailer on the way.
type groupReader struct {
	*textReader
	frame *layout.Frame
	carry []byte // whole lines of the group that the next block completes
	first int64  // number of the first of them
}

func newGroupReader(t *textReader) *groupReader {
	return &groupReader{textReader: t, frame: t.file.layout.decoder.NewFrame(), first: 1}
}

// block sends the groups that end in these lines.
func (g *groupReader) block(ctx context.Context, data []byte) error {
	all := append(make([]byte, 0, len(g.carry)+len(data)), g.carry...)
	start := 0 // of the last group
	for line := range bytes.Lines(data) {
		part, bad := g.frame.Line(bytes.TrimRight(line, "\r\n"))
		if bad != nil {
			return g.file.stop(frameRule(bad), g.line, "", bad.Detail)
		}
		switch part {
		case layout.PartHeader:
			g.file.head = g.frame.Head()
			g.first = g.line + 1
		case layout.PartStart:
			start = len(all)
			all = append(all, line...)
		case layout.PartMember:
			all = append(all, line...)
		}
		g.line++
	}
	if err := g.send(ctx, all[:start]); err != nil {
		return err
	}
	if g.carry = all[start:]; len(g.carry) > blockSize {
		return g.file.stop(ruleLongLine, g.first, "", fmt.Sprintf("lines that belong together, from line %d on", g.first))
	}
	return nil
}

// end sends the last group.
func (g *groupReader) end(ctx context.Context) error {
	if bad := g.frame.End(); bad != nil {
		return g.file.stop(frameRule(bad), 0, "", bad.Detail)
	}
	return g.send(ctx, g.carry)
}

func (g *groupReader) send(ctx context.Context, data []byte) error {
	lines := int64(bytes.Count(data, []byte{'\n'}))
	if lines == 0 {
		return nil
	}
	b := block{file: g.file, line: g.first, data: data}
	g.first += lines
	g.rows += lines
	return g.reader.send(ctx, b)
}

func frameRule(e *layout.FrameError) *Rule {
	switch e.Kind {
	case layout.FrameFirst:
		return ruleFirst
	case layout.FrameCount:
		return ruleCount
	}
	return ruleLast
}
