package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"errors"
	"io"
	"io/fs"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"
)

// contentTypes is the part that readers expect first in the archive.
const contentTypes = "[Content_Types].xml"

// sortedZip is a zip archive whose parts are written in a fixed order with a
// fixed date, whatever the order in which they were made: excelize goes over
// its sheets in the order of a map.
type sortedZip struct {
	w     io.Writer
	parts []part
}

type part struct {
	name    string
	content *bytes.Buffer
}

func newSortedZip(w io.Writer) excelize.ZipWriter { return &sortedZip{w: w} }

// Create starts a part.
func (z *sortedZip) Create(name string) (io.Writer, error) {
	p := part{name, new(bytes.Buffer)}
	z.parts = append(z.parts, p)
	return p.content, nil
}

// AddFS is part of excelize.ZipWriter; no workbook of this package needs it.
func (z *sortedZip) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the archive.
func (z *sortedZip) Close() error {
	slices.SortFunc(z.parts, func(a, b part) int {
		if (a.name == contentTypes) != (b.name == contentTypes) {
			if a.name == contentTypes {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.name, b.name)
	})
	zw := zip.NewWriter(z.w)
	for _, p := range z.parts {
		w, err := zw.CreateHeader(&zip.FileHeader{
			Name: p.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return err
		}
		if _, err := p.content.WriteTo(w); err != nil {
			return err
		}
	}
	return zw.Close()
}
