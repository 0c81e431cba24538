package table

import "doorstroommonitor/protect"

// methodNames lists the methods that are built in, in the order in which they
// are told.
const methodNames = "suppress, gauss, primary"

// primaryOnly is the method that hides the sensitive cells and nothing else.
const primaryOnly = "primary"

// method is the method with its default.
func (f *File) method() string {
	if f.Method == "" {
		return "suppress"
	}
	return f.Method
}

// methodNamed finds the method of the table file.
func (f *File) methodNamed() (protect.Method, error) {
	switch name := f.method(); name {
	case "suppress":
		return protect.Suppress{}, nil
	case primaryOnly:
		return protect.Primary{}, nil
	case "gauss":
		return protect.Gauss{Singletons: protect.AnySum, ProtectZeros: f.zerosProtected()}, nil
	case "optimal":
		return nil, f.notBuilt(name)
	case "round-small":
		return nil, f.notBuilt(name)
	case "round":
		return nil, f.notBuilt(name)
	case "cell-key":
		return nil, f.notBuilt(name)
	}
	return nil, f.fault("F-METHOD", "method", say("methode %q is onbekend", "method %q is unknown", f.Method), say("kies uit: %s", "choose from: %s", methodNames))
}

func (f *File) notBuilt(name string) error {
	return f.fault("F-METHOD", "method", say("methode %s zit niet in dit programma", "method %s is not in this build", name), say("gebruik suppress", "use suppress"))
}
