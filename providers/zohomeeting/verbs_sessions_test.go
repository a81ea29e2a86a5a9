package zohomeeting_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

const (
	oneSession = `{"session":{"meetingKey":1169128522,"topic":"Monthly Marketing Meeting","startTime":"Jun 19, 2020 07:00 PM IST","duration":3600000,"timezone":"Asia/Calcutta"}}`
	noSessions = `{"count":0,"isMettingSessionAvailable":false}`
	currently  = `{"userDetails":{"zsoid":1234567,"zuid":123456789}}`
)

// inSessions is a config of the other dialect that needs no look-up.
func inSessions() zohomeeting.Config {
	return zohomeeting.Config{DataCenter: "in", Dialect: zohomeeting.DialectSessions, OrgID: "1234567", Presenter: "123456789"}
}

// TestSessionRequests holds each call to the very request that Zoho publishes.
func TestSessionRequests(t *testing.T) {
	start := time.Date(2020, 6, 19, 13, 30, 0, 0, time.UTC)
	title, length, empty := "Another", 90*time.Minute, ""
	const zsoid, key = "/api/v2/1234567", "1169128522"
	for name, c := range map[string]struct {
		call   func(ctx context.Context, p *zohomeeting.Provider) error
		method string
		url    string
		answer string
		status int
	}{
		"sessions_create": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.CreateMeeting(ctx, meeting.CreateRequest{Title: "Monthly Marketing Meeting", Description: "Points to get noted during meeting.",
				Start: start, Duration: time.Hour, Zone: "Asia/Calcutta", Invitees: []meeting.Person{{Email: "dummy@email.com", Name: "D"}},
				Settings: meeting.Settings{WaitingRoom: meeting.On}, Host: "x", Passcode: meeting.NewSecret("1234")})
			return err
		}, "POST", zsoid + "/sessions.json", oneSession, 201},
		"sessions_create_smallest": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.CreateMeeting(ctx, meeting.CreateRequest{Title: "T", Start: start, Duration: 61 * time.Second})
			return err
		}, "POST", zsoid + "/sessions.json", oneSession, 200},
		"sessions_create_native": {func(ctx context.Context, p *zohomeeting.Provider) error {
			native, err := zohomeeting.SessionOptions{Agenda: "<b>&", Presenter: "7", Participants: []zohomeeting.SessionParticipant{{Email: "n@example.com"}}}.Native()
			if err != nil {
				return err
			}
			_, err = p.CreateMeeting(ctx, meeting.CreateRequest{Title: "T", Start: start, Duration: time.Hour, Zone: "Asia/Calcutta", Native: native})
			return err
		}, "POST", zsoid + "/sessions.json", oneSession, 201},
		"sessions_create_twice_that_hour": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.CreateMeeting(ctx, meeting.CreateRequest{Title: "T", Start: time.Date(2026, 11, 1, 6, 30, 0, 0, time.UTC), Duration: time.Hour, Zone: "America/New_York"})
			return err
		}, "POST", zsoid + "/sessions.json", oneSession, 201},
		"sessions_instant": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.Instant(ctx, meeting.InstantRequest{})
			return err
		}, "POST", zsoid + "/sessions.json", oneSession, 201},
		"get": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.GetMeeting(ctx, key)
			return err
		}, "GET", zsoid + "/sessions/1169128522.json", oneSession, 200},
		"get_escaped": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.GetMeeting(ctx, "../1?x=%2e")
			return err
		}, "GET", zsoid + "/sessions/..%2F1%3Fx=%252e.json", oneSession, 200},
		"list": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{})
			return err
		}, "GET", zsoid + "/sessions.json?count=100&index=0&listtype=all", noSessions, 200},
		"list_upcoming": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{Status: meeting.StatusScheduled, PageSize: 20})
			return err
		}, "GET", zsoid + "/sessions.json?count=20&index=0&listtype=upcoming", noSessions, 200},
		"list_future": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{From: now.Add(time.Hour), PageSize: 200})
			return err
		}, "GET", zsoid + "/sessions.json?count=100&index=0&listtype=upcoming", noSessions, 200},
		"list_soon": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{From: now.Add(time.Minute)}) // Zoho's clock may be ahead
			return err
		}, "GET", zsoid + "/sessions.json?count=100&index=0&listtype=all", noSessions, 200},
		"list_past": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{Status: meeting.StatusEnded})
			return err
		}, "GET", zsoid + "/sessions.json?count=100&index=0&listtype=past", noSessions, 200},
		"list_filtered": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListMeetings(ctx, meeting.ListQuery{Filter: map[string]string{"listtype": "today"}})
			return err
		}, "GET", zsoid + "/sessions.json?count=100&index=0&listtype=today", noSessions, 200},
		"sessions_update": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.UpdateMeeting(ctx, key, meeting.Patch{Title: &title, Description: &empty, Duration: &length})
			return err
		}, "PUT", zsoid + "/sessions/1169128522.json", oneSession, 200},
		"sessions_update_time": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.UpdateMeeting(ctx, key, meeting.Patch{Start: &start, Zone: "Europe/Berlin"})
			return err
		}, "PUT", zsoid + "/sessions/1169128522.json", oneSession, 200},
		"cancel": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.CancelMeeting(ctx, key, meeting.CancelOptions{Notify: meeting.Off})
		}, "DELETE", zsoid + "/sessions/1169128522.json", "", 204},
		"participants": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListParticipants(ctx, key, meeting.ParticipantQuery{})
			return err
		}, "GET", zsoid + "/participant/1169128522.json?count=100&index=0", `{"participantsCount":0,"participants":[]}`, 200},
		"report": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.MeetingReport(ctx, key)
			return err
		}, "GET", zsoid + "/participant/1169128522.json?count=100&index=0", `{"participantsCount":0}`, 200},
		"recordings": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListRecordings(ctx, meeting.RecordingQuery{})
			return err
		}, "GET", "/meeting/api/v2/1234567/recordings.json", `{"recordings":[]}`, 200},
		"recordings_of": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListRecordings(ctx, meeting.RecordingQuery{MeetingID: key})
			return err
		}, "GET", "/meeting/api/v2/1234567/recordings/1169128522.json", `{"recordings":[]}`, 200},
		"delete_recording": {func(ctx context.Context, p *zohomeeting.Provider) error {
			return p.DeleteRecording(ctx, "abc")
		}, "DELETE", zsoid + "/recordings/abc.json", "", 204},
		"sessions_webinar": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.CreateWebinar(ctx, meeting.WebinarRequest{Title: "Launch", Description: "New", Start: start, Zone: "Asia/Calcutta", Duration: time.Hour})
			return err
		}, "POST", zsoid + "/webinar.json", oneSession, 201},
		"registrations": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListRegistrations(ctx, key, meeting.PageQuery{})
			return err
		}, "GET", zsoid + "/registration/1169128522", `{"registrant":[]}`, 200},
		"registrants": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.ListRegistrants(ctx, key, meeting.RegistrantQuery{Status: meeting.RegistrationDenied})
			return err
		}, "GET", zsoid + "/registration/1169128522?status=2", `{"registrant":[]}`, 200},
		"sessions_register": {func(ctx context.Context, p *zohomeeting.Provider) error {
			_, err := p.AddRegistrant(ctx, key, meeting.RegistrantRequest{Email: "a@example.com", FirstName: "Ada", LastName: "L"})
			return err
		}, "POST", zsoid + "/register/1169128522.json", `{"registrant":[{"joinLink":"https://x.example","email":"a@example.com"}],"failedCount":0}`, 200},
	} {
		t.Run(name, func(t *testing.T) {
			p, far := mocked(t, inSessions(), answer(c.status, c.answer))
			if err := c.call(t.Context(), p); err != nil {
				t.Fatal(err)
			}
			got := far.requests[0]
			count := 1
			if c.method == "PUT" {
				count = 2 // and the meeting is read
			}
			if want := "https://meeting.zoho.in" + c.url; got.Method != c.method || got.URL.String() != want || len(far.requests) != count {
				t.Errorf("got %s %s, want %s %s", got.Method, got.URL, c.method, want)
			}
			if got := got.Header.Get("Authorization"); got != "Zoho-oauthtoken 1000.a.b" {
				t.Errorf("Authorization: %s", got)
			}
			compareBody(t, name, got.Header.Get("Content-Type"), far.bodies[0])
		})
	}
}

