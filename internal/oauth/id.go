package oauth

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/libmeet/meeting"
)

// recordKey is the key of the record that all vaults of one credential share,
// whatever their provider is called. It tells nothing of the credential.
func recordKey(cfg Config) string {
	cred := cfg.Credentials
	parts := []string{cfg.TokenURL, string(cred.Flow), cred.AccountID, cred.ClientID}
	if cred.Flow == meeting.FlowRefreshToken {
		// The configured one: those that replace it belong to the same consent, and
		// signing in anew begins a new record.
		parts = append(parts, digest(cred.RefreshToken.Reveal()))
	}
	return "token/" + digest(parts...)
}

// leaseKey is the key of the right to refresh.
func (v *Vault) leaseKey() string { return "lease/" + v.key }

// fingerprint tells a credential from one that was mended: a failure is remembered
// for what was configured then.
func (c Config) fingerprint() string {
	return digest("secret", recordKey(c), c.Credentials.ClientSecret.Reveal())[:16]
}

// digest is 32 hexadecimal digits of the SHA-256 of the parts, each with its length
// in front so that they don't run together.
func digest(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		_, _ = h.Write([]byte(strconv.Itoa(len(part)) + ":" + part)) // never fails
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
