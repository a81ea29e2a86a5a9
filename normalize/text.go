package normalize

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads a string. Bytes that are not UTF-8 become U+FFFD, as in
// encoding/json.
func (r *reader) quoted() string {
	r.pos++ // the quote
	start, plain, ascii := r.pos, true, true
	for r.pos < len(r.src) {
		switch c := r.src[r.pos]; {
		case c == '"':
			text := r.src[start:r.pos]
			r.pos++
			if !plain {
				return r.unescape(text, start)
			}
			if !ascii {
				return valid(text)
			}
			return text
		case c == '\\':
			plain = false
			r.pos += 2
		case c < ' ':
			r.syntax("a control character in a string")
			return ""
		default:
			ascii = ascii && c < utf8.RuneSelf
			r.pos++
		}
	}
	r.pos = len(r.src)
	r.syntax("a string does not end")
	return ""
}

// unescape decodes text, whose first byte stands at offset.
func (r *reader) unescape(text string, offset int) string {
	out := make([]byte, 0, len(text))
	for i := 0; i < len(text); {
		c := text[i]
		if c != '\\' {
			out = append(out, c)
			i++
			continue
		}
		if plain := strings.IndexByte(`"\/bfnrt`, text[i+1]); plain >= 0 {
			out = append(out, "\"\\/\b\f\n\r\t"[plain])
			i += 2
			continue
		}
		unit, ok := hex4(text[i:])
		if !ok {
			r.pos = offset + i
			r.syntax("a wrong escape in a string")
			return ""
		}
		i += 6
		if utf16.IsSurrogate(unit) {
			low, ok := hex4(text[i:])
			if pair := utf16.DecodeRune(unit, low); ok && pair != utf8.RuneError {
				unit = pair
				i += 6
			} else {
				unit = utf8.RuneError
			}
		}
		out = utf8.AppendRune(out, unit)
	}
	return valid(string(out))
}

func valid(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	return string([]rune(text))
}

// hex4 reads \uXXXX.
func hex4(text string) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(text[2:6], 16, 32)
	return rune(n), err == nil
}
