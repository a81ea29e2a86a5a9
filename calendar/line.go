package calendar

import (
	"strings"
)

// line is a property as it will stand in the file, not yet folded.
type line struct {
	name   string
	params string // with its leading semicolon
	value  string
}

func (l line) String() string { return l.name + l.params + ":" + l.value }

// newLine takes a value as written and pairs of parameters, of which it leaves out
// the empty ones. Commas in FEATURE part its values.
func newLine(name, value string, params ...string) line {
	l := line{name: name, value: value}
	for i := 0; i+1 < len(params); i += 2 {
		text := paramText(params[i+1])
		if params[i] == "FEATURE" {
			text = params[i+1]
		}
		if text != "" {
			l.params += ";" + params[i] + "=" + text
		}
	}
	return l
}

// keptLine is a property that another file had.
func keptLine(p Property) line {
	l := line{name: cleanName(p.Name), value: rawValue(p.Value)}
	for _, name := range sortedKeys(p.Params) {
		var values []string
		for _, value := range p.Params[name] {
			values = append(values, paramText(value))
		}
		if clean := cleanName(name); clean != "" {
			l.params += ";" + clean + "=" + strings.Join(values, ",")
		}
	}
	return l
}

// cleanName returns a name in capitals, or "" when it is none (RFC 5545, section
// 3.1).
func cleanName(name string) string {
	name = strings.ToUpper(name)
	for _, r := range name {
		if r != '-' && (r < 'A' || r > 'Z') && (r < '0' || r > '9') {
			return ""
		}
	}
	return name
}

// param returns the first value of a parameter.
func (p Property) param(name string) string {
	if values := p.Params[name]; len(values) > 0 {
		return values[0]
	}
	return ""
}

// lines is what an event says, in the order in which it is written.
type lines []line

// with adds what another file said: a property that an event has once replaces
// ours of its name, others follow.
func (ls lines) with(kept []Property) lines {
	seen, first := map[line]bool{}, map[string]int{}
	for i, l := range ls {
		seen[l] = true
		if _, known := first[l.name]; !known {
			first[l.name] = i
		}
	}
	for _, p := range kept {
		l := keptLine(p)
		if l.name == "" || seen[l] {
			continue
		}
		i, known := first[l.name]
		if known && once(l.name) {
			delete(seen, ls[i])
			ls[i] = l
		} else {
			ls = append(ls, l)
			if !known {
				first[l.name] = len(ls) - 1
			}
		}
		seen[l] = true
	}
	return ls
}

// once reports whether an event has a property at most once, of those that a kept
// one may replace.
func once(name string) bool {
	switch name {
	case "LOCATION", "URL", "STATUS", "SUMMARY", "DESCRIPTION", "CREATED", "LAST-MODIFIED", propGoogle, propTeams, propOnline:
		return true
	}
	return false
}
