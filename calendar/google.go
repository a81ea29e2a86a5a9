package calendar

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/libmeet/meeting"
)

// GoogleEvent is what an application posts to Google Calendar with its own client:
// POST calendars/{calendarId}/events?conferenceDataVersion=1 (without that parameter
// Google drops ConferenceData in silence). The members are those of the API's
// discovery document (calendar v3); the ones that only Google sets are read by
// [GoogleEvent.Conference].
type GoogleEvent struct {
	ICalUID        string            `json:"iCalUID,omitempty"`
	Sequence       int               `json:"sequence,omitempty"`
	Status         string            `json:"status,omitempty"` // confirmed or cancelled
	Summary        string            `json:"summary,omitempty"`
	Description    string            `json:"description,omitempty"`
	Location       string            `json:"location,omitempty"`
	Start          *GoogleTime       `json:"start,omitempty"`
	End            *GoogleTime       `json:"end,omitempty"`
	Recurrence     []string          `json:"recurrence,omitempty"` // RRULE, EXDATE and RDATE lines
	Attendees      []GoogleAttendee  `json:"attendees,omitempty"`
	ConferenceData *GoogleConference `json:"conferenceData,omitempty"`
	HangoutLink    string            `json:"hangoutLink,omitempty"` // set by Google
}

// GoogleTime is a date, or a wall clock with its zone.
type GoogleTime struct {
	Date     string `json:"date,omitempty"`
	DateTime string `json:"dateTime,omitempty"` // RFC 3339; without an offset TimeZone counts
	TimeZone string `json:"timeZone,omitempty"` // IANA
}

// GoogleAttendee is somebody who is invited.
type GoogleAttendee struct {
	Email          string `json:"email"`
	DisplayName    string `json:"displayName,omitempty"`
	ResponseStatus string `json:"responseStatus,omitempty"`
}

// GoogleConference is how to join: either a request to make a Google Meet, or a
// solution with at least one way in.
type GoogleConference struct {
	CreateRequest      *GoogleCreateRequest `json:"createRequest,omitempty"`
	ConferenceSolution *GoogleSolution      `json:"conferenceSolution,omitempty"`
	ConferenceID       string               `json:"conferenceId,omitempty"`
	EntryPoints        []GoogleEntryPoint   `json:"entryPoints,omitempty"`
	Notes              string               `json:"notes,omitempty"`
}

// GoogleCreateRequest asks for a new conference. Google makes it later: see
// [GoogleEvent.Conference].
type GoogleCreateRequest struct {
	RequestID             string             `json:"requestId"` // the same one again is ignored
	ConferenceSolutionKey *GoogleSolutionKey `json:"conferenceSolutionKey,omitempty"`
	Status                *GoogleStatus      `json:"status,omitempty"` // set by Google
}

// GoogleStatus is how a create request stands.
type GoogleStatus struct {
	StatusCode string `json:"statusCode,omitempty"`
}

// GoogleSolution names who holds the conference.
type GoogleSolution struct {
	Key     GoogleSolutionKey `json:"key"`
	Name    string            `json:"name,omitempty"`
	IconURI string            `json:"iconUri,omitempty"`
}

// GoogleSolutionKey is hangoutsMeet, or addOn for everybody else.
type GoogleSolutionKey struct {
	Type string `json:"type"`
}

// GoogleEntryPoint is one way in.
type GoogleEntryPoint struct {
	EntryPointType string `json:"entryPointType"` // video, phone or more
	URI            string `json:"uri"`
	Label          string `json:"label,omitempty"`
	MeetingCode    string `json:"meetingCode,omitempty"`
	Passcode       string `json:"passcode,omitempty"`
	AccessCode     string `json:"accessCode,omitempty"`
	RegionCode     string `json:"regionCode,omitempty"`
}

// GoogleOptions say what [NewGoogleEvent] builds.
type GoogleOptions struct {
	Name    string // of the solution, for people; "" is the vendor's kind
	IconURI string // of the solution

	// Meet asks Google for a Meet instead of carrying the meeting's own link. It is
	// the id of that request, which the application makes up.
	Meet string

	OnLoss meeting.LossPolicy
}

const (
	googleMeet  = "hangoutsMeet"
	googleAddOn = "addOn"

	// Figures of the discovery document.
	maxGoogleURI   = 1300
	maxGoogleLabel = 512
	maxGoogleCode  = 128
)

// NewGoogleEvent builds Google's event for e. Google's join button shows the meeting's
// link as a conference of an add-on; the passcode and the ways to dial in stand in it
// and in the description. No host link is in it.
//
// A moved occurrence is the old time taken out and the new one added, which says the
// same. What Google can't say is a loss: [meeting.ErrUnsupported] if the policy
// refuses it, else it is returned.
func NewGoogleEvent(e Event, opt GoogleOptions) (GoogleEvent, []meeting.Loss, error) {
	m := e.Meeting
	p, err := planOf(e, EncodeOptions{})
	if err != nil {
		return GoogleEvent{}, nil, err
	}
	if p.form == Floating {
		return GoogleEvent{}, nil, meeting.Invalidf("start", "Google Calendar has no floating times: give the meeting a zone")
	}
	g := GoogleEvent{
		ICalUID: e.UID, Sequence: e.Sequence, Status: "confirmed", Summary: m.Title, Description: clean(m, describe(m)), Location: joinURL(m),
		Start: p.googleTime(0), End: p.googleTime(p.length), Attendees: googleAttendees(m),
	}
	if m.Status == meeting.StatusCancelled {
		g.Status = "cancelled"
	}
	losses := p.googleRecurrence(&g)
	if opt.Meet != "" {
		g.Location, g.Description = "", clean(m, plainText(m.Description))
		g.ConferenceData = &GoogleConference{CreateRequest: &GoogleCreateRequest{RequestID: opt.Meet, ConferenceSolutionKey: &GoogleSolutionKey{googleMeet}}}
	} else {
		conference, lost := googleConference(m, opt)
		g.ConferenceData, losses = conference, append(losses, lost...)
	}
	g.Summary = clean(m, g.Summary)
	return g, losses, refuse(opt.OnLoss, losses)
}

