package transport

import (
	"context"
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
	unreadable := status >= 200 && status < 300 && failure.Kind == meeting.ErrProtocol && failure.Code == ""
	if lost || unreadable {
		failure.Kind = meeting.ErrOutcomeUnknown
	}
	return failure
}
