package transport

import (
	"context"
	"io"
	"time"
)

// stopwatch bounds one attempt. The caller's context bounds the call as a whole;
// an attempt that hangs must end before it, so that another can be made.
type stopwatch struct {
	ctx   context.Context // ends with the attempt, or with the caller's patience
	end   context.CancelCauseFunc
	timer *time.Timer
	limit time.Duration
}

// startWatch bounds an attempt. Where the caller's deadline comes first there is
// nothing to bound, but for a stream, of which each wait is bounded.
func startWatch(parent context.Context, limit time.Duration, streams bool) *stopwatch {
	if deadline, ok := parent.Deadline(); ok && !streams && time.Until(deadline) <= limit {
		return &stopwatch{ctx: parent}
	}
	ctx, end := context.WithCancelCause(parent)
	return &stopwatch{ctx: ctx, end: end, limit: limit, timer: time.AfterFunc(limit, func() { end(errSlow) })}
}

// stop ends the attempt; its answer has been read.
func (w *stopwatch) stop() {
	if w.timer == nil {
		return
	}
	w.timer.Stop()
	w.end(nil)
}

// explain returns errSlow for the failure of an attempt that took too long, and
// err for any other: net/http tells only that the request was cancelled.
func (w *stopwatch) explain(err error) error {
	if context.Cause(w.ctx) == errSlow {
		return errSlow
	}
	return err
}

// stream reads a body of any length: what is bounded is the wait for its next
// bytes. The time that the sink takes for them is the sink's.
func (w *stopwatch) stream(body io.Reader) io.Reader { return &stream{w, body} }

type stream struct {
	watch *stopwatch
	body  io.Reader
}

func (s *stream) Read(p []byte) (int, error) {
	s.watch.timer.Reset(s.watch.limit)
	defer s.watch.timer.Stop()
	return s.body.Read(p)
}

// slow is a net.Error, so that it reads as a timeout and not as a call that its
// caller gave up.
type slow struct{}

var errSlow error = slow{}

func (slow) Error() string { return "the vendor did not answer in time" }

// Timeout is true.
func (slow) Timeout() bool { return true }

// Temporary is true.
func (slow) Temporary() bool { return true }
