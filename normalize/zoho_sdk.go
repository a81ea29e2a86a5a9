package normalize

import (
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// VendorZohoSDK is the kind of the adapter of Zoho Meeting's SDK.
const VendorZohoSDK = "zoho-sdk"

// ZohoSDKMeeting reads the answer of "Create an Instant Session" or "Schedule a
// session", {"session":{…}}, or the session alone (contracts/zoho.md A1, B4). The
// two are alike, so the kind is that of the first. The instants are those in
// milliseconds; the texts beside them name their zone by an abbreviation and are
// not read.
func ZohoSDKMeeting(payload []byte) (meeting.Meeting, error) {
	r := newReader(payload)
	m := r.zohoSDK("session")
	m.Kind = meeting.KindInstant
	return finishMeeting(r, m)
}

// ZohoSDKMeetings reads one page of "Get list of sessions", whose array is called
// session and is missing where there is nothing to list (contracts/zoho.md B3, B4).
// What is listed was scheduled. The pages are counted by the caller: an answer
// doesn't name the next.
func ZohoSDKMeetings(payload []byte) (meeting.Page, error) {
	r := newReader(payload)
	var page meeting.Page
	r.page(func(name string) {
		switch name {
		case "session", "sessions", "representation":
			r.array(func() {
				m := r.zohoSDK("")
				m.Kind = meeting.KindScheduled
				r.need(m.ID, "session")
				page.Meetings = append(page.Meetings, m)
			})
		}
	}, "session", "sessions", "representation", "count", "isMettingSessionAvailable")
	if err := r.finish(); err != nil {
		return meeting.Page{}, err
	}
	return page, nil
}

// zohoSDK reads a session, by its members in an answer or in a list: one thing has
// three spellings there (B4).
func (r *reader) zohoSDK(envelope string) meeting.Meeting {
	m := meeting.Meeting{Vendor: VendorZohoSDK}
	var (
		dialIn  meeting.DialIn
		creator string
	)
	m.Raw = r.unwrap(envelope, func(name string) {
		switch name {
		case "meetingKey":
			m.ID = r.text()
		case "sys_id", "sysId":
			setRef(&m, "sys_id", r.text())
		case "UID": // a number beyond 2^53
			setRef(&m, "uid", r.text())
		case "meeting":
			r.object(func(name string) {
				if name == "zsoid" {
					setRef(&m, "zsoid", r.text())
				}
			})
		case "topic":
			m.Title = r.text()
		case "agenda":
			m.Description = r.text()
		case "startTimeMillisec", "startTimeMillis", "startTimeinMs":
			m.Start = r.millis(name)
		case "endTimeMillisec", "endTimeMillis":
			m.End = r.millis(name)
		case "duration":
			m.Duration = r.zohoMillis()
		case "timezone":
			m.Zone = zoneOf(r.text())
		case "conferenceType":
			m.Media = zohoMedia(r.text())
		case "presenter", "presenterZuid":
			m.Host.ID = r.text()
		case "presenterFullName":
			m.Host.Name = r.text()
		case "presenterEmail":
			m.Host.Email = r.text()
		case "creatorZuid":
			creator = r.text()
		case "joinLink":
			m.JoinURL = r.text()
		case "startLink":
			m.HostURL = r.secret()
		case "pwd":
			m.Passcode = r.secret()
		case "dialinUrl":
			dialIn.URL = r.text()
		case "accessCode":
			dialIn.AccessCode = r.text()
		case "participants":
			m.Invitees = r.people("email", "id")
		}
	})
	if m.Host.ID == "" {
		m.Host.ID = creator
	}
	if dialIn != (meeting.DialIn{}) {
		m.DialIn = []meeting.DialIn{dialIn}
	}
	settle(&m)
	return m
}

// ZohoSDKStatus reads the word for what became of a session that was to be
// converted, representation.status (contracts/zoho.md B4).
func ZohoSDKStatus(payload []byte) (status string, err error) {
	r := newReader(payload)
	r.unwrap("representation", func(name string) {
		if name == "status" {
			status = r.text()
		}
	})
	if err := r.finish(); err != nil {
		return "", err
	}
	if status == "" {
		return "", &meeting.Error{Kind: meeting.ErrProtocol, Message: "the answer has no status"}
	}
	return status, nil
}

// zohoMillis reads a length in milliseconds. One below a minute is in a unit that
// nobody knows (B11), and stays unknown.
func (r *reader) zohoMillis() time.Duration {
	n, ok := r.integer()
	d := length(n, ok, time.Millisecond)
	if d < time.Minute {
		return 0
	}
	return d
}

// zohoMedia reads conferenceType; its legend writes it with a capital (A1).
func zohoMedia(word string) meeting.Media {
	switch m := meeting.Media(strings.ToLower(word)); m {
	case meeting.MediaAudio, meeting.MediaVideo:
		return m
	}
	return ""
}

// ZohoSDKError reads code and message of an error in any of the shapes that Zoho
// publishes (contracts/zoho.md B7, E1 to E4). Code is the word where there is one,
// else the number; the word of E1 stands in Message.
func ZohoSDKError(payload []byte) meeting.Error {
	var word, number, message string
	r := newReader(payload)
	member := func(name string) {
		switch name {
		case "key":
			word = r.text()
		case "code", "errorCode":
			number = r.text()
		case "message", "error_description":
			message = r.text()
		}
	}
	r.object(func(name string) {
		switch {
		case name != "error":
			member(name)
		case r.peek() == '{':
			r.object(member)
		default:
			word = r.text()
		}
	})
	if r.finish() != nil { // a page instead of JSON
		return meeting.Error{}
	}
	if word == "" {
		word = number
	}
	return meeting.Error{Code: meeting.OneLine(word), Message: meeting.OneLine(message)}
}
