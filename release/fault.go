package release

import (
	"fmt"

	"doorstroommonitor/internal/message"
)

// Rules that a release can break.
const (
	RuleSignature = "R01" // the signature does not fit the text or the key
	RuleForm      = "R02" // the manifest is not in canonical form
	RuleFormat    = "R03" // the format version is unknown
	RuleName      = "R04" // a name or field is unsafe, empty or out of range
	RuleOrder     = "R05" // files are not in ascending order of path
	RuleTree      = "R06" // the root does not cover the listed files
	RuleMissing   = "R07" // a listed file is absent
	RuleSize      = "R08" // a file has another size
	RuleDigest    = "R09" // a file has another SHA-256
	RuleUnlisted  = "R10" // a file or folder is not listed
	RuleKind      = "R11" // a link, device or folder stands where a file should
	RuleEvidence  = "R12" // the evidence of a group does not fit its figures
)

// Fault says what is wrong with one file of a release. Path is relative to
// the release; Rule is one of the Rule constants; Text says what differs.
type Fault struct {
	Path string
	Rule string
	Text message.Text
}

// Error is the English text.
func (f *Fault) Error() string { return f.In("en") }

// In gives path, rule, difference and what to do next, in a language.
func (f *Fault) In(lang string) string {
	next := texts.Say("fetch the release again from the supplier and verify it before use")
	if f.Rule == RuleSignature {
		next = texts.Say("check that the public key is that of the supplier, then fetch the release again")
	}
	if f.Rule == RuleFormat {
		next = texts.Say("use a program that knows this format")
	}
	return fmt.Sprintf("%s: %s: %s", f.Path, f.Rule, texts.Say("%s; next: %s", f.Text, next).In(lang))
}

func fault(path, rule, format string, args ...any) *Fault {
	return &Fault{Path: path, Rule: rule, Text: texts.Say(format, args...)}
}
