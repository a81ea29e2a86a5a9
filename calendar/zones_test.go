package calendar_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/calendar"
	"github.com/libmeet/meeting/internal/recurrence"
)

var everyZone = flag.Bool("every-zone", false, "have the foreign readers read every zone of the database, not a sample")

// The twenty years that the readers look at.
const (
	firstYear = 2018 // python-icalendar looks no further than 2038
	years     = 20
)

// zones lists the names of the zone database that are no other name for one.
func zones(t *testing.T) []meeting.Zone {
	t.Helper()
	var out []meeting.Zone
	data, err := os.ReadFile("testdata/zones.txt")
	if err != nil {
		t.Fatal(err)
	}
	for name := range strings.FieldsSeq(string(data)) {
		zone := meeting.Zone(name)
		if _, err := zone.Location(); err != nil {
			t.Logf("%s: %v", zone, err)
			continue
		}
		out = append(out, zone)
	}
	return out
}

// edges lists the instants at which the clocks in loc change.
func edges(loc *time.Location) []time.Time {
	var out []time.Time
	begin := time.Date(firstYear, 1, 1, 0, 0, 0, 0, time.UTC)
	_, last := begin.In(loc).Zone()
	for t := begin; t.Year() < firstYear+years; t = t.Add(30 * time.Minute) { // all change on the half hour
		if _, offset := t.In(loc).Zone(); offset != last {
			out, last = append(out, t), offset
		}
	}
	return out
}

// around are the distances from an edge at which meetings are tried: both sides,
// and, after a change to winter time, both of the equal hours.
func around() []time.Duration {
	return []time.Duration{-125 * time.Minute, -61 * time.Minute, -30 * time.Minute, -time.Minute, 0, time.Minute, 30 * time.Minute, 61 * time.Minute, 125 * time.Minute}
}

// probe is a calendar for the readers and what they must see in it.
type probe struct {
	events []calendar.Event
	want   map[string]sight
}

func (p *probe) add(m meeting.Meeting, instants []int64) {
	m.Vendor, m.ID = "zone", fmt.Sprint(len(p.events))
	e := calendar.NewEvent(m)
	p.events = append(p.events, e)
	p.want[e.UID] = sight{start: m.Start.Unix(), end: m.Start.Add(m.Duration).Unix(), instants: instants, title: m.Title, tzid: string(m.Zone)}
}

func newProbe() *probe { return &probe{want: map[string]sight{}} }

// singles are meetings around all edges.
func singles(zone meeting.Zone, at []time.Time) *probe {
	p := newProbe()
	for _, edge := range at {
		for _, d := range around() {
			p.add(meeting.Meeting{Title: edge.Format(time.RFC3339) + d.String(), Start: edge.Add(d), Duration: 45 * time.Minute, Zone: zone}, nil)
		}
	}
	return p
}

// series are rules that run over edges, at times of day that the clocks skip or
// repeat.
func series(t *testing.T, zone meeting.Zone, loc *time.Location, at []time.Time) *probe {
	t.Helper()
	p := newProbe()
	add := func(rule string, start time.Time) {
		r, err := meeting.ParseRecurrence(rule)
		if err != nil {
			t.Fatal(err)
		}
		all, err := recurrence.Expand(r, start, loc)
		if err != nil {
			t.Fatal(err)
		}
		var instants []int64
		for at := range all {
			instants = append(instants, at.Unix())
		}
		if len(instants) == 0 || instants[0] != start.Unix() {
			t.Fatalf("%s %s from %s: %d instants", zone, rule, start, len(instants))
		}
		p.add(meeting.Meeting{Title: rule, Start: start, Duration: 45 * time.Minute, Zone: zone, Recurrence: r}, instants)
	}
	morning := time.Date(firstYear, 1, 1, 9, 30, 0, 0, loc).UTC()
	add(fmt.Sprintf("FREQ=WEEKLY;UNTIL=%d1231T000000Z", firstYear+years-1), morning)
	add("FREQ=MONTHLY;COUNT=40;BYDAY=2MO", time.Date(firstYear, 1, 8, 17, 0, 0, 0, loc).UTC())
	add("FREQ=MONTHLY;COUNT=12;BYMONTHDAY=31", time.Date(firstYear, 1, 31, 12, 0, 0, 0, loc).UTC())
	add("FREQ=MONTHLY;COUNT=12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", time.Date(firstYear, 1, 31, 12, 0, 0, 0, loc).UTC())
	add("FREQ=WEEKLY;COUNT=30;INTERVAL=2;BYDAY=TU,FR;WKST=SU", time.Date(firstYear, 1, 2, 12, 0, 0, 0, loc).UTC())
	add("FREQ=YEARLY;COUNT=8;BYMONTH=3,10;BYDAY=-1SU", time.Date(firstYear, 3, 25, 12, 0, 0, 0, loc).UTC())
	for _, edge := range at[:min(len(at), 2)] {
		for _, d := range []time.Duration{-30 * time.Minute, 30 * time.Minute} {
			start := edge.Add(d).AddDate(0, 0, -3)
			add("FREQ=DAILY;COUNT=8", start)
		}
	}
	return p
}

