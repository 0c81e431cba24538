package web

import (
	"bytes"
	_ "embed" // for openapi.json
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"doorstroommonitor/products/compare"
	"doorstroommonitor/products/indicator"
	"doorstroommonitor/release"
	"doorstroommonitor/sdmx"
)

//go:embed openapi.json
var openAPI []byte

// apiVersion is the version of the API in every answer.
const apiVersion = "1.0.0"

// apiRoutes names every address of the API; a test compares them with
// openapi.json.
func (h *portal) apiRoutes(mux *http.ServeMux) {
	for pattern, f := range h.apiHandlers() {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("API-Version", apiVersion)
			w.Header().Set("Access-Control-Allow-Origin", "*") // public data, read only
			h.answer(w, r, f)
		})
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) { problem(w, http.StatusNotFound, "") })
}

func (h *portal) apiHandlers() map[string]func(*http.Request) (*reply, error) {
	return map[string]func(*http.Request) (*reply, error){
		"/api/v1/openapi.json": func(*http.Request) (*reply, error) {
			return &reply{kind: "application/json", body: openAPI}, nil
		},
		"/api/v1/releases":     h.apiReleases,
		"/api/v1/structure":    h.apiStructure,
		"/api/v1/cubes":        h.apiCubes,
		"/api/v1/cubes/{cube}": h.apiCube,
		"/api/v1/cubes/{cube}/tables/{table}/{cohort}":               h.apiPartition,
		"/api/v1/cubes/{cube}/indicators/{indicator}/{cohort}":       h.apiIndicator,
		"/api/v1/cubes/{cube}/comparisons/{indicator}/{by}/{cohort}": h.apiComparison,
		"/api/v1/institutions":                                       h.apiInstitutions,
		"/api/v1/institutions/{code}":                                h.apiInstitution,
		"/api/v1/evaluations/{year}":                                 h.apiEvaluation,
	}
}

// reply is a whole answer; tag is the digest of the file it was made from, if
// it is made from one.
type reply struct {
	kind, tag string
	body      []byte
}

// answer turns a reply or an error into HTTP.
func (h *portal) answer(w http.ResponseWriter, r *http.Request, f func(*http.Request) (*reply, error)) {
	rep, err := f(r)
	var bad errBadRequest
	switch {
	case errors.As(err, &bad):
		problem(w, http.StatusBadRequest, string(bad))
		return
	case errors.Is(err, errNotFound):
		problem(w, http.StatusNotFound, "")
		return
	case err != nil:
		h.log.Error("api", "route", r.Pattern, "error", err.Error())
		problem(w, http.StatusInternalServerError, "")
		return
	}
	if rep.tag == "" {
		rep.tag = digest(rep.body)
	}
	w.Header().Set("Content-Type", rep.kind)
	w.Header().Set("Vary", "Accept")
	sendTagged(w, r, rep.tag, "public, max-age=3600", rep.body)
}

// errBadRequest is an error of the caller, in words for the caller.
type errBadRequest string

func (e errBadRequest) Error() string { return string(e) }

// problem writes an error as RFC 9457 problem details.
func problem(w http.ResponseWriter, status int, detail string) {
	if detail == "" {
		switch status {
		case http.StatusNotFound:
			detail = "There is nothing at this address. See /api/v1/openapi.json for what exists."
		case http.StatusMethodNotAllowed:
			detail = "This API only reads: use GET or HEAD."
		default:
			detail = "Something went wrong here, not in your request. Try again later."
		}
	}
	b, _ := json.Marshal(map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status, "detail": detail})
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("API-Version", apiVersion)
	w.WriteHeader(status)
	w.Write(append(b, '\n'))
}

func jsonReply(v any) (*reply, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return &reply{kind: "application/json", body: b.Bytes()}, nil
}

func (h *portal) apiReleases(*http.Request) (*reply, error) {
	type one struct {
		ID            string `json:"id"`
		Created       string `json:"created"`
		Audience      string `json:"audience"`
		Specification string `json:"specification"`
		Synthetic     bool   `json:"synthetic"`
		Files         int    `json:"files"`
		Root          string `json:"root"`
		Manifest      string `json:"manifest"`
	}
	var out []one
	for _, e := range h.editions {
		m := e.man
		out = append(out, one{m.ID, m.Created, m.Audience, m.Specification, m.Synthetic, len(m.Files), m.Tree.Root, "/bestanden/" + m.ID + "/" + release.ManifestName})
	}
	return jsonReply(map[string]any{"releases": out})
}

