package zoom_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

func rule(t *testing.T, text string) meeting.Recurrence {
	t.Helper()
	r, err := meeting.ParseRecurrence(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func native(t *testing.T, o zoom.Options) json.RawMessage {
	t.Helper()
	encoded, err := o.Native()
	if err != nil {
		t.Fatal(err)
	}
	return encoded
}

const users = "https://api.zoom.us/v2/users/me/meetings"

func TestCreateBodies(t *testing.T) {
	start := time.Date(2027, 1, 4, 8, 30, 0, 0, time.UTC)
	tests := map[string]meeting.CreateRequest{
		"create-least": {Title: "Plan", Start: start, Duration: 45 * time.Minute},
		"create-most": {
			Title: "Grüße & <Plan>", Description: "line\nline", Wall: "2027-01-04T09:30", Zone: "Europe/Berlin", Duration: 44*time.Minute + 1*time.Second,
			Passcode: meeting.NewSecret("a1B2c3"), Media: meeting.MediaVideo,
			Invitees: []meeting.Person{{Email: "a@example.com", Name: "A"}, {Email: "b@example.com"}},
			Settings: meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.Off, JoinBeforeHost: meeting.Off, Recording: meeting.RecordLocal, SignInRequired: meeting.On},
			OnLoss:   meeting.LossBestEffort, // the second over the minute
		},
		"create-daily":        {Title: "Series", Start: start, Duration: time.Hour, Recurrence: rule(t, "FREQ=DAILY;INTERVAL=2;COUNT=5")},
		"create-weekly":       {Title: "Series", Start: start, Duration: time.Hour, Zone: "Europe/Berlin", Recurrence: rule(t, "FREQ=WEEKLY;BYDAY=MO,WE,FR;UNTIL=20270401T000000Z")},
		"create-monthly-day":  {Title: "Series", Start: start, Duration: time.Hour, Recurrence: rule(t, "FREQ=MONTHLY;BYMONTHDAY=4;COUNT=12")},
		"create-monthly-week": {Title: "Series", Start: start, Duration: time.Hour, Recurrence: rule(t, "FREQ=MONTHLY;BYDAY=1MO;COUNT=6")},
		"create-type-3":       {Title: "Any time", Start: start, Duration: time.Hour, Native: native(t, zoom.Options{Type: 3})},
		"create-native": {
			Title: "Merged", Start: start, Duration: time.Hour, Settings: meeting.Settings{WaitingRoom: meeting.On},
			Native: json.RawMessage(`{"topic":"Replaced","timezone":null,"settings":{"audio":"voip","jbh_time":5},"tracking_fields":[{"field":"id","value":"9007199254740993"}]}`),
		},
	}
	for name, req := range tests {
		t.Run(name, func(t *testing.T) {
			v := newVendor(reply{status: http.StatusCreated, body: answer})
			m, err := newClient(t, v, accessToken).CreateMeeting(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			got := v.last(t)
			if len(v.api) != 1 || got.method != http.MethodPost || got.url != users {
				t.Errorf("%d requests, %s %s", len(v.api), got.method, got.url)
			}
			golden(t, name, got.body)
			if m.ID != "92674392836" || m.HostURL.Reveal() != "https://example.com/s/1?zak=z" {
				t.Errorf("the answer is %+v", m)
			}
		})
	}
}

func TestInstantBody(t *testing.T) {
	for name, req := range map[string]meeting.InstantRequest{
		"instant": {Title: "Now"}, "instant-untitled": {},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVendor(reply{status: http.StatusCreated, body: answer})
			if _, err := newClient(t, v, accessToken).Instant(t.Context(), req); err != nil {
				t.Fatal(err)
			}
			got := v.last(t)
			if got.method != http.MethodPost || got.url != users {
				t.Errorf("%s %s", got.method, got.url)
			}
			golden(t, name, got.body)
		})
	}
}

