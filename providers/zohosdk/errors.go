package zohosdk

import (
	"bytes"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
)

// kinds go by Zoho's word or number before the status: its 400 can be a token and
// its 401 a permission (contracts/zoho.md B7, C2).
var kinds = map[string]meeting.ErrorKind{
	zoho.TokenRefused: meeting.ErrUnauthenticated,
	"2000":            meeting.ErrUnauthenticated,
	"INVALID_TOKEN":   meeting.ErrUnauthenticated,

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

func decodeError(body []byte) meeting.Error { return zoho.Explain(normalize.ZohoSDKError(body), kinds) }

// refusal finds an error that came with a 2xx status.
func refusal(body []byte) bool {
	if len(body) > 4096 || !bytes.Contains(body, []byte(`"error"`)) {
		return false
	}
	return normalize.ZohoSDKError(body).Code != ""
}
