package zohocliq

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// isEvent tells an event's id, which has the form of an e-mail address, from the
// nrs_id of a media session: digits, letters and underscores
// (contracts/whereby-cliq.md 2A, 2B).
func isEvent(id string) bool { return strings.Contains(id, "@") }

// notAnEvent is the error of a call that sessions don't have.
func (p *Provider) notAnEvent(op provider.Op) error {
	e := provider.Unsupported(p.info, op)
	e.Message = "a media session can be read only; its id has no @, as those of scheduled meetings do"
	return e
}

// event reads one event of the calendar that it was listed in, else of the one that is
// configured or the default one.
func (p *Provider) event(ctx context.Context, op provider.Op, id string) (normalize.CliqEvent, error) {
	if err := meeting.ValidateID("id", id); err != nil {
		return normalize.CliqEvent{}, err
	}
	calendar, err := p.calendar.of(ctx, op, id)
	if err != nil {
		return normalize.CliqEvent{}, err
	}
	res, err := p.http.Do(ctx, transport.Request{
		Op: string(op), ID: id, Method: http.MethodGet, Path: "/api/v2/events/{eventId}", Args: []string{id},
		Query: map[string]string{"calendar_id": calendar},
	})
	if err != nil {
		return normalize.CliqEvent{}, err
	}
	event, err := normalize.ReadCliqEvent(res.Body)
	if event.CalendarID == "" {
		event.CalendarID = calendar
	}
	return event, err
}

// dated adds what the time says: an event to come is scheduled; what became of
// others its calendar does not know.
func (p *Provider) dated(m meeting.Meeting) meeting.Meeting {
	if m.Start.After(p.cfg.Now()) {
		m.Status = meeting.StatusScheduled
	}
	return m
}

const (
	// window is the longest that Cliq lists events of at once (2B).
	window = 31 * 24 * time.Hour

	// horizon is how far a list without an end looks: six windows, so that it alone
	// can't spend the minute.
	horizon = 6 * window
)

// listEvents lists the conferences of one window; the next page is the next window.
// Other events are left out: they are no meetings of Cliq's.
func (p *Provider) listEvents(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	query, at, err := p.eventQuery(q)
	if err != nil {
		return meeting.Page{}, err
	}
	until := at.from.Add(window)
	if until.After(at.to) {
		until = at.to
	}
	query["from"], query["to"] = millis(at.from), millis(until)
	res, err := p.http.Do(ctx, transport.Request{Op: string(provider.OpList), Method: http.MethodGet, Path: "/api/v2/events", Query: query})
	if err != nil {
		return meeting.Page{}, err
	}
	var page meeting.Page
	if res.Status != http.StatusNoContent { // a success that Cliq documents; an answer without a body is none
		if page, err = normalize.CliqMeetings(res.Body); err != nil {
			return meeting.Page{}, err
		}
	}
	for i, m := range page.Meetings {
		page.Meetings[i] = p.dated(m)
		p.calendar.remember(m)
	}
	page.NextPage = ""
	if until.Before(at.to) {
		page.NextPage = span{until, at.to}.String()
	}
	here := meeting.ListQuery{From: at.from, To: until} // one that reaches into two windows is of the first
	page.Meetings = slices.DeleteFunc(page.Meetings, func(m meeting.Meeting) bool {
		return (m.Media == "" && m.JoinURL == "") || !here.Matches(m) || !q.Matches(m) ||
			(q.Status == meeting.StatusScheduled && m.Status == "")
	})
	return page, nil
}

// span is what is left of a list of events.
type span struct{ from, to time.Time }

const eventToken = "events."

// String is a page token.
func (s span) String() string { return eventToken + millis(s.from) + "." + millis(s.to) }

func readSpan(token string) (span, error) {
	from, to, _ := strings.Cut(strings.TrimPrefix(token, eventToken), ".")
	a, errA := strconv.ParseInt(from, 10, 64)
	b, errB := strconv.ParseInt(to, 10, 64)
	if errA != nil || errB != nil || a >= b || a <= 0 {
		return span{}, meeting.Invalidf("page_token", "it is not one of this list's")
	}
	return span{time.UnixMilli(a).UTC(), time.UnixMilli(b).UTC()}, nil
}
