package oauth

import (
	"errors"
	"net"
	"time"

	"github.com/libmeet/meeting"
)

// failure is what the token endpoint refused last, so that it is asked once an
// interval and not once a call.
type failure struct {
	kind    meeting.ErrorKind
	code    string
	status  int
	message string
	until   time.Time // not asked again before
	count   int       // failures without a success between them
	of      string    // fingerprint of the credential: a mended one is tried at once
}

const (
	firstPause  = time.Second
	longPause   = 30 * time.Second
	refusedTime = time.Minute // of a refusal: what was mended at the vendor is seen after it
)

// pause is how long the token endpoint is left alone after its count-th failure.
func (f failure) pause(err *meeting.Error) time.Duration {
	switch {
	case err.Kind == meeting.ErrRateLimited && err.RetryAfter > 0:
		return err.RetryAfter
	case err.Kind == meeting.ErrUnauthenticated:
		return refusedTime
	}
	return pause(f.count)
}

// pause doubles with every failure in a row.
func pause(count int) time.Duration { return min(firstPause<<min(max(count-1, 0), 10), longPause) }

// fail takes a failed request in and returns the error for the callers.
func (s *state) fail(cfg Config, err *meeting.Error, asked, now time.Time) *meeting.Error {
	told := *err
	if cfg.Rotates {
		told.Message += s.doubt(err)
	}
	if s.asked.Equal(asked) {
		s.asked = time.Time{}
	}
	if notCounted(err) {
		for i, at := range s.mints {
			if at.Equal(asked) {
				s.mints = append(append([]time.Time{}, s.mints[:i]...), s.mints[i+1:]...)
				break
			}
		}
	}
	f := failure{kind: told.Kind, code: told.Code, status: told.Status, message: told.Message, count: 1, of: cfg.fingerprint()}
	if s.failure != nil && s.failure.of == f.of {
		f.count = s.failure.count + 1
	}
	f.until = now.Add(f.pause(err))
	s.failure = &f
	return &told
}

// doubt is about refresh tokens that are good once. A request whose answer was lost
// may have spent the old one; whether it did shows at the next.
func (s *state) doubt(err *meeting.Error) string {
	switch {
	case err.Kind == meeting.ErrUnauthenticated && s.cut:
		return "; the answer to an earlier refresh was lost, and the new refresh token with it: authorize the application again"
	case (err.Kind == meeting.ErrUnavailable || err.Kind == meeting.ErrProtocol) && !notSent(err):
		s.cut = true
		return "; if the refresh was done all the same, its new refresh token is lost and the application must be authorized again"
	}
	return ""
}

// remembered returns the failure that is still in force, or nil.
func (s *state) remembered(cfg Config, now time.Time) *meeting.Error {
	f := s.failure
	if f == nil || !now.Before(f.until) || f.of != cfg.fingerprint() {
		return nil
	}
	// A clock that was wrong must not lock the credential for longer than the
	// longest pause there is.
	rest := f.until.Sub(now)
	if rest > max(throttle, refusedTime) {
		return nil
	}
	return recall(meeting.Error{Kind: f.kind, Code: f.code, Status: f.status, Message: f.message}, rest)
}

// recall is an error that is told again.
func recall(e meeting.Error, rest time.Duration) *meeting.Error {
	e.RetryAfter = 0
	if e.Kind == meeting.ErrUnavailable || e.Kind == meeting.ErrRateLimited { // others don't mend themselves
		e.RetryAfter = rest
	}
	return &e
}

// notSent reports that the request never left.
func notSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// notCounted reports a failure that costs nothing of the vendor's budget: nothing
// arrived, or its server broke. Should it count the latter, nothing is lost: it
// would block for as long as the budget does.
func notCounted(err *meeting.Error) bool { return notSent(err) || err.Status >= 500 }
