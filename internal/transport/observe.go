package transport

import (
	"context"
	"log/slog"
	"time"

	"github.com/libmeet/meeting"
)

// attempt sends once, and tells the observer and the log.
func (c *Client) attempt(ctx context.Context, req Request, url string, turn turn, number int) (Response, *meeting.Error) {
	end := func(meeting.Outcome) {}
	if c.cfg.Observer != nil {
		ctx, end = c.cfg.Observer.Request(ctx, meeting.Attempt{
			Provider: c.cfg.Provider, Op: req.Op, Method: req.Method, Path: req.Path, Number: number,
		})
	}
	began := c.cfg.Now()
	out := meeting.Outcome{Kind: meeting.ErrUnavailable}               // unless it returns
	defer func() { out.Duration = c.cfg.Now().Sub(began); end(out) }() // also when it panics
	res, failure := c.send(ctx, req, url, turn)
	out = meeting.Outcome{Status: res.Status, RequestID: requestID(res.Header)}
	if failure != nil {
		out.Kind = failure.Kind
	}
	c.log(ctx, req, res, failure, number, c.cfg.Now().Sub(began))
	return res, failure
}

func (c *Client) log(ctx context.Context, req Request, res Response, failure *meeting.Error, attempt int, took time.Duration) {
	if !c.cfg.Logger.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{
		slog.String("provider", c.cfg.Provider), slog.String("op", req.Op),
		slog.String("method", req.Method), slog.String("path", req.Path), // the template: ids stay out
		slog.Int("status", res.Status), slog.Duration("took", took), slog.Int("attempt", attempt),
	}
	if id := requestID(res.Header); id != "" {
		attrs = append(attrs, slog.String("request_id", id))
	}
	if failure != nil {
		attrs = append(attrs, slog.String("kind", string(failure.Kind)))
	}
	c.cfg.Logger.LogAttrs(ctx, slog.LevelDebug, "request", attrs...)
}