func (h *portal) apiStructure(*http.Request) (*reply, error) {
	e := h.current()
	b, err := e.rel.File(release.StructureName)
	if err != nil {
		return nil, err
	}
	return &reply{kind: "application/json", tag: e.files[release.StructureName].SHA256, body: b}, nil
}

func (h *portal) apiCubes(*http.Request) (*reply, error) {
	type one struct {
		ID         string    `json:"id"`
		Label      sdmx.Text `json:"label"`
		Definition sdmx.Text `json:"definition"`
		Cohorts    []int     `json:"cohorts"`
		Together   int       `json:"cohorts_together,omitempty"`
	}
	e := h.current()
	out := []one{}
	for i := range e.st.Cubes {
		c := &e.st.Cubes[i]
		years := cohortsOf(c)
		slices.Reverse(years)
		out = append(out, one{c.ID, c.Label, c.Definition, years, c.Together})
	}
	return jsonReply(map[string]any{"release": e.man.ID, "cubes": out})
}

func (h *portal) apiCube(r *http.Request) (*reply, error) {
	c := cubeOf(h.current().st, r.PathValue("cube"))
	if c == nil {
		return nil, errNotFound
	}
	return jsonReply(map[string]any{"release": h.current().man.ID, "cube": c})
}

// apiObservation is one cell; value is absent where the cell is hidden, and
// upper is absent where no upper bound is known.
type apiObservation struct {
	Key        map[string]string `json:"key"`
	Value      *int64            `json:"value"`
	Lower      int64             `json:"lower"`
	Upper      *int64            `json:"upper"`
	ObsStatus  string            `json:"obs_status"`
	ConfStatus string            `json:"conf_status"`
	// Estimate and Error are there for noisy counts: right on average, and how
	// far off as a standard deviation.
	Estimate *json.Number `json:"estimate,omitempty"`
	Error    *json.Number `json:"standard_error,omitempty"`
	// Method is there for rounded counts: how they were changed.
	Method string `json:"method,omitempty"`
	// Modelled is there for hidden counts of cubes with estimates: what a model
	// makes of the published figures, no observation.
	Modelled *json.Number `json:"modelled,omitempty"`
}

func hundredths(n int64) *json.Number {
	out := json.Number(sdmx.Hundredths(n))
	return &out
}

func keyOf(dims, codes []string) map[string]string {
	m := make(map[string]string, len(dims))
	for i, d := range dims {
		m[d] = codes[i]
	}
	return m
}

func toAPI(dims []string, o *sdmx.Observation, method string) apiObservation {
	out := apiObservation{Key: keyOf(dims, o.Key), Lower: o.Lower, ObsStatus: sdmx.ObsNormal, ConfStatus: sdmx.ConfFree}
	if o.Estimated {
		out.Value, out.Upper, out.ObsStatus = &o.Value, &o.Upper, sdmx.ObsEstimated
		if o.Perturbed {
			out.Method = method
			return out
		}
		out.Estimate, out.Error = hundredths(o.Estimate), hundredths(o.Error)
		return out
	}
	if o.Hidden {
		out.ObsStatus, out.ConfStatus = sdmx.ObsSuppressed, sdmx.ConfConfidential
		if o.Upper >= 0 {
			out.Upper = &o.Upper
		}
		if o.Modelled {
			out.Modelled = hundredths(o.Estimate)
		}
		return out
	}
	out.Value, out.Lower, out.Upper = &o.Value, o.Value, &o.Value
	return out
}

// apiPartition returns one partition as JSON, or as the sealed CSV file with
// ?format=csv or Accept: text/csv. Further query names are dimensions and
// keep the cells with that code (JSON only).
func (h *portal) apiPartition(r *http.Request) (*reply, error) {
	c, t, cohort, err := h.partitionOf(r, r.PathValue("table"))
	if err != nil {
		return nil, err
	}
	e := h.current()
	path := release.PartitionPath(c.ID, t.ID, cohort)
	csv, err := wantsCSV(r)
	if err != nil {
		return nil, err
	}
	keep, err := selection(r, c, t.Dimensions)
	if err != nil {
		return nil, err
	}
	if csv {
		if len(keep) > 0 {
			return nil, errBadRequest("A CSV answer is the sealed file itself and cannot be filtered: leave out the dimensions, or ask for format=json.")
		}
		b, err := e.rel.File(path)
		if err != nil {
			return nil, err
		}
		return &reply{kind: "text/csv; charset=utf-8", tag: e.files[path].SHA256, body: b}, nil
	}
	p, err := e.part(c.ID, t.ID, cohort)
	if err != nil {
		return nil, err
	}
	obs := []apiObservation{}
	for i := range p.Observations {
		if matches(keep, p.Dimensions, p.Observations[i].Key) {
			obs = append(obs, toAPI(p.Dimensions, &p.Observations[i], p.How()))
		}
	}
	rep, err := jsonReply(map[string]any{"release": e.man.ID, "cube": c.ID, "table": t.ID, "cohort": cohort, "dimensions": p.Dimensions, "observations": obs})
	if err == nil && len(keep) == 0 {
		rep.tag = e.files[path].SHA256 + "-json"
	}
	return rep, err
}

