package normalize

import (
	"strings"

	"github.com/libmeet/meeting"
)

// zoomEvents are Zoom's words for what the model has a word for (contracts/zoom.md
// B7). Deleting for good comes after deleting, and is not told twice.
var zoomEvents = map[string]meeting.EventType{
	"meeting.created": meeting.EventMeetingCreated,
	"meeting.updated": meeting.EventMeetingUpdated,
	"meeting.deleted": meeting.EventMeetingDeleted,
	"meeting.started": meeting.EventMeetingStarted,
	"meeting.ended":   meeting.EventMeetingEnded,

	"meeting.participant_joined":              meeting.EventParticipantJoined,
	"meeting.participant_left":                meeting.EventParticipantLeft,
	"meeting.participant_joined_waiting_room": meeting.EventParticipantWaiting,
	"meeting.participant_put_in_waiting_room": meeting.EventParticipantWaiting,
	"meeting.participant_jbh_waiting":         meeting.EventParticipantWaiting,
	"meeting.participant_left_waiting_room":   meeting.EventParticipantStopped,
	"meeting.participant_jbh_waiting_left":    meeting.EventParticipantStopped,
	"meeting.participant_admitted":            meeting.EventParticipantAdmitted,
	"meeting.participant_role_changed":        meeting.EventParticipantRoleChanged,

	"meeting.registration_created":   meeting.EventRegistrationCreated,
	"meeting.registration_approved":  meeting.EventRegistrationApproved,
	"meeting.registration_denied":    meeting.EventRegistrationDenied,
	"meeting.registration_cancelled": meeting.EventRegistrationCancelled,

	"meeting.sharing_started": meeting.EventSharingStarted,
	"meeting.sharing_ended":   meeting.EventSharingEnded,

	"recording.started":              meeting.EventRecordingStarted,
	"recording.paused":               meeting.EventRecordingPaused,
	"recording.resumed":              meeting.EventRecordingResumed,
	"recording.stopped":              meeting.EventRecordingStopped,
	"recording.completed":            meeting.EventRecordingCompleted,
	"recording.transcript_completed": meeting.EventTranscriptCompleted,
}

// zoomStates is what an event says of its meeting.
var zoomStates = map[meeting.EventType]meeting.Status{
	meeting.EventMeetingStarted: meeting.StatusLive,
	meeting.EventMeetingEnded:   meeting.StatusEnded,
	meeting.EventMeetingDeleted: meeting.StatusCancelled,
}

// ZoomEvent reads the body of a webhook request of Zoom (contracts/zoom.md B7). It
// does not check who sent it. Zoom's events have no id: the key is made of word,
// time, meeting and person.
func ZoomEvent(payload []byte) (meeting.Event, error) {
	e := meeting.Event{Vendor: VendorZoom}
	var at string
	var object meeting.Raw
	r := newReader(payload)
	e.Raw = r.span(func() {
		r.page(func(name string) {
			switch name {
			case "event":
				e.TypeNative = r.text()
			case "event_ts":
				at = r.text()
				e.Time = r.fromMillis("event_ts", at)
			case "payload":
				r.object(func(name string) {
					if name == "object" {
						object = r.span(r.skip)
					}
				})
			}
		})
	})
	if r.err != nil {
		return meeting.Event{}, r.err
	}
	e.Type = zoomEvents[e.TypeNative]
	family, _, _ := strings.Cut(e.TypeNative, ".")
	if (family != "meeting" && family != "recording") || object == nil {
		e.Key = eventKey(payload, e.TypeNative, at, "") // what its object is about can't be told
		return finishEvent(r, e)
	}
	person, err := zoomEventObject(&e, object)
	if err != nil {
		return meeting.Event{}, err
	}
	about := e.Meeting.Refs["uuid"]
	if about == "" {
		about = e.MeetingID
	}
	e.Key = eventKey(payload, e.TypeNative, at, about)
	if person != "" {
		e.Key += "/" + person
	}
	return finishEvent(r, e)
}

