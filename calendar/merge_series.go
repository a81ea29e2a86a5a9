package calendar

import (
	"iter"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

// series gives the occurrences of one meeting in their order, a few at a time: the
// rule is expanded anew for each lot, so that a series costs little to hold.
type series struct {
	meeting meeting.Meeting
	window  Window
	rule    iter.Seq[time.Time] // nil without a rule
	taken   map[int64]bool      // instants of the rule that an occurrence stands for, in Unix seconds
	listed  []instance          // the occurrences, in order
	lot     []instance
}

// instance is one occurrence.
type instance struct {
	start  time.Time
	long   time.Duration
	status meeting.Status
}

const lotSize = 64

func newSeries(m meeting.Meeting, w Window) (*series, error) {
	s := &series{meeting: m, window: w, taken: map[int64]bool{}}
	long := length(m)
	for _, o := range m.Occurrences {
		if o.Status != meeting.StatusCancelled && !o.Start.IsZero() {
			at := instance{o.Start.UTC().Truncate(time.Second), o.Duration, o.Status}
			if at.long <= 0 {
				at.long = long
			}
			s.listed = append(s.listed, at)
		}
	}
	slices.SortStableFunc(s.listed, func(a, b instance) int { return a.start.Compare(b.start) })
	start := seriesStart(m)
	if m.Recurrence.IsZero() || start.IsZero() {
		return s, nil
	}
	loc := time.UTC
	if m.Zone != "" {
		var err error
		if loc, err = m.Zone.Location(); err != nil {
			return nil, err
		}
	}
	rule, err := recurrence.Expand(m.Recurrence, start, loc)
	if err != nil {
		return nil, err
	}
	s.rule = rule
	s.take(loc)
	return s, nil
}

// take finds the instants of the rule that occurrences stand for: by their id, else
// by their start, else the nearest that is left.
func (s *series) take(loc *time.Location) {
	if len(s.meeting.Occurrences) == 0 {
		return
	}
	need := lastNamed(s.meeting)
	on := map[int64]bool{}
	for t := range s.rule {
		if t.After(need) {
			break
		}
		on[t.Unix()] = true
	}
	var homeless []meeting.Occurrence
	for _, o := range s.meeting.Occurrences {
		original, named := occurrenceID(o.ID, loc)
		switch {
		case named && on[original.Unix()]:
			s.taken[original.Unix()] = true
		case on[o.Start.Unix()]:
			s.taken[o.Start.Unix()] = true
		case o.Status != meeting.StatusCancelled && !(named && original.Equal(o.Start)):
			homeless = append(homeless, o)
		}
	}
	for _, o := range homeless {
		if t, ok := nearest(o.Start, on, s.taken); ok {
			s.taken[t.Unix()] = true
		}
	}
}

func (s *series) key(at instance) key { return key{at.start.UnixNano(), s.meeting.ID} }

// from makes the first occurrence that is not before first the next one.
func (s *series) from(first key) (key, bool) {
	s.lot = s.lot[:0]
	listed := s.listed
	add := func(at instance) bool {
		if k := s.key(at); k.compare(first) >= 0 && s.window.holds(at.start, at.long) {
			s.lot = append(s.lot, at)
		}
		return len(s.lot) < lotSize && at.start.Before(s.window.To)
	}
	long := length(s.meeting)
	if s.rule != nil {
		for t := range s.rule {
			if s.taken[t.Unix()] {
				continue
			}
			for len(listed) > 0 && !listed[0].start.After(t) {
				if !add(listed[0]) {
					return s.first()
				}
				listed = listed[1:]
			}
			if !add(instance{start: t, long: long}) {
				break
			}
		}
	}
	for len(listed) > 0 && len(s.lot) < lotSize && add(listed[0]) {
		listed = listed[1:]
	}
	return s.first()
}

func (s *series) first() (key, bool) {
	if len(s.lot) == 0 {
		return key{}, false
	}
	return s.key(s.lot[0]), true
}

// after makes the occurrence behind k the next one.
func (s *series) after(k key) (key, bool) {
	if len(s.lot) > 1 {
		s.lot = s.lot[1:]
		return s.first()
	}
	return s.from(key{k.start + 1, ""})
}

// at returns the occurrence at k, which is the next one.
func (s *series) at(key) instance { return s.lot[0] }
