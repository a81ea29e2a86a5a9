package meeting

import (
	"strings"
	"sync"
	"time"
)

// Zone is an IANA time-zone name such as "America/New_York". Abbreviations (IST,
// CST) are not zones: they mean several places.
type Zone string

// Location loads the zone. It returns an [ErrInvalid] error for a name that the
// zone database does not have, for "Local", and for abbreviations.
func (z Zone) Location() (*time.Location, error) {
	name := string(z)
	if name == "UTC" {
		return time.UTC, nil
	}
	switch name {
	case "", "Local", "EST", "MST", "HST", "CET", "MET", "EET", "WET", "localtime", "posixrules", "Factory":
		// The database keeps the abbreviations for old programs' sake; the last
		// three are the machine's own, or nothing.
		return nil, Invalidf("time_zone", "%q is not an IANA zone name such as Europe/Berlin", name)
	}
	if loc, ok := locations.Load(z); ok {
		return loc.(*time.Location), nil
	}
	name = strings.Clone(name) // what is kept must not keep the payload that the name was cut out of
	loc, err := time.LoadLocation(name)
	if err != nil || strings.HasPrefix(name, "right/") || strings.HasPrefix(name, "posix/") { // copies, some with leap seconds
		return nil, Invalidf("time_zone", "the zone database has no %q", name)
	}
	locations.Store(Zone(name), loc)
	return loc, nil
}

// locations holds what was read of the zone database, which does not change: to
// read a zone costs more than the rest of a request. Only names that the database
// has get in, so that it is bounded.
var locations sync.Map // of *time.Location by Zone

// WallClock is a date and time as a clock on the wall shows it, without a zone:
// "2026-12-01T09:30" or "2026-12-01T09:30:00".
type WallClock string

const (
	wallMinutes = "2006-01-02T15:04"
	wallSeconds = "2006-01-02T15:04:05"
)

// In returns the instant at which clocks in zone show w. A wall clock that does
// not exist there (the hour that a change to summer time skips) or that happens
// twice (the hour that it gives back) is an [ErrInvalid] that says so.
func (w WallClock) In(zone Zone) (time.Time, error) {
	loc, err := zone.Location()
	if err != nil {
		return time.Time{}, err
	}
	layout := wallSeconds
	if len(w) == len(wallMinutes) {
		layout = wallMinutes
	}
	naive, err := time.Parse(layout, string(w))
	if err != nil {
		return time.Time{}, Invalidf("start", "%q is not a wall clock such as 2026-12-01T09:30", string(w))
	}
	// Every offset in force within a day of the guess is tried: the instants that
	// read as w are those whose own offset leads back to w.
	var found []time.Time
	for _, probe := range []time.Duration{-24 * time.Hour, 24 * time.Hour} {
		_, offset := naive.Add(probe).In(loc).Zone()
		t := naive.Add(-time.Duration(offset) * time.Second)
		if t.In(loc).Format(wallSeconds) != naive.Format(wallSeconds) {
			continue
		}
		if len(found) == 0 || !found[0].Equal(t) {
			found = append(found, t)
		}
	}
	switch len(found) {
	case 0:
		return time.Time{}, Invalidf("start", "%s does not exist in %s: the clocks skip it", w, zone)
	case 1:
		return found[0], nil
	}
	return time.Time{}, Invalidf("start", "%s happens twice in %s (%s and %s): give the instant with its offset", w, zone,
		found[0].In(loc).Format(time.RFC3339), found[1].In(loc).Format(time.RFC3339))
}

// WallClockOf returns what clocks in loc show at t, cut to the second.
func WallClockOf(t time.Time, loc *time.Location) WallClock {
	return WallClock(t.In(loc).Format(wallSeconds))
}
