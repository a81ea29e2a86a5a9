package normalize

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"github.com/libmeet/meeting"
)

// eventKey joins what tells an event from others. When a part is missing, the
// whole payload takes its place: two deliveries of an event are the same bytes.
func eventKey(payload []byte, needed ...string) string {
	for _, part := range needed {
		if part == "" {
			sum := sha256.Sum256(payload)
			return strings.Join(append(needed, hex.EncodeToString(sum[:16])), "/")
		}
	}
	return strings.Join(needed, "/")
}

// finishEvent is the end of every function that returns an event.
func finishEvent(r *reader, e meeting.Event) (meeting.Event, error) {
	if err := r.finish(); err != nil {
		return meeting.Event{}, err
	}
	if e.TypeNative == "" {
		return meeting.Event{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the event does not say what it is"}
	}
	return e, nil
}
