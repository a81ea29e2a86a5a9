// Package calendar puts meetings where people look for them: it writes them as
// iCalendar (RFC 5545 with 5546, 7986 and 6868), and reads them back.
//
//	events := []calendar.Event{calendar.NewEvent(m)}
//	err := calendar.Encode(w, events, calendar.EncodeOptions{Method: calendar.Publish})
//
// An event keeps one UID for life: see [UID]. What a calendar must be told again
// after a change is decided by [Event.Revise], and remembered between exports by
// [Track].
//
// A file carries the link to join, the passcode and the ways to dial in, where
// calendar clients look for them. It never carries a host link.
//
// The package knows no vendor and reads no clock of its own but for the stamp of
// an event that has none.
package calendar
