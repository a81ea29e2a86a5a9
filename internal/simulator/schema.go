package simulator

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// spec says what a member of a request must be.
type spec struct {
	kind     kind
	required bool
	max      int             // most characters of a text, most elements of a list
	enum     []string        // the only words or numbers, as text
	pattern  *regexp.Regexp  // of a text
	members  map[string]spec // of an object; others are refused
	element  *spec           // of a list
	nullable bool
}

type kind string

const (
	isText   kind = "string"
	isWhole  kind = "integer"
	isBool   kind = "boolean"
	isList   kind = "array"
	isObject kind = "object"
	isEmail  kind = "email"
	isTime   kind = "date-time" // RFC 3339
	isZone   kind = "time zone"
)

// fault is a member that breaks its spec.
type fault struct{ field, message string }

// check returns every fault of value, in the order of the members' names.
func check(path string, value any, s spec) []fault {
	if value == nil && s.nullable {
		return nil
	}
	bad := func(format string, args ...any) []fault {
		return []fault{{path, fmt.Sprintf(format, args...)}}
	}
	switch s.kind {
	case isObject:
		members, ok := value.(object)
		if !ok {
			return bad("must be an object")
		}
		return checkMembers(path, members, s.members)
	case isList:
		list, ok := value.([]any)
		if !ok {
			return bad("must be an array")
		}
		if s.max > 0 && len(list) > s.max {
			return bad("has more than %d elements", s.max)
		}
		var faults []fault
		for i, v := range list {
			faults = append(faults, check(path+"["+strconv.Itoa(i)+"]", v, *s.element)...)
		}
		return faults
	case isWhole:
		n, ok := value.(json.Number)
		if _, err := n.Int64(); !ok || err != nil {
			return bad("must be an integer")
		}
		if s.enum != nil && !slices.Contains(s.enum, n.String()) {
			return bad("must be one of %s", strings.Join(s.enum, ", "))
		}
		return nil
	case isBool:
		if _, ok := value.(bool); !ok {
			return bad("must be a boolean")
		}
		return nil
	}
	text, ok := value.(string)
	if !ok {
		return bad("must be a string")
	}
	return checkText(path, text, s)
}

func checkText(path, text string, s spec) []fault {
	message := ""
	switch {
	case s.max > 0 && utf8.RuneCountInString(text) > s.max:
		message = fmt.Sprintf("is longer than %d characters", s.max)
	case s.enum != nil && !slices.Contains(s.enum, text):
		message = "must be one of " + strings.Join(s.enum, ", ")
	case s.pattern != nil && !s.pattern.MatchString(text):
		message = "has a wrong form"
	case s.required && strings.TrimSpace(text) == "":
		message = "must not be empty"
	}
	var err error
	switch s.kind {
	case isEmail:
		_, err = mail.ParseAddress(text)
	case isTime:
		_, err = time.Parse(time.RFC3339, text)
	case isZone:
		_, err = time.LoadLocation(text)
	}
	if err != nil {
		message = "is not a valid " + string(s.kind)
	}
	if message == "" {
		return nil
	}
	return []fault{{path, message}}
}

func checkMembers(path string, members object, specs map[string]spec) []fault {
	var faults []fault
	at := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	for _, name := range sortedKeys(members) {
		s, ok := specs[name]
		if !ok {
			faults = append(faults, fault{at(name), "is not known"})
			continue
		}
		faults = append(faults, check(at(name), members[name], s)...)
	}
	for _, name := range sortedKeys(specs) {
		if _, given := members[name]; specs[name].required && !given {
			faults = append(faults, fault{at(name), "is required"})
		}
	}
	return faults
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// listOf, objectOf and texts shorten the tables of members.
func listOf(element spec) spec { return spec{kind: isList, element: &element} }

func objectOf(members map[string]spec) spec { return spec{kind: isObject, members: members} }

func all(kind kind, names ...string) map[string]spec {
	m := make(map[string]spec, len(names))
	for _, n := range names {
		m[n] = spec{kind: kind}
	}
	return m
}

func join(tables ...map[string]spec) map[string]spec {
	out := map[string]spec{}
	for _, t := range tables {
		for k, v := range t {
			out[k] = v
		}
	}
	return out
}
