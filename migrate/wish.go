package migrate

import (
	"fmt"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// roomHour is what a room whose start its vendor doesn't keep is taken for: the
// meeting of its last hour.
const roomHour = time.Hour

// wish is what the target is asked for on behalf of a source, with what is lost
// before the target is even asked.
type wish struct {
	req        meeting.CreateRequest
	losses     []meeting.Loss
	deviations []deviation // told to the target once it exists
}

func (w *wish) lose(field provider.Field, severity meeting.Severity, wanted, got, reason string) {
	w.losses = append(w.losses, meeting.Loss{Field: string(field), Wanted: wanted, Got: got, Severity: severity, Reason: reason})
}

// fieldOccurrences is no member of a request: it stands for single meetings of a
// series.
const fieldOccurrences provider.Field = "occurrences"

// reason is why a meeting is skipped.
type reason struct{ word, detail string }

func (r *reason) Error() string {
	if r.detail == "" {
		return r.word
	}
	return r.word + ": " + r.detail
}

func notExpressible(format string, args ...any) error {
	return &reason{ReasonNotExpressible, fmt.Sprintf(format, args...)}
}

// quick returns why a meeting is skipped, as far as a list tells.
func (m *Migration) quick(src meeting.Meeting, now time.Time) error {
	switch {
	case src.Status == meeting.StatusCancelled:
		return &reason{word: ReasonCancelled}
	case src.Status == meeting.StatusEnded:
		return &reason{word: ReasonPast}
	case src.Kind == meeting.KindRecurring:
		return nil // its rule is in no list
	case src.Kind == meeting.KindInstant:
		return notExpressible("it was started at once")
	case src.Kind == meeting.KindCall:
		return notExpressible("it is a call")
	case src.Kind == meeting.KindWebinar:
		return notExpressible("it is a webinar")
	}
	start := src.Start
	if m.startLost(m.from) {
		start = src.End.Add(-roomHour)
	}
	switch {
	case src.Start.IsZero():
		return notExpressible("it has no fixed time")
	case !src.End.IsZero() && !src.End.After(now):
		return &reason{word: ReasonPast}
	case !start.After(now):
		return &reason{ReasonPast, "it has begun"}
	}
	return nil
}

// startLost reports that a vendor keeps no start.
func (m *Migration) startLost(c *provider.Client) bool {
	return c.Info().Capabilities.Create[provider.FieldStart].Lost
}

// wish builds the request for a source, or says why there can't be one.
func (m *Migration) wish(src meeting.Meeting, host string, now time.Time) (wish, error) {
	if err := m.quick(src, now); err != nil {
		return wish{}, err
	}
	w := wish{req: meeting.CreateRequest{
		Title: src.Title, Description: src.Description, Start: src.Start, Duration: src.Duration, Zone: src.Zone,
		Host: host, Passcode: src.Passcode, Recurrence: src.Recurrence, Media: src.Media, Settings: src.Settings,
	}}
	m.wishTitle(&w, src)
	if src.Zone != "" {
		if _, err := src.Zone.Location(); err != nil {
			w.req.Zone = ""
			w.lose(provider.FieldZone, meeting.Note, string(src.Zone), "", "no zone of that name is known")
			if !src.Recurrence.IsZero() {
				return wish{}, notExpressible("its days are counted in the zone %q, which is not known", src.Zone)
			}
		}
	}
	wishInvitees(&w, src)
	if m.startLost(m.from) {
		w.req.Start, w.req.Duration = src.End.Add(-roomHour), roomHour
		w.lose(provider.FieldStart, meeting.Warn, "", stamp(w.req.Start), m.from.Info().Vendor+" keeps no start: taken for a meeting in the last hour before its end")
	}
	if w.req.Duration <= 0 {
		return wish{}, notExpressible("its duration is not known")
	}
	if src.Kind == meeting.KindRecurring {
		if err := m.wishSeries(&w, src, now); err != nil {
			return wish{}, err
		}
	}
	return w, nil
}

func (m *Migration) wishTitle(w *wish, src meeting.Meeting) {
	if strings.TrimSpace(src.Title) != "" {
		return
	}
	w.req.Title = ""
	if m.to.Info().Capabilities.Create[provider.FieldTitle].Required {
		w.req.Title = "Meeting " + src.ID
		w.lose(provider.FieldTitle, meeting.Note, "", w.req.Title, "it has none, and the target needs one")
	}
}

func wishInvitees(w *wish, src meeting.Meeting) {
	seen := map[string]bool{}
	for _, p := range src.Invitees {
		if meeting.ValidateEmail(p.Email) == nil && !seen[strings.ToLower(p.Email)] {
			seen[strings.ToLower(p.Email)] = true
			w.req.Invitees = append(w.req.Invitees, meeting.Person{Name: p.Name, Email: p.Email})
		}
	}
	if n := len(w.req.Invitees); n < len(src.Invitees) {
		w.lose(provider.FieldInvitees, meeting.Warn, fmt.Sprint(len(src.Invitees)), fmt.Sprint(n), "the others have no valid address, or one that is there twice")
	}
}

// wishSeries moves the start of a series that has begun to its next meeting, and
// finds the occurrences that a rule can't tell.
func (m *Migration) wishSeries(w *wish, src meeting.Meeting, now time.Time) error {
	if src.Start.IsZero() {
		return notExpressible("it has no fixed time")
	}
	if src.Recurrence.IsZero() {
		return notExpressible("its rule is not known")
	}
	if !src.Start.After(now) {
		next, rule, err := m.rest(src, now)
		if err != nil {
			return err
		}
		w.req.Start, w.req.Recurrence = next, rule
	}
	m.wishDeviations(w, src, now)
	return nil
}

// rest returns what is left of a series that has begun: its next meeting, and the
// rule from there on.
func (m *Migration) rest(src meeting.Meeting, now time.Time) (time.Time, meeting.Recurrence, error) {
	rule := src.Recurrence
	times, err := m.series(src.Recurrence, src.Start, src.Zone)
	if err != nil {
		return time.Time{}, rule, notExpressible("its rule can't be expanded")
	}
	gone := 0
	for t := range times {
		if !t.After(now) {
			gone++
			continue
		}
		if rule.Count > 0 {
			rule.Count -= gone
		}
		if same, err := m.sameSeries(src.Recurrence, src.Start, rule, t, src.Zone); err != nil || !same {
			return time.Time{}, rule, notExpressible("the rest of its series has no rule of its own")
		}
		return t, rule, nil
	}
	return time.Time{}, rule, &reason{word: ReasonPast}
}
