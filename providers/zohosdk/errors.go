package zohosdk

import (
	"bytes"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

// tokenRefused is Zoho's word for a token that is invalid, expired or of another
// data centre; it comes with HTTP 400 (contracts/zoho.md B7, E1).
const tokenRefused = "INVALID_OAUTHTOKEN"

// kinds go by Zoho's word or number before the status: its 400 can be a token and
// its 401 a permission (contracts/zoho.md B7, C2).
var kinds = map[string]meeting.ErrorKind{
	tokenRefused:    meeting.ErrUnauthenticated,
	"2000":          meeting.ErrUnauthenticated,
	"INVALID_TOKEN": meeting.ErrUnauthenticated,

	"UNAUTHORIZED_USER":    meeting.ErrPermission, // wrong organisation; a new token changes nothing
	"3001":                 meeting.ErrPermission,
	"1009":                 meeting.ErrPermission, // not an administrator
	"1025":                 meeting.ErrPermission, // wrong organisation
	"OAUTH_SCOPE_MISMATCH": meeting.ErrPermission,

	"INVALID_MEETING_KEY": meeting.ErrNotFound,
	"4000":                meeting.ErrNotFound,
}

func errorKind(e *meeting.Error) meeting.ErrorKind {
	if strings.Contains(strings.ToLower(e.Message), "too many requests") { // under any status (B9)
		return meeting.ErrRateLimited
	}
	return kinds[e.Code]
}

// decodeError takes the word of E1 out of its message, where errorKind and people
// look for it, and says what the word doesn't.
func decodeError(body []byte) meeting.Error {
	e := normalize.ZohoSDKError(body)
	if _, isWord := kinds[e.Message]; isWord {
		e.Code = e.Message
	}
	if e.Code == tokenRefused {
		e.Message = tokenRefused + ": the token is invalid, or the account lives in another data centre"
	}
	return e
}

// refusal finds an error that came with a 2xx status.
func refusal(body []byte) bool {
	if len(body) > 4096 || !bytes.Contains(body, []byte(`"error"`)) {
		return false
	}
	return normalize.ZohoSDKError(body).Code != ""
}
