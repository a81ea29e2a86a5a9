package normalize

import (
	"fmt"
	"strings"
	"unsafe"

	"github.com/libmeet/meeting"
)

// reader walks a JSON text once, from left to right. Members that nobody asks for
// are checked and passed over; text without escapes is cut out of the payload
// without a copy. It accepts what encoding/json accepts and nothing else.
//
// The first error stays: after it every method returns zero values, so callers
// check once, at the end.
type reader struct {
	src   string
	pos   int
	depth int
	err   error
	kept  *shelf // takes copies of texts where src is borrowed
}

// maxDepth is encoding/json's.
const maxDepth = 10000

// newReader copies the payload once: texts and Raw are cut out of the copy.
func newReader(payload []byte) *reader { return &reader{src: string(payload)} }

// borrow reads the payload where it is. Texts are copied one by one, and there is
// no Raw: what is read outlives the payload.
func borrow(payload []byte) *reader {
	return &reader{src: unsafe.String(unsafe.SliceData(payload), len(payload)), kept: new(shelf)}
}

// finish returns the first error, or one for what follows the value.
func (r *reader) finish() error {
	if r.space(); r.err == nil && r.pos < len(r.src) {
		r.syntax("text after the JSON value")
	}
	return r.err
}

func (r *reader) syntax(what string) {
	if r.err == nil {
		r.err = &meeting.Error{Kind: meeting.ErrProtocol, Message: fmt.Sprintf("not JSON at byte %d: %s", r.pos, what)}
		r.pos = len(r.src)
	}
}

// fail reports a member that must be readable and is not.
func (r *reader) fail(member, what string) {
	if r.err == nil {
		r.err = &meeting.Error{Kind: meeting.ErrProtocol, Message: member + ": " + what}
		r.pos = len(r.src)
	}
}

func (r *reader) space() {
	for r.pos < len(r.src) {
		switch r.src[r.pos] {
		case ' ', '\t', '\n', '\r':
			r.pos++
		default:
			return
		}
	}
}

// peek returns the first byte of the next value, or 0 at the end.
func (r *reader) peek() byte {
	r.space()
	if r.pos >= len(r.src) {
		return 0
	}
	return r.src[r.pos]
}

// object calls member for each member of the object that comes next; member reads
// the value or leaves it. Any other value is passed over and reported as false.
func (r *reader) object(member func(name string)) bool {
	if r.peek() != '{' {
		r.skip()
		return false
	}
	if !r.enter() {
		return false
	}
	defer func() { r.depth-- }()
	if r.peek() == '}' {
		r.pos++
		return true
	}
	for r.err == nil {
		if r.peek() != '"' {
			r.syntax("a member name in quotes was expected")
			return false
		}
		name := r.quoted()
		if r.peek() != ':' {
			r.syntax("a colon was expected")
			return false
		}
		r.pos++
		r.space()
		before := r.pos
		member(name)
		if r.pos == before {
			r.skip()
		}
		switch r.peek() {
		case ',':
			r.pos++
		case '}':
			r.pos++
			return r.err == nil
		default:
			r.syntax("a comma or } was expected")
		}
	}
	return false
}

// array calls element for each element of the array that comes next. One object
// is taken for a list of one; anything else is passed over.
func (r *reader) array(element func()) {
	switch r.peek() {
	case '[':
	case '{':
		element()
		return
	default:
		r.skip()
		return
	}
	if !r.enter() {
		return
	}
	defer func() { r.depth-- }()
	if r.peek() == ']' {
		r.pos++
		return
	}
	for r.err == nil {
		r.space()
		before := r.pos
		element()
		if r.pos == before {
			r.skip()
		}
		switch r.peek() {
		case ',':
			r.pos++
		case ']':
			r.pos++
			return
		default:
			r.syntax("a comma or ] was expected")
		}
	}
}

func (r *reader) enter() bool {
	r.pos++
	if r.depth++; r.depth > maxDepth {
		r.syntax("it is nested too deeply")
		r.depth--
		return false
	}
	return true
}

// skip checks and passes over one value of any type.
func (r *reader) skip() {
	switch c := r.peek(); {
	case r.err != nil:
	case c == '{':
		r.object(func(string) {})
	case c == '[':
		r.array(func() {})
	case c == '"':
		r.quoted()
	case c == '-' || (c >= '0' && c <= '9'):
		r.number()
	case c == 0 && r.pos >= len(r.src):
		r.syntax("it ends early")
	default:
		r.word()
	}
}

// word reads true, false or null.
func (r *reader) word() string {
	for _, w := range [...]string{"true", "false", "null"} {
		if strings.HasPrefix(r.src[r.pos:], w) {
			r.pos += len(w)
			return w
		}
	}
	r.syntax("a value was expected")
	return ""
}

// number returns the literal, so that no digit is lost.
func (r *reader) number() string {
	start := r.pos
	if r.src[r.pos] == '-' {
		r.pos++
	}
	switch whole := r.digits(); {
	case whole == 0:
		r.syntax("a digit was expected")
		return ""
	case whole > 1 && r.src[r.pos-whole] == '0':
		r.pos -= whole - 1
		r.syntax("a number starts with 0")
		return ""
	}
	if r.pos < len(r.src) && r.src[r.pos] == '.' {
		r.pos++
		if r.digits() == 0 {
			r.syntax("a digit was expected")
			return ""
		}
	}
	if r.pos < len(r.src) && (r.src[r.pos] == 'e' || r.src[r.pos] == 'E') {
		r.pos++
		if r.pos < len(r.src) && (r.src[r.pos] == '+' || r.src[r.pos] == '-') {
			r.pos++
		}
		if r.digits() == 0 {
			r.syntax("a digit was expected")
			return ""
		}
	}
	return r.src[start:r.pos]
}

func (r *reader) digits() int {
	start := r.pos
	for r.pos < len(r.src) && r.src[r.pos] >= '0' && r.src[r.pos] <= '9' {
		r.pos++
	}
	return r.pos - start
}
