package provider_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

func TestEveryOperationReachesTheAdapter(t *testing.T) {
	f := newFake()
	f.pages = map[string]meeting.Page{"": {Meetings: []meeting.Meeting{{ID: "1"}}}}
	calls := operations(t.Context(), f.client())
	for _, op := range provider.Ops() {
		call, ok := calls[op]
		if !ok {
			t.Errorf("%s is not tested", op)
			continue
		}
		f.called = nil
		v, err := call()
		if err != nil || !slices.Equal(f.called, []provider.Op{op}) {
			t.Errorf("%s called %v: %v", op, f.called, err)
		}
		if v != nil && reflect.ValueOf(v).IsZero() {
			t.Errorf("%s lost the answer", op)
		}
	}
}

func TestDisclaimedOperationsAreNeverCalled(t *testing.T) {
	for _, op := range provider.Ops() {
		f := newFake()
		operationsLeft := slices.DeleteFunc(provider.Ops(), func(o provider.Op) bool { return o == op })
		f.info.Capabilities.Operations = operationsLeft
		v, err := operations(t.Context(), f.client())[op]()
		e := wants(t, err, meeting.ErrUnsupported, "fake does not offer "+string(op))
		if !errors.Is(err, errors.ErrUnsupported) || e.Provider != "work" || e.Op != string(op) {
			t.Errorf("%s: %+v", op, e)
		}
		if len(f.called) > 0 || (v != nil && !reflect.ValueOf(v).IsZero()) {
			t.Errorf("%s called %v and returned %v", op, f.called, v)
		}
	}
}

func TestMissingAbilitiesAreUnsupported(t *testing.T) {
	f := newFake() // claims everything
	c := provider.NewClient(bare{f}, provider.ClientConfig{})
	core := []provider.Op{provider.OpCreate, provider.OpInstant, provider.OpParticipants}
	for op, call := range operations(t.Context(), c) {
		if slices.Contains(core, op) {
			continue
		}
		_, err := call()
		wants(t, err, meeting.ErrUnsupported, string(op))
	}
	if len(f.called) > 0 {
		t.Errorf("called %v", f.called)
	}
}

func TestErrorsAreCompleted(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		kind meeting.ErrorKind
		is   error
	}{
		{"known", &meeting.Error{Kind: meeting.ErrNotFound, Status: 404}, meeting.ErrNotFound, nil},
		{"wrapped", fmt.Errorf("while: %w", &meeting.Error{Kind: meeting.ErrConflict}), meeting.ErrConflict, nil},
		{"bare kind", fmt.Errorf("while: %w", meeting.ErrNotReady), meeting.ErrNotReady, nil},
		{"canceled", context.Canceled, meeting.ErrUnavailable, context.Canceled},
		{"deadline", fmt.Errorf("get https: %w", context.DeadlineExceeded), meeting.ErrUnavailable, context.DeadlineExceeded},
		{"known without kind", &meeting.Error{Message: "x", Err: context.Canceled}, meeting.ErrUnavailable, context.Canceled},
		{"foreign", errors.New("line one\nline two"), meeting.ErrProtocol, nil},
		{"known without kind and cause", &meeting.Error{Message: "x"}, meeting.ErrProtocol, nil},
	} {
		f := newFake()
		f.err = test.err
		for op, call := range operations(t.Context(), f.client()) {
			v, err := call()
			kind := test.kind
			if (op == provider.OpCreate || op == provider.OpInstant) && (kind == meeting.ErrUnavailable || kind == meeting.ErrProtocol) {
				kind = meeting.ErrOutcomeUnknown // the adapter doesn't say that nothing was made
			}
			e := wants(t, err, kind, "work: "+string(op)+": ")
			if e.Kind != kind || e.Provider != "work" || e.Op != string(op) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%s, %s: %+v", test.name, op, e)
			}
			if test.is != nil && !errors.Is(err, test.is) {
				t.Errorf("%s, %s: %v is not %v", test.name, op, err, test.is)
			}
			if v != nil && !reflect.ValueOf(v).IsZero() && op != provider.OpDownloadRecording && op != provider.OpDownloadTranscript {
				t.Errorf("%s, %s: %v came with the error", test.name, op, v)
			}
		}
	}
	f := newFake()
	f.err = &meeting.Error{Kind: meeting.ErrNotFound}
	_, err := f.client().GetMeeting(t.Context(), "42")
	if e := wants(t, err, meeting.ErrNotFound, "id 42"); e.ID != "42" {
		t.Errorf("%+v", e)
	}
	if original := f.err.(*meeting.Error); original.Provider != "" {
		t.Error("the adapter's error was changed")
	}
}