func refuse(policy meeting.LossPolicy, losses []meeting.Loss) error {
	refused := policy.Refused(losses)
	if len(refused) == 0 {
		return nil
	}
	cause := &meeting.LossError{Losses: refused}
	return &meeting.Error{Kind: meeting.ErrUnsupported, Message: meeting.OneLine(cause.Error()), Err: cause}
}

// twice is the loss of a series that meets in an hour which the clocks show twice.
var twice = meeting.Loss{Field: "occurrences", Severity: meeting.Warn, Reason: "an occurrence is in an hour that comes twice: the calendar decides which is meant"}

// googleRecurrence writes the rule and its exceptions.
func (p *plan) googleRecurrence(g *GoogleEvent) []meeting.Loss {
	var losses []meeting.Loss
	if p.rule != "" {
		g.Recurrence = append(g.Recurrence, "RRULE:"+p.rule)
	}
	without, also := slices.Clone(p.without), []string{}
	for _, t := range p.also {
		also = append(also, p.value(t))
	}
	for _, m := range p.moved {
		now := p.value(m.start)
		switch {
		case m.length != p.length:
			losses = append(losses, meeting.Loss{Field: "occurrences", Wanted: m.length.String(), Got: p.length.String(), Severity: meeting.Refuse,
				Reason: "Google takes an occurrence of another length as a change to the event that was made, not with it"})
		case p.spelt(m):
			losses = append(losses, twice)
		}
		if now != m.original {
			without = append(without, m.original)
			if !slices.Contains(also, now) {
				also = append(also, now)
			}
		}
	}
	if len(without) > 0 {
		g.Recurrence = append(g.Recurrence, p.list("EXDATE", without).String())
	}
	if len(also) > 0 {
		g.Recurrence = append(g.Recurrence, p.list("RDATE", also).String())
	}
	return losses
}

func googleAttendees(m meeting.Meeting) []GoogleAttendee {
	var out []GoogleAttendee
	for _, who := range invited(m) {
		out = append(out, GoogleAttendee{Email: who.Email, DisplayName: clean(m, who.Name), ResponseStatus: "needsAction"})
	}
	return out
}

// invited are the invitees with an address, each once.
func invited(m meeting.Meeting) []meeting.Person {
	var out []meeting.Person
	for _, who := range m.Invitees {
		same := func(other meeting.Person) bool { return strings.EqualFold(other.Email, who.Email) }
		if mailto(who.Email) != "" && !slices.ContainsFunc(out, same) {
			out = append(out, who)
		}
	}
	return out
}

// googleConference is nil when there is no way in that Google takes.
func googleConference(m meeting.Meeting, opt GoogleOptions) (*GoogleConference, []meeting.Loss) {
	link := joinURL(m)
	if link == "" {
		return nil, nil
	}
	if len(link) > maxGoogleURI {
		return nil, []meeting.Loss{{Field: "join_url", Severity: meeting.Warn, Reason: "Google's join button takes links of up to 1,300 characters: it stands in the description only"}}
	}
	video := GoogleEntryPoint{EntryPointType: "video", URI: link, Label: cut(strings.TrimPrefix(strings.TrimPrefix(link, "https://"), "http://"), maxGoogleLabel)}
	if len(m.ID) <= maxGoogleCode {
		video.MeetingCode = m.ID
	}
	if pass := m.Passcode.Reveal(); len(pass) <= maxGoogleCode {
		video.Passcode = pass
	}
	c := &GoogleConference{
		ConferenceSolution: &GoogleSolution{Key: GoogleSolutionKey{googleAddOn}, Name: or(opt.Name, or(m.Vendor, "Meeting")), IconURI: opt.IconURI},
		ConferenceID:       m.ID, EntryPoints: []GoogleEntryPoint{video},
	}
	more := false // there may be one
	for _, d := range m.DialIn {
		if uri := phoneURI(d); uri != "" && len(uri) <= maxGoogleURI {
			c.EntryPoints = append(c.EntryPoints, GoogleEntryPoint{EntryPointType: "phone", URI: uri, Label: cut(oneLine(d.Number), maxGoogleLabel),
				AccessCode: cut(oneLine(d.AccessCode), maxGoogleCode), RegionCode: region(d.Country)})
		} else if page := safeURI(d.URL); page != "" && page != m.HostURL.Reveal() && len(page) <= maxGoogleURI && !more {
			c.EntryPoints = append(c.EntryPoints, GoogleEntryPoint{EntryPointType: "more", URI: page})
			more = true
		}
	}
	return c, nil
}

// region keeps what is a region's code.
func region(code string) string {
	if len(code) != 2 || !only(code, isLetter) {
		return ""
	}
	return strings.ToUpper(code)
}

// cut shortens text to most bytes, at a character.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
