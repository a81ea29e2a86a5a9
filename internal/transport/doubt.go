package transport

import (
	"context"
	"errors"
	"net/http/httptrace"
	"sync/atomic"

	"github.com/libmeet/meeting"
)

// sending watches whether a request could leave. It is told by net/http's own
// transport; under another RoundTripper nothing is known and it may have left.
type sending struct {
	watched, left atomic.Bool
}

func (s *sending) in(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn:      func(string) { s.watched.Store(true) },
		WroteHeaders: func() { s.left.Store(true) },
	})
}

// began reports that bytes of the request may have reached the vendor.
func (s *sending) began() bool { return s.left.Load() || !s.watched.Load() }

// doubt turns the failure of a create into [meeting.ErrOutcomeUnknown] when the
// vendor may have acted: the answer was lost or unreadable, or the server failed
// without a reason that is known. A refusal, and a request that never left, are
// certain.
func (c *Client) doubt(req Request, status int, left bool, failure *meeting.Error) *meeting.Error {
	if failure == nil || !req.Create || !left {
		return failure
	}
	lost := failure.Kind == meeting.ErrUnavailable
	// A redirect and a 4xx refuse, whatever their body is.
	unreadable := (status < 300 || status >= 500) && failure.Kind == meeting.ErrProtocol && failure.Code == ""
	if lost || unreadable {
		failure.Kind = meeting.ErrOutcomeUnknown
	}
	return failure
}

// NotSent marks an error that came before the request: while a token was fetched,
// say. Whatever its kind is, it leaves nothing open about a create. provider.Client
// asks for it by its method.
func NotSent(err error) error {
	var e *meeting.Error
	if !errors.As(err, &e) {
		return err
	}
	marked := *e
	marked.Err = notSent{e.Err}
	return &marked
}

type notSent struct{ cause error }

// NotSent is true.
func (notSent) NotSent() bool { return true }

func (n notSent) Unwrap() error { return n.cause }

func (n notSent) Error() string {
	if n.cause == nil {
		return "the request was not sent"
	}
	return n.cause.Error()
}