func TestUpdateBodies(t *testing.T) {
	title, blank, start, long := "Changed", "", time.Date(2027, 1, 5, 8, 30, 0, 0, time.UTC), 90*time.Minute
	code, none, weekly := meeting.NewSecret("z9"), meeting.Secret{}, rule(t, "FREQ=WEEKLY;BYDAY=TU;COUNT=4")
	for name, patch := range map[string]meeting.Patch{
		"update-title":       {Title: &title},
		"update-description": {Description: &blank},
		"update-time":        {Wall: "2027-01-05T09:30", Zone: "Europe/Berlin", Duration: &long},
		"update-zone":        {Zone: "Asia/Tokyo"},
		"update-passcode":    {Passcode: &code},
		"update-no-passcode": {Passcode: &none},
		"update-settings":    {Settings: meeting.Settings{WaitingRoom: meeting.Off, Recording: meeting.RecordNone}},
		"update-series":      {Start: &start, Zone: "UTC", Recurrence: &weekly},
		"update-native":      {Native: json.RawMessage(`{"settings":{"audio":"voip"}}`)},
	} {
		t.Run(name, func(t *testing.T) {
			v := newVendor(reply{status: http.StatusNoContent}, ok(answer))
			if (patch.Wall != "" || patch.Zone != "") && patch.Recurrence == nil { // a series would have its rule sent
				v = newVendor(ok(answer), reply{status: http.StatusNoContent}, ok(answer))
			}
			m, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "92674392836", patch)
			if err != nil {
				t.Fatal(err)
			}
			read := v.last(t)
			wrote := v.api[len(v.api)-2]
			const url = "https://api.zoom.us/v2/meetings/92674392836"
			if len(v.api) > 3 || wrote.method != http.MethodPatch || wrote.url != url || read.method != http.MethodGet || read.url != url {
				t.Errorf("sent %+v", v.api)
			}
			golden(t, name, wrote.body)
			if m.Title != "My Meeting" {
				t.Errorf("the answer is %+v", m)
			}
		})
	}
}

func TestOccurrenceBody(t *testing.T) {
	description, start, long := "About this one", time.Date(2027, 1, 5, 8, 30, 0, 0, time.UTC), 90*time.Minute
	v := newVendor(reply{status: http.StatusNoContent}, ok(answer))
	_, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "1", meeting.Patch{
		Occurrence: "1648194360000", Description: &description, Wall: "2027-01-05T09:30", Zone: "Europe/Berlin", Duration: &long,
		Settings: meeting.Settings{WaitingRoom: meeting.On, Recording: meeting.RecordCloud}, Native: json.RawMessage(`{"settings":{"watermark":true}}`)})
	if err != nil {
		t.Fatal(err)
	}
	for i, method := range []string{http.MethodPatch, http.MethodGet} {
		if got := v.api[i]; got.method != method || got.url != "https://api.zoom.us/v2/meetings/1?occurrence_id=1648194360000" {
			t.Errorf("%s %s", got.method, got.url)
		}
	}
	golden(t, "update-occurrence", v.api[0].body)

	v, title := newVendor(ok(answer)), "x"
	for name, patch := range map[string]meeting.Patch{
		"title": {Title: &title}, "zone": {Zone: "UTC"}, "sign-in": {Settings: meeting.Settings{SignInRequired: meeting.On}},
		"native": {Native: json.RawMessage(`{"topic":"x"}`)}, "native setting": {Start: &start, Native: json.RawMessage(`{"settings":{"audio":"voip"}}`)},
		"native text": {Native: json.RawMessage(`{"settings":"x"}`)}, "an occurrence that is none": {Start: &start, Occurrence: "a/b"},
	} {
		if patch.Occurrence == "" {
			patch.Occurrence = "1648194360000"
		}
		_, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "1", patch)
		if kind := meeting.KindOf(err); (kind != meeting.ErrInvalid && kind != meeting.ErrUnsupported) || len(v.api) != 0 {
			t.Errorf("%s: %v after %d requests", name, err, len(v.api))
		}
	}
}

