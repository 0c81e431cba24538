package ingest

import "bytes"

// splitCSV cuts a line (without its line end) at its separators into dst, which
// it returns. A value in double quotes may hold separators, and quotes when they
// are doubled; a value holds no line end. buf takes values whose quotes were
// doubled. It reports false when a quote is not closed or stands within an
// unquoted value.
func splitCSV(dst [][]byte, line, buf []byte, separator byte) ([][]byte, []byte, bool) {
	dst = dst[:0]
	if bytes.IndexByte(line, '"') < 0 {
		for {
			i := bytes.IndexByte(line, separator)
			if i < 0 {
				return append(dst, line), buf, true
			}
			dst = append(dst, line[:i])
			line = line[i+1:]
		}
	}
	for {
		var value []byte
		if len(line) > 0 && line[0] == '"' {
			var ok bool
			if value, line, buf, ok = quoted(line[1:], buf, separator); !ok {
				return dst, buf, false
			}
		} else {
			i := bytes.IndexByte(line, separator)
			if i < 0 {
				i = len(line)
			}
			value, line = line[:i], line[i:]
			if bytes.IndexByte(value, '"') >= 0 {
				return dst, buf, false
			}
		}
		dst = append(dst, value)
		if len(line) == 0 {
			return dst, buf, true
		}
		line = line[1:] // the separator
	}
}

// quoted reads a value after its opening quote and gives the rest of the
// line, which is empty or starts with the separator.
func quoted(line, buf []byte, separator byte) (value, rest, newBuf []byte, ok bool) {
	start := len(buf)
	for {
		i := bytes.IndexByte(line, '"')
		if i < 0 {
			return nil, nil, buf, false
		}
		if i+1 < len(line) && line[i+1] == '"' {
			buf = append(buf, line[:i+1]...)
			line = line[i+2:]
			continue
		}
		value, rest = line[:i], line[i+1:]
		if len(rest) > 0 && rest[0] != separator {
			return nil, nil, buf, false
		}
		if len(buf) > start {
			buf = append(buf, value...)
			value = buf[start:len(buf):len(buf)]
		}
		return value, rest, buf, true
	}
}
