package zoom

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/webhook"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// Headers and version of a signature (contracts/zoom.md B7).
const (
	signatureHeader = "X-Zm-Signature"
	timestampHeader = "X-Zm-Request-Timestamp"
	signatureV0     = "v0="
)

// ParseEvent checks and reads a webhook request of Zoom (contracts/zoom.md B7). The
// question whether the address is ours is answered only when it is signed itself:
// who could have any text signed could forge an event.
func (p *Provider) ParseEvent(header map[string][]string, body []byte) (provider.Delivery, error) {
	h := http.Header(header)
	stamp := h.Get(timestampHeader)
	var signatures []string
	if v0, ok := strings.CutPrefix(h.Get(signatureHeader), signatureV0); ok {
		signatures = []string{v0}
	}
	secret, err := p.cfg.webhook().Verify(stamp, signatures, signedParts(stamp, body)...)
	if err != nil {
		return provider.Delivery{}, err
	}
	if token, ok := normalize.ZoomPlainToken(body); ok {
		reply, err := json.Marshal(map[string]string{"plainToken": token, "encryptedToken": webhook.Sign(secret, []byte(token))})
		return provider.Delivery{Reply: reply}, err
	}
	event, err := normalize.ZoomEvent(body)
	return provider.Delivery{Event: event}, err
}

func signedParts(stamp string, body []byte) [][]byte {
	return [][]byte{[]byte("v0:" + stamp + ":"), body}
}

// SignEvent returns the headers that Zoom would send with body, for tests of what
// receives events.
func SignEvent(secret meeting.Secret, at time.Time, body []byte) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return http.Header{
		"Content-Type":  {"application/json; charset=utf-8"},
		timestampHeader: {stamp},
		signatureHeader: {signatureV0 + webhook.Sign(secret, signedParts(stamp, body)...)},
	}
}