func TestPanicIsAProtocolError(t *testing.T) {
	f := newFake()
	for _, test := range []struct {
		value any
		says  string
	}{
		{outOfRange{}, "index out of range"},
		{"Authorization: Bearer secret", "with a string"}, // what a value holds, nobody knows
	} {
		f.panics = test.value
		for op, call := range operations(t.Context(), f.client()) {
			_, err := call()
			wants(t, err, meeting.ErrProtocol, "work: "+string(op)+": the adapter panicked: "+test.says)
		}
	}
}

// outOfRange is a panic of the runtime.
type outOfRange struct{}

func (outOfRange) RuntimeError() {}
func (outOfRange) Error() string { return "index out of\nrange" }

func TestQuotedPasscode(t *testing.T) {
	f := newFake()
	f.err = &meeting.Error{Kind: meeting.ErrInvalid, Message: "the password green-tea is too short", Code: "green-tea"}
	code := meeting.NewSecret("green-tea")
	_, created := f.client().CreateMeeting(t.Context(), meeting.CreateRequest{Title: "x", Start: noon, Duration: time.Hour, Passcode: code})
	_, updated := f.client().UpdateMeeting(t.Context(), "1", meeting.Patch{Passcode: &code})
	for _, err := range []error{created, updated} {
		if e := wants(t, err, meeting.ErrInvalid, "the password [redacted] is too short"); e.Code != meeting.Redacted {
			t.Errorf("%+v", e)
		}
	}
}

func TestPanicOfTheCallerIsNotCaught(t *testing.T) {
	f := newFake()
	f.pages = map[string]meeting.Page{"": {Meetings: []meeting.Meeting{{ID: "1"}}}}
	defer func() {
		if r := recover(); r != "mine" {
			t.Errorf("recovered %v", r)
		}
	}()
	for range f.client().Meetings(t.Context(), meeting.ListQuery{}) {
		panic("mine")
	}
}

