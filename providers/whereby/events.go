package whereby

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/webhook"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// signatureHeader is "t=<Unix seconds>,v1=<hex>" (contracts/whereby-cliq.md 1B,
// Webhooks).
const signatureHeader = "Whereby-Signature"

// ParseEvent checks and reads a webhook request of Whereby
// (contracts/whereby-cliq.md 1B, Webhooks).
func (p *Provider) ParseEvent(header map[string][]string, body []byte) (provider.Delivery, error) {
	stamp, signatures := splitSignature(http.Header(header).Get(signatureHeader))
	if _, err := p.cfg.webhook().Verify(stamp, signatures, signedParts(stamp, body)...); err != nil {
		return provider.Delivery{}, err
	}
	event, err := normalize.WherebyEvent(body)
	return provider.Delivery{Event: event}, err
}

// splitSignature takes the header apart. Other versions than v1 are passed over;
// several of v1 are what a sender with two secrets would write.
func splitSignature(header string) (stamp string, signatures []string) {
	for part := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "t":
			stamp = value
		case "v1":
			if len(signatures) < maxSignatures {
				signatures = append(signatures, value)
			}
		}
	}
	return stamp, signatures
}

const maxSignatures = 8

func signedParts(stamp string, body []byte) [][]byte { return [][]byte{[]byte(stamp + "."), body} }

// SignEvent returns the headers that Whereby would send with body, for tests of what
// receives events.
func SignEvent(secret meeting.Secret, at time.Time, body []byte) http.Header {
	stamp := strconv.FormatInt(at.Unix(), 10)
	return http.Header{
		"Content-Type":  {"application/json"},
		signatureHeader: {"t=" + stamp + ",v1=" + webhook.Sign(secret, signedParts(stamp, body)...)},
	}
}
