// Package webhook checks who sent a request to a webhook. The vendors sign alike: an
// HMAC-SHA256, in hexadecimal, of a time and the body as it arrived.
package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"github.com/libmeet/meeting"
)

// DefaultTolerance is how far a signature's time may be from now. No vendor names
// one; it must be longer than clocks are apart, and it bounds for how long a request
// that somebody copied can be sent again.
const DefaultTolerance = 5 * time.Minute

// Check says which signatures are good.
type Check struct {
	Secrets   []meeting.Secret // any of them, so that one can be replaced without a gap
	Tolerance time.Duration    // 0 is [DefaultTolerance]
	Now       func() time.Time
}

// Validate returns an [meeting.ErrInvalid] error that names the member that is
// wrong.
func (c Check) Validate() error {
	for _, secret := range c.Secrets {
		if secret.IsZero() {
			return meeting.Invalidf("webhook.secrets", "one of them is empty")
		}
	}
	if c.Tolerance < 0 {
		return meeting.Invalidf("webhook.tolerance", "it is negative")
	}
	return nil
}

// Verify returns the secret that one of the signatures was made with, or an
// [meeting.ErrUnauthenticated] error: without a secret nothing is believed. stamp
// is the signature's time as the vendor wrote it, in Unix seconds; parts are what it
// signed, in their order.
func (c Check) Verify(stamp string, signatures []string, parts ...[]byte) (meeting.Secret, error) {
	if len(c.Secrets) == 0 {
		return meeting.Secret{}, refused("no webhook secret is configured: events can't be told from forgeries")
	}
	if stamp == "" || len(signatures) == 0 {
		return meeting.Secret{}, refused("the request is not signed")
	}
	var used meeting.Secret
	for _, secret := range c.Secrets {
		want := sum(secret, parts)
		for _, signature := range signatures {
			given, err := hex.DecodeString(signature)
			if err == nil && hmac.Equal(given, want) && !secret.IsZero() {
				used = secret
			}
		}
	}
	if used.IsZero() {
		return meeting.Secret{}, refused("the signature fits none of the configured webhook secrets")
	}
	// The time counts only once it is known to be the vendor's.
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return meeting.Secret{}, refused("the time of the signature can't be read")
	}
	tolerance := c.Tolerance
	if tolerance == 0 {
		tolerance = DefaultTolerance
	}
	signed := time.Unix(seconds, 0)
	if seconds >= 1e11 { // Zoom doesn't name the unit, and writes milliseconds elsewhere
		signed = time.UnixMilli(seconds)
	}
	switch age := c.Now().Sub(signed); {
	case age > tolerance:
		return meeting.Secret{}, refused("the signature is older than " + tolerance.String() + ": it was sent before, or a clock is wrong")
	case age < -tolerance:
		return meeting.Secret{}, refused("the signature is from the future: a clock is wrong")
	}
	return used, nil
}

// Sign returns the signature of parts.
func Sign(secret meeting.Secret, parts ...[]byte) string {
	return hex.EncodeToString(sum(secret, parts))
}

func sum(secret meeting.Secret, parts [][]byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	for _, part := range parts {
		_, _ = mac.Write(part) // never fails
	}
	return mac.Sum(nil)
}

func refused(message string) error {
	return &meeting.Error{Kind: meeting.ErrUnauthenticated, Message: "webhook: " + message}
}