// apiIndicator returns an indicator for every key of its table, in percent.
func (h *portal) apiIndicator(r *http.Request) (*reply, error) {
	c, ind, p, err := h.indicatorPart(r)
	if err != nil {
		return nil, err
	}
	keep, err := selection(r, c, slices.DeleteFunc(slices.Clone(p.Dimensions), func(d string) bool { return d == ind.Dimension }))
	if err != nil {
		return nil, err
	}
	s, err := indicator.Compute(p.Dataset, *ind)
	if err != nil {
		return nil, err
	}
	out := []apiShare{}
	for i := range s.Values {
		if v := &s.Values[i]; matches(keep, s.Dimensions, v.Key) {
			out = append(out, toShare(s.Dimensions, v))
		}
	}
	return jsonReply(map[string]any{"release": h.current().man.ID, "cube": c.ID, "indicator": ind.ID, "cohort": p.Cohort, "unit": indicator.Unit, "dimensions": s.Dimensions, "values": out})
}

// apiComparison returns an indicator for every group of institutions, in
// percent, with on how many of them it rests.
func (h *portal) apiComparison(r *http.Request) (*reply, error) {
	c, ind, p, err := h.indicatorPart(r)
	if err != nil {
		return nil, err
	}
	at := slices.IndexFunc(c.Comparisons, func(x sdmx.Comparison) bool { return x.By == r.PathValue("by") })
	if at < 0 {
		return nil, errNotFound
	}
	x := c.Comparisons[at]
	s, err := compare.Compute(p.Dataset, *ind, x)
	if err != nil {
		return nil, err
	}
	type group struct {
		apiShare
		Institutions int `json:"institutions"`
		Hidden       int `json:"hidden_institutions"`
	}
	out := []group{}
	for i := range s.Values {
		v := &s.Values[i]
		out = append(out, group{toShare(s.Indicator.Dimensions, &v.Value), v.Institutions, v.Hidden})
	}
	return jsonReply(map[string]any{
		"release": h.current().man.ID, "cube": c.ID, "indicator": ind.ID, "cohort": p.Cohort, "unit": indicator.Unit, "by": x.By, "dimension": x.Dimension, "values": out,
	})
}

// indicatorPart finds an indicator and the partition that it is computed from.
func (h *portal) indicatorPart(r *http.Request) (*sdmx.Cube, *sdmx.Indicator, *part, error) {
	c := cubeOf(h.current().st, r.PathValue("cube"))
	if c == nil {
		return nil, nil, nil, errNotFound
	}
	at := slices.IndexFunc(c.Indicators, func(i sdmx.Indicator) bool { return i.ID == r.PathValue("indicator") })
	if at < 0 {
		return nil, nil, nil, errNotFound
	}
	_, t, cohort, err := h.partitionOf(r, c.Indicators[at].Table)
	if err != nil {
		return nil, nil, nil, err
	}
	p, err := h.current().part(c.ID, t.ID, cohort)
	return c, &c.Indicators[at], p, err
}

// apiShare is an indicator of one key.
type apiShare struct {
	Key         map[string]string `json:"key"`
	Value       *json.Number      `json:"value"`
	Lower       *json.Number      `json:"lower"`
	Upper       *json.Number      `json:"upper"`
	Numerator   *apiCount         `json:"numerator"`
	Denominator *apiCount         `json:"denominator"`
	ObsStatus   string            `json:"obs_status"`
	ConfStatus  string            `json:"conf_status"`
	Modelled    *json.Number      `json:"modelled,omitempty"`
}

func toShare(dims []string, v *indicator.Value) apiShare {
	o := apiShare{Key: keyOf(dims, v.Key), Numerator: count(v.Num), Denominator: count(v.Den), ObsStatus: v.ObsStatus, ConfStatus: v.ConfStatus}
	if v.Shown() || v.Estimated() {
		o.Value = tenths(v.PerMille)
	}
	if v.Shown() || v.Bounded() || v.Estimated() {
		o.Lower, o.Upper = tenths(v.Lower), tenths(v.Upper)
	}
	if v.Modelled {
		o.Modelled = tenths(v.Model)
	}
	return o
}

