package provider_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// fake is an adapter with every ability. It remembers what it was called with.
type fake struct {
	info    provider.Info
	answer  meeting.Meeting // of every call that returns one meeting
	err     error           // of every call
	panics  any
	called  []provider.Op
	created meeting.CreateRequest
	instant meeting.InstantRequest
	patch   meeting.Patch
	pages   map[string]meeting.Page // by token
	reply   []byte                  // to a webhook request that wants one
}

// newFake offers everything and takes every member.
func newFake() *fake {
	all := provider.Fields{}
	for _, field := range provider.FieldNames() {
		all[field] = provider.Rule{}
	}
	return &fake{
		info: provider.Info{Name: "work", Vendor: "fake", Capabilities: provider.Capabilities{
			Operations: provider.Ops(), Create: all, Update: all, Occurrence: all, Instant: all}},
		answer: meeting.Meeting{ID: "1", Start: noon, JoinURL: "https://example.com/1"},
	}
}

func (f *fake) client() *provider.Client { return provider.NewClient(f, provider.ClientConfig{}) }

func (f *fake) call(op provider.Op) error {
	f.called = append(f.called, op)
	if f.panics != nil {
		panic(f.panics)
	}
	return f.err
}

func (f *fake) meeting(op provider.Op) (meeting.Meeting, error) {
	err := f.call(op)
	return f.answer, err // also with an error: the client must drop it
}

func (f *fake) Info() provider.Info { return f.info }

func (f *fake) CreateMeeting(_ context.Context, req meeting.CreateRequest) (meeting.Meeting, error) {
	f.created = req
	return f.meeting(provider.OpCreate)
}

func (f *fake) Instant(_ context.Context, req meeting.InstantRequest) (meeting.Meeting, error) {
	f.instant = req
	return f.meeting(provider.OpInstant)
}

func (f *fake) ListParticipants(_ context.Context, _ string, q meeting.ParticipantQuery) (meeting.ParticipantPage, error) {
	if err := f.call(provider.OpParticipants); err != nil {
		return meeting.ParticipantPage{}, err
	}
	page := f.pages[q.PageToken]
	people := meeting.ParticipantPage{NextPage: page.NextPage}
	for _, m := range page.Meetings {
		people.Participants = append(people.Participants, meeting.Participant{ID: m.ID})
	}
	return people, nil
}

func (f *fake) GetMeeting(context.Context, string) (meeting.Meeting, error) {
	return f.meeting(provider.OpGet)
}

func (f *fake) ListMeetings(_ context.Context, q meeting.ListQuery) (meeting.Page, error) {
	if err := f.call(provider.OpList); err != nil {
		return meeting.Page{}, err
	}
	page, ok := f.pages[q.PageToken]
	if !ok {
		return meeting.Page{}, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the line is dead"}
	}
	page.Meetings = slices.Clone(page.Meetings) // the client writes names into it
	return page, nil
}

func (f *fake) UpdateMeeting(_ context.Context, _ string, patch meeting.Patch) (meeting.Meeting, error) {
	f.patch = patch
	if patch.Occurrence != "" {
		return f.meeting(provider.OpUpdateOccurrence)
	}
	return f.meeting(provider.OpUpdate)
}

func (f *fake) CancelMeeting(_ context.Context, _ string, opts meeting.CancelOptions) error {
	if opts.Occurrence != "" {
		return f.call(provider.OpCancelOccurrence)
	}
	return f.call(provider.OpCancel)
}

func (f *fake) EndMeeting(context.Context, string) error { return f.call(provider.OpEnd) }

func (f *fake) ListRegistrants(context.Context, string, meeting.RegistrantQuery) (meeting.RegistrationPage, error) {
	return meeting.RegistrationPage{Registrations: []meeting.Registration{{ID: "g"}}}, f.call(provider.OpListRegistrants)
}

func (f *fake) AddRegistrant(context.Context, string, meeting.RegistrantRequest) (meeting.Registration, error) {
	return meeting.Registration{ID: "g"}, f.call(provider.OpAddRegistrant)
}

func (f *fake) DecideRegistrants(context.Context, string, meeting.RegistrationStatus, []meeting.Registration) error {
	return f.call(provider.OpDecideRegistrants)
}

func (f *fake) Invite(context.Context, string, []meeting.Person) error {
	return f.call(provider.OpInvite)
}

func (f *fake) Uninvite(context.Context, string, string) error { return f.call(provider.OpUninvite) }

