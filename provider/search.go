package provider

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// Search says how a meeting can be found again when the answer to its create was
// lost. The zero Search means not at all: then such a create is
// [meeting.ErrOutcomeUnknown] and nothing is sent a second time.
type Search struct {
	By SearchBy `json:"by,omitempty"`

	// Ref is the member of [meeting.Meeting.Refs] that holds the marker.
	Ref string `json:"ref,omitempty"`

	// Filter are the list's own parameters under which created meetings stand, where
	// they are not in every list.
	Filter map[string]string `json:"filter,omitempty"`

	// Lag is how long the vendor's list may lag behind its creates: before that, not
	// to find a meeting proves nothing.
	Lag time.Duration `json:"lag,omitempty"`
}

// SearchBy is what a created meeting is known by.
type SearchBy string

// The ways to know a meeting.
const (
	SearchMarker  SearchBy = "marker"  // the vendor keeps the request's Marker
	SearchContent SearchBy = "content" // title, start and time of creation
)

// clockSkew is how far the vendor's clock may be from ours.
const clockSkew = 5 * time.Minute

// wanted is a meeting that may have been created.
type wanted struct {
	search Search
	marker string
	title  string
	host   string    // who was to hold it, "" for the configured user
	start  time.Time // zero: any, for a meeting that started at once
	since  time.Time // of the first attempt
	blurry bool      // Native may have changed what it is known by: not to find it proves nothing
}

// blurry reports that a request's native part may have replaced the title or the
// start that a search goes by.
func blurry(s Search, native []byte) bool { return s.By == SearchContent && len(native) > 0 }

// matches reports whether m can be the one.
func (w wanted) matches(m meeting.Meeting) bool {
	if w.search.By == SearchMarker {
		return strings.Contains(m.Refs[w.search.Ref], w.marker)
	}
	if m.Title != w.title || (!m.Created.IsZero() && m.Created.Before(w.since.Add(-clockSkew))) {
		return false
	}
	if m.Start.Equal(w.start) {
		return true
	}
	// What was to start at once or in the past starts now: Zoom moves it.
	return w.start.Before(w.since.Add(clockSkew)) && m.Start.After(w.since.Add(-clockSkew))
}

// window narrows the list to where the meeting must be. Rooms start when they are
// made, whatever start was asked for, so markers are looked for everywhere.
func (w wanted) window() meeting.ListQuery {
	q := meeting.ListQuery{Host: w.host, Filter: w.search.Filter}
	switch {
	case w.search.By == SearchMarker:
		q.Host = ""
	case w.start.IsZero():
		q.From = w.since.Add(-clockSkew)
	case w.start.Before(w.since.Add(clockSkew)):
		q.From = w.start
	default:
		q.From, q.To = w.start, w.start.Add(time.Second)
	}
	return q
}

// find returns the meetings at the vendor that can be the one that was wanted.
func (c *Client) find(ctx context.Context, w wanted) ([]meeting.Meeting, error) {
	var found []meeting.Meeting
	for m, err := range c.Meetings(ctx, w.window()) {
		if err != nil {
			return nil, err
		}
		if w.matches(m) {
			found = append(found, m)
		}
	}
	return found, nil
}

// ambiguous reports that err leaves open whether the vendor created something: the
// answer was lost, or came with a 2xx status and can't be read, or the adapter
// does not say. An error may know better: that the create was not even sent.
func ambiguous(err error) bool {
	var early interface{ NotSent() bool }
	if errors.As(err, &early) && early.NotSent() {
		return false
	}
	switch e := asError(err); e.Kind {
	case meeting.ErrOutcomeUnknown, "":
		return true
	case meeting.ErrProtocol:
		return e.Status < 300
	}
	return false
}
