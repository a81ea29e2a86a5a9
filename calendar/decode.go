package calendar

import (
	"errors"
	"io"

	"github.com/libmeet/meeting"
)

// DecodeOptions say how a file is read.
type DecodeOptions struct {
	MaxSize int64        // most bytes; 0 is 16 MiB
	Zone    meeting.Zone // where dates and floating times are taken to be; "" is the calendar's own, else UTC
}

const defaultMaxSize = 16 << 20

// Decode reads the events of an iCalendar file: one for each UID, a series with
// the exceptions that stand beside it. What Encode wrote comes back whole, but for
// what a file doesn't carry (host link, settings, raw payload); writing it again
// gives the same bytes.
//
// Times are taken by the file's own description of their zone, else by the zone
// database under its name or a Windows one; a zone that nothing knows is an error,
// never UTC. A date (all day) or a floating time is a note among the meeting's
// losses, field "start"; what of a recurrence the model can't say is a loss of
// severity refuse and stays in Extra. Refs[RefUID] is the UID.
//
// A file that is cut off, too large, or no iCalendar is an [meeting.ErrInvalid]
// error. An event that can't be read doesn't hide the others: they are returned,
// and the error says which and why.
func Decode(r io.Reader, opt DecodeOptions) ([]Event, error) {
	if opt.MaxSize <= 0 {
		opt.MaxSize = defaultMaxSize
	}
	data, err := io.ReadAll(io.LimitReader(r, opt.MaxSize+1))
	switch {
	case err != nil:
		return nil, &meeting.Error{Kind: meeting.ErrUnavailable, Message: meeting.OneLine("reading the calendar: " + err.Error()), Err: err}
	case int64(len(data)) > opt.MaxSize:
		return nil, fileError("it is larger than %d bytes", opt.MaxSize)
	}
	top, err := parse(data)
	if err != nil {
		return nil, err
	}
	var events []Event
	var failed []error
	found := false
	for _, c := range top {
		if c.Name != "VCALENDAR" {
			continue
		}
		found = true
		d, err := newDecoder(c, opt)
		if err != nil {
			return nil, err
		}
		for _, group := range groups(c) {
			event, err := d.event(group)
			if err != nil {
				failed = append(failed, err)
				continue
			}
			events = append(events, event)
		}
	}
	if !found {
		return nil, fileError("it holds no VCALENDAR")
	}
	return events, errors.Join(failed...)
}

// group is the parts of one event: the master first, and its moved occurrences.
type group struct {
	uid    string
	master Component
	moved  []Component
}

// groups collects the events of a calendar in the order of their first parts. Of
// two versions of a part the one of the higher sequence counts, of equals the
// later stamp, then the later in the file.
func groups(c Component) []group {
	var uids []string
	parts := map[string]map[string]Component{}
	for _, below := range c.Components {
		if below.Name != "VEVENT" {
			continue
		}
		uid := below.text("UID")
		if uid == "" {
			uid = madeUID(below)
		}
		if parts[uid] == nil {
			parts[uid] = map[string]Component{}
			uids = append(uids, uid)
		}
		original, _ := below.first("RECURRENCE-ID")
		key := original.Value
		if known, ok := parts[uid][key]; !ok || !newer(known, below) {
			parts[uid][key] = below
		}
	}
	out := make([]group, 0, len(uids))
	for _, uid := range uids {
		master, whole := parts[uid][""]
		if !whole { // an invitation to single occurrences
			for _, key := range sortedKeys(parts[uid]) {
				out = append(out, group{uid: uid, master: parts[uid][key]})
			}
			continue
		}
		g := group{uid: uid, master: master}
		for _, key := range sortedKeys(parts[uid]) {
			if key != "" {
				g.moved = append(g.moved, parts[uid][key])
			}
		}
		out = append(out, g)
	}
	return out
}

// newer reports whether a is a later revision than b.
func newer(a, b Component) bool {
	if one, other := sequenceOf(a), sequenceOf(b); one != other {
		return one > other
	}
	return a.text("DTSTAMP") > b.text("DTSTAMP") // all in the same UTC form
}

const madePrefix = "file"

// madeUID stands for the UID that a file must have and some don't: the same for
// the same event.
func madeUID(c Component) string {
	start, _ := c.first("DTSTART")
	return madePrefix + "-" + hashOf(c.text("SUMMARY"), start.Value, start.param("TZID"), c.text("LOCATION"), c.text("URL")) + "@" + UIDDomain
}
