package whereby_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
)

// request is the least that Create takes, with changes.
func request(change func(*meeting.CreateRequest)) meeting.CreateRequest {
	req := meeting.CreateRequest{Start: time.Date(2027, 1, 4, 9, 0, 0, 0, time.UTC), Duration: time.Hour}
	if change != nil {
		change(&req)
	}
	return req
}

func native(t *testing.T, o whereby.Options) json.RawMessage {
	t.Helper()
	text, err := o.Native()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestCreateRequests(t *testing.T) {
	yes := true
	keys := whereby.Storage{Provider: whereby.StorageS3, Bucket: "calls/2027", AuthenticationType: whereby.AuthAccessKey,
		AccessKeyID: meeting.NewSecret("AKIA"), AccessKeySecret: meeting.NewSecret("a<b&c")}
	cases := []struct {
		name   string
		cfg    whereby.Config
		change func(*meeting.CreateRequest)
	}{
		{name: "least"},
		{name: "no-host-links", cfg: whereby.Config{NoHostLinks: true}},
		{name: "viewer-links", cfg: whereby.Config{ViewerLinks: true}},
		{name: "zone-becomes-utc", change: func(r *meeting.CreateRequest) {
			r.Start, r.Wall, r.Zone, r.Duration = time.Time{}, "2027-07-01T09:00", "Europe/Berlin", 90*time.Minute
		}},
		{name: "locked", change: func(r *meeting.CreateRequest) { r.Settings.Locked = meeting.On }},
		{name: "waiting-room", change: func(r *meeting.CreateRequest) { r.Settings.WaitingRoom = meeting.On }},
		{name: "unlocked", change: func(r *meeting.CreateRequest) {
			r.Settings.WaitingRoom, r.Settings.Locked = meeting.Off, meeting.Off
		}},
		{name: "four-people", change: func(r *meeting.CreateRequest) { r.Settings.MaxParticipants = 4 }},
		{name: "five-people", change: func(r *meeting.CreateRequest) { r.Settings.MaxParticipants = 5 }},
		{name: "record-cloud", change: func(r *meeting.CreateRequest) { r.Settings.Recording = meeting.RecordCloud }},
		{name: "record-local", change: func(r *meeting.CreateRequest) { r.Settings.Recording = meeting.RecordLocal }},
		{name: "record-none", change: func(r *meeting.CreateRequest) { r.Settings.Recording = meeting.RecordNone }},
		{name: "losses-are-not-sent", change: func(r *meeting.CreateRequest) {
			r.Title, r.Description, r.Passcode = "Weekly", "Numbers", meeting.NewSecret("1234")
			r.Invitees = []meeting.Person{{Email: "a@example.com"}}
		}},
		{name: "native-removes-and-replaces", change: func(r *meeting.CreateRequest) {
			r.Settings.Locked = meeting.On
			r.Native = json.RawMessage(`{"isLocked":null,"roomMode":"normal","fields":["viewerRoomUrl"],"future":{"n":9007199254740993}}`)
		}},
		{name: "options-all", change: func(r *meeting.CreateRequest) {
			r.Native = native(t, whereby.Options{
				EndDate: "2027-01-04T11:00:00+01:00", IsLocked: &yes, RoomMode: whereby.RoomModeNormal,
				RoomNamePrefix: "Team 7-", RoomNamePattern: whereby.RoomNameHumanShort, TemplateType: whereby.TemplateViewerMode,
				Recording: &whereby.Recording{Type: meeting.RecordCloud, Destination: &keys, StartTrigger: whereby.TriggerAutomatic2},
				LiveTranscription: &whereby.Transcription{
					Destination: whereby.Storage{Provider: whereby.StorageS3, AuthenticationType: whereby.AuthRoleBased,
						Bucket: "text", OIDCRoleARN: "arn:aws:iam::1:role/x", Region: "eu-west-1"},
					StartTrigger: whereby.TriggerManual, Language: "en", LiveCaptions: &yes,
				},
				Streaming: &whereby.Streaming{URL: meeting.NewSecret("rtmp://live.example/app/key"), StartTrigger: whereby.TriggerPrompt},
				Fields:    []string{whereby.FieldHostRoomURL},
			})
		}},
		{name: "options-nulls-are-put-back", change: func(r *meeting.CreateRequest) {
			r.Native = native(t, whereby.Options{
				Recording:         &whereby.Recording{Type: meeting.RecordCloud},
				LiveTranscription: &whereby.Transcription{Destination: whereby.Storage{Provider: whereby.StorageWhereby}},
				Streaming:         &whereby.Streaming{URL: meeting.NewSecret("rtmp://live.example/app/key")},
			})
		}},
		{name: "options-over-setting", change: func(r *meeting.CreateRequest) {
			r.Settings.Recording = meeting.RecordCloud
			r.Native = native(t, whereby.Options{Recording: &whereby.Recording{StartTrigger: whereby.TriggerPrompt}})
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := newVendor(http.StatusCreated, room)
			if _, err := newClient(t, v, c.cfg).CreateMeeting(t.Context(), request(c.change)); err != nil {
				t.Fatal(err)
			}
			got := v.only(t)
			if got.method != http.MethodPost || got.url != api+"/v1/meetings" {
				t.Errorf("%s %s", got.method, got.url)
			}
			golden(t, "create_"+c.name, got.body)
		})
	}
}

func TestInstantRequests(t *testing.T) {
	cases := []struct {
		name string
		req  meeting.InstantRequest
	}{
		{"an-hour", meeting.InstantRequest{}},
		{"half-an-hour", meeting.InstantRequest{Title: "Now", Duration: 30 * time.Minute}},
		{"native", meeting.InstantRequest{Native: json.RawMessage(`{"isLocked":true}`)}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := newVendor(http.StatusCreated, room)
			m, err := newClient(t, v, whereby.Config{}).Instant(t.Context(), c.req)
			if err != nil {
				t.Fatal(err)
			}
			if m.Kind != meeting.KindRoom || m.HostURL.IsZero() {
				t.Errorf("kind %q, host link known: %v", m.Kind, !m.HostURL.IsZero())
			}
			got := v.only(t)
			if got.method != http.MethodPost || got.url != api+"/v1/meetings" {
				t.Errorf("%s %s", got.method, got.url)
			}
			golden(t, "instant_"+c.name, got.body)
		})
	}
}

