package whereby

import (
	"bytes"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/normalize"
)

// kinds is by status: Whereby has no codes of its own (contracts/whereby-cliq.md
// 1B, Errors).
var kinds = map[int]meeting.ErrorKind{
	http.StatusBadRequest:      meeting.ErrInvalid,
	http.StatusUnauthorized:    meeting.ErrUnauthenticated, // no key, or a wrong one
	http.StatusForbidden:       meeting.ErrPermission,      // recording or streaming outside the plan
	http.StatusNotFound:        meeting.ErrNotFound,
	http.StatusTooManyRequests: meeting.ErrRateLimited,
}

func errorKind(e *meeting.Error) meeting.ErrorKind { return kinds[e.Status] }

// refusal finds an error that came with status 200: none is documented, but what
// has an error's members and no room's is none of the answers expected.
func refusal(body []byte) bool {
	if len(body) > 4096 || bytes.Contains(body, []byte(`"meetingId"`)) || bytes.Contains(body, []byte(`"results"`)) {
		return false
	}
	return normalize.WherebyError(body).Message != ""
}
