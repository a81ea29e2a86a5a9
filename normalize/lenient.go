package normalize

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/libmeet/meeting"
)

// text reads a string, or a number as it is written. Anything else is passed over
// and reads as "".
func (r *reader) text() string {
	if t := r.literal(); r.kept == nil {
		return t
	} else {
		return r.kept.copy(t)
	}
}

// literal is text for what is looked at and not kept.
func (r *reader) literal() string {
	switch c := r.peek(); {
	case c == '"':
		return r.quoted()
	case c == '-' || (c >= '0' && c <= '9'):
		return r.number()
	}
	r.skip()
	return ""
}

// list reads an array of texts; elements of other types are left out.
func (r *reader) list() []string {
	var out []string
	r.array(func() {
		if t := r.text(); t != "" {
			out = append(out, t)
		}
	})
	return out
}

// integer reads a whole number, also one in quotes. A fraction is cut off.
func (r *reader) integer() (int64, bool) {
	literal := strings.TrimSpace(r.literal())
	if n, err := strconv.ParseInt(literal, 10, 64); err == nil {
		return n, true
	}
	f, err := strconv.ParseFloat(literal, 64)
	if err != nil || math.IsNaN(f) || f < -1<<62 || f > 1<<62 {
		return 0, false
	}
	return int64(f), true
}

// count reads a number that can't be negative; anything else is 0, not known.
func (r *reader) count() int {
	n, ok := r.integer()
	if !ok || n < 0 || n > math.MaxInt32 {
		return 0
	}
	return int(n)
}

func (r *reader) float() float64 {
	f, err := strconv.ParseFloat(strings.TrimSpace(r.literal()), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

// flag reads a bool, also "true", "false", 1 and 0. Anything else is Unset.
func (r *reader) flag() meeting.Flag {
	var literal string
	switch c := r.peek(); c {
	case 't', 'f':
		literal = r.word()
	default:
		literal = strings.ToLower(r.literal())
	}
	switch literal {
	case "true", "1":
		return meeting.On
	case "false", "0":
		return meeting.Off
	}
	return meeting.Unset
}

// secret reads a text that must not be shown.
func (r *reader) secret() meeting.Secret { return meeting.NewSecret(r.text()) }

// span runs read and returns the bytes that it passed, as they stand in the
// payload; nothing where the payload is borrowed.
func (r *reader) span(read func()) meeting.Raw {
	r.space()
	start := r.pos
	read()
	if r.err != nil || r.kept != nil || r.pos == start {
		return nil
	}
	// The bytes of the reader's own copy, which the texts share.
	return unsafe.Slice(unsafe.StringData(r.src[start:r.pos]), r.pos-start)
}

// page reads the members of a page of a list. Anything but an object is an error,
// and so is one without any of needs: it must not read as a list that is empty, for
// then a create whose answer was lost would be sent again.
func (r *reader) page(member func(name string), needs ...string) {
	known := false
	if !r.object(func(name string) {
		known = known || slices.Contains(needs, name)
		member(name)
	}) {
		r.fail("page", "it is not a JSON object")
	}
	if len(needs) > 0 && !known {
		r.fail(needs[0], "the page has none")
	}
}

// unwrap reads the members of the object that comes next, or of the object in its
// member envelope: stored payloads are often the inner object alone. It returns
// the object that was read.
func (r *reader) unwrap(envelope string, member func(name string)) meeting.Raw {
	var inner meeting.Raw
	whole := r.span(func() {
		r.object(func(name string) {
			switch {
			case name == envelope && r.peek() == '{':
				inner = r.span(func() { r.object(member) })
			case inner == nil:
				member(name)
			}
		})
	})
	if inner != nil {
		return inner
	}
	return whole
}
