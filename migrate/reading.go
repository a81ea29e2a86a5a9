package migrate

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// window is how many meetings are held in memory while they are read one by one.
const window = 32

// readers is how many of them are read at once.
const readers = 4

// planning is one run of Plan.
type planning struct {
	m       *Migration
	opt     PlanOptions
	now     time.Time
	plan    *Plan
	there   *present
	out     writer
	creates map[string]int  // by host at the target
	extra   int             // calls for the last item, beside its create
	seen    map[string]bool // ids of sources
}

// found is a meeting of the source, as listed and then as read.
type found struct {
	meeting meeting.Meeting
	host    string // at the target
	skip    error  // why it is skipped, if it is
	err     error
}

// host plans the meetings of one host of the source, a few at a time.
func (r *planning) host(ctx context.Context, host string) error {
	batch := make([]*found, 0, window)
	for src, err := range r.m.from.Meetings(ctx, scheduled(r.m.from, meeting.ListQuery{Host: host, To: r.opt.Until}, r.now)) {
		if err != nil {
			return err
		}
		src.Raw = nil
		if r.seen[src.ID] || !r.wants(src) {
			continue
		}
		r.seen[strings.Clone(src.ID)] = true
		batch = append(batch, &found{meeting: src, skip: r.m.quick(src, r.now)})
		if len(batch) == window {
			if err := r.flush(ctx, batch, host); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	return r.flush(ctx, batch, host)
}

// scheduled makes a query one of the list that holds what is scheduled, of a vendor
// that has several.
func scheduled(c *provider.Client, q meeting.ListQuery, now time.Time) meeting.ListQuery {
	q.Filter = c.Info().Capabilities.Search.Filter
	if c.Info().Capabilities.Limits.Horizon > 0 && q.To.IsZero() {
		q.To = now.AddDate(farAhead, 0, 0)
	}
	return q
}

// farAhead is how many years are looked through of a list that has no end of its own.
const farAhead = 2

// wants applies the window and the selection.
func (r *planning) wants(src meeting.Meeting) bool {
	return (r.opt.Select == nil || r.opt.Select(src)) && r.lasts(src)
}

// lasts reports whether a meeting is not over by the window's beginning, as far as
// what is known of it tells.
func (r *planning) lasts(src meeting.Meeting) bool {
	since := r.opt.Since
	switch {
	case since.IsZero(), src.Start.IsZero(), !src.Start.Before(since):
		return true
	case r.m.startLost(r.m.from):
		return src.End.After(since)
	case src.Kind == meeting.KindRecurring:
		return r.m.meetsFrom(src, since)
	}
	return false
}

// flush reads a batch in full where lists leave members out, and plans it in order.
func (r *planning) flush(ctx context.Context, batch []*found, listed string) error {
	if r.m.from.Info().Capabilities.Can(provider.OpGet) {
		if err := r.m.room(ctx, r.m.from, provider.OpGet, "", patience); err != nil {
			return err
		}
		slots := make(chan struct{}, readers)
		var group sync.WaitGroup
		for _, f := range batch {
			if f.skip != nil {
				continue
			}
			slots <- struct{}{}
			group.Go(func() {
				defer func() { <-slots }()
				f.read(ctx, r.m.from)
			})
		}
		group.Wait()
	}
	for _, f := range batch {
		if f.err != nil {
			return f.err
		}
		if f.skip == nil {
			var err error
			if !r.lasts(f.meeting) { // its rule was in no list
				continue
			}
			if f.host, err = r.opt.Hosts.find(f.meeting, listed); err != nil {
				return err
			}
		}
		item, err := r.item(ctx, f)
		if err != nil {
			return err
		}
		if err := r.out.item(item); err != nil {
			return localError(err)
		}
		r.plan.Summary.count(item.Action)
		r.plan.Summary.tally(item)
		if item.Action == ActionCreate {
			r.creates[item.Host] += 1 + r.extra
			r.plan.Summary.Calls += r.extra
		}
	}
	return nil
}

// read gets the whole of a meeting. One that went meanwhile is skipped.
func (f *found) read(ctx context.Context, from *provider.Client) {
	full, err := from.GetMeeting(ctx, f.meeting.ID)
	switch {
	case errors.Is(err, meeting.ErrNotFound):
		f.skip = &reason{ReasonCancelled, "it went while the list was read"}
	case err != nil:
		f.err = err
	default:
		full.Raw = nil
		f.meeting = full
	}
}
