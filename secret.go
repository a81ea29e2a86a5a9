package meeting

import (
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// Redacted is what a [Secret] prints instead of its text.
const Redacted = "[redacted]"

// Secret holds text that must not be shown by accident: a host link, a passcode,
// a token, a client secret. Every fmt verb, log/slog, encoding/json and
// encoding.TextMarshaler print [Redacted] for it; [Secret.Reveal] returns the text.
//
// The text is kept masked by a pad of this process, so that dumpers which read
// unexported fields by reflection show noise. That is no encryption.
//
// The zero Secret is empty and prints nothing. Two Secrets are equal (also with
// ==) when their texts are.
type Secret struct{ masked string }

// NewSecret wraps text.
func NewSecret(text string) Secret { return Secret{mask(text)} }

// Reveal returns the text. Don't log it.
func (s Secret) Reveal() string { return mask(s.masked) }

// IsZero reports whether the text is empty.
func (s Secret) IsZero() bool { return s.masked == "" }

// Equal reports whether both texts are the same.
func (s Secret) Equal(other Secret) bool { return s == other }

// String returns the placeholder, or nothing for an empty Secret.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return Redacted
}

// Format prints the placeholder under every verb.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, s.String()) }

// GoString returns the placeholder.
func (s Secret) GoString() string { return s.String() }

// LogValue returns the placeholder.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText returns the placeholder. encoding/json uses it too.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads the text. The placeholder reads as an empty Secret: it says
// that there was one, not what it was.
func (s *Secret) UnmarshalText(text []byte) error {
	if string(text) == Redacted {
		*s = Secret{}
		return nil
	}
	*s = NewSecret(string(text))
	return nil
}

// pad is drawn once per process and never changes.
var pad = func() (p [64]byte) {
	_, _ = rand.Read(p[:]) // never fails since Go 1.24
	return p
}()

func mask(text string) string {
	if text == "" {
		return ""
	}
	var out strings.Builder
	out.Grow(len(text))
	for i := range len(text) {
		out.WriteByte(text[i] ^ pad[i%len(pad)])
	}
	return out.String()
}
