package whereby_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/whereby"
)

// TestLife runs a room through its life, over HTTP; go test -v tells it.
func TestLife(t *testing.T) {
	sim := providertest.NewSimulator(t)
	p, err := whereby.New(whereby.Config{Name: "rooms", BaseURL: sim.URL(), Limits: meeting.AccountLimits{Plan: "grow"}, Now: sim.Now,
		Auth: meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("sim-whereby-key")}})
	if err != nil {
		t.Fatal(err)
	}
	c, ctx := provider.NewClient(p, provider.ClientConfig{}), t.Context()
	options, err := whereby.Options{RoomNamePrefix: "life-", LiveTranscription: &whereby.Transcription{
		Destination: whereby.Storage{Provider: whereby.StorageWhereby}, StartTrigger: whereby.TriggerAutomatic}}.Native()
	if err != nil {
		t.Fatal(err)
	}
	made, err := c.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Review", Start: sim.Now().Add(time.Minute), Duration: 45 * time.Minute,
		Settings: meeting.Settings{Recording: meeting.RecordCloud}, Native: options,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("created    %s, open until %s, join %s, host %v, lost %d", made.ID, made.Expires, made.JoinURL, made.HostURL, len(made.Losses))
	if _, err := c.GetMeeting(ctx, made.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Instant(ctx, meeting.InstantRequest{}); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for m, err := range c.Meetings(ctx, meeting.ListQuery{Filter: map[string]string{"prefix": "life-"}}) {
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("listed     %s %s", m.ID, m.Refs["room_name"])
		ids = append(ids, m.ID)
	}
	if len(ids) != 1 || ids[0] != made.ID {
		t.Errorf("listed %v", ids)
	}
	if people := who(t, c, made.ID, meeting.ParticipantQuery{}); len(people) != 0 {
		t.Errorf("insights of what is not over: %v", people)
	}

	sim.Advance(40 * time.Minute)
	want := []string{"Sim Host host", "Guest 1 attendee", "Guest 1 attendee", "Sim Host host", "Guest 2 attendee", "Guest 3 attendee"}
	for _, size := range []int{0, 1, 2} {
		if people := who(t, c, made.ID, meeting.ParticipantQuery{PageSize: size}); strings.Join(people, ", ") != strings.Join(want, ", ") {
			t.Errorf("page size %d: %v", size, people)
		}
	}
	var sessions []meeting.Session
	for s, err := range c.Sessions(ctx, made.ID) {
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("session    %s, %d people, %s, recorded %v", s.ID, s.ParticipantCount, s.Duration, s.HasRecording)
		sessions = append(sessions, s)
	}
	if len(sessions) != 2 || sessions[0].ParticipantCount != 2 || sessions[0].HasRecording != meeting.On || sessions[1].HasRecording != meeting.Unset || sessions[0].Duration != 8*time.Minute {
		t.Errorf("sessions %+v", sessions)
	}
	if s, err := c.GetSession(ctx, made.ID, sessions[1].ID); err != nil || s.ID != sessions[1].ID || s.MeetingID != made.ID {
		t.Errorf("session %+v, %v", s, err)
	}
	if _, err := c.GetSession(ctx, made.ID, "none"); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("a session that is none: %v", err)
	}

	sim.Advance(2 * time.Hour) // the meeting is gone, its room is known
	if _, err := c.GetMeeting(ctx, made.ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("after its end: %v", err)
	}
	room := strings.TrimPrefix(made.Refs["room_name"], "/")
	if people := who(t, c, room, meeting.ParticipantQuery{State: meeting.ParticipantLeft}); len(people) != len(want) {
		t.Errorf("by the room's name: %v", people)
	}
	for _, err := range c.Participants(ctx, made.ID, meeting.ParticipantQuery{}) {
		if !errors.Is(err, meeting.ErrNotFound) {
			t.Errorf("by the id that is gone: %v", err)
		}
	}
	files(t, c, room)
	if err := c.CancelMeeting(ctx, made.ID, meeting.CancelOptions{}); err != nil {
		t.Errorf("cancel: %v", err)
	}
}

func who(t *testing.T, c *provider.Client, id string, q meeting.ParticipantQuery) []string {
	t.Helper()
	var people []string
	for p, err := range c.Participants(t.Context(), id, q) {
		if err != nil {
			t.Fatal(err)
		}
		if p.State != meeting.ParticipantLeft || p.Duration <= 0 {
			t.Errorf("%+v", p)
		}
		people = append(people, p.Name+" "+string(p.Role))
	}
	t.Logf("there were %v", people)
	return people
}

// files looks at the recording and the transcript of a room.
func files(t *testing.T, c *provider.Client, room string) {
	ctx := t.Context()
	var recordings []meeting.Recording
	for r, err := range c.Recordings(ctx, meeting.RecordingQuery{MeetingID: room}) {
		if err != nil {
			t.Fatal(err)
		}
		recordings = append(recordings, r)
	}
	var transcripts []meeting.Transcript
	for tr, err := range c.Transcripts(ctx, meeting.TranscriptQuery{MeetingID: room}) {
		if err != nil {
			t.Fatal(err)
		}
		transcripts = append(transcripts, tr)
	}
	if len(recordings) != 1 || len(transcripts) != 1 {
		t.Fatalf("%d recordings, %d transcripts", len(recordings), len(transcripts))
	}
	r, err := c.GetRecording(ctx, recordings[0].ID)
	if err != nil || r.DownloadURL.IsZero() || r.Duration != 7*time.Minute {
		t.Errorf("recording %+v, %v", r, err)
	}
	tr, err := c.GetTranscript(ctx, transcripts[0].ID)
	if err != nil || tr.DownloadURL.IsZero() || tr.Status != meeting.TranscriptAvailable {
		t.Errorf("transcript %+v, %v", tr, err)
	}
	var film, text bytes.Buffer
	if n, err := c.DownloadRecording(ctx, r.ID, &film); err != nil || film.String() != "file "+r.ID || n != int64(film.Len()) {
		t.Errorf("%q, %d bytes, %v", film.String(), n, err)
	}
	if n, err := c.DownloadTranscript(ctx, tr.ID, &text); err != nil || text.String() != "file "+tr.ID || n != int64(text.Len()) {
		t.Errorf("%q, %d bytes, %v", text.String(), n, err)
	}
	t.Logf("recording  %s %s, %d bytes fetched", r.ID, r.Title, film.Len())
	t.Logf("transcript %s %s, %d bytes fetched", tr.ID, tr.Title, text.Len())
	for range 2 { // both deletes are idempotent
		if err := errors.Join(c.DeleteRecording(ctx, r.ID), c.DeleteTranscript(ctx, tr.ID)); err != nil {
			t.Error(err)
		}
	}
	if _, err := c.GetRecording(ctx, r.ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("after the delete: %v", err)
	}
	if _, err := c.DownloadTranscript(ctx, tr.ID, &text); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("after the delete: %v", err)
	}
}