// apiCount is one count of an indicator, with bounds where it is hidden.
type apiCount struct {
	Value *int64 `json:"value"`
	Lower int64  `json:"lower"`
	Upper *int64 `json:"upper"`
	// Modelled is an estimate of a hidden count.
	Modelled *json.Number `json:"modelled,omitempty"`
}

func count(o *sdmx.Observation) *apiCount {
	if o == nil {
		return nil
	}
	a := toAPI(nil, &sdmx.Observation{Hidden: o.Hidden, Estimated: o.Estimated, Perturbed: o.Perturbed, Modelled: o.Modelled, Value: o.Value, Lower: o.Lower, Upper: o.Upper, Estimate: o.Estimate}, "")
	return &apiCount{a.Value, a.Lower, a.Upper, a.Modelled}
}

// tenths writes per mille as percent with one decimal, exactly.
func tenths(p int64) *json.Number {
	n := json.Number(strconv.FormatInt(p/10, 10) + "." + strconv.FormatInt(p%10, 10))
	return &n
}

// partitionOf reads cube, table and cohort from the path.
func (h *portal) partitionOf(r *http.Request, table string) (*sdmx.Cube, *sdmx.Table, int, error) {
	c := cubeOf(h.current().st, r.PathValue("cube"))
	if c == nil {
		return nil, nil, 0, errNotFound
	}
	t := tableOf(c, table)
	cohort, err := strconv.Atoi(r.PathValue("cohort"))
	if t == nil || err != nil || !hasCohort(t, cohort) {
		return nil, nil, 0, errNotFound
	}
	return c, t, cohort, nil
}

func wantsCSV(r *http.Request) (bool, error) {
	switch f := r.URL.Query().Get("format"); f {
	case "csv":
		return true, nil
	case "json":
		return false, nil
	case "":
		return strings.HasPrefix(r.Header.Get("Accept"), "text/csv"), nil
	default:
		return false, errBadRequest("The format can be json or csv.")
	}
}

// selection reads the codes to keep per dimension from the query. An unknown
// name is an error, so that a misspelt filter is not silently everything.
func selection(r *http.Request, c *sdmx.Cube, dims []string) (map[string]string, error) {
	keep := map[string]string{}
	for name, values := range r.URL.Query() {
		if name == "format" {
			continue
		}
		if !slices.Contains(dims, name) {
			return nil, errBadRequest("Unknown query name. This table can be filtered by: " + strings.Join(dims, ", ") + ".")
		}
		keep[name] = values[0]
	}
	return keep, nil
}

func matches(keep map[string]string, dims, key []string) bool {
	for i, d := range dims {
		if want, ok := keep[d]; ok && want != key[i] {
			return false
		}
	}
	return true
}

// apiPlace is one institution and where it occurs.
type apiPlace struct {
	Code         string             `json:"code"`
	Label        sdmx.Text          `json:"label"`
	Predecessors []sdmx.Predecessor `json:"predecessors,omitempty"`
	Occurs       []apiOccurs        `json:"occurs"`
}

type apiOccurs struct {
	Cube      string `json:"cube"`
	Dimension string `json:"dimension"`
	Role      string `json:"role"`
}

func toAPIPlace(p *place) apiPlace {
	out := apiPlace{Code: p.Code.ID, Label: p.Code.Label, Predecessors: p.Code.Predecessors, Occurs: []apiOccurs{}}
	for _, a := range p.seen {
		out.Occurs = append(out.Occurs, apiOccurs{a.cube.ID, a.dim, a.role})
	}
	return out
}

func (h *portal) apiInstitutions(r *http.Request) (*reply, error) {
	for name := range r.URL.Query() {
		if name != "q" {
			return nil, errBadRequest("Unknown query name. Institutions can be searched by: q.")
		}
	}
	out := []apiPlace{}
	for _, p := range search(h.current().places, r.URL.Query().Get("q")) {
		out = append(out, toAPIPlace(p))
	}
	return jsonReply(map[string]any{"release": h.current().man.ID, "institutions": out})
}

func (h *portal) apiInstitution(r *http.Request) (*reply, error) {
	p, ok := h.current().byCode[r.PathValue("code")]
	if !ok {
		return nil, errNotFound
	}
	if p.successor != nil {
		p = p.successor
	}
	return jsonReply(toAPIPlace(p))
}

func (h *portal) apiEvaluation(r *http.Request) (*reply, error) {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil {
		return nil, errNotFound
	}
	ev, _, err := h.evaluate(year)
	if err != nil {
		return nil, err
	}
	b, err := ev.JSON()
	return &reply{kind: "application/json", body: b}, err
}
