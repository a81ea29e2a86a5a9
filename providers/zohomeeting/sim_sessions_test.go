package zohomeeting_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohomeeting"
	"github.com/libmeet/meeting/store/memory"
)

// published starts the simulator, over real HTTP, and a client of its sessions dialect.
func published(t *testing.T, sim simulator.Config, cfg zohomeeting.Config) (*provider.Client, *simulator.Server, *clock) {
	t.Helper()
	c := &clock{}
	c.nanos.Store(now.UnixNano())
	sim.Now = c.now
	server, err := simulator.Start(sim)
	must(t, err)
	t.Cleanup(func() { _ = server.Close() })
	cfg.BaseURL, cfg.Auth, cfg.Dialect, cfg.Now = server.URL(), credentials(server.URL()), zohomeeting.DialectSessions, c.now
	p, err := zohomeeting.New(cfg)
	must(t, err)
	return provider.NewClient(p, provider.ClientConfig{Now: c.now, Store: memory.New(c.now)}), server, c
}

// TestLifeInSessions is the whole life of a meeting in the API that Zoho publishes.
func TestLifeInSessions(t *testing.T) {
	client, sim, clock := published(t, simulator.Config{}, zohomeeting.Config{})
	ctx := t.Context()
	m, err := client.CreateMeeting(ctx, meeting.CreateRequest{
		Title: "Planning", Description: "Q4", Wall: "2026-12-01T09:30", Zone: "Europe/Berlin", Duration: 45 * time.Minute,
		Invitees: []meeting.Person{{Email: "a@example.com", Name: "A"}, {Email: "b@example.com"}}, Media: meeting.MediaVideo,
		Passcode: meeting.NewSecret("1234"),
	})
	must(t, err)
	start := time.Date(2026, 12, 1, 8, 30, 0, 0, time.UTC)
	t.Logf("created %s at %s for %s, join %s", m.ID, m.Start, m.Duration, m.JoinURL)
	if m.Kind != meeting.KindScheduled || m.Status != meeting.StatusScheduled || !m.Start.Equal(start) || m.Duration != 45*time.Minute || m.Zone != "Europe/Berlin" ||
		m.JoinURL == "" || m.HostURL.IsZero() || m.Passcode.IsZero() || m.Passcode.Reveal() == "1234" || m.Host.ID != "71158042" || len(m.Invitees) != 2 {
		t.Errorf("created %+v", m)
	}
	if len(m.Losses) != 2 || m.Losses[0].Field != "passcode" || m.Losses[1].Field != "invitees" || m.Losses[1].Severity != meeting.Note {
		t.Errorf("losses %+v", m.Losses)
	}
	got, err := client.GetMeeting(ctx, m.ID)
	must(t, err)
	t.Logf("got %s, %q, %s, %s", got.ID, got.Title, got.Status, got.Zone)
	if !got.Start.Equal(start) || got.Duration != m.Duration || got.Refs["sys_id"] != m.Refs["sys_id"] || got.Host.Name != "Sim Host" || got.Status != meeting.StatusScheduled {
		t.Errorf("got %+v", got)
	}
	for name, q := range map[string]meeting.ListQuery{
		"all": {}, "scheduled": {Status: meeting.StatusScheduled}, "window": {From: start, To: start.Add(time.Second)}, "filter": {Filter: map[string]string{"listtype": "upcoming"}},
	} {
		list := collect(t, client.Meetings(ctx, q))
		t.Logf("listed %s: %d", name, len(list))
		if len(list) != 1 || list[0].ID != m.ID || !list[0].Start.Equal(start) || list[0].Status != meeting.StatusScheduled {
			t.Errorf("%s: %+v", name, list)
		}
	}
	title, length, later := "Planning II", time.Hour, start.Add(24*time.Hour)
	m, err = client.UpdateMeeting(ctx, m.ID, meeting.Patch{Title: &title, Duration: &length, Start: &later})
	must(t, err)
	t.Logf("updated: %q at %s in %s for %s", m.Title, m.Start, m.Zone, m.Duration)
	if m.Title != title || m.Duration != length || !m.Start.Equal(later) || m.Zone != "Europe/Berlin" || m.Description != "Q4" {
		t.Errorf("updated %+v", m)
	}
	if m, err = client.UpdateMeeting(ctx, m.ID, meeting.Patch{Zone: "Asia/Tokyo"}); err != nil || m.Zone != "Asia/Tokyo" || !m.Start.Equal(later) {
		t.Errorf("another zone: %+v, %v", m, err)
	}
	if people := collect(t, client.Participants(ctx, m.ID, meeting.ParticipantQuery{})); len(people) != 0 {
		t.Errorf("somebody came before it began: %+v", people)
	}

	sim.RevokeTokens() // refused with 400, renewed once
	clock.advance(later.Add(10 * time.Minute).Sub(clock.now()))
	people := collect(t, client.Participants(ctx, m.ID, meeting.ParticipantQuery{}))
	t.Logf("in it: %d", len(people))
	if len(people) != 3 || people[0].Role != meeting.RolePresenter || people[1].State != meeting.ParticipantJoined || !people[1].Joined.Equal(later) {
		t.Errorf("joined %+v", people)
	}
	clock.advance(55 * time.Minute)
	people = collect(t, client.Participants(ctx, m.ID, meeting.ParticipantQuery{State: meeting.ParticipantLeft, PageSize: 1}))
	t.Logf("left: %d, the first after %s", len(people), people[0].Duration)
	if len(people) != 3 || people[0].Duration != length-time.Second || people[2].Email != "b@example.com" {
		t.Errorf("left %+v", people)
	}
	report, err := client.MeetingReport(ctx, m.ID)
	must(t, err)
	t.Logf("report: %d people", report.ParticipantCount)
	if report.ParticipantCount != 3 || len(report.Participants) != 3 || report.MeetingID != m.ID {
		t.Errorf("report %+v", report)
	}
	ended := collect(t, client.Meetings(ctx, meeting.ListQuery{Status: meeting.StatusEnded}))
	if len(ended) != 1 || ended[0].Status != meeting.StatusEnded {
		t.Errorf("ended %+v", ended)
	}
	lifeOfARecording(t, client, clock, m.ID)
	must(t, client.CancelMeeting(ctx, m.ID, meeting.CancelOptions{Notify: meeting.Off}))
	t.Log("cancelled")
	if err := client.CancelMeeting(ctx, m.ID, meeting.CancelOptions{}); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("cancelled twice: %v", err)
	}
	if _, err := client.GetMeeting(ctx, m.ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("what was cancelled: %v", err)
	}
}

