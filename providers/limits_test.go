package providers_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// openSim opens the simulators of sim in process; edit changes the settings first.
func openSim(t *testing.T, sim *simulator.Server, s store.Store, edit func(*providers.Settings)) *provider.Set {
	t.Helper()
	cfg, err := providers.Parse("sim.yaml", []byte(sim.ConfigYAML()), nil, providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	for i := range cfg.Providers {
		if edit != nil {
			edit(&cfg.Providers[i])
		}
	}
	set, err := providers.Open(cfg, providers.OpenOptions{Transport: sim.Transport(), Store: s, OnStoreError: func(err error) { t.Error(err) }})
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func named(t *testing.T, set *provider.Set, name string) *provider.Client {
	t.Helper()
	c, err := set.Client(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func left(t *testing.T, c *provider.Client, op provider.Op) int {
	t.Helper()
	h, err := c.Headroom(t.Context(), op, "")
	if err != nil {
		t.Fatal(err)
	}
	return h.Calls
}

// TestLimitsOfPlans: what each kind says may be sent at once, by what is configured.
func TestLimitsOfPlans(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sim := simulator.New(simulator.Config{})
		for _, tt := range []struct {
			provider string
			limits   providers.Limits
			op       provider.Op
			want     int
		}{
			{"zoho", providers.Limits{}, provider.OpGet, -1}, // learned
			{"zoho", providers.Limits{Plan: "free"}, provider.OpGet, 20},
			{"zoho", providers.Limits{Plan: "standard"}, provider.OpCreate, 60},
			{"zoho", providers.Limits{Plan: "professional"}, provider.OpReport, 120},
			{"zoho", providers.Limits{Plan: "enterprise"}, provider.OpList, 300},
			{"zoho", providers.Limits{Plan: "enterprise", RequestsPerMinute: 50}, provider.OpList, 50},
			{"zoho", providers.Limits{RequestsPerMinute: 7}, provider.OpList, 7},
			{"sdk", providers.Limits{Plan: "free"}, provider.OpInstant, 20},
			{"zoom", providers.Limits{}, provider.OpCreate, 100}, // of the host's day
			{"zoom", providers.Limits{}, provider.OpGet, -1},
			{"zoom", providers.Limits{Plan: "free"}, provider.OpGet, 4},
			{"zoom", providers.Limits{Plan: "pro"}, provider.OpList, 20},
			{"zoom", providers.Limits{Plan: "business"}, provider.OpUpdate, 80},
			{"rooms", providers.Limits{}, provider.OpCreate, 33},
			{"rooms", providers.Limits{Plan: "build"}, provider.OpCancel, 50},
			{"rooms", providers.Limits{Plan: "grow"}, provider.OpGet, 1000},
			{"rooms", providers.Limits{Plan: "grow", RequestsPerMinute: 30}, provider.OpInstant, 10}, // points
			{"chat", providers.Limits{}, provider.OpList, 10},
			{"chat", providers.Limits{Exclusive: true}, provider.OpGet, 20},
			{"chat", providers.Limits{Exclusive: true, RequestsPerMinute: 15}, provider.OpParticipants, 15},
			{"chat", providers.Limits{Plan: meeting.PlanNone}, provider.OpList, -1},
			{"zoom", providers.Limits{Plan: meeting.PlanNone}, provider.OpCreate, -1},
			{"zoho", providers.Limits{Plan: meeting.PlanNone}, provider.OpCreate, -1},
			{"rooms", providers.Limits{Plan: meeting.PlanNone}, provider.OpCreate, -1},
		} {
			set := openSim(t, sim, nil, func(s *providers.Settings) {
				if s.Name == tt.provider {
					s.Limits = tt.limits
				}
			})
			if got := left(t, named(t, set, tt.provider), tt.op); got != tt.want {
				t.Errorf("%s with %+v: %d of %s may be sent, want %d", tt.provider, tt.limits, got, tt.op, tt.want)
			}
		}
	})
}

// TestPlansFollowCalls: an operation spends what the planner says that it does.
func TestPlansFollowCalls(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		set := openSim(t, simulator.New(simulator.Config{}), nil, nil)
		defer func() { _ = set.Close() }()
		at := time.Now().AddDate(0, 1, 0)
		for _, c := range set.Clients() {
			var id string
			calls := []struct {
				op   provider.Op
				call func() error
			}{
				{provider.OpCreate, func() error {
					m, err := c.CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: at, Duration: time.Hour})
					id = m.ID
					return err
				}},
				{provider.OpInstant, func() error {
					_, err := c.Instant(t.Context(), meeting.InstantRequest{Media: meeting.MediaVideo})
					return err
				}},
				{provider.OpList, func() error {
					for _, err := range c.Meetings(t.Context(), meeting.ListQuery{Status: meeting.StatusLive, Filter: map[string]string{}}) {
						return err
					}
					return nil
				}},
				{provider.OpGet, func() error { _, err := c.GetMeeting(t.Context(), id); return err }},
				{provider.OpCancel, func() error { return c.CancelMeeting(t.Context(), id, meeting.CancelOptions{}) }},
			}
			switch c.Info().Vendor { // who presents, and which calendar is meant, is asked once
			case "zoho-sdk":
				if err := calls[0].call(); err != nil {
					t.Fatal(err)
				}
			case "zoho-cliq":
				if err := errors.Join(calls[0].call(), calls[3].call()); err != nil {
					t.Fatal(err)
				}
			}
			for _, each := range calls {
				if !c.Info().Capabilities.Can(each.op) || each.op == provider.OpList && c.Info().Vendor != "zoho-cliq" && c.Info().Vendor != "zoom" {
					continue
				}
				time.Sleep(2 * time.Hour) // every window is empty, but those of days
				before := left(t, c, each.op)
				keep := id
				if err := each.call(); err != nil {
					t.Errorf("%s %s: %v", c.Info().Name, each.op, err)
				}
				if id == "" {
					id = keep
				}
				if after := left(t, c, each.op); after != before-1 {
					t.Errorf("%s %s: %d could be sent, then %d", c.Info().Name, each.op, before, after)
				}
			}
		}
	})
}

