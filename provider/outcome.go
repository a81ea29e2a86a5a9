package provider

import (
	"context"
	"errors"

	"github.com/libmeet/meeting"
)

// OutcomeError is the cause (errors.As) of an [meeting.ErrOutcomeUnknown] error:
// a create was sent and its answer was lost.
type OutcomeError struct {
	cause   error
	resolve func(ctx context.Context) (meeting.Meeting, error)
}

// Error says what became of the answer.
func (e *OutcomeError) Error() string { return e.cause.Error() }

// Unwrap returns what became of the answer.
func (e *OutcomeError) Unwrap() error { return e.cause }

// Resolve looks for the meeting at the vendor and returns it, or
// [meeting.ErrNotFound] when the vendor's list does not hold it (it may lag), or
// [meeting.ErrUnsupported] when the vendor can't be searched. It sends no create.
func (e *OutcomeError) Resolve(ctx context.Context) (meeting.Meeting, error) { return e.resolve(ctx) }

// unknown is the error for a create whose outcome can't be told.
func (c *Client) unknown(op Op, cause error, w wanted, accept func(context.Context, meeting.Meeting) (meeting.Meeting, error)) error {
	e := *asError(cause)
	e.Kind = meeting.ErrOutcomeUnknown
	e.Err = &OutcomeError{cause: cause, resolve: func(ctx context.Context) (meeting.Meeting, error) {
		return invoke(c, op, "", func() (meeting.Meeting, error) {
			if w.search.By == "" {
				return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrUnsupported, Message: "this vendor's meetings of that sort can't be searched for"}
			}
			found, err := c.find(ctx, w)
			if err != nil {
				return meeting.Meeting{}, err
			}
			for _, m := range found {
				if m, err := accept(ctx, m); err == nil {
					return m, nil
				} else if !errors.Is(err, meeting.ErrConflict) {
					return meeting.Meeting{}, err
				}
			}
			return meeting.Meeting{}, &meeting.Error{Kind: meeting.ErrNotFound, Message: "the vendor's list does not hold it"}
		})
	}}
	return &e
}

// asError returns err as a *meeting.Error, making one if it must.
func asError(err error) *meeting.Error {
	var e *meeting.Error
	if errors.As(err, &e) {
		return e
	}
	return &meeting.Error{Kind: meeting.KindOf(err), Message: meeting.OneLine(err.Error()), Err: err}
}
