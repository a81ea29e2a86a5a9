package zohomeeting_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

// clock is one time for both ends.
type clock struct{ nanos atomic.Int64 }

func (c *clock) now() time.Time          { return time.Unix(0, c.nanos.Load()).UTC() }
func (c *clock) advance(d time.Duration) { c.nanos.Add(int64(d)) }

// credentials are the simulators' own.
func credentials(url string) meeting.Credentials {
	return meeting.Credentials{Flow: meeting.FlowRefreshToken, TokenURL: url + "/oauth/v2/token", ClientID: "1000.SIM",
		ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh")}
}

func simulated(t *testing.T, plan string) (*provider.Client, *simulator.Server, *clock) {
	t.Helper()
	c := &clock{}
	c.nanos.Store(now.UnixNano())
	sim, err := simulator.Start(simulator.Config{Now: c.now, ZohoPlan: plan})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	p, err := zohomeeting.New(zohomeeting.Config{BaseURL: sim.URL(), Auth: credentials(sim.URL()), Now: c.now})
	if err != nil {
		t.Fatal(err)
	}
	return provider.NewClient(p, provider.ClientConfig{}), sim, c
}

func collect[T any](t *testing.T, list iter.Seq2[T, error]) []T {
	t.Helper()
	var out []T
	for item, err := range list {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, item)
	}
	return out
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestLifeOfAMeeting goes through all that happens to one.
func TestLifeOfAMeeting(t *testing.T) {
	client, sim, clock := simulated(t, "")
	ctx := t.Context()
	m, err := client.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Planning", Description: "Q4", Wall: "2026-12-01T09:30", Zone: "Europe/Berlin", Duration: 45 * time.Minute,
		Passcode: meeting.NewSecret("1234"), Invitees: []meeting.Person{{Email: "a@example.com", Name: "A"}}, Media: meeting.MediaVideo,
		Settings: meeting.Settings{WaitingRoom: meeting.On, Recording: meeting.RecordCloud, ScreenShare: meeting.Off},
	})
	must(t, err)
	start := time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC)
	if m.Kind != meeting.KindScheduled || m.Status != meeting.StatusScheduled || !m.Start.Equal(start) || !m.End.Equal(start.Add(45*time.Minute)) ||
		m.Zone != "Europe/Berlin" || m.JoinURL == "" || m.Passcode.IsZero() || m.Passcode.Reveal() == "1234" || m.Host.Email != "host@example.com" ||
		m.Settings.WaitingRoom != meeting.On || m.Settings.Recording != meeting.RecordCloud || m.Settings.ScreenShare != meeting.Off ||
		len(m.Invitees) != 1 || len(m.Losses) != 1 || m.Losses[0].Field != "passcode" || !m.Created.Equal(now) {
		t.Fatalf("created %+v", m)
	}
	title, length := "Planning II", time.Hour
	m, err = client.UpdateMeeting(ctx, m.ID, meeting.Patch{Title: &title, Duration: &length, Settings: meeting.Settings{MuteOnEntry: meeting.On}})
	must(t, err)
	if m.Title != title || m.Duration != length || m.Settings.MuteOnEntry != meeting.On || m.Settings.WaitingRoom != meeting.On {
		t.Errorf("updated %+v", m)
	}
	must(t, client.Invite(ctx, m.ID, meeting.Person{Email: "b@example.com"}, meeting.Person{Email: "c@example.com"}))
	people := collect(t, client.Participants(ctx, m.ID, meeting.ParticipantQuery{State: meeting.ParticipantInvited}))
	if len(people) != 3 || people[2].Email != "c@example.com" || !people[2].Joined.IsZero() {
		t.Fatalf("invited %+v", people)
	}
	must(t, client.Uninvite(ctx, m.ID, people[2].ID))
	if err := client.Uninvite(ctx, m.ID, people[2].ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("uninvited twice: %v", err)
	}

	sim.RevokeTokens()                                          // refused once, renewed once
	clock.advance(start.Add(10 * time.Minute).Sub(clock.now())) // it runs
	people = collect(t, client.Participants(ctx, m.ID, meeting.ParticipantQuery{}))
	if len(people) != 3 || people[0].Role != meeting.RolePresenter || people[1].State != meeting.ParticipantJoined || !people[1].Joined.Equal(start) {
		t.Errorf("joined %+v", people)
	}
	sessions := collect(t, client.Sessions(ctx, m.ID))
	if len(sessions) != 1 || !sessions[0].End.IsZero() || sessions[0].MeetingID != m.ID {
		t.Errorf("running session %+v", sessions)
	}

	clock.advance(55 * time.Minute) // it is over since five minutes
	recordings := collect(t, client.Recordings(ctx, meeting.RecordingQuery{MeetingID: m.ID}))
	if len(recordings) != 1 {
		t.Fatalf("recordings %+v", recordings)
	}
	_, err = client.DownloadRecording(ctx, recordings[0].ID, &bytes.Buffer{})
	rec, getErr := client.GetRecording(ctx, recordings[0].ID)
	if !errors.Is(err, meeting.ErrNotReady) || getErr != nil || rec.Status != meeting.RecordingProcessing || !rec.DownloadURL.IsZero() {
		t.Errorf("too early: %v, %+v, %v", err, rec, getErr)
	}
	clock.advance(time.Hour)
	rec, err = client.GetRecording(ctx, rec.ID)
	must(t, err)
	var first, second bytes.Buffer
	n, err := client.DownloadRecording(ctx, rec.ID, &first)
	must(t, err)
	_, err = client.DownloadRecording(ctx, rec.ID, &second)
	must(t, err)
	if rec.Status != meeting.RecordingAvailable || n != rec.Size || n < 200_000 || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("downloaded %d of %d bytes", n, rec.Size)
	}
	session, err := client.GetSession(ctx, m.ID, sessions[0].ID)
	must(t, err)
	if session.Duration != length || session.HasRecording != meeting.On || session.ParticipantCount != 3 {
		t.Errorf("session %+v", session)
	}
	report, err := client.MeetingReport(ctx, m.ID)
	must(t, err)
	if report.SessionCount != 1 || report.Duration != length || len(report.Participants) != 3 || report.Participants[0].State != meeting.ParticipantLeft {
		t.Errorf("report %+v", report)
	}
	must(t, client.DeleteRecording(ctx, rec.ID))
	if err := client.DeleteRecording(ctx, rec.ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("deleted twice: %v", err)
	}
	ended := collect(t, client.Meetings(ctx, meeting.ListQuery{Status: meeting.StatusEnded}))
	if len(ended) != 1 || ended[0].Status != meeting.StatusEnded {
		t.Errorf("ended %+v", ended)
	}
	if err := client.CancelMeeting(ctx, m.ID, meeting.CancelOptions{}); !errors.Is(err, meeting.ErrConflict) {
		t.Errorf("cancelled what is over: %v", err)
	}
}

