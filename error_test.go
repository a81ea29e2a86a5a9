package meeting_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/libmeet/meeting"
)

func TestErrorText(t *testing.T) {
	for _, test := range []struct {
		err  *meeting.Error
		want string
	}{
		{&meeting.Error{Kind: meeting.ErrNotFound}, "not found"},
		{&meeting.Error{Provider: "work", Op: "get", ID: "42", Kind: meeting.ErrNotFound, Code: "3001", Status: 404, Message: "Meeting does not exist"},
			"work: get: Meeting does not exist (not found, id 42, HTTP 404, code 3001)"},
		{&meeting.Error{Kind: meeting.ErrRateLimited, RetryAfter: 1200 * time.Millisecond}, "rate limited (retry after 2s)"},
		{&meeting.Error{Kind: meeting.ErrOutcomeUnknown, Err: errors.New("secret https://x/?token=1")}, "outcome unknown"},
		{meeting.Invalidf("title", "%q is bad", "x"), `title: "x" is bad (invalid)`},
		{meeting.Invalidf("", "nothing to change"), "nothing to change (invalid)"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
}

func TestErrorTextIsOneCleanLine(t *testing.T) {
	dirty := "a\r\nb\x1b[31m\x00\u0085\u2028\u202e\u2066" + strings.Repeat("x", 5000)
	err := &meeting.Error{Provider: dirty, Op: dirty, ID: dirty, Kind: meeting.ErrProtocol, Code: dirty, Message: dirty, RequestID: dirty}
	text := err.Error()
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 {
			t.Fatalf("%U in %q", r, text)
		}
	}
	if len(text) > 2000 {
		t.Errorf("%d bytes long", len(text))
	}
}

func TestErrorMatching(t *testing.T) {
	cause := &meeting.LossError{Losses: []meeting.Loss{{Field: "start", Reason: "no"}}}
	err := fmt.Errorf("outer: %w", &meeting.Error{Kind: meeting.ErrUnsupported, Err: errors.Join(cause, context.Canceled)})
	for _, target := range []error{meeting.ErrUnsupported, errors.ErrUnsupported, context.Canceled} {
		if !errors.Is(err, target) {
			t.Errorf("is not %v", target)
		}
	}
	for _, target := range []error{meeting.ErrInvalid, meeting.ErrNotFound, context.DeadlineExceeded} {
		if errors.Is(err, target) {
			t.Errorf("is %v", target)
		}
	}
	var e *meeting.Error
	var loss *meeting.LossError
	if !errors.As(err, &e) || e.Kind != meeting.ErrUnsupported || !errors.As(err, &loss) || loss != cause {
		t.Errorf("As: %v, %v", e, loss)
	}
	if errors.Is(&meeting.Error{Kind: meeting.ErrInvalid}, errors.ErrUnsupported) {
		t.Error("every kind is errors.ErrUnsupported")
	}
	if errors.Is(&meeting.Error{}, meeting.ErrorKind("")) {
		t.Error("no kind matches")
	}
	for _, test := range []struct {
		err  error
		want meeting.ErrorKind
	}{
		{err, meeting.ErrUnsupported}, {fmt.Errorf("x: %w", meeting.ErrNotReady), meeting.ErrNotReady},
		{errors.New("x"), ""}, {nil, ""}, {meeting.ErrConflict, meeting.ErrConflict},
	} {
		if got := meeting.KindOf(test.err); got != test.want {
			t.Errorf("KindOf(%v) = %q", test.err, got)
		}
	}
}

func TestErrorJSON(t *testing.T) {
	for _, test := range []struct {
		err  *meeting.Error
		want string
	}{
		{&meeting.Error{Provider: "work", Op: "create", ID: "1", Kind: meeting.ErrOutcomeUnknown, Code: "300", Status: 504,
			Message: "lost\nanswer", RequestID: "r", RetryAfter: 1100 * time.Millisecond, Err: errors.New("hidden")},
			`{"kind":"outcome_unknown","provider":"work","op":"create","id":"1","code":"300","status":504,"message":"lost answer","retry_after_seconds":2,"request_id":"r"}`},
		{&meeting.Error{Kind: meeting.ErrInvalid}, `{"kind":"invalid"}`},
	} {
		got, err := json.Marshal(test.err)
		if err != nil || string(got) != test.want {
			t.Errorf("%s, %v; want %s", got, err, test.want)
		}
		if encoded, err := (meeting.Encoding{}).Marshal(test.err); err != nil || string(encoded) != test.want {
			t.Errorf("Encoding: %s, %v", encoded, err)
		}
	}
}

func TestOneLine(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"", ""},
		{"plain", "plain"},
		{"  a \t\r\n b  ", "a b"},
		{"a\x00b\x7fc\u009bd", "a b c d"},
		{"a\u202eb\u2069c\u2029d", "a b c d"},
		{"\xff\xfe", "\uFFFD\uFFFD"},
		{"日本\n語", "日本 語"},
		{strings.Repeat("é", 300), strings.Repeat("é", 300)},
		{strings.Repeat("é", 301), strings.Repeat("é", 300) + "…"},
		{strings.Repeat("a", 300) + "   ", strings.Repeat("a", 300)},
		{strings.Repeat("a ", 300), strings.Repeat("a ", 150) + "…"},
	} {
		got := meeting.OneLine(test.in)
		if got != test.want {
			t.Errorf("OneLine(%.40q…) = %.60q…, want %.60q…", test.in, got, test.want)
		}
		if n := utf8.RuneCountInString(got); n > 301 {
			t.Errorf("%d characters", n)
		}
	}
}
