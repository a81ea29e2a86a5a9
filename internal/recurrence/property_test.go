package recurrence_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

var zoneNames = [...]string{"UTC", "Europe/Berlin", "America/Santiago", "Asia/Gaza", "America/New_York",
	"Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "America/Havana"}

// draw returns a start in one of the zones, often near a change of the clocks.
func draw(t testing.TB, m maker) (time.Time, *time.Location) {
	loc := zone(t, zoneNames[m.IntN(len(zoneNames))])
	start := time.Date(2024+m.IntN(3), time.Month(1+m.IntN(12)), 1+m.IntN(31), m.IntN(24), 30*m.IntN(2), 0, 0, loc)
	if _, end := start.ZoneBounds(); m.IntN(2) == 0 && !end.IsZero() {
		start = end.Add(time.Duration(m.IntN(12)-6)*30*time.Minute).AddDate(0, 0, -m.IntN(9))
	}
	return start.UTC(), loc
}

func TestExpandAgainstWalker(t *testing.T) {
	t.Parallel()
	m := maker{rand.New(rand.NewPCG(2026, 1))}
	const most = 40
	some := 0
	for range 2000 {
		start, loc := draw(t, m)
		r := m.rule(start)
		series, err := recurrence.Expand(r, start, loc)
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		limit := start.AddDate(reach, -1, 0)
		got, want := before(take(series, most), limit), before(walk(r, start, loc, most), limit)
		if !slices.EqualFunc(got, want, time.Time.Equal) {
			t.Errorf("%s from %s\n got %v\nwant %v", r, start.In(loc), got, want)
		}
		if len(want) > 1 {
			some++
		}
	}
	if some < 1000 {
		t.Errorf("only %d rules had two instances: the generator is worth nothing", some)
	}
}

// before drops what lies beyond the walker's reach.
func before(list []time.Time, limit time.Time) []time.Time {
	return slices.DeleteFunc(list, func(t time.Time) bool { return !t.Before(limit) })
}

func TestToZoomKeepsTheSeries(t *testing.T) {
	t.Parallel()
	m := maker{rand.New(rand.NewPCG(2026, 2))}
	accepted := 0
	for range 3000 {
		start, loc := draw(t, m)
		r := m.rule(start)
		z, err := recurrence.ToZoom(r, start, loc)
		if err != nil {
			if z != (recurrence.ZoomRule{}) {
				t.Errorf("%s: a rule and an error", r)
			}
			continue
		}
		accepted++
		checkZoomLimits(t, r, z)
		want, got := walk(r, start, loc, 60), walkZoom(z, start, loc, 60)
		if !slices.EqualFunc(want, got, time.Time.Equal) {
			t.Errorf("%s from %s became %+v\n got %v\nwant %v", r, start.In(loc), z, got, want)
		}
		if len(want) == 0 {
			t.Errorf("%s from %s: accepted without a meeting", r, start)
		}
	}
	if accepted < 250 {
		t.Errorf("only %d of 3000 rules were accepted", accepted)
	}
}

func checkZoomLimits(t *testing.T, r meeting.Recurrence, z recurrence.ZoomRule) {
	t.Helper()
	most := map[int]int{1: 90, 2: 12, 3: 3}[z.Type]
	if z.RepeatInterval < 1 || z.RepeatInterval > most {
		t.Errorf("%s: repeat_interval %d of type %d", r, z.RepeatInterval, z.Type)
	}
	if z.EndTimes > 50 || (z.EndTimes == 0) == z.EndDateTime.IsZero() {
		t.Errorf("%s: ends %d and %s", r, z.EndTimes, z.EndDateTime)
	}
	if weekly := z.Type == 2; weekly != (z.WeeklyDays != "") {
		t.Errorf("%s: type %d with weekly_days %q", r, z.Type, z.WeeklyDays)
	}
	if monthly := z.Type == 3; monthly != (z.MonthlyDay != 0 || z.MonthlyWeek != 0) || z.MonthlyDay != 0 && z.MonthlyWeek != 0 {
		t.Errorf("%s: type %d with monthly members %+v", r, z.Type, z)
	}
}

func TestToZohoKeepsTheSeries(t *testing.T) {
	t.Parallel()
	m := maker{rand.New(rand.NewPCG(2026, 3))}
	accepted := 0
	for range 3000 {
		start, loc := draw(t, m)
		r := m.rule(start)
		z, err := recurrence.ToZoho(r, start, loc)
		if err != nil {
			continue
		}
		accepted++
		back, err := z.Recurrence()
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		for _, back.WeekStart = range []meeting.Weekday{"MO", "SU"} {
			if want, got := walk(r, start, loc, 60), walk(back, start, loc, 60); !slices.EqualFunc(want, got, time.Time.Equal) {
				t.Errorf("%s from %s became %+v\n got %v\nwant %v", r, start.In(loc), z, got, want)
			}
		}
	}
	if accepted < 150 {
		t.Errorf("only %d of 3000 rules were accepted", accepted)
	}
}
