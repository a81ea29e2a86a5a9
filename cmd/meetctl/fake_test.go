package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
)

// fake is a vendor with every ability. An id such as "fail-not_found" fails with
// that kind, "slow" waits for the end of the context.
type fake struct {
	settings providers.Settings
	calls    *calls
}

// calls records what reached the providers of a test.
type calls struct {
	mu  sync.Mutex
	got []any
}

func (c *calls) add(call any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.got = append(c.got, call)
}

var (
	noon   = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	anHour = time.Hour
)

// nasty would clear a terminal and start a new line.
const nasty = "Plan\x1b[2J\nning\u202e"

func (f *fake) Info() provider.Info {
	fields := provider.Fields{}
	for _, name := range provider.FieldNames() {
		fields[name] = provider.Rule{}
	}
	fields[provider.FieldTitle] = provider.Rule{Required: true, Max: 100}
	fields[provider.FieldMuteOnEntry] = provider.Rule{Lost: true, Reason: "no microphones here"}
	delete(fields, provider.FieldLocked)
	ops := provider.Ops()
	if f.settings.Options["mode"] == "poor" {
		ops = []provider.Op{provider.OpCreate}
	}
	return provider.Info{Name: f.settings.Name, Vendor: "fake", Notes: []string{"a \x1bnote"},
		Capabilities: provider.Capabilities{Operations: ops, Create: fields, Update: fields, Occurrence: fields, Instant: fields}}
}

func (f *fake) try(ctx context.Context, id string, call any) error {
	f.calls.add(call)
	if id == "slow" {
		<-ctx.Done()
		return ctx.Err()
	}
	if kind, ok := strings.CutPrefix(id, "fail-"); ok {
		return &meeting.Error{Kind: meeting.ErrorKind(kind), Message: "as asked", Status: 418, Code: "7", RetryAfter: 90 * time.Second, RequestID: "r1"}
	}
	return nil
}

func (f *fake) meeting(id, title string) meeting.Meeting {
	return meeting.Meeting{
		ID: id, Kind: meeting.KindScheduled, Title: title, Start: noon, End: noon.Add(anHour), Duration: anHour, Zone: "Europe/Berlin",
		JoinURL: "https://fake.example/j/1", HostURL: meeting.NewSecret("https://fake.example/h?k=h0st"), Passcode: meeting.NewSecret("p4ss"),
		Raw: []byte(`{"id":1,"start_url":"https://fake.example/h?k=h0st","join":"<a&b>"}`),
	}
}

func (f *fake) CreateMeeting(ctx context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	m := f.meeting("1", req.Title)
	m.Start, m.End, m.Duration, m.Zone = req.Start, req.End, req.Duration, req.Zone
	return m, f.try(ctx, req.Title, req)
}

func (f *fake) Instant(ctx context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	return f.meeting("2", req.Title), f.try(ctx, req.Title, req)
}

func (f *fake) GetMeeting(ctx context.Context, id string) (meeting.Meeting, error) {
	return f.meeting(id, nasty), f.try(ctx, id, id)
}

func (f *fake) ListMeetings(ctx context.Context, q meeting.ListQuery) (meeting.Page, error) {
	q.Into = nil // room, no part of the question
	f.calls.add(q)
	switch f.settings.Options["mode"] {
	case "failing":
		return meeting.Page{}, f.try(ctx, "fail-rate_limited", q)
	case "empty":
		return meeting.Page{}, nil
	}
	if q.PageToken == "" {
		return meeting.Page{Meetings: []meeting.Meeting{f.meeting("1", "one"), {ID: "0"}}, NextPage: "p2"}, nil
	}
	last := f.meeting("2", "two")
	last.Start = noon.Add(-anHour)
	return meeting.Page{Meetings: []meeting.Meeting{last}}, nil
}

func (f *fake) UpdateMeeting(ctx context.Context, id string, patch meeting.Patch) (meeting.Meeting, error) {
	return f.meeting(id, "changed"), f.try(ctx, id, patch)
}

func (f *fake) CancelMeeting(ctx context.Context, id string, opts meeting.CancelOptions) error {
	return f.try(ctx, id, opts)
}

func (f *fake) EndMeeting(ctx context.Context, id string) error { return f.try(ctx, id, id) }

func (f *fake) ListRegistrants(ctx context.Context, id string, q meeting.RegistrantQuery) (meeting.RegistrationPage, error) {
	list := []meeting.Registration{{ID: "g1", Email: "a@b.example", Status: meeting.RegistrationPending}}
	return meeting.RegistrationPage{Registrations: list}, f.try(ctx, id, q)
}

func (f *fake) AddRegistrant(ctx context.Context, id string, req meeting.RegistrantRequest) (meeting.Registration, error) {
	return meeting.Registration{ID: "g2", Email: req.Email, JoinURL: meeting.NewSecret("https://fake.example/j/1?tk=t0ken")}, f.try(ctx, id, req)
}

