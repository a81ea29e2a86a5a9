package zohocliq

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

// lockPeriod is how long Cliq refuses a user who asked too often
// (contracts/whereby-cliq.md 2A).
const lockPeriod = 10 * time.Minute

// kinds go by code before the status: the lock comes as HTTP 400, a missing scope
// as 401 (contracts/whereby-cliq.md 2B). The last two are the general words of
// Zoho's servers (contracts/zoho.md B7).
var kinds = map[string]meeting.ErrorKind{
	"request_limit_exceeded":   meeting.ErrRateLimited,
	"oauthtoken_scope_invalid": meeting.ErrPermission, // a new token has the same scopes
	"oauthtoken_invalid":       meeting.ErrUnauthenticated,
	"invalid_oauthtoken":       meeting.ErrUnauthenticated,
}

func errorKind(e meeting.Error) meeting.ErrorKind {
	if kind, ok := kinds[strings.ToLower(e.Code)]; ok {
		return kind
	}
	// The documented body of the lock has no code.
	if e.Status == http.StatusBadRequest && strings.HasPrefix(e.Message, "Too many requests") {
		return meeting.ErrRateLimited
	}
	return ""
}

// withLock says how long to wait where the answer didn't.
func withLock(err error) error {
	var e *meeting.Error
	if !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.RetryAfter > 0 {
		return err
	}
	told := *e
	told.RetryAfter = lockPeriod
	return &told
}

// refusal finds an error that came with a 2xx status: a page always has data.
func refusal(body []byte) bool {
	if len(body) > 4096 || bytes.Contains(body, []byte(`"data"`)) {
		return false
	}
	return normalize.CliqError(body).Message != ""
}
