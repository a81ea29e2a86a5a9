package calendar

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"iter"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// source gives the items of one provider in their order.
type source struct {
	ctx    context.Context
	client *provider.Client
	window Window

	head *Item // the next one; nil at the end
	errs []error

	waiting entries         // the earliest, known ones
	seen    map[string]bool // ids of the series that were met in this reading of the list
	opened  bool
	broken  bool // the list ended with an error

	// Of a list without an order: what comes from bound on is left out of waiting.
	bound   key
	bounded bool

	// Of a list in order:
	next func() (meeting.Meeting, error, bool)
	halt func()
	last time.Time // start of what came last
	more bool      // the list has not ended
}

// key orders items of one provider.
type key struct {
	start int64 // nanoseconds since 1970
	id    string
}

func (k key) compare(other key) int {
	return cmp.Or(cmp.Compare(k.start, other.start), cmp.Compare(k.id, other.id))
}

// everything is before all that a list holds.
var everything = key{start: -1 << 62}

// entry is a meeting, or a series at its next occurrence.
type entry struct {
	key
	meeting meeting.Meeting
	series  *series // nil for a single meeting
}

// entries is a heap: the earliest first, or, when late is set, the latest.
type entries struct {
	list []entry
	late bool
}

func (e *entries) Len() int      { return len(e.list) }
func (e *entries) Swap(i, j int) { e.list[i], e.list[j] = e.list[j], e.list[i] }
func (e *entries) Push(x any)    { e.list = append(e.list, x.(entry)) }

func (e *entries) Less(i, j int) bool {
	if e.late {
		i, j = j, i
	}
	return e.list[i].compare(e.list[j].key) < 0
}

func (e *entries) Pop() any {
	last := len(e.list) - 1
	x := e.list[last]
	e.list[last] = entry{}
	e.list = e.list[:last]
	return x
}

func newSource(ctx context.Context, client *provider.Client, w Window) *source {
	return &source{ctx: ctx, client: client, window: w}
}

func (s *source) stop() {
	if s.halt != nil {
		s.halt()
	}
}

// broke ends the list with an error.
func (s *source) broke(err error) {
	s.errs = append(s.errs, err)
	s.broken, s.more = true, false
}

// list asks for what may take place before the window's end. A meeting that began
// before the window may still run, and a series may still meet.
func (s *source) list() iter.Seq2[meeting.Meeting, error] {
	return s.client.Meetings(s.ctx, meeting.ListQuery{From: s.window.Since, To: s.window.To})
}

// advance makes head the next item.
func (s *source) advance() {
	s.head = nil
	if !s.opened {
		s.opened = true
		s.open()
	}
	for {
		s.fillInOrder()
		if len(s.waiting.list) == 0 {
			if !s.bounded || s.broken {
				return
			}
			s.read(s.bound)
			continue
		}
		e := heap.Pop(&s.waiting).(entry)
		item := e.item()
		s.head = &item
		if e.series != nil {
			s.again(e)
		}
		return
	}
}

func (s *source) open() {
	if s.client.Info().Capabilities.ByStart {
		s.seen = map[string]bool{}
		s.next, s.halt = iter.Pull2(s.list())
		s.more = true
		return
	}
	s.read(everything)
}

// read walks the whole list and keeps the earliest entries from first on.
func (s *source) read(first key) {
	kept, known := entries{late: true}, map[key]bool{}
	s.bounded, s.seen = false, map[string]bool{}
	for m, err := range s.list() {
		if err != nil {
			s.broke(err)
			break
		}
		e, ok := s.entry(m, first)
		if !ok || known[e.key] || (s.bounded && e.compare(s.bound) >= 0) {
			continue
		}
		known[e.key] = true
		heap.Push(&kept, e)
		if len(kept.list) > s.window.Buffer {
			dropped := heap.Pop(&kept).(entry)
			delete(known, dropped.key)
			s.bound, s.bounded = dropped.key, true
		}
	}
	kept.late = false
	heap.Init(&kept)
	s.waiting = kept
}

