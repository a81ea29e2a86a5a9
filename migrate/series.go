package migrate

import (
	"iter"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

// mostCompared is how many meetings of two series are compared.
const mostCompared = 500

// series expands a rule in zone; "" is UTC.
func (m *Migration) series(rule meeting.Recurrence, start time.Time, zone meeting.Zone) (iter.Seq[time.Time], error) {
	loc := time.UTC
	if zone != "" {
		var err error
		if loc, err = zone.Location(); err != nil {
			return nil, err
		}
	}
	return recurrence.Expand(rule, start, loc)
}

// sameSeries reports whether a series, from the start of another on, meets when the
// other does.
func (m *Migration) sameSeries(a meeting.Recurrence, aStart time.Time, b meeting.Recurrence, bStart time.Time, zone meeting.Zone) (bool, error) {
	one, err := m.series(a, aStart, zone)
	if err != nil {
		return false, err
	}
	other, err := m.series(b, bStart, zone)
	if err != nil {
		return false, err
	}
	next, stop := iter.Pull(other)
	defer stop()
	n := 0
	for t := range one {
		if t.Before(bStart) {
			continue
		}
		if at, ok := next(); !ok || !at.Equal(t) {
			return false, nil
		}
		if n++; n == mostCompared {
			return true, nil
		}
	}
	_, more := next()
	return !more && n > 0, nil
}

// meetsFrom reports whether a series that began before since goes on after it. One
// whose rule is not known may.
func (m *Migration) meetsFrom(src meeting.Meeting, since time.Time) bool {
	if src.Recurrence.IsZero() {
		return true
	}
	times, err := m.series(src.Recurrence, src.Start, src.Zone)
	if err != nil {
		return true
	}
	for t := range times {
		if !t.Before(since) {
			return true
		}
	}
	return slices.ContainsFunc(src.Occurrences, func(o meeting.Occurrence) bool { return !o.Start.Before(since) })
}

func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}
