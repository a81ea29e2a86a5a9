package calendar

import (
	"context"
	"iter"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Window is what [Merge] looks at.
type Window struct {
	From, To time.Time // meetings that take place, also in part, in [From, To); both are needed

	// Since spares the vendors' older meetings: those that start before it are not
	// asked for, nor are series that began before it. Zero asks for all, because a
	// series that began long ago may meet today.
	Since time.Time

	// Buffer is how many meetings of one provider are held at most; 0 is 2,000. Where
	// there are more, its list is read again: see [Merge].
	Buffer int

	Raw bool // keep the vendors' own objects; without it they are dropped at once
}

const defaultBuffer = 2000

// Validate returns an [meeting.ErrInvalid] error for a window that has no length.
func (w Window) Validate() error {
	switch {
	case w.From.IsZero() || w.To.IsZero():
		return meeting.Invalidf("window", "it needs a beginning and an end")
	case !w.To.After(w.From):
		return meeting.Invalidf("to", "it is not after from")
	case !w.Since.IsZero() && !w.Since.Before(w.To):
		return meeting.Invalidf("since", "it is not before the end")
	case w.Buffer < 0:
		return meeting.Invalidf("buffer", "it is negative")
	}
	return nil
}

// Item is one meeting at its time. Of a series every occurrence is an item, with
// the start and end of that occurrence and without the rule.
type Item struct {
	meeting.Meeting

	Series     *meeting.Meeting  // what it is an occurrence of, nil for a single meeting
	Duplicates []meeting.Meeting // the same meeting, as other providers list it
}

// Merge walks the meetings of all clients in the order of their starts. Ranging
// again asks the vendors again.
//
//   - Series are expanded, in their zone, moved and cancelled occurrences included. Of
//     one whose list entry doesn't hold the rule, the meeting is fetched.
//   - A meeting that several providers list at the same time, told by its UID or by
//     what its link leads to, is one item.
//   - Cancelled meetings, and those without a start, are left out.
//
// An error is about one provider, which its [meeting.Error] names, and stands beside
// a zero Item; the walk goes on with the others. It comes before the meetings that
// it may have hidden, and what that provider told before it failed is still given: so
// that nothing was said of a time means that one is free only if there was no error.
// A client that can't list is such an error too.
//
// Memory doesn't grow with the number of meetings, but for those of one and the same
// start. No vendor here says that it lists
// in the order of starts, so before a provider's first meeting its list is read to the
// end, and the earliest Window.Buffer are kept; when these are spent and there were
// more, the list is read again. A provider that promises the order
// ([provider.Capabilities].ByStart) is read a page at a time.
func Merge(ctx context.Context, clients []*provider.Client, w Window) iter.Seq2[Item, error] {
	return func(yield func(Item, error) bool) {
		if err := w.Validate(); err != nil {
			yield(Item{}, err)
			return
		}
		if w.Buffer == 0 {
			w.Buffer = defaultBuffer
		}
		w.From, w.To = w.From.UTC(), w.To.UTC()
		m := merger{yield: yield}
		defer m.stop()
		for _, c := range clients {
			m.sources = append(m.sources, newSource(ctx, c, w))
		}
		m.open()
		m.run()
	}
}

// merger is one walk.
type merger struct {
	sources []*source
	yield   func(Item, error) bool
}

// open asks all providers at once. Every goroutine has ended when it returns.
func (m *merger) open() {
	var wg sync.WaitGroup
	for _, s := range m.sources {
		wg.Go(s.advance)
	}
	wg.Wait()
}

func (m *merger) stop() {
	for _, s := range m.sources {
		s.stop()
	}
}

func (m *merger) run() {
	var group []Item // those of one start
	for {
		s, ok := m.earliest()
		if !ok {
			return
		}
		if s == nil || (len(group) > 0 && !group[0].Start.Equal(s.head.Start)) {
			for _, item := range folded(group) {
				if !m.yield(item, nil) {
					return
				}
			}
			group = group[:0]
		}
		if s == nil {
			return
		}
		group = append(group, *s.head)
		s.advance()
	}
}

// earliest returns the source whose next item is the earliest, or nil when there is
// none. It tells the errors; false means that nobody listens any more.
func (m *merger) earliest() (first *source, ok bool) {
	for _, s := range m.sources {
		for _, err := range s.errs {
			if !m.yield(Item{}, err) {
				return nil, false
			}
		}
		s.errs = nil
		if s.head != nil && (first == nil || s.head.Start.Before(first.head.Start)) {
			first = s
		}
	}
	return first, true
}