// TestSessionPatches: start and zone go together; the one that is not given is read.
func TestSessionPatches(t *testing.T) {
	start, odd := time.Date(2026, 11, 1, 7, 30, 0, 0, time.UTC), time.Date(2026, 11, 1, 7, 30, 1, 0, time.UTC)
	twice := time.Date(2026, 11, 1, 6, 30, 0, 0, time.UTC)
	inNewYork := `{"session":{"meetingKey":1,"topic":"T","startTimeMillisec":1592573400000,"duration":3600000,"timezone":"America/New_York"}}`
	for name, c := range map[string]struct {
		patch meeting.Patch
		was   string
		want  string // part of the body, or of the error
	}{
		"start":              {meeting.Patch{Start: &start}, inNewYork, `"startTime":"Nov 1, 2026 02:30 AM","timezone":"America/New_York"`},
		"zone":               {meeting.Patch{Zone: "Asia/Calcutta"}, inNewYork, `"startTime":"Jun 19, 2020 07:00 PM","timezone":"Asia/Calcutta"`},
		"start, no zone":     {meeting.Patch{Start: &start}, `{"session":{"meetingKey":1}}`, `"startTime":"Nov 1, 2026 07:30 AM","timezone":"UTC"`},
		"zone, no start":     {meeting.Patch{Zone: "Asia/Calcutta"}, `{"session":{"meetingKey":1}}`, `give it too`},
		"start with seconds": {meeting.Patch{Start: &odd}, inNewYork, `no seconds`},
		"start comes twice":  {meeting.Patch{Start: &twice}, inNewYork, `comes twice in America/New_York`},
	} {
		p, far := mocked(t, inSessions(), answer(200, c.was), answer(200, oneSession))
		m, err := p.UpdateMeeting(t.Context(), "1", c.patch)
		switch {
		case len(far.requests) == 1:
			if !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %v", name, err)
			}
		case err != nil || m.ID != "1169128522" || far.requests[0].Method != http.MethodGet || !strings.Contains(string(far.bodies[1]), c.want):
			t.Errorf("%s: %s, %v", name, far.bodies[1], err)
		}
	}
	// What Zoho's answer leaves out is read afterwards; if that fails, the change was made.
	title := "T"
	p, far := mocked(t, inSessions(), answer(200, `{"session":{"meetingKey":"1"}}`), answer(200, oneSession))
	if m, err := p.UpdateMeeting(t.Context(), "1", meeting.Patch{Title: &title}); err != nil || m.Title == "" || len(far.requests) != 2 {
		t.Errorf("%+v after %d requests: %v", m, len(far.requests), err)
	}
	p, _ = mocked(t, inSessions(), answer(200, oneSession), answer(500, "{}"))
	if m, err := p.UpdateMeeting(t.Context(), "1", meeting.Patch{Title: &title}); err != nil || m.ID != "1169128522" {
		t.Errorf("%+v, %v", m, err)
	}
	p, far = mocked(t, inSessions(), answer(200, oneSession))
	if _, err := p.UpdateMeeting(t.Context(), "1", meeting.Patch{}); err != nil || len(far.requests) != 1 || far.requests[0].Method != http.MethodGet {
		t.Errorf("nothing that can be sent: %v", err)
	}
}

