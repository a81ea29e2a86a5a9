package zoom_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

const (
	plainUUID = "ab+Xuumlg/GXuqwr3bLyuQ=="
	slashUUID = "/jXp112QmuoKj4854875AA=="
	twoSlash  = "ajXp//2QmuoKj4854875AA=="
)

// TestUUIDsInPaths: those that begin with a slash or hold two in a row are encoded
// twice, others once (contracts/zoom.md B1).
func TestUUIDsInPaths(t *testing.T) {
	const base = "https://api.zoom.us/v2"
	page := ok(`{"uuid":"x","id":"1","meetings":[],"recording_files":[],"participants":[]}`)
	for uuid, segment := range map[string]string{
		plainUUID: "ab+Xuumlg%2FGXuqwr3bLyuQ==", slashUUID: "%252FjXp112QmuoKj4854875AA%253D%253D", twoSlash: "ajXp%252F%252F2QmuoKj4854875AA%253D%253D",
	} {
		for path, call := range map[string]func(ctx context.Context, c *provider.Client) error{
			"/past_meetings/" + segment + "/participants?page_size=300": func(ctx context.Context, c *provider.Client) error {
				_, err := participantsOf(ctx, c, uuid)
				return err
			},
			"/past_meetings/" + segment: func(ctx context.Context, c *provider.Client) error {
				_, err := c.GetSession(ctx, "1", uuid)
				return err
			},
			"/meetings/" + segment + "/recordings": func(ctx context.Context, c *provider.Client) error {
				for _, err := range c.Recordings(ctx, meeting.RecordingQuery{MeetingID: uuid}) {
					return err
				}
				return nil
			},
		} {
			v := newVendor(page)
			if err := call(t.Context(), newClient(t, v, accessToken)); err != nil {
				t.Errorf("%s: %v", path, err)
				continue
			}
			if got := v.last(t); got.url != base+path {
				t.Errorf("%s, want %s", got.url, path)
			}
		}
	}
}

func participantsOf(ctx context.Context, c *provider.Client, id string) (people []meeting.Participant, err error) {
	for p, err := range c.Participants(ctx, id, meeting.ParticipantQuery{}) {
		if err != nil {
			return nil, err
		}
		people = append(people, p)
	}
	return people, nil
}

// A sitting of another meeting is not this one's.
func TestSessionOfAnother(t *testing.T) {
	v := newVendor(ok(`{"uuid":"` + plainUUID + `","id":2,"start_time":"2027-01-03T11:00:00Z"}`))
	if s, err := newClient(t, v, accessToken).GetSession(t.Context(), "1", plainUUID); !errors.Is(err, meeting.ErrNotFound) || s.ID != "" {
		t.Errorf("%+v, %v", s, err)
	}
}

// TestUUIDsOnly: a slash is let through in a whole UUID, where one can be named, and
// nowhere else.
func TestUUIDsOnly(t *testing.T) {
	v := newVendor(ok(answer))
	c := newClient(t, v, accessToken)
	refused := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, meeting.ErrInvalid) || len(v.api) != 0 {
			t.Errorf("%s: %v after %d requests", what, err, len(v.api))
		}
	}
	for _, id := range []string{"a/b", "../users/me", "/", "//", slashUUID[:23], slashUUID + "=", slashUUID + "/x", "?" + slashUUID[1:], slashUUID[:21] + "B==", slashUUID[:22] + "\n==", strings.Repeat("/", 22) + "=="} {
		_, err := participantsOf(t.Context(), c, id)
		refused(id, err)
		_, err = c.GetSession(t.Context(), "1", id)
		refused("session "+id, err)
	}
	_, err := c.GetMeeting(t.Context(), slashUUID)
	refused("get", err)
	_, err = c.UpdateMeeting(t.Context(), slashUUID, meeting.Patch{Zone: "UTC"})
	refused("update", err)
	refused("cancel", c.CancelMeeting(t.Context(), slashUUID, meeting.CancelOptions{}))
	refused("end", c.EndMeeting(t.Context(), slashUUID))
	_, err = c.GetSession(t.Context(), slashUUID, "1")
	refused("the meeting of a session", err)
}