func lifeOfARecording(t *testing.T, client *provider.Client, clock *clock, meetingID string) {
	t.Helper()
	ctx := t.Context()
	recordings := collect(t, client.Recordings(ctx, meeting.RecordingQuery{MeetingID: meetingID}))
	if len(recordings) != 1 || recordings[0].MeetingID != meetingID || recordings[0].Status != meeting.RecordingProcessing {
		t.Fatalf("recordings %+v", recordings)
	}
	id := recordings[0].ID
	if _, err := client.DownloadRecording(ctx, id, &bytes.Buffer{}); !errors.Is(err, meeting.ErrNotReady) {
		t.Errorf("too early: %v", err)
	}
	clock.advance(time.Hour)
	rec, err := client.GetRecording(ctx, id)
	must(t, err)
	var file bytes.Buffer
	n, err := client.DownloadRecording(ctx, id, &file)
	must(t, err)
	t.Logf("downloaded %d of %d bytes", n, rec.Size)
	if rec.Status != meeting.RecordingAvailable || n != rec.Size || n < 200_000 || rec.MeetingID != meetingID || int64(file.Len()) != n {
		t.Errorf("downloaded %d bytes of %+v", n, rec)
	}
	if other := collect(t, client.Recordings(ctx, meeting.RecordingQuery{From: clock.now()})); len(other) != 0 {
		t.Errorf("outside the window: %+v", other)
	}
	must(t, client.DeleteRecording(ctx, id))
	for what, err := range map[string]error{
		"delete": client.DeleteRecording(ctx, id), "get": second(client.GetRecording(ctx, id)), "download": second(client.DownloadRecording(ctx, id, &file)),
	} {
		if !errors.Is(err, meeting.ErrNotFound) {
			t.Errorf("%s of what was deleted: %v", what, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestInstantInSessions(t *testing.T) {
	client, _, _ := published(t, simulator.Config{}, zohomeeting.Config{})
	m, err := client.Instant(t.Context(), meeting.InstantRequest{Duration: 90 * time.Second})
	must(t, err)
	if m.Title != "Instant meeting" || !m.Start.Equal(now.Truncate(time.Minute)) || m.Duration != 90*time.Second || m.Zone != "UTC" {
		t.Errorf("instant %+v", m)
	}
}

func TestWebinarInSessions(t *testing.T) {
	client, _, _ := published(t, simulator.Config{}, zohomeeting.Config{})
	ctx := t.Context()
	req := meeting.WebinarRequest{Title: "Launch", Description: "New", Start: now.Add(time.Hour).Truncate(time.Minute), Duration: time.Hour, Zone: "America/New_York"}
	w, err := client.CreateWebinar(ctx, req)
	must(t, err)
	if w.Kind != meeting.KindWebinar || w.Description != "New" || w.JoinURL == "" || w.Zone != "America/New_York" {
		t.Errorf("webinar %+v", w)
	}
	registered := collect(t, client.Registrations(ctx, w.ID))
	if len(registered) != 2 || registered[0].Status != meeting.RegistrationPending || registered[1].Status != meeting.RegistrationApproved || registered[0].Name != "Ada Pending" {
		t.Errorf("registered %+v", registered)
	}
	who := meeting.RegistrantRequest{Email: "cy@example.com", FirstName: "Cy", LastName: "New"}
	added, err := client.AddRegistrant(ctx, w.ID, who)
	must(t, err)
	if added.Email != who.Email || added.Name != "Cy New" || added.JoinURL.IsZero() {
		t.Errorf("added %+v", added)
	}
	if _, err := client.AddRegistrant(ctx, w.ID, who); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("added twice: %v", err)
	}
	for status, want := range map[meeting.RegistrationStatus]int{"": 3, meeting.RegistrationApproved: 2, meeting.RegistrationPending: 1, meeting.RegistrationDenied: 0} {
		if got := collect(t, client.Registrants(ctx, w.ID, meeting.RegistrantQuery{Status: status})); len(got) != want {
			t.Errorf("%q: %+v", status, got)
		}
	}
	if err := client.DecideRegistrants(ctx, w.ID, meeting.RegistrationApproved, registered[0]); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("decided: %v", err)
	}
	if _, err := client.GetMeeting(ctx, w.ID); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("a webinar as a meeting: %v", err)
	}
	limited, needing := req, req
	limited.MaxAttendees, needing.RegistrationRequired = 500, meeting.On
	for name, req := range map[string]meeting.WebinarRequest{"limit": limited, "registration": needing} {
		if _, err := client.CreateWebinar(ctx, req); !errors.Is(err, meeting.ErrUnsupported) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestListsInSessions: however Zoho's index counts, the lists are whole.
func TestListsInSessions(t *testing.T) {
	for _, index := range []string{"", "pages1", "clamped", "records", "records1"} {
		client, _, _ := published(t, simulator.Config{ZohoIndex: index}, zohomeeting.Config{})
		ctx := t.Context()
		if none := collect(t, client.Meetings(ctx, meeting.ListQuery{})); len(none) != 0 {
			t.Errorf("%q: %+v", index, none)
		}
		for i := range 23 {
			_, err := client.CreateMeeting(ctx, meeting.CreateRequest{Title: fmt.Sprint("Meeting ", i), Start: now.Truncate(time.Hour).Add(time.Duration(i+1) * time.Hour), Duration: time.Hour})
			must(t, err)
		}
		for _, size := range []int{0, 1, 5, 10, 23} {
			list := collect(t, client.Meetings(ctx, meeting.ListQuery{PageSize: size}))
			if len(list) != 23 || list[0].Title != "Meeting 0" || list[22].Title != "Meeting 22" {
				t.Errorf("%q: %d meetings in pages of %d", index, len(list), size)
			}
		}
	}
}

// TestSearchInSessions: a create whose answer is lost is found again and not repeated.
func TestSearchInSessions(t *testing.T) {
	lost := 1
	client, sim, _ := published(t, simulator.Config{Drop: func() bool { lost--; return lost == 0 }}, zohomeeting.Config{})
	req := meeting.CreateRequest{Key: "k1", Title: "Once", Wall: "2026-12-01T09:30", Zone: "Asia/Calcutta", Duration: time.Hour}
	m, err := client.CreateMeeting(t.Context(), req)
	must(t, err)
	again, err := client.CreateMeeting(t.Context(), req)
	must(t, err)
	if n := sim.Meetings("zoho-meeting"); n != 1 || again.ID != m.ID || !m.Start.Equal(time.Date(2026, 12, 1, 4, 0, 0, 0, time.UTC)) {
		t.Errorf("%d meetings: %s, %s at %s", n, m.ID, again.ID, m.Start)
	}
	lost = 1
	now, err := client.Instant(t.Context(), meeting.InstantRequest{Key: "k2", Title: "Now"})
	must(t, err)
	if n := sim.Meetings("zoho-meeting"); n != 2 || now.ID == m.ID {
		t.Errorf("%d meetings", n)
	}
}

// TestRefusalsInSessions: what Zoho's own errors mean.
func TestRefusalsInSessions(t *testing.T) {
	t.Run("another organisation", func(t *testing.T) {
		client, sim, _ := published(t, simulator.Config{}, zohomeeting.Config{OrgID: "7654321", Presenter: "71158042"})
		_, err := client.GetMeeting(t.Context(), "1")
		var e *meeting.Error
		if !errors.As(err, &e) || e.Kind != meeting.ErrPermission || e.Status != http.StatusUnauthorized || e.Code != "UNAUTHORIZED_USER" || sim.Requests() != 2 {
			t.Errorf("%v after %d requests", err, sim.Requests()) // a token, and no second one
		}
	})
	t.Run("no scope for user.json", func(t *testing.T) {
		client, sim, _ := published(t, simulator.Config{}, zohomeeting.Config{})
		sim.SetTokenRules(simulator.TokenRules{ZohoScopes: []string{"ZohoMeeting.meeting.ALL"}})
		_, err := client.GetMeeting(t.Context(), "1")
		if !errors.Is(err, meeting.ErrPermission) || !bytes.Contains([]byte(err.Error()), []byte("ZohoMeeting.manageOrg.READ, or set org_id")) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("configured, it is not asked", func(t *testing.T) {
		client, sim, _ := published(t, simulator.Config{}, zohomeeting.Config{OrgID: "1234567", Presenter: "71158042"})
		sim.SetTokenRules(simulator.TokenRules{ZohoScopes: []string{"ZohoMeeting.meeting.CREATE"}})
		_, err := client.CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: now.Truncate(time.Hour).Add(time.Hour), Duration: time.Hour})
		if err != nil || sim.Requests() != 2 {
			t.Errorf("%v after %d requests", err, sim.Requests())
		}
		if _, err := client.GetMeeting(t.Context(), "1"); !errors.Is(err, meeting.ErrPermission) {
			t.Errorf("a scope that is missing: %v", err)
		}
	})
	t.Run("asked once", func(t *testing.T) {
		client, sim, _ := published(t, simulator.Config{}, zohomeeting.Config{})
		for range 3 {
			_, err := client.GetMeeting(t.Context(), "1")
			if !errors.Is(err, meeting.ErrNotFound) {
				t.Errorf("got %v", err)
			}
		}
		if n := sim.Requests(); n != 5 { // a token, user.json, three gets
			t.Errorf("%d requests", n)
		}
	})
	t.Run("in the past", func(t *testing.T) {
		client, _, _ := published(t, simulator.Config{}, zohomeeting.Config{})
		_, err := client.CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: now.Truncate(time.Hour).Add(-time.Hour), Duration: time.Hour})
		if !errors.Is(err, meeting.ErrConflict) {
			t.Errorf("got %v", err)
		}
	})
}
