package zohocliq_test

import (
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohocliq"
)

func TestConformance(t *testing.T) { providertest.Run(t, harness()) }

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	var last provider.Provider
	h := providertest.OnSimulator(func(t testing.TB, sim *providertest.Simulator, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		known := meeting.AccountLimits{Exclusive: true}
		if log == nil { // Run, where limits are enforced
			rt, known.Plan = paced{sim}, meeting.PlanNone
		}
		p, err := zohocliq.New(zohocliq.Config{
			Name: "work", BaseURL: sim.URL(), Transport: rt, Logger: log, Now: sim.Now,
			Limits: known,
			Auth:   sim.ZohoCredentials(),
		})
		if err != nil {
			t.Fatal(err)
		}
		last = p
		return p
	})
	h.Vendor = zohocliq.Kind
	// Nothing can be created: the newest session of the simulator's history.
	h.Meeting = func(t testing.TB) string {
		for m, err := range provider.NewClient(last, provider.ClientConfig{}).Meetings(t.Context(), meeting.ListQuery{Status: meeting.StatusLive}) {
			if err != nil {
				t.Fatal(err)
			}
			return m.ID
		}
		t.Fatal("the simulator has no running session")
		return ""
	}
	h.UnknownID = "62440502_1_2"
	h.Secrets = []string{"sim-zoho-secret", "1000.sim.refresh"}
	return h
}

// paced moves the simulator's clock with each request, so that the suite stays
// below Cliq's twenty requests a minute.
type paced struct{ *providertest.Simulator }

func (p paced) RoundTrip(r *http.Request) (*http.Response, error) {
	p.Advance(4 * time.Second)
	return p.Transport().RoundTrip(r)
}