// write encodes the probe under a name of the zone that no reader knows, so that
// it has to go by what the file says.
func (p *probe) write(t *testing.T, dir, name string, zone meeting.Zone) string {
	t.Helper()
	text := encode(t, calendar.EncodeOptions{Method: calendar.Publish}, p.events...)
	hidden := "Hidden-" + name
	text = strings.ReplaceAll(strings.ReplaceAll(text, "TZID:"+string(zone)+"\r\n", "TZID:"+hidden+"\r\n"), ";TZID="+string(zone)+":", ";TZID="+hidden+":")
	path := filepath.Join(dir, name+".ics")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestReadersAgree: three foreign readers see the instants, zones and rules that
// we mean.
func TestReadersAgree(t *testing.T) {
	if raceDetector {
		t.Skip("other programs have no races of ours: the run without the detector tells")
	}
	all := zones(t)
	if len(all) < 400 {
		t.Fatalf("only %d zones", len(all))
	}
	dir := t.TempDir()
	want := map[string]sight{}
	var files []string
	for i, zone := range all {
		if !*everyZone && i%10 != 0 && !slices.Contains(alwaysRead(), zone) {
			continue
		}
		loc, err := zone.Location()
		if err != nil {
			t.Fatal(err)
		}
		at := edges(loc)
		probes := []*probe{series(t, zone, loc, at)}
		if *everyZone {
			probes = append(probes, singles(zone, at)) // one file with a window of twenty years
		}
		if len(at) > 0 {
			n := i % len(at)
			probes = append(probes, singles(zone, at[n:min(n+2, len(at))])) // and one with a short one
		}
		for j, p := range probes {
			name := fmt.Sprintf("%d-%d", i, j)
			path := p.write(t, dir, name, zone)
			files = append(files, path)
			for uid, s := range p.want {
				want[path+" "+uid] = s
			}
		}
	}
	t.Logf("%d files, %d events", len(files), len(want))
	for _, r := range readers(t) {
		t.Run(r.name, func(t *testing.T) {
			seen, forbidden := r.read(t, files)
			if len(forbidden) > 0 {
				t.Errorf("%d files are forbidden, %s for one", len(forbidden), forbidden[0])
			}
			wrong, instants := 0, 0
			for key, s := range want {
				got, ok := seen[key]
				instants += 1 + len(got.instants)
				zoneOK := got.tzid == "" || strings.HasPrefix(got.tzid, "Hidden-")
				if ok && zoneOK && got.start == s.start && got.end == s.end && got.title == s.title && (!r.expands || slices.Equal(got.instants, s.instants)) {
					continue
				}
				if wrong++; wrong <= 5 {
					t.Errorf("%s %s %s:\nsees %s\nwant %s", key, s.tzid, s.title, got, s)
				}
			}
			t.Logf("%d instants, %d wrong events of %d", instants, wrong, len(want))
		})
	}
}

func (s sight) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s-%s", s.tzid, time.Unix(s.start, 0).UTC().Format(time.RFC3339), time.Unix(s.end, 0).UTC().Format(time.RFC3339))
	fmt.Fprintf(&b, " %d instants", len(s.instants))
	for _, n := range s.instants[:min(len(s.instants), 12)] {
		b.WriteString(" " + time.Unix(n, 0).UTC().Format("0102T1504"))
	}
	return b.String()
}

