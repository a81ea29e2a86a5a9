package calendar

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

var (
	oneLineEnd = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")
	escaped    = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
	inParam    = strings.NewReplacer("^", "^^", `"`, "^'")
	outOfParam = strings.NewReplacer("^^", "^", "^'", `"`, "^n", "\n")
)

// plainText gives text one kind of line end and takes what no calendar file may
// hold: control characters but the tabulator, and bytes that are not UTF-8.
func plainText(text string) string {
	text = oneLineEnd.Replace(strings.ToValidUTF8(text, "\ufffd"))
	return strings.Map(func(r rune) rune {
		if isControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// oneLine makes text fit for a parameter, a URI or a line of our own: no line end
// and no character that reorders what stands around it.
func oneLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\t':
			return ' '
		case (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069):
			return -1
		}
		return r
	}, plainText(text)))
}

func isControl(r rune) bool { return r < 0x20 || (r >= 0x7f && r < 0xa0) }

// escapeText writes a TEXT value (RFC 5545, section 3.3.11).
func escapeText(text string) string {
	return escaped.Replace(plainText(text))
}

// unescapeText reads a TEXT value. A backslash that escapes nothing stays.
func unescapeText(value string) string {
	if !strings.Contains(value, `\`) {
		return value
	}
	var b strings.Builder
	for i := 0; i < len(value); i++ {
		if value[i] != '\\' || i+1 == len(value) {
			b.WriteByte(value[i])
			continue
		}
		switch i++; value[i] {
		case 'n', 'N':
			b.WriteByte('\n')
		case '\\', ';', ',':
			b.WriteByte(value[i])
		default:
			b.WriteString(value[i-1 : i+1])
		}
	}
	return b.String()
}

// paramText writes the value of a parameter: RFC 6868 says how to write a double
// quote.
func paramText(text string) string {
	text = inParam.Replace(oneLine(text))
	if strings.ContainsAny(text, ";:,") {
		return `"` + text + `"`
	}
	return text
}

// readParam is the reverse, for a value without its quotes.
func readParam(text string) string {
	return outOfParam.Replace(text)
}

// safeURI returns an absolute URI that can stand in a file, or "".
func safeURI(text string) string {
	text = strings.ReplaceAll(oneLine(text), " ", "%20")
	u, err := url.Parse(text)
	if err != nil || u.Scheme == "" || (u.Host == "" && u.Opaque == "") || slices.Contains([]string{"javascript", "data", "vbscript", "file"}, u.Scheme) {
		return ""
	}
	return text
}

// rawValue makes a value that another file had fit for one line of ours.
func rawValue(value string) string {
	if utf8.ValidString(value) && !strings.ContainsFunc(value, isControl) {
		return value
	}
	return strings.ReplaceAll(plainText(value), "\n", `\n`)
}