// TestParticipantSources: by configuration, by state, and while a meeting runs.
func TestParticipantSources(t *testing.T) {
	const (
		none = `{"code":3001,"message":"This meeting is not available or ID is not valid."}`
		page = `{"participants":[{"user_id":"1","name":"A","join_time":"2027-01-03T11:00:00Z"}]}`
		past = "/v2/past_meetings/1/participants"
		live = "/v2/metrics/meetings/1/participants"
	)
	missing, running := reply{status: 404, body: none}, strings.Replace(answer, "{", `{"status":"started",`, 1)
	over := strings.Replace(answer, "2027-01-04", "2027-01-02", 1)
	for name, tt := range map[string]struct {
		config  zoom.Config
		state   meeting.ParticipantState
		replies []reply
		paths   string
		kind    meeting.ErrorKind
	}{
		"past":                    {zoom.Config{}, "", []reply{ok(page)}, past, ""},
		"past, said":              {zoom.Config{Participants: "past"}, "", []reply{ok(page)}, past, ""},
		"report":                  {zoom.Config{Participants: "report"}, "", []reply{ok(page)}, "/v2/report/meetings/1/participants", ""},
		"live":                    {zoom.Config{Participants: "report"}, meeting.ParticipantLive, []reply{ok(page)}, live, ""},
		"unknown":                 {zoom.Config{}, "", []reply{missing, missing}, past + " /v2/meetings/1", meeting.ErrNotFound},
		"to come":                 {zoom.Config{}, "", []reply{missing, ok(answer)}, past + " /v2/meetings/1", meeting.ErrNotFound},
		"not processed":           {zoom.Config{}, "", []reply{missing, ok(over)}, past + " /v2/meetings/1", meeting.ErrNotReady},
		"running":                 {zoom.Config{}, "", []reply{missing, ok(running), ok(page)}, past + " /v2/meetings/1 " + live, ""},
		"running, no dashboards":  {zoom.Config{}, "", []reply{missing, ok(running), {status: 400, body: `{"code":200,"message":"No permission."}`}}, past + " /v2/meetings/1 " + live, meeting.ErrNotReady},
		"running, on pro":         {zoom.Config{Limits: meeting.AccountLimits{Plan: "pro"}}, "", []reply{missing, ok(running)}, past + " /v2/meetings/1", meeting.ErrNotReady},
		"running, who left":       {zoom.Config{}, meeting.ParticipantLeft, []reply{missing, ok(running)}, past + " /v2/meetings/1", meeting.ErrNotReady},
		"live, on pro":            {zoom.Config{Limits: meeting.AccountLimits{Plan: "pro"}}, meeting.ParticipantLive, nil, "", meeting.ErrUnsupported},
		"past, on free":           {zoom.Config{Limits: meeting.AccountLimits{Plan: "free"}}, "", nil, "", meeting.ErrUnsupported},
		"not paid":                {zoom.Config{}, "", []reply{{status: 400, body: `{"code":200,"message":"Only available for paid users."}`}}, past, meeting.ErrPermission},
		"a year ago":              {zoom.Config{}, "", []reply{{status: 400, body: `{"code":12702,"message":"Can not access a meeting a year ago."}`}, missing}, past + " /v2/meetings/1", meeting.ErrNotFound},
		"report without its role": {zoom.Config{Participants: "report"}, "", []reply{{status: 400, body: `{"code":4711,"message":"Invalid access token, does not contain scopes:[report:read:admin]."}`}}, "/v2/report/meetings/1/participants", meeting.ErrPermission},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVendor(append(tt.replies, reply{status: 500})...)
			tt.config.Auth, tt.config.Transport, tt.config.Now = accessToken, v, func() time.Time { return noon }
			p, err := zoom.New(tt.config)
			if err != nil {
				t.Fatal(err)
			}
			var people []meeting.Participant
			for person, e := range provider.NewClient(p, provider.ClientConfig{}).Participants(t.Context(), "1", meeting.ParticipantQuery{State: tt.state}) {
				if err = e; err == nil {
					people = append(people, person)
				}
			}
			var paths []string
			for _, e := range v.api {
				path, _, _ := strings.Cut(strings.TrimPrefix(e.url, "https://api.zoom.us"), "?")
				paths = append(paths, path)
			}
			if got := strings.Join(paths, " "); meeting.KindOf(err) != tt.kind || got != tt.paths || (err == nil) != (len(people) == 1) {
				t.Errorf("%d people, %v, after %s", len(people), err, got)
			}
			if tt.kind == meeting.ErrPermission && tt.config.Participants == "report" && !strings.Contains(err.Error(), "report:read:admin") {
				t.Errorf("%v does not name the scope", err)
			}
		})
	}
}

