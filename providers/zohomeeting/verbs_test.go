package zohomeeting_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

var update = flag.Bool("update", false, "write the golden request bodies anew; read the diff before it is kept")

// now is the clock of the tests: an instant meeting starts then.
var now = time.Date(2026, 11, 2, 10, 30, 15, 0, time.UTC)

// wire is the far end of a provider: it keeps the last request and answers.
type wire struct {
	requests []*http.Request
	bodies   [][]byte
	answers  []func(*http.Request) (*http.Response, error) // the last one stays
}

func (x *wire) serve(req *http.Request) (*http.Response, error) {
	var body []byte
	if req.Body != nil {
		body, _ = io.ReadAll(req.Body)
	}
	x.requests, x.bodies = append(x.requests, req), append(x.bodies, body)
	answer := x.answers[min(len(x.requests), len(x.answers))-1]
	return answer(req)
}

func answer(status int, body string, header ...string) func(*http.Request) (*http.Response, error) {
	return func(req *http.Request) (*http.Response, error) {
		res := httpmock.NewStringResponse(status, body)
		res.Header.Set("Content-Type", "application/json")
		for i := 0; i+1 < len(header); i += 2 {
			res.Header.Set(header[i], header[i+1])
		}
		res.Request = req
		return res, nil
	}
}

func mocked(t *testing.T, cfg zohomeeting.Config, answers ...func(*http.Request) (*http.Response, error)) (*zohomeeting.Provider, *wire) {
	t.Helper()
	far := &wire{answers: answers}
	mock := httpmock.NewMockTransport()
	mock.RegisterNoResponder(far.serve)
	cfg.Transport = mock
	cfg.Now = func() time.Time { return now }
	cfg.Limits.Plan = meeting.PlanNone // the clock stands still
	if cfg.Auth.Flow == "" {
		cfg.Auth = meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("1000.a.b")}
	}
	p, err := zohomeeting.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p, far
}

const (
	oneMeeting = `{"status":"success","data":{"meeting_key":"1234567890","topic":"Product Demo","start_time":"2025-12-20T15:00:00Z","duration":45}}`
	oneWebinar = `{"status":"success","data":{"webinar_key":"77","topic":"Launch"}}`
	emptyList  = `{"status":"success","data":[]}`
)

