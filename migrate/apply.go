package migrate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/libmeet/meeting"
)

// ApplyOptions say how a plan is applied. The zero value is ready to use.
type ApplyOptions struct {
	Concurrency int // items at once; 0 is 4

	// MaxWait is the longest time that a limit is waited for; 0 is 2 min. A longer
	// one ends the run, once the hosts that it doesn't concern are done.
	MaxWait time.Duration

	// Grace is how long items under way may take to finish once ctx has ended; 0 is
	// 10 s.
	Grace time.Duration

	// OnEvent is told of every step, one after the other; nil is nobody.
	OnEvent func(Event)
}

func (o ApplyOptions) withDefaults() ApplyOptions {
	if o.Concurrency <= 0 {
		o.Concurrency = 4
	}
	if o.MaxWait <= 0 {
		o.MaxWait = patience
	}
	if o.Grace <= 0 {
		o.Grace = 10 * time.Second
	}
	if o.OnEvent == nil {
		o.OnEvent = func(Event) {}
	}
	return o
}

// Apply does what p says and returns how all of it stands afterwards, also with an
// error. Called again it goes on where it ended, however it ended; items that failed
// are tried again. The error is
//
//   - [meeting.ErrRateLimited] at a limit that is further away than MaxWait,
//   - [meeting.ErrConflict] when another process works on the plan, or when items
//     failed,
//   - [meeting.ErrOutcomeUnknown] when the outcome of some creates can't be told,
//   - [meeting.ErrUnavailable] when ctx ended, the journal can't be used, or the
//     vendors don't answer,
//   - [meeting.ErrUnauthenticated] when a vendor refuses the credential.
func (m *Migration) Apply(ctx context.Context, p *Plan, opt ApplyOptions) (Totals, error) {
	opt = opt.withDefaults()
	if err := m.applicable(p); err != nil {
		return Totals{}, err
	}
	h, held, release, err := m.journal.take(ctx, p.ID, m.cfg.LeaseTime)
	if err != nil {
		return Totals{}, unavailable(err)
	}
	defer release()
	records, err := m.journal.load(held, p.ID)
	if err != nil {
		return Totals{}, err
	}
	r := &run{m: m, plan: p, opt: opt, hold: h, records: records}
	stopped := r.work(ctx, held)
	t := totals(p, records)
	return t, r.verdict(ctx, t, stopped)
}

// unavailable gives the end of a context its kind.
func unavailable(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &meeting.Error{Kind: meeting.ErrUnavailable, Message: "interrupted", Err: err}
	}
	return err
}

// applicable checks a plan that may not have come from Read.
func (m *Migration) applicable(p *Plan) error {
	if err := p.check(); err != nil {
		return err
	}
	return m.fits(p)
}

// task is an item on its way.
type task struct {
	item  *Item
	rec   *record
	tries int // refused by a limit

	asPlanned bool // its source was read just now, and is what the plan saw
}

func (t *task) creates() bool { return t.item.Action == ActionCreate && !t.rec.done() }

// run is one run of Apply.
type run struct {
	m       *Migration
	plan    *Plan
	opt     ApplyOptions
	hold    *hold
	records map[string]*record

	mu      sync.Mutex
	waiting map[string]time.Time // hosts of the source whose limit for changes is used up

	limited time.Time // when to come back, after a limit
	left    string    // the limit, for people
	down    int       // vendors' failures to answer, in a row
	uncut   int       // targets that exist, with something left to do
	later   int       // sources whose change waits for a limit
}

// tasks lists what is left to do, soonest first, by host of the target.
func (r *run) tasks() map[string]*queue {
	var all []*task
	for i := range r.plan.Items {
		item := &r.plan.Items[i]
		rec := r.records[item.Source.ID]
		if rec == nil {
			rec = &record{}
		}
		switch {
		case item.Action == ActionSkip:
			if !rec.done() {
				r.emit(Event{Event: EventSkipped, Reason: item.Reason}, item)
			}
			continue
		case rec.done() && len(rec.Deviations) == 0 && !r.cutover(item, rec):
			continue
		}
		all = append(all, &task{item: item, rec: rec})
	}
	slices.SortStableFunc(all, func(a, b *task) int {
		return cmp.Or(a.item.Source.Start.Compare(b.item.Source.Start), cmp.Compare(a.item.Source.ID, b.item.Source.ID))
	})
	queues := map[string]*queue{}
	for _, t := range all {
		q := queues[t.item.Host]
		if q == nil {
			q = &queue{host: t.item.Host}
			queues[t.item.Host] = q
		}
		q.tasks = append(q.tasks, t)
	}
	return queues
}

func (r *run) emit(e Event, item *Item) {
	e.SourceID, e.Title = item.Source.ID, item.Source.Title
	r.opt.OnEvent(e)
}

// verdict says in an error what keeps the plan from being done.
func (r *run) verdict(ctx context.Context, t Totals, stopped error) error {
	left := t.Pending + t.Failed + t.Unknown + r.later
	switch {
	case stopped != nil:
		return stopped
	case ctx.Err() != nil:
		return &meeting.Error{Kind: meeting.ErrUnavailable, Err: ctx.Err(),
			Message: fmt.Sprintf("interrupted: %d of %d are left; the same command goes on", left, t.Total)}
	case !r.limited.IsZero():
		return &meeting.Error{Kind: meeting.ErrRateLimited, RetryAfter: max(r.limited.Sub(r.m.now()), time.Second), Message: fmt.Sprintf(
			"a limit is reached%s: %d of %d are left; the same command goes on from %s", r.left, left, t.Total, stamp(r.limited))}
	case t.Failed == 0 && r.uncut > 0:
		return &meeting.Error{Kind: meeting.ErrConflict, Message: fmt.Sprintf("of %d meetings the target exists and the rest failed; the same command tries again", r.uncut)}
	case t.Failed > 0:
		return &meeting.Error{Kind: meeting.ErrConflict, Message: fmt.Sprintf("%d of %d failed; the same command tries them again", t.Failed, t.Total)}
	case t.Unknown > 0:
		return &meeting.Error{Kind: meeting.ErrOutcomeUnknown,
			Message: fmt.Sprintf("of %d creates it can't be told whether they happened; the same command looks again", t.Unknown)}
	}
	return nil
}
