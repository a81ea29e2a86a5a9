package main

import (
	"bytes"
	"context"
	"errors"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/migrate"
)

// writeUpdates prints calendar updates: each meeting under the UID that calendars
// know it by, with a higher sequence and the new link.
func (a *app) writeUpdates(ctx context.Context, m *migrate.Migration, p *migrate.Plan, pairs []migrate.Pair) error {
	now := time.Now()
	history := storeHistory{store: a.state}
	events := make([]calendar.Event, 0, len(pairs))
	var gone failures
	for _, pair := range pairs {
		told, err := m.Told(ctx, p, pair)
		if errors.Is(err, meeting.ErrNotFound) {
			gone = append(gone, err) // the others are to be told all the same
			continue
		}
		if err != nil {
			return err
		}
		// What calendars know is the source, whether we have told them or its vendor has.
		if _, err := calendar.Track(ctx, history, pair.Source, now); err != nil {
			return err
		}
		if err := calendar.Moved(ctx, history, pair.Source, told); err != nil {
			return err
		}
		event, err := calendar.Track(ctx, history, told, now)
		if err != nil {
			return err
		}
		events = append(events, event)
	}
	var out bytes.Buffer
	if err := calendar.Encode(&out, events, calendar.EncodeOptions{Method: calendar.Publish}); err != nil {
		return err
	}
	if err := a.write(out.Bytes()); err != nil || len(gone) == 0 {
		return err
	}
	return gone
}
