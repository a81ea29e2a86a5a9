package zoho

import (
	"strings"

	"github.com/libmeet/meeting"
)

// TokenRefused is Zoho's word for a token that is invalid, expired or of another
// data centre; it comes with HTTP 400 (contracts/zoho.md B7, E1).
const TokenRefused = "INVALID_OAUTHTOKEN"

// wrongOrganisation comes with HTTP 401 and is about the zsoid in the path, not
// about the token (E3).
const wrongOrganisation = "UNAUTHORIZED_USER"

// Explain takes the word of E1 out of a decoded error's message, where kinds and
// people look for it, and says what the word doesn't.
func Explain(e meeting.Error, kinds map[string]meeting.ErrorKind) meeting.Error {
	if _, isWord := kinds[e.Message]; isWord {
		e.Code = e.Message
	}
	switch e.Code {
	case TokenRefused:
		e.Message = TokenRefused + ": the token is invalid, or the account lives in another data centre"
	case wrongOrganisation:
		e.Message = strings.TrimSuffix(e.Message, ".") + "; org_id names another organisation than the token's, or the user has no rights there"
	}
	return e
}
