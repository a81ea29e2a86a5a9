package calendar

import (
	"errors"
	"iter"
	"slices"
	"time"

	"github.com/libmeet/meeting"
)

// Agenda is a merge that was read to its end.
type Agenda struct {
	Window Window
	Items  []Item  // in the order of their starts
	Errors []error // of the providers that failed, in the order in which they did
}

// Collect reads list, which [Merge] returned for w, to its end.
func Collect(list iter.Seq2[Item, error], w Window) Agenda {
	a := Agenda{Window: w}
	for item, err := range list {
		if err != nil {
			a.Errors = append(a.Errors, err)
			continue
		}
		a.Items = append(a.Items, item)
	}
	return a
}

// Conflict is two meetings that take place at the same time, at least in part.
type Conflict struct{ A, B Item }

// Span is a stretch of time, its end not included.
type Span struct{ Start, End time.Time }

const (
	// assumed is the length of a meeting that doesn't say its own.
	assumed = time.Hour
	// standing is a length from which on something is a place, or a whole day, and
	// keeps nobody busy.
	standing = 24 * time.Hour
)

// Busy returns when the meeting keeps its people busy, and false when it doesn't:
// what lasts a day or longer (a room that stays open) is listed but is no
// appointment. A meeting of unknown length counts as an hour.
func (i Item) Busy() (Span, bool) {
	long := length(i.Meeting)
	if long == 0 {
		long = assumed
	}
	return Span{i.Start, i.Start.Add(long)}, long < standing && !i.Start.IsZero()
}

// Conflicts returns every pair of items that overlap, the earlier one as A. Items
// must be in the order of their starts. Meetings that touch don't overlap.
func Conflicts(items []Item) []Conflict {
	var out []Conflict
	var running []Item
	for _, item := range items {
		busy, ok := item.Busy()
		if !ok {
			continue
		}
		running = slices.DeleteFunc(running, func(other Item) bool {
			span, _ := other.Busy()
			return !span.End.After(busy.Start)
		})
		for _, other := range running {
			out = append(out, Conflict{other, item})
		}
		running = append(running, item)
	}
	return out
}

// Conflicts returns every pair of meetings that overlap. When a provider failed there
// may be more.
func (a Agenda) Conflicts() []Conflict { return Conflicts(a.Items) }

// Free returns the gaps of at least least in the window, in which there is no meeting.
// When a provider failed that can't be known: the error is [meeting.ErrUnavailable],
// with the provider's as its cause.
func (a Agenda) Free(least time.Duration) ([]Span, error) {
	if len(a.Errors) > 0 {
		return nil, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "when there is no meeting is not known: a provider failed", Err: errors.Join(a.Errors...)}
	}
	var free []Span
	at := a.Window.From.UTC()
	gap := func(to time.Time) {
		if to.Sub(at) >= least && to.After(at) {
			free = append(free, Span{at, to})
		}
	}
	for _, item := range a.Items {
		busy, ok := item.Busy()
		if !ok {
			continue
		}
		gap(busy.Start)
		if busy.End.After(at) {
			at = busy.End
		}
	}
	gap(a.Window.To.UTC())
	return free, nil
}
