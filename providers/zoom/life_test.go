package zoom_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zoom"
)

// onSimulator is a client of the simulated Zoom, over real HTTP, whose clock can be
// moved.
func onSimulator(t *testing.T, change func(*zoom.Config)) (*providertest.Simulator, *provider.Client) {
	t.Helper()
	sim := providertest.NewSimulator(t)
	cfg := zoom.Config{
		Name: "work", BaseURL: sim.URL(), UserID: "host@example.com", Now: sim.Now,
		Auth: meeting.Credentials{
			Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token",
			AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret"),
		},
	}
	if change != nil {
		change(&cfg)
	}
	p, err := zoom.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return sim, provider.NewClient(p, provider.ClientConfig{Now: sim.Now})
}

// all drains a list.
func all[T any](t *testing.T, list func(func(T, error) bool)) []T {
	t.Helper()
	var out []T
	for v, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, v)
	}
	return out
}

func must[T any](v T, err error) func(t *testing.T, what string) T {
	return func(t *testing.T, what string) T {
		t.Helper()
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		t.Logf("%s: %s", what, shown(v))
		return v
	}
}

// shown prints a value of the model as meetctl --json does.
func shown(v any) string {
	text, err := meeting.Encoding{}.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(text)
}

// TestLife is the life of a series at Zoom, from its making to what remains of it.
// go test -v prints each step.
func TestLife(t *testing.T) {
	ctx := t.Context()
	sim, c := onSimulator(t, nil)
	start := sim.Now().UTC().Truncate(time.Hour).Add(48 * time.Hour)
	made := must(c.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Review", Start: start, Zone: "Europe/Kyiv", Duration: 45 * time.Minute,
		Recurrence: meeting.Recurrence{Frequency: meeting.Daily, Count: 3}, Settings: meeting.Settings{Recording: meeting.RecordCloud},
		Invitees: []meeting.Person{{Email: "ada@example.com"}, {Email: "bo@example.com"}},
	}))(t, "create")
	if made.Zone != "Europe/Kyiv" || made.Kind != meeting.KindRecurring || len(made.Losses) != 0 {
		t.Errorf("created in %q, %s, with losses %v", made.Zone, made.Kind, made.Losses)
	}
	id := made.ID
	got := must(c.GetMeeting(ctx, id))(t, "get")
	if len(got.Occurrences) != 3 || !got.Occurrences[0].Start.Equal(start) || got.Zone != "Europe/Kiev" {
		t.Fatalf("got %+v", got)
	}
	if listed := all(t, c.Meetings(ctx, meeting.ListQuery{PageSize: 1})); len(listed) != 1 || listed[0].ID != id {
		t.Errorf("listed %v", listed)
	}

	title, later := "Review, moved", start.Add(time.Hour)
	if m := must(c.UpdateMeeting(ctx, id, meeting.Patch{Title: &title, Start: &later}))(t, "update"); m.Title != title || !m.Start.Equal(later) || m.Recurrence.Count != 3 {
		t.Errorf("updated to %+v", m)
	}
	got = must(c.GetMeeting(ctx, id))(t, "get")
	one, moved := got.Occurrences[1], got.Occurrences[1].Start.Add(30*time.Minute)
	if m := must(c.UpdateMeeting(ctx, id, meeting.Patch{Occurrence: one.ID, Start: &moved}))(t, "update of one"); !m.Start.Equal(moved) {
		t.Errorf("updated one to %+v", m)
	}
	if err := c.CancelMeeting(ctx, id, meeting.CancelOptions{Occurrence: got.Occurrences[2].ID, Notify: meeting.On}); err != nil {
		t.Fatal(err)
	}

	lifeAfter(t, sim, c, id, later)

	sim.Advance(24 * time.Hour) // over the second meeting
	if err := c.CancelMeeting(ctx, id, meeting.CancelOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.GetMeeting(ctx, id); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("get after cancel: %v", err)
	}
}