// fillInOrder reads a list that is in order as far as the next item may come from it.
func (s *source) fillInOrder() {
	for s.more && (len(s.waiting.list) == 0 || s.last.UnixNano() <= s.waiting.list[0].start) {
		m, err, ok := s.next()
		switch {
		case !ok:
			s.more = false
			return
		case err != nil:
			s.broke(err)
			return
		case !m.Start.IsZero() && m.Start.Before(s.last):
			s.broke(s.protocol("", "the list is not in the order of starts"))
			return
		}
		if !m.Start.IsZero() {
			s.last = m.Start
		}
		if e, ok := s.entry(m, everything); ok {
			heap.Push(&s.waiting, e)
		}
	}
}

// entry returns what m has from first on in the window, and false for nothing.
func (s *source) entry(m meeting.Meeting, first key) (entry, bool) {
	if m.Status == meeting.StatusCancelled {
		return entry{}, false
	}
	if !s.window.Raw {
		m.Raw = nil
	}
	if repeats(m) {
		if s.seen[m.ID] { // a list that names each occurrence
			return entry{}, false
		}
		s.seen[m.ID] = true
		list, err := s.series(m)
		if err == nil {
			at, ok := list.from(first)
			return entry{key: at, meeting: list.meeting, series: list}, ok
		}
		if errors.Is(err, meeting.ErrNotFound) { // it is gone by now
			return entry{}, false
		}
		s.errs = append(s.errs, err)
	}
	e := entry{key: key{m.Start.UnixNano(), m.ID}, meeting: m}
	return e, !m.Start.IsZero() && s.window.holds(m.Start, length(m)) && e.compare(first) >= 0
}

// series fetches m if the list doesn't say when it meets.
func (s *source) series(m meeting.Meeting) (*series, error) {
	if m.Recurrence.IsZero() && len(m.Occurrences) == 0 && !m.Start.IsZero() {
		whole, err := s.client.GetMeeting(s.ctx, m.ID)
		if err != nil {
			return nil, err
		}
		if whole.Recurrence.IsZero() && len(whole.Occurrences) == 0 {
			return nil, s.protocol(m.ID, "when the series meets is not known")
		}
		if m = whole; !s.window.Raw {
			m.Raw = nil
		}
	}
	list, err := newSeries(m, s.window)
	if err != nil {
		return nil, s.protocol(m.ID, err.Error())
	}
	return list, nil
}

func (s *source) protocol(id, text string) error {
	return &meeting.Error{Provider: s.client.Info().Name, Op: string(provider.OpList), ID: id, Kind: meeting.ErrProtocol, Message: meeting.OneLine(text)}
}

// again puts a series back, at its next occurrence.
func (s *source) again(e entry) {
	at, ok := e.series.after(e.key)
	if ok && (!s.bounded || at.compare(s.bound) < 0) {
		e.key = at
		heap.Push(&s.waiting, e)
	}
}

func repeats(m meeting.Meeting) bool {
	return m.Kind == meeting.KindRecurring || !m.Recurrence.IsZero() || len(m.Occurrences) > 1
}

// holds reports whether a meeting takes place in the window, also in part.
func (w Window) holds(start time.Time, long time.Duration) bool {
	return start.Before(w.To) && (!start.Before(w.From) || start.Add(long).After(w.From))
}

// item is the meeting as it takes place.
func (e entry) item() Item {
	m := e.meeting
	if e.series == nil {
		return Item{Meeting: m}
	}
	at := e.series.at(e.key)
	m.Start, m.Duration, m.End = at.start, at.long, time.Time{}
	if at.long > 0 {
		m.End = at.start.Add(at.long)
	}
	if at.status != "" {
		m.Status = at.status
	}
	m.Recurrence, m.Occurrences = meeting.Recurrence{}, nil
	return Item{Meeting: m, Series: &e.series.meeting}
}
