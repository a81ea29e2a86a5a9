package provider

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// creation is a create as the journal sees it.
type creation struct {
	op          Op
	key         string
	fingerprint string
	wanted      wanted // without marker and since

	// send sends it once and returns the finished meeting.
	send func(ctx context.Context, marker string) (meeting.Meeting, error)
}

// create runs a creation: once per key if there is one, else once.
func (c *Client) create(ctx context.Context, k creation) (meeting.Meeting, error) {
	if k.key == "" {
		since := c.now()
		m, err := k.send(ctx, "")
		if err != nil && ambiguous(err) {
			k.wanted.since = since
			if k.wanted.search.By == SearchMarker { // none was sent
				k.wanted.search = Search{}
			}
			err = c.unknown(k.op, err, k.wanted, func(_ context.Context, m meeting.Meeting) (meeting.Meeting, error) { return m, nil })
		}
		return m, err
	}
	if c.journal.store == nil {
		return meeting.Meeting{}, errNoStore
	}
	held, release, err := c.journal.hold(ctx, k.key)
	if err != nil {
		return meeting.Meeting{}, err
	}
	defer release()
	m, absent, err := c.recall(held, k)
	if !absent {
		return m, err
	}
	return c.attempt(held, k)
}

// recall returns the meeting that the key has made. It is absent when none was
// sent, or when what was sent is proved not to exist.
func (c *Client) recall(ctx context.Context, k creation) (m meeting.Meeting, absent bool, err error) {
	e, err := c.journal.read(ctx, k.key)
	switch {
	case err != nil:
		return meeting.Meeting{}, false, err
	case e == nil:
		return meeting.Meeting{}, true, nil
	case e.Fingerprint != k.fingerprint:
		return meeting.Meeting{}, false, &meeting.Error{Kind: meeting.ErrConflict, Message: "the key was used for a create with other content"}
	case e.answered():
		m, clear, err := c.journal.answer(e, k.key)
		if err == nil && clear {
			_ = c.settle(ctx, k.key, m) // next time, if it fails
		}
		return m, false, err
	}
	// Somebody sent it and left no answer.
	return c.reconcile(ctx, k, e, errLostAnswer)
}

var errLostAnswer error = &meeting.Error{Kind: meeting.ErrOutcomeUnknown, Message: "an earlier attempt with this key left no answer"}

// attempt sends the create until an answer is recorded, it is refused, or what
// became of it can't be told. It sends again only what is proved not to exist.
func (c *Client) attempt(ctx context.Context, k creation) (meeting.Meeting, error) {
	for {
		e, err := c.journal.intend(ctx, k.key, k.fingerprint)
		if err != nil {
			return meeting.Meeting{}, err // nothing was sent
		}
		m, err := k.send(ctx, e.Marker)
		if err == nil {
			if err = c.settle(ctx, k.key, m); err == nil {
				return m, nil
			}
			// It exists. With another key's claim on it, the twin that this key is
			// owed exists or will be sent; with a broken journal, the next run looks.
			if !errors.Is(err, meeting.ErrConflict) {
				return meeting.Meeting{}, c.lost(k, e, err)
			}
		} else if !ambiguous(err) {
			return meeting.Meeting{}, errors.Join(err, c.journal.forget(context.WithoutCancel(ctx), k.key))
		}
		m, absent, err := c.reconcile(ctx, k, e, err)
		if !absent {
			return m, err
		}
	}
}

// settle outlives the caller's context: the answer is here and must be kept.
func (c *Client) settle(ctx context.Context, key string, m meeting.Meeting) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepWithin)
	defer cancel()
	return c.journal.settle(ctx, key, m)
}

// reconcile looks for a meeting whose answer was lost. It returns the meeting; or
// absent, when the vendor has had time to list it and does not; or the error that
// the outcome is unknown.
func (c *Client) reconcile(ctx context.Context, k creation, e *entry, cause error) (m meeting.Meeting, absent bool, err error) {
	if k.wanted.search.By == "" {
		return meeting.Meeting{}, false, c.lost(k, e, cause)
	}
	if !e.Over {
		over, failed := c.journal.over(ctx, k.key)
		if failed != nil {
			return meeting.Meeting{}, false, c.lost(k, e, errors.Join(cause, failed))
		}
		e = over
	}
	w := k.wanted
	w.marker, w.since = e.Marker, e.Begun
	for {
		proved, now, err := c.settled(ctx, e, w.search.Lag)
		if err != nil {
			return meeting.Meeting{}, false, c.lost(k, e, cause)
		}
		found, err := c.find(ctx, w)
		if err != nil {
			return meeting.Meeting{}, false, c.lost(k, e, errors.Join(cause, err))
		}
		for _, m := range found {
			if err = c.settle(ctx, k.key, m); err == nil {
				return m, false, nil
			}
			if !errors.Is(err, meeting.ErrConflict) {
				return meeting.Meeting{}, false, c.lost(k, e, err)
			}
		}
		if proved {
			if w.blurry || e.Attempts >= mostAttempts {
				return meeting.Meeting{}, false, c.lost(k, e, cause)
			}
			return meeting.Meeting{}, true, nil
		}
		if sleep(ctx, min(now, time.Second)) != nil {
			return meeting.Meeting{}, false, c.lost(k, e, cause)
		}
	}
}

// settled reports whether the vendor's list must hold what was sent by now, else
// how long that takes.
func (c *Client) settled(ctx context.Context, e *entry, lag time.Duration) (proved bool, wait time.Duration, err error) {
	err = c.journal.store.Update(ctx, nil, func(now time.Time, _ []store.Record) error {
		wait = e.Sent.Add(lag).Sub(now)
		return nil
	})
	return wait <= 0, wait, err
}

// lost is the error for a keyed create whose outcome can't be told.
func (c *Client) lost(k creation, e *entry, cause error) error {
	w := k.wanted
	w.marker, w.since = e.Marker, e.Begun
	return c.unknown(k.op, cause, w, func(ctx context.Context, m meeting.Meeting) (meeting.Meeting, error) {
		return m, c.settle(ctx, k.key, m)
	})
}

// fingerprint hashes what a request asks for; the passcode goes into the hash, and
// nothing of it comes out.
func fingerprint(op Op, parts ...any) (string, error) {
	h := sha256.New()
	enc := json.NewEncoder(h)
	if err := enc.Encode(op); err != nil {
		return "", err
	}
	for _, p := range parts {
		if s, ok := p.(meeting.Secret); ok {
			p = s.Reveal()
		}
		if err := enc.Encode(p); err != nil {
			return "", meeting.Invalidf("", "the request has no JSON form")
		}
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

func createFingerprint(r meeting.CreateRequest) (string, error) {
	return fingerprint(OpCreate, r.Title, r.Description, r.Start, r.Zone, r.Duration, r.Host, r.Passcode, r.Invitees,
		r.Recurrence.String(), r.Media, r.Settings, r.Native)
}

func instantFingerprint(r meeting.InstantRequest) (string, error) {
	return fingerprint(OpInstant, r.Title, r.Media, r.Duration, r.Host, r.Native)
}
