package zoom

import (
	"bytes"
	"net/http"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

const day = 24 * time.Hour

// statusCode is how Zoom's codes must be read: the same number means different
// things under different statuses (contracts/zoom.md B5).
type statusCode struct {
	status int
	code   string
}

var kinds = map[statusCode]meeting.ErrorKind{
	{http.StatusUnauthorized, "124"}:  meeting.ErrUnauthenticated, // token invalid or expired
	{http.StatusBadRequest, "124"}:    meeting.ErrUnauthenticated,
	{http.StatusBadRequest, "4711"}:   meeting.ErrPermission, // scope missing; a new token has the same scopes
	{http.StatusBadRequest, "4700"}:   meeting.ErrPermission,
	{http.StatusUnauthorized, "4711"}: meeting.ErrPermission,
	{http.StatusBadRequest, "200"}:    meeting.ErrPermission, // plan or role
	{http.StatusBadRequest, "3161"}:   meeting.ErrPermission, // no right to host
	{http.StatusBadRequest, "3002"}:   meeting.ErrConflict,   // in progress
	{http.StatusBadRequest, "3007"}:   meeting.ErrConflict,   // already ended
	{http.StatusBadRequest, "3001"}:   meeting.ErrNotFound,
	{http.StatusNotFound, "3001"}:     meeting.ErrNotFound,
	{http.StatusNotFound, "1001"}:     meeting.ErrNotFound,    // no such user
	{http.StatusNotFound, "3301"}:     meeting.ErrNotFound,    // no recording
	{http.StatusBadRequest, "12702"}:  meeting.ErrNotFound,    // over a year ago
	{http.StatusBadRequest, "3079"}:   meeting.ErrNotFound,    // no such registrant
	{http.StatusBadRequest, "3018"}:   meeting.ErrUnsupported, // a personal meeting room can't be deleted
	{http.StatusBadRequest, "3037"}:   meeting.ErrUnsupported, // a personal audio conference neither
	{http.StatusBadRequest, "3063"}:   meeting.ErrUnsupported, // an on-premise meeting can't be ended
	{http.StatusBadRequest, "3043"}:   meeting.ErrConflict,    // no room for a registrant
	{http.StatusBadRequest, "3303"}:   meeting.ErrConflict,    // the recording of a running meeting
	{http.StatusBadRequest, "3310"}:   meeting.ErrConflict,    // the recording is in use
}

// errorKind also says when a daily limit ends, which Zoom's answers tell in words
// only (contracts/zoom.md B4).
func errorKind(e *meeting.Error, now time.Time) meeting.ErrorKind {
	if e.Status == http.StatusTooManyRequests && strings.Contains(e.Message, "daily") {
		e.RetryAfter = now.UTC().Truncate(day).Add(day).Sub(now)
		return meeting.ErrRateLimited
	}
	statuses := []int{e.Status}
	if e.Status < http.StatusBadRequest { // an error that came with a success
		statuses = []int{http.StatusBadRequest, http.StatusNotFound, http.StatusUnauthorized}
	}
	for _, status := range statuses {
		if kind, ok := kinds[statusCode{status, e.Code}]; ok {
			return kind
		}
	}
	if e.Status == http.StatusBadRequest && (e.Code == "300" || e.Code == "3000") && names(e.Message) {
		return meeting.ErrNotFound
	}
	// Older answers say the scope in words only.
	if e.Status == http.StatusBadRequest && strings.Contains(e.Message, "does not contain scope") {
		return meeting.ErrPermission
	}
	return ""
}

// names reports that one of the many things which 300 and 3000 stand for is an
// occurrence or a registrant that is not there (contracts/zoom.md B1).
func names(message string) bool {
	for _, part := range []string{"Invalid occurrence_id", "Registrant ID field is invalid", "was not found"} {
		if strings.Contains(message, part) {
			return true
		}
	}
	return false
}

// refusal finds the error codes that some operations send with status 200.
func refusal(body []byte) bool {
	if len(body) > 4096 || !bytes.Contains(body, []byte(`"code"`)) {
		return false
	}
	e := normalize.ZoomError(body)
	return e.Code != "" && e.Message != ""
}