// What the vendor ignores or can't say is told before the call, and the meeting
// carries the start that was asked for.
func TestCreateLosses(t *testing.T) {
	v := newVendor(http.StatusCreated, room)
	req := request(func(r *meeting.CreateRequest) {
		r.Title, r.Zone, r.Passcode = "Weekly", "Europe/Berlin", meeting.NewSecret("1234")
		r.Media = meeting.MediaAudio
		r.Invitees = []meeting.Person{{Email: "a@example.com"}}
		r.Settings = meeting.Settings{WaitingRoom: meeting.Off, Locked: meeting.On, MaxParticipants: 500}
	})
	m, err := newClient(t, v, whereby.Config{}).CreateMeeting(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Start.Equal(req.Start) || m.Duration != time.Hour || !m.Expires.Equal(m.End.Add(time.Hour)) {
		t.Errorf("start %v, duration %v, expires %v", m.Start, m.Duration, m.Expires)
	}
	want := map[string]meeting.Severity{
		"title": meeting.Warn, "start": meeting.Warn, "time_zone": meeting.Note, "passcode": meeting.Warn,
		"invitees": meeting.Warn, "media": meeting.Warn, "settings.waiting_room": meeting.Warn, "settings.max_participants": meeting.Warn,
	}
	for _, l := range m.Losses {
		if want[l.Field] != l.Severity || l.Reason == "" {
			t.Errorf("%+v, want severity %q and a reason", l, want[l.Field])
		}
		delete(want, l.Field)
	}
	for field := range want {
		t.Errorf("no loss of %s", field)
	}
}

func TestCreateRefused(t *testing.T) {
	rule, err := meeting.ParseRecurrence("FREQ=DAILY;COUNT=3")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]meeting.CreateRequest{
		"recurrence": request(func(r *meeting.CreateRequest) { r.Recurrence = rule }),
		"sign-in":    request(func(r *meeting.CreateRequest) { r.Settings.SignInRequired = meeting.On }),
	}
	for name, req := range cases {
		t.Run(name, func(t *testing.T) {
			v := newVendor(http.StatusCreated, room)
			_, err := newClient(t, v, whereby.Config{}).CreateMeeting(t.Context(), req)
			if meeting.KindOf(err) != meeting.ErrUnsupported || len(v.requests) != 0 {
				t.Errorf("%v after %d requests", err, len(v.requests))
			}
		})
	}
}

// A lock asked for by either switch, and only that, is no loss.
func TestLockIsExact(t *testing.T) {
	info := newProvider(t, newVendor(0, ""), whereby.Config{}).Info()
	for _, s := range []meeting.Settings{
		{WaitingRoom: meeting.On}, {Locked: meeting.On}, {WaitingRoom: meeting.Off}, {Locked: meeting.Off},
		{WaitingRoom: meeting.On, Locked: meeting.On}, {WaitingRoom: meeting.Off, Locked: meeting.Off},
		{Recording: meeting.RecordNone}, {Recording: meeting.RecordLocal}, {Recording: meeting.RecordCloud}, {MaxParticipants: 200},
	} {
		req := request(func(r *meeting.CreateRequest) { r.Settings = s })
		for _, l := range provider.Preflight(info, req) {
			if l.Field != "start" {
				t.Errorf("%+v: %+v", s, l)
			}
		}
	}
}