func TestInstantAndCancel(t *testing.T) {
	client, _, clock := simulated(t, "")
	ctx := t.Context()
	m, err := client.Instant(ctx, meeting.InstantRequest{})
	must(t, err)
	if m.Title != "Instant meeting" || !m.Start.Equal(now) || m.Duration != time.Hour {
		t.Errorf("instant %+v", m)
	}
	if people := collect(t, client.Participants(ctx, m.ID, meeting.ParticipantQuery{})); len(people) != 1 || people[0].Role != meeting.RolePresenter {
		t.Errorf("in it: %+v", people)
	}
	must(t, client.CancelMeeting(ctx, m.ID, meeting.CancelOptions{Notify: meeting.On}))
	for _, err := range []error{client.CancelMeeting(ctx, m.ID, meeting.CancelOptions{}), func() error { _, err := client.GetMeeting(ctx, m.ID); return err }()} {
		if !errors.Is(err, meeting.ErrNotFound) {
			t.Errorf("what was cancelled: %v", err)
		}
	}
	if all := collect(t, client.Meetings(ctx, meeting.ListQuery{})); len(all) != 0 {
		t.Errorf("listed %+v", all)
	}
	if gone := collect(t, client.Meetings(ctx, meeting.ListQuery{Status: meeting.StatusCancelled})); len(gone) != 1 || gone[0].ID != m.ID {
		t.Errorf("cancelled %+v", gone)
	}
	req := meeting.CreateRequest{Title: "Late", Start: clock.now().Add(-time.Hour), Duration: time.Hour}
	if _, err := client.CreateMeeting(ctx, req); !errors.Is(err, meeting.ErrConflict) {
		t.Errorf("in the past: %v", err)
	}
}

func TestSeries(t *testing.T) {
	client, _, clock := simulated(t, "")
	ctx := t.Context()
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4")
	must(t, err)
	m, err := client.CreateMeeting(ctx, meeting.CreateRequest{Title: "Standup", Wall: "2026-11-04T09:00", Zone: "America/New_York",
		Duration: 30 * time.Minute, Recurrence: rule, Settings: meeting.Settings{Recording: meeting.RecordCloud}})
	must(t, err)
	if m.Kind != meeting.KindRecurring || m.Recurrence.String() != "FREQ=WEEKLY;UNTIL=20261116T140000Z;BYDAY=MO,WE" {
		t.Errorf("%s: %s", m.Kind, m.Recurrence)
	}
	clock.advance(9*24*time.Hour + 5*time.Hour) // on the second Wednesday three are over
	if sessions := collect(t, client.Sessions(ctx, m.ID)); len(sessions) != 3 || !sessions[2].Start.Equal(time.Date(2026, 11, 11, 14, 0, 0, 0, time.UTC)) {
		t.Errorf("sessions %+v", sessions)
	}
	if recordings := collect(t, client.Recordings(ctx, meeting.RecordingQuery{From: now, To: now.AddDate(0, 0, 8)})); len(recordings) != 2 {
		t.Errorf("recordings %+v", recordings)
	}
	title := "Standup!"
	m, err = client.UpdateMeeting(ctx, m.ID, meeting.Patch{Title: &title})
	must(t, err)
	if m.Status != meeting.StatusScheduled || m.Recurrence.IsZero() {
		t.Errorf("changed %+v", m)
	}
}

