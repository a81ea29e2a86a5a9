package calendar

import (
	"bytes"
	"strings"

	"github.com/libmeet/meeting"
)

// maxDepth is how deep components may stand in each other; RFC 5545 has three.
const maxDepth = 8

// parse reads content lines into components. It is our own because the libraries
// tried panic on a parameter that is cut off, take time with the square of a
// parameter's length, and nest as deep as a file tells them to.
func parse(data []byte) ([]Component, error) {
	var top []Component
	var open []Component // the components that are not closed yet
	for n, text := range logicalLines(data) {
		p, ok := parseLine(text)
		if !ok {
			return nil, fileError("line %d is no NAME:VALUE", n)
		}
		switch p.Name {
		case "BEGIN":
			if len(open) == maxDepth {
				return nil, fileError("line %d: components stand more than %d deep in each other", n, maxDepth)
			}
			open = append(open, Component{Name: strings.ToUpper(strings.TrimSpace(p.Value))})
		case "END":
			if len(open) == 0 || open[len(open)-1].Name != strings.ToUpper(strings.TrimSpace(p.Value)) {
				return nil, fileError("line %d ends a component that is not the open one", n)
			}
			closed := open[len(open)-1]
			if open = open[:len(open)-1]; len(open) == 0 {
				top = append(top, closed)
				continue
			}
			parent := &open[len(open)-1]
			parent.Components = append(parent.Components, closed)
		default:
			if len(open) == 0 {
				return nil, fileError("line %d stands in no component: this is no iCalendar file", n)
			}
			current := &open[len(open)-1]
			current.Properties = append(current.Properties, p)
		}
	}
	if len(open) > 0 {
		return nil, fileError("it ends in the middle of %s", open[len(open)-1].Name)
	}
	return top, nil
}

func fileError(format string, args ...any) *meeting.Error {
	return meeting.Invalidf("file", format, args...)
}

// logicalLines yields lines without their folds, and the number of the line in the
// file at which each begins. Folds are taken out byte by byte: some programs fold
// inside of a character.
func logicalLines(data []byte) func(yield func(int, string) bool) {
	return func(yield func(int, string) bool) {
		data = bytes.TrimPrefix(data, []byte("\ufeff"))
		var line []byte
		begun, n := 0, 0
		flush := func() bool {
			text := readable(string(line))
			line = line[:0]
			return strings.TrimSpace(text) == "" || yield(begun, text)
		}
		for len(data) > 0 {
			raw, rest, _ := bytes.Cut(data, []byte("\n"))
			data = rest
			n++
			raw = bytes.TrimRight(raw, "\r")
			if len(raw) > 0 && (raw[0] == ' ' || raw[0] == '\t') && n > 1 {
				line = append(line, raw[1:]...)
				continue
			}
			if !flush() {
				return
			}
			begun, line = n, append(line, raw...)
		}
		flush()
	}
}

// readable takes out what no line may hold: control characters but the tabulator,
// and bytes that are not UTF-8.
func readable(text string) string {
	text = strings.ToValidUTF8(text, "\ufffd")
	return strings.Map(func(r rune) rune {
		if isControl(r) && r != '\t' {
			return -1
		}
		return r
	}, text)
}

// parseLine reads NAME;PARAM=VALUE,"VALUE":VALUE.
func parseLine(text string) (Property, bool) {
	at := strings.IndexAny(text, ";:")
	if at <= 0 {
		return Property{}, false
	}
	p := Property{Name: strings.ToUpper(strings.TrimSpace(text[:at]))}
	if dot := strings.LastIndexByte(p.Name, '.'); dot >= 0 {
		p.Name = p.Name[dot+1:] // a group, as in vCard
	}
	for text[at] == ';' {
		rest := text[at+1:]
		equals := strings.IndexAny(rest, "=;:")
		if equals < 0 {
			return Property{}, false
		}
		name := cleanName(strings.TrimSpace(rest[:equals]))
		var values []string
		at += 1 + equals
		for text[at] == '=' || text[at] == ',' {
			value, end, ok := paramValue(text, at+1)
			if !ok {
				return Property{}, false
			}
			values = append(values, readParam(value))
			at = end
		}
		if name == "" {
			continue
		}
		if p.Params == nil {
			p.Params = map[string][]string{}
		}
		p.Params[name] = append(p.Params[name], values...)
		if text[at] != ';' && text[at] != ':' {
			return Property{}, false
		}
	}
	p.Value = text[at+1:]
	return p, true
}

// paramValue reads one value that begins at at, and returns where it ends: at a
// comma, semicolon or colon.
func paramValue(text string, at int) (value string, end int, ok bool) {
	if at < len(text) && text[at] == '"' {
		closing := strings.IndexByte(text[at+1:], '"')
		if closing < 0 {
			return "", 0, false
		}
		value, end = text[at+1:at+1+closing], at+closing+2
		return value, end, end < len(text) && strings.IndexByte(",;:", text[end]) >= 0
	}
	length := strings.IndexAny(text[at:], ",;:")
	if length < 0 {
		return "", 0, false
	}
	return text[at : at+length], at + length, true
}

// all returns the properties of a name.
func (c Component) all(name string) []Property {
	var out []Property
	for _, p := range c.Properties {
		if p.Name == name {
			out = append(out, p)
		}
	}
	return out
}

// first returns the first property of a name.
func (c Component) first(name string) (Property, bool) {
	for _, p := range c.Properties {
		if p.Name == name {
			return p, true
		}
	}
	return Property{}, false
}

// text returns the TEXT value of the first property of a name.
func (c Component) text(name string) string {
	p, _ := c.first(name)
	return unescapeText(p.Value)
}
