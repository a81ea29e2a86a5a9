package oauth

import (
	"errors"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// codec writes and reads the record of one credential.
type codec struct {
	name   string // of the record
	sealer store.Sealer
}

// keyPurpose keeps the key apart from others that the same text may be used for.
const keyPurpose = "github.com/libmeet/meeting token vault 1"

func newCodec(name string, key meeting.Secret) *codec {
	return &codec{name, store.NewSealer(keyPurpose, key)}
}

func (c *codec) open(sealed []byte) ([]byte, error) {
	plain, err := c.sealer.Open(c.name, sealed)
	switch {
	case errors.Is(err, store.ErrNoKey):
		return nil, errSealed
	case errors.Is(err, store.ErrWrongKey):
		return nil, errKey
	}
	return plain, err
}