// TestRequests holds each call to the very request of the reference.
func TestRequests(t *testing.T) {
	title, zone, length := "Updated Meeting Topic", meeting.Zone("America/New_York"), time.Hour
	start := time.Date(2025, 12, 20, 15, 0, 0, 0, time.UTC)
	moved := start.Add(time.Hour)
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20260331T235959Z")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		call   func(ctx context.Context, p *zohomeeting.Provider) error
		method string
		url    string
		answer string
		status int
	}{
		"create": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.CreateMeeting(ctx, meeting.CreateRequest{Title: "Product Demo", Description: "Demonstrate new features to client",
				Start: start, Duration: 45 * time.Minute, Zone: zone, Invitees: []meeting.Person{{Email: "client@example.com", Name: "Jane Smith"}},
				Settings: meeting.Settings{Recording: meeting.RecordCloud, ScreenShare: meeting.Off, MuteOnEntry: meeting.On, WaitingRoom: meeting.On}})
			return err
		}, "POST", "/api/v2/meetings", oneMeeting, 201},
		"create_smallest": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.CreateMeeting(ctx, meeting.CreateRequest{Title: "T", Start: start, Duration: 61 * time.Second,
				Settings: meeting.Settings{Recording: meeting.RecordNone}})
			return err
		}, "POST", "/api/v2/meetings", oneMeeting, 201},
		"create_recurring": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.CreateMeeting(ctx, meeting.CreateRequest{Title: "Weekly Team Standup", Start: time.Date(2025, 12, 15, 9, 0, 0, 0, time.UTC),
				Duration: 30 * time.Minute, Zone: zone, Recurrence: rule})
			return err
		}, "POST", "/api/v2/meetings", oneMeeting, 201},
		"create_native": {func(ctx context.Context, p *zohomeeting.Provider) error {
			native, err := zohomeeting.Options{Agenda: "<b>&", Duration: 90, Settings: &zohomeeting.Settings{EnableWaitingRoom: new(bool)}}.Native()
			if err != nil {
				return err
			}
			_, err = p.CreateMeeting(ctx, meeting.CreateRequest{Title: "T", Start: start, Duration: time.Minute, Native: native,
				Settings: meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.On}})
			return err
		}, "POST", "/api/v2/meetings", oneMeeting, 201},
		"instant": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.Instant(ctx, meeting.InstantRequest{})
			return err
		}, "POST", "/api/v2/meetings", oneMeeting, 201},
		"get": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.GetMeeting(ctx, "1234567890")
			return err
		}, "GET", "/api/v2/meetings/1234567890", oneMeeting, 200},
		"get_escaped": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.GetMeeting(ctx, "../users/me?x=%2e")
			return err
		}, "GET", "/api/v2/meetings/..%2Fusers%2Fme%3Fx=%252e", oneMeeting, 200},
		"list": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{})
			return err
		}, "GET", "/api/v2/meetings?page=1&per_page=100", emptyList, 200},
		"list_filtered": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{From: start, To: moved.In(time.FixedZone("", 3600)), Status: meeting.StatusEnded, PageToken: "3", PageSize: 20})
			return err
		}, "GET", "/api/v2/meetings?from_date=2025-12-20T15%3A00%3A00Z&page=3&per_page=20&status=completed&to_date=2025-12-20T16%3A00%3A00Z", emptyList, 200},
		"list_filters": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{Filter: map[string]string{"status": "cancelled", "from_date": "2025-12-01"}})
			return err
		}, "GET", "/api/v2/meetings?from_date=2025-12-01&page=1&per_page=100&status=cancelled", emptyList, 200},
		"update": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.UpdateMeeting(ctx, "1234567890", meeting.Patch{Title: &title, Start: &moved, Duration: &length})
			return err
		}, "PUT", "/api/v2/meetings/1234567890", oneMeeting, 200},
		"cancel": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.CancelMeeting(ctx, "1234567890", meeting.CancelOptions{})
		}, "DELETE", "/api/v2/meetings/1234567890", "", 204},
		"cancel_silent": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.CancelMeeting(ctx, "1234567890", meeting.CancelOptions{Notify: meeting.Off})
		}, "DELETE", "/api/v2/meetings/1234567890?notify_participants=false", `{"status":"success"}`, 200},
		"participants": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListParticipants(ctx, "1234567890", meeting.ParticipantQuery{})
			return err
		}, "GET", "/api/v2/meetings/1234567890/participants", emptyList, 200},
		"invite": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.Invite(ctx, "1234567890", []meeting.Person{{Email: "user1@example.com", Name: "User One"}, {Email: "user2@example.com"}})
		}, "POST", "/api/v2/meetings/1234567890/participants", "", 200},
		"uninvite": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.Uninvite(ctx, "1234567890", "9876543210")
		}, "DELETE", "/api/v2/meetings/1234567890/participants/9876543210", "", 204},
		"recordings": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListRecordings(ctx, meeting.RecordingQuery{MeetingID: "1", From: start, PageSize: 1000})
			return err
		}, "GET", "/api/v2/recordings?from_date=2025-12-20T15%3A00%3A00Z&page=1&per_page=100", emptyList, 200},
		"recording": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.GetRecording(ctx, "REC_1")
			return err
		}, "GET", "/api/v2/recordings/REC_1", `{"data":{"recording_id":"REC_1"}}`, 200},
		"download": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.DownloadRecording(ctx, "REC_1", io.Discard)
			return err
		}, "GET", "/api/v2/recordings/REC_1/download", "\x00mp4", 200},
		"delete_recording": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.DeleteRecording(ctx, "REC_1")
		}, "DELETE", "/api/v2/recordings/REC_1", "", 204},
		"sessions": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListSessions(ctx, "1234567890", meeting.PageQuery{PageToken: "2"})
			return err
		}, "GET", "/api/v2/meetings/1234567890/sessions?page=2", emptyList, 200},
		"session": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.GetSession(ctx, "1234567890", "SESSION_1")
			return err
		}, "GET", "/api/v2/meetings/1234567890/sessions/SESSION_1", `{"data":{"session_id":"SESSION_1"}}`, 200},
		"report": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.MeetingReport(ctx, "1234567890")
			return err
		}, "GET", "/api/v2/meetings/1234567890/report", oneMeeting, 200},
		"webinar": {func(ctx context.Context, p *zohomeeting.Provider) error {
			on := true
			native, err := zohomeeting.WebinarOptions{Settings: &zohomeeting.WebinarSettings{AllowQuestions: &on, AllowPolls: &on, RecordWebinar: &on}}.Native()
			if err != nil {
				return err
			}
			_, err = p.CreateWebinar(ctx, meeting.WebinarRequest{Title: "Product Launch Webinar", Description: "Introducing our latest product features",
				Start: time.Date(2026, 1, 15, 18, 0, 0, 0, time.UTC), Duration: 90 * time.Minute, Zone: zone, MaxAttendees: 500,
				RegistrationRequired: meeting.On, Native: native})
			return err
		}, "POST", "/api/v2/webinars", oneWebinar, 201},
		"registrations": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListRegistrations(ctx, "77", meeting.PageQuery{})
			return err
		}, "GET", "/api/v2/webinars/77/registrations", emptyList, 200},
		"approve": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.ApproveRegistration(ctx, "77", "5")
		}, "PUT", "/api/v2/webinars/77/registrations/5/approve", "", 200},
		"get_settings": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.GetSettings(ctx)
			return err
		}, "GET", "/api/v2/settings", `{"data":{}}`, 200},
		"set_settings": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.UpdateSettings(ctx, meeting.AccountPatch{DefaultDuration: &length, DefaultZone: zone, AutoRecording: meeting.On, WaitingRoom: meeting.Off})
			return err
		}, "PUT", "/api/v2/settings", `{"data":{}}`, 200},
	} {
		t.Run(name, func(t *testing.T) {
			p, far := mocked(t, zohomeeting.Config{DataCenter: "eu"}, answer(c.status, c.answer))
			if err := c.call(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			got := far.requests[0]
			if want := "https://meeting.zoho.eu" + c.url; got.Method != c.method || got.URL.String() != want {
				t.Errorf("got %s %s, want %s %s", got.Method, got.URL, c.method, want)
			}
			if got := got.Header.Get("Authorization"); got != "Zoho-oauthtoken 1000.a.b" {
				t.Errorf("Authorization: %s", got)
			}
			compareBody(t, name, got.Header.Get("Content-Type"), far.bodies[0])
		})
	}
}

// compareBody holds a body to its golden; a request without one has no golden.
func compareBody(t *testing.T, name, contentType string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", "requests", name+".json")
	if len(got) == 0 {
		if _, err := os.Stat(path); err == nil {
			t.Errorf("no body, but there is a %s", path)
		}
		return
	}
	if contentType != "application/json; charset=utf-8" {
		t.Errorf("Content-Type: %q", contentType)
	}
	var pretty bytes.Buffer
	if err := json.Indent(&pretty, got, "", "  "); err != nil {
		t.Fatal(err)
	}
	pretty.WriteByte('\n')
	if *update {
		if err := os.WriteFile(path, pretty.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, pretty.Bytes()) {
		t.Errorf("got body\n%s\nwant\n%s", pretty.Bytes(), want)
	}
}
