package zohomeeting

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/internal/zoho"
)

// sessionBody is the body of Zoho's own create and edit calls, and of webinars
// (contracts/zoho.md B3, B6). A nil member is not sent; nor is an empty list, which
// Zoho may refuse (B7).
type sessionBody struct {
	Session sessionMembers `json:"session"`
}

type sessionMembers struct {
	Topic        *string        `json:"topic,omitempty"`
	Agenda       *string        `json:"agenda,omitempty"`
	Presenter    json.Number    `json:"presenter,omitempty"` // zuid
	StartTime    string         `json:"startTime,omitempty"` // wall clock in Timezone
	Duration     int64          `json:"duration,omitempty"`  // milliseconds
	Timezone     meeting.Zone   `json:"timezone,omitempty"`
	Participants []sessionGuest `json:"participants,omitempty"`
}

type sessionGuest struct {
	Email string `json:"email"`
}

func newSessionBody(req meeting.CreateRequest, presenter string) ([]byte, error) {
	if err := zoho.WholeMinutes(req.Start); err != nil {
		return nil, err
	}
	body := sessionMembers{
		Topic: text(req.Title), Agenda: text(req.Description), Presenter: json.Number(presenter), Duration: req.Duration.Milliseconds(),
	}
	body.StartTime, body.Timezone = zoho.WallClock(req.Start, req.Zone)
	for _, p := range req.Invitees {
		body.Participants = append(body.Participants, sessionGuest{p.Email})
	}
	return transport.Body(sessionBody{body}, req.Native)
}

// newInstantSessionBody starts a meeting in the minute that it is.
func newInstantSessionBody(req meeting.InstantRequest, now time.Time, presenter string) ([]byte, error) {
	if req.Title == "" {
		req.Title = instantTitle
	}
	if req.Duration == 0 {
		req.Duration = instantDuration
	}
	return newSessionBody(meeting.CreateRequest{Title: req.Title, Start: now.Truncate(time.Minute), Duration: req.Duration, Native: req.Native}, presenter)
}

// newSessionPatch needs the meeting as it was where patch names only one of start and
// zone: Zoho gives neither a meaning without the other (C2).
func newSessionPatch(patch meeting.Patch, was meeting.Meeting) ([]byte, error) {
	body := sessionMembers{Topic: patch.Title, Agenda: patch.Description}
	if patch.Duration != nil {
		body.Duration = patch.Duration.Milliseconds()
	}
	if patch.Start != nil || patch.Zone != "" {
		start, zone := was.Start, was.Zone
		if patch.Start != nil {
			start = *patch.Start
		}
		if patch.Zone != "" {
			zone = patch.Zone
		}
		if start.IsZero() {
			return nil, meeting.Invalidf("time_zone", "Zoho doesn't tell the start of this meeting: give it too")
		}
		if err := zoho.WholeMinutes(start); err != nil {
			return nil, err
		}
		if err := sameZone(start, zone); err != nil {
			return nil, err
		}
		body.StartTime, body.Timezone = zoho.WallClock(start, zone)
	}
	return transport.Body(sessionBody{body}, patch.Native)
}

// sameZone refuses a start that can't be said in its zone, where no loss can tell.
func sameZone(start time.Time, zone meeting.Zone) error {
	if _, sent := zoho.WallClock(start, zone); zone != "" && sent != zone {
		return meeting.Invalidf("start", "that hour comes twice in %s, and Zoho takes wall clocks only: give another zone, UTC for example", zone)
	}
	return nil
}

// newWebinarSessionBody says what a session can say, and refuses the rest: there is no
// other way to tell that it would be lost.
func newWebinarSessionBody(req meeting.WebinarRequest, presenter string) ([]byte, error) {
	switch {
	case req.MaxAttendees > 0:
		return nil, &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Zoho's API takes no limit of attendees for a webinar: the plan sets it"}
	case req.RegistrationRequired != meeting.Unset:
		return nil, &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Zoho's API doesn't take whether a webinar needs registration: the account's settings decide"}
	}
	if err := sameZone(req.Start, req.Zone); err != nil {
		return nil, err
	}
	return newSessionBody(meeting.CreateRequest{Title: req.Title, Description: req.Description, Start: req.Start, Zone: req.Zone,
		Duration: req.Duration, Native: req.Native}, presenter)
}

// registrantBody is the body of Zoho's bulk registration, for one (contracts/zoho.md B6).
type registrantBody struct {
	Registrant []registrant `json:"registrant"`
}

type registrant struct {
	Email     string `json:"email"`
	FirstName string `json:"firstName"`
	LastName  string `json:"lastName,omitempty"`
}

func newRegistrantBody(req meeting.RegistrantRequest) ([]byte, error) {
	return transport.Body(registrantBody{[]registrant{{req.Email, req.FirstName, req.LastName}}}, req.Native)
}

func fullName(req meeting.RegistrantRequest) string {
	return strings.TrimSpace(req.FirstName + " " + req.LastName)
}

// registrationNumber is Zoho's number for a status, "" for any (B6).
func registrationNumber(status meeting.RegistrationStatus) string {
	switch status {
	case meeting.RegistrationPending:
		return "0"
	case meeting.RegistrationApproved:
		return "1"
	case meeting.RegistrationDenied:
		return "2"
	case meeting.RegistrationCancelled:
		return "3"
	}
	return ""
}
