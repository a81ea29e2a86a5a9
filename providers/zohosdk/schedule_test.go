package zohosdk_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohosdk"
)

const (
	schedulePath = "https://meeting.zoho.com/meeting/api/v2/1234567/sdk/session"
	listPath     = "https://meeting.zoho.com/api/v2/1234567/sdk/sessions"
)

var noon = time.Date(2027, 1, 4, 12, 0, 0, 0, time.UTC)

func configured() zohosdk.Config {
	return zohosdk.Config{OrgID: "1234567", Presenter: "71158042", Now: func() time.Time { return noon }}
}

func TestCreateRequest(t *testing.T) {
	native, err := zohosdk.Options{Agenda: "Native", Presenter: "9"}.Native()
	if err != nil {
		t.Fatal(err)
	}
	twice := time.Date(2027, 10, 31, 0, 30, 0, 0, time.UTC) // 02:30 in Berlin, as an hour later
	for name, c := range map[string]struct {
		req  meeting.CreateRequest
		body string
	}{
		"least": {meeting.CreateRequest{Title: "T", Start: noon, Duration: time.Hour},
			`{"session":{"topic":"T","presenter":71158042,"startTime":"Jan 4, 2027 12:00 PM","duration":3600000,"timezone":"UTC"}}`},
		"all": {meeting.CreateRequest{Title: "T", Description: "D <b>", Start: noon, Zone: "Asia/Kolkata", Duration: 45*time.Minute + time.Second,
			Invitees: []meeting.Person{{Email: "a@example.com"}, {Email: "b@example.com", Name: "B"}}},
			`{"session":{"topic":"T","agenda":"D <b>","presenter":71158042,"startTime":"Jan 4, 2027 05:30 PM","duration":2701000,` +
				`"timezone":"Asia/Kolkata","participants":[{"email":"a@example.com"},{"email":"b@example.com"}]}}`},
		"an hour that comes twice": {meeting.CreateRequest{Title: "T", Start: twice, Zone: "Europe/Berlin", Duration: time.Hour},
			`{"session":{"topic":"T","presenter":71158042,"startTime":"Oct 31, 2027 12:30 AM","duration":3600000,"timezone":"UTC"}}`},
		"native": {meeting.CreateRequest{Title: "T", Start: noon, Duration: time.Hour, Native: native},
			`{"session":{"agenda":"Native","duration":3600000,"presenter":9,"startTime":"Jan 4, 2027 12:00 PM","timezone":"UTC","topic":"T"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			p, fake := newFake(t, configured())
			var got []sent
			fake.RegisterResponder(http.MethodPost, schedulePath, record(&got, httpmock.NewStringResponder(http.StatusCreated, sessionAnswer)))
			m, err := p.CreateMeeting(t.Context(), c.req)
			if err != nil {
				t.Fatal(err)
			}
			want := []sent{{http.MethodPost, schedulePath, "Zoho-oauthtoken " + token, "application/json; charset=utf-8", c.body}}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(sent{})); diff != "" {
				t.Error(diff)
			}
			if m.ID != "1169128522" || m.Kind != meeting.KindScheduled || m.Start != time.Date(2024, 1, 4, 13, 30, 0, 0, time.UTC) {
				t.Errorf("got %s %s %s", m.ID, m.Kind, m.Start)
			}
		})
	}
}

// The presenter comes from user.json once, with the organisation.
func TestPresenterIsLookedUp(t *testing.T) {
	p, fake := newFake(t, zohosdk.Config{})
	fake.RegisterResponder(http.MethodGet, userPath, httpmock.NewStringResponder(http.StatusOK, `{"userDetails":{"zsoid":1234567,"zuid":42}}`))
	var got []sent
	fake.RegisterResponder(http.MethodPost, schedulePath, record(&got, httpmock.NewStringResponder(http.StatusOK, sessionAnswer)))
	for range 2 {
		if _, err := p.CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: noon, Duration: time.Hour}); err != nil {
			t.Fatal(err)
		}
	}
	if n := fake.GetCallCountInfo()["GET "+userPath]; n != 1 || !strings.Contains(got[0].body, `"presenter":42,`) {
		t.Errorf("%d lookups; sent %s", n, got[0].body)
	}
	p, fake = newFake(t, zohosdk.Config{})
	fake.RegisterResponder(http.MethodGet, userPath, httpmock.NewStringResponder(http.StatusBadRequest, `{"error":{"code":"OAUTH_SCOPE_MISMATCH","message":"no"}}`))
	_, err := provider.NewClient(p, provider.ClientConfig{}).CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: noon, Duration: time.Hour})
	var e *meeting.Error
	if !errors.As(err, &e) || e.Op != "create" || e.Kind != meeting.ErrPermission {
		t.Errorf("a failed lookup: %v", err)
	}
}

func TestCreateLosses(t *testing.T) {
	p, fake := newFake(t, configured())
	c := provider.NewClient(p, provider.ClientConfig{})
	odd := meeting.CreateRequest{Title: "T", Start: noon.Add(30 * time.Second), Duration: time.Hour}
	_, err := c.CreateMeeting(t.Context(), odd)
	var lost *meeting.LossError
	if !errors.As(err, &lost) || lost.Losses[0].Field != "start" {
		t.Errorf("a start with seconds: %v", err)
	}
	odd.OnLoss = meeting.LossBestEffort
	if _, err := c.CreateMeeting(t.Context(), odd); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("a start with seconds, best effort: %v", err)
	}
	_, losses, err := c.Check(meeting.CreateRequest{
		Title: "T", Start: time.Date(2027, 10, 31, 1, 30, 0, 0, time.UTC), Zone: "Europe/Berlin", Duration: time.Hour,
		Media: meeting.MediaAudio, Passcode: meeting.NewSecret("abcdef"),
	})
	if err != nil {
		t.Fatal(err)
	}
	var fields []string
	for _, l := range losses {
		fields = append(fields, l.Field+" "+string(l.Severity))
	}
	if diff := cmp.Diff([]string{"passcode warn", "media warn", "time_zone note"}, fields); diff != "" {
		t.Error(diff)
	}
	_, err = c.CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: noon, Duration: time.Hour, Settings: meeting.Settings{WaitingRoom: meeting.On}})
	if !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("a waiting room: %v", err)
	}
	if n := fake.GetTotalCallCount(); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// listing answers as Zoho does with n sessions, whose ids count up from first.
func listing(first, n int) string {
	sessions := make([]map[string]any, n)
	for i := range sessions {
		sessions[i] = map[string]any{"meetingKey": first + i, "topic": "x", "startTimeMillis": "1893456000000", "duration": "3600000"}
	}
	text, _ := json.Marshal(map[string]any{"session": sessions, "count": n})
	return string(text)
}

func TestListRequests(t *testing.T) {
	const none = `{"count":0,"isMettingSessionAvailable":false}`
	query := func(kind, index, count string) string {
		return "count=" + count + "&filterType=sdkMeetingList&index=" + index + "&listtype=" + kind
	}
	for name, c := range map[string]struct {
		q       meeting.ListQuery
		answers []string
		queries []string
		found   int
	}{
		"both lists": {meeting.ListQuery{}, []string{listing(1000, 2), listing(2000, 1)}, []string{query("upcoming", "0", "100"), query("past", "0", "100")}, 3},
		"nothing":    {meeting.ListQuery{}, []string{none, none}, []string{query("upcoming", "0", "100"), query("past", "0", "100")}, 0},
		"scheduled":  {meeting.ListQuery{Status: meeting.StatusScheduled}, []string{listing(1000, 1)}, []string{query("upcoming", "0", "100")}, 1},
		"ended":      {meeting.ListQuery{Status: meeting.StatusEnded}, []string{listing(1000, 1)}, []string{query("past", "0", "100")}, 1},
		"future":     {meeting.ListQuery{From: noon.Add(time.Hour)}, []string{listing(1000, 1)}, []string{query("upcoming", "0", "100")}, 1},
		"window":     {meeting.ListQuery{From: noon.Add(time.Hour), To: noon.Add(2 * time.Hour)}, []string{listing(1000, 1)}, []string{query("upcoming", "0", "100")}, 0},
		"pages": {meeting.ListQuery{Status: meeting.StatusScheduled, PageSize: 2}, []string{listing(1000, 2), listing(1002, 2), none},
			[]string{query("upcoming", "0", "2"), query("upcoming", "1", "2"), query("upcoming", "2", "2")}, 4},
	} {
		t.Run(name, func(t *testing.T) {
			p, fake := newFake(t, configured())
			var got []sent
			answers := make([]*http.Response, len(c.answers))
			for i, text := range c.answers {
				answers[i] = httpmock.NewStringResponse(http.StatusOK, text)
			}
			fake.RegisterNoResponder(record(&got, httpmock.ResponderFromMultipleResponses(answers)))
			found := 0
			for m, err := range provider.NewClient(p, provider.ClientConfig{}).Meetings(t.Context(), c.q) {
				if err != nil {
					t.Fatal(err)
				}
				if m.Kind != meeting.KindScheduled || m.Duration != time.Hour {
					t.Errorf("got %+v", m)
				}
				found++
			}
			var queries []string
			for _, s := range got {
				queries = append(queries, strings.TrimPrefix(s.url, listPath+"?"))
			}
			if diff := cmp.Diff(c.queries, queries); diff != "" || found != c.found {
				t.Errorf("%d sessions; queries:\n%s", found, diff)
			}
		})
	}
}

func TestListRefusesBeforeTheCall(t *testing.T) {
	p, fake := newFake(t, configured())
	for name, c := range map[string]struct {
		q    meeting.ListQuery
		kind meeting.ErrorKind
	}{
		"filter":        {meeting.ListQuery{Filter: map[string]string{"listtype": "past"}}, meeting.ErrInvalid},
		"live":          {meeting.ListQuery{Status: meeting.StatusLive}, meeting.ErrUnsupported},
		"cancelled":     {meeting.ListQuery{Status: meeting.StatusCancelled}, meeting.ErrUnsupported},
		"foreign token": {meeting.ListQuery{PageToken: "3"}, meeting.ErrInvalid},
		"other list":    {meeting.ListQuery{PageToken: "past.0.", Status: meeting.StatusScheduled}, meeting.ErrInvalid},
	} {
		if _, err := p.ListMeetings(t.Context(), c.q); !errors.Is(err, c.kind) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := fake.GetTotalCallCount(); n != 0 {
		t.Errorf("%d requests", n)
	}
}

func TestConvert(t *testing.T) {
	const path = "https://meeting.zoho.com/api/v2/1234567/sdk/session/convert/556536000000214030"
	for name, c := range map[string]struct {
		status int
		body   string
		kind   meeting.ErrorKind
	}{
		"done":         {200, `{"representation":{"status":"Success"},"resourceType":"/x"}`, ""},
		"not done":     {200, `{"representation":{"status":"Failure"}}`, meeting.ErrProtocol},
		"no answer":    {200, ``, meeting.ErrProtocol},
		"no such":      {400, `{"error":{"errorCode":4000,"message":"x","key":"INVALID_MEETING_KEY"}}`, meeting.ErrNotFound},
		"organisation": {403, `{"error":{"code":1025,"message":"Org doesn't matches with request uri"},"resourceType":"x"}`, meeting.ErrPermission},
	} {
		t.Run(name, func(t *testing.T) {
			p, fake := newFake(t, configured())
			var got []sent
			fake.RegisterResponder(http.MethodPost, path, record(&got, httpmock.NewStringResponder(c.status, c.body)))
			err := p.Convert(t.Context(), "556536000000214030")
			if meeting.KindOf(err) != c.kind || len(got) != 1 || got[0].body != "" {
				t.Errorf("got %v after %+v", err, got)
			}
		})
	}
	p, fake := newFake(t, configured())
	if err := p.Convert(t.Context(), "../x"); !errors.Is(err, meeting.ErrInvalid) || fake.GetTotalCallCount() != 0 {
		t.Errorf("a hostile id: %v", err)
	}
}
