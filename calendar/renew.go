package calendar

import (
	"bytes"
	"time"
)

// Renew returns what a calendar that has stored should have now that the event
// is e, and whether that is anything else. What the calendar's user added (alarms,
// categories, his answer) stays. The sequence is at least that of both, and rises
// by one with a significant change that e doesn't count yet; see [Event.Revise].
func Renew(stored, e Event) (next Event, changed bool, err error) {
	next = e
	next.UID, next.Extra, next.Stamp = stored.UID, stored.Extra, time.Time{}
	// Both sides as a file has them: what a file doesn't say is no difference.
	seen, err := asRead(next)
	if err != nil {
		return Event{}, false, err
	}
	before, after := digestOf(stored.Meeting), digestOf(seen.Meeting)
	if before == after && stored.Form == seen.Form && stored.Meeting.Provider == seen.Meeting.Provider {
		return stored, false, nil
	}
	least := stored.Sequence
	if before.Significant != after.Significant {
		least++
	}
	next.Sequence = max(e.Sequence, least)
	if e.Stamp.After(stored.Stamp) {
		next.Stamp = e.Stamp
	}
	return next, true, nil
}

// asRead is the event as its file reads.
func asRead(e Event) (Event, error) {
	var file bytes.Buffer
	if err := Encode(&file, []Event{e}, EncodeOptions{}); err != nil {
		return Event{}, err
	}
	events, err := Decode(&file, DecodeOptions{MaxSize: int64(file.Len())})
	if err != nil {
		return Event{}, err
	}
	return events[0], nil
}
