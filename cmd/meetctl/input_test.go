package main

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
)

const start = "--start=2026-12-01T09:30:00Z"

// TestBadInput: a clear error before any request.
func TestBadInput(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no start":             {[]string{"create", "--title=a"}, "instant"},
		"no title":             {[]string{"create", start}, "title"},
		"empty title":          {[]string{"create", start, "--title="}, "title"},
		"blank title":          {[]string{"create", start, "--title= \t "}, "title"},
		"blank instant title":  {[]string{"instant", "--title= "}, "title"},
		"no webinar title":     {[]string{"webinars", "create", start}, "title"},
		"no webinar start":     {[]string{"webinars", "create", "--title=a"}, "start"},
		"negative seats":       {[]string{"webinars", "create", "--title=a", start, "--max-attendees=-1"}, "max_attendees"},
		"zero duration":        {[]string{"create", "--title=a", start, "--duration=0"}, "duration_seconds"},
		"negative duration":    {[]string{"create", "--title=a", start, "--duration=-5m"}, "duration_seconds"},
		"zero instant":         {[]string{"instant", "--title=a", "--duration=0"}, "duration_seconds"},
		"zero update":          {[]string{"update", "1", "--duration=0"}, "duration_seconds"},
		"to before from":       {[]string{"list", "--from=2026-12-02", "--to=2026-12-01"}, "to"},
		"unknown zone":         {[]string{"create", "--title=a", "--start=2026-12-01T09:30", "--zone=Europe/Atlantis"}, "time_zone"},
		"abbreviation":         {[]string{"create", "--title=a", "--start=2026-12-01T09:30", "--zone=IST"}, "time_zone"},
		"wall without zone":    {[]string{"create", "--title=a", "--start=2026-12-01T09:30"}, "time_zone"},
		"wall in a gap":        {[]string{"create", "--title=a", "--start=2027-03-28T02:30", "--zone=Europe/Berlin"}, "does not exist"},
		"wall twice":           {[]string{"create", "--title=a", "--start=2027-10-31T02:30", "--zone=Europe/Berlin"}, "happens twice"},
		"start in words":       {[]string{"create", "--title=a", "--start=tomorrow"}, "start"},
		"zero start":           {[]string{"create", "--title=a", "--start=0001-01-01T00:00:00Z"}, "start"},
		"malformed rule":       {[]string{"create", "--title=a", start, "--rrule=FREQ=SOMETIMES"}, "recurrence"},
		"address without at":   {[]string{"create", "--title=a", start, "--invite=ada"}, "invitees"},
		"two addresses in one": {[]string{"create", "--title=a", start, "--invite=a@b.example, c@d.example"}, "invitees"},
		"line break in name":   {[]string{"create", "--title=a", start, "--invite=A\r\nB <a@b.example>"}, "invitees"},
		"invite without at":    {[]string{"invite", "1", "ada"}, "invitees"},
		"native is no object":  {[]string{"create", "--title=a", start, "--native=[1]"}, "native"},
		"native is no JSON":    {[]string{"create", "--title=a", start, "--native={"}, "native"},
		"native not there":     {[]string{"create", "--title=a", start, "--native=@no-such-file"}, "native"},
		"empty zone":           {[]string{"update", "1", "--zone="}, "time_zone"},
		"empty occurrence":     {[]string{"update", "1", "--title=a", "--occurrence="}, "occurrence"},
		"occurrence of none":   {[]string{"cancel", "1", "--occurrence="}, "occurrence"},
		"occurrence, slash":    {[]string{"cancel", "1", "--occurrence=a/b"}, "occurrence"},
		"registrant, no email": {[]string{"registrants", "add", "1", "--first-name=Ada"}, "email"},
		"registrant, no name":  {[]string{"registrants", "add", "1", "--email=a@b.example"}, "first_name"},
		"recordings of none":   {[]string{"recordings", "list", "--meeting="}, "meeting_id"},
		"unknown setting":      {[]string{"settings", "set", "colour=red"}, "unknown key"},
		"setting twice":        {[]string{"settings", "set", "waiting_room=true", "waiting_room=false"}, "twice"},
		"setting no number":    {[]string{"settings", "set", "default_duration_seconds=1h"}, "default_duration_seconds"},
		"setting zero":         {[]string{"settings", "set", "default_duration_seconds=0"}, "default_duration_seconds"},
		"setting no flag":      {[]string{"settings", "set", "auto_recording=1"}, "auto_recording"},
		"setting no zone":      {[]string{"settings", "set", "default_time_zone=IST"}, "time_zone"},
		"nobody":               {[]string{"get", "1", "--provider=nobody"}, "configured are work, other"},
	} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, benchConfig)
			got := b.run(append(c.args, "--json")...).want(t, 2).failure(t)
			if got["kind"] != "invalid" || !strings.Contains(got["message"].(string), c.want) {
				t.Errorf("error %v, want %q in it", got, c.want)
			}
			if len(b.calls.got) > 0 {
				t.Errorf("it reached the provider: %v", b.calls.got)
			}
		})
	}
}