// lifeAfter goes through the first meeting of the series: it runs, it is ended, and
// what it leaves appears by and by.
func lifeAfter(t *testing.T, sim *providertest.Simulator, c *provider.Client, id string, start time.Time) {
	ctx := t.Context()
	people := func(state meeting.ParticipantState) ([]meeting.Participant, error) {
		return participants(ctx, c, id, state)
	}
	if _, err := people(""); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("participants of what was never held: %v", err)
	}
	if sessions := all(t, c.Sessions(ctx, id)); len(sessions) != 0 {
		t.Errorf("sessions of what was never held: %v", sessions)
	}

	sim.Advance(start.Sub(sim.Now()) + 10*time.Minute)
	for _, state := range []meeting.ParticipantState{"", meeting.ParticipantLive} {
		here := must(people(state))(t, "participants while it runs")
		if len(here) != 3 || here[0].State != meeting.ParticipantLive || here[0].Role != meeting.RoleHost {
			t.Errorf("state %q: %+v", state, here)
		}
	}
	if _, err := people(meeting.ParticipantLeft); !errors.Is(err, meeting.ErrNotReady) {
		t.Errorf("who left, while it runs: %v", err)
	}
	if live := all(t, c.Meetings(ctx, meeting.ListQuery{Status: meeting.StatusLive})); len(live) != 1 || live[0].Status != meeting.StatusLive {
		t.Errorf("live: %v", live)
	}
	if err := c.EndMeeting(ctx, id); err != nil {
		t.Fatal(err)
	}
	if err := c.EndMeeting(ctx, id); err == nil {
		t.Error("what was ended could be ended again")
	}

	sessions := all(t, c.Sessions(ctx, id))
	if len(sessions) != 1 || sessions[0].MeetingID != id {
		t.Fatalf("sessions: %+v", sessions)
	}
	if s := must(c.GetSession(ctx, id, sessions[0].ID))(t, "session"); s.Duration != 10*time.Minute || s.ParticipantCount != 3 || !s.Start.Equal(start) {
		t.Errorf("session: %+v", s)
	}
	for _, name := range []string{id, sessions[0].ID} {
		if _, err := participants(ctx, c, name, ""); !errors.Is(err, meeting.ErrNotReady) {
			t.Errorf("participants of %s right after the end: %v", name, err)
		}
	}
	sim.Advance(3 * time.Minute)
	for _, name := range []string{id, sessions[0].ID} {
		if left, err := participants(ctx, c, name, ""); err != nil || len(left) != 3 || left[0].State != meeting.ParticipantLeft || left[0].Duration != 10*time.Minute {
			t.Errorf("participants of %s: %+v, %v", name, left, err)
		}
	}

	if files := all(t, c.Recordings(ctx, meeting.RecordingQuery{MeetingID: id})); len(files) != 0 {
		t.Errorf("recordings right after the end: %v", files)
	}
	sim.Advance(10 * time.Minute)
	lifeOfRecordings(t, c, id, sessions[0].ID)
}

func lifeOfRecordings(t *testing.T, c *provider.Client, id, session string) {
	ctx := t.Context()
	var files []meeting.Recording
	for _, q := range []meeting.RecordingQuery{{MeetingID: id}, {MeetingID: session}, {PageSize: 1}} {
		if files = all(t, c.Recordings(ctx, q)); len(files) != 2 || files[0].MeetingID != id || files[0].Status != meeting.RecordingAvailable {
			t.Fatalf("recordings of %+v: %+v", q, files)
		}
	}
	film := must(c.GetRecording(ctx, files[0].ID))(t, "recording")
	var content bytes.Buffer
	if n, err := c.DownloadRecording(ctx, film.ID, &content); err != nil || n != film.Size || int64(content.Len()) != film.Size {
		t.Errorf("downloaded %d of %d bytes: %v", n, film.Size, err)
	}
	if err := c.DeleteRecording(ctx, film.ID); err != nil {
		t.Fatal(err)
	}
	content.Reset()
	if n, err := c.DownloadRecording(ctx, film.ID, &content); !errors.Is(err, meeting.ErrNotFound) || n != 0 || content.Len() != 0 {
		t.Errorf("download of what is deleted: %d bytes, %v", n, err)
	}
	if rest := all(t, c.Recordings(ctx, meeting.RecordingQuery{MeetingID: id})); len(rest) != 1 || rest[0].Type != "audio_only" {
		t.Errorf("what remains: %+v", rest)
	}
	for _, other := range []string{"99999999999", id, "AAAAAAAAAAAAAAAAAAAAAA~" + film.ID[len(film.ID)-36:]} {
		if err := c.DeleteRecording(ctx, other); !errors.Is(err, meeting.ErrNotFound) {
			t.Errorf("delete %s: %v", other, err)
		}
	}
}

func participants(ctx context.Context, c *provider.Client, id string, state meeting.ParticipantState) ([]meeting.Participant, error) {
	var out []meeting.Participant
	for p, err := range c.Participants(ctx, id, meeting.ParticipantQuery{State: state, PageSize: 1}) {
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// TestPastStart: Zoom would take another start for it, and not say so.
func TestPastStart(t *testing.T) {
	past, title := time.Now().Add(-time.Hour), "T"
	v := newVendor(reply{status: http.StatusCreated, body: answer})
	c := newClient(t, v, accessToken)
	req := meeting.CreateRequest{Title: title, Start: past, Duration: time.Hour}
	if _, err := c.CreateMeeting(t.Context(), req); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("create: %v", err)
	}
	if _, err := c.UpdateMeeting(t.Context(), "1", meeting.Patch{Title: &title, Start: &past}); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("update: %v", err)
	}
	if len(v.api) != 0 {
		t.Errorf("%d requests", len(v.api))
	}
	req.OnLoss = meeting.LossBestEffort
	if _, err := c.CreateMeeting(t.Context(), req); err != nil || len(v.api) != 1 {
		t.Errorf("best effort: %v, %d requests", err, len(v.api))
	}
}
