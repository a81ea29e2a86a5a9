package calendar

import (
	"slices"
	"time"

	"github.com/libmeet/meeting"
)

// GraphEvent is what an application posts to Microsoft Graph with its own client:
// POST /me/events, or any other list of events. The members are those of the
// microsoft.graph.event resource (v1.0); the ones that only Microsoft sets are read
// by [GraphEvent.Conference].
type GraphEvent struct {
	TransactionID string           `json:"transactionId,omitempty"` // the same one again makes no second event
	Subject       string           `json:"subject,omitempty"`
	Body          *GraphBody       `json:"body,omitempty"`
	Start         *GraphTime       `json:"start,omitempty"`
	End           *GraphTime       `json:"end,omitempty"`
	IsAllDay      bool             `json:"isAllDay,omitempty"`
	Location      *GraphLocation   `json:"location,omitempty"`
	Attendees     []GraphAttendee  `json:"attendees,omitempty"`
	Recurrence    *GraphRecurrence `json:"recurrence,omitempty"`

	IsOnlineMeeting       bool                 `json:"isOnlineMeeting,omitempty"`
	OnlineMeetingProvider string               `json:"onlineMeetingProvider,omitempty"`
	OnlineMeeting         *GraphOnlineMeeting  `json:"onlineMeeting,omitempty"` // set by Microsoft
	Properties            []GraphNamedProperty `json:"singleValueExtendedProperties,omitempty"`
}

// GraphBody is the text of an event.
type GraphBody struct {
	ContentType string `json:"contentType"` // text or html
	Content     string `json:"content"`
}

// GraphTime is a wall clock with its zone.
type GraphTime struct {
	DateTime string `json:"dateTime"`
	TimeZone string `json:"timeZone"`
}

// GraphLocation is where an event takes place.
type GraphLocation struct {
	DisplayName string `json:"displayName"`
	LocationURI string `json:"locationUri,omitempty"`
}

// GraphAttendee is somebody who is invited.
type GraphAttendee struct {
	Type         string       `json:"type"` // required
	EmailAddress GraphAddress `json:"emailAddress"`
}

// GraphAddress is a mail address.
type GraphAddress struct {
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
}

// GraphOnlineMeeting is a conference that Microsoft made.
type GraphOnlineMeeting struct {
	JoinURL string `json:"joinUrl,omitempty"`
}

// GraphNamedProperty keeps the UID with the event: Graph's own iCalUId can't be set.
// Find the event again with $filter=singleValueExtendedProperties/Any(ep: ep/id eq
// 'ID' and ep/value eq 'UID').
type GraphNamedProperty struct {
	ID    string `json:"id"`
	Value string `json:"value"`
}

// GraphUIDProperty is the id of the property that holds the UID: a name among
// MAPI's public strings.
const GraphUIDProperty = "String {00020329-0000-0000-c000-000000000046} Name libmeet-uid"

// GraphOptions say what [NewGraphEvent] builds.
type GraphOptions struct {
	// Teams asks Microsoft for a Teams meeting instead of carrying the meeting's own
	// link. Microsoft makes it after it has answered: see [GraphEvent.Conference].
	Teams bool

	OnLoss meeting.LossPolicy
}

// NewGraphEvent builds Microsoft Graph's event for e. Graph takes no foreign link for
// its join button: Outlook makes one of a link that it knows in location and body. The
// passcode and the ways to dial in are in the body. No host link is in it.
//
// A rule that Graph's patterns don't say exactly, and occurrences that were moved or
// cancelled (which Graph takes as changes to an event that was made, not with it) are
// losses: [meeting.ErrUnsupported] if the policy refuses them, else they are returned.
func NewGraphEvent(e Event, opt GraphOptions) (GraphEvent, []meeting.Loss, error) {
	m := e.Meeting
	p, err := planOf(e, EncodeOptions{})
	if err != nil {
		return GraphEvent{}, nil, err
	}
	if p.form == Floating {
		return GraphEvent{}, nil, meeting.Invalidf("start", "Microsoft's calendars have no floating times: give the meeting a zone")
	}
	g := GraphEvent{
		TransactionID: cut(e.UID, maxTransaction), Subject: clean(m, m.Title), IsAllDay: p.form == AllDay,
		Properties: []GraphNamedProperty{{GraphUIDProperty, e.UID}},
	}
	var losses []meeting.Loss
	g.Start, g.End = p.graphTimes()
	if p.rule != "" || len(p.also) > 0 {
		if g.Recurrence, err = p.graphRecurrence(m); err != nil {
			losses = append(losses, meeting.Loss{Field: "recurrence", Wanted: m.Recurrence.String(), Severity: meeting.Refuse, Reason: err.Error()})
		}
	}
	if slices.ContainsFunc(p.moved, p.spelt) {
		losses = append(losses, twice)
	}
	if len(p.without) > 0 || slices.ContainsFunc(p.moved, func(m moved) bool { return !p.spelt(m) }) {
		losses = append(losses, meeting.Loss{Field: "occurrences", Severity: meeting.Refuse,
			Reason: "Graph takes a moved or cancelled occurrence as a change to the event that was made, not with it"})
	}
	for _, who := range invited(m) {
		g.Attendees = append(g.Attendees, GraphAttendee{"required", GraphAddress{who.Email, clean(m, who.Name)}})
	}
	text := plainText(m.Description)
	if opt.Teams {
		g.IsOnlineMeeting, g.OnlineMeetingProvider = true, "teamsForBusiness"
	} else {
		text = describe(m)
		if link := joinURL(m); link != "" {
			g.Location = &GraphLocation{DisplayName: link, LocationURI: link}
		}
	}
	if text = clean(m, text); text != "" {
		g.Body = &GraphBody{"text", text}
	}
	return g, losses, refuse(opt.OnLoss, losses)
}

// maxTransaction bounds Graph's transactionId; a UID is far shorter.
const maxTransaction = 200

// Conference reads from Microsoft's answer how its conference stands, and the link
// once it is ready. Pending is no failure: read the event again later.
func (g GraphEvent) Conference() (state ConferenceState, joinURL string) {
	switch {
	case !g.IsOnlineMeeting:
		return ConferenceNone, ""
	case g.OnlineMeeting == nil || g.OnlineMeeting.JoinURL == "":
		return ConferencePending, ""
	}
	return ConferenceReady, g.OnlineMeeting.JoinURL
}

// graphTimes are start and end, in the zone if Graph knows it and no hour is
// ambiguous, else in UTC.
func (p *plan) graphTimes() (start, end *GraphTime) {
	from, to := p.start, p.start.Add(p.length)
	loc, name := time.UTC, "UTC"
	if zone := graphZone(p.tzid); p.loc != nil && zone != "" && (p.rule != "" || !ambiguous(from, p.loc) && !ambiguous(to, p.loc)) {
		loc, name = p.loc, zone
	}
	if p.form == AllDay {
		loc = p.wall
	}
	return &GraphTime{from.In(loc).Format(wallClock), name}, &GraphTime{to.In(loc).Format(wallClock), name}
}
