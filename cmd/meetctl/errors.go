package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/libmeet/meeting"
)

// failures are the errors of a command that went on after the first.
type failures []error

func (f failures) Error() string   { return errors.Join(f...).Error() }
func (f failures) Unwrap() []error { return f }

// found is what a command that compares has found and printed: it exits 1 and says
// nothing more.
type found int

func (n found) Error() string { return fmt.Sprintf("%d differences", int(n)) }

// asError makes err an error with a kind. What has none comes from the parser of
// the command line.
func asError(err error) *meeting.Error {
	var known *meeting.Error
	if errors.As(err, &known) {
		return known
	}
	kind := meeting.KindOf(err)
	switch {
	case kind != "":
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		kind = meeting.ErrUnavailable
	default:
		kind = meeting.ErrInvalid
	}
	return &meeting.Error{Kind: kind, Message: meeting.OneLine(err.Error()), Err: err}
}

// localError is a failure of this machine: a full disk, a closed pipe.
func localError(what string, err error) error {
	return &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine(what + ": " + err.Error()), Err: err}
}

// exitCode maps the kind of err; of several errors the first counts.
func exitCode(err error) int {
	var many failures
	if errors.As(err, &many) {
		err = many[0]
	}
	switch asError(err).Kind {
	case meeting.ErrInvalid:
		return 2
	case meeting.ErrNotFound:
		return 3
	case meeting.ErrUnauthenticated, meeting.ErrPermission:
		return 4
	case meeting.ErrRateLimited:
		return 5
	case meeting.ErrUnsupported:
		return 6
	case meeting.ErrOutcomeUnknown:
		return 7
	case meeting.ErrUnavailable, meeting.ErrNotReady:
		return 8
	}
	return 1
}

// report writes err to stderr, one line for each failure.
func (a *app) report(err error) {
	var many failures
	if !errors.As(err, &many) {
		many = failures{err}
	}
	for _, err := range many {
		known := asError(a.explainSignIn(err))
		line := "meetctl: " + known.Error() + "\n"
		if a.flags.json {
			line = errorJSON(known)
		}
		_, _ = fmt.Fprint(a.err, line) // nowhere else to say it
	}
}

func errorJSON(err *meeting.Error) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if failed := enc.Encode(map[string]*meeting.Error{"error": err}); failed != nil {
		return `{"error":{"kind":"` + string(err.Kind) + "\"}}\n"
	}
	return out.String()
}

// wantsJSON looks for --json on a command line that may not be parsable.
func wantsJSON(args []string) bool {
	for _, arg := range args {
		switch {
		case arg == "--":
			return false
		case arg == "--json", strings.HasPrefix(arg, "--json=") && arg != "--json=false":
			return true
		}
	}
	return false
}
