package strictyaml

import (
	"bytes"
	"strings"

	"doorstroommonitor/internal/message"
)

// unclosed finds a bracket or quotation mark that is not closed, a bracket that
// is closed by another, or one that closes nothing. The parser says that there
// is one, and names a line where it was not looking any more, or the first of
// all. What it says decides whether this is asked.
func unclosed(data []byte) (line, column int, what message.Text, ok bool) {
	s := &scanner{}
	for i, text := range bytes.Split(data, []byte("\n")) {
		s.number = i + 1
		if s.line(strings.TrimRight(string(text), "\r")) {
			break
		}
	}
	if s.wrong == nil && s.quote != 0 {
		s.wrong = s.quoted
		s.what = texts.Say("the quotation mark %s that opens here is not closed", string(s.quote))
	}
	if s.wrong == nil && len(s.open) > 0 {
		s.notClosed()
	}
	if s.wrong == nil {
		return 0, 0, message.Text{}, false
	}
	return s.wrong.line, s.wrong.column, s.what, true
}

// mark is a place where something opens.
type mark struct {
	sign         rune
	line, column int
	indent       int // of its line
}

// scanner goes through a file line by line. It knows no more of YAML than what
// brackets and quotation marks need.
type scanner struct {
	number int
	open   []*mark
	quote  rune // that is open, or 0
	quoted *mark
	block  int // the indent of the line under which a block of text stands, or -1
	folded bool
	wrong  *mark
	what   message.Text
}

func (s *scanner) notClosed() {
	s.wrong = s.open[len(s.open)-1]
	s.what = texts.Say("the %s that opens here is not closed", string(s.wrong.sign))
}

// line reads one line; true where it has found what is wrong.
func (s *scanner) line(text string) bool {
	rest := strings.TrimLeft(text, " ")
	indent := len(text) - len(rest)
	if s.folded && (rest == "" || indent > s.block) {
		return false
	}
	s.folded = false
	// Keys and items that begin no further in than what opened were not meant to
	// be within it.
	if len(s.open) > 0 && s.quote == 0 && rest != "" && !strings.ContainsAny(rest[:1], "]}#") && indent <= s.open[0].indent {
		s.notClosed()
		return true
	}
	before := ' ' // the last sign that is no space
	letters := []rune(text)
	for i := 0; i < len(letters); i++ {
		c := letters[i]
		here := &mark{c, s.number, i + 1, indent}
		spaced := i == 0 || letters[i-1] == ' ' || letters[i-1] == '\t'
		starts := before == ' ' || spaced && strings.ContainsRune("-:?", before) || len(s.open) > 0 && strings.ContainsRune("[{,:", before)
		switch {
		case s.quote == '"' && c == '\\':
			i++
		case s.quote != 0 && c == s.quote:
			if c == '\'' && i+1 < len(letters) && letters[i+1] == '\'' {
				i++
				break
			}
			s.quote, before = 0, c
		case s.quote != 0 || c == ' ' || c == '\t':
		case c == '#' && spaced:
			return false
		case (c == '&' || c == '!') && starts: // an anchor or a tag comes before the value
			for i+1 < len(letters) && letters[i+1] != ' ' {
				i++
			}
		case (c == '"' || c == '\'') && starts:
			s.quote, s.quoted = c, here
		case (c == '{' || c == '[') && (starts || len(s.open) > 0):
			s.open, before = append(s.open, here), c
		case (c == '}' || c == ']') && len(s.open) > 0:
			top := s.open[len(s.open)-1]
			if (top.sign == '{') != (c == '}') {
				s.wrong, s.what = top, texts.Say("the %s that opens here is not closed before %s in line %d", string(top.sign), string(c), s.number)
				return true
			}
			s.open, before = s.open[:len(s.open)-1], c
		case (c == '}' || c == ']') && (before == '}' || before == ']'):
			s.wrong, s.what = here, texts.Say("this %s closes nothing", string(c))
			return true
		case (c == '|' || c == '>') && starts && len(s.open) == 0:
			s.folded, s.block = true, indent
			return false
		default:
			before = c
		}
	}
	return false
}
