package zoom_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

// limited returns a client of a simulator in process, under virtual time.
func limited(t *testing.T, sim *simulator.Server, known meeting.AccountLimits) *provider.Client {
	t.Helper()
	p, err := zoom.New(zoom.Config{
		BaseURL: sim.URL(), Transport: sim.Transport(), UserID: "host@example.com", Limits: known,
		Auth: meeting.Credentials{Flow: meeting.FlowAccountCredentials, TokenURL: sim.URL() + "/oauth/token",
			AccountID: "sim-account", ClientID: "sim-client", ClientSecret: meeting.NewSecret("sim-secret")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return provider.NewClient(p, provider.ClientConfig{})
}

func create(ctx context.Context, c *provider.Client, host string) (meeting.Meeting, error) {
	return c.CreateMeeting(ctx, meeting.CreateRequest{Title: "Review", Host: host, Start: time.Now().Add(time.Hour), Duration: time.Hour})
}

// A host's creates and updates share one hundred a day, on every plan; the next is
// not sent, and not a word of the vendor's is needed to know.
func TestHostDay(t *testing.T) {
	for _, plan := range []string{"", "free", "pro", "business"} {
		synctest.Test(t, func(t *testing.T) {
			sim := simulator.New(simulator.Config{ZoomPlan: plan})
			c := limited(t, sim, meeting.AccountLimits{Plan: plan})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
			defer cancel()
			title := "Another"
			for i := range 50 {
				m, err := create(ctx, c, "")
				if err == nil {
					_, err = c.UpdateMeeting(ctx, m.ID, meeting.Patch{Title: &title})
				}
				if err != nil {
					t.Fatalf("%q, %d: %v", plan, i, err)
				}
			}
			if h, err := c.Headroom(ctx, provider.OpCreate, "HOST@example.com"); err != nil || h.Calls != 0 || h.Until.Day() != 2 {
				t.Errorf("%q: %+v, %v", plan, h, err)
			}
			if at, err := c.NextSlot(ctx, provider.OpUpdate, "", 250); err != nil || at.Day() != 4 {
				t.Errorf("%q: 250 updates by %v, %v", plan, at, err)
			}
			before := sim.Requests()
			_, err := create(ctx, c, "")
			var e *meeting.Error
			if !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.Status != 0 || !strings.Contains(e.Message, "Zoom's limit of 100 creates and updates a day for this host") {
				t.Errorf("%q: %v", plan, err)
			}
			if wait := time.Until(time.Date(2000, 1, 2, 0, 0, 0, 0, time.UTC)); e.RetryAfter < wait || e.RetryAfter > wait+6*time.Minute {
				t.Errorf("%q: it says to come back in %v, midnight is in %v", plan, e.RetryAfter, wait)
			}
			if n := sim.Requests() - before; n != 0 {
				t.Errorf("%q: %d requests", plan, n)
			}
			if _, err := create(ctx, c, "other@example.com"); err != nil {
				t.Errorf("%q: another host: %v", plan, err)
			}
			time.Sleep(e.RetryAfter)
			if _, err := create(t.Context(), c, ""); err != nil {
				t.Errorf("%q: the next day: %v", plan, err)
			}
			if n := sim.Refusals(); n != 0 {
				t.Errorf("%q: %d refusals", plan, n)
			}
		})
	}
}

// The vendor's own refusal of a host whose calls nobody counted here is of the day
// and of this host: others go on.
func TestUncountedHost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := simulator.New(simulator.Config{})
		unseen := limited(t, sim, meeting.AccountLimits{Plan: meeting.PlanNone})
		for i := range 100 {
			if _, err := create(t.Context(), unseen, ""); err != nil {
				t.Fatal(err)
			}
			if i%50 == 0 {
				time.Sleep(2 * time.Second) // 60 a second are allowed
			}
		}
		if h, err := unseen.Headroom(t.Context(), provider.OpCreate, ""); err != nil || h.Calls != -1 {
			t.Errorf("without limits: %+v, %v", h, err)
		}
		var e *meeting.Error
		if _, err := create(t.Context(), unseen, ""); !errors.As(err, &e) || e.Status != http.StatusTooManyRequests || e.RetryAfter < time.Hour {
			t.Errorf("the vendor's refusal: %v", err)
		}
		c := limited(t, sim, meeting.AccountLimits{})
		for i, status := range []int{http.StatusTooManyRequests, 0} { // seen once, then known
			if _, err := create(t.Context(), c, ""); !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.Status != status || e.RetryAfter < time.Hour {
				t.Errorf("%d: %v", i, err)
			}
		}
		if _, err := create(t.Context(), c, "other@example.com"); err != nil {
			t.Errorf("another host: %v", err)
		}
		if _, err := c.Instant(t.Context(), meeting.InstantRequest{Title: "Now", Host: "third@example.com"}); err != nil {
			t.Errorf("a third: %v", err)
		}
	})
}

// Calls of a label wait for that label's second, told by the plan or learned.
func TestSeconds(t *testing.T) {
	for _, plan := range []string{"", "free"} {
		synctest.Test(t, func(t *testing.T) {
			sim := simulator.New(simulator.Config{ZoomPlan: "free"})
			c := limited(t, sim, meeting.AccountLimits{Plan: plan})
			began := time.Now()
			errs := make(chan error)
			for i := range 20 {
				go func() {
					_, err := create(t.Context(), c, fmt.Sprintf("h%d@example.com", i))
					errs <- err
				}()
			}
			for range 20 {
				if err := <-errs; err != nil {
					t.Errorf("%q: %v", plan, err)
				}
			}
			if took := time.Since(began); took < 8*time.Second || took > 20*time.Second || sim.Refusals() != 0 {
				t.Errorf("%q: 20 creates at 2 a second took %v, with %d refusals", plan, took, sim.Refusals())
			}
		})
	}
}

func TestLimitsOfConfig(t *testing.T) {
	cfg := zoom.Config{Auth: serverToServer, Limits: meeting.AccountLimits{Plan: "gold"}}
	if err := cfg.Validate(); !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), "limits.plan") {
		t.Errorf("got %v", err)
	}
	cfg.Limits = meeting.AccountLimits{RequestsPerMinute: -1}
	if err := cfg.Validate(); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	synctest.Test(t, func(t *testing.T) {
		c := limited(t, simulator.New(simulator.Config{}), meeting.AccountLimits{Plan: "pro", RequestsPerMinute: 5})
		if h, err := c.Headroom(t.Context(), provider.OpGet, ""); err != nil || h.Calls != 5 || h.Limited != "Zoom's limit of 5 a minute" {
			t.Errorf("%+v, %v", h, err)
		}
	})
}