// alwaysRead are zones that change their clocks in unusual ways.
func alwaysRead() []meeting.Zone {
	return []meeting.Zone{"Europe/Berlin", "America/New_York", "Europe/Dublin", "Africa/Casablanca", "Africa/Cairo", "Asia/Gaza", "Asia/Kathmandu",
		"America/Santiago", "America/Asuncion", "Australia/Lord_Howe", "America/Nuuk", "Asia/Jerusalem", "Pacific/Chatham", "Antarctica/Troll", "Asia/Kolkata",
		"Asia/Almaty", "America/Sao_Paulo", "Africa/Juba", "Pacific/Apia", "Asia/Beirut"}
}

// TestZonesAreShort: importers give up on a long description of a zone.
func TestZonesAreShort(t *testing.T) {
	longest := 0
	for _, zone := range zones(t) {
		m := planning()
		m.Zone = zone
		single := encode(t, calendar.EncodeOptions{}, calendar.NewEvent(m))
		m.Recurrence = meeting.Recurrence{Frequency: meeting.Weekly}
		endless := encode(t, calendar.EncodeOptions{}, calendar.NewEvent(m))
		for text, most := range map[string]int{single: 45, endless: 200} {
			_, after, _ := strings.Cut(text, "BEGIN:VTIMEZONE")
			block, _, _ := strings.Cut(after, "END:VTIMEZONE")
			n := strings.Count(block, "\r\n") + 1
			if n > most {
				t.Errorf("%s: %d lines", zone, n)
			}
			longest = max(longest, n)
		}
	}
	t.Logf("the longest has %d lines", longest)
}

// TestReadersSeeExceptions: moved, cancelled and added occurrences.
func TestReadersSeeExceptions(t *testing.T) {
	m := weekly(t)
	p := newProbe()
	p.add(m, nil)
	var want []int64
	for week := range 20 {
		switch at := m.Start.In(time.UTC).AddDate(0, 0, 7*week); week {
		case 1:
			want = append(want, time.Date(2026, 12, 9, 10, 30, 0, 0, time.UTC).Unix())
		case 3: // cancelled; the next day was added
			want = append(want, at.AddDate(0, 0, 1).Unix())
		default:
			if week >= 17 { // summer time
				at = at.Add(-time.Hour)
			}
			want = append(want, at.Unix())
		}
	}
	path := p.write(t, t.TempDir(), "weekly", m.Zone)
	for _, r := range readers(t) {
		if !r.expands {
			continue
		}
		seen, _ := r.read(t, []string{path})
		for _, s := range seen {
			slices.Sort(s.instants)
			if !slices.Equal(s.instants, want) {
				t.Errorf("%s sees %v, want %v", r.name, s.instants, want)
			}
		}
		if len(seen) != 1 {
			t.Errorf("%s sees %d events", r.name, len(seen))
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	events := make([]calendar.Event, 1000)
	for i := range events {
		m := planning()
		m.ID = fmt.Sprint(i)
		events[i] = calendar.NewEvent(m)
	}
	var out strings.Builder
	for b.Loop() {
		out.Reset()
		if err := calendar.Encode(&out, events, calendar.EncodeOptions{Now: now()}); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(out.Len()))
}

func BenchmarkDecode(b *testing.B) {
	events := make([]calendar.Event, 1000)
	for i := range events {
		m := planning()
		m.ID = fmt.Sprint(i)
		events[i] = calendar.NewEvent(m)
	}
	var out strings.Builder
	if err := calendar.Encode(&out, events, calendar.EncodeOptions{Now: now()}); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(out.Len()))
	for b.Loop() {
		if read, err := calendar.Decode(strings.NewReader(out.String()), calendar.DecodeOptions{}); err != nil || len(read) != len(events) {
			b.Fatal(err)
		}
	}
}
