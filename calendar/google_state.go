package calendar

import "time"

// ConferenceState is how far a calendar is with making a conference. It makes it
// after it has answered.
type ConferenceState string

// The states of a conference.
const (
	ConferenceNone    ConferenceState = "none"    // none was asked for
	ConferencePending ConferenceState = "pending" // read the event again later; there is no link yet
	ConferenceReady   ConferenceState = "ready"
	ConferenceFailed  ConferenceState = "failed" // ask for another one, under another request id
)

// Conference reads from Google's answer how its conference stands, and the link once
// it is ready. Pending is no failure: Google fills the answer of a later read.
func (g GoogleEvent) Conference() (state ConferenceState, joinURL string) {
	c := g.ConferenceData
	if c == nil {
		return ConferenceNone, ""
	}
	for _, entry := range c.EntryPoints {
		if entry.EntryPointType == "video" && joinURL == "" {
			joinURL = entry.URI
		}
	}
	if c.CreateRequest == nil {
		if joinURL == "" {
			return ConferenceNone, ""
		}
		return ConferenceReady, joinURL
	}
	code := ""
	if c.CreateRequest.Status != nil {
		code = c.CreateRequest.Status.StatusCode
	}
	switch {
	case code == "failure":
		return ConferenceFailed, ""
	case code == "success" && joinURL != "":
		return ConferenceReady, joinURL
	}
	return ConferencePending, "" // also before the first answer, and for words that are new
}

// googleTime is the start plus after.
func (p *plan) googleTime(after time.Duration) *GoogleTime {
	t := p.start.Add(after)
	switch {
	case p.form == AllDay:
		return &GoogleTime{Date: t.In(p.wall).Format(time.DateOnly)}
	case p.loc == nil:
		return &GoogleTime{DateTime: t.UTC().Format(time.RFC3339), TimeZone: "UTC"}
	}
	layout := wallClock
	if ambiguous(t, p.loc) {
		layout = time.RFC3339 // the offset tells which of two equal hours is meant
	}
	return &GoogleTime{DateTime: t.In(p.loc).Format(layout), TimeZone: p.tzid}
}

// wallClock is how both vendors write one.
const wallClock = "2006-01-02T15:04:05"
