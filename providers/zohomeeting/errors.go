package zohomeeting

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strings"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/zoho"
	"github.com/libmeet/meeting/normalize"
)

// kinds go by Zoho's word or number before the status: the reference says of none
// which status it has, and Zoho's own 400 can be a token, its 401 a permission
// (contracts/zoho.md A2.8, B7, C2).
var kinds = map[string]meeting.ErrorKind{
	"INVALID_TOKEN":   meeting.ErrUnauthenticated,
	zoho.TokenRefused: meeting.ErrUnauthenticated,
	"2000":            meeting.ErrUnauthenticated,

	"UNAUTHORIZED_USER":    meeting.ErrPermission, // wrong organisation; a new token changes nothing
	"3001":                 meeting.ErrPermission,
	"1009":                 meeting.ErrPermission, // not an administrator
	"1025":                 meeting.ErrPermission, // wrong organisation
	"OAUTH_SCOPE_MISMATCH": meeting.ErrPermission,

	"INVALID_MEETING_KEY":    meeting.ErrNotFound,
	"4000":                   meeting.ErrNotFound,
	"INVALID_E_RECORDING_ID": meeting.ErrNotFound,
	"4019":                   meeting.ErrNotFound,

	"MEETING_PAST":            meeting.ErrConflict,
	"RECORDING_NOT_AVAILABLE": meeting.ErrNotReady,

	"PARTICIPANT_LIMIT_REACHED": meeting.ErrInvalid,
	"ARRAY_SIZE_OUT_OF_RANGE":   meeting.ErrInvalid,
	"1028":                      meeting.ErrInvalid, // page too large
	"INVALID_DATE_FORMAT":       meeting.ErrInvalid,
	"JSON_PARSE_ERROR":          meeting.ErrInvalid,
}

func errorKind(e *meeting.Error) meeting.ErrorKind {
	if e.Status == http.StatusTooManyRequests || strings.Contains(strings.ToLower(e.Message), "too many requests") {
		return meeting.ErrRateLimited
	}
	return kinds[e.Code]
}

func decodeError(body []byte) meeting.Error { return zoho.Explain(normalize.ZohoError(body), kinds) }

// refusal finds an error that came with a 2xx status: by the envelope's status,
// which stands first, or by a member error. Most bodies hold neither word.
func refusal(body []byte) bool {
	if !bytes.Contains(body, []byte(`"error"`)) && !bytes.Contains(body, []byte(`"failure"`)) {
		return false
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	if open, err := dec.Token(); err != nil || open != json.Delim('{') {
		return false
	}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return false
		}
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return false
		}
		switch {
		case name == "status":
			return string(value) == `"error"` || string(value) == `"failure"`
		case name == "error" && string(value) != "null":
			return true
		}
	}
	return false
}
