package calendar

import (
	"fmt"
	"time"
)

// jump is a moment at which the clocks of a zone change.
type jump struct {
	at       time.Time
	from, to int    // seconds east of UTC, before and after
	name     string // after
	daylight bool   // summer time begins
}

// wall is what the clocks show when they jump; it is how a VTIMEZONE says when.
func (j jump) wall() time.Time { return j.at.UTC().Add(time.Duration(j.from) * time.Second) }

// transitions lists the jumps of loc in (from, to].
func transitions(loc *time.Location, from, to time.Time) []jump {
	var out []jump
	for t := from; t.Before(to); {
		end := boundAfter(loc, t)
		if end.IsZero() || end.After(to) {
			return out
		}
		if j, ok := jumpAt(loc, end); ok {
			out = append(out, j)
		}
		t = end
	}
	return out
}

// boundAfter returns where what holds at t ends, or the zero time. In years that
// the zone database covers by a rule, ZoneBounds also stops at the end of a year,
// and on the last day of a leap year it stops before t.
func boundAfter(loc *time.Location, t time.Time) time.Time {
	_, end := t.In(loc).ZoneBounds()
	if !end.IsZero() && !end.After(t) {
		end = time.Date(t.UTC().Year()+1, time.January, 2, 0, 0, 0, 0, time.UTC)
	}
	return end
}

// jumpBefore returns the jump that began what the clocks show at t, and false
// where there is none after since.
func jumpBefore(loc *time.Location, t, since time.Time) (jump, bool) {
	for t.After(since) {
		start, _ := t.In(loc).ZoneBounds()
		if start.IsZero() || !start.After(since) || start.After(t) {
			return jump{}, false
		}
		if j, ok := jumpAt(loc, start); ok {
			return j, true
		}
		t = start.Add(-time.Second)
	}
	return jump{}, false
}

// jumpAt describes the transition at t, and false for one that moves no clock.
func jumpAt(loc *time.Location, t time.Time) (jump, bool) {
	before, after := t.Add(-time.Second).In(loc), t.In(loc)
	_, from := before.Zone()
	name, to := after.Zone()
	j := jump{at: t.UTC(), from: from, to: to, name: name, daylight: after.IsDST()}
	if before.IsDST() != after.IsDST() {
		j.daylight = to > from // also where the law calls winter time the other one, as in Dublin
	}
	return j, from != to
}

// zoneLines writes the VTIMEZONE of loc for the instants from from to to, built
// from the zone database. It is kept short, because some importers give up on long
// ones: a rule where the jumps follow one, else one by one, and none that those
// instants don't need.
func zoneLines(tzid string, loc *time.Location, from, to time.Time) []string {
	out := []string{"BEGIN:VTIMEZONE", newLine("TZID", escapeText(tzid)).String()}
	for _, o := range observances(loc, from, to) {
		out = append(out, o.lines()...)
	}
	return append(out, "END:VTIMEZONE")
}

// observance is a STANDARD or DAYLIGHT part: a jump, and when it comes again.
type observance struct {
	jump
	rule string // "" for once
}

func (o observance) lines() []string {
	kind := "STANDARD"
	if o.daylight {
		kind = "DAYLIGHT"
	}
	out := []string{"BEGIN:" + kind, "DTSTART:" + o.wall().Format(wallLayout), "TZOFFSETFROM:" + offsetText(o.from), "TZOFFSETTO:" + offsetText(o.to)}
	if o.name != "" {
		out = append(out, "TZNAME:"+escapeText(o.name))
	}
	if o.rule != "" {
		out = append(out, "RRULE:"+o.rule)
	}
	return append(out, "END:"+kind)
}

func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}

// ahead is for how many years a rule must hold before it is written without an end.
const ahead = 12

// observances returns the parts that the instants from from to to need, in order.
func observances(loc *time.Location, from, to time.Time) []observance {
	first := begin(loc, from.AddDate(-1, 0, 0)) // a year back, so that winter and summer both stand there
	look := to.AddDate(0, 0, 1)
	if least := from.AddDate(ahead, 0, 0); look.Before(least) {
		look = least
	}
	jumps := append([]jump{first}, transitions(loc, first.at, look)...)
	var out []observance
	for len(jumps) > 0 {
		run, rule := longestRun(jumps, look)
		if head := jumps[run[0]]; !head.at.After(to) {
			out = append(out, observance{head, rule})
		}
		rest := jumps[:0:0]
		for i, j := range jumps {
			if len(run) > 0 && run[0] == i {
				run = run[1:]
				continue
			}
			rest = append(rest, j)
		}
		jumps = rest
	}
	return named(needed(out, from))
}

// named makes all parts of one name STANDARD, or all DAYLIGHT, and one at least
// STANDARD: readers go by the name, and reckon summer time from the other kind.
func named(all []observance) []observance {
	summer := map[string]bool{}
	winter := false
	for _, o := range all {
		summer[o.name] = summer[o.name] || o.daylight
	}
	for _, o := range all {
		winter = winter || !summer[o.name]
	}
	for i := range all {
		all[i].daylight = winter && summer[all[i].name]
	}
	return all
}

// begin is the jump that began what the clocks show at t, made up where there was
// none or it is long ago.
func begin(loc *time.Location, t time.Time) jump {
	epoch := time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	if t.Before(epoch) {
		epoch = time.Date(1800, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	if j, ok := jumpBefore(loc, t, epoch); ok {
		return j
	}
	name, offset := t.In(loc).Zone()
	at := epoch.Add(-time.Duration(offset) * time.Second)
	return jump{at: at, from: offset, to: offset, name: name, daylight: t.In(loc).IsDST()}
}

// needed leaves out what ended before the last part that began by from.
func needed(all []observance, from time.Time) []observance {
	last := -1
	for i, o := range all {
		if !o.at.After(from) && o.rule == "" {
			last = i
		}
	}
	var out []observance
	for i, o := range all {
		if o.rule == "" && i < last && !o.at.After(from) {
			continue
		}
		out = append(out, o)
	}
	return out
}
