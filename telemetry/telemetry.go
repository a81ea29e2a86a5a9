// Package telemetry observes a provider's requests with OpenTelemetry. It uses the
// API only; which SDK stands behind it, and where spans and metrics go, is the
// application's to say:
//
//	observer, err := telemetry.New(telemetry.Config{TracerProvider: tp, MeterProvider: mp})
//	p, err := zoom.New(zoom.Config{…, Observer: observer})
//
// Each attempt is a client span called after its operation ("zoom create") and a
// point of the histogram meeting.client.request.duration (seconds). Attributes are
// meeting.provider, meeting.operation, http.request.method, url.template,
// http.response.status_code, http.request.resend_count and, for failures,
// error.type (the Go kind in snake_case). None holds an id, a query or a body.
package telemetry

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	"go.opentelemetry.io/otel/trace"

	"github.com/libmeet/meeting"
)

// Config configures [New]. Nil providers are OpenTelemetry's global ones.
type Config struct {
	TracerProvider trace.TracerProvider
	MeterProvider  metric.MeterProvider
}

const scope = "github.com/libmeet/meeting/telemetry"

type observer struct {
	tracer   trace.Tracer
	duration metric.Float64Histogram
}

// New returns an observer for the Config of any adapter, or for all of a config
// file (providers.OpenOptions).
func New(cfg Config) (meeting.Observer, error) {
	if cfg.TracerProvider == nil {
		cfg.TracerProvider = otel.GetTracerProvider()
	}
	if cfg.MeterProvider == nil {
		cfg.MeterProvider = otel.GetMeterProvider()
	}
	duration, err := cfg.MeterProvider.Meter(scope).Float64Histogram("meeting.client.request.duration",
		metric.WithUnit("s"), metric.WithDescription("Duration of requests to vendors of online meetings."))
	if err != nil {
		return nil, err
	}
	return &observer{tracer: cfg.TracerProvider.Tracer(scope), duration: duration}, nil
}

// Request implements [meeting.Observer].
func (o *observer) Request(ctx context.Context, a meeting.Attempt) (context.Context, func(meeting.Outcome)) {
	attrs := []attribute.KeyValue{
		attribute.String("meeting.provider", a.Provider),
		attribute.String("meeting.operation", a.Op),
		attribute.String("http.request.method", a.Method),
		attribute.String("url.template", a.Path),
	}
	ctx, span := o.tracer.Start(ctx, a.Provider+" "+a.Op, trace.WithSpanKind(trace.SpanKindClient), trace.WithAttributes(attrs...))
	if a.Number > 1 {
		span.SetAttributes(attribute.Int("http.request.resend_count", a.Number-1))
	}
	return ctx, func(out meeting.Outcome) {
		var result []attribute.KeyValue
		if out.Status != 0 {
			result = append(result, attribute.Int("http.response.status_code", out.Status))
		}
		if out.Kind != "" {
			result = append(result, attribute.String("error.type", string(out.Kind)))
			span.SetStatus(codes.Error, out.Kind.Error())
		}
		span.SetAttributes(result...)
		if out.RequestID != "" {
			span.SetAttributes(attribute.String("meeting.request_id", out.RequestID))
		}
		o.duration.Record(ctx, out.Duration.Seconds(), metric.WithAttributes(append(attrs, result...)...))
		span.End()
	}
}
