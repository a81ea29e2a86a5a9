package calendar

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxToken is how much text without a blank is looked at in one piece. A link that
// is longer is none.
const maxToken = 16 << 10

// scanner walks a text once. It decodes what the text is wrapped in (entities, JSON
// escapes, quoted-printable, folded lines) a character at a time, and hands pieces
// that hold no blank or quote to [scanner.token].
type scanner struct {
	in     string
	pos    int
	quoted bool // the text is quoted-printable
	folded bool // the text is iCalendar
	links  []Link
	steps  int // bytes looked at, for the test that there are not too many
}

func newScanner(text string) *scanner {
	return &scanner{
		in:     text,
		quoted: strings.Contains(text, "=3D") || strings.Contains(text, "quoted-printable"),
		folded: strings.Contains(text, "BEGIN:VCALENDAR"),
	}
}

// piece is decoded text and where each byte of it came from.
type piece struct {
	text []byte
	from []int // start of each byte in the input
	end  int   // end of the last one
	cut  bool  // it goes on: what touches its end is not whole
}

func (p *piece) span(i, j int) (start, end int) {
	if j == len(p.text) {
		return p.from[i], p.end
	}
	return p.from[i], p.from[j]
}

func (p *piece) reset() { p.text, p.from, p.cut = p.text[:0], p.from[:0], false }

func (p *piece) add(r rune, from, end int) {
	was := len(p.text)
	p.text = utf8.AppendRune(p.text, r)
	for range len(p.text) - was {
		p.from = append(p.from, from)
	}
	p.end = end
}

// scan reads the text to its end.
func (s *scanner) scan() {
	var p piece
	before := ' ' // the character before the piece
	for s.pos < len(s.in) {
		from := s.pos
		r := s.next()
		switch {
		case r == skipped:
		case !inLink(r):
			s.token(&p, before)
			p.reset()
			before = r
		default:
			p.add(r, from, s.pos)
			if len(p.text) >= maxToken {
				p.cut = true
				s.token(&p, before)
				p.reset()
				before = '\\' // what follows begins in the middle of something
			}
		}
	}
	s.token(&p, before)
}

// skipped is what next returns for bytes that stand for nothing.
const skipped = utf8.MaxRune + 1

// next decodes one character.
func (s *scanner) next() rune {
	s.steps++
	c := s.in[s.pos]
	rest := s.in[s.pos:]
	switch {
	case c == '&':
		return s.entity(rest)
	case c == '\\':
		return s.escape(rest)
	case c == '=' && s.quoted:
		return s.hex(rest)
	case (c == '\r' || c == '\n') && s.folded:
		n := 1
		if strings.HasPrefix(rest, "\r\n") {
			n = 2
		}
		s.pos += n
		if s.pos < len(s.in) && (s.in[s.pos] == ' ' || s.in[s.pos] == '\t') {
			s.pos++
			return skipped
		}
		return '\n'
	case c < utf8.RuneSelf:
		s.pos++
		return rune(c)
	}
	r, n := utf8.DecodeRuneInString(rest)
	s.pos += n
	return r
}

// entities of HTML that stand in or beside links.
var entities = map[string]rune{
	"amp": '&', "lt": '<', "gt": '>', "quot": '"', "apos": '\'', "nbsp": ' ', "sol": '/', "colon": ':', "period": '.',
	"quest": '?', "equals": '=', "num": '#', "percnt": '%', "lowbar": '_', "hyphen": '-', "commat": '@',
}

// entity decodes an HTML character reference; an & that begins none is itself.
func (s *scanner) entity(rest string) rune {
	const longest = len("&percnt;")
	end := strings.IndexByte(rest[:min(len(rest), longest)], ';')
	if end > 1 {
		name := rest[1:end]
		r, ok := entities[name]
		if !ok && name[0] == '#' {
			r, ok = number(name[1:])
		}
		if ok {
			s.pos += end + 1
			return r
		}
	}
	s.pos++
	return '&'
}

// number reads 47 and x2F.
func number(text string) (r rune, ok bool) {
	base := rune(10)
	if text != "" && (text[0] == 'x' || text[0] == 'X') {
		base, text = 16, text[1:]
	}
	if text == "" {
		return 0, false
	}
	for i := range len(text) {
		d := digit(text[i])
		if d < 0 || rune(d) >= base {
			return 0, false
		}
		if r = r*base + rune(d); r > utf8.MaxRune {
			return 0, false
		}
	}
	return r, true
}

// digit returns the value of a hexadecimal digit, or -1.
func digit(c byte) int {
	switch {
	case c >= '0' && c <= '9':
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// escape decodes what JSON and iCalendar put behind a backslash.
func (s *scanner) escape(rest string) rune {
	if len(rest) >= 6 && rest[1] == 'u' {
		if r, ok := number("x" + rest[2:6]); ok {
			s.pos += 6
			return r
		}
	}
	if len(rest) >= 2 {
		switch c := rest[1]; c {
		case '/', ',', ';', '"':
			s.pos += 2
			return rune(c)
		case 'n', 'N', 'r', 't':
			s.pos += 2
			return '\n'
		}
	}
	s.pos++
	return '\\'
}

// hex decodes =3D and drops a soft line break.
func (s *scanner) hex(rest string) rune {
	for _, soft := range []string{"=\r\n", "=\n"} {
		if strings.HasPrefix(rest, soft) {
			s.pos += len(soft)
			return skipped
		}
	}
	if len(rest) >= 3 {
		if high, low := digit(rest[1]), digit(rest[2]); high >= 0 && low >= 0 && high < 8 {
			s.pos += 3
			return rune(high<<4 | low)
		}
	}
	s.pos++
	return '='
}

// inLink reports what a link is made of. Letters of scripts that are written without
// blanks end it: what follows the link is the next word.
func inLink(r rune) bool {
	switch {
	case r <= ' ', r == 0x7f:
		return false
	case r < utf8.RuneSelf:
		return !strings.ContainsRune("<>\"'`{}^\\|[]", r)
	}
	return (unicode.IsLetter(r) || unicode.IsMark(r)) &&
		!unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}
