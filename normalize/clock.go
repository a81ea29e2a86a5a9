package normalize

import (
	"math"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// moment is a time as a vendor wrote it, before its zone is known.
type moment struct {
	at     time.Time
	wall   string // a wall clock whose zone stands elsewhere
	member string
}

// artefact is what a documentation generator leaves where it gave up; it stands
// for a value that is not there.
const artefact = `{"value":"<Error`

// instant reads a time in RFC 3339, in the same form without a zone, or as Unix
// milliseconds. Null and "" are no time; anything else is an error.
func (r *reader) instant(member string) moment {
	m := moment{member: member}
	switch c := r.peek(); {
	case c == 'n':
		r.word()
	case c == '-' || (c >= '0' && c <= '9'):
		m.at = r.millis(member)
	case c == '"':
		text := strings.TrimSpace(r.quoted())
		if text == "" {
			return m
		}
		if t, err := time.Parse(time.RFC3339, text); err == nil {
			m.at = r.utc(member, t)
		} else if _, err := time.Parse(wallLayout, text); err == nil {
			m.wall = text
		} else if isDigits(text) {
			m.at = r.fromMillis(member, text)
		} else {
			r.fail(member, "the time can't be read")
		}
	case strings.HasPrefix(compact(r.src[r.pos:]), artefact) || strings.HasPrefix(compact(r.src[r.pos:]), `{"value":"\u003cError`):
		r.skip()
	default:
		r.fail(member, "it is not a time")
	}
	return m
}

const wallLayout = "2006-01-02T15:04:05"

// compact drops the blanks of a value's first bytes, enough to tell an artefact.
func compact(text string) string {
	if len(text) > 64 {
		text = text[:64]
	}
	return strings.Join(strings.Fields(text), "")
}

func isDigits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// millis reads Unix milliseconds, also in quotes.
func (r *reader) millis(member string) time.Time {
	if r.peek() == 'n' {
		r.word()
		return time.Time{}
	}
	return r.fromMillis(member, r.literal())
}

func (r *reader) fromMillis(member, literal string) time.Time {
	if r.err != nil || literal == "" {
		return time.Time{}
	}
	probe := reader{src: literal}
	n, ok := probe.integer()
	if !ok || n < minMillis || n > maxMillis {
		r.fail(member, "the time can't be read")
		return time.Time{}
	}
	return time.UnixMilli(n).UTC().Truncate(time.Second)
}

// zoneOf returns a vendor's zone. An abbreviation, which means several places, is none;
// a name of the database's form that is not known here may be newer than this machine.
func zoneOf(name string) meeting.Zone {
	zone := meeting.Zone(name)
	if !strings.Contains(name, "/") {
		if _, err := zone.Location(); err != nil {
			return ""
		}
	}
	return zone
}

// maxMillis is the end of the year 9999, the last that RFC 3339 can write. Below
// minMillis, in 1973, the number counts seconds or is a date without separators.
const (
	minMillis = 1e11
	maxMillis = 253402300799999
)

// resolve gives a wall clock its zone. Without a zone that is known the instant
// can't be, and to guess one would be hours off.
func (r *reader) resolve(m moment, zone meeting.Zone) time.Time {
	if m.wall == "" || r.err != nil {
		return m.at
	}
	loc, err := zone.Location()
	if err != nil {
		r.fail(m.member, "a wall clock without a zone that is known")
		return time.Time{}
	}
	t, err := time.ParseInLocation(wallLayout, m.wall, loc)
	if err != nil {
		r.fail(m.member, "the time can't be read")
	}
	return r.utc(m.member, t)
}

// utc refuses a time that its offset carries out of the years that RFC 3339 can
// write.
func (r *reader) utc(member string, t time.Time) time.Time {
	t = t.UTC().Truncate(time.Second) // so that start, end and duration agree when printed
	if year := t.Year(); year < 1 || year > maxYear {
		r.fail(member, "the time can't be read")
		return time.Time{}
	}
	return t
}

const maxYear = 9999

// span of n units, 0 when n is no length of time.
func length(n int64, ok bool, unit time.Duration) time.Duration {
	if !ok || n <= 0 || n > math.MaxInt64/int64(unit) {
		return 0
	}
	return time.Duration(n) * unit
}

func (r *reader) minutes() time.Duration {
	n, ok := r.integer()
	return length(n, ok, time.Minute)
}

func (r *reader) seconds() time.Duration {
	n, ok := r.integer()
	return length(n, ok, time.Second)
}

// settle completes start, end and duration from two of them.
func settle(m *meeting.Meeting) {
	switch {
	case m.Start.IsZero():
	case !m.End.IsZero() && m.End.After(m.Start):
		m.Duration = m.End.Sub(m.Start)
	case m.Duration > 0:
		if end := m.Start.Add(m.Duration); end.Year() <= maxYear {
			m.End = end
		}
	}
}
