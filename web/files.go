package web

import (
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/release"
)

// fileKinds are the media types of files in a release by extension.
func fileKind(name string) string {
	switch path.Ext(name) {
	case ".csv":
		return "text/csv; charset=utf-8"
	case ".json":
		return "application/json"
	case ".parquet":
		return "application/vnd.apache.parquet"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".txt", ".minisig":
		return "text/plain; charset=utf-8"
	}
	return "application/octet-stream"
}

// file sends one file of a public release. Only names in the verified
// manifest exist, so no path can lead outside the release; the bytes are
// checked against the manifest's digest by the release when it is read.
func (h *portal) file(w http.ResponseWriter, r *http.Request) {
	e, ok := h.byID[r.PathValue("release")]
	name := r.PathValue("path")
	if !ok {
		h.notFound(w, r)
		return
	}
	f, listed := e.files[name]
	if !listed && name != release.ManifestName && name != release.SignatureName {
		h.notFound(w, r)
		return
	}
	b, err := e.rel.File(name)
	if err != nil {
		h.log.Error("file", "route", r.Pattern, "error", err.Error())
		h.fail(w, r, http.StatusInternalServerError)
		return
	}
	tag := f.SHA256
	if !listed {
		tag = digest(b)
	}
	w.Header().Set("Content-Type", fileKind(name))
	w.Header().Set("Content-Disposition", `attachment; filename="`+downloadName(name)+`"`)
	sendTagged(w, r, tag, "public, max-age=86400", b)
}

// downloadName is the name under which a browser keeps a file: the path with
// dashes, in plain letters.
func downloadName(p string) string {
	p = strings.TrimPrefix(strings.TrimPrefix(p, "data/"), "products/")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '/':
			return '-'
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		}
		return '_'
	}, p)
}

func (h *portal) publicKey(w http.ResponseWriter, r *http.Request) {
	if len(h.opt.PublicKey) == 0 {
		h.notFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="seal.pub"`)
	sendTagged(w, r, digest(h.opt.PublicKey), "public, max-age=86400", h.opt.PublicKey)
}

// download is one file offered on a page.
type download struct{ Label, URL, Name string }

// downloads lists the files of a partition, or those of the whole cube for an
// empty table, spreadsheets first.
func (e *edition) downloads(l *catalogue, cube, table string, cohort int) []download {
	var out []download
	for _, ext := range []string{".xlsx", ".csv", ".parquet"} {
		for _, f := range e.man.Files {
			if f.Cube != cube || f.Table != table || path.Ext(f.Path) != ext || f.Cohort != cohort && f.Cohort != 0 {
				continue
			}
			name := strings.ToUpper(strings.TrimPrefix(ext, "."))
			if strings.HasPrefix(f.Path, "indicators/") {
				name = l.T("download.indicators") + " " + name
			}
			if strings.HasPrefix(f.Path, "comparisons/") {
				name = l.T("download.comparisons") + " " + name
			}
			out = append(out, download{name + " (" + l.size(f.Size) + ")", "/bestanden/" + e.man.ID + "/" + f.Path, downloadName(f.Path)})
		}
	}
	return out
}

// workbook offers the spreadsheet of a whole cube beside each of its tables.
func (e *edition) workbook(l *catalogue, cube string) []download {
	var out []download
	for _, d := range e.downloads(l, cube, "", 0) {
		if strings.HasSuffix(d.Name, ".xlsx") {
			d.Label = l.T("download.workbook") + " " + d.Label
			out = append(out, d)
		}
	}
	return out
}

// indicatorFiles offers what a cube has beside its tables and its workbook.
func (e *edition) indicatorFiles(l *catalogue, cube string, cohort int) []download {
	return slices.DeleteFunc(e.downloads(l, cube, "", cohort), func(d download) bool { return strings.HasSuffix(d.Name, ".xlsx") })
}

// size writes a file size in kB or MB.
func (c *catalogue) size(n int64) string {
	kb := (n + 999) / 1000
	if kb < 1000 {
		return strconv.FormatInt(kb, 10) + nbsp + "kB"
	}
	return strconv.FormatInt((kb+500)/1000, 10) + nbsp + "MB"
}
