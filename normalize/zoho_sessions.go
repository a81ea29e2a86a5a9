package normalize

import (
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// ZohoSessionsMeeting reads the answer of the create, get and edit calls that Zoho
// publishes, {"session":{…}}, or the session alone (contracts/zoho.md B3). One and the
// same member is a number in one answer and a text in the next. Durations are
// milliseconds; the texts of times are wall clocks in the member timezone, whatever
// abbreviation they end with.
func ZohoSessionsMeeting(payload []byte) (meeting.Meeting, error) {
	return zohoSessionsOne(payload, "")
}

// ZohoSessionsWebinar reads the answer of the create call for webinars: a session with
// a link to register (contracts/zoho.md B6).
func ZohoSessionsWebinar(payload []byte) (meeting.Meeting, error) {
	return zohoSessionsOne(payload, meeting.KindWebinar)
}

func zohoSessionsOne(payload []byte, kind meeting.Kind) (meeting.Meeting, error) {
	r := newReader(payload)
	var m meeting.Meeting
	r.zohoSessions(func(z *zohoSession) {
		if m.ID != "" && m.ID != z.m.ID {
			r.fail("session", "the answer is a list")
			return
		}
		m = r.zohoSessionsFinish(z, kind)
	}, func(string) {})
	return finishMeeting(r, m)
}

// ZohoSessionsMeetings reads one page of the list that Zoho publishes, and how many
// meetings Zoho says there are, 0 when it doesn't. Pages are numbered by who asks, so
// that NextPage is empty. An account with nothing to list has no member session
// (contracts/zoho.md B3).
func ZohoSessionsMeetings(payload []byte) (page meeting.Page, total int, err error) {
	r := newReader(payload)
	listed := r.peek() == '['
	hollow := false
	r.zohoSessions(func(z *zohoSession) {
		m := r.zohoSessionsFinish(z, "")
		r.need(m.ID, "meeting")
		page.Meetings = append(page.Meetings, m)
	}, func(name string) {
		switch name {
		case "session", "sessions":
			listed = true
		case "count":
			total = r.count()
			listed = true
		case "isMettingSessionAvailable": // as Zoho spells it
			hollow = r.flag() == meeting.On
			listed = true
		}
	})
	if !listed || (hollow && len(page.Meetings) == 0) {
		r.fail("session", "the page has none")
	}
	if err := r.finish(); err != nil {
		return meeting.Page{}, 0, err
	}
	return page, total, nil
}

// zohoSession is a session whose members are being read.
type zohoSession struct {
	m                      meeting.Meeting
	recurring, past        meeting.Flag
	presenter, creator     string
	dialIn                 meeting.DialIn
	register               string
	start, end             wallText
	startMillis, endMillis time.Time
	offset                 int64 // milliseconds east of UTC
	hasOffset              bool
}

// zohoSessions calls found for each session in the answer: under session or sessions,
// where one object or a list of them stands; or bare; in an array, too. member is told
// of the members around them, and may read those that are no session's.
func (r *reader) zohoSessions(found func(z *zohoSession), member func(name string)) {
	if c := r.peek(); c != '[' && c != '{' {
		r.skip()
		r.fail("session", "it is not a JSON object")
		return
	}
	r.array(func() {
		var bare zohoSession
		bare.m.Raw = r.span(func() {
			r.object(func(name string) {
				before := r.pos
				member(name)
				switch {
				case r.pos != before:
				case name == "session" || name == "sessions":
					r.array(func() {
						var z zohoSession
						z.m.Raw = r.span(func() { r.object(func(name string) { r.zohoSessionsMember(&z, name) }) })
						found(&z)
					})
				default:
					r.zohoSessionsMember(&bare, name)
				}
			})
		})
		if bare.m.ID != "" {
			found(&bare)
		}
	})
}

func (r *reader) zohoSessionsMember(z *zohoSession, name string) {
	m := &z.m
	switch name {
	case "meetingKey":
		m.ID = r.text()
	case "sys_id", "sysId", "eventId":
		setRef(m, "sys_id", r.text())
	case "UID":
		setRef(m, "uid", r.text())
	case "meeting":
		r.object(func(name string) {
			if name == "zsoid" {
				setRef(m, "zsoid", r.text())
			}
		})
	case "topic":
		m.Title = r.text()
	case "agenda":
		m.Description = r.text()
	case "startTimeMillisec", "startTimeMillis", "startTimeinMs":
		z.startMillis = r.zohoInstant(name)
	case "endTimeMillisec", "endTimeMillis":
		z.endMillis = r.zohoInstant(name)
	case "startTime":
		z.start = wallText{r.text(), name}
	case "endTime":
		z.end = wallText{r.text(), name}
	case "duration":
		m.Duration = r.zohoMillis()
	case "timezone":
		m.Zone = zoneOf(r.text())
	case "offset":
		z.offset, z.hasOffset = r.integer()
	case "presenter", "presenterZuid":
		z.presenter = r.text()
	case "creatorZuid", "creator":
		z.creator = r.text()
	case "presenterEmail":
		m.Host.Email = r.text()
	case "presenterName", "presenterFullName":
		m.Host.Name = r.text()
	case "joinLink":
		m.JoinURL = r.text()
	case "registrationLink":
		z.register = r.text()
	case "startLink":
		m.HostURL = r.secret()
	case "pwd":
		m.Passcode = r.zohoPasscode()
	case "dialinUrl":
		z.dialIn.URL = r.text()
	case "accessCode":
		z.dialIn.AccessCode = r.text()
	case "participants":
		m.Invitees = r.people("email", "id")
	case "isRecurring":
		z.recurring = r.flag()
	case "isPastSession":
		z.past = r.flag()
	case "isVideoMeeting":
		if r.flag() == meeting.On {
			m.Media = meeting.MediaVideo
		}
	case "isJoinBeforeHostAllowed":
		m.Settings.JoinBeforeHost = r.flag()
	case "created", "createdTime", "createdTimeMillis":
		m.Created = r.zohoInstant(name)
	}
}

// zohoPasscode reads a passcode; one that the vendor masked itself is not known.
func (r *reader) zohoPasscode() meeting.Secret {
	text := r.text()
	if strings.Trim(text, "*xX") == "" {
		return meeting.Secret{}
	}
	return meeting.NewSecret(text)
}

func (r *reader) zohoSessionsFinish(z *zohoSession, kind meeting.Kind) meeting.Meeting {
	m := &z.m
	m.Vendor, m.Kind = VendorZohoMeeting, kind
	switch {
	case kind != "":
		if m.JoinURL == "" {
			m.JoinURL = z.register
		}
	case z.recurring == meeting.On:
		m.Kind = meeting.KindRecurring
	case z.recurring == meeting.Off:
		m.Kind = meeting.KindScheduled
	}
	switch z.past {
	case meeting.On:
		m.Status = meeting.StatusEnded
	case meeting.Off:
		m.Status = meeting.StatusScheduled
	}
	if m.Host.ID = z.presenter; m.Host.ID == "" {
		m.Host.ID = z.creator
	}
	if z.dialIn != (meeting.DialIn{}) {
		m.DialIn = []meeting.DialIn{z.dialIn}
	}
	// What counts milliseconds is exact; the texts have no seconds.
	if m.Start = z.startMillis; m.Start.IsZero() {
		m.Start = r.zohoWall(z, z.start)
	}
	if m.End = z.endMillis; m.End.IsZero() && m.Duration == 0 {
		m.End = r.zohoWall(z, z.end)
	}
	settle(m)
	return *m
}
