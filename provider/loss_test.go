package provider_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// poor takes a title of five characters and whole minutes, and little else.
func poor() *fake {
	f := newFake()
	few := provider.Fields{
		provider.FieldTitle:    {Max: 5},
		provider.FieldStart:    {},
		provider.FieldDuration: {Minutes: true},
		provider.FieldZone:     {},
		provider.FieldMedia:    {Values: []string{"video"}},
		provider.FieldInvitees: {Unnamed: true},
	}
	f.info.Capabilities.Create, f.info.Capabilities.Update, f.info.Capabilities.Instant = few, few, few
	f.info.Capabilities.Limits.MaxInvitees = 2
	return f
}

func fields(losses []meeting.Loss) string {
	var names []string
	for _, l := range losses {
		names = append(names, l.Field+"="+string(l.Severity))
	}
	return strings.Join(names, " ")
}

func TestPreflight(t *testing.T) {
	people := []meeting.Person{{Email: "a@example.com"}, {Email: "b@example.com"}, {Email: "c@example.com"}}
	for _, test := range []struct {
		name string
		req  meeting.CreateRequest
		want string
	}{
		{"nothing lost", meeting.CreateRequest{Title: "12345", Media: meeting.MediaVideo, Zone: "UTC"}, ""},
		{"everything", meeting.CreateRequest{Title: "123456", Description: "d", Host: "h", Passcode: meeting.NewSecret("x"), Invitees: people,
			Recurrence: meeting.Recurrence{Frequency: meeting.Daily}, Media: meeting.MediaAudio,
			Settings: meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.On, JoinBeforeHost: meeting.Off, Locked: meeting.On,
				Recording: meeting.RecordCloud, ScreenShare: meeting.Off, MaxParticipants: 5, SignInRequired: meeting.On}},
			"title=warn description=warn host=warn passcode=refuse invitees=warn recurrence=refuse media=warn settings.waiting_room=refuse " +
				"settings.mute_on_entry=warn settings.join_before_host=warn settings.locked=refuse settings.recording=warn " +
				"settings.screen_share=warn settings.max_participants=warn settings.sign_in_required=refuse"},
		{"what holds anyway", meeting.CreateRequest{Settings: meeting.Settings{WaitingRoom: meeting.Off, MuteOnEntry: meeting.Off, JoinBeforeHost: meeting.On,
			Locked: meeting.Off, Recording: meeting.RecordNone, ScreenShare: meeting.On, SignInRequired: meeting.Off}}, ""},
		{"a name", meeting.CreateRequest{Invitees: []meeting.Person{{Email: "a@example.com", Name: "A"}}}, "invitees=note"},
		{"half a minute", meeting.CreateRequest{Duration: 90 * time.Second}, "duration_seconds=refuse"},
	} {
		req := test.req
		req.Start = noon
		if req.Duration == 0 {
			req.Duration = time.Hour
		}
		req, err := req.Resolve()
		if err != nil {
			t.Fatal(err)
		}
		if got := fields(provider.Preflight(poor().info, req)); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestPreflightTellsWhatHappensInstead(t *testing.T) {
	f := poor()
	f.info.Capabilities.Create[provider.FieldStart] = provider.Rule{Lost: true, Severity: meeting.Warn, Got: "now", Reason: "the room opens at once"}
	f.info.Capabilities.Check = func(req meeting.CreateRequest) []meeting.Loss {
		return []meeting.Loss{{Field: "recurrence", Severity: meeting.Note, Reason: req.Title}}
	}
	req, err := request().Resolve()
	if err != nil {
		t.Fatal(err)
	}
	want := []meeting.Loss{
		{Field: "start", Wanted: "2026-12-01T12:00:00Z", Got: "now", Severity: meeting.Warn, Reason: "the room opens at once"},
		{Field: "recurrence", Severity: meeting.Note, Reason: "x"},
	}
	if diff := cmp.Diff(want, provider.Preflight(f.info, req)); diff != "" {
		t.Error(diff)
	}
	m, err := f.client().CreateMeeting(t.Context(), request())
	if err != nil || !m.Start.Equal(noon) || !m.End.Equal(noon.Add(time.Hour)) || m.Duration != time.Hour {
		t.Errorf("a start that the vendor ignores: %+v, %v", m, err)
	}
}

func TestPreflightHidesSecrets(t *testing.T) {
	req := request()
	req.Passcode = meeting.NewSecret("hunter2")
	text, err := json.Marshal(provider.Preflight(poor().info, req))
	if err != nil || strings.Contains(string(text), "hunter2") {
		t.Errorf("%s, %v", text, err)
	}
	f := poor()
	f.info.Capabilities.Create[provider.FieldPasscode] = provider.Rule{Max: 3}
	if got := provider.Preflight(f.info, req); fields(got) != "passcode=refuse" || strings.Contains(got[0].Wanted, "hunter2") {
		t.Errorf("%v", got)
	}
}

func TestLossPolicies(t *testing.T) {
	warned := request()
	warned.Description = "d" // a loss of severity warn
	refused := request()
	refused.Settings.WaitingRoom = meeting.On
	for _, test := range []struct {
		name            string
		req             meeting.CreateRequest
		client, request meeting.LossPolicy
		refused         string // fields, "" when it is sent
		losses          string
	}{
		{"nothing lost, strict", request(), meeting.LossStrict, "", "", ""},
		{"warn", warned, "", "", "", "description=warn"},
		{"warn, strict", warned, "", meeting.LossStrict, "description=warn", ""},
		{"warn, strict client", warned, meeting.LossStrict, "", "description=warn", ""},
		{"warn, strict client, default asked", warned, meeting.LossStrict, "default", "", "description=warn"},
		{"warn, strict client, best effort asked", warned, meeting.LossStrict, meeting.LossBestEffort, "", "description=warn"},
		{"refuse", refused, "", "", "settings.waiting_room=refuse", ""},
		{"refuse, default by name", refused, "", "default", "settings.waiting_room=refuse", ""},
		{"refuse, strict", refused, "", meeting.LossStrict, "settings.waiting_room=refuse", ""},
		{"refuse, best effort", refused, "", meeting.LossBestEffort, "", "settings.waiting_room=refuse"},
		{"refuse, best-effort client", refused, meeting.LossBestEffort, "", "", "settings.waiting_room=refuse"},
	} {
		f := poor()
		c := provider.NewClient(f, provider.ClientConfig{OnLoss: test.client})
		req := test.req
		req.OnLoss = test.request
		m, err := c.CreateMeeting(t.Context(), req)
		_, checked, checkErr := c.Check(req)
		if (checkErr == nil) != (err == nil) || len(checked) == 0 && test.losses+test.refused != "" {
			t.Errorf("%s: Check says %v, %v", test.name, checked, checkErr)
		}
		if test.refused == "" {
			if err != nil || fields(m.Losses) != test.losses || len(f.called) != 1 {
				t.Errorf("%s: %v, %v, called %v", test.name, m.Losses, err, f.called)
			}
			continue
		}
		wants(t, err, meeting.ErrUnsupported, "refused losses: ")
		var loss *meeting.LossError
		if !errors.As(err, &loss) || fields(loss.Losses) != test.refused || !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("%s: %v", test.name, err)
		}
		if len(f.called) > 0 || m.ID != "" {
			t.Errorf("%s: called %v, got %+v", test.name, f.called, m)
		}
	}
}

