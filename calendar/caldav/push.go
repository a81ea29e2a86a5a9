package caldav

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
)

// Result counts what a push did.
type Result struct {
	Created   int `json:"created"`
	Updated   int `json:"updated"`
	Deleted   int `json:"deleted"`
	Unchanged int `json:"unchanged"`
}

// Sweep says which entries a push may take out of the calendar because their
// meetings are not among the events: those of meetings that were pushed from these
// providers, start in the window, and are not over. The zero Sweep takes out
// nothing but cancelled meetings.
type Sweep struct {
	Providers []string  // configured names, whose meetings were all given
	From, To  time.Time // start in [From, To); zero is open
	Now       time.Time // what ended before is history and stays
}

// Push makes the calendar show the events: it creates and changes entries, and
// deletes those of cancelled meetings and those that sweep names. What the
// calendar's user added to an entry stays. Somebody else's change between reading
// and writing is never overwritten: the entry is read again and tried once more.
//
// A failure at one entry doesn't keep the others from being pushed, unless it says
// that nothing can be; the errors are joined.
func (c *Client) Push(ctx context.Context, events []calendar.Event, sweep Sweep) (Result, error) {
	p := pusher{c: c}
	stored, err := c.list(ctx)
	if err != nil {
		return p.done, err
	}
	p.stored = stored
	pushed := map[string]bool{}
	for _, e := range events {
		pushed[e.UID] = true
		if !p.try(ctx, e.UID, func() error { return p.one(ctx, e) }) {
			return p.done, errors.Join(p.failed...)
		}
	}
	for uid, o := range stored {
		if pushed[uid] || !sweep.takes(o.event) {
			continue
		}
		if !p.try(ctx, uid, func() error { return p.delete(ctx, uid) }) {
			break
		}
	}
	return p.done, errors.Join(p.failed...)
}

// takes reports whether an entry goes because its meeting is gone.
func (s Sweep) takes(e calendar.Event) bool {
	start, _ := calendar.StartOf(e.Meeting)
	if e.Meeting.Provider == "" || !slices.Contains(s.Providers, e.Meeting.Provider) ||
		(!s.From.IsZero() && start.Before(s.From)) || (!s.To.IsZero() && !start.Before(s.To)) {
		return false
	}
	end := calendar.LastEnd(e)
	return end.IsZero() || !end.Before(s.Now)
}

// pusher is one push.
type pusher struct {
	c      *Client
	stored map[string]object
	done   Result
	failed []error
}

// try does something to an entry, and once more after somebody else changed it.
// It reports whether the push can go on.
func (p *pusher) try(ctx context.Context, uid string, do func() error) bool {
	err := do()
	if errors.Is(err, meeting.ErrConflict) {
		fresh, listErr := p.c.list(ctx)
		if listErr != nil {
			p.failed = append(p.failed, err)
			return false
		}
		delete(p.stored, uid)
		if o, ok := fresh[uid]; ok {
			p.stored[uid] = o
		}
		err = do()
	}
	if err == nil {
		return true
	}
	p.failed = append(p.failed, err)
	switch meeting.KindOf(err) {
	case meeting.ErrUnauthenticated, meeting.ErrUnavailable, meeting.ErrRateLimited:
		return false
	}
	return ctx.Err() == nil
}

func (p *pusher) one(ctx context.Context, e calendar.Event) error {
	if e.Meeting.Status == meeting.StatusCancelled {
		return p.delete(ctx, e.UID)
	}
	o, ok := p.stored[e.UID]
	if !ok {
		if err := p.c.put(ctx, e, nil); err != nil {
			return err
		}
		p.done.Created++
		return nil
	}
	next, changed, err := calendar.Renew(o.event, e)
	if err != nil {
		return err
	}
	if !changed {
		p.done.Unchanged++
		return nil
	}
	if err := p.c.put(ctx, next, &o); err != nil {
		return err
	}
	p.done.Updated++
	return nil
}

func (p *pusher) delete(ctx context.Context, uid string) error {
	o, ok := p.stored[uid]
	if !ok {
		p.done.Unchanged++
		return nil
	}
	if err := p.c.remove(ctx, o); err != nil {
		return err
	}
	delete(p.stored, uid)
	p.done.Deleted++
	return nil
}