func TestAnswersThatBreakTheContract(t *testing.T) {
	berlin := time.FixedZone("", 3600)
	for name, test := range map[string]struct {
		answer meeting.Meeting
		part   string
	}{
		"no id":            {meeting.Meeting{}, "no id"},
		"start not UTC":    {meeting.Meeting{ID: "1", Start: noon.In(berlin)}, "not in UTC"},
		"end not UTC":      {meeting.Meeting{ID: "1", End: noon.In(berlin)}, "not in UTC"},
		"created not UTC":  {meeting.Meeting{ID: "1", Created: noon.In(berlin)}, "not in UTC"},
		"updated not UTC":  {meeting.Meeting{ID: "1", Updated: noon.In(time.Local)}, "not in UTC"},
		"expires not UTC":  {meeting.Meeting{ID: "1", Expires: noon.In(berlin)}, "not in UTC"},
		"occurrence":       {meeting.Meeting{ID: "1", Occurrences: []meeting.Occurrence{{Start: noon.In(berlin)}}}, "not in UTC"},
		"relative join":    {meeting.Meeting{ID: "1", JoinURL: "/j/1"}, "join link"},
		"join without //":  {meeting.Meeting{ID: "1", JoinURL: "example.com/j/1"}, "join link"},
		"no host":          {meeting.Meeting{ID: "1", JoinURL: "https:///j/1"}, "join link"},
		"another scheme":   {meeting.Meeting{ID: "1", JoinURL: "ftp://example.com/j/1"}, "join link"},
		"script":           {meeting.Meeting{ID: "1", JoinURL: "javascript:alert(1)"}, "join link"},
		"relative host":    {meeting.Meeting{ID: "1", HostURL: meeting.NewSecret("s/hunter2")}, "host link"},
		"relative viewer":  {meeting.Meeting{ID: "1", ViewerURL: "v"}, "viewer link"},
		"newline in a URL": {meeting.Meeting{ID: "1", ViewerURL: "https://example.com/\n"}, "viewer link"},
	} {
		f := newFake()
		f.answer = test.answer
		f.pages = map[string]meeting.Page{"": {Meetings: []meeting.Meeting{test.answer}}}
		calls := operations(t.Context(), f.client())
		for _, op := range []provider.Op{provider.OpCreate, provider.OpInstant, provider.OpGet, provider.OpUpdate, provider.OpList, provider.OpCreateWebinar} {
			v, err := calls[op]()
			wants(t, err, meeting.ErrProtocol, test.part)
			if !reflect.ValueOf(v).IsZero() {
				t.Errorf("%s, %s: %v came with the error", name, op, v)
			}
			if strings.Contains(fmt.Sprint(err), "hunter2") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestAnswersAreNamed(t *testing.T) {
	f := newFake()
	f.answer.Provider, f.answer.Vendor = "claims", "another"
	m, err := f.client().GetMeeting(t.Context(), "1")
	if err != nil || m.Provider != "work" || m.Vendor != "fake" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestBadArgumentsAreNeverSent(t *testing.T) {
	f := newFake()
	c, ctx := f.client(), t.Context()
	blank := " "
	for name, call := range map[string]func() error{
		"create":        func() error { _, err := c.CreateMeeting(ctx, meeting.CreateRequest{}); return err },
		"instant":       func() error { _, err := c.Instant(ctx, meeting.InstantRequest{Title: " "}); return err },
		"get":           func() error { _, err := c.GetMeeting(ctx, "../users/me"); return err },
		"update id":     func() error { _, err := c.UpdateMeeting(ctx, "a/b", meeting.Patch{Title: &blank}); return err },
		"update":        func() error { _, err := c.UpdateMeeting(ctx, "1", meeting.Patch{Title: &blank}); return err },
		"cancel":        func() error { return c.CancelMeeting(ctx, "", meeting.CancelOptions{}) },
		"invite id":     func() error { return c.Invite(ctx, "..", meeting.Person{Email: "a@example.com"}) },
		"invite nobody": func() error { return c.Invite(ctx, "1") },
		"invite":        func() error { return c.Invite(ctx, "1", meeting.Person{Email: "nobody"}) },
		"uninvite":      func() error { return c.Uninvite(ctx, "1", "a?b") },
		"participants":  func() error { _, err := drain(c.Participants(ctx, "a b", meeting.ParticipantQuery{})); return err },
		"state": func() error {
			_, err := drain(c.Participants(ctx, "1", meeting.ParticipantQuery{State: "x"}))
			return err
		},
		"list":          func() error { _, err := drain(c.Meetings(ctx, meeting.ListQuery{PageSize: -1})); return err },
		"recordings":    func() error { _, err := drain(c.Recordings(ctx, meeting.RecordingQuery{MeetingID: "a/b"})); return err },
		"recording":     func() error { _, err := c.GetRecording(ctx, "a/b"); return err },
		"session":       func() error { _, err := c.GetSession(ctx, "1", "a/b"); return err },
		"sessions":      func() error { _, err := drain(c.Sessions(ctx, "a/b")); return err },
		"report":        func() error { _, err := c.MeetingReport(ctx, "a/b"); return err },
		"webinar":       func() error { _, err := c.CreateWebinar(ctx, meeting.WebinarRequest{}); return err },
		"registrations": func() error { _, err := drain(c.Registrations(ctx, "a/b")); return err },
		"approve":       func() error { return c.ApproveRegistration(ctx, "1", "a/b") },
		"settings":      func() error { _, err := c.UpdateSettings(ctx, meeting.AccountPatch{}); return err },
	} {
		if err := call(); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(f.called) > 0 {
		t.Errorf("called %v", f.called)
	}
}

func TestDownloadSaysHowMuchWasWritten(t *testing.T) {
	f := newFake()
	f.err = errors.New("cut off")
	var into strings.Builder
	n, err := f.client().DownloadRecording(t.Context(), "1", &into)
	wants(t, err, meeting.ErrProtocol, "cut off")
	if n != 4 || into.String() != "half" {
		t.Errorf("%d bytes, %q", n, into.String())
	}
}