func TestBadIDs(t *testing.T) {
	b := newBench(t, benchConfig)
	for _, id := range []string{"", "../users/me", "a/b", "a?b", "a#b", "%2e%2e", "..", "a b", "a\nb", "a\r\nX-Evil: 1", `a\b`, strings.Repeat("a", 513)} {
		for _, args := range [][]string{
			{"get"}, {"cancel"}, {"update", "--title=a"}, {"participants"}, {"sessions"}, {"report"}, {"recordings", "get"}, {"recordings", "delete"},
			{"recordings", "download", "-o-"}, {"webinars", "registrations"}, {"recordings", "list", "--meeting"},
			{"transcripts", "get"}, {"transcripts", "delete"}, {"transcripts", "download", "-o-"}, {"transcripts", "list", "--meeting"},
		} {
			line := append(append([]string{"--json"}, args...), id)
			b.run(line...).want(t, 2).failure(t)
		}
		b.run("--json", "invite", id, "a@b.example").want(t, 2).failure(t)
		b.run("--json", "uninvite", "1", id).want(t, 2).failure(t)
		b.run("--json", "uninvite", id, "1").want(t, 2).failure(t)
		b.run("--json", "sessions", "1", id).want(t, 2).failure(t)
		b.run("--json", "webinars", "approve", "1", id).want(t, 2).failure(t)
		b.run("--json", "webinars", "approve", id, "1").want(t, 2).failure(t)
	}
	if len(b.calls.got) > 0 {
		t.Errorf("reached the provider: %v", b.calls.got)
	}
}

func TestCreateRequest(t *testing.T) {
	b := newBench(t, benchConfig)
	b.stdin = strings.NewReader(`{"x": 1}`)
	b.run("create", "--title=T", "--description=D", "--start=2026-12-01T09:30", "--zone=Europe/Berlin", "--rrule=FREQ=DAILY;COUNT=2",
		"--invite=Ada <a@b.example>", "--invite=c@d.example", "--passcode=p", "--waiting-room", "--join-before-host=false", "--record=cloud",
		"--media=video", "--native=@-", "--on-loss=strict", "--duration=45m").want(t, 0)
	rule, err := meeting.ParseRecurrence("FREQ=DAILY;COUNT=2")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC)
	want := meeting.CreateRequest{
		Title: "T", Description: "D", Start: at, End: at.Add(45 * time.Minute), Duration: 45 * time.Minute, Zone: "Europe/Berlin",
		Recurrence: rule, Invitees: []meeting.Person{{Name: "Ada", Email: "a@b.example"}, {Email: "c@d.example"}},
		Passcode: meeting.NewSecret("p"), Media: meeting.MediaVideo, Native: []byte(`{"x": 1}`), OnLoss: meeting.LossStrict,
		Settings: meeting.Settings{WaitingRoom: meeting.On, JoinBeforeHost: meeting.Off, Recording: meeting.RecordCloud},
	}
	if got := b.last(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	b.run("create", "--title=T", start).want(t, 0)
	at = time.Date(2026, 12, 1, 9, 30, 0, 0, time.UTC)
	want = meeting.CreateRequest{Title: "T", Start: at, End: at.Add(time.Hour), Duration: time.Hour}
	if got := b.last(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestUpdateSendsWhatIsGiven(t *testing.T) {
	b := newBench(t, benchConfig)
	b.run("update", "1", "--description=", "--waiting-room=false").want(t, 0)
	empty := ""
	want := meeting.Patch{Description: &empty, Settings: meeting.Settings{WaitingRoom: meeting.Off}}
	if got := b.last(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	b.run("update", "1", "--title=T", "--start=2026-12-01T09:30", "--zone=Europe/Berlin", "--duration=5m", "--passcode=p",
		"--rrule=FREQ=DAILY", "--record=none", `--native={"a":1}`, "--on-loss=best-effort", "--locked").want(t, 0)
	got := b.last().(meeting.Patch)
	if *got.Title != "T" || !got.Start.Equal(time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC)) || got.Zone != "Europe/Berlin" ||
		*got.Duration != 5*time.Minute || got.Passcode.Reveal() != "p" || got.Recurrence.String() != "FREQ=DAILY" || got.Description != nil ||
		got.Settings != (meeting.Settings{Recording: meeting.RecordNone}) || got.OnLoss != meeting.LossBestEffort {
		t.Errorf("got %+v", got)
	}
	b.run("update", "1", "--locked").want(t, 6)
}

func TestQueries(t *testing.T) {
	b := newBench(t, benchConfig)
	b.run("list", "--from=2026-12-01", "--to=2026-12-02T01:00:00+01:00", "--status=live", "--filter=type=meeting", "--filter=q=a=b").want(t, 0)
	day := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	list := meeting.ListQuery{From: day, To: day.Add(24 * time.Hour), Status: meeting.StatusLive,
		Filter: map[string]string{"type": "meeting", "q": "a=b"}, PageToken: "p2"}
	if got := b.last(); !reflect.DeepEqual(got, list) {
		t.Errorf("list: got %+v, want %+v", got, list)
	}
	b.run("participants", "1", "--state=live").want(t, 0)
	if got := b.last(); !reflect.DeepEqual(got, meeting.ParticipantQuery{State: meeting.ParticipantLive}) {
		t.Errorf("participants: got %+v", got)
	}
	b.run("recordings", "list", "--meeting=1", "--from=2026-12-01").want(t, 0)
	if got := b.last(); got != (meeting.RecordingQuery{MeetingID: "1", From: day}) {
		t.Errorf("recordings: got %+v", got)
	}
	for flag, want := range map[string]meeting.Flag{"--notify": meeting.On, "--notify=false": meeting.Off, "--json": meeting.Unset} {
		b.run("cancel", "1", flag).want(t, 0)
		if got := b.last(); got != (meeting.CancelOptions{Notify: want}) {
			t.Errorf("cancel %s: got %+v", flag, got)
		}
	}
	b.run("settings", "set", "default_duration_seconds=90", "default_time_zone=Asia/Tokyo", "auto_recording=true", "waiting_room=false").want(t, 0)
	got := b.last().(meeting.AccountPatch)
	if *got.DefaultDuration != 90*time.Second || got.DefaultZone != "Asia/Tokyo" || got.AutoRecording != meeting.On || got.WaitingRoom != meeting.Off {
		t.Errorf("settings: got %+v", got)
	}
}
