package providers_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/canary"
	"github.com/libmeet/meeting/internal/simulator"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/providers"
	"github.com/libmeet/meeting/store/memory"
	"github.com/libmeet/meeting/telemetry"
)

// panicking panics with the requests to the vendors' APIs while on is set.
type panicking struct {
	http.RoundTripper
	on bool
}

func (p *panicking) RoundTrip(r *http.Request) (*http.Response, error) {
	if p.on && !strings.Contains(r.URL.Path, "/oauth/") {
		body := []byte("no body")
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		panic(fmt.Sprint(r.Header, string(body)))
	}
	return p.RoundTripper.RoundTrip(r)
}

// Secrets of the config, of tokens and of the vendors' answers stand in no log,
// error, span, metric, panic or value that is printed, nor in an encrypted journal.
func TestCanary(t *testing.T) {
	sim, err := simulator.Start(simulator.Config{Unlimited: true, History: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sim.Close() }()
	const passcode, storeKey = "Canary7pas", "canary-store-key"
	bird := canary.New(t, sim.URL(), passcode, storeKey, "sim-secret", "sim-zoho-secret", "1000.sim.refresh", "sim-whereby-key")
	spans, reader := tracetest.NewSpanRecorder(), metric.NewManualReader()
	observer, err := telemetry.New(telemetry.Config{
		TracerProvider: trace.NewTracerProvider(trace.WithSpanProcessor(spans)),
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(reader)),
	})
	if err != nil {
		t.Fatal(err)
	}
	config := "store_key: " + storeKey + "\n" + strings.ReplaceAll(sim.ConfigYAML(), sim.URL(), bird.URL)
	cfg, err := providers.Parse("canary.yaml", []byte(config), nil, providers.Environment{})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	bottom := &panicking{RoundTripper: transport.NewRoundTripper()}
	state := memory.New(nil)
	logger := slog.New(slog.NewJSONHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	set, err := providers.Open(cfg, providers.OpenOptions{
		Transport: bottom, Logger: logger, Observer: observer, Store: state, OnStoreError: func(err error) { logger.Error(err.Error()) },
	})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = set.Close() }()

	var printed strings.Builder
	show := func(values ...any) {
		for _, v := range values {
			fmt.Fprintf(&printed, "%v %+v %#v\n", v, v, v)
			if text, err := json.Marshal(v); err == nil {
				printed.Write(text)
			}
			if text, err := (meeting.Encoding{Raw: true}).Marshal(v); err == nil {
				printed.Write(text)
			}
		}
	}
	show(cfg, set)
	errs := 0
	for _, mode := range []string{"as usual", "refused with a quote", "panic"} {
		bird.Echo(mode == "refused with a quote")
		bottom.on = mode == "panic"
		for _, c := range set.Clients() {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			show(c)
			id := "1234567890"
			req := meeting.CreateRequest{Key: mode, Title: "T", Start: time.Now().Add(time.Hour), Duration: time.Hour, Passcode: meeting.NewSecret(passcode)}
			made, created := c.CreateMeeting(ctx, req)
			if created == nil {
				id = made.ID
			}
			now, started := c.Instant(ctx, meeting.InstantRequest{Key: "now " + mode, Title: "T", Media: meeting.MediaVideo})
			got, read := c.GetMeeting(ctx, id)
			changed, updated := c.UpdateMeeting(ctx, id, meeting.Patch{Passcode: &req.Passcode})
			results := []error{created, started, read, updated}
			show(made, now, got, changed)
			for m, err := range c.Meetings(ctx, meeting.ListQuery{}) {
				results = append(results, err)
				show(m)
			}
			for p, err := range c.Participants(ctx, id, meeting.ParticipantQuery{}) {
				results = append(results, err)
				show(p)
			}
			for r, err := range c.Recordings(ctx, meeting.RecordingQuery{}) {
				results = append(results, err)
				show(r)
			}
			results = append(results, c.CancelMeeting(ctx, id, meeting.CancelOptions{}))
			for _, err := range results {
				if err != nil {
					errs++
					show(err)
				}
			}
			cancel()
		}
	}
	var points metricdata.ResourceMetrics
	if err := reader.Collect(t.Context(), &points); err != nil {
		t.Fatal(err)
	}
	var traced, kept strings.Builder
	for _, span := range spans.Ended() {
		fmt.Fprintf(&traced, "%s %v %v %v %v\n", span.Name(), span.Attributes(), span.Events(), span.Status(), span.Links())
	}
	all, err := state.List(t.Context(), "", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range all {
		kept.WriteString(r.Key + " " + string(r.Value) + "\n")
	}
	planted, _ := bird.Seen("")
	if planted < 20 || errs < 40 || len(spans.Ended()) < 60 || len(all) < 15 {
		t.Errorf("too little to look at: %d secrets, %d errors, %d spans, %d records", planted, errs, len(spans.Ended()), len(all))
	}
	for what, text := range map[string]string{
		"the log": log.String(), "what is printed": printed.String(), "a span": traced.String(), "a metric": fmt.Sprintf("%+v", points), "the store": kept.String(),
	} {
		if _, found := bird.Seen(text); len(found) > 0 {
			t.Errorf("%s shows %q", what, found)
			for line := range strings.Lines(text) {
				if strings.Contains(line, found[0]) {
					t.Log(line[:min(len(line), 800)])
					break
				}
			}
		}
	}
	if one, found := bird.Seen(fmt.Sprint(printed.Len(), " ", passcode)); one != planted || len(found) != 1 {
		t.Error("the test finds nothing at all")
	}
}
