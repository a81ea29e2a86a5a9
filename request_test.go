package meeting_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

var noon = time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)

// invalid checks that err is an ErrInvalid whose text begins with field.
func invalid(t *testing.T, name string, err error, field string) {
	t.Helper()
	if !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("%s: %v, want an ErrInvalid about %s", name, err, field)
		return
	}
	if !strings.HasPrefix(err.Error(), field) {
		t.Errorf("%s: %v, want it to be about %s", name, err, field)
	}
}

func TestCreateRequestResolve(t *testing.T) {
	good := meeting.CreateRequest{Title: "x", Start: noon, Duration: time.Hour}
	berlin := time.FixedZone("", 3600)
	for name, change := range map[string]func(*meeting.CreateRequest){
		"as it is":     func(*meeting.CreateRequest) {},
		"an end":       func(r *meeting.CreateRequest) { r.Duration, r.End = 0, noon.Add(time.Hour) },
		"both, agreed": func(r *meeting.CreateRequest) { r.End = noon.Add(time.Hour) },
		"another zone": func(r *meeting.CreateRequest) { r.Start = noon.In(berlin) },
		"fraction":     func(r *meeting.CreateRequest) { r.Start = noon.Add(999 * time.Millisecond) },
		"same fraction": func(r *meeting.CreateRequest) {
			r.Start, r.End = noon.Add(time.Millisecond), noon.Add(time.Hour+time.Millisecond)
		},
		"fraction of the end": func(r *meeting.CreateRequest) {
			r.Duration, r.End = 0, noon.Add(time.Hour+time.Millisecond)
		},
	} {
		req := good
		change(&req)
		got, err := req.Resolve()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := good
		want.End = noon.Add(time.Hour)
		if diff := cmp.Diff(want, got); diff != "" || got.Start.Location() != time.UTC || got.End.Location() != time.UTC {
			t.Errorf("%s: %s", name, diff)
		}
		if again, err := got.Resolve(); err != nil || !cmp.Equal(again, got) {
			t.Errorf("%s: resolving twice: %v, %v", name, again, err)
		}
	}

	wall := meeting.CreateRequest{Wall: "2026-12-01T13:00", Zone: "Europe/Berlin", Duration: time.Minute}
	if got, err := wall.Resolve(); err != nil || !got.Start.Equal(noon) || got.Wall != "" || got.Zone != "Europe/Berlin" {
		t.Errorf("wall clock: %+v, %v", got, err)
	}
}

func TestCreateRequestResolveRefuses(t *testing.T) {
	for name, test := range map[string]struct {
		change func(*meeting.CreateRequest)
		field  string
	}{
		"blank title":             {func(r *meeting.CreateRequest) { r.Title = " \t\n" }, "title"},
		"no start":                {func(r *meeting.CreateRequest) { r.Start = time.Time{} }, "start: it is missing"},
		"start and wall":          {func(r *meeting.CreateRequest) { r.Wall, r.Zone = "2026-12-01T09:30", "UTC" }, "start: an instant and a wall"},
		"wall without zone":       {func(r *meeting.CreateRequest) { r.Start, r.Wall = time.Time{}, "2026-12-01T09:30" }, "time_zone"},
		"wall in a gap":           {func(r *meeting.CreateRequest) { *r = gapRequest() }, "start: 2026-03-29T02:30 does not exist"},
		"bad zone":                {func(r *meeting.CreateRequest) { r.Zone = "IST" }, "time_zone"},
		"no duration":             {func(r *meeting.CreateRequest) { r.Duration = 0 }, "duration_seconds"},
		"negative duration":       {func(r *meeting.CreateRequest) { r.Duration = -time.Second }, "duration_seconds"},
		"end before start":        {func(r *meeting.CreateRequest) { r.Duration, r.End = 0, noon.Add(-time.Hour) }, "end"},
		"end at start":            {func(r *meeting.CreateRequest) { r.Duration, r.End = 0, noon }, "end"},
		"end and duration differ": {func(r *meeting.CreateRequest) { r.End = noon.Add(2 * time.Hour) }, "duration_seconds"},
		"invitee without address": {func(r *meeting.CreateRequest) { r.Invitees = []meeting.Person{{Name: "A"}} }, "invitees"},
		"invitee with a name":     {func(r *meeting.CreateRequest) { r.Invitees = []meeting.Person{{Email: "A <a@example.com>"}} }, "invitees"},
		"invitee with a newline": {func(r *meeting.CreateRequest) {
			r.Invitees = []meeting.Person{{Email: "a@example.com\r\nBcc: b@example.com"}}
		}, "invitees"},
		"two addresses":         {func(r *meeting.CreateRequest) { r.Invitees = []meeting.Person{{Email: "a@example.com,b@example.com"}} }, "invitees"},
		"negative participants": {func(r *meeting.CreateRequest) { r.Settings.MaxParticipants = -1 }, "settings.max_participants"},
		"unknown media":         {func(r *meeting.CreateRequest) { r.Media = "3d" }, "media"},
		"unknown recording":     {func(r *meeting.CreateRequest) { r.Settings.Recording = "tape" }, "settings.recording"},
		"unknown policy":        {func(r *meeting.CreateRequest) { r.OnLoss = "shrug" }, "on_loss"},
		"bad rule":              {func(r *meeting.CreateRequest) { r.Recurrence = meeting.Recurrence{Frequency: "HOURLY"} }, "recurrence"},
		"native no JSON":        {func(r *meeting.CreateRequest) { r.Native = json.RawMessage(`{`) }, "native"},
		"native a list":         {func(r *meeting.CreateRequest) { r.Native = json.RawMessage(`[]`) }, "native"},
		"native null":           {func(r *meeting.CreateRequest) { r.Native = json.RawMessage(`null`) }, "native"},
	} {
		req := meeting.CreateRequest{Title: "x", Start: noon, Duration: time.Hour}
		test.change(&req)
		_, err := req.Resolve()
		invalid(t, name, err, test.field)
	}
}

