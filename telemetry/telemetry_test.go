package telemetry_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	oteltrace "go.opentelemetry.io/otel/trace"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/telemetry"
)

func text(attrs []attribute.KeyValue) map[string]string {
	out := map[string]string{}
	for _, a := range attrs {
		out[string(a.Key)] = a.Value.String()
	}
	return out
}

func TestSpansAndMetrics(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	reader := metric.NewManualReader()
	observer, err := telemetry.New(telemetry.Config{
		TracerProvider: trace.NewTracerProvider(trace.WithSpanProcessor(spans)),
		MeterProvider:  metric.NewMeterProvider(metric.WithReader(reader)),
	})
	if err != nil {
		t.Fatal(err)
	}
	call := meeting.Attempt{Provider: "work", Op: "create", Method: "POST", Path: "/v2/users/{userId}/meetings", Number: 1}
	ctx, end := observer.Request(t.Context(), call)
	if !oteltrace.SpanContextFromContext(ctx).IsValid() {
		t.Error("the request's context carries no span")
	}
	end(meeting.Outcome{Status: 201, RequestID: "WEB_1", Duration: 250 * time.Millisecond})
	call.Op, call.Method, call.Path, call.Number = "get", "GET", "/v2/meetings/{meetingId}", 2
	_, end = observer.Request(t.Context(), call)
	end(meeting.Outcome{Status: 503, Kind: meeting.ErrUnavailable, Duration: time.Second})

	ended := spans.Ended()
	if len(ended) != 2 {
		t.Fatalf("%d spans", len(ended))
	}
	if diff := cmp.Diff(map[string]string{
		"meeting.provider": "work", "meeting.operation": "create", "http.request.method": "POST",
		"url.template": "/v2/users/{userId}/meetings", "http.response.status_code": "201", "meeting.request_id": "WEB_1",
	}, text(ended[0].Attributes())); diff != "" || ended[0].Name() != "work create" || ended[0].Status().Code != codes.Unset || ended[0].SpanKind() != oteltrace.SpanKindClient {
		t.Errorf("%s %v -want +got:\n%s", ended[0].Name(), ended[0].Status(), diff)
	}
	if diff := cmp.Diff(map[string]string{
		"meeting.provider": "work", "meeting.operation": "get", "http.request.method": "GET", "url.template": "/v2/meetings/{meetingId}",
		"http.response.status_code": "503", "http.request.resend_count": "1", "error.type": "unavailable",
	}, text(ended[1].Attributes())); diff != "" || ended[1].Status().Code != codes.Error {
		t.Errorf("%v -want +got:\n%s", ended[1].Status(), diff)
	}

	var collected metricdata.ResourceMetrics
	if err := reader.Collect(context.Background(), &collected); err != nil {
		t.Fatal(err)
	}
	points := collected.ScopeMetrics[0].Metrics[0].Data.(metricdata.Histogram[float64]).DataPoints
	got := map[string]float64{}
	for _, p := range points {
		op, _ := p.Attributes.Value("meeting.operation")
		status, _ := p.Attributes.Value("http.response.status_code")
		got[fmt.Sprint(op.String(), " ", status.String())] = p.Sum
	}
	if diff := cmp.Diff(map[string]float64{"create 201": 0.25, "get 503": 1}, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
