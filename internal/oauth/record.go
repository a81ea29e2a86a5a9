package oauth

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/libmeet/meeting"
)

// recordVersion counts the forms of the record. One of another form is not guessed
// at.
const recordVersion = 1

// recordJSON is a state as the store has it. There is neither a client secret nor an
// API key in it.
type recordJSON struct {
	Version    int         `json:"v"`
	Sealed     []byte      `json:"sealed,omitempty"` // the rest, encrypted
	Generation int64       `json:"generation,omitempty"`
	Access     string      `json:"access_token,omitempty"`
	Minted     time.Time   `json:"minted,omitzero"`
	Expires    time.Time   `json:"expires,omitzero"`
	Refresh    string      `json:"refresh_token,omitempty"`
	Scope      string      `json:"scope,omitempty"`
	Hint       string      `json:"hint,omitempty"`
	Mints      []time.Time `json:"mints,omitempty"`
	Asked      time.Time   `json:"asked,omitzero"`
	Cut        bool        `json:"cut,omitempty"`
	Failure    *failedJSON `json:"failure,omitempty"`
}

type failedJSON struct {
	Kind    meeting.ErrorKind `json:"kind"`
	Code    string            `json:"code,omitempty"`
	Status  int               `json:"status,omitempty"`
	Message string            `json:"message"`
	Until   time.Time         `json:"until"`
	Count   int               `json:"count"`
	Of      string            `json:"of"`
}

// What can be wrong with a record. None of them quotes it.
var (
	errForm   = errors.New("the stored token is damaged, or was written by a newer version of this library")
	errSealed = errors.New("the stored token is encrypted and no key is configured")
	errKey    = errors.New("the stored token can't be decrypted with the configured key")
)

// encode writes a state, encrypted when there is a key.
func (c *codec) encode(s state) ([]byte, error) {
	w := recordJSON{
		Version: recordVersion, Generation: s.generation, Access: s.access.Reveal(), Minted: s.minted, Expires: s.expires,
		Refresh: s.refresh.Reveal(), Scope: s.scope, Hint: s.hint, Mints: s.mints, Asked: s.asked, Cut: s.cut,
	}
	if f := s.failure; f != nil {
		w.Failure = &failedJSON{f.kind, f.code, f.status, f.message, f.until, f.count, f.of}
	}
	plain, err := json.Marshal(w)
	if err != nil || !c.sealer.Seals() {
		return plain, err
	}
	sealed, err := c.sealer.Seal(c.name, plain)
	if err != nil {
		return nil, err
	}
	return json.Marshal(recordJSON{Version: recordVersion, Sealed: sealed})
}

// decode reads a state. clear reports one that stands in clear although there is a
// key: it is from before there was one, and is to be written anew.
func (c *codec) decode(value []byte) (s state, clear bool, err error) {
	var w recordJSON
	if json.Unmarshal(value, &w) != nil || w.Version != recordVersion {
		return state{}, false, errForm
	}
	if w.Sealed != nil {
		plain, err := c.open(w.Sealed)
		if err != nil {
			return state{}, false, err
		}
		w = recordJSON{}
		if json.Unmarshal(plain, &w) != nil || w.Version != recordVersion {
			return state{}, false, errForm
		}
	} else {
		clear = c.sealer.Seals()
	}
	if !sendable(w.Access) {
		return state{}, false, errForm
	}
	s = state{
		generation: w.Generation, access: meeting.NewSecret(w.Access), minted: w.Minted, expires: w.Expires,
		refresh: meeting.NewSecret(w.Refresh), scope: w.Scope, hint: w.Hint, mints: w.Mints, asked: w.Asked, cut: w.Cut,
	}
	if f := w.Failure; f != nil {
		s.failure = &failure{f.Kind, f.Code, f.Status, f.Message, f.Until, f.Count, f.Of}
	}
	return s, clear, nil
}

// sendable reports text that fits into a header.
func sendable(token string) bool {
	for i := range len(token) {
		if token[i] <= ' ' || token[i] >= 0x7f {
			return false
		}
	}
	return true
}