func (f *fake) DecideRegistrants(ctx context.Context, id string, status meeting.RegistrationStatus, people []meeting.Registration) error {
	return f.try(ctx, id, append([]meeting.Registration{{Status: status}}, people...))
}

func (f *fake) ListParticipants(ctx context.Context, id string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	list := []meeting.Participant{{ID: "p1", Name: "Ada\x1b[31m", Role: meeting.RoleHost, State: meeting.ParticipantLeft, Joined: noon}}
	if id == "empty" {
		list = nil
	}
	q.Into = nil
	return meeting.ParticipantPage{Participants: list}, f.try(ctx, id, q)
}

func (f *fake) Invite(ctx context.Context, id string, people []meeting.Person) error {
	return f.try(ctx, id, people)
}

func (f *fake) Uninvite(ctx context.Context, id, participant string) error {
	return f.try(ctx, id, participant)
}

func (f *fake) ListRecordings(ctx context.Context, q meeting.RecordingQuery) (meeting.RecordingPage, error) {
	r, err := f.GetRecording(ctx, "r1")
	return meeting.RecordingPage{Recordings: []meeting.Recording{r}}, errors.Join(err, f.try(ctx, q.MeetingID, q))
}

func (f *fake) GetRecording(ctx context.Context, id string) (meeting.Recording, error) {
	return meeting.Recording{ID: id, MeetingID: "1", Size: 7, DownloadURL: meeting.NewSecret("https://fake.example/d?k=d0wn")}, f.try(ctx, id, id)
}

func (f *fake) DownloadRecording(ctx context.Context, id string, w io.Writer) (int64, error) {
	n, err := io.WriteString(w, "content")
	return int64(n), errors.Join(err, f.try(ctx, id, id))
}

func (f *fake) DeleteRecording(ctx context.Context, id string) error { return f.try(ctx, id, id) }

func (f *fake) ListTranscripts(ctx context.Context, q meeting.TranscriptQuery) (meeting.TranscriptPage, error) {
	t, err := f.GetTranscript(ctx, "t1")
	return meeting.TranscriptPage{Transcripts: []meeting.Transcript{t}}, errors.Join(err, f.try(ctx, q.MeetingID, q))
}

func (f *fake) GetTranscript(ctx context.Context, id string) (meeting.Transcript, error) {
	return meeting.Transcript{ID: id, MeetingID: "1", Status: meeting.TranscriptAvailable, DownloadURL: meeting.NewSecret("https://fake.example/t?k=d0wn")}, f.try(ctx, id, id)
}

func (f *fake) DownloadTranscript(ctx context.Context, id string, w io.Writer) (int64, error) {
	n, err := io.WriteString(w, "said")
	return int64(n), errors.Join(err, f.try(ctx, id, id))
}

func (f *fake) DeleteTranscript(ctx context.Context, id string) error { return f.try(ctx, id, id) }

func (f *fake) ListSessions(ctx context.Context, id string, _ meeting.PageQuery) (meeting.SessionPage, error) {
	s, err := f.GetSession(ctx, id, "s1")
	return meeting.SessionPage{Sessions: []meeting.Session{s}}, err
}

func (f *fake) GetSession(ctx context.Context, id, session string) (meeting.Session, error) {
	return meeting.Session{ID: session, MeetingID: id, Start: noon, HasRecording: meeting.On}, f.try(ctx, id, session)
}

func (f *fake) MeetingReport(ctx context.Context, id string) (meeting.Report, error) {
	return meeting.Report{MeetingID: id, SessionCount: 2, AverageAttendance: 2.5, Participants: []meeting.Participant{{Name: "Ada"}}}, f.try(ctx, id, id)
}

func (f *fake) CreateWebinar(ctx context.Context, req meeting.WebinarRequest) (meeting.Meeting, error) {
	return f.meeting("w1", req.Title), f.try(ctx, req.Title, req)
}

func (f *fake) ListRegistrations(ctx context.Context, id string, _ meeting.PageQuery) (meeting.RegistrationPage, error) {
	return meeting.RegistrationPage{Registrations: []meeting.Registration{{ID: "g1", Email: "a@b.example"}}}, f.try(ctx, id, id)
}

func (f *fake) ApproveRegistration(ctx context.Context, id, registration string) error {
	return f.try(ctx, id, registration)
}

func (f *fake) GetSettings(ctx context.Context) (meeting.AccountSettings, error) {
	return meeting.AccountSettings{DefaultDuration: anHour, WaitingRoom: meeting.Off}, f.try(ctx, "", nil)
}

func (f *fake) UpdateSettings(ctx context.Context, patch meeting.AccountPatch) (meeting.AccountSettings, error) {
	return meeting.AccountSettings{DefaultZone: patch.DefaultZone, AutoRecording: patch.AutoRecording}, f.try(ctx, "", patch)
}
