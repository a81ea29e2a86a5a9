package normalize

import (
	"encoding/base64"
	"strings"

	"github.com/libmeet/meeting"
)

// ZoomInstances reads the past sittings of a meeting: their UUIDs and starts
// (contracts/zoom.md B1).
func ZoomInstances(payload []byte) (meeting.SessionPage, error) {
	r := newReader(payload)
	var page meeting.SessionPage
	r.page(func(name string) {
		if name != "meetings" {
			return
		}
		r.array(func() {
			s := r.zoomSession()
			r.need(s.ID, "instance")
			page.Sessions = append(page.Sessions, s)
		})
	}, "meetings")
	if err := r.finish(); err != nil {
		return meeting.SessionPage{}, err
	}
	return page, nil
}

// ZoomSession reads the details of one past sitting (contracts/zoom.md B1).
func ZoomSession(payload []byte) (meeting.Session, error) {
	r := newReader(payload)
	s := r.zoomSession()
	if err := r.finish(); err != nil {
		return meeting.Session{}, err
	}
	if s.ID == "" {
		return meeting.Session{}, noID("instance")
	}
	return s, nil
}

func (r *reader) zoomSession() meeting.Session {
	var s meeting.Session
	var start, end moment
	s.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "uuid":
				s.ID = r.text()
			case "id":
				s.MeetingID = r.text()
			case "start_time":
				start = r.instant(name)
			case "end_time":
				end = r.instant(name)
			case "duration":
				s.Duration = r.minutes()
			case "participants_count":
				s.ParticipantCount = r.count()
			}
		})
	})
	s.Start, s.End = r.resolve(start, ""), r.resolve(end, "")
	if !s.Start.IsZero() && s.End.After(s.Start) {
		s.Duration = s.End.Sub(s.Start)
	}
	return s
}

// ZoomRecordings reads the recordings of one sitting, or one page of a user's
// (contracts/zoom.md B1). Each file is a recording; its id is [ZoomRecordingID].
func ZoomRecordings(payload []byte) (meeting.RecordingPage, error) {
	r := newReader(payload)
	var page meeting.RecordingPage
	var one zoomRecorded
	r.page(func(name string) {
		switch name {
		case "next_page_token":
			page.NextPage = r.text()
		case "meetings":
			r.array(func() {
				var z zoomRecorded
				r.object(func(name string) { r.zoomRecordedMember(&z, name) })
				page.Recordings = append(page.Recordings, r.zoomFiles(&z)...)
			})
		default:
			r.zoomRecordedMember(&one, name)
		}
	}, "meetings", "recording_files")
	page.Recordings = append(page.Recordings, r.zoomFiles(&one)...)
	if err := r.finish(); err != nil {
		return meeting.RecordingPage{}, err
	}
	return page, nil
}

// ZoomRecordingID names a file of a sitting in one text, which holds no slash:
// Zoom's calls take the UUID and the file's id.
func ZoomRecordingID(uuid, file string) string {
	if raw, err := base64.StdEncoding.DecodeString(uuid); err == nil {
		uuid = base64.RawURLEncoding.EncodeToString(raw)
	}
	return uuid + "~" + file
}

// ZoomRecordingParts is the way back. An id of another form has no file.
func ZoomRecordingParts(id string) (uuid, file string) {
	uuid, file, _ = strings.Cut(id, "~")
	if raw, err := base64.RawURLEncoding.DecodeString(uuid); err == nil && len(raw) == 16 {
		uuid = base64.StdEncoding.EncodeToString(raw)
	}
	return uuid, file
}

// zoomRecorded is what a sitting says for all its files.
type zoomRecorded struct {
	uuid, id, topic string
	files           []zoomFile
}

type zoomFile struct {
	meeting.Recording
	uuid       string
	start, end moment
	status     string
}

func (r *reader) zoomRecordedMember(z *zoomRecorded, name string) {
	switch name {
	case "uuid":
		z.uuid = r.text()
	case "id":
		z.id = r.text()
	case "topic":
		z.topic = r.text()
	case "recording_files", "participant_audio_files":
		r.array(func() {
			var f zoomFile
			f.Raw = r.span(func() { r.object(func(name string) { r.zoomFileMember(&f, name) }) })
			r.need(f.ID, "recording")
			z.files = append(z.files, f)
		})
	}
}

func (r *reader) zoomFileMember(f *zoomFile, name string) {
	switch name {
	case "id":
		f.ID = r.text()
	case "meeting_id":
		f.uuid = r.text()
	case "recording_start":
		f.start = r.instant(name)
	case "recording_end":
		f.end = r.instant(name)
	case "recording_type", "file_name": // of a participant's own audio it is the name
		f.Type = r.text()
	case "file_size":
		if n, ok := r.integer(); ok && n > 0 {
			f.Size = n
		}
	case "download_url":
		f.DownloadURL = r.secret()
	case "play_url":
		f.PlayURL = r.secret()
	case "status":
		f.status = r.text()
	}
}

func (r *reader) zoomFiles(z *zoomRecorded) []meeting.Recording {
	var out []meeting.Recording
	for _, f := range z.files {
		if f.uuid == "" { // participants' own audio
			f.uuid = z.uuid
		}
		f.ID = ZoomRecordingID(f.uuid, f.ID)
		f.MeetingID, f.Title = z.id, z.topic
		f.Start = r.resolve(f.start, "")
		if end := r.resolve(f.end, ""); !f.Start.IsZero() && end.After(f.Start) {
			f.Duration = end.Sub(f.Start)
		}
		switch f.status {
		case "completed":
			f.Status = meeting.RecordingAvailable
		case "processing":
			f.Status = meeting.RecordingProcessing
		}
		out = append(out, f.Recording)
	}
	return out
}

// ZoomRegistrants reads one page of the registrations for a meeting
// (contracts/zoom.md B1).
func ZoomRegistrants(payload []byte) (meeting.RegistrationPage, error) {
	r := newReader(payload)
	var page meeting.RegistrationPage
	r.page(func(name string) {
		switch name {
		case "next_page_token":
			page.NextPage = r.text()
		case "registrants":
			r.array(func() {
				p := r.zoomRegistrant("id")
				r.need(p.ID, "registration")
				page.Registrations = append(page.Registrations, p)
			})
		}
	}, "registrants")
	if err := r.finish(); err != nil {
		return meeting.RegistrationPage{}, err
	}
	return page, nil
}

// ZoomRegistrant reads one registration, or the answer to adding one, whose id is
// the meeting's and whose registrant_id is the person's.
func ZoomRegistrant(payload []byte) (meeting.Registration, error) {
	r := newReader(payload)
	added := newReader(payload)
	p, q := r.zoomRegistrant("id"), added.zoomRegistrant("registrant_id")
	if err := r.finish(); err != nil {
		return meeting.Registration{}, err
	}
	if q.ID != "" {
		p = q
	}
	if p.ID == "" {
		return meeting.Registration{}, noID("registration")
	}
	return p, nil
}

func (r *reader) zoomRegistrant(idMember string) meeting.Registration {
	var p meeting.Registration
	var first, last string
	p.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case idMember:
				p.ID = r.text()
			case "email":
				p.Email = r.text()
			case "first_name":
				first = r.text()
			case "last_name":
				last = r.text()
			case "join_url":
				p.JoinURL = r.secret()
			case "status":
				switch status := meeting.RegistrationStatus(r.text()); status {
				case meeting.RegistrationPending, meeting.RegistrationApproved, meeting.RegistrationDenied:
					p.Status = status
				}
			}
		})
	})
	p.Name = strings.TrimSpace(first + " " + last)
	return p
}