// TestAccountsShareLimits: providers of one credential spend from one ledger, with
// a store and without, in one process and in two; other credentials, and vendors at
// other addresses, don't.
func TestAccountsShareLimits(t *testing.T) {
	for name, state := range map[string]store.Store{"no store": nil, "store": memory.New(nil)} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				sim := simulator.New(simulator.Config{})
				set := openSim(t, sim, state, func(s *providers.Settings) {
					if s.Name == "zoho" || s.Name == "sdk" {
						s.Limits = providers.Limits{Plan: "free"}
					}
				})
				if _, err := named(t, set, "sdk").Instant(t.Context(), meeting.InstantRequest{Media: meeting.MediaVideo}); err != nil {
					t.Fatal(err)
				}
				if n := left(t, named(t, set, "zoho"), provider.OpGet); n != 19 {
					t.Errorf("%d left of 20 after a call of the other product", n)
				}
				if n := left(t, named(t, set, "chat"), provider.OpList); n != 20 {
					t.Errorf("%d left of Cliq's 20", n)
				}
				_ = set.Close()
				again := openSim(t, sim, state, func(s *providers.Settings) {
					if s.Name == "zoho" {
						s.Name, s.Limits = "renamed", providers.Limits{Plan: "free"}
					}
				})
				want := 19
				if state == nil {
					want = 20 // it ended with the process
				}
				if n := left(t, named(t, again, "renamed"), provider.OpGet); n != want {
					t.Errorf("%d left in another process, want %d", n, want)
				}
				for what, edit := range map[string]func(*providers.Settings){
					"another address":    func(s *providers.Settings) { s.BaseURL = "https://other.invalid" },
					"another credential": func(s *providers.Settings) { s.Auth.RefreshToken = meeting.NewSecret("1000.other") },
				} {
					other := openSim(t, sim, state, func(s *providers.Settings) {
						if s.Name == "zoho" {
							s.Limits = providers.Limits{Plan: "free"}
							edit(s)
						}
					})
					if n := left(t, named(t, other, "zoho"), provider.OpGet); n != 20 {
						t.Errorf("%s: %d left of 20", what, n)
					}
				}
				if state == nil {
					return
				}
				all, err := state.List(t.Context(), "quota/", "", 1000)
				if err != nil || len(all) == 0 {
					t.Errorf("%d records, %v", len(all), err)
				}
				for _, r := range all {
					for _, secret := range []string{"1000.sim.refresh", "sim-zoho-secret", "1000.SIM"} {
						if strings.Contains(r.Key+string(r.Value), secret) {
							t.Errorf("%s holds %s", r.Key, secret)
						}
					}
				}
			})
		})
	}
}

// TestLock: Cliq is asked no more often than half of what it allows, all of it when
// nobody else asks, and is never run into.
func TestLock(t *testing.T) {
	for exclusive, most := range map[bool]int{false: 10, true: 20} {
		synctest.Test(t, func(t *testing.T) {
			sim := simulator.New(simulator.Config{})
			set := openSim(t, sim, nil, func(s *providers.Settings) { s.Limits.Exclusive = exclusive })
			c := named(t, set, "chat")
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			var failed error
			n := 0
			for ; failed == nil && n < 50; n++ {
				for _, err := range c.Meetings(ctx, meeting.ListQuery{Status: meeting.StatusLive}) {
					failed = err
					break
				}
			}
			var e *meeting.Error
			if n-1 != most || !errors.As(failed, &e) || e.Kind != meeting.ErrRateLimited || e.Status != 0 || e.RetryAfter > 61*time.Second {
				t.Errorf("exclusive %v: %d calls, then %v", exclusive, n-1, failed)
			}
			if sim.Refusals() != 0 {
				t.Errorf("%d refusals", sim.Refusals())
			}
		})
	}
}
