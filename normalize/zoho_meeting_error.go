package normalize

import (
	"github.com/libmeet/meeting"
)

// ZohoError reads code and message of an error of Zoho Meeting's: the envelope of
// the reference (contracts/zoho.md A2.1), the shapes that Zoho publishes (B7, E1
// to E4), code and message at the top, and the answers of its sign-in. Code is the
// word where a member of its own holds one, else the number; the word of E1 stands
// in Message. A body that is none of them gives the zero Error.
func ZohoError(payload []byte) meeting.Error { return ZohoSDKError(payload) }
