package provider

import (
	"unicode/utf8"

	"github.com/libmeet/meeting"
)

// missing returns the first required member that req lacks.
func missing(fields Fields, title string) error {
	if fields[FieldTitle].Required && title == "" {
		return meeting.Invalidf(string(FieldTitle), "this provider needs one")
	}
	return nil
}

// cut shortens what preflight reported as too long, at a character's edge.
func cut(text string, most int) string {
	if most <= 0 || utf8.RuneCountInString(text) <= most {
		return text
	}
	n := 0
	for i := range text {
		if n == most {
			return text[:i]
		}
		n++
	}
	return text
}

// fit returns the part of req that the provider takes: what is too long is cut,
// what is lost is cleared. Adapters never see a value that they can't send. The
// start stays: an end is counted from it.
func fit(info Info, req meeting.CreateRequest, losses []meeting.Loss) meeting.CreateRequest {
	fields := info.Capabilities.Create
	for _, l := range losses {
		if l.Got == "" || fields[Field(l.Field)].Lost {
			clearField(&req, Field(l.Field))
		}
	}
	req.Title = cut(req.Title, fields[FieldTitle].Max)
	req.Description = cut(req.Description, fields[FieldDescription].Max)
	if fields[FieldDuration].Minutes {
		req.Duration = wholeMinutes(req.Duration)
		req.End = req.Start.Add(req.Duration)
	}
	if most := info.Capabilities.Limits.MaxInvitees; most > 0 && len(req.Invitees) > most {
		req.Invitees = req.Invitees[:most]
	}
	return req
}

// fitInstant is fit for a meeting that starts now. The duration stays: where an
// end must be given it is still the best guess.
func fitInstant(info Info, req meeting.InstantRequest, losses []meeting.Loss) meeting.InstantRequest {
	fields := info.Capabilities.Instant
	for _, l := range losses {
		switch {
		case l.Got != "" && !fields[Field(l.Field)].Lost:
		case Field(l.Field) == FieldTitle:
			req.Title = ""
		case Field(l.Field) == FieldMedia:
			req.Media = ""
		case Field(l.Field) == FieldHost:
			req.Host = ""
		}
	}
	req.Title = cut(req.Title, fields[FieldTitle].Max)
	if fields[FieldDuration].Minutes {
		req.Duration = wholeMinutes(req.Duration)
	}
	return req
}

// fitPatch is fit for a change.
func fitPatch(info Info, p meeting.Patch, losses []meeting.Loss) meeting.Patch {
	fields := patchFields(info, p)
	for _, l := range losses {
		switch field := Field(l.Field); {
		case l.Got != "" && !fields[field].Lost:
		case field == FieldTitle:
			p.Title = nil
		case field == FieldDescription:
			p.Description = nil
		case field == FieldStart:
			p.Start = nil
		case field == FieldDuration:
			p.Duration = nil
		case field == FieldPasscode:
			p.Passcode = nil
		case field == FieldRecurrence:
			p.Recurrence = nil
		default:
			req := meeting.CreateRequest{Zone: p.Zone, Settings: p.Settings}
			clearField(&req, field)
			p.Zone, p.Settings = req.Zone, req.Settings
		}
	}
	if p.Title != nil {
		title := cut(*p.Title, fields[FieldTitle].Max)
		p.Title = &title
	}
	if p.Description != nil {
		description := cut(*p.Description, fields[FieldDescription].Max)
		p.Description = &description
	}
	if p.Duration != nil && fields[FieldDuration].Minutes {
		duration := wholeMinutes(*p.Duration)
		p.Duration = &duration
	}
	return p
}

func clearField(req *meeting.CreateRequest, field Field) {
	switch field {
	case FieldTitle:
		req.Title = ""
	case FieldDescription:
		req.Description = ""
	case FieldZone:
		req.Zone = ""
	case FieldHost:
		req.Host = ""
	case FieldPasscode:
		req.Passcode = meeting.Secret{}
	case FieldInvitees:
		req.Invitees = nil
	case FieldRecurrence:
		req.Recurrence = meeting.Recurrence{}
	case FieldMedia:
		req.Media = ""
	case FieldWaitingRoom:
		req.Settings.WaitingRoom = meeting.Unset
	case FieldMuteOnEntry:
		req.Settings.MuteOnEntry = meeting.Unset
	case FieldJoinBeforeHost:
		req.Settings.JoinBeforeHost = meeting.Unset
	case FieldLocked:
		req.Settings.Locked = meeting.Unset
	case FieldRecording:
		req.Settings.Recording = ""
	case FieldScreenShare:
		req.Settings.ScreenShare = meeting.Unset
	case FieldMaxParticipants:
		req.Settings.MaxParticipants = 0
	case FieldSignInRequired:
		req.Settings.SignInRequired = meeting.Unset
	}
}
