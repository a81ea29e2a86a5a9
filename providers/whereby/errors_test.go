package whereby_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/whereby"
)

func TestErrors(t *testing.T) {
	const limited = `{"error":"Too many requests","data":{"msLeft":41250}}`
	at := func(d time.Duration) string { return noon.Add(d).Format(http.TimeFormat) }
	cases := []struct {
		name    string
		status  int
		body    string
		header  []string
		kind    meeting.ErrorKind
		message string
		wait    time.Duration
	}{
		{name: "bad request", status: 400, body: `{"error":"endDate must not be before now"}`, kind: meeting.ErrInvalid, message: "endDate must not be before now"},
		{name: "message instead of error", status: 400, body: `{"message":"Invalid roomMode"}`, kind: meeting.ErrInvalid, message: "Invalid roomMode"},
		{name: "wrong key", status: 401, body: `{"error":"Unauthorized"}`, kind: meeting.ErrUnauthenticated, message: "Unauthorized"},
		{name: "outside the plan", status: 403, body: `{"error":"Recording is not in your plan"}`, kind: meeting.ErrPermission, message: "Recording is not in your plan"},
		{name: "not found", status: 404, body: `{"error":"Meeting not found"}`, kind: meeting.ErrNotFound, message: "Meeting not found"},
		{name: "not found in HTML", status: 404, body: "<html>Cannot GET</html>", header: []string{"Content-Type", "text/html"},
			kind: meeting.ErrNotFound, message: "the vendor answered with an HTML page"},
		{name: "conflict", status: 409, body: `{}`, kind: meeting.ErrConflict, message: "conflict"},
		{name: "server error", status: 500, body: "", kind: meeting.ErrUnavailable, message: "internal server error"},
		{name: "gateway", status: 502, body: "<html>", header: []string{"Content-Type", "text/html"},
			kind: meeting.ErrUnavailable, message: "the vendor answered with an HTML page"},
		{name: "redirect", status: 302, header: []string{"Location", "https://evil.example/"}, kind: meeting.ErrProtocol,
			message: "the vendor redirects; redirects are not followed"},
		{name: "limited, msLeft", status: 429, body: limited, kind: meeting.ErrRateLimited, message: "Too many requests", wait: 41250 * time.Millisecond},
		{name: "limited, Retry-After", status: 429, body: limited, header: []string{"Retry-After", "42"},
			kind: meeting.ErrRateLimited, message: "Too many requests", wait: 42 * time.Second},
		{name: "limited, reset", status: 429, body: `{"error":"Too many requests"}`, header: []string{"X-RateLimit-Reset", at(17 * time.Second)},
			kind: meeting.ErrRateLimited, message: "Too many requests", wait: 17 * time.Second},
		{name: "limited, Retry-After before reset", status: 429, body: limited, header: []string{"Retry-After", "5", "X-RateLimit-Reset", at(time.Minute)},
			kind: meeting.ErrRateLimited, message: "Too many requests", wait: 5 * time.Second},
		{name: "limited, nothing said", status: 429, kind: meeting.ErrRateLimited, message: "too many requests"},
		{name: "msLeft outside 429", status: 400, body: limited, kind: meeting.ErrInvalid, message: "Too many requests"},
		{name: "error in a 200", status: 200, body: `{"error":"Something went wrong"}`, kind: meeting.ErrProtocol, message: "Something went wrong"},
		{name: "HTML in a 200", status: 200, body: "<html>", kind: meeting.ErrProtocol, message: "not JSON at byte 0: a value was expected"},
		{name: "truncated", status: 200, body: room[:40], kind: meeting.ErrProtocol, message: "not JSON at byte 40: a member name in quotes was expected"},
		{name: "empty", status: 200, body: "", kind: meeting.ErrProtocol, message: "not JSON at byte 0: it ends early"},
		{name: "no id", status: 200, body: `{"roomUrl":"https://example.whereby.com/x"}`, kind: meeting.ErrProtocol, message: "the meeting has no id"},
		{name: "relative link", status: 200, body: `{"meetingId":"1","roomUrl":"/x"}`, kind: meeting.ErrProtocol,
			message: "the answer's join link is not an absolute URL"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := newVendor(c.status, c.body, c.header...)
			ctx, cancel := context.WithTimeout(t.Context(), 4*time.Second) // shorter than the waits asked for
			defer cancel()
			_, err := newClient(t, v, whereby.Config{Name: "rooms"}).GetMeeting(ctx, "1")
			var e *meeting.Error
			if !errors.As(err, &e) {
				t.Fatalf("%v is no *meeting.Error", err)
			}
			if e.Kind != c.kind || e.Message != c.message || e.RetryAfter != c.wait {
				t.Errorf("%s %q, wait %v; want %s %q, wait %v", e.Kind, e.Message, e.RetryAfter, c.kind, c.message, c.wait)
			}
			if e.Provider != "rooms" || e.Op != "get" || e.ID != "1" {
				t.Errorf("provider %q, op %q, id %q", e.Provider, e.Op, e.ID)
			}
			want := 1 // a key that was refused can't be renewed
			if c.status == 502 || (c.status == 429 && c.wait == 0) {
				want = 3
			}
			if len(v.requests) != want {
				t.Errorf("%d requests, want %d", len(v.requests), want)
			}
			if strings.Contains(err.Error(), "secret-key") || strings.Contains(err.Error(), "whereby.dev") {
				t.Errorf("the text says too much: %v", err)
			}
		})
	}
}

func TestNetworkFailure(t *testing.T) {
	v := newVendor(0, "")
	v.RegisterNoResponder(func(*http.Request) (*http.Response, error) { return nil, errors.New("connection reset") })
	_, err := newClient(t, v, whereby.Config{}).CreateMeeting(t.Context(), request(nil))
	if !errors.Is(err, meeting.ErrOutcomeUnknown) {
		t.Error(err)
	}
	_, err = newClient(t, v, whereby.Config{}).GetMeeting(t.Context(), "1")
	if !errors.Is(err, meeting.ErrUnavailable) {
		t.Error(err)
	}
}
