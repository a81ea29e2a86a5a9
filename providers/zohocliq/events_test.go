package zohocliq_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohocliq"
)

const (
	events    = "https://cliq.zoho.com/api/v2/events"
	calendars = "https://cliq.zoho.com/api/v2/calendars"
	eventID   = "427812df@zoho.com"
	eventAt   = events + "/" + eventID
	eventBody = `{"id":"427812df@zoho.com","title":"Forum","description":"D","location":"Room 21","type":"audio_conference","start_time":1798977600000,` +
		`"end_time":1798981200000,"timezone":"Asia/Kolkata","calendar_id":"cal==","edit_tag":"1738835150914","meeting_link":"https://cliq.zoho.com/meeting/1BK4",` +
		`"organizer":{"id":"9","name":"S","email":"s@example.com"},"attendees":[{"id":"8","name":"R","email":"r@example.com","status":"accepted"}]}`
)

var now = time.Date(2027, 1, 1, 12, 0, 0, 0, time.UTC)

// line is a request with its body.
type line struct{ method, url, body string }

// scripted answers each request by method and path; what was sent is kept.
func scripted(t *testing.T, cfg zohocliq.Config, answers map[string]string) (*zohocliq.Provider, *[]line) {
	t.Helper()
	fake := httpmock.NewMockTransport()
	var got []line
	fake.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		var body []byte
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		got = append(got, line{r.Method, r.URL.String(), string(body)})
		where, _, _ := strings.Cut(r.URL.String(), "?")
		answer, ok := answers[r.Method+" "+where]
		if !ok {
			return httpmock.NewStringResponse(http.StatusNotFound, `{"message":"no"}`), nil
		}
		if answer == "" {
			return httpmock.NewStringResponse(http.StatusNoContent, ""), nil
		}
		return httpmock.NewStringResponse(http.StatusOK, answer), nil
	})
	cfg.Auth, cfg.Transport, cfg.Now = fixedToken(), fake, func() time.Time { return now }
	p, err := zohocliq.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p, &got
}

func sameLines(t *testing.T, want, got []line) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
}

