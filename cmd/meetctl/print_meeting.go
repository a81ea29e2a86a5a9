package main

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/libmeet/meeting"
)

func (a *app) printMeeting(m meeting.Meeting) error {
	return a.printModel(m, func(s *sheet) { s.meeting(m) })
}

// meeting writes what is known of one meeting.
func (s *sheet) meeting(m meeting.Meeting) {
	s.pair("id", m.ID)
	s.pair("provider", m.Provider)
	s.pair("vendor", m.Vendor)
	s.pair("kind", string(m.Kind))
	s.pair("media", string(m.Media))
	s.pair("status", string(m.Status))
	s.pair("title", m.Title)
	s.pair("description", m.Description)
	s.pair("start", local(m.Start, m.Zone))
	s.pair("end", local(m.End, m.Zone))
	s.pair("duration", span(m.Duration))
	s.pair("time zone", string(m.Zone))
	s.pair("host", person(m.Host))
	s.pair("join", m.JoinURL)
	s.secret("host link", m.HostURL)
	s.pair("viewers", m.ViewerURL)
	s.secret("passcode", m.Passcode)
	for _, d := range m.DialIn {
		s.pair("dial in", dialIn(d))
	}
	s.pair("invitees", people(m.Invitees))
	s.pair("participants", number(m.ParticipantCount))
	s.pair("recurrence", m.Recurrence.String())
	s.occurrences(m)
	s.settings(m.Settings)
	s.pair("created", utc(m.Created))
	s.pair("updated", utc(m.Updated))
	s.pair("expires", utc(m.Expires))
	for _, name := range slices.Sorted(maps.Keys(m.Refs)) {
		s.pair(name, m.Refs[name])
	}
	for _, l := range m.Losses {
		s.pair("lost", loss(l))
	}
}

func dialIn(d meeting.DialIn) string {
	words := []string{d.Label, d.Country, d.Number, d.URL}
	if d.AccessCode != "" {
		words = append(words, "code "+d.AccessCode)
	}
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

func (s *sheet) occurrences(m meeting.Meeting) {
	const most = 10
	for i, o := range m.Occurrences {
		if i == most {
			s.pair("occurrence", "and "+strconv.Itoa(len(m.Occurrences)-most)+" more")
			return
		}
		s.pair("occurrence", strings.Join([]string{local(o.Start, m.Zone), span(o.Duration), string(o.Status), o.ID}, " "))
	}
}

func (s *sheet) settings(w meeting.Settings) {
	s.pair("waiting room", onOff(w.WaitingRoom))
	s.pair("mute on entry", onOff(w.MuteOnEntry))
	s.pair("join before host", onOff(w.JoinBeforeHost))
	s.pair("locked", onOff(w.Locked))
	s.pair("recording", string(w.Recording))
	s.pair("screen share", onOff(w.ScreenShare))
	s.pair("max participants", number(w.MaxParticipants))
	s.pair("sign-in required", onOff(w.SignInRequired))
}

func onOff(f meeting.Flag) string {
	switch f {
	case meeting.On:
		return "on"
	case meeting.Off:
		return "off"
	}
	return ""
}

func loss(l meeting.Loss) string {
	text := l.Field + " (" + string(l.Severity) + ")"
	if l.Wanted != "" {
		text += ": wanted " + l.Wanted
		if l.Got != "" {
			text += ", got " + l.Got
		}
	}
	if l.Reason != "" {
		text += ": " + l.Reason
	}
	return text
}

func (a *app) printMeetings(list []meeting.Meeting) error {
	return a.printModel(list, func(s *sheet) {
		s.row("ID", "START", "DURATION", "STATUS", "PROVIDER", "TITLE")
		for _, m := range list {
			s.row(m.ID, utc(m.Start), span(m.Duration), string(m.Status), m.Provider, m.Title)
		}
	})
}

func (a *app) printParticipants(list []meeting.Participant) error {
	return a.printModel(list, func(s *sheet) { s.participants(list) })
}

func (s *sheet) participants(list []meeting.Participant) {
	s.row("ID", "NAME", "EMAIL", "ROLE", "STATE", "JOINED", "LEFT", "DURATION")
	for _, p := range list {
		role := string(p.Role)
		if role == "" {
			role = p.RoleNative
		}
		s.row(p.ID, p.Name, p.Email, role, string(p.State), utc(p.Joined), utc(p.Left), span(p.Duration))
	}
}