func TestLongTextIsCutAtACharacter(t *testing.T) {
	for title, want := range map[string]string{"日本語日本語": "日本語日本", "ééééé": "ééééé", "éééééé": "ééééé", "a😀b😀c😀": "a😀b😀c", "x": "x"} {
		f := poor()
		req := request()
		req.Title = title
		m, err := f.client().CreateMeeting(t.Context(), req)
		if err != nil || f.created.Title != want || !utf8.ValidString(f.created.Title) {
			t.Errorf("%s: sent %q, %v", title, f.created.Title, err)
		}
		lost := []meeting.Loss{{Field: "title", Wanted: "6 characters", Got: "5 characters", Severity: meeting.Warn, Reason: "too long"}}
		if title == want {
			lost = nil
		}
		if diff := cmp.Diff(lost, m.Losses); diff != "" {
			t.Errorf("%s: %s", title, diff)
		}
		if m, err := f.client().Instant(t.Context(), meeting.InstantRequest{Title: title}); err != nil || f.instant.Title != want || !cmp.Equal(m.Losses, lost) {
			t.Errorf("instant %s: sent %q, %v, %v", title, f.instant.Title, m.Losses, err)
		}
	}
}

func TestAdaptersGetOnlyWhatTheyTake(t *testing.T) {
	f := poor()
	req := request()
	req.OnLoss = meeting.LossBestEffort
	req.Duration, req.Description, req.Host, req.Passcode = 61*time.Second, "d", "h", meeting.NewSecret("x")
	req.Invitees = []meeting.Person{{Email: "a@example.com"}, {Email: "b@example.com"}, {Email: "c@example.com"}}
	req.Recurrence, req.Media = meeting.Recurrence{Frequency: meeting.Daily}, meeting.MediaAudio
	req.Settings = meeting.Settings{WaitingRoom: meeting.On, Locked: meeting.On, Recording: meeting.RecordLocal, MaxParticipants: 9}
	if _, err := f.client().CreateMeeting(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	want := meeting.CreateRequest{Title: "x", Start: noon, Duration: 2 * time.Minute, End: noon.Add(2 * time.Minute), Invitees: req.Invitees[:2], OnLoss: meeting.LossBestEffort}
	if diff := cmp.Diff(want, f.created); diff != "" {
		t.Error(diff)
	}
}

func TestInstantLosses(t *testing.T) {
	f := newFake()
	f.info.Capabilities.Instant = provider.Fields{}
	req := meeting.InstantRequest{Title: "x", Duration: time.Hour, Host: "h", Media: meeting.MediaAudio}
	m, err := f.client().Instant(t.Context(), req)
	if err != nil || fields(m.Losses) != "title=warn duration_seconds=note host=warn media=warn" {
		t.Errorf("%s, %v", fields(m.Losses), err)
	}
	req.OnLoss = meeting.LossStrict
	_, err = f.client().Instant(t.Context(), req)
	wants(t, err, meeting.ErrUnsupported, "title (not offered)")
}

func TestUpdateLosses(t *testing.T) {
	title, description, duration, locked := "123456", "", 61*time.Second, meeting.Settings{Locked: meeting.On}
	patch := meeting.Patch{Title: &title, Description: &description, Duration: &duration, Passcode: &meeting.Secret{}, Settings: locked, Zone: "UTC"}
	f := poor()
	_, err := f.client().UpdateMeeting(t.Context(), "1", patch)
	wants(t, err, meeting.ErrUnsupported, "title (too long), description (not offered), duration_seconds (whole minutes only), passcode (not offered), settings.locked (not offered)")
	if len(f.called) > 0 {
		t.Errorf("called %v", f.called)
	}
	patch.OnLoss = meeting.LossBestEffort
	m, err := f.client().UpdateMeeting(t.Context(), "1", patch)
	if err != nil || len(m.Losses) != 5 {
		t.Errorf("%v, %v", m.Losses, err)
	}
	short, minutes := "12345", 2*time.Minute
	want := meeting.Patch{Title: &short, Duration: &minutes, Zone: "UTC", OnLoss: meeting.LossBestEffort}
	if diff := cmp.Diff(want, f.patch); diff != "" {
		t.Error(diff)
	}
	if title != "123456" || duration != 61*time.Second {
		t.Error("the caller's values were changed")
	}
}

func TestRequiredTitle(t *testing.T) {
	f := newFake()
	for _, table := range []provider.Fields{f.info.Capabilities.Create, f.info.Capabilities.Instant} {
		table[provider.FieldTitle] = provider.Rule{Required: true}
	}
	req := request()
	req.Title = ""
	_, err := f.client().CreateMeeting(t.Context(), req)
	wants(t, err, meeting.ErrInvalid, "title: this provider needs one")
	_, err = f.client().Instant(t.Context(), meeting.InstantRequest{})
	wants(t, err, meeting.ErrInvalid, "title: this provider needs one")
	if len(f.called) > 0 {
		t.Errorf("called %v", f.called)
	}
}

func TestFieldNamesAreWhatPreflightKnows(t *testing.T) {
	req := request()
	req.Description, req.Host, req.Zone, req.Passcode, req.Media = "d", "h", "UTC", meeting.NewSecret("x"), meeting.MediaVideo
	req.Invitees, req.Recurrence = []meeting.Person{{Email: "a@example.com"}}, meeting.Recurrence{Frequency: meeting.Daily}
	req.Settings = meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.On, JoinBeforeHost: meeting.Off, Locked: meeting.On,
		Recording: meeting.RecordCloud, ScreenShare: meeting.Off, MaxParticipants: 5, SignInRequired: meeting.On}
	var got []provider.Field
	for _, l := range provider.Preflight(provider.Info{}, req) {
		got = append(got, provider.Field(l.Field))
	}
	if !slices.Equal(got, provider.FieldNames()) {
		t.Errorf("got %v\nwant %v", got, provider.FieldNames())
	}
}
