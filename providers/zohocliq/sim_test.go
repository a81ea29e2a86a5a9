package zohocliq_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohocliq"
)

func simulated(t *testing.T) (*provider.Client, *simulator.Server) {
	t.Helper()
	sim, err := simulator.Start(simulator.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sim.Close() })
	p, err := zohocliq.New(zohocliq.Config{BaseURL: sim.URL(), Limits: meeting.AccountLimits{Plan: meeting.PlanNone}, Auth: meeting.Credentials{
		Flow: meeting.FlowRefreshToken, TokenURL: sim.URL() + "/oauth/v2/token", ClientID: "1000.SIM",
		ClientSecret: meeting.NewSecret("sim-zoho-secret"), RefreshToken: meeting.NewSecret("1000.sim.refresh"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	return provider.NewClient(p, provider.ClientConfig{}), sim
}

func meetings(t *testing.T, c *provider.Client, q meeting.ListQuery) []meeting.Meeting {
	t.Helper()
	var out []meeting.Meeting
	for m, err := range c.Meetings(t.Context(), q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func participants(t *testing.T, c *provider.Client, id string, q meeting.ParticipantQuery) []meeting.Participant {
	t.Helper()
	var out []meeting.Participant
	for p, err := range c.Participants(t.Context(), id, q) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
	return out
}

func TestSimulatedList(t *testing.T) {
	c, _ := simulated(t)
	all := meetings(t, c, meeting.ListQuery{PageSize: 10}) // three pages
	if len(all) != 21 {
		t.Fatalf("%d sessions without direct calls, want 21", len(all))
	}
	ids := map[string]bool{}
	for _, m := range all {
		ids[m.ID] = true
		if m.Kind != meeting.KindCall || m.Status != "" || !strings.HasPrefix(m.Host.Name, `"`) {
			t.Errorf("got %s %q, host %s", m.Kind, m.Status, m.Host.Name)
		}
	}
	if len(ids) != 21 {
		t.Errorf("%d different ids", len(ids))
	}
	now := time.Now()
	for name, want := range map[string]struct {
		q meeting.ListQuery
		n int
	}{
		"live":      {meeting.ListQuery{Status: meeting.StatusLive}, 1},
		"scheduled": {meeting.ListQuery{Status: meeting.StatusScheduled}, 1},
		"all":       {meeting.ListQuery{Filter: map[string]string{"type": "all"}}, 25},
		"missed":    {meeting.ListQuery{Filter: map[string]string{"type": "direct_call", "filter": "missed"}}, 2},
		"broadcast": {meeting.ListQuery{Filter: map[string]string{"type": "handshake,assembly"}}, 2},
		"search":    {meeting.ListQuery{Filter: map[string]string{"search": "hiring"}}, 1},
		"window":    {meeting.ListQuery{From: now.Add(-27 * time.Hour), To: now}, 2},
		"future":    {meeting.ListQuery{From: now.Add(time.Hour)}, 1},
	} {
		if got := meetings(t, c, want.q); len(got) != want.n {
			t.Errorf("%s: %d sessions, want %d", name, len(got), want.n)
		} else if want.q.Status != "" && (got[0].Status != want.q.Status || !got[0].End.IsZero()) {
			t.Errorf("%s: status %s, end %s", name, got[0].Status, got[0].End)
		}
	}
}

func TestSimulatedGetAndParticipants(t *testing.T) {
	c, _ := simulated(t)
	live := meetings(t, c, meeting.ListQuery{Status: meeting.StatusLive})[0]
	for state, want := range map[meeting.ParticipantState]int{meeting.ParticipantLive: 2, meeting.ParticipantInvited: 1, meeting.ParticipantLeft: 1, "": 4} {
		got := participants(t, c, live.ID, meeting.ParticipantQuery{State: state})
		if len(got) != want {
			t.Errorf("%d participants with state %q, want %d", len(got), state, want)
		}
		for _, p := range got {
			if state != "" && p.State != state {
				t.Errorf("got state %s, want %s", p.State, state)
			}
		}
	}
	direct := meetings(t, c, meeting.ListQuery{Filter: map[string]string{"type": "direct_call"}})[0]
	if m, err := c.GetMeeting(t.Context(), direct.ID); err != nil || m.ID != direct.ID {
		t.Errorf("a direct call: got %s, %v", m.ID, err)
	}
	town := meetings(t, c, meeting.ListQuery{Filter: map[string]string{"search": "town hall"}})[0]
	people := participants(t, c, town.ID, meeting.ParticipantQuery{State: meeting.ParticipantJoined, PageSize: 12}) // three pages
	if len(people) != 30 || town.ParticipantCount != 30 {
		t.Errorf("%d of %d participants", len(people), town.ParticipantCount)
	}
	if host, guest := people[0], people[3]; host.Role != meeting.RoleHost || guest.Role != meeting.RoleAttendee || guest.RoleNative != "speaker" || guest.Email != "" {
		t.Errorf("got %+v and %+v", host, guest)
	}
	if _, err := c.GetMeeting(t.Context(), "62440502_1_2"); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	for _, err := range c.Participants(t.Context(), "62440502_1_2", meeting.ParticipantQuery{}) {
		if !errors.Is(err, meeting.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}
}

// Twenty requests go through; the lock that the next brings holds for ten minutes,
// and comes in two forms.
func TestSimulatedLock(t *testing.T) {
	c, sim := simulated(t)
	list := func() error {
		for _, err := range c.Meetings(t.Context(), meeting.ListQuery{Status: meeting.StatusLive}) {
			return err
		}
		return errors.New("nothing was listed")
	}
	for i := range 20 {
		if err := list(); err != nil {
			t.Fatalf("request %d: %v", i+1, err)
		}
	}
	for _, status := range []int{http.StatusBadRequest, http.StatusTooManyRequests, http.StatusBadRequest} {
		var e *meeting.Error
		if err := list(); !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.RetryAfter != 10*time.Minute || e.Status != status {
			t.Errorf("got %v, want HTTP %d", err, status)
		}
		sim.Advance(3 * time.Minute) // the minute is over, the lock is not
	}
	sim.Advance(2 * time.Minute)
	if err := list(); err != nil {
		t.Errorf("after the lock: %v", err)
	}
	sim.RevokeTokens()
	if err := list(); err != nil {
		t.Errorf("with a token that was refused early: %v", err)
	}
}