func TestWebinarsAndSettings(t *testing.T) {
	client, _, _ := simulated(t, "")
	ctx := t.Context()
	w, err := client.CreateWebinar(ctx, meeting.WebinarRequest{Title: "Launch", Description: "New", Start: now.Add(time.Hour), Duration: time.Hour,
		Zone: "America/New_York", MaxAttendees: 500, RegistrationRequired: meeting.On})
	must(t, err)
	if w.Kind != meeting.KindWebinar || w.Description != "New" || w.Settings.MaxParticipants != 500 || w.JoinURL == "" {
		t.Errorf("webinar %+v", w)
	}
	registered := collect(t, client.Registrations(ctx, w.ID))
	if len(registered) != 2 || registered[0].Status != meeting.RegistrationPending || registered[1].Status != meeting.RegistrationApproved {
		t.Fatalf("registered %+v", registered)
	}
	must(t, client.ApproveRegistration(ctx, w.ID, registered[0].ID))
	if registered = collect(t, client.Registrations(ctx, w.ID)); registered[0].Status != meeting.RegistrationApproved {
		t.Errorf("approved %+v", registered)
	}
	if err := client.ApproveRegistration(ctx, w.ID, "none"); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("approved nobody: %v", err)
	}
	s, err := client.UpdateSettings(ctx, meeting.AccountPatch{AutoRecording: meeting.On})
	must(t, err)
	if s.DefaultDuration != time.Hour || s.DefaultZone != "America/New_York" || s.AutoRecording != meeting.On || s.WaitingRoom != meeting.Off {
		t.Errorf("settings %+v", s)
	}
	m, err := client.Instant(ctx, meeting.InstantRequest{Title: "Now"})
	must(t, err)
	if m.Settings.Recording != meeting.RecordCloud {
		t.Errorf("the default recording: %s", m.Settings.Recording)
	}
}

// TestManyMeetings walks pages, runs into the limit of participants and into that
// of the plan.
func TestManyMeetings(t *testing.T) {
	client, sim, clock := simulated(t, "standard")
	ctx := t.Context()
	native := []byte(`{"unheard_of":1}`)
	if _, err := client.CreateMeeting(ctx, meeting.CreateRequest{Title: "T", Start: now, Duration: time.Hour, Native: native}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("an unknown member: %v", err)
	}
	var id string
	for i := range 45 {
		m, err := client.CreateMeeting(ctx, meeting.CreateRequest{Title: fmt.Sprint("Meeting ", i), Start: now.Add(time.Duration(i) * time.Hour), Duration: time.Hour})
		must(t, err)
		id = m.ID
	}
	q := meeting.ListQuery{PageSize: 20, From: now.Add(time.Hour), To: now.Add(44 * time.Hour)}
	for range 2 { // ranging again starts anew
		list := collect(t, client.Meetings(ctx, q))
		if len(list) != 43 || list[0].Title != "Meeting 1" || list[42].Title != "Meeting 43" {
			t.Errorf("%d meetings", len(list))
		}
	}
	people := make([]meeting.Person, 60)
	for i := range people {
		people[i].Email = fmt.Sprintf("p%d@example.com", i)
	}
	must(t, client.Invite(ctx, id, people...))
	for i := range people {
		people[i].Email = "q" + people[i].Email
	}
	var e *meeting.Error
	if err := client.Invite(ctx, id, people...); !errors.As(err, &e) || e.Kind != meeting.ErrInvalid || e.Code != "PARTICIPANT_LIMIT_REACHED" {
		t.Errorf("120 people: %v", err)
	}
	for range 60 {
		short, cancel := context.WithTimeout(ctx, 20*time.Second) // shorter than the wait for the next minute
		_, err := client.GetMeeting(short, id)
		cancel()
		if err != nil {
			// It was learned from the answers, and is not run into.
			if !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.Status != 0 || e.RetryAfter < time.Minute || e.RetryAfter > 62*time.Second ||
				!strings.Contains(e.Message, "Zoho's limit of 60 a minute") {
				t.Fatalf("the limit: %v", err)
			}
			clock.advance(e.RetryAfter)
			_, err := client.GetMeeting(ctx, id)
			must(t, err)
			if n := sim.Refusals(); n != 0 {
				t.Errorf("%d calls were refused", n)
			}
			return
		}
	}
	t.Error("no limit of 60 a minute")
}
