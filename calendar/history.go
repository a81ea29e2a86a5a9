package calendar

import (
	"context"
	"sync"
	"time"

	"github.com/libmeet/meeting"
)

// Revision is what calendars were told last of one meeting.
type Revision struct {
	UID      string    `json:"uid"`
	Sequence int       `json:"sequence"`
	Stamp    time.Time `json:"stamp"`

	// Digests of what was told: the first of what raises Sequence, the other of the
	// rest. Both are empty before anything was.
	Significant string `json:"significant,omitempty"`
	Rest        string `json:"rest,omitempty"`
}

// History keeps revisions between exports, by the UID that [UID] gives a meeting.
// An application implements it over whatever it keeps its state in.
type History interface {
	// Change hands the revision kept under key to change, the zero Revision when
	// there is none, and keeps what it returns. Nobody else's change comes between;
	// change is quick and may be called again.
	Change(ctx context.Context, key string, change func(Revision) Revision) error
}

// Track returns the event of m, revised from what calendars were told before, and
// remembers it: exporting a meeting that did not change gives the same sequence
// and stamp, a significant change (see [Event.Revise]) raises the sequence by one.
// now is the stamp of what is new.
func Track(ctx context.Context, h History, m meeting.Meeting, now time.Time) (Event, error) {
	key := UID(m)
	if key == "" {
		return Event{}, noUID()
	}
	event := Event{Meeting: m}
	err := h.Change(ctx, key, func(last Revision) Revision {
		next := last.revise(key, digestOf(m), now)
		event.UID, event.Sequence, event.Stamp = next.UID, next.Sequence, next.Stamp
		return next
	})
	if err != nil {
		return Event{}, err
	}
	return event, nil
}

func (r Revision) revise(uid string, d digest, now time.Time) Revision {
	now = now.UTC().Truncate(time.Second)
	if r.UID == "" {
		r.UID = uid
	}
	if r.Significant == d.Significant && r.Rest == d.Rest {
		return r
	}
	if r.Significant != "" && r.Significant != d.Significant {
		r.Sequence++
	}
	if !now.After(r.Stamp) { // a clock was set back: stamps must not
		now = r.Stamp.Add(time.Second)
	}
	r.Stamp, r.Significant, r.Rest = now, d.Significant, d.Rest
	return r
}

// Moved tells h that the meeting from is now to, at another vendor or under
// another id: to keeps the UID, sequence and stamp of from, so that calendars move
// the entry that they have. Telling it twice is the same as telling it once.
func Moved(ctx context.Context, h History, from, to meeting.Meeting) error {
	oldKey, newKey := UID(from), UID(to)
	if oldKey == "" || newKey == "" {
		return noUID()
	}
	var known Revision
	err := h.Change(ctx, oldKey, func(last Revision) Revision {
		if last.UID == "" {
			last.UID = oldKey
		}
		known = last
		return last
	})
	if err != nil {
		return err
	}
	return h.Change(ctx, newKey, func(last Revision) Revision {
		if last.UID == known.UID {
			return last
		}
		return known
	})
}

func noUID() error {
	return meeting.Invalidf("id", "a meeting without a vendor, an id and a UID of its own can't be told from others in a calendar")
}

// memoryHistory is a [History] that ends with the process.
type memoryHistory struct {
	mu        sync.Mutex
	revisions map[string]Revision
}

// Change implements [History].
func (m *memoryHistory) Change(_ context.Context, key string, change func(Revision) Revision) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.revisions[key] = change(m.revisions[key])
	return nil
}
