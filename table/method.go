package table

import "doorstroommonitor/protect"

// methodNames lists the methods that are built in, in the order in which they
// are told.
const methodNames = "suppress, gauss, optimal, round-small, cell-key, primary, round"

// primaryOnly is the method that hides the sensitive cells and nothing else.
const primaryOnly = "primary"

// optimalOnly is the method that hides as few cells as can be.
const optimalOnly = "optimal"

// method is the method with its default.
func (f *File) method() string {
	if f.Method == "" {
		return "suppress"
	}
	return f.Method
}

// control reports whether the method is there to show what does not protect.
func (f *File) control() bool { return f.method() == primaryOnly || f.method() == roundEach }

// suppresses reports whether cells of the owner's data are hidden, and none
// perturbed.
func (f *File) suppresses() bool { return f.Data != "" && !f.perturbs() }

// methodNamed finds the method of the table file, and what of it has to be so
// before anything is read. Of a perturbing method, and of optimal before the
// cells are there, it returns nil.
func (f *File) methodNamed() (protect.Method, error) {
	switch f.method() {
	case "suppress":
		return protect.Suppress{Totals: f.Rule.Totals != ""}, nil
	case primaryOnly:
		return protect.Primary{}, nil
	case "gauss":
		return protect.Gauss{Singletons: protect.AnySum, ProtectZeros: f.zerosProtected()}, nil
	case optimalOnly:
		return nil, f.canOptimise()
	case roundSmall, roundEach, cellKey:
		return nil, f.canPerturb()
	}
	return nil, f.fault("F-METHOD", "method", say("methode %q is onbekend", "method %q is unknown", f.Method), say("kies uit: %s", "choose from: %s", methodNames))
}