func gapRequest() meeting.CreateRequest {
	return meeting.CreateRequest{Wall: "2026-03-29T02:30", Zone: "Europe/Berlin", Duration: time.Hour}
}

func TestInstantRequestResolve(t *testing.T) {
	if _, err := (meeting.InstantRequest{}).Resolve(); err != nil {
		t.Error(err)
	}
	for field, req := range map[string]meeting.InstantRequest{
		"title":            {Title: " "},
		"duration_seconds": {Duration: -1},
		"media":            {Media: "smell"},
		"native":           {Native: json.RawMessage(`1`)},
		"on_loss":          {OnLoss: "x"},
	} {
		_, err := req.Resolve()
		invalid(t, field, err, field)
	}
}

func TestPatchResolve(t *testing.T) {
	moved, zero, minute, negative := noon.In(time.FixedZone("", 3600)).Add(time.Millisecond), time.Time{}, time.Minute, -time.Minute
	title, blank, empty := "x", " ", ""
	got, err := meeting.Patch{Title: &title, Start: &moved, Duration: &minute}.Resolve()
	if err != nil || !got.Start.Equal(noon) || got.Start.Location() != time.UTC {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err := (meeting.Patch{Wall: "2026-12-01T13:00", Zone: "Europe/Berlin"}).Resolve(); err != nil || !got.Start.Equal(noon) || got.Wall != "" {
		t.Errorf("%+v, %v", got, err)
	}
	for _, p := range []meeting.Patch{{Description: &empty}, {Passcode: &meeting.Secret{}}, {Settings: meeting.Settings{Locked: meeting.Off}},
		{Native: json.RawMessage(`{"a":1}`)}, {Zone: "UTC"}, {Recurrence: &meeting.Recurrence{Frequency: meeting.Daily}}} {
		if _, err := p.Resolve(); err != nil {
			t.Errorf("%+v: %v", p, err)
		}
	}
	for name, test := range map[string]struct {
		patch meeting.Patch
		field string
	}{
		"nothing":               {meeting.Patch{}, "nothing to change"},
		"policy alone":          {meeting.Patch{OnLoss: meeting.LossStrict}, "nothing to change"},
		"blank title":           {meeting.Patch{Title: &blank}, "title"},
		"empty title":           {meeting.Patch{Title: &empty}, "title"},
		"bad zone":              {meeting.Patch{Zone: "CST"}, "time_zone"},
		"wall and start":        {meeting.Patch{Wall: "2026-12-01T13:00", Zone: "UTC", Start: &moved}, "start"},
		"wall without zone":     {meeting.Patch{Wall: "2026-12-01T13:00"}, "time_zone"},
		"wall happens twice":    {meeting.Patch{Wall: "2026-10-25T02:30", Zone: "Europe/Berlin"}, "start: 2026-10-25T02:30 happens twice"},
		"zero start":            {meeting.Patch{Start: &zero}, "start"},
		"negative duration":     {meeting.Patch{Duration: &negative}, "duration_seconds"},
		"no rule":               {meeting.Patch{Recurrence: &meeting.Recurrence{}}, "recurrence"},
		"unknown recording":     {meeting.Patch{Settings: meeting.Settings{Recording: "x"}}, "settings.recording"},
		"negative participants": {meeting.Patch{Settings: meeting.Settings{MaxParticipants: -1}}, "settings.max_participants"},
		"unknown policy":        {meeting.Patch{Title: &title, OnLoss: "x"}, "on_loss"},
		"native a list":         {meeting.Patch{Native: json.RawMessage(`[]`)}, "native"},
	} {
		_, err := test.patch.Resolve()
		invalid(t, name, err, test.field)
	}
}

func TestOtherRequests(t *testing.T) {
	webinar := meeting.WebinarRequest{Title: "x", Wall: "2026-12-01T13:00", Zone: "Europe/Berlin", Duration: time.Hour}
	if got, err := webinar.Resolve(); err != nil || !got.Start.Equal(noon) || got.Wall != "" {
		t.Errorf("%+v, %v", got, err)
	}
	_, err := meeting.WebinarRequest{Start: noon, Duration: 1}.Resolve()
	invalid(t, "webinar", err, "title")
	_, err = meeting.WebinarRequest{Title: "x", Start: noon, Duration: 1, MaxAttendees: -1}.Resolve()
	invalid(t, "webinar", err, "max_attendees")
	_, err = meeting.WebinarRequest{Title: "x", Start: noon}.Resolve()
	invalid(t, "webinar", err, "duration_seconds")

	zero := time.Duration(0)
	invalid(t, "account", meeting.AccountPatch{}.Validate(), "nothing to change")
	invalid(t, "account", meeting.AccountPatch{DefaultDuration: &zero}.Validate(), "default_duration_seconds")
	invalid(t, "account", meeting.AccountPatch{DefaultZone: "IST"}.Validate(), "time_zone")
	if err := (meeting.AccountPatch{WaitingRoom: meeting.Off}).Validate(); err != nil {
		t.Error(err)
	}
}

func TestValidateID(t *testing.T) {
	for _, id := range []string{"1", "92674392836", "abc-DEF_1.2", "me", "a@b.example", "ddRmbX5RT0ax==", "日本", "...a", strings.Repeat("x", 512)} {
		if err := meeting.ValidateID("id", id); err != nil {
			t.Errorf("%q: %v", id, err)
		}
	}
	for _, id := range []string{"", ".", "..", "...", " ", "../users/me", "a/b", "/", `a\b`, "a?b", "?", "a#b", "%2e%2e", "%2F", "a\nb", "a b",
		"a\tb", "a\x00", "\x7f", "a\u0085b", "a\u00a0b", "a\u2028b", "\u3000", strings.Repeat("x", 513)} {
		invalid(t, id, meeting.ValidateID("meeting", id), "meeting: ")
	}
}

func TestLossPolicy(t *testing.T) {
	losses := []meeting.Loss{{Field: "a", Severity: meeting.Note}, {Field: "b", Severity: meeting.Warn}, {Field: "c", Severity: meeting.Refuse}}
	for policy, want := range map[meeting.LossPolicy]int{"": 1, "default": 1, meeting.LossStrict: 3, meeting.LossBestEffort: 0} {
		if got := policy.Refused(losses); len(got) != want {
			t.Errorf("%q refuses %v", policy, got)
		}
		if _, err := meeting.ParseLossPolicy(string(policy)); err != nil {
			t.Error(err)
		}
	}
	_, err := meeting.ParseLossPolicy("Strict")
	invalid(t, "policy", err, "on_loss")
}

func TestQueries(t *testing.T) {
	query := meeting.ListQuery{From: noon, To: noon.Add(time.Hour), Status: meeting.StatusScheduled}
	if err := query.Validate(); err != nil {
		t.Error(err)
	}
	for name, test := range map[string]struct {
		m    meeting.Meeting
		want bool
	}{
		"at from":        {meeting.Meeting{Start: noon}, true},
		"before":         {meeting.Meeting{Start: noon.Add(-1)}, false},
		"at to":          {meeting.Meeting{Start: noon.Add(time.Hour)}, false},
		"unknown start":  {meeting.Meeting{}, true},
		"another status": {meeting.Meeting{Start: noon, Status: meeting.StatusEnded}, false},
		"its status":     {meeting.Meeting{Start: noon, Status: meeting.StatusScheduled}, true},
	} {
		if got := query.Matches(test.m); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	invalid(t, "list", meeting.ListQuery{From: noon, To: noon}.Validate(), "to")
	invalid(t, "list", meeting.ListQuery{PageSize: -1}.Validate(), "page_size")
	invalid(t, "list", meeting.ListQuery{Status: "done"}.Validate(), "status")
	invalid(t, "participants", meeting.ParticipantQuery{State: "gone"}.Validate(), "state")
	invalid(t, "participants", meeting.ParticipantQuery{PageSize: math.MinInt}.Validate(), "page_size")
	invalid(t, "recordings", meeting.RecordingQuery{From: noon, To: noon.Add(-1)}.Validate(), "to")
}
