package zohocliq

import (
	"bytes"
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

// errorKind also says how long the lock lasts: Cliq's answers don't.
func errorKind(e *meeting.Error) meeting.ErrorKind {
	kind, known := kinds[strings.ToLower(e.Code)]
	// The documented body of the lock has no code.
	tooMany := e.Status == http.StatusBadRequest && strings.HasPrefix(e.Message, "Too many requests")
	if !known && (tooMany || e.Status == http.StatusTooManyRequests) {
		kind = meeting.ErrRateLimited
	}
	if kind == meeting.ErrRateLimited {
		e.RetryAfter = lockPeriod
	}
	return kind
}

// refusal finds an error that came with a 2xx status: a page always has data.
func refusal(body []byte) bool {
	if len(body) > 4096 || bytes.Contains(body, []byte(`"data"`)) {
		return false
	}
	return normalize.CliqError(body).Message != ""
}
