package store

import "github.com/libmeet/meeting"

// NotFound is the error for a key that is not there. Keys can hold what a log
// should not; the error doesn't name it.
func NotFound() error {
	return &meeting.Error{Kind: meeting.ErrNotFound, Message: "store: no such record"}
}

// Conflict is the error for a version that is not the stored one.
func Conflict() error {
	return &meeting.Error{Kind: meeting.ErrConflict, Message: "store: the record was changed meanwhile"}
}

// Unavailable is the error for a store that can't be reached, read or written.
func Unavailable(err error) error {
	if err == nil {
		return nil
	}
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine("store: " + err.Error()), Err: err}
}