func (f *fake) ListRecordings(context.Context, meeting.RecordingQuery) (meeting.RecordingPage, error) {
	return meeting.RecordingPage{Recordings: []meeting.Recording{{ID: "r"}}}, f.call(provider.OpListRecordings)
}

func (f *fake) GetRecording(context.Context, string) (meeting.Recording, error) {
	return meeting.Recording{ID: "r"}, f.call(provider.OpGetRecording)
}

func (f *fake) DownloadRecording(_ context.Context, _ string, w io.Writer) (int64, error) {
	n, err := io.WriteString(w, "half")
	return int64(n), errors.Join(err, f.call(provider.OpDownloadRecording))
}

func (f *fake) DeleteRecording(context.Context, string) error {
	return f.call(provider.OpDeleteRecording)
}

func (f *fake) ListTranscripts(context.Context, meeting.TranscriptQuery) (meeting.TranscriptPage, error) {
	return meeting.TranscriptPage{Transcripts: []meeting.Transcript{{ID: "t"}}}, f.call(provider.OpListTranscripts)
}

func (f *fake) GetTranscript(context.Context, string) (meeting.Transcript, error) {
	return meeting.Transcript{ID: "t"}, f.call(provider.OpGetTranscript)
}

func (f *fake) DownloadTranscript(_ context.Context, _ string, w io.Writer) (int64, error) {
	n, err := io.WriteString(w, "half")
	return int64(n), errors.Join(err, f.call(provider.OpDownloadTranscript))
}

func (f *fake) DeleteTranscript(context.Context, string) error {
	return f.call(provider.OpDeleteTranscript)
}

func (f *fake) ListSessions(context.Context, string, meeting.PageQuery) (meeting.SessionPage, error) {
	return meeting.SessionPage{Sessions: []meeting.Session{{ID: "s"}}}, f.call(provider.OpListSessions)
}

func (f *fake) GetSession(context.Context, string, string) (meeting.Session, error) {
	return meeting.Session{ID: "s"}, f.call(provider.OpGetSession)
}

func (f *fake) MeetingReport(context.Context, string) (meeting.Report, error) {
	return meeting.Report{MeetingID: "1"}, f.call(provider.OpReport)
}

func (f *fake) CreateWebinar(context.Context, meeting.WebinarRequest) (meeting.Meeting, error) {
	return f.meeting(provider.OpCreateWebinar)
}

func (f *fake) ListRegistrations(context.Context, string, meeting.PageQuery) (meeting.RegistrationPage, error) {
	return meeting.RegistrationPage{Registrations: []meeting.Registration{{ID: "g"}}}, f.call(provider.OpListRegistrations)
}

func (f *fake) ApproveRegistration(context.Context, string, string) error {
	return f.call(provider.OpApproveRegistration)
}

func (f *fake) GetSettings(context.Context) (meeting.AccountSettings, error) {
	return meeting.AccountSettings{DefaultZone: "UTC"}, f.call(provider.OpGetSettings)
}

func (f *fake) UpdateSettings(context.Context, meeting.AccountPatch) (meeting.AccountSettings, error) {
	return meeting.AccountSettings{DefaultZone: "UTC"}, f.call(provider.OpUpdateSettings)
}

func (f *fake) ParseEvent(map[string][]string, []byte) (provider.Delivery, error) {
	return provider.Delivery{Event: meeting.Event{Key: "k", Meeting: meeting.Meeting{ID: "1", Vendor: "?"}}, Reply: f.reply}, f.call(provider.OpEvents)
}

// bare has the code of [provider.Provider] only.
type bare struct{ provider.Provider }

func request() meeting.CreateRequest {
	return meeting.CreateRequest{Title: "x", Start: noon, Duration: time.Hour}
}

// drain returns the first value of a list and its error, if any.
func drain[T any](list func(func(T, error) bool)) (first T, err error) {
	for v, err := range list {
		return v, err
	}
	return first, nil
}

