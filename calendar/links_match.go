package calendar

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/libmeet/meeting"
)

// service is one row of the table.
type service struct {
	vendor string
	hosts  []string // "zoom.us", "*.zoom.us" (any below it), "bbb.*" (any that begin so)
	not    []string // hosts of these that hold no meetings

	// shapes are [role ]path[?name=value][#fragment]. {…} stands for one segment of the
	// path, or one value, and is the meeting's id; {pass:…} is the passcode, {_:…}
	// neither. Inside is what may stand there: see [class].
	shapes   []string
	pass     []string                  // parameters that hold the passcode
	reserved string                    // first segments that are no {…}
	role     func(url.Values) LinkRole // what the parameters say of the role; nil: nothing
}

// shape is a parsed entry of service.shapes.
type shape struct {
	role     LinkRole
	path     []part
	params   map[string]part
	fragment []part
	anchored bool // the fragment counts
}

// part is a word or a placeholder.
type part struct {
	word  string
	key   string // "id", "pass" or "_" for a placeholder
	class class
}

// class is what may stand for a placeholder: "9-11" so many digits; "slug" letters,
// digits, - and _, "slug4-10" so many; "name" those and what is common in room names;
// "code" Google's abc-defg-hij; "thread" a Teams thread; "any" anything.
type class struct {
	kind     string
	min, max int
}

const noLimit = 1 << 10

func newClass(text string) class {
	kind := strings.TrimRight(text, "0123456789-")
	c := class{kind: kind, min: 1, max: noLimit}
	if low, high, ok := strings.Cut(text[len(kind):], "-"); ok {
		c.min, _ = strconv.Atoi(low) // the table is fixed, and tested
		if high != "" {
			c.max, _ = strconv.Atoi(high)
		}
	}
	return c
}

func (c class) fits(text string) bool {
	if len(text) < c.min || len(text) > c.max {
		return false
	}
	switch c.kind {
	case "":
		return only(text, isDigit)
	case "slug":
		return only(text, isSlug)
	case "code":
		parts := strings.Split(text, "-")
		return len(parts) == 3 && len(parts[0]) == 3 && len(parts[1]) == 4 && len(parts[2]) == 3 && only(strings.Join(parts, ""), isLetter)
	case "dashed": // abc-def-ghi, with or without a fourth group
		parts := strings.Split(text, "-")
		return len(parts) >= 3 && len(parts) <= 4 && !slices.ContainsFunc(parts, func(p string) bool { return len(p) != 3 || !only(p, isAlnum) })
	case "mixed": // letters and digits, at least one digit: no word
		return only(text, isAlnum) && strings.ContainsAny(text, "0123456789")
	case "thread":
		return strings.HasPrefix(text, "19:") && len(text) > len("19:")
	case "name":
		return isName(text)
	}
	return text != ""
}

func only(text string, allowed func(byte) bool) bool {
	for i := range len(text) {
		if !allowed(text[i]) {
			return false
		}
	}
	return text != ""
}

func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isAlnum(c byte) bool  { return isDigit(c) || isLetter(c) }
func isSlug(c byte) bool   { return isAlnum(c) || c == '-' || c == '_' }

// isName takes room names, in any script; a name that ends like a file is none.
func isName(text string) bool {
	for i := range len(text) {
		if c := text[i]; !isSlug(c) && c < 0x80 && strings.IndexByte(".~+@!$ '()", c) < 0 {
			return false
		}
	}
	lower := strings.ToLower(text)
	for _, ending := range []string{".html", ".htm", ".php", ".js", ".css", ".png", ".jpg", ".svg", ".ico", ".txt", ".xml", ".json", ".pdf", ".aspx"} {
		if strings.HasSuffix(lower, ending) {
			return false
		}
	}
	return text[0] != '.'
}

func newPart(text string) part {
	inside, ok := strings.CutPrefix(text, "{")
	if !ok {
		return part{word: text}
	}
	inside = strings.TrimSuffix(inside, "}")
	key, kind, ok := strings.Cut(inside, ":")
	if !ok {
		key, kind = "id", inside
	}
	return part{key: key, class: newClass(kind)}
}

func newParts(text string) (parts []part) {
	for segment := range strings.SplitSeq(strings.Trim(text, "/"), "/") {
		parts = append(parts, newPart(segment))
	}
	return parts
}

func newShape(text string) shape {
	s := shape{role: LinkAttendee, params: map[string]part{}}
	if word, rest, ok := strings.Cut(text, " "); ok {
		s.role, text = LinkRole(word), rest
	}
	text, fragment, anchored := strings.Cut(text, "#")
	text, query, _ := strings.Cut(text, "?")
	s.path, s.anchored = newParts(text), anchored
	if name, value, ok := strings.Cut(fragment, "="); ok { // parameters behind the #
		s.params["#"+name] = newPart(value)
	} else if anchored {
		s.fragment = newParts(fragment)
	}
	if query != "" {
		name, value, _ := strings.Cut(query, "=")
		s.params[name] = newPart(value)
	}
	return s
}

// match tells which meeting a leads into.
func match(a address) (Link, bool) {
	if len(a.path)+len(a.fragment) > maxToken {
		return Link{}, false
	}
	for _, i := range lookUp(a.host) {
		s := services[i]
		if hasHost(s.not, a.host) {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimPrefix(a.path, "/"), "/")
		reserved := s.reserved != "" && slices.Contains(strings.Fields(s.reserved), strings.ToLower(first))
		params := values(a.query)
		for name, list := range values(a.fragment) {
			params["#"+name] = list
		}
		for _, sh := range shapes[i] {
			if reserved && sh.path[0].key != "" {
				continue
			}
			id, pass, ok := sh.match(a, params)
			if !ok {
				continue
			}
			l := Link{Vendor: s.vendor, ID: id, Role: sh.role, URL: a.whole}
			for _, name := range s.pass {
				if pass == "" {
					pass = params.Get(name)
				}
			}
			l.Passcode = meeting.NewSecret(pass)
			if s.role != nil {
				if role := s.role(params); role != "" {
					l.Role = role
				}
			}
			return l, true
		}
	}
	return Link{}, false
}

func (s shape) match(a address, params url.Values) (id, pass string, ok bool) {
	var found found
	if !found.parts(s.path, a.path) || (s.fragment != nil && !found.parts(s.fragment, a.fragment)) {
		return "", "", false
	}
	for name, p := range s.params {
		if !found.one(p, params.Get(name)) {
			return "", "", false
		}
	}
	return strings.Join(found.ids, "/"), found.pass, true
}

// found gathers what stood for placeholders.
type found struct {
	ids  []string
	pass string
}

// parts compares a path with its parts. A * at their end stands for any rest.
func (f *found) parts(parts []part, path string) bool {
	path, _, _ = strings.Cut(path, "?") // of a fragment
	segments := strings.SplitN(strings.TrimSuffix(strings.TrimPrefix(path, "/"), "/"), "/", len(parts)+1)
	if last := parts[len(parts)-1]; last.word == "*" {
		parts = parts[:len(parts)-1]
		if len(segments) > len(parts) {
			segments = segments[:len(parts)]
		}
	}
	if len(segments) != len(parts) {
		return false
	}
	for i, p := range parts {
		if !f.one(p, decoded(segments[i])) {
			return false
		}
	}
	return true
}

func (f *found) one(p part, text string) bool {
	if p.key == "" {
		return strings.EqualFold(p.word, text)
	}
	if !p.class.fits(text) {
		return false
	}
	switch p.key {
	case "id":
		f.ids = append(f.ids, text)
	case "pass":
		f.pass = text
	}
	return true
}