// TestFreePlan: what the plan lacks is disclaimed, without a request.
func TestFreePlan(t *testing.T) {
	v := newVendor(ok(answer))
	p, err := zoom.New(zoom.Config{Auth: accessToken, Transport: v, Limits: meeting.AccountLimits{Plan: "free"}})
	if err != nil {
		t.Fatal(err)
	}
	c, ctx := provider.NewClient(p, provider.ClientConfig{}), t.Context()
	_, got := c.GetRecording(ctx, "1")
	_, added := c.AddRegistrant(ctx, "1", meeting.RegistrantRequest{Email: "a@example.com", FirstName: "A"})
	_, session := c.GetSession(ctx, "1", plainUUID)
	_, people := p.ListParticipants(ctx, "1", meeting.ParticipantQuery{}) // past the Client
	for what, err := range map[string]error{"recording": got, "registrant": added, "session": session, "participants": people} {
		if !errors.Is(err, meeting.ErrUnsupported) || len(v.api) != 0 {
			t.Errorf("%s: %v after %d requests", what, err, len(v.api))
		}
	}
	if !c.Info().Capabilities.Can(provider.OpCancelOccurrence) || c.Info().Capabilities.Can(provider.OpParticipants) {
		t.Errorf("it offers %v", c.Info().Capabilities.Operations)
	}
}

// A walk that began in the live list goes on there.
func TestLivePages(t *testing.T) {
	missing := reply{status: 404, body: `{"code":3001,"message":"no"}`}
	page := func(next string) reply {
		return ok(`{"next_page_token":"` + next + `","participants":[{"user_id":"1","join_time":"2027-01-03T11:00:00Z"}]}`)
	}
	v := newVendor(missing, ok(strings.Replace(answer, "{", `{"status":"started",`, 1)), page("two"), page(""))
	people, err := participantsOf(t.Context(), newClient(t, v, accessToken), "1")
	const want = "https://api.zoom.us/v2/metrics/meetings/1/participants?next_page_token=two&page_size=300&type=live"
	if err != nil || len(people) != 2 || len(v.api) != 4 || v.last(t).url != want {
		t.Errorf("%d people, %v, %d requests, %s", len(people), err, len(v.api), v.last(t).url)
	}
}

// TestRecordingWindows walks a user's recordings back in months.
func TestRecordingWindows(t *testing.T) {
	v := newVendor(ok(`{"meetings":[],"next_page_token":"more"}`), ok(`{"meetings":[]}`))
	for _, err := range newClient(t, v, accessToken).Recordings(t.Context(), meeting.RecordingQuery{From: noon.AddDate(0, 0, -40), To: noon}) {
		t.Fatal(err)
	}
	var got []string
	for _, e := range v.api {
		got = append(got, strings.TrimPrefix(e.url, "https://api.zoom.us/v2/users/me/recordings?"))
	}
	want := []string{
		"from=2026-12-07&page_size=300&to=2027-01-03", "from=2026-12-07&next_page_token=more&page_size=300&to=2027-01-03",
		"from=2026-11-24&page_size=300&to=2026-12-06",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("asked for\n%s", strings.Join(got, "\n"))
	}
	v = newVendor(ok(`{"meetings":[]}`))
	for _, err := range newClient(t, v, accessToken).Recordings(t.Context(), meeting.RecordingQuery{}) {
		t.Fatal(err)
	}
	if len(v.api) != 14 || !strings.Contains(v.last(t).url, "from=2026-01-03&") {
		t.Errorf("%d requests, the last %s", len(v.api), v.last(t).url)
	}
	for _, token := range []string{"2", "2027-01-03", "2030-01-01 ", "1999-01-01 x"} {
		for _, err := range newClient(t, v, accessToken).Recordings(t.Context(), meeting.RecordingQuery{PageToken: token}) {
			if !errors.Is(err, meeting.ErrInvalid) {
				t.Errorf("%q: %v", token, err)
			}
		}
	}
}

