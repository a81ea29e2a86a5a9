package oauth

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"

	"github.com/libmeet/meeting"
)

// codec writes and reads the record of one credential.
type codec struct {
	name   string // of the record: one that was moved to another place doesn't open
	aead   cipher.AEAD
	failed error // the key can't be used
}

// keyPurpose keeps the key apart from others that the same text may be used for.
const keyPurpose = "github.com/libmeet/meeting token vault 1"

// newCodec derives the key of AES-256-GCM from any text. HKDF doesn't make a short
// or common text harder to guess.
func newCodec(name string, key meeting.Secret) *codec {
	c := &codec{name: name}
	if key.IsZero() {
		return c
	}
	derived, err := hkdf.Key(sha256.New, []byte(key.Reveal()), nil, keyPurpose, 32)
	if err == nil {
		var block cipher.Block
		if block, err = aes.NewCipher(derived); err == nil {
			// A nonce of 96 random bits in front: refreshes are hours apart.
			c.aead, err = cipher.NewGCMWithRandomNonce(block)
		}
	}
	c.failed = err
	return c
}

// encrypts reports that nothing may be stored in clear, also when the key is of no
// use.
func (c *codec) encrypts() bool { return c.aead != nil || c.failed != nil }

func (c *codec) seal(plain []byte) ([]byte, error) {
	if c.failed != nil {
		return nil, c.failed
	}
	return c.aead.Seal(nil, nil, plain, []byte(c.name)), nil
}

func (c *codec) open(sealed []byte) ([]byte, error) {
	switch {
	case c.failed != nil:
		return nil, c.failed
	case c.aead == nil:
		return nil, errSealed
	}
	plain, err := c.aead.Open(nil, nil, sealed, []byte(c.name))
	if err != nil {
		return nil, errKey
	}
	return plain, nil
}