// operations calls every operation of a client with valid arguments. The value is
// what came with the error.
func operations(ctx context.Context, c *provider.Client) map[provider.Op]func() (any, error) {
	title := "y"
	none := func(err error) (any, error) { return nil, err }
	return map[provider.Op]func() (any, error){
		provider.OpCreate:  func() (any, error) { return box(c.CreateMeeting(ctx, request())) },
		provider.OpInstant: func() (any, error) { return box(c.Instant(ctx, meeting.InstantRequest{Title: "x"})) },
		provider.OpParticipants: func() (any, error) {
			return box(drain(c.Participants(ctx, "1", meeting.ParticipantQuery{})))
		},
		provider.OpGet:    func() (any, error) { return box(c.GetMeeting(ctx, "1")) },
		provider.OpList:   func() (any, error) { return box(drain(c.Meetings(ctx, meeting.ListQuery{}))) },
		provider.OpUpdate: func() (any, error) { return box(c.UpdateMeeting(ctx, "1", meeting.Patch{Title: &title})) },
		provider.OpCancel: func() (any, error) { return none(c.CancelMeeting(ctx, "1", meeting.CancelOptions{})) },
		provider.OpUpdateOccurrence: func() (any, error) {
			return box(c.UpdateMeeting(ctx, "1", meeting.Patch{Occurrence: "2", Title: &title}))
		},
		provider.OpCancelOccurrence: func() (any, error) {
			return none(c.CancelMeeting(ctx, "1", meeting.CancelOptions{Occurrence: "2"}))
		},
		provider.OpEnd:             func() (any, error) { return none(c.EndMeeting(ctx, "1")) },
		provider.OpListRegistrants: func() (any, error) { return box(drain(c.Registrants(ctx, "1", meeting.RegistrantQuery{}))) },
		provider.OpAddRegistrant: func() (any, error) {
			return box(c.AddRegistrant(ctx, "1", meeting.RegistrantRequest{Email: "a@example.com", FirstName: "A"}))
		},
		provider.OpDecideRegistrants: func() (any, error) {
			return none(c.DecideRegistrants(ctx, "1", meeting.RegistrationApproved, meeting.Registration{ID: "2"}))
		},
		provider.OpInvite: func() (any, error) {
			return none(c.Invite(ctx, "1", meeting.Person{Email: "a@example.com"}))
		},
		provider.OpUninvite:           func() (any, error) { return none(c.Uninvite(ctx, "1", "2")) },
		provider.OpListRecordings:     func() (any, error) { return box(drain(c.Recordings(ctx, meeting.RecordingQuery{}))) },
		provider.OpGetRecording:       func() (any, error) { return box(c.GetRecording(ctx, "1")) },
		provider.OpDownloadRecording:  func() (any, error) { return box(c.DownloadRecording(ctx, "1", io.Discard)) },
		provider.OpDeleteRecording:    func() (any, error) { return none(c.DeleteRecording(ctx, "1")) },
		provider.OpListTranscripts:    func() (any, error) { return box(drain(c.Transcripts(ctx, meeting.TranscriptQuery{}))) },
		provider.OpGetTranscript:      func() (any, error) { return box(c.GetTranscript(ctx, "1")) },
		provider.OpDownloadTranscript: func() (any, error) { return box(c.DownloadTranscript(ctx, "1", io.Discard)) },
		provider.OpDeleteTranscript:   func() (any, error) { return none(c.DeleteTranscript(ctx, "1")) },
		provider.OpListSessions:       func() (any, error) { return box(drain(c.Sessions(ctx, "1"))) },
		provider.OpGetSession:         func() (any, error) { return box(c.GetSession(ctx, "1", "2")) },
		provider.OpReport:             func() (any, error) { return box(c.MeetingReport(ctx, "1")) },
		provider.OpCreateWebinar: func() (any, error) {
			return box(c.CreateWebinar(ctx, meeting.WebinarRequest{Title: "x", Start: noon, Duration: time.Hour}))
		},
		provider.OpListRegistrations:   func() (any, error) { return box(drain(c.Registrations(ctx, "1"))) },
		provider.OpApproveRegistration: func() (any, error) { return none(c.ApproveRegistration(ctx, "1", "2")) },
		provider.OpGetSettings:         func() (any, error) { return box(c.GetSettings(ctx)) },
		provider.OpEvents:              func() (any, error) { return box(c.ParseEvent(nil, nil)) },
		provider.OpUpdateSettings: func() (any, error) {
			return box(c.UpdateSettings(ctx, meeting.AccountPatch{WaitingRoom: meeting.On}))
		},
	}
}

func box[T any](v T, err error) (any, error) { return v, err }

// wants checks the kind of err and that its text has part in it.
func wants(t *testing.T, err error, kind meeting.ErrorKind, part string) *meeting.Error {
	t.Helper()
	var e *meeting.Error
	if !errors.Is(err, kind) || !errors.As(err, &e) || !strings.Contains(err.Error(), part) {
		t.Errorf("%v, want %q of kind %s", err, part, kind)
		return &meeting.Error{}
	}
	return e
}
