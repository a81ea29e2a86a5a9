package zohocliq

import (
	"context"
	"net/http"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/normalize"
	"github.com/libmeet/meeting/provider"
)

// calendar finds the default calendar, which the calls for one event must name, and
// keeps it. One caller at a time looks; a failure is not kept.
type calendar struct {
	http *transport.Client
	turn chan struct{} // holds one while somebody looks
	id   string        // guarded by turn
}

func newCalendar(client *transport.Client, id string) *calendar {
	return &calendar{http: client, turn: make(chan struct{}, 1), id: id}
}

func (c *calendar) find(ctx context.Context, op provider.Op) (string, error) {
	select {
	case c.turn <- struct{}{}:
	case <-ctx.Done():
		return "", &meeting.Error{Kind: meeting.ErrUnavailable, Message: "the call ended while the calendar was looked up", Err: ctx.Err()}
	}
	defer func() { <-c.turn }()
	if c.id != "" {
		return c.id, nil
	}
	res, err := c.http.Do(ctx, transport.Request{Op: string(op), Method: http.MethodGet, Path: "/api/v2/calendars"})
	if err != nil {
		return "", err
	}
	id, err := normalize.CliqCalendar(res.Body)
	if err == nil {
		c.id = id
	}
	return id, err
}
