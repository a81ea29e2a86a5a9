package migrate

import (
	"context"
	"errors"
	"fmt"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// RollbackOptions say how a plan is undone. The zero value is ready to use.
type RollbackOptions struct {
	// Force also removes targets whose source the plan cancelled: after that the
	// meeting is nowhere.
	Force bool

	OnEvent func(Event) // as in [ApplyOptions]
}

// Rollback removes from the target what p created, never what it adopted, and gives
// annotated sources their description back. Creates whose outcome was unknown are
// looked for first. It can be called again after it was interrupted; a plan that
// was rolled back can be applied again. Errors are as in [Migration.Apply].
func (m *Migration) Rollback(ctx context.Context, p *Plan, opt RollbackOptions) (Totals, error) {
	if opt.OnEvent == nil {
		opt.OnEvent = func(Event) {}
	}
	if err := m.applicable(p); err != nil {
		return Totals{}, err
	}
	if !m.to.Info().Capabilities.Can(provider.OpCancel) {
		return Totals{}, provider.Unsupported(m.to.Info(), provider.OpCancel)
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
	undo := &undoing{m: m, hold: h, opt: opt}
	var failed, kept int
	for i := range p.Items {
		item := &p.Items[i]
		rec := records[item.Source.ID]
		if rec == nil || rec.State == stateRemoved {
			continue
		}
		if held.Err() != nil {
			return totals(p, records), unavailable(context.Cause(held))
		}
		if err := m.room(held, m.to, provider.OpCancel, item.Host, patience); err != nil {
			return totals(p, records), err
		}
		events, err := undo.item(held, item, rec)
		for _, e := range events {
			e.SourceID, e.Title = item.Source.ID, item.Source.Title
			opt.OnEvent(e)
			switch e.Event {
			case EventFailed, EventUnknown:
				failed++
			case EventKept:
				kept++
			}
		}
		if err != nil {
			return totals(p, records), err
		}
	}
	t := totals(p, records)
	switch {
	case failed > 0:
		return t, &meeting.Error{Kind: meeting.ErrConflict, Message: fmt.Sprintf("%d could not be rolled back; the same command tries again", failed)}
	case kept > 0:
		return t, &meeting.Error{Kind: meeting.ErrConflict, Message: fmt.Sprintf("%d were kept: their sources are cancelled", kept)}
	}
	return t, nil
}

// undoing is one run of Rollback.
type undoing struct {
	m    *Migration
	hold *hold
	opt  RollbackOptions
}

// item undoes one item: the source first, so that it never names a link that is
// gone.
func (u *undoing) item(ctx context.Context, item *Item, rec *record) ([]Event, error) {
	var events []Event
	if err := u.find(ctx, rec); err != nil {
		return u.failed(events, rec, err)
	}
	if rec.Cancelled && !u.opt.Force && rec.State == stateCreated {
		return append(events, Event{Event: EventKept, TargetID: rec.TargetID, JoinURL: rec.TargetURL, Reason: "its source is cancelled"}), nil
	}
	if rec.Original != nil {
		restored, err := u.restore(ctx, item, rec)
		if err != nil {
			return u.failed(events, rec, err)
		}
		if restored {
			events = append(events, Event{Event: EventRestored, TargetID: rec.TargetID})
		}
	}
	switch rec.State {
	case stateCreated:
		if err := u.m.to.CancelMeeting(ctx, rec.TargetID, meeting.CancelOptions{Notify: meeting.Off}); err != nil && !errors.Is(err, meeting.ErrNotFound) {
			return u.failed(events, rec, err)
		}
		gone, key := rec.TargetID, rec.Key
		*rec = record{State: stateRemoved, Round: rec.Round + 1, TargetID: gone, SourceURL: rec.SourceURL}
		if err := u.hold.save(ctx, item.Source.ID, rec, func(c *claim) *claim {
			if c != nil && c.TargetID != gone && c.Key != key {
				return c // another plan has made another since
			}
			return nil
		}); err != nil {
			return events, err
		}
		return append(events, Event{Event: EventRemoved, TargetID: gone}), nil
	case stateAdopted:
		if restoredNothing := rec.Original == nil; restoredNothing {
			return events, nil
		}
		rec.Original, rec.Annotated = nil, false
		return events, u.hold.save(ctx, item.Source.ID, rec, nil)
	}
	return events, nil
}

// find looks for a target of which no answer is known.
func (u *undoing) find(ctx context.Context, rec *record) error {
	if rec.Request == nil || rec.done() {
		return nil
	}
	req, err := rec.Request.create(rec.Key)
	if err != nil {
		return err
	}
	made, err := u.m.to.Created(ctx, req)
	if errors.Is(err, meeting.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	rec.State, rec.TargetID, rec.TargetURL = stateCreated, made.ID, made.JoinURL
	return nil
}

// restore gives a source its description back, with what people have changed in it
// since.
func (u *undoing) restore(ctx context.Context, item *Item, rec *record) (bool, error) {
	src, err := u.m.readSource(ctx, item)
	if errors.Is(err, meeting.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	text := u.m.unannotated(src.Description, rec)
	if text == src.Description {
		return false, nil
	}
	_, err = u.m.from.UpdateMeeting(ctx, item.Source.ID, meeting.Patch{Description: &text})
	return err == nil, err
}

// failed sorts out what an error means, as apply does.
func (u *undoing) failed(events []Event, rec *record, err error) ([]Event, error) {
	e := asError(err)
	switch e.Kind {
	case meeting.ErrRateLimited, meeting.ErrUnavailable, meeting.ErrUnauthenticated:
		return events, e
	case meeting.ErrOutcomeUnknown:
		return append(events, Event{Event: EventUnknown, Error: e}), nil
	}
	return append(events, Event{Event: EventFailed, TargetID: rec.TargetID, Error: e}), nil
}