// TestSeriesKeepsItsRule: Zoom wants the whole rule with new times of a series, and a
// rule that would not fit them is refused before the change.
func TestSeriesKeepsItsRule(t *testing.T) {
	series := ok(`{"id":1,"type":8,"start_time":"2027-01-04T08:30:00Z","duration":45,"timezone":"Europe/Berlin","recurrence":{"type":2,"repeat_interval":1,"weekly_days":"2","end_times":4}}`)
	v := newVendor(series, reply{status: http.StatusNoContent}, series)
	later := time.Date(2027, 1, 4, 10, 0, 0, 0, time.UTC)
	if _, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "1", meeting.Patch{Start: &later}); err != nil || len(v.api) != 3 {
		t.Fatalf("%v after %d requests", err, len(v.api))
	}
	golden(t, "update-series-start", v.api[1].body)
	v, title := newVendor(series), "x"
	tuesday := later.AddDate(0, 0, 1)
	if _, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "1", meeting.Patch{Start: &tuesday}); !errors.Is(err, meeting.ErrInvalid) || len(v.api) != 1 {
		t.Errorf("a Monday series moved to Tuesday: %v after %d requests", err, len(v.api))
	}
	v = newVendor(reply{status: http.StatusNoContent}, series)
	if _, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "1", meeting.Patch{Title: &title}); err != nil || len(v.api) != 2 || string(v.api[0].body) != `{"topic":"x"}` {
		t.Errorf("%v, %s", err, v.api[0].body)
	}
	v = newVendor(ok(answer))
	if _, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "1", meeting.Patch{Zone: "Asia/Yangon"}); !errors.Is(err, meeting.ErrUnsupported) || len(v.api) != 0 {
		t.Errorf("a zone that Zoom lacks: %v after %d requests", err, len(v.api))
	}
}