func TestCreateRequest(t *testing.T) {
	native, err := zohocliq.Options{Type: zohocliq.TypeManagement, Location: "Room", Reminders: []zohocliq.Reminder{{Type: "popup", Minutes: 15}}}.Native()
	if err != nil {
		t.Fatal(err)
	}
	start := now.Add(24 * time.Hour)
	for name, c := range map[string]struct {
		calendar string
		req      meeting.CreateRequest
		body     string
		losses   int
	}{
		"least": {"", meeting.CreateRequest{Title: "T", Start: start, Duration: time.Hour},
			`{"title":"T","start_time":1798891200000,"end_time":1798894800000,"timezone":"UTC","type":"video_conference"}`, 0},
		"all": {"cal", meeting.CreateRequest{Title: "T", Description: "D", Start: start, Zone: "Asia/Kolkata", Duration: 90 * time.Second, Media: meeting.MediaAudio,
			Invitees: []meeting.Person{{Email: "a@example.com", Name: "A"}, {Email: "b@example.com"}}},
			`{"title":"T","start_time":1798891200000,"end_time":1798891290000,"timezone":"Asia/Kolkata","calendar_id":"cal","type":"audio_conference",` +
				`"description":"D","attendees":["a@example.com","b@example.com"]}`, 1}, // a name
		"native": {"", meeting.CreateRequest{Title: "T", Start: start, Duration: time.Hour, Native: native},
			`{"end_time":1798894800000,"location":"Room","reminders":[{"minutes":15,"type":"popup"}],"start_time":1798891200000,"timezone":"UTC","title":"T","type":"event_management"}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := scripted(t, zohocliq.Config{CalendarID: c.calendar}, map[string]string{"POST " + events: `{"data":[` + eventBody + `]}`})
			m, err := provider.NewClient(p, provider.ClientConfig{}).CreateMeeting(t.Context(), c.req)
			if err != nil {
				t.Fatal(err)
			}
			sameLines(t, []line{{"POST", events, c.body}}, *got)
			if m.ID != eventID || m.Kind != meeting.KindScheduled || m.Status != meeting.StatusScheduled || m.JoinURL != "https://cliq.zoho.com/meeting/1BK4" || len(m.Losses) != c.losses {
				t.Errorf("got %+v", m)
			}
		})
	}
}

func TestCreateLosses(t *testing.T) {
	p, got := scripted(t, zohocliq.Config{}, nil)
	c := provider.NewClient(p, provider.ClientConfig{})
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;COUNT=3")
	if err != nil {
		t.Fatal(err)
	}
	base := meeting.CreateRequest{Title: "T", Start: now.Add(time.Hour), Duration: time.Hour}
	for field, change := range map[string]func(*meeting.CreateRequest){
		"recurrence":            func(r *meeting.CreateRequest) { r.Recurrence = rule },
		"passcode":              func(r *meeting.CreateRequest) { r.Passcode = meeting.NewSecret("abcdef") },
		"settings.waiting_room": func(r *meeting.CreateRequest) { r.Settings.WaitingRoom = meeting.On },
	} {
		req := base
		change(&req)
		_, err := c.CreateMeeting(t.Context(), req)
		var lost *meeting.LossError
		if !errors.As(err, &lost) || len(lost.Losses) != 1 || lost.Losses[0].Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	long := base
	long.Description = strings.Repeat("x", 10001)
	if _, losses, err := c.Check(long); err != nil || len(losses) != 1 || losses[0].Got != "10000 characters" {
		t.Errorf("a long description: %v, %v", losses, err)
	}
	if _, err := c.CreateMeeting(t.Context(), meeting.CreateRequest{Start: base.Start, Duration: time.Hour}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("no title: %v", err)
	}
	if len(*got) != 0 {
		t.Errorf("sent %v", *got)
	}
}

// The default calendar is asked for once; get, update and cancel name it, and after
// a get the event's own.
func TestEventCalls(t *testing.T) {
	p, got := scripted(t, zohocliq.Config{}, map[string]string{
		"GET " + calendars: `{"data":[{"uid":"other","isdefault":false},{"uid":"mine","isdefault":true}]}`,
		"GET " + eventAt:   `{"data":` + eventBody + `}`,
		"PUT " + eventAt:   `{"data":[` + eventBody + `]}`, "DELETE " + eventAt: "",
	})
	ctx := t.Context()
	if m, err := p.GetMeeting(ctx, eventID); err != nil || m.Title != "Forum" || m.Refs["calendar_id"] != "cal==" {
		t.Fatalf("got %+v, %v", m, err)
	}
	title, start := "New", now.Add(72*time.Hour)
	if _, err := p.UpdateMeeting(ctx, eventID, meeting.Patch{Title: &title, Start: &start, Native: json.RawMessage(`{"reminders":[]}`)}); err != nil {
		t.Fatal(err)
	}
	if err := p.CancelMeeting(ctx, eventID, meeting.CancelOptions{Notify: meeting.On}); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("with notice: %v", err)
	}
	if err := p.CancelMeeting(ctx, eventID, meeting.CancelOptions{Notify: meeting.Off}); err != nil {
		t.Fatal(err)
	}
	people, err := p.ListParticipants(ctx, eventID, meeting.ParticipantQuery{State: meeting.ParticipantInvited})
	if err != nil || len(people.Participants) != 1 || people.Participants[0].Email != "r@example.com" || people.Participants[0].State != meeting.ParticipantInvited {
		t.Errorf("got %+v, %v", people, err)
	}
	get := line{"GET", eventAt + "?calendar_id=mine", ""}
	sameLines(t, []line{
		{"GET", calendars, ""}, get,
		get, {"PUT", eventAt, `{"attendees":[{"email":"r@example.com","status":"accepted"}],"calendar_id":"cal==","description":"D",` +
			`"end_time":1799067600000,"location":"Room 21","reminders":[],"start_time":1799064000000,"timezone":"Asia/Kolkata","title":"New","type":"audio_conference"}`},
		get, {"DELETE", eventAt, `{"calendar_id":"cal==","edit_tag":1738835150914}`},
		get,
	}, *got)
}

// A list is of all calendars: what it gave can be got.
func TestEventOfAnotherCalendar(t *testing.T) {
	p, got := scripted(t, zohocliq.Config{CalendarID: "mine"}, map[string]string{
		"GET " + events: `{"data":[` + eventBody + `]}`, "GET " + eventAt: `{"data":[` + eventBody + `]}`,
	})
	if _, err := p.ListMeetings(t.Context(), meeting.ListQuery{From: now}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{eventID, "other@zoho.com"} {
		_, _ = p.GetMeeting(t.Context(), id) // the other is not there
	}
	if len(*got) != 3 || (*got)[1].url != eventAt+"?calendar_id=cal%3D%3D" || (*got)[2].url != events+"/other@zoho.com?calendar_id=mine" {
		t.Errorf("sent %v", *got)
	}
}

func TestUpdateBodies(t *testing.T) {
	description, length := "", 2*time.Hour
	for name, c := range map[string]struct {
		patch meeting.Patch
		want  string
	}{
		"duration": {meeting.Patch{Duration: &length}, `"start_time":1798977600000,"end_time":1798984800000,"timezone":"Asia/Kolkata"`},
		"zone":     {meeting.Patch{Zone: "Europe/Berlin"}, `"start_time":1798977600000,"end_time":1798981200000,"timezone":"Europe/Berlin"`},
		"nothing":  {meeting.Patch{Description: &description}, `"type":"audio_conference","description":"","location":"Room 21"`},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := scripted(t, zohocliq.Config{CalendarID: "c"}, map[string]string{"GET " + eventAt: `{"data":[` + eventBody + `]}`, "PUT " + eventAt: `{"data":[` + eventBody + `]}`})
			if _, err := p.UpdateMeeting(t.Context(), eventID, c.patch); err != nil {
				t.Fatal(err)
			}
			if body := (*got)[1].body; !strings.Contains(body, c.want) {
				t.Errorf("sent %s", body)
			}
		})
	}
}

func TestCalendarFails(t *testing.T) {
	p, _ := scripted(t, zohocliq.Config{}, map[string]string{"GET " + calendars: `{"data":[]}`})
	if _, err := p.GetMeeting(t.Context(), eventID); !errors.Is(err, meeting.ErrProtocol) {
		t.Errorf("no default calendar: %v", err)
	}
	p, got := scripted(t, zohocliq.Config{CalendarID: "c"}, map[string]string{"GET " + eventAt: `{"data":[{"id":"427812df@zoho.com","edit_tag":"x","calendar_id":"c"}]}`})
	if err := p.CancelMeeting(t.Context(), eventID, meeting.CancelOptions{}); !errors.Is(err, meeting.ErrProtocol) || len(*got) != 1 {
		t.Errorf("an edit_tag that is none: %v after %v", err, *got)
	}
}

// Sessions are read only, and an id that could leave its place is refused.
func TestIDsAreKeptApart(t *testing.T) {
	p, got := scripted(t, zohocliq.Config{CalendarID: "c"}, nil)
	title := "x"
	_, update := p.UpdateMeeting(t.Context(), callID, meeting.Patch{Title: &title})
	cancel := p.CancelMeeting(t.Context(), callID, meeting.CancelOptions{})
	_, live := p.ListParticipants(t.Context(), eventID, meeting.ParticipantQuery{State: meeting.ParticipantLive})
	for _, err := range []error{update, cancel, live} {
		if !errors.Is(err, meeting.ErrUnsupported) {
			t.Errorf("got %v", err)
		}
	}
	for _, id := range []string{"../x@zoho.com", "a@b/c", "a@b?c=d", "a @b"} {
		if _, err := p.GetMeeting(t.Context(), id); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%q: %v", id, err)
		}
	}
	if len(*got) != 0 {
		t.Errorf("sent %v", *got)
	}
}
