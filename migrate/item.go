package migrate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// process brings one item as far as it goes and returns what happened. The error is
// what others would meet too, or has to wait for: limits, vendors that don't answer,
// the journal.
func (r *run) process(ctx context.Context, t *task) ([]Event, error) {
	// With a deadline a call that a limit delays for longer fails at once.
	ctx, done := context.WithTimeout(ctx, r.opt.MaxWait+time.Minute)
	defer done()
	t.asPlanned = false
	var events []Event
	if !t.rec.done() {
		e, err := r.reach(ctx, t)
		if e.Event != "" {
			events = append(events, e)
		}
		if err != nil {
			return events, err
		}
	}
	if !t.rec.done() {
		return events, nil
	}
	if err := r.adapt(ctx, t); err != nil {
		e, err := r.failCut(t, err)
		if e.Event != "" {
			events = append(events, e)
		}
		return events, err
	}
	e, err := r.cut(ctx, t)
	if e.Event != "" {
		events = append(events, e)
	}
	return events, err
}

// reach makes sure that the target exists.
func (r *run) reach(ctx context.Context, t *task) (Event, error) {
	switch {
	case t.item.Action == ActionAdopt:
		return r.adopt(ctx, t)
	case t.rec.State == stateIntended, t.rec.State == stateUnknown:
		return r.resume(ctx, t)
	case t.rec.State == stateFailed && t.rec.Request != nil && t.rec.Key != "":
		return r.resume(ctx, t)
	}
	src, why, err := r.source(ctx, t)
	if err != nil {
		return r.fail(ctx, t, err)
	}
	if why != "" {
		return r.skip(ctx, t, why)
	}
	w, err := r.m.wish(src, t.item.Host, r.m.now())
	if err != nil {
		return r.skip(ctx, t, err.Error())
	}
	w.req.OnLoss = r.plan.Options.OnLoss
	losses, err := r.m.losses(w, r.plan.Options.OnLoss)
	if err != nil {
		return r.skip(ctx, t, notExpressible("%s", brief(err)).Error())
	}
	if !slices.EqualFunc(losses, t.item.Losses, sameLoss) {
		return r.skip(ctx, t, ReasonChanged)
	}
	resolved, err := w.req.Resolve()
	if err != nil {
		return r.fail(ctx, t, err)
	}
	t.rec.Request, t.rec.SourceURL, t.rec.Deviations = newRequest(resolved), src.JoinURL, w.deviations
	return r.intend(ctx, t)
}

// sameLoss leaves out what was wanted: the rest of a series that has begun starts
// later each week.
func sameLoss(a, b meeting.Loss) bool {
	return a.Field == b.Field && a.Severity == b.Severity && a.Got == b.Got
}

// source reads a source again. It says why the item is skipped if the source is not
// what the plan saw.
func (r *run) source(ctx context.Context, t *task) (meeting.Meeting, string, error) {
	src, err := r.m.readSource(ctx, t.item)
	if errors.Is(err, meeting.ErrNotFound) {
		return src, ReasonChanged, nil
	}
	if err != nil {
		return src, "", err
	}
	if changed(t.item.Source, src, r.m.now()) {
		return src, ReasonChanged, nil
	}
	t.asPlanned = true
	return src, "", nil
}

// readSource reads a source, or takes the plan's word where the vendor can't be
// asked.
func (m *Migration) readSource(ctx context.Context, item *Item) (meeting.Meeting, error) {
	if !m.from.Info().Capabilities.Can(provider.OpGet) {
		return item.Source, nil
	}
	return m.from.GetMeeting(ctx, item.Source.ID)
}

// intend journals what is about to be asked for and asks. A source that another plan
// has touched keeps that plan's key; one that it has moved is adopted, if it is there still.
func (r *run) intend(ctx context.Context, t *task) (Event, error) {
	id := t.item.Source.ID
	known, err := r.m.journal.claim(ctx, id)
	if err != nil {
		return Event{}, err
	}
	if known != nil && known.TargetID != "" && known.Plan != r.plan.ID {
		e, err := r.adoptID(ctx, t, known.TargetID, t.item.Source)
		switch {
		case err == nil:
			return e, nil
		case !errors.Is(err, meeting.ErrNotFound):
			return r.fail(ctx, t, err)
		}
	}
	t.rec.Key = fmt.Sprintf("migrate/%s/%s/%d", r.plan.ID, id, t.rec.Round)
	t.rec.State, t.rec.Reason = stateIntended, ""
	err = r.hold.save(ctx, id, t.rec, func(c *claim) *claim {
		if c != nil && c.TargetID == "" {
			t.rec.Key = c.Key
			return &claim{Plan: r.plan.ID, Key: c.Key}
		}
		return &claim{Plan: r.plan.ID, Key: t.rec.Key}
	})
	if err != nil {
		return Event{}, err
	}
	return r.create(ctx, t)
}

