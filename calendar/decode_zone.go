package calendar

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

// place is a zone that a file names.
type place struct {
	loc  *time.Location
	zone meeting.Zone // "" when only the file knows it
}

// place finds a zone: what the file says of it counts, then what its name means.
func (d *decoder) place(tzid string) (*place, error) {
	if known, ok := d.built[tzid]; ok {
		return known, nil
	}
	described, inFile := d.zones[tzid]
	zone, err := ResolveZone(tzid)
	if err != nil && inFile {
		if named, e := ResolveZone(described.text("X-LIC-LOCATION")); e == nil {
			zone = named
		}
	}
	found := &place{zone: zone}
	if inFile {
		found.loc = locationOf(tzid, described)
	}
	if found.loc == nil {
		if err != nil && zone == "" {
			return nil, err
		}
		if found.loc, err = zone.Location(); err != nil {
			return nil, err
		}
	}
	d.built[tzid] = found
	return found, nil
}

// The years for which a zone of a file is worked out, and most jumps.
const (
	firstYear = 1900
	lastYear  = 2120
	maxJumps  = 4000
)

// locationOf makes a location of a VTIMEZONE, or nil of one that can't be read.
func locationOf(name string, c Component) *time.Location {
	var jumps []jump
	var initial *jump
	for _, part := range c.Components {
		if part.Name != "STANDARD" && part.Name != "DAYLIGHT" {
			continue
		}
		found, ok := partJumps(part)
		if !ok || len(jumps)+len(found) > maxJumps {
			return nil
		}
		jumps = append(jumps, found...)
	}
	if len(jumps) == 0 {
		return nil
	}
	slices.SortStableFunc(jumps, func(a, b jump) int { return a.at.Compare(b.at) })
	initial = &jump{to: jumps[0].from}
	loc, err := time.LoadLocationFromTZData(name, zoneData(*initial, jumps))
	if err != nil {
		return nil
	}
	return loc
}

// partJumps lists the jumps of a STANDARD or DAYLIGHT part.
func partJumps(c Component) ([]jump, bool) {
	from, okFrom := parseOffset(c.text("TZOFFSETFROM"))
	to, okTo := parseOffset(c.text("TZOFFSETTO"))
	start, err := time.Parse(wallLayout, strings.TrimSpace(c.text("DTSTART")))
	if !okFrom || !okTo || err != nil {
		return nil, false
	}
	walls := []time.Time{start}
	for _, p := range c.all("RDATE") {
		for value := range strings.SplitSeq(p.Value, ",") {
			if t, err := time.Parse(wallLayout, strings.TrimSpace(value)); err == nil {
				walls = append(walls, t)
			}
		}
	}
	for _, p := range c.all("RRULE") {
		rule, err := meeting.ParseRecurrence(p.Value)
		if err != nil || rule.Frequency != meeting.Yearly {
			return nil, false
		}
		if !rule.Until.IsZero() && rule.Until.Form == meeting.UntilInstant { // in UTC, while the rule is on the wall
			rule.Until = meeting.Until{Time: rule.Until.Time.Add(time.Duration(from) * time.Second), Form: meeting.UntilWall}
		}
		begin := start
		if year := start.Year(); year < firstYear && rule.Frequency == meeting.Yearly && rule.Interval <= 1 && rule.Count == 0 {
			begin = start.AddDate(firstYear-year, 0, 0) // Outlook begins in 1601, further back than rules are followed
		}
		instants, err := recurrence.Expand(rule, begin, time.UTC)
		if err != nil {
			return nil, false
		}
		n := 0
		for t := range instants {
			if n++; t.Year() > lastYear || n > maxJumps {
				break
			}
			if t.Year() >= firstYear {
				walls = append(walls, t)
			}
		}
	}
	slices.SortFunc(walls, time.Time.Compare)
	walls = slices.Compact(walls)
	out := make([]jump, len(walls))
	for i, wall := range walls {
		out[i] = jump{at: wall.Add(-time.Duration(from) * time.Second), from: from, to: to, daylight: c.Name == "DAYLIGHT"}
	}
	return out, true
}

// parseOffset reads +0130 or -013015.
func parseOffset(text string) (seconds int, ok bool) {
	text = strings.TrimSpace(text)
	if len(text) != 5 && len(text) != 7 {
		return 0, false
	}
	n, err := strconv.Atoi(text[1:])
	if err != nil || text[1] == '+' || text[1] == '-' {
		return 0, false
	}
	if len(text) == 5 {
		n *= 100
	}
	seconds = n/10000*3600 + n/100%100*60 + n%100
	switch text[0] {
	case '+':
		return seconds, seconds <= 86400
	case '-':
		return -seconds, seconds <= 86400
	}
	return 0, false
}

// zoneData writes jumps as a TZif file (RFC 8536), which is how a location is
// made.
func zoneData(initial jump, jumps []jump) []byte {
	type kind struct {
		offset   int
		daylight bool
	}
	kinds := []kind{{offset: initial.to}}
	index := map[kind]int{kinds[0]: 0}
	var times, places []byte
	var last time.Time
	for _, j := range jumps {
		if !last.IsZero() && j.at.Equal(last) {
			continue
		}
		last = j.at
		k := kind{j.to, j.daylight}
		at, known := index[k]
		if !known {
			if len(kinds) == 250 {
				continue
			}
			at = len(kinds)
			index[k] = at
			kinds = append(kinds, k)
		}
		times = binary.BigEndian.AppendUint64(times, uint64(j.at.Unix()))
		places = append(places, byte(at))
	}
	header := func(times, types, chars int) []byte {
		out := append([]byte("TZif2"), make([]byte, 15)...)
		for _, n := range []int{0, 0, 0, times, types, chars} {
			out = binary.BigEndian.AppendUint32(out, uint32(n))
		}
		return out
	}
	out := append(header(0, 1, 1), make([]byte, 6+1)...) // the old form, empty
	out = append(out, header(len(places), len(kinds), 1)...)
	out = append(append(out, times...), places...)
	for _, k := range kinds {
		out = binary.BigEndian.AppendUint32(out, uint32(int32(k.offset)))
		daylight := byte(0)
		if k.daylight {
			daylight = 1
		}
		out = append(out, daylight, 0)
	}
	return append(out, 0, '\n', '\n')
}

// like returns an IANA zone that shows the same as p for as long as a series from
// start is looked at: the rule then gives the instants that the file means.
func (p *place) like(start time.Time) (meeting.Zone, bool) {
	want := transitions(p.loc, start.AddDate(-1, 0, 0), start.AddDate(endless, 0, 0))
	for _, zone := range candidateZones() {
		loc, err := zone.Location()
		if err != nil {
			continue
		}
		_, one := start.In(p.loc).Zone()
		_, other := start.In(loc).Zone()
		have := transitions(loc, start.AddDate(-1, 0, 0), start.AddDate(endless, 0, 0))
		if one == other && slices.EqualFunc(want, have, func(a, b jump) bool { return a.at.Equal(b.at) && a.to == b.to }) {
			return zone, true
		}
	}
	return "", false
}
