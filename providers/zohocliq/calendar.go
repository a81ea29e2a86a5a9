package zohocliq

import (
	"context"
	"net/http"
	"strings"
	"sync"

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

	mu   sync.Mutex
	seen map[string]string // calendars of events that were listed or made, by the event
}

// mostSeen bounds what is remembered.
const mostSeen = 10_000

// remember keeps whose event m is: a list is of all calendars, a get of one.
func (c *calendar) remember(m meeting.Meeting) {
	id := m.Refs["calendar_id"]
	if id == "" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.seen == nil || len(c.seen) >= mostSeen {
		c.seen = map[string]string{}
	}
	c.seen[strings.Clone(m.ID)] = strings.Clone(id) // not the page that it is from
}

// of returns the calendar of an event: the one it was seen in, else the one that is
// configured, else the default one.
func (c *calendar) of(ctx context.Context, op provider.Op, event string) (string, error) {
	c.mu.Lock()
	id, ok := c.seen[event]
	c.mu.Unlock()
	if ok {
		return id, nil
	}
	return c.find(ctx, op)
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
