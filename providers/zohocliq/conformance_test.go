package zohocliq_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/providertest"
	"github.com/libmeet/meeting/providers/zohocliq"
)

// calendarID is the simulator's default calendar.
const calendarID = "1683be4ab6c74d2ab02e6450a0b34d4a"

// unlimited is for tests that have no minute to wait.
var unlimited = meeting.AccountLimits{Plan: meeting.PlanNone}

func TestConformance(t *testing.T) { providertest.Run(t, harness()) }

// harness tests the adapter against the simulator.
func harness() providertest.Harness {
	h := providertest.OnSimulator(func(t testing.TB, sim *providertest.Simulator, rt http.RoundTripper, log *slog.Logger) provider.Provider {
		known := meeting.AccountLimits{Exclusive: true}
		if log == nil { // Run, where limits are enforced
			rt, known.Plan = paced{sim}, meeting.PlanNone
		}
		p, err := zohocliq.New(zohocliq.Config{
			Name: "work", BaseURL: sim.URL(), Transport: rt, Logger: log, Now: sim.Now,
			Limits: known,
			Auth:   sim.ZohoCredentials(), CalendarID: calendarID, // requests are counted
		})
		if err != nil {
			t.Fatal(err)
		}
		return p
	})
	h.Vendor = zohocliq.Kind
	h.UnknownID = "00000000000000000000000000000000@zoho.com"
	h.Native = json.RawMessage(`{"description":"native"}`)
	h.NativeArrived = func(m meeting.Meeting) bool { return m.Description == "native" }
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