// resume goes on with an item whose create may have been sent. If nothing came of
// it, the item begins anew: its source may have changed meanwhile.
func (r *run) resume(ctx context.Context, t *task) (Event, error) {
	req, err := t.rec.Request.create(t.rec.Key)
	if err != nil {
		return Event{}, err
	}
	made, err := r.m.to.Created(ctx, req)
	switch {
	case err == nil:
		return r.created(ctx, t, made)
	case errors.Is(err, meeting.ErrNotFound):
		t.rec.State, t.rec.Request, t.rec.Deviations = statePending, nil, nil
		return r.reach(ctx, t)
	}
	return r.fail(ctx, t, err)
}

func (r *run) create(ctx context.Context, t *task) (Event, error) {
	req, err := t.rec.Request.create(t.rec.Key)
	if err != nil {
		return Event{}, err
	}
	made, err := r.m.to.CreateMeeting(ctx, req)
	if err != nil {
		return r.fail(ctx, t, err)
	}
	return r.created(ctx, t, made)
}

func (r *run) created(ctx context.Context, t *task, made meeting.Meeting) (Event, error) {
	answer, err := json.Marshal(made) // redacted
	if err != nil {
		return Event{}, err
	}
	t.rec.State, t.rec.Reason, t.rec.Answer = stateCreated, "", answer
	t.rec.TargetID, t.rec.TargetURL = made.ID, made.JoinURL
	t.rec.Request.Passcode = "" // never asked for again
	if err := r.claim(ctx, t); err != nil {
		return Event{}, err
	}
	return Event{Event: EventCreated, TargetID: made.ID, JoinURL: made.JoinURL}, nil
}

// claim journals a target that exists.
func (r *run) claim(ctx context.Context, t *task) error {
	return r.hold.save(ctx, t.item.Source.ID, t.rec, func(c *claim) *claim {
		key := t.rec.Key
		if key == "" {
			key = "-" // adopted: nothing was created
		}
		return &claim{Plan: r.plan.ID, Key: key, TargetID: t.rec.TargetID}
	})
}

// adopt takes the target that the plan found.
func (r *run) adopt(ctx context.Context, t *task) (Event, error) {
	src, why, err := r.source(ctx, t)
	if err != nil {
		return r.fail(ctx, t, err)
	}
	if why != "" {
		return r.skip(ctx, t, why)
	}
	t.rec.SourceURL = src.JoinURL
	e, err := r.adoptID(ctx, t, t.item.TargetID, src)
	if err != nil {
		return r.fail(ctx, t, err)
	}
	return e, nil
}

func (r *run) adoptID(ctx context.Context, t *task, id string, src meeting.Meeting) (Event, error) {
	var old *record
	known, err := r.m.journal.claim(ctx, src.ID)
	if err == nil && known != nil {
		old, err = r.m.journal.record(ctx, known.Plan, src.ID)
	}
	if err != nil {
		return Event{}, err
	}
	there, err := r.m.standing(ctx, id, old)
	if err != nil {
		return Event{}, err
	}
	if r.m.strayed(src, there, t.item.Host, old) {
		return r.skip(ctx, t, ReasonChanged+": the target "+id)
	}
	t.rec.Request, t.rec.Answer = nil, nil
	if old != nil {
		t.rec.Request, t.rec.Answer = old.Request, old.Answer
	}
	t.rec.State, t.rec.Reason = stateAdopted, ""
	t.rec.TargetID, t.rec.TargetURL = id, there.JoinURL
	if err := r.claim(ctx, t); err != nil {
		return Event{}, err
	}
	return Event{Event: EventAdopted, TargetID: id, JoinURL: there.JoinURL}, nil
}

func (r *run) skip(ctx context.Context, t *task, why string) (Event, error) {
	t.rec.State, t.rec.Reason, t.rec.Request = stateSkipped, why, nil
	if err := r.hold.save(ctx, t.item.Source.ID, t.rec, nil); err != nil {
		return Event{}, err
	}
	return Event{Event: EventSkipped, Reason: why}, nil
}

// fail sorts out what an error means for its item. What is not the item's own fault
// is returned.
func (r *run) fail(ctx context.Context, t *task, err error) (Event, error) {
	e := asError(err)
	switch e.Kind {
	case meeting.ErrRateLimited, meeting.ErrUnavailable, meeting.ErrUnauthenticated, meeting.ErrNotReady:
		return Event{}, e
	case meeting.ErrOutcomeUnknown:
		t.rec.State, t.rec.Reason = stateUnknown, e.Error()
		if err := r.hold.save(ctx, t.item.Source.ID, t.rec, nil); err != nil {
			return Event{}, err
		}
		return Event{Event: EventUnknown, Error: e}, nil
	}
	if ctx.Err() != nil {
		return Event{}, e
	}
	t.rec.State, t.rec.Reason = stateFailed, e.Error()
	if err := r.hold.save(ctx, t.item.Source.ID, t.rec, nil); err != nil {
		return Event{}, err
	}
	return Event{Event: EventFailed, Error: e}, nil
}

func asError(err error) *meeting.Error {
	var e *meeting.Error
	if errors.As(err, &e) {
		return e
	}
	kind := meeting.KindOf(err)
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		kind = meeting.ErrUnavailable
	}
	return &meeting.Error{Kind: kind, Message: meeting.OneLine(err.Error()), Err: err}
}
