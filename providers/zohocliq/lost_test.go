package zohocliq_test

import (
	"errors"
	"io"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohocliq"
	"github.com/libmeet/meeting/store/memory"
)

// losing drops the answers that lost says.
type losing struct {
	http.RoundTripper
	lost func(r *http.Request) bool
}

func (l losing) RoundTrip(r *http.Request) (*http.Response, error) {
	res, err := l.RoundTripper.RoundTrip(r)
	if err == nil && l.lost(r) {
		_ = res.Body.Close()
		return nil, io.ErrUnexpectedEOF
	}
	return res, err
}

// A create whose answer was lost is found among the events also when its time is
// over, where a list without a source would be one of sessions.
func TestLostCreateIsFoundDaysLater(t *testing.T) {
	sim := providertest.NewSimulator(t)
	outage := true
	p, err := zohocliq.New(zohocliq.Config{BaseURL: sim.URL(), Auth: sim.ZohoCredentials(), Limits: unlimited, Now: sim.Now, CalendarID: calendarID,
		Transport: losing{sim.Transport(), func(r *http.Request) bool { return outage && r.URL.Path == "/api/v2/events" }}})
	if err != nil {
		t.Fatal(err)
	}
	c := provider.NewClient(p, provider.ClientConfig{Store: memory.New(sim.Now), Now: sim.Now, SearchLag: time.Millisecond})
	req := meeting.CreateRequest{Key: "k", Title: "Forum", Start: sim.Now().Add(time.Hour), Duration: time.Hour}
	if _, err := c.CreateMeeting(t.Context(), req); !errors.Is(err, meeting.ErrOutcomeUnknown) {
		t.Fatalf("the search fails too: %v", err)
	}
	outage = false
	sim.Advance(72 * time.Hour)
	m, err := c.CreateMeeting(t.Context(), req)
	if err != nil || m.Title != "Forum" {
		t.Fatalf("%+v, %v", m, err)
	}
	n := 0
	for m, err := range c.Meetings(t.Context(), meeting.ListQuery{From: req.Start.Add(-time.Minute), To: req.Start.Add(time.Minute), Filter: source("events")}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; m.Title != "Forum" {
			t.Errorf("%+v", m)
		}
	}
	if n != 1 {
		t.Errorf("%d meetings", n)
	}
}

// An answer that holds nothing is not an empty list: a lost create would be taken for
// one that was never made.
func TestEventListWithoutBody(t *testing.T) {
	p, _ := newFake(t, bodies(""))
	if _, err := p.ListMeetings(t.Context(), meeting.ListQuery{Filter: source("events")}); !errors.Is(err, meeting.ErrProtocol) {
		t.Errorf("got %v", err)
	}
	p, _ = scripted(t, zohocliq.Config{}, map[string]string{"GET " + events: ""}) // 204
	if page, err := p.ListMeetings(t.Context(), meeting.ListQuery{Filter: source("events")}); err != nil || len(page.Meetings) != 0 {
		t.Errorf("got %+v, %v", page, err)
	}
}