// zoomEventObject reads what the event is about. It returns who took part in it,
// for the key.
func zoomEventObject(e *meeting.Event, object meeting.Raw) (person string, err error) {
	of := newReader(object)
	e.Meeting = of.zoomMeeting()
	var end moment
	rest := newReader(object)
	rest.object(func(name string) {
		switch name {
		case "end_time":
			end = rest.instant("end_time")
		case "participant":
			raw := rest.span(rest.skip)
			person = zoomPersonKey(raw)
			p := newReader(raw)
			e.Participant = p.zoomParticipant()
			rest.adopt(p)
		case "registrant":
			e.Registration = rest.zoomEventRegistrant(e.Type)
			person = e.Registration.ID
		case "recording_files":
			e.Recordings = rest.zoomEventFiles()
		}
	})
	e.Meeting.End = rest.resolve(end, e.Meeting.Zone)
	for _, r := range []*reader{of, rest} {
		if err := r.finish(); err != nil {
			return "", err
		}
	}
	switch {
	case e.Meeting.ID != "":
	case e.Type == "": // what such an object holds is Zoom's to say: "meeting_id", in a summary
		e.Meeting = meeting.Meeting{}
		return "", nil
	default:
		return "", noID("event's meeting")
	}
	settle(&e.Meeting)
	e.MeetingID = e.Meeting.ID
	if e.Recordings != nil {
		e.Meeting.Passcode = meeting.Secret{} // it opens the recording
	}
	if status, ok := zoomStates[e.Type]; ok {
		e.Meeting.Status = status
	}
	switch e.Type {
	case meeting.EventMeetingCreated, meeting.EventMeetingUpdated, meeting.EventMeetingDeleted:
	default: // the others happen in a sitting, which the uuid names
		e.SessionID = e.Meeting.Refs["uuid"]
	}
	if e.Type == meeting.EventParticipantJoined {
		e.Participant.State = meeting.ParticipantLive
	}
	for i := range e.Recordings {
		e.Recordings[i].MeetingID, e.Recordings[i].Title = e.MeetingID, e.Meeting.Title
	}
	return person, nil
}

// adopt takes the error of a reader of a part over.
func (r *reader) adopt(part *reader) {
	if err := part.finish(); err != nil && r.err == nil {
		r.err = err
	}
}

// zoomPersonKey is an id of the person in this sitting; id is that of a user, who
// may come in twice.
func zoomPersonKey(participant meeting.Raw) string {
	var sitting, inMeeting, user string
	r := newReader(participant)
	r.object(func(name string) {
		switch name {
		case "participant_uuid":
			sitting = r.text()
		case "user_id":
			inMeeting = r.text()
		case "id":
			user = r.text()
		}
	})
	for _, id := range []string{sitting, inMeeting, user} {
		if id != "" {
			return id
		}
	}
	return ""
}

func (r *reader) zoomEventRegistrant(event meeting.EventType) meeting.Registration {
	var g meeting.Registration
	var first, last string
	g.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "id":
				g.ID = r.text()
			case "email":
				g.Email = r.text()
			case "first_name":
				first = r.text()
			case "last_name":
				last = r.text()
			case "status":
				g.Status = meeting.RegistrationStatus(r.text())
			case "join_url":
				g.JoinURL = r.secret()
			}
		})
	})
	g.Name = strings.TrimSpace(first + " " + last)
	switch event {
	case meeting.EventRegistrationApproved:
		g.Status = meeting.RegistrationApproved
	case meeting.EventRegistrationDenied:
		g.Status = meeting.RegistrationDenied
	case meeting.EventRegistrationCancelled:
		g.Status = meeting.RegistrationCancelled
	}
	switch g.Status {
	case meeting.RegistrationPending, meeting.RegistrationApproved, meeting.RegistrationDenied, meeting.RegistrationCancelled:
	default:
		g.Status = ""
	}
	return g
}

// zoomEventFiles reads the files of a recording (contracts/zoom.md B1).
func (r *reader) zoomEventFiles() []meeting.Recording {
	var out []meeting.Recording
	r.array(func() {
		var f meeting.Recording
		var start, end moment
		f.Raw = r.span(func() {
			r.object(func(name string) {
				switch name {
				case "id":
					f.ID = r.text()
				case "recording_start":
					start = r.instant("recording_start")
				case "recording_end":
					end = r.instant("recording_end")
				case "file_size":
					if n, ok := r.integer(); ok && n > 0 {
						f.Size = n
					}
				case "play_url":
					f.PlayURL = r.secret()
				case "download_url":
					f.DownloadURL = r.secret()
				case "status":
					switch r.text() {
					case "completed":
						f.Status = meeting.RecordingAvailable
					case "processing":
						f.Status = meeting.RecordingProcessing
					}
				}
			})
		})
		f.Start = r.resolve(start, "UTC")
		if ended := r.resolve(end, "UTC"); ended.After(f.Start) && !f.Start.IsZero() {
			f.Duration = ended.Sub(f.Start)
		}
		out = append(out, f)
	})
	return out
}

// ZoomPlainToken returns what Zoom wants signed to see that a webhook's address
// belongs to the holder of its secret; ok is false for any other event
// (contracts/zoom.md B7, Validation).
func ZoomPlainToken(payload []byte) (token string, ok bool) {
	var event string
	r := newReader(payload)
	r.object(func(name string) {
		switch name {
		case "event":
			event = r.text()
		case "payload":
			r.object(func(name string) {
				if name == "plainToken" {
					token = r.text()
				}
			})
		}
	})
	if r.finish() != nil || event != "endpoint.url_validation" || token == "" {
		return "", false
	}
	return token, true
}
