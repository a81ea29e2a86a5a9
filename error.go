package meeting

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrorKind says what a failure means for the caller. Every kind is itself an
// error, so that errors.Is(err, ErrNotFound) works on any wrapped [*Error].
type ErrorKind string

// The kinds of failure.
const (
	ErrInvalid         ErrorKind = "invalid"         // the request, the config or an id is wrong; the same call fails again
	ErrUnauthenticated ErrorKind = "unauthenticated" // no valid credential: sign in again, or mend the OAuth settings
	ErrPermission      ErrorKind = "permission"      // a valid credential that may not do this
	ErrNotFound        ErrorKind = "not_found"       // the vendor has no such thing
	ErrConflict        ErrorKind = "conflict"        // the thing's state, or a reused key, forbids it
	ErrRateLimited     ErrorKind = "rate_limited"    // later; RetryAfter says when, if known
	ErrUnsupported     ErrorKind = "unsupported"     // this vendor, or this configuration, cannot; nothing was sent
	ErrNotReady        ErrorKind = "not_ready"       // it exists but is not finished (a recording being processed)
	ErrUnavailable     ErrorKind = "unavailable"     // network, time-out, 5xx: nothing is known to have happened
	ErrProtocol        ErrorKind = "protocol"        // the vendor's answer can't be understood
	ErrOutcomeUnknown  ErrorKind = "outcome_unknown" // it may have happened; nothing was sent twice
)

// Error returns the kind in words.
func (k ErrorKind) Error() string { return strings.ReplaceAll(string(k), "_", " ") }

// Is makes ErrUnsupported match [errors.ErrUnsupported] too.
func (k ErrorKind) Is(target error) bool {
	return k == ErrUnsupported && target == errors.ErrUnsupported
}

// Error is the one error type of the library. Its text carries no URL, no body
// and no header.
type Error struct {
	Provider   string        // configured name, "" before a provider is involved
	Op         string        // operation, for example "create"
	ID         string        // the id that the call was about
	Kind       ErrorKind     // what it means
	Code       string        // the vendor's own code, as text
	Status     int           // HTTP status, 0 without an answer
	Message    string        // one line, capped, for people
	RequestID  string        // the vendor's id of the request, for its support
	RetryAfter time.Duration // how long to wait, 0 when not known
	Err        error         // cause, if any
}

// Error returns one line: provider, operation, message, kind, status and code.
func (e *Error) Error() string {
	var b strings.Builder
	for _, part := range []string{e.Provider, e.Op} {
		if part != "" {
			b.WriteString(OneLine(part) + ": ")
		}
	}
	if e.Message != "" {
		b.WriteString(OneLine(e.Message))
	} else {
		b.WriteString(e.Kind.Error())
	}
	notes := make([]string, 0, 5)
	if e.Message != "" && e.Kind != "" {
		notes = append(notes, e.Kind.Error())
	}
	if e.ID != "" {
		notes = append(notes, "id "+OneLine(e.ID))
	}
	if e.Status != 0 {
		notes = append(notes, "HTTP "+strconv.Itoa(e.Status))
	}
	if e.Code != "" {
		notes = append(notes, "code "+OneLine(e.Code))
	}
	if e.RetryAfter > 0 {
		notes = append(notes, "retry after "+fromSeconds(ceilSeconds(e.RetryAfter)).String())
	}
	if len(notes) > 0 {
		b.WriteString(" (" + strings.Join(notes, ", ") + ")")
	}
	return b.String()
}

// Unwrap returns the kind and the cause.
func (e *Error) Unwrap() []error {
	errs := make([]error, 0, 2)
	if e.Kind != "" {
		errs = append(errs, e.Kind)
	}
	if e.Err != nil {
		errs = append(errs, e.Err)
	}
	return errs
}

// MarshalJSON writes the members that programs read; the cause stays out.
func (e *Error) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Kind       ErrorKind `json:"kind"`
		Provider   string    `json:"provider,omitempty"`
		Op         string    `json:"op,omitempty"`
		ID         string    `json:"id,omitempty"`
		Code       string    `json:"code,omitempty"`
		Status     int       `json:"status,omitempty"`
		Message    string    `json:"message,omitempty"`
		RetryAfter int64     `json:"retry_after_seconds,omitempty"`
		RequestID  string    `json:"request_id,omitempty"`
	}{e.Kind, e.Provider, e.Op, e.ID, e.Code, e.Status, OneLine(e.Message), ceilSeconds(e.RetryAfter), e.RequestID})
}

// A wait is rounded up: coming back a moment early is a refusal.
func ceilSeconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// KindOf returns the kind of err, or "" when it has none.
func KindOf(err error) ErrorKind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	var k ErrorKind
	if errors.As(err, &k) {
		return k
	}
	return ""
}

// Invalidf returns an [ErrInvalid] about one field of a request or config; field
// may be empty.
func Invalidf(field, format string, args ...any) *Error {
	message := fmt.Sprintf(format, args...)
	if field != "" {
		message = field + ": " + message
	}
	return &Error{Kind: ErrInvalid, Message: OneLine(message)}
}

// maxMessage caps what a vendor can put into an error text.
const maxMessage = 300

// OneLine makes text fit for an error: control characters become blanks, blanks
// run together, and it is cut at 300 characters.
func OneLine(text string) string {
	if isOneLine(text) {
		return text
	}
	var b strings.Builder
	n, blank := 0, false
	for _, r := range text {
		if r < 0x20 || r == 0x7f || (r >= 0x80 && r < 0xa0) || r == ' ' || isBidi(r) {
			blank = n > 0
			continue
		}
		if blank {
			b.WriteByte(' ')
			n++
			blank = false
		}
		if n >= maxMessage {
			b.WriteString("…")
			break
		}
		b.WriteRune(r)
		n++
	}
	return b.String()
}

// isBidi reports line separators and the controls that reorder text on a terminal.
func isBidi(r rune) bool {
	return r == 0x2028 || r == 0x2029 || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069)
}

// isOneLine tells a text that needs no change: most need none.
func isOneLine(text string) bool {
	if len(text) > maxMessage || strings.HasPrefix(text, " ") || strings.HasSuffix(text, " ") || strings.Contains(text, "  ") {
		return false
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}