// TestSessionsLack: what the dialect lacks is said before anything is sent, also by the
// adapter itself.
func TestSessionsLack(t *testing.T) {
	p, far := mocked(t, inSessions(), answer(200, oneSession))
	cfg := inSessions()
	cfg.OrgID, cfg.Presenter = "", ""
	stranger, looked := mocked(t, cfg, answer(200, currently))
	few := meeting.WebinarRequest{Title: "T", Start: now.Truncate(time.Hour), Duration: time.Hour, MaxAttendees: 5}
	ctx := t.Context()
	for name, call := range map[string]func() error{
		"invite":         func() error { return p.Invite(ctx, "1", []meeting.Person{{Email: "a@example.com"}}) },
		"uninvite":       func() error { return p.Uninvite(ctx, "1", "2") },
		"sessions":       func() error { return second(p.ListSessions(ctx, "1", meeting.PageQuery{})) },
		"session":        func() error { return second(p.GetSession(ctx, "1", "2")) },
		"approve":        func() error { return p.ApproveRegistration(ctx, "1", "2") },
		"decide":         func() error { return p.DecideRegistrants(ctx, "1", meeting.RegistrationApproved, nil) },
		"settings":       func() error { return second(p.GetSettings(ctx)) },
		"set settings":   func() error { return second(p.UpdateSettings(ctx, meeting.AccountPatch{WaitingRoom: meeting.On})) },
		"cancel, notify": func() error { return p.CancelMeeting(ctx, "1", meeting.CancelOptions{Notify: meeting.On}) },
		"webinar of few": func() error { return second(stranger.CreateWebinar(ctx, few)) },
		"live":           func() error { return second(p.ListMeetings(ctx, meeting.ListQuery{Status: meeting.StatusLive})) },
		"cancelled":      func() error { return second(p.ListMeetings(ctx, meeting.ListQuery{Status: meeting.StatusCancelled})) },
		"invited people": func() error {
			return second(p.ListParticipants(ctx, "1", meeting.ParticipantQuery{State: meeting.ParticipantInvited}))
		},
		"people who are in": func() error {
			return second(p.ListParticipants(ctx, "1", meeting.ParticipantQuery{State: meeting.ParticipantLive}))
		},
	} {
		if err := call(); !errors.Is(err, meeting.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, call := range map[string]func() error{
		"unknown filter": func() error {
			return second(p.ListMeetings(ctx, meeting.ListQuery{Filter: map[string]string{"status": "scheduled"}}))
		},
		"unknown list": func() error {
			return second(p.ListMeetings(ctx, meeting.ListQuery{Filter: map[string]string{"listtype": "live"}}))
		},
		"page token": func() error { return second(p.ListMeetings(ctx, meeting.ListQuery{PageToken: "2"})) },
		"seconds": func() error {
			return second(p.CreateMeeting(ctx, meeting.CreateRequest{Title: "T", Start: now, Duration: time.Hour}))
		},
	} {
		if err := call(); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(far.requests) + len(looked.requests); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// TestSessionErrors: E1 to E4 and what else comes (contracts/zoho.md B7).
func TestSessionErrors(t *testing.T) {
	for name, c := range map[string]struct {
		status int
		body   string
		kind   meeting.ErrorKind
		text   string
	}{
		"E1":              {400, `{"error":{"code":2000,"message":"INVALID_OAUTHTOKEN"}}`, meeting.ErrUnauthenticated, "the token is invalid, or the account lives in another data centre"},
		"E2":              {400, `{"error":{"errorCode":4000,"message":"The meeting key is invalid.","key":"INVALID_MEETING_KEY"}}`, meeting.ErrNotFound, "invalid"},
		"E3":              {401, `{"error":{"errorCode":3001,"message":"You do not have permission.","key":"UNAUTHORIZED_USER"}}`, meeting.ErrPermission, "org_id names another organisation"},
		"E4":              {403, `{"error":{"code":1025,"message":"Org doesn't matches with request uri"},"resourceType":"x"}`, meeting.ErrPermission, "Org"},
		"E4, page":        {400, `{"error":{"code":1028,"message":"Count shouldn't exceed 100"}}`, meeting.ErrInvalid, "Count"},
		"a page":          {200, `<!DOCTYPE html><title>Sign in</title>`, meeting.ErrProtocol, ""},
		"a page with 404": {404, `<!DOCTYPE html><title>Zoho</title>`, meeting.ErrNotFound, ""},
		"a list":          {200, `{"session":[{"meetingKey":1},{"meetingKey":2}]}`, meeting.ErrProtocol, "list"},
		"no session":      {200, `{"count":0}`, meeting.ErrProtocol, ""},
		"error with 200":  {200, `{"error":{"errorCode":4000,"message":"x","key":"INVALID_MEETING_KEY"}}`, meeting.ErrNotFound, ""},
	} {
		p, far := mocked(t, inSessions(), answer(c.status, c.body))
		m, err := p.GetMeeting(t.Context(), "1")
		if meeting.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.text) || m.ID != "" || len(far.requests) != 1 {
			t.Errorf("%s: %v after %d requests", name, err, len(far.requests))
		}
	}
}

// TestTokenRefusedTwice: one new token, one repetition, and then both things that it can
// be.
func TestTokenRefusedTwice(t *testing.T) {
	cfg := inSessions()
	cfg.Auth = credentials("https://accounts.zoho.in")
	token := func(value string) func(*http.Request) (*http.Response, error) {
		return answer(200, `{"access_token":"`+value+`","expires_in":3600}`)
	}
	refused := answer(400, `{"error":{"code":2000,"message":"INVALID_OAUTHTOKEN"}}`)
	p, far := mocked(t, cfg, token("1000.c.d"), refused, token("1000.e.f"), refused)
	_, err := p.GetMeeting(t.Context(), "1")
	if !errors.Is(err, meeting.ErrUnauthenticated) || !strings.Contains(err.Error(), "another data centre") || len(far.requests) != 4 {
		t.Errorf("%v after %d requests", err, len(far.requests))
	}
}

// TestCurrentUser: user.json is asked for what the config leaves open, and its errors
// are those of the verb that needed it, which was not sent.
func TestCurrentUser(t *testing.T) {
	req := meeting.CreateRequest{Title: "T", Start: now.Truncate(time.Hour), Duration: time.Hour}
	for name, c := range map[string]struct {
		org, presenter string
		answer         string
		body           string
	}{
		"both":      {"", "", currently, `"presenter":123456789`},
		"presenter": {"7", "", currently, `"presenter":123456789`},
		"org":       {"", "9", currently, `"presenter":9`},
	} {
		cfg := inSessions()
		cfg.OrgID, cfg.Presenter = c.org, c.presenter
		p, far := mocked(t, cfg, answer(200, c.answer), answer(201, oneSession))
		_, err := p.CreateMeeting(t.Context(), req)
		org := c.org
		if org == "" {
			org = "1234567"
		}
		if err != nil || len(far.requests) != 2 || far.requests[0].URL.Path != "/api/v2/user.json" || far.requests[1].URL.Path != "/api/v2/"+org+"/sessions.json" ||
			!strings.Contains(string(far.bodies[1]), c.body) {
			t.Errorf("%s: %d requests, %s, %v", name, len(far.requests), far.bodies, err)
		}
	}
	cfg := inSessions()
	cfg.OrgID, cfg.Presenter = "", ""
	for body, kind := range map[string]meeting.ErrorKind{
		`{"userDetails":{"zsoid":1}}`: meeting.ErrProtocol, `{"userDetails":{"zuid":1}}`: meeting.ErrProtocol, `{}`: meeting.ErrProtocol,
		`{"error":{"code":2000,"message":"INVALID_OAUTHTOKEN"}}`: meeting.ErrUnauthenticated,
	} {
		p, far := mocked(t, cfg, answer(200, body))
		_, err := p.CreateMeeting(t.Context(), req)
		var e *meeting.Error
		var early interface{ NotSent() bool }
		if !errors.As(err, &e) || e.Kind != kind || e.Op != string(provider.OpCreate) || !errors.As(err, &early) || len(far.requests) != 1 {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// TestDownloadHosts: the credential goes to Zoho's hosts alone.
func TestDownloadHosts(t *testing.T) {
	for link, ok := range map[string]bool{
		"https://download.zoho.com/v1/x?event-id=1": true, "https://files.zoho.in/x": true, "https://download.zohocloud.ca/x": true,
		"https://download.zoho.com.evil.example/x": false, "https://evil.example/download.zoho.com": false, "http://download.zoho.com/x": false,
		"https://zoho.com@evil.example/": false,
	} {
		p, far := mocked(t, inSessions(), answer(200, `{"recordings":[{"erecordingId":"r","processingState":"UPLOADED","downloadUrl":"`+link+`"}]}`), answer(200, "film"))
		var file strings.Builder
		_, err := p.DownloadRecording(t.Context(), "r", &file)
		if (err == nil) != ok || len(far.requests) != map[bool]int{true: 2, false: 1}[ok] || (ok && (file.String() != "film" || far.requests[1].URL.String() != link)) {
			t.Errorf("%s: %v after %d requests", link, err, len(far.requests))
		}
	}
	for name, list := range map[string]string{
		"processing": `{"recordings":[{"erecordingId":"r","processingState":"PROCESSING","downloadUrl":"https://download.zoho.com/x"}]}`,
		"no link":    `{"recordings":[{"erecordingId":"r"}]}`,
	} {
		p, _ := mocked(t, inSessions(), answer(200, list))
		if _, err := p.DownloadRecording(t.Context(), "r", io.Discard); !errors.Is(err, meeting.ErrNotReady) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSessionInfo: what the dialect lacks is a loss, told offline.
func TestSessionInfo(t *testing.T) {
	p, _ := mocked(t, inSessions(), answer(200, ""))
	c := provider.NewClient(p, provider.ClientConfig{})
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;COUNT=3")
	must(t, err)
	req := meeting.CreateRequest{Title: "T", Start: now, Duration: time.Hour, Zone: "America/New_York", Passcode: meeting.NewSecret("1234"), Host: "x@example.com",
		Recurrence: rule, Invitees: []meeting.Person{{Email: "a@example.com", Name: "A"}},
		Settings: meeting.Settings{WaitingRoom: meeting.On, Recording: meeting.RecordCloud, MuteOnEntry: meeting.On}}
	_, losses, err := c.Check(req)
	if !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("got %v", err)
	}
	got := ""
	for _, l := range losses {
		got += l.Field + ":" + string(l.Severity) + " "
	}
	if want := "host:warn passcode:warn invitees:note recurrence:refuse settings.waiting_room:refuse settings.mute_on_entry:warn settings.recording:warn start:refuse "; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if limits := c.Info().Capabilities.Limits; limits.MaxInvitees != 100 || limits.PageSize != 100 {
		t.Errorf("limits %+v", limits)
	}
}

// TestSessionSeries: the meetings of a series may be listed one by one under one key; a
// page that is full of them is not the end.
func TestSessionSeries(t *testing.T) {
	page := func(first, n int) func(*http.Request) (*http.Response, error) {
		var items []string
		for i := range n {
			at := time.Date(2026, 12, first+i, 9, 0, 0, 0, time.UTC)
			items = append(items, fmt.Sprintf(`{"meetingKey":7,"sysId":%d,"startTimeMillisec":%d,"duration":3600000}`, 100+first+i, at.UnixMilli()))
		}
		return answer(200, `{"session":[`+strings.Join(items, ",")+`]}`)
	}
	p, far := mocked(t, inSessions(), page(1, 3), page(4, 3), page(7, 1))
	list := collect(t, provider.NewClient(p, provider.ClientConfig{}).Meetings(t.Context(), meeting.ListQuery{PageSize: 3}))
	if len(list) != 7 || len(far.requests) != 3 || !list[6].Start.Equal(time.Date(2026, 12, 7, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("%d meetings in %d requests", len(list), len(far.requests))
	}
}
