package normalize

import (
	"strconv"

	"github.com/libmeet/meeting"
)

// VendorZohoMeeting is the kind of Zoho Meeting's adapter.
const VendorZohoMeeting = "zoho-meeting"

// ZohoMeeting reads the answer of Zoho Meeting's create, get and update calls in
// the meetings dialect, in its envelope or without (contracts/zoho.md A2.3).
// Durations are minutes, times ISO 8601; a time without a zone is a wall clock in
// the member timezone.
func ZohoMeeting(payload []byte) (meeting.Meeting, error) {
	r := newReader(payload)
	var z zohoItem
	z.m.Raw = r.unwrap("data", func(name string) { r.zohoMember(&z, name) })
	return finishMeeting(r, r.zohoFinish(&z))
}

// ZohoMeetings reads one page of Zoho Meeting's list of meetings, or a bare array
// of them (contracts/zoho.md A2.1). NextPage is empty when the page is, whatever
// has_more says.
func ZohoMeetings(payload []byte) (meeting.Page, error) {
	r := newReader(payload)
	var page meeting.Page
	next := r.zohoList(func() {
		var z zohoItem
		z.m.Raw = r.span(func() { r.object(func(name string) { r.zohoMember(&z, name) }) })
		m := r.zohoFinish(&z)
		r.need(m.ID, "meeting")
		page.Meetings = append(page.Meetings, m)
	})
	if err := r.finish(); err != nil {
		return meeting.Page{}, err
	}
	page.NextPage = next(len(page.Meetings))
	return page, nil
}

// ZohoWebinar reads the answer of Zoho Meeting's create call for webinars. The
// reference does not show one (contracts/zoho.md A2.6): the members of the request
// are read, and those of a meeting.
func ZohoWebinar(payload []byte) (meeting.Meeting, error) {
	r := newReader(payload)
	z := zohoItem{webinar: true}
	z.m.Raw = r.unwrap("data", func(name string) { r.zohoMember(&z, name) })
	return finishMeeting(r, r.zohoFinish(&z))
}

// zohoItem is a meeting or webinar whose members are being read.
type zohoItem struct {
	m                       meeting.Meeting
	webinar                 bool
	webinarKey              string
	recurring               meeting.Flag
	rule                    zohoRule
	start, created, updated moment
}

// zohoMember reads one member. A webinar's own names mean nothing in a meeting.
func (r *reader) zohoMember(z *zohoItem, name string) {
	m := &z.m
	switch name {
	case "meeting_key":
		m.ID = r.text()
	case "topic":
		m.Title = r.text()
	case "agenda":
		m.Description = r.text()
	case "start_time":
		z.start = r.instant(name)
	case "duration":
		m.Duration = r.minutes()
	case "timezone":
		m.Zone = zoneOf(r.text())
	case "presenter":
		m.Host = r.zohoPerson()
	case "meeting_url":
		m.JoinURL = r.text()
	case "meeting_password":
		m.Passcode = r.secret()
	case "participants":
		m.Invitees = r.people("email", "participant_id")
	case "is_recurring":
		z.recurring = r.flag()
	case "recurrence":
		z.rule = r.zohoRule()
	case "recording_enabled":
		m.Settings.Recording = zohoRecording(r.flag())
	case "participant_limit":
		m.Settings.MaxParticipants = r.count()
	case "settings":
		r.zohoSettings(z)
	case "status":
		m.Status = zohoStatus(r.text())
	case "created_time":
		z.created = r.instant(name)
	case "modified_time":
		z.updated = r.instant(name)
	}
	if !z.webinar {
		return
	}
	switch name {
	case "webinar_key":
		z.webinarKey = r.text()
	case "description":
		m.Description = r.text()
	case "webinar_url":
		m.JoinURL = r.text()
	case "max_attendees":
		m.Settings.MaxParticipants = r.count()
	}
}

func (r *reader) zohoFinish(z *zohoItem) meeting.Meeting {
	m := &z.m
	m.Vendor = VendorZohoMeeting
	switch {
	case z.webinar:
		m.Kind = meeting.KindWebinar
		if z.webinarKey != "" && z.webinarKey != m.ID {
			setRef(m, "meeting_key", m.ID)
			m.ID = z.webinarKey
		}
	case z.recurring == meeting.Off:
		m.Kind = meeting.KindScheduled
	default:
		m.Recurrence = z.rule.recurrence(r, m.Zone)
		if z.recurring == meeting.On || !m.Recurrence.IsZero() {
			m.Kind = meeting.KindRecurring
		}
	}
	m.Start = r.resolve(z.start, m.Zone)
	m.Created = r.resolve(z.created, m.Zone)
	m.Updated = r.resolve(z.updated, m.Zone)
	settle(m)
	return *m
}

// zohoPerson reads a presenter: an object, or the number of a user (B3).
func (r *reader) zohoPerson() meeting.Person {
	var p meeting.Person
	if r.peek() != '{' {
		p.ID = r.text()
		return p
	}
	r.object(func(name string) {
		switch name {
		case "email":
			p.Email = r.text()
		case "name":
			p.Name = r.text()
		}
	})
	return p
}

func (r *reader) zohoSettings(z *zohoItem) {
	s := &z.m.Settings
	r.object(func(name string) {
		switch name {
		case "enable_waiting_room":
			s.WaitingRoom = r.flag()
		case "mute_participants_on_entry":
			s.MuteOnEntry = r.flag()
		case "allow_participant_screen_share":
			s.ScreenShare = r.flag()
		case "record_webinar":
			if z.webinar {
				s.Recording = zohoRecording(r.flag())
			}
		}
	})
}

// zohoRecording: what Zoho records it keeps in its cloud.
func zohoRecording(enabled meeting.Flag) meeting.RecordingMode {
	switch enabled {
	case meeting.On:
		return meeting.RecordCloud
	case meeting.Off:
		return meeting.RecordNone
	}
	return ""
}

// zohoStatus reads the words of A2.4; no other is known.
func zohoStatus(word string) meeting.Status {
	switch word {
	case "scheduled":
		return meeting.StatusScheduled
	case "completed":
		return meeting.StatusEnded
	case "cancelled":
		return meeting.StatusCancelled
	}
	return ""
}

// zohoList reads the list envelope, or a bare array: element is called for each
// element. Absent or null data is an empty list; an error in the envelope, and
// anything that is no list, is a failure. next tells the page after this one.
func (r *reader) zohoList(element func()) (next func(count int) string) {
	var page, size, total int
	var more meeting.Flag
	if r.peek() == '[' {
		r.array(element)
		return func(int) string { return "" }
	}
	r.page(func(name string) {
		switch name {
		case "data":
			r.array(element)
		case "status":
			r.zohoRefusal()
		case "pagination":
			r.object(func(name string) {
				switch name {
				case "page":
					page = r.count()
				case "per_page":
					size = r.count()
				case "total":
					total = r.count()
				case "has_more":
					more = r.flag()
				}
			})
		}
	}, "data", "status")
	page = max(page, 1)
	if more == meeting.Unset && page*size < total && size > 0 {
		more = meeting.On
	}
	return func(count int) string {
		if more != meeting.On || count == 0 {
			return ""
		}
		return strconv.Itoa(page + 1)
	}
}

// zohoRefusal reads the status of an envelope whose content has no id: an error
// must not read as a list that is empty.
func (r *reader) zohoRefusal() {
	if word := r.text(); word == "error" || word == "failure" {
		r.fail("status", "the answer is an error")
	}
}
