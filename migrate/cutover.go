package migrate

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// cutover reports whether something is left to do at the source.
func (r *run) cutover(item *Item, rec *record) bool {
	switch {
	case r.plan.Options.CancelSource:
		return !rec.Cancelled
	case r.plan.Options.AnnotateSource:
		return !rec.Annotated && r.m.annotates() && rec.TargetURL != ""
	}
	return false
}

// cut does at the source what the plan says, now that the target exists. A host of
// the source whose limit is used up is left alone meanwhile.
func (r *run) cut(ctx context.Context, t *task) (Event, error) {
	if !r.cutover(t.item, t.rec) {
		return Event{}, nil
	}
	host := t.item.Source.Host.Email
	r.mu.Lock()
	until := r.waiting[host]
	r.mu.Unlock()
	if wait := until.Sub(r.m.now()); wait > 0 {
		return Event{}, &meeting.Error{Kind: meeting.ErrRateLimited, RetryAfter: wait}
	}
	do := r.annotate
	if r.plan.Options.CancelSource {
		do = r.cancel
	}
	e, err := do(ctx, t)
	if limit := (*meeting.Error)(nil); errors.As(err, &limit) && limit.Kind == meeting.ErrRateLimited {
		r.mu.Lock()
		r.waiting[host] = r.m.now().Add(max(limit.RetryAfter, time.Second))
		r.mu.Unlock()
	}
	return e, err
}

// cancel cancels the source, with notice where the vendor can give it. One that is gone
// is cancelled; one that was changed after its target was made is kept, for the target
// is not what it is now.
func (r *run) cancel(ctx context.Context, t *task) (Event, error) {
	id := t.item.Source.ID
	if !t.asPlanned {
		switch src, err := r.m.readSource(ctx, t.item); {
		case errors.Is(err, meeting.ErrNotFound), err == nil && src.Status == meeting.StatusCancelled:
		case err != nil:
			return r.failCut(t, err)
		case len(changes(t.item.Source, src, r.m.now())) > 0:
			return r.failCut(t, &meeting.Error{Kind: meeting.ErrConflict, Message: "the source was changed after the plan: it is not cancelled"})
		}
	}
	err := r.m.from.CancelMeeting(ctx, id, meeting.CancelOptions{Notify: meeting.On})
	if errors.Is(err, meeting.ErrUnsupported) { // nothing was sent: the vendor tells nobody
		err = r.m.from.CancelMeeting(ctx, id, meeting.CancelOptions{})
	}
	if err != nil && !errors.Is(err, meeting.ErrNotFound) {
		return r.failCut(t, err)
	}
	t.rec.Cancelled = true
	if err := r.hold.save(ctx, id, t.rec, nil); err != nil {
		return Event{}, err
	}
	return Event{Event: EventCancelled, TargetID: t.rec.TargetID}, nil
}

// annotate puts the link before the source's description. The description as it was
// is journalled first.
func (r *run) annotate(ctx context.Context, t *task) (Event, error) {
	id := t.item.Source.ID
	src, err := r.m.readSource(ctx, t.item)
	if errors.Is(err, meeting.ErrNotFound) {
		t.rec.Annotated = true // nobody is left to be told
		return Event{}, r.hold.save(ctx, id, t.rec, nil)
	}
	if err != nil {
		return r.failCut(t, err)
	}
	if !strings.HasPrefix(src.Description, note(t.rec.TargetURL)) {
		t.rec.Original = &src.Description
		if err := r.hold.save(ctx, id, t.rec, nil); err != nil {
			return Event{}, err
		}
		text := annotated(t.rec.TargetURL, src.Description, r.m.longest())
		if _, err := r.m.from.UpdateMeeting(ctx, id, meeting.Patch{Description: &text}); err != nil {
			return r.failCut(t, err)
		}
	}
	t.rec.Annotated = true
	if err := r.hold.save(ctx, id, t.rec, nil); err != nil {
		return Event{}, err
	}
	return Event{Event: EventAnnotated, TargetID: t.rec.TargetID, JoinURL: t.rec.TargetURL}, nil
}

// note is what stands before the description of a source that has moved.
func note(link string) string { return "This meeting has moved to " + link }

// annotated is a description with a note, no longer than most characters.
func annotated(link, description string, most int) string {
	text := note(link)
	if description != "" {
		text += "\n\n" + description
	}
	return cut(text, most)
}

// longest is how many characters a description at the source may have, 0 for any.
func (m *Migration) longest() int {
	return m.from.Info().Capabilities.Update[provider.FieldDescription].Max
}

// unannotated is the description of a source without the note: as it was, or what
// people have made of it since.
func (m *Migration) unannotated(text string, r *record) string {
	rest, noted := strings.CutPrefix(text, note(r.TargetURL))
	switch {
	case r.Original == nil || !noted:
		return text
	case slices.Equal(strings.Fields(text), strings.Fields(annotated(r.TargetURL, *r.Original, m.longest()))):
		return *r.Original
	}
	return strings.TrimLeft(rest, "\r\n")
}

// failCut leaves the rest for the next run: the target exists.
func (r *run) failCut(t *task, err error) (Event, error) {
	e := asError(err)
	switch e.Kind {
	case meeting.ErrRateLimited, meeting.ErrUnavailable, meeting.ErrUnauthenticated:
		return Event{}, e
	}
	r.mu.Lock()
	r.uncut++
	r.mu.Unlock()
	return Event{Event: EventFailed, TargetID: t.rec.TargetID, JoinURL: t.rec.TargetURL, Reason: "the target exists; something is left to do", Error: e}, nil
}
