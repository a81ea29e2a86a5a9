package store

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"

	"github.com/libmeet/meeting"
)

// Sealer encrypts what its user puts into a store, with AES-256-GCM. The zero
// Sealer has no key.
type Sealer struct {
	aead   cipher.AEAD
	failed error // the key can't be used
}

// What can be wrong with something sealed. Neither quotes it.
var (
	ErrNoKey    = errors.New("it is encrypted and no key is configured")
	ErrWrongKey = errors.New("it can't be decrypted with the configured key")
)

// NewSealer derives a key from any text. HKDF doesn't make a short or common text
// harder to guess. The purpose keeps the key apart from others that the same text is
// used for. A zero key seals nothing.
func NewSealer(purpose string, key meeting.Secret) Sealer {
	if key.IsZero() {
		return Sealer{}
	}
	var s Sealer
	derived, err := hkdf.Key(sha256.New, []byte(key.Reveal()), nil, purpose, 32)
	if err == nil {
		var block cipher.Block
		if block, err = aes.NewCipher(derived); err == nil {
			// A nonce of 96 random bits in front: what is sealed is counted in millions.
			s.aead, err = cipher.NewGCMWithRandomNonce(block)
		}
	}
	s.failed = err
	return s
}

// Seals reports that nothing may be stored in clear, also when the key is of no
// use.
func (s Sealer) Seals() bool { return s.aead != nil || s.failed != nil }

// Seal encrypts plain as the record called name: one that was moved to another
// place doesn't open. It must not be called without a key.
func (s Sealer) Seal(name string, plain []byte) ([]byte, error) {
	switch {
	case s.failed != nil:
		return nil, s.failed
	case s.aead == nil:
		return nil, ErrNoKey
	}
	return s.aead.Seal(nil, nil, plain, []byte(name)), nil
}

// Open decrypts what Seal returned for the same name.
func (s Sealer) Open(name string, sealed []byte) ([]byte, error) {
	switch {
	case s.failed != nil:
		return nil, s.failed
	case s.aead == nil:
		return nil, ErrNoKey
	}
	plain, err := s.aead.Open(nil, nil, sealed, []byte(name))
	if err != nil {
		return nil, ErrWrongKey
	}
	return plain, nil
}