// TestDownloads: the token goes to zoom.us and to the base address, also through
// redirects, and nowhere else.
func TestDownloads(t *testing.T) {
	files := func(url, status string) reply {
		return ok(`{"uuid":"` + plainUUID + `","id":1,"recording_files":[{"id":"f","meeting_id":"` + plainUUID + `","status":"` + status + `","download_url":"` + url + `"}]}`)
	}
	film := reply{status: 200, body: "film", header: map[string]string{"Content-Length": "4"}}
	to := func(url string) reply { return reply{status: 302, header: map[string]string{"Location": url}} }
	for name, tt := range map[string]struct {
		replies []reply
		hosts   string
		kind    meeting.ErrorKind
	}{
		"direct":               {[]reply{files("https://zoom.us/rec/download/x", "completed"), film}, "api.zoom.us zoom.us", ""},
		"redirected":           {[]reply{files("https://us02web.zoom.us/rec/download/x", "completed"), to("https://ssrweb.zoom.us/x?sig=y"), film}, "api.zoom.us us02web.zoom.us ssrweb.zoom.us", ""},
		"elsewhere":            {[]reply{files("https://evil.example/rec/download/x", "completed"), film}, "api.zoom.us", meeting.ErrProtocol},
		"redirected elsewhere": {[]reply{files("https://zoom.us/rec/download/x", "completed"), to("https://evil.example/x"), film}, "api.zoom.us zoom.us", meeting.ErrProtocol},
		"in clear":             {[]reply{files("http://zoom.us/rec/download/x", "completed"), film}, "api.zoom.us", meeting.ErrProtocol},
		"processing":           {[]reply{files("https://zoom.us/rec/download/x", "processing"), film}, "api.zoom.us", meeting.ErrNotReady},
		"no link":              {[]reply{files("", "completed"), film}, "api.zoom.us", meeting.ErrNotReady},
		"an error in 200":      {[]reply{files("https://zoom.us/rec/download/x", "completed"), ok(`{"code":200,"message":"No permission."}`)}, "api.zoom.us zoom.us", meeting.ErrPermission},
		"a log-in page": {[]reply{files("https://zoom.us/rec/download/x", "completed"), {status: 200, body: "<html>sign in</html>", header: map[string]string{"Content-Type": "text/html"}}},
			"api.zoom.us zoom.us", meeting.ErrProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVendor(tt.replies...)
			var out bytes.Buffer
			n, err := newClient(t, v, accessToken).DownloadRecording(t.Context(), "ab-Xuumlg_GXuqwr3bLyuQ~f", &out)
			var hosts []string
			for _, e := range v.api {
				hosts = append(hosts, strings.Split(e.url, "/")[2])
				if e.header.Get("Authorization") != "Bearer token-0" || e.method != http.MethodGet {
					t.Errorf("%s %s with %q", e.method, e.url, e.header.Get("Authorization"))
				}
			}
			if meeting.KindOf(err) != tt.kind || strings.Join(hosts, " ") != tt.hosts || (err == nil) != (out.String() == "film") || n != int64(out.Len()) {
				t.Errorf("%d bytes, %v, from %v", n, err, hosts)
			}
			if err != nil && strings.Contains(err.Error(), "evil") {
				t.Errorf("%v", err)
			}
		})
	}
}
