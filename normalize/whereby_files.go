package normalize

import (
	"time"

	"github.com/libmeet/meeting"
)

// WherebyRecording reads one recording (contracts/whereby-cliq.md 1B, Other
// resources). It names its room's session, not its meeting, and its size is told in
// megabytes only, whatever those are: as a number of bytes it is not known. What is
// listed can be fetched.
func WherebyRecording(payload []byte) (meeting.Recording, error) {
	r := newReader(payload)
	rec := r.wherebyRecording()
	return zohoRecord(r, rec, rec.ID, "recording")
}

// WherebyRecordings reads one page of recordings (contracts/whereby-cliq.md 1B, Other
// resources).
func WherebyRecordings(payload []byte) (meeting.RecordingPage, error) {
	r := newReader(payload)
	var page meeting.RecordingPage
	page.NextPage = r.wherebyPage(func() {
		rec := r.wherebyRecording()
		r.need(rec.ID, "recording")
		page.Recordings = append(page.Recordings, rec)
	})
	if err := r.finish(); err != nil {
		return meeting.RecordingPage{}, err
	}
	return page, nil
}

func (r *reader) wherebyRecording() meeting.Recording {
	rec := meeting.Recording{Status: meeting.RecordingAvailable}
	var start, end moment
	rec.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "recordingId":
				rec.ID = r.text()
			case "filename":
				rec.Title = r.text()
			case "startDate":
				start = r.instant(name)
			case "endDate":
				end = r.instant(name)
			}
		})
	})
	rec.Start, rec.Duration = r.wherebySpan(start, end)
	return rec
}

// WherebyTranscript reads one transcript (contracts/whereby-cliq.md 1B, Other
// resources). Its room is named, its meeting is not.
func WherebyTranscript(payload []byte) (meeting.Transcript, error) {
	r := newReader(payload)
	t, _ := r.wherebyTranscript()
	return zohoRecord(r, t, t.ID, "transcript")
}

// WherebyTranscripts reads one page of transcripts, and the rooms that they are of,
// one by one (contracts/whereby-cliq.md 1B, Other resources).
func WherebyTranscripts(payload []byte) (page meeting.TranscriptPage, rooms []string, err error) {
	r := newReader(payload)
	page.NextPage = r.wherebyPage(func() {
		t, room := r.wherebyTranscript()
		r.need(t.ID, "transcript")
		page.Transcripts, rooms = append(page.Transcripts, t), append(rooms, room)
	})
	if err := r.finish(); err != nil {
		return meeting.TranscriptPage{}, nil, err
	}
	return page, rooms, nil
}

func (r *reader) wherebyTranscript() (t meeting.Transcript, room string) {
	var start, end, created moment
	t.Raw = r.span(func() {
		r.object(func(name string) {
			switch name {
			case "transcriptionId":
				t.ID = r.text()
			case "roomSessionId":
				t.SessionID = r.text()
			case "roomName":
				room = r.text()
			case "filename":
				t.Title = r.text()
			case "startDate":
				start = r.instant(name)
			case "endDate":
				end = r.instant(name)
			case "createdAt":
				created = r.instant(name)
			case "state":
				switch r.text() {
				case "ready", "completed": // the example says completed
					t.Status = meeting.TranscriptAvailable
				case "in_progress":
					t.Status = meeting.TranscriptProcessing
				case "failed":
					t.Status = meeting.TranscriptFailed
				}
			}
		})
	})
	t.Start, t.Duration = r.wherebySpan(start, end)
	t.Created = r.resolve(created, "UTC")
	return t, room
}

// wherebySpan makes a start and a length of two times, which are in UTC.
func (r *reader) wherebySpan(start, end moment) (time.Time, time.Duration) {
	from, to := r.resolve(start, "UTC"), r.resolve(end, "UTC")
	if from.IsZero() || !to.After(from) {
		return from, 0
	}
	return from, to.Sub(from)
}

// WherebyLink is a link to a file that needs no key.
type WherebyLink struct {
	URL     meeting.Secret
	Expires time.Time // UTC
}

// WherebyAccessLink reads the link to a recording or a transcript, which expires
// (contracts/whereby-cliq.md 1B, Other resources).
func WherebyAccessLink(payload []byte) (WherebyLink, error) {
	r := newReader(payload)
	var link WherebyLink
	r.object(func(name string) {
		switch name {
		case "accessLink":
			link.URL = r.secret()
		case "expires":
			link.Expires = r.millis(name)
		}
	})
	if err := r.finish(); err != nil {
		return WherebyLink{}, err
	}
	if link.URL.IsZero() {
		return WherebyLink{}, &meeting.Error{Kind: meeting.ErrProtocol, Message: "the answer has no access link"}
	}
	return link, nil
}
