package normalize

import (
	"github.com/libmeet/meeting"
)

// ZohoRecording reads one recording (contracts/zoho.md A2.3): minutes, bytes.
func ZohoRecording(payload []byte) (meeting.Recording, error) {
	r := newReader(payload)
	var z zohoFile
	z.Raw = r.unwrap("data", func(name string) { r.zohoFileMember(&z, name) })
	rec := r.zohoFileFinish(&z)
	return zohoRecord(r, rec, rec.ID, "recording")
}

// ZohoRecordings reads one page of recordings, or a bare array of them.
func ZohoRecordings(payload []byte) (meeting.RecordingPage, error) {
	r := newReader(payload)
	var page meeting.RecordingPage
	next := r.zohoList(func() {
		var z zohoFile
		z.Raw = r.span(func() { r.object(func(name string) { r.zohoFileMember(&z, name) }) })
		r.need(z.ID, "recording")
		page.Recordings = append(page.Recordings, r.zohoFileFinish(&z))
	})
	if err := r.finish(); err != nil {
		return meeting.RecordingPage{}, err
	}
	page.NextPage = next(len(page.Recordings))
	return page, nil
}

// zohoRecord is the end of the functions that return one object with an id.
func zohoRecord[T any](r *reader, value T, id, what string) (T, error) {
	err := r.finish()
	if err == nil && id == "" {
		err = noID(what)
	}
	if err != nil {
		var zero T
		return zero, err
	}
	return value, nil
}

type zohoFile struct {
	meeting.Recording
	start, created moment
}

func (r *reader) zohoFileMember(z *zohoFile, name string) {
	switch name {
	case "recording_id":
		z.ID = r.text()
	case "meeting_key":
		z.MeetingID = r.text()
	case "topic":
		z.Title = r.text()
	case "start_time":
		z.start = r.instant(name)
	case "duration":
		z.Duration = r.minutes()
	case "file_size":
		if n, ok := r.integer(); ok && n > 0 {
			z.Size = n
		}
	case "download_url":
		z.DownloadURL = r.secret()
	case "streaming_url":
		z.PlayURL = r.secret()
	case "status":
		switch status := meeting.RecordingStatus(r.text()); status {
		case meeting.RecordingAvailable, meeting.RecordingProcessing:
			z.Status = status
		}
	case "created_time":
		z.created = r.instant(name)
	}
}

func (r *reader) zohoFileFinish(z *zohoFile) meeting.Recording {
	z.Start, z.Created = r.resolve(z.start, ""), r.resolve(z.created, "")
	return z.Recording
}

// ZohoSession reads one session of a meeting (contracts/zoho.md A2.3).
func ZohoSession(payload []byte) (meeting.Session, error) {
	r := newReader(payload)
	var z zohoSitting
	z.Raw = r.unwrap("data", func(name string) { r.zohoSittingMember(&z, name) })
	s := r.zohoSittingFinish(&z)
	return zohoRecord(r, s, s.ID, "session")
}

// ZohoSessions reads the sessions of a meeting, in the list envelope or as a bare
// array.
func ZohoSessions(payload []byte) (meeting.SessionPage, error) {
	r := newReader(payload)
	var page meeting.SessionPage
	next := r.zohoList(func() {
		var z zohoSitting
		z.Raw = r.span(func() { r.object(func(name string) { r.zohoSittingMember(&z, name) }) })
		r.need(z.ID, "session")
		page.Sessions = append(page.Sessions, r.zohoSittingFinish(&z))
	})
	if err := r.finish(); err != nil {
		return meeting.SessionPage{}, err
	}
	page.NextPage = next(len(page.Sessions))
	return page, nil
}

type zohoSitting struct {
	meeting.Session
	start, end moment
}

func (r *reader) zohoSittingMember(z *zohoSitting, name string) {
	switch name {
	case "session_id":
		z.ID = r.text()
	case "meeting_key":
		z.MeetingID = r.text()
	case "start_time":
		z.start = r.instant(name)
	case "end_time":
		z.end = r.instant(name)
	case "duration":
		z.Duration = r.minutes()
	case "participants_count":
		z.ParticipantCount = r.count()
	case "max_concurrent_participants":
		z.MaxConcurrent = r.count()
	case "recording_available":
		z.HasRecording = r.flag()
	}
}

// zohoSittingFinish derives a length from the times, and nothing else: a session
// without an end is still running.
func (r *reader) zohoSittingFinish(z *zohoSitting) meeting.Session {
	z.Start, z.End = r.resolve(z.start, ""), r.resolve(z.end, "")
	if !z.Start.IsZero() && z.End.After(z.Start) {
		z.Duration = z.End.Sub(z.Start)
	}
	return z.Session
}

// ZohoReport reads the report of a meeting (contracts/zoho.md A2.3): minutes.
func ZohoReport(payload []byte) (meeting.Report, error) {
	r := newReader(payload)
	var p meeting.Report
	p.Raw = r.unwrap("data", func(name string) {
		switch name {
		case "meeting_key":
			p.MeetingID = r.text()
		case "topic":
			p.Title = r.text()
		case "total_sessions":
			p.SessionCount = r.count()
		case "total_participants":
			p.ParticipantCount = r.count()
		case "total_duration":
			p.Duration = r.minutes()
		case "average_attendance":
			p.AverageAttendance = max(r.float(), 0)
		case "participant_details":
			r.array(func() { p.Participants = append(p.Participants, r.zohoParticipant()) })
		}
	})
	return zohoRecord(r, p, p.MeetingID, "report")
}

// ZohoSettings reads the user's defaults (contracts/zoho.md A2.6). Members that
// are missing stay unknown.
func ZohoSettings(payload []byte) (meeting.AccountSettings, error) {
	r := newReader(payload)
	var s meeting.AccountSettings
	if r.peek() != '{' {
		r.fail("settings", "it is not a JSON object")
	}
	s.Raw = r.unwrap("data", func(name string) {
		switch name {
		case "status":
			r.zohoRefusal()
		case "default_meeting_duration":
			s.DefaultDuration = r.minutes()
		case "default_timezone":
			s.DefaultZone = zoneOf(r.text())
		case "auto_recording":
			s.AutoRecording = r.flag()
		case "waiting_room_enabled":
			s.WaitingRoom = r.flag()
		}
	})
	if err := r.finish(); err != nil {
		return meeting.AccountSettings{}, err
	}
	return s, nil
}
