package quota

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
)

func errTooMany() error {
	return meeting.Invalidf("quota", "more than %d limits count one call", maxLimits)
}

// ended is the error of a context that ended before the call's turn.
func ended(ctx context.Context) *meeting.Error {
	e := &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the call was cancelled before its turn; nothing was sent", Err: ctx.Err()}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		e.Message = "the call ran out of time before its turn; nothing was sent"
	}
	return e
}

// storeError marks errors of the store itself.
type storeError struct{ err error }

func (e storeError) Error() string { return e.err.Error() }
func (e storeError) Unwrap() error { return e.err }

// spent says which limit is in the way, and until when.
func (l *Ledger) spent(s *slot, now, at int64) *meeting.Error {
	when := time.Unix(0, at+int64(time.Second)-1).UTC().Truncate(time.Second)
	return &meeting.Error{
		Kind:       meeting.ErrRateLimited,
		Message:    l.describe(s.limit, l.figure(s)) + " leaves no room before " + when.Format(time.RFC3339) + "; nothing was sent",
		RetryAfter: time.Duration(max(at-now, 1)),
	}
}

// figure is the amount of a limit, told or learned.
func (l *Ledger) figure(s *slot) int {
	if l.cfg.Store != nil {
		return s.figure
	}
	return s.window.most()
}

// describe names a limit: "Zoom's limit of 100 a day for this host".
func (l *Ledger) describe(limit *Limit, amount int) string {
	text := "the limit"
	if l.cfg.Vendor != "" {
		text = l.cfg.Vendor + "'s limit"
	}
	if amount > 0 {
		text += " of " + strconv.Itoa(amount)
	}
	if limit.Unit != "" {
		text += " " + limit.Unit
	}
	switch limit.Every {
	case time.Second:
		text += " a second"
	case time.Minute:
		text += " a minute"
	case time.Hour:
		text += " an hour"
	case Day:
		text += " a day"
	default:
		text += " per " + limit.Every.String()
	}
	if limit.PerHost {
		text += " for this host"
	}
	return text
}
