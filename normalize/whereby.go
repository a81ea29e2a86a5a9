package normalize

import (
	"time"

	"github.com/libmeet/meeting"
)

// VendorWhereby is the kind of Whereby's adapter.
const VendorWhereby = "whereby"

// wherebyGrace is how long a room outlives its end (contracts/whereby-cliq.md 1A).
const wherebyGrace = time.Hour

// WherebyMeeting reads the answer of Whereby's create and get calls, or an element
// of a list (contracts/whereby-cliq.md 1A, 1B). The start is when the room was
// made: Whereby keeps no other.
func WherebyMeeting(payload []byte) (meeting.Meeting, error) {
	r := newReader(payload)
	m := r.wherebyMeeting()
	return finishMeeting(r, m)
}

// WherebyMeetings reads one page of Whereby's list of meetings; its cursor is the
// next page, null at the end (contracts/whereby-cliq.md 1A).
func WherebyMeetings(payload []byte) (meeting.Page, error) {
	return AppendWherebyMeetings(nil, payload)
}

// AppendWherebyMeetings is [WherebyMeetings] for callers with room to reuse: the
// page's meetings are those of dst and the payload's.
func AppendWherebyMeetings(dst []meeting.Meeting, payload []byte) (meeting.Page, error) {
	r := newReader(payload)
	page := meeting.Page{Meetings: dst}
	r.page(func(name string) {
		switch name {
		case "cursor":
			page.NextPage = r.text()
		case "results":
			r.array(func() {
				m := r.wherebyMeeting()
				r.need(m.ID, "meeting")
				page.Meetings = append(page.Meetings, m)
			})
		}
	}, "results")
	if err := r.finish(); err != nil {
		return meeting.Page{}, err
	}
	return page, nil
}

func (r *reader) wherebyMeeting() meeting.Meeting {
	m := meeting.Meeting{Vendor: VendorWhereby, Kind: meeting.KindRoom}
	var start, end moment
	m.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "meetingId":
				m.ID = r.text()
			case "roomName":
				setRef(&m, "room_name", r.text())
			case "roomUrl":
				m.JoinURL = r.text()
			case "hostRoomUrl":
				m.HostURL = r.secret()
			case "viewerRoomUrl":
				m.ViewerURL = r.text()
			case "startDate":
				start = r.instant("startDate")
			case "endDate":
				end = r.instant("endDate")
			}
		})
	})
	// Both are "always in UTC": that is the zone of one written without an offset.
	// The milliseconds go, so that start, end and duration agree where they are
	// printed.
	m.Start = r.resolve(start, "UTC")
	m.End = r.resolve(end, "UTC")
	if expires := m.End.Add(wherebyGrace); !m.End.IsZero() && expires.Year() <= maxYear {
		m.Expires = expires
	}
	settle(&m)
	return m
}

// WherebyError reads an error of Whereby's API: its text, and how long to wait
// (contracts/whereby-cliq.md 1B, Errors). The vendor documents the body of 429
// only, so the text is looked for under error, then under message.
func WherebyError(payload []byte) meeting.Error {
	var e meeting.Error
	var message string
	r := newReader(payload)
	r.object(func(name string) {
		switch name {
		case "error":
			e.Message = r.text()
		case "message":
			message = r.text()
		case "data":
			r.object(func(name string) {
				if name == "msLeft" {
					n, ok := r.integer()
					e.RetryAfter = length(n, ok, time.Millisecond)
				}
			})
		}
	})
	if r.finish() != nil {
		return meeting.Error{}
	}
	if e.Message == "" {
		e.Message = message
	}
	e.Message = meeting.OneLine(e.Message)
	return e
}
