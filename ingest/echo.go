package ingest

// maxEcho is the longest value that a report repeats, in bytes.
const maxEcho = 12

// echo gives a value as a report may repeat it: only when it is short and
// looks like a code, and never when it may be a person number. Otherwise it
// gives nothing. It errs on the side of silence: a wrong date of eight digits
// may be silenced because it could be a number.
func echo(v []byte) string {
	if len(v) > maxEcho {
		return ""
	}
	if isDate(v) {
		return string(v)
	}
	letters := 0
	var digits []byte
	for _, c := range v {
		switch {
		case c >= '0' && c <= '9':
			digits = append(digits, c)
			letters = 0
		case c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z':
			letters++
			if letters > 5 { // names have more letters in a row than codes
				return ""
			}
		case c == '_' || c == '-' || c == '.' || c == '/':
			letters = 0
		default:
			return ""
		}
	}
	if mayBePersonNumber(digits) {
		return ""
	}
	return string(v)
}

// mayBePersonNumber reports whether digits have the length of a person number
// or more, or become one that passes the eleven-test with a zero before them.
func mayBePersonNumber(digits []byte) bool {
	return len(digits) >= 9 || len(digits) == 8 && elevenTest(append([]byte{'0'}, digits...))
}

// elevenTest is the test of the citizen service number: nine times the first
// digit plus eight times the second ... plus twice the eighth minus the ninth
// is divisible by eleven. The education number leaves remainder 5 in the same
// sum and is taken for a person number too.
func elevenTest(d []byte) bool {
	sum := -int(d[8] - '0')
	for i := range 8 {
		sum += (9 - i) * int(d[i]-'0')
	}
	rest := ((sum % 11) + 11) % 11
	return rest == 0 || rest == 5
}
