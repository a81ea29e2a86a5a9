package migrate

import (
	"context"
	"errors"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// queue holds the tasks of one host at the target: one that has to wait stops no
// other.
type queue struct {
	host  string
	tasks []*task
	ready time.Time // not before

	flying int // tasks under way
}

// wait has the queue wait for until. That it is far away is believed only while none
// of its tasks is under way: what they have reserved and may not use counts as used.
func (q *queue) wait(until, now time.Time, most time.Duration) {
	if q.flying > 0 && until.Sub(now) > most {
		until = now.Add(again)
	}
	if until.After(q.ready) {
		q.ready = until
	}
}

// again is after how long something doubtful is looked at again.
const again = time.Second

// mostRefusals is how often the target may refuse one item by a limit that it says
// nothing of.
const mostRefusals = 10

// mostDown is how many failures to answer, in a row, end a run.
const mostDown = 8

// result is how one task ended.
type result struct {
	queue  *queue
	task   *task
	events []Event
	err    error // what it could not do; nil when it is over, well or not
}

// work runs the tasks until all are done, ctx ends, or nothing more can be done. The
// error says why it ended early; ctx and limits have none.
func (r *run) work(ctx, held context.Context) error {
	r.waiting = map[string]time.Time{}
	queues := r.tasks()
	inner, cut := context.WithCancel(context.WithoutCancel(held))
	defer cut()
	defer context.AfterFunc(held, func() {
		if ctx.Err() == nil { // the lease is lost
			cut()
		}
	})()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(r.opt.Grace, cut) })()
	results := make(chan result)
	running := 0
	var fatal error
	ended := ctx.Done()
	for {
		var wake time.Time
		for fatal == nil && ctx.Err() == nil && held.Err() == nil && running < r.opt.Concurrency {
			q, next, err := r.pick(inner, queues)
			if err != nil {
				fatal = err
				break
			}
			if q == nil {
				wake = next
				break
			}
			t := q.tasks[0]
			q.tasks = q.tasks[1:]
			running++
			q.flying++
			go func() {
				events, err := r.process(inner, t)
				results <- result{q, t, events, err}
			}()
		}
		idle := fatal != nil || ctx.Err() != nil || held.Err() != nil
		if running == 0 && (idle || wake.IsZero()) {
			if fatal == nil && ctx.Err() == nil && held.Err() != nil {
				fatal = errTaken
			}
			return fatal
		}
		var timer <-chan time.Time
		if !wake.IsZero() && !idle {
			timer = time.After(max(wake.Sub(r.m.now()), time.Millisecond))
		}
		select {
		case <-timer:
		case <-ended:
			ended = nil // once is enough
		case res := <-results:
			running--
			res.queue.flying--
			if err := r.settle(res); err != nil && fatal == nil {
				fatal = err
			}
		}
	}
}

// pick returns the queue with the soonest meeting among those that may go on, or
// when the next of them may.
func (r *run) pick(ctx context.Context, queues map[string]*queue) (*queue, time.Time, error) {
	for {
		now := r.m.now()
		var best *queue
		var wake time.Time
		for host, q := range queues {
			switch {
			case len(q.tasks) == 0:
				continue
			case q.ready.After(now):
				if q.ready.Sub(now) > r.opt.MaxWait {
					r.limit(q.ready, "")
					delete(queues, host)
				} else if wake.IsZero() || q.ready.Before(wake) {
					wake = q.ready
				}
				continue
			}
			if best == nil || sooner(q, best) {
				best = q
			}
		}
		if best == nil || !best.tasks[0].creates() {
			return best, wake, nil
		}
		room, err := r.m.to.Headroom(ctx, provider.OpCreate, best.host)
		if err != nil {
			return nil, wake, err
		}
		if room.Calls != 0 {
			return best, wake, nil
		}
		until := room.Until
		if !until.After(now) {
			until = now.Add(again)
		}
		best.wait(until, now, r.opt.MaxWait)
		if best.ready.Sub(now) > r.opt.MaxWait {
			r.left = limitText(room.Limited)
		}
	}
}

// notSent reports that a call was refused before it was sent.
func notSent(err error) bool {
	var early interface{ NotSent() bool }
	return errors.As(err, &early) && early.NotSent()
}

func sooner(a, b *queue) bool {
	one, other := a.tasks[0].item.Source, b.tasks[0].item.Source
	if !one.Start.Equal(other.Start) {
		return one.Start.Before(other.Start)
	}
	return one.ID < other.ID
}

func limitText(name string) string {
	if name == "" {
		return ""
	}
	return " (" + name + ")"
}

// limit notes that something is left for later.
func (r *run) limit(until time.Time, name string) {
	if r.limited.IsZero() || until.Before(r.limited) {
		r.limited = until
	}
	if name != "" {
		r.left = name
	}
}

// settle tells what came of a task, and puts it back if it has to wait. The error
// ends the run.
func (r *run) settle(res result) error {
	item := res.task.item
	if res.task.rec.State != statePending {
		r.records[item.Source.ID] = res.task.rec
	}
	for _, e := range res.events {
		r.emit(e, item)
	}
	if res.err == nil {
		r.down = 0
		return nil
	}
	var e *meeting.Error
	if !errors.As(res.err, &e) {
		e = &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine(res.err.Error()), Err: res.err}
	}
	switch e.Kind {
	case meeting.ErrRateLimited:
		res.task.tries++
		wait := max(e.RetryAfter, again)
		switch {
		case res.task.tries > mostRefusals:
			wait = max(wait, r.opt.MaxWait+time.Second)
		case notSent(e):
			wait = again // by our own count, which many at once make cautious: pick asks for the room
		}
		until := r.m.now().Add(wait)
		if res.task.rec.done() && wait > r.opt.MaxWait { // the target exists: others' need not wait for this source
			r.later++
			r.limit(until, "")
			return nil
		}
		res.queue.wait(until, r.m.now(), r.opt.MaxWait)
		res.queue.tasks = append([]*task{res.task}, res.queue.tasks...)
		return nil
	case meeting.ErrUnavailable:
		if r.down++; r.down < mostDown && e.Op != "" {
			res.queue.tasks = append(res.queue.tasks, res.task) // later
			return nil
		}
	}
	return e
}
