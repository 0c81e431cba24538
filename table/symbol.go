package table

import (
	"strconv"
	"strings"

	"doorstroommonitor/sdc"
)

// figure is what a published table says about one cell.
type figure struct {
	hidden       bool
	lower, upper int64 // equal where shown
}

// bounds are those of a symbol, with its defaults.
func (f *File) bounds(s Symbol) (lower, upper int64) {
	lower, upper = f.rule().Least(), sdc.Unbounded
	if s.Lower != nil {
		lower = *s.Lower
	}
	if s.Upper != nil {
		upper = *s.Upper
	}
	return lower, upper
}

// figure reads a published value: a whole number, a declared symbol, or "<5".
func (f *File) figure(text string) (figure, bool) {
	text = strings.TrimSpace(text)
	if s, ok := f.symbol(text); ok {
		lower, upper := f.bounds(s)
		return figure{true, lower, upper}, true
	}
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= 0 && n <= limit {
		return figure{false, n, n}, true
	}
	return figure{}, false
}

// symbol finds a symbol that is declared or known without.
func (f *File) symbol(text string) (Symbol, bool) {
	if s, ok := f.Hidden[text]; ok {
		return s, true
	}
	if below, ok := strings.CutPrefix(text, "<"); ok {
		n, err := strconv.ParseInt(strings.TrimSpace(below), 10, 64)
		if err != nil || n > limit || n-1 < f.rule().Least() {
			return Symbol{}, false
		}
		upper := n - 1
		return Symbol{Upper: &upper}, true
	}
	if f.Hidden == nil && (text == "" || text == "x" || text == ".") {
		return Symbol{}, true
	}
	return Symbol{}, false
}

// share reads a percentage with the declared decimals as a whole number of
// units of the last decimal. A hidden share is no share.
func (p *Percentage) share(text string) (units int64, shown, ok bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	if text == "" || text == "x" || text == "." {
		return 0, false, true
	}
	whole, part, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	if len(part) > p.Decimals {
		return 0, false, false
	}
	digits := whole + part + strings.Repeat("0", p.Decimals-len(part))
	units, err := strconv.ParseInt(digits, 10, 64)
	most, _ := strconv.ParseInt("100"+strings.Repeat("0", p.Decimals), 10, 64)
	return units, true, err == nil && units >= 0 && units <= most && !strings.HasPrefix(text, "+")
}

// ratio is what a share of so many units says: within half a unit.
func (p *Percentage) ratio(part, whole int32, units int64) sdc.Ratio {
	scale := int64(200)
	for range p.Decimals {
		scale *= 10
	}
	return sdc.Ratio{Part: part, Whole: whole, Low: max(0, 2*units-1), High: min(scale, 2*units+1), Scale: scale}
}