func TestEndBody(t *testing.T) {
	v := newVendor(reply{status: http.StatusNoContent})
	if err := newClient(t, v, accessToken).EndMeeting(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if got := v.last(t); got.method != http.MethodPut || got.url != "https://api.zoom.us/v2/meetings/1/status" {
		t.Errorf("%s %s", got.method, got.url)
	}
	golden(t, "status-end", v.last(t).body)
}

func TestUpdateOfARuleNeedsStartAndZone(t *testing.T) {
	v := newVendor(ok(answer))
	weekly, start := rule(t, "FREQ=WEEKLY;BYDAY=TU;COUNT=4"), time.Date(2027, 1, 5, 8, 30, 0, 0, time.UTC)
	for _, patch := range []meeting.Patch{{Recurrence: &weekly}, {Recurrence: &weekly, Zone: "UTC"}, {Recurrence: &weekly, Start: &start}} {
		_, err := newClient(t, v, accessToken).UpdateMeeting(t.Context(), "1", patch)
		if !errors.Is(err, meeting.ErrInvalid) || len(v.api) != 0 {
			t.Errorf("%v after %d requests", err, len(v.api))
		}
	}
}

// TestURLs checks method, path and query of what sends no body.
func TestURLs(t *testing.T) {
	const base = "https://api.zoom.us/v2"
	drain := func(ctx context.Context, c *provider.Client, q meeting.ListQuery) error {
		for _, err := range c.Meetings(ctx, q) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	people := func(ctx context.Context, c *provider.Client, q meeting.ParticipantQuery) error {
		for _, err := range c.Participants(ctx, "1", q) {
			if err != nil {
				return err
			}
		}
		return nil
	}
	tests := map[string]struct {
		call        func(ctx context.Context, c *provider.Client) error
		method, url string
	}{
		"get": {func(ctx context.Context, c *provider.Client) error { _, err := c.GetMeeting(ctx, "1"); return err },
			http.MethodGet, base + "/meetings/1"},
		"cancel": {func(ctx context.Context, c *provider.Client) error {
			return c.CancelMeeting(ctx, "1", meeting.CancelOptions{})
		}, http.MethodDelete, base + "/meetings/1"},
		"cancel, tell": {func(ctx context.Context, c *provider.Client) error {
			return c.CancelMeeting(ctx, "1", meeting.CancelOptions{Notify: meeting.On})
		}, http.MethodDelete, base + "/meetings/1?cancel_meeting_reminder=true&schedule_for_reminder=true"},
		"cancel, quietly": {func(ctx context.Context, c *provider.Client) error {
			return c.CancelMeeting(ctx, "1", meeting.CancelOptions{Notify: meeting.Off})
		}, http.MethodDelete, base + "/meetings/1?cancel_meeting_reminder=false&schedule_for_reminder=false"},
		"cancel one": {func(ctx context.Context, c *provider.Client) error {
			return c.CancelMeeting(ctx, "1", meeting.CancelOptions{Occurrence: "1648194360000", Notify: meeting.On})
		}, http.MethodDelete, base + "/meetings/1?cancel_meeting_reminder=true&occurrence_id=1648194360000&schedule_for_reminder=true"},
		"sessions": {func(ctx context.Context, c *provider.Client) error {
			for _, err := range c.Sessions(ctx, "1") {
				return err
			}
			return nil
		}, http.MethodGet, base + "/past_meetings/1/instances"},
		"delete a recording": {func(ctx context.Context, c *provider.Client) error {
			return c.DeleteRecording(ctx, "AAAAAAAAAAAAAAAAAAAAAA~f1")
		}, http.MethodDelete, base + "/meetings/AAAAAAAAAAAAAAAAAAAAAA==/recordings/f1?action=delete"},
		"list": {func(ctx context.Context, c *provider.Client) error { return drain(ctx, c, meeting.ListQuery{}) },
			http.MethodGet, base + "/users/me/meetings?page_size=300&type=scheduled"},
		"list live": {func(ctx context.Context, c *provider.Client) error {
			return drain(ctx, c, meeting.ListQuery{Status: meeting.StatusLive})
		},
			http.MethodGet, base + "/users/me/meetings?page_size=300&type=live"},
		"list ended": {func(ctx context.Context, c *provider.Client) error {
			return drain(ctx, c, meeting.ListQuery{Status: meeting.StatusEnded})
		}, http.MethodGet, base + "/users/me/meetings?page_size=300&type=previous_meetings"},
		"list filtered": {func(ctx context.Context, c *provider.Client) error {
			return drain(ctx, c, meeting.ListQuery{Filter: map[string]string{"type": "upcoming"}, PageSize: 1000, PageToken: "a+b/c="})
		}, http.MethodGet, base + "/users/me/meetings?next_page_token=a%2Bb%2Fc%3D&page_size=300&type=upcoming"},
		"participants": {func(ctx context.Context, c *provider.Client) error { return people(ctx, c, meeting.ParticipantQuery{}) },
			http.MethodGet, base + "/past_meetings/1/participants?page_size=300"},
		"participants, live": {func(ctx context.Context, c *provider.Client) error {
			return people(ctx, c, meeting.ParticipantQuery{State: meeting.ParticipantLive, PageSize: 7})
		}, http.MethodGet, base + "/metrics/meetings/1/participants?page_size=7&type=live"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			v := newVendor(ok(strings.Replace(answer, "{", `{"meetings":[],"participants":[],`, 1))) // a meeting and pages in one
			if err := tt.call(t.Context(), newClient(t, v, accessToken)); err != nil {
				t.Fatal(err)
			}
			if got := v.last(t); got.method != tt.method || got.url != tt.url || len(v.api) != 1 {
				t.Errorf("%d requests, %s %s, want %s", len(v.api), got.method, got.url, tt.url)
			}
		})
	}
}

func TestHostInThePath(t *testing.T) {
	v := newVendor(ok(answer))
	req := meeting.CreateRequest{Title: "x", Start: noon.Add(time.Hour), Duration: time.Hour, Host: "jill+chill@example.com"}
	if _, err := newClient(t, v, accessToken).CreateMeeting(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	if got := v.last(t).url; got != "https://api.zoom.us/v2/users/jill+chill@example.com/meetings" {
		t.Errorf("%s", got)
	}
	p := newProvider(t, v, accessToken)
	for id, path := range map[string]string{ // past the Client's check
		"a/b":             "/v2/meetings/a%2Fb",
		"../users/me":     "/v2/meetings/..%2Fusers%2Fme",
		"a?b=c":           "/v2/meetings/a%3Fb=c",
		"a#b":             "/v2/meetings/a%23b",
		"%2e%2e":          "/v2/meetings/%252e%252e",
		"a\r\nX-Evil: b":  "/v2/meetings/a%0D%0AX-Evil:%20b",
		"/abcABC//123==":  "/v2/meetings/%2FabcABC%2F%2F123==",
		"Grüße\u2028":     "/v2/meetings/Gr%C3%BC%C3%9Fe%E2%80%A8",
		"92674392836 ":    "/v2/meetings/92674392836%20",
		"..;/users":       "/v2/meetings/..%3B%2Fusers",
		"https://evil.ex": "/v2/meetings/https:%2F%2Fevil.ex",
	} {
		if _, err := p.GetMeeting(t.Context(), id); err != nil {
			t.Errorf("%q: %v", id, err)
		}
		if got := v.last(t).url; got != "https://api.zoom.us"+path {
			t.Errorf("%q: %s", id, got)
		}
	}
	for _, id := range []string{"", ".", ".."} {
		before := len(v.api)
		if _, err := p.GetMeeting(t.Context(), id); !errors.Is(err, meeting.ErrInvalid) || len(v.api) != before {
			t.Errorf("%q: %v", id, err)
		}
	}
}

func TestListPages(t *testing.T) {
	v := newVendor(
		ok(`{"next_page_token":"two","meetings":[{"id":1,"type":2,"start_time":"2027-01-04T08:30:00Z"},{"id":2,"type":2,"start_time":"2027-02-04T08:30:00Z"}]}`),
		ok(`{"next_page_token":"","meetings":[{"id":3,"type":3}]}`),
	)
	q := meeting.ListQuery{From: noon, To: noon.AddDate(0, 0, 7)}
	var ids []string
	for m, err := range newClient(t, v, accessToken).Meetings(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, m.ID)
	}
	if len(ids) != 2 || ids[0] != "1" || ids[1] != "3" { // 2 is outside, of 3 the start is unknown
		t.Errorf("listed %v", ids)
	}
	if got := v.last(t).url; got != users+"?next_page_token=two&page_size=300&type=scheduled" || len(v.api) != 2 {
		t.Errorf("%d requests, %s", len(v.api), got)
	}
}

func TestListRefuses(t *testing.T) {
	for name, tt := range map[string]struct {
		q    meeting.ListQuery
		kind meeting.ErrorKind
	}{
		"cancelled":      {meeting.ListQuery{Status: meeting.StatusCancelled}, meeting.ErrUnsupported},
		"unknown filter": {meeting.ListQuery{Filter: map[string]string{"page_number": "2"}}, meeting.ErrInvalid},
		"unknown type":   {meeting.ListQuery{Filter: map[string]string{"type": "all"}}, meeting.ErrInvalid},
	} {
		v := newVendor(ok(`{}`))
		for _, err := range newClient(t, v, accessToken).Meetings(t.Context(), tt.q) {
			if !errors.Is(err, tt.kind) || len(v.api) != 0 {
				t.Errorf("%s: %v after %d requests", name, err, len(v.api))
			}
		}
	}
}

func TestParticipantStates(t *testing.T) {
	const page = `{"participants":[
		{"user_id":"1","name":"Left","join_time":"2027-01-04T08:30:00Z","leave_time":"2027-01-04T08:40:00Z"},
		{"user_id":"2","name":"Here","join_time":"2027-01-04T08:30:00Z","status":"in_meeting"}]}`
	for state, want := range map[meeting.ParticipantState]string{
		"": "Left Here ", meeting.ParticipantJoined: "Left Here ", meeting.ParticipantLeft: "Left ", meeting.ParticipantLive: "Here ",
	} {
		got := ""
		for p, err := range newClient(t, newVendor(ok(page)), accessToken).Participants(t.Context(), "1", meeting.ParticipantQuery{State: state}) {
			if err != nil {
				t.Fatal(err)
			}
			got += p.Name + " "
		}
		if got != want {
			t.Errorf("%q: %s", state, got)
		}
	}
	v := newVendor(ok(page))
	for _, err := range newClient(t, v, accessToken).Participants(t.Context(), "1", meeting.ParticipantQuery{State: meeting.ParticipantInvited}) {
		if !errors.Is(err, meeting.ErrUnsupported) || len(v.api) != 0 {
			t.Errorf("invited: %v after %d requests", err, len(v.api))
		}
	}
}
