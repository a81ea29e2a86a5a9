package meeting_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

func TestParseRecurrence(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"FREQ=DAILY", "FREQ=DAILY"},
		{"RRULE:FREQ=DAILY;COUNT=10", "FREQ=DAILY;COUNT=10"},
		{" rrule:freq=weekly;byday=mo,we\r\n", "FREQ=WEEKLY;BYDAY=MO,WE"},
		{"FREQ=DAILY;INTERVAL=1;WKST=MO", "FREQ=DAILY"}, // defaults are left out
		{"WKST=SU;COUNT=4;INTERVAL=2;BYDAY=TU,SU;FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=4;INTERVAL=2;BYDAY=TU,SU;WKST=SU"},
		{"FREQ=MONTHLY;BYDAY=+2MO,-1FR", "FREQ=MONTHLY;BYDAY=2MO,-1FR"},
		{"FREQ=MONTHLY;BYMONTHDAY=1,-1", "FREQ=MONTHLY;BYMONTHDAY=1,-1"},
		{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"},
		{"FREQ=YEARLY;BYYEARDAY=1,-366;BYMONTH=1,12", "FREQ=YEARLY;BYYEARDAY=1,-366;BYMONTH=1,12"},
		{"FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", "FREQ=YEARLY;BYDAY=MO;BYWEEKNO=53"},
		{"FREQ=DAILY;UNTIL=20260331T215959Z", "FREQ=DAILY;UNTIL=20260331T215959Z"},
		{"FREQ=DAILY;UNTIL=20260331T235959", "FREQ=DAILY;UNTIL=20260331T235959"},
		{"FREQ=DAILY;UNTIL=20260331", "FREQ=DAILY;UNTIL=20260331"},
	} {
		got, err := meeting.ParseRecurrence(test.in)
		if err != nil || got.String() != test.want || got.IsZero() {
			t.Errorf("%q: %s, %v; want %s", test.in, got, err, test.want)
		}
	}
	if got := (meeting.Recurrence{}).String(); got != "" {
		t.Errorf("no rule prints %q", got)
	}
}

func TestParseRecurrenceMembers(t *testing.T) {
	got, err := meeting.ParseRecurrence("FREQ=MONTHLY;UNTIL=20260331;INTERVAL=2;BYDAY=FR,-1MO;BYMONTHDAY=-7,3;BYMONTH=3;BYSETPOS=1;WKST=SU")
	if err != nil {
		t.Fatal(err)
	}
	want := meeting.Recurrence{
		Frequency: meeting.Monthly, Interval: 2, WeekStart: "SU", ByMonthDay: []int{-7, 3}, ByMonth: []int{3}, BySetPos: []int{1},
		ByDay: []meeting.WeekdayNum{{Day: "FR"}, {N: -1, Day: "MO"}},
		Until: meeting.Until{Time: time.Date(2026, 3, 31, 0, 0, 0, 0, time.UTC), Form: meeting.UntilDate},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseRecurrenceRefuses(t *testing.T) {
	for _, rule := range []string{
		"", "RRULE:", " ", "DAILY", "FREQ", "FREQ=", "COUNT=3", "FREQ=DAILY;", ";FREQ=DAILY", "FREQ=DAILY;;COUNT=1", "FREQ=DAILY;FREQ=WEEKLY",
		"FREQ=HOURLY", "FREQ=SECONDLY", "FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;X-FOO=1", "FREQ=DAILY;RSCALE=GREGORIAN", "FREQ=DAILY COUNT=3",
		"FREQ=DAILY;COUNT=0", "FREQ=DAILY;COUNT=-1", "FREQ=DAILY;COUNT=+1", "FREQ=DAILY;COUNT=1.5", "FREQ=DAILY;COUNT=x", "FREQ=DAILY;COUNT=1000001",
		"FREQ=DAILY;COUNT=99999999999999999999", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;COUNT=3;UNTIL=20260331",
		"FREQ=DAILY;UNTIL=2026-03-31", "FREQ=DAILY;UNTIL=20260230", "FREQ=DAILY;UNTIL=20260331T2159Z", "FREQ=DAILY;UNTIL=20260331T215959+0100",
		"FREQ=DAILY;UNTIL=20260331T215959.5Z", "FREQ=DAILY;UNTIL=20260331T215959,5", "FREQ=DAILY;UNTIL=00010101", "FREQ=DAILY;UNTIL=00010101T000000Z",
		"FREQ=WEEKLY;BYDAY=", "FREQ=WEEKLY;BYDAY=MO,", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=M", "FREQ=WEEKLY;BYDAY=1MO", "FREQ=DAILY;BYDAY=1MO",
		"FREQ=MONTHLY;BYDAY=0MO", "FREQ=MONTHLY;BYDAY=54MO", "FREQ=MONTHLY;BYDAY=-54MO", "FREQ=MONTHLY;BYDAY=1.5MO", "FREQ=YEARLY;BYDAY=1MO;BYWEEKNO=1",
		"FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=MONTHLY;BYMONTHDAY=32", "FREQ=MONTHLY;BYMONTHDAY=-32", "FREQ=MONTHLY;BYMONTHDAY=1,,2", "FREQ=WEEKLY;BYMONTHDAY=1",
		"FREQ=YEARLY;BYMONTH=0", "FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=-1", "FREQ=YEARLY;BYYEARDAY=367", "FREQ=MONTHLY;BYYEARDAY=1",
		"FREQ=YEARLY;BYWEEKNO=54", "FREQ=MONTHLY;BYWEEKNO=1", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=367",
		"FREQ=WEEKLY;WKST=XX", "FREQ=WEEKLY;WKST=1MO", "FREQ=DAILY\r\nATTENDEE:x", "RRULE:RRULE:FREQ=DAILY", "FREQ=DAILY;FREQ=",
	} {
		got, err := meeting.ParseRecurrence(rule)
		if !errors.Is(err, meeting.ErrInvalid) || !strings.HasPrefix(err.Error(), "recurrence: ") || strings.ContainsAny(err.Error(), "\r\n") {
			t.Errorf("%q: %s, %v", rule, got, err)
		}
		if !cmp.Equal(got, meeting.Recurrence{}) {
			t.Errorf("%q: %s with an error", rule, got)
		}
	}
}

func TestRecurrenceValidate(t *testing.T) {
	for name, r := range map[string]meeting.Recurrence{
		"lower case":    {Frequency: "daily"},
		"negative":      {Frequency: meeting.Daily, Interval: -1},
		"huge interval": {Frequency: meeting.Daily, Interval: 1 << 60},
		"huge count":    {Frequency: meeting.Daily, Count: 1 << 60},
		"no day":        {Frequency: meeting.Weekly, ByDay: []meeting.WeekdayNum{{}}},
		"week start":    {Frequency: meeting.Weekly, WeekStart: "mo"},
	} {
		invalid(t, name, r.Validate(), "recurrence: ")
	}
}

func TestWeekdayOf(t *testing.T) {
	for day, want := range map[time.Weekday]meeting.Weekday{time.Sunday: "SU", time.Monday: "MO", time.Saturday: "SA"} {
		if got := meeting.WeekdayOf(day); got != want {
			t.Errorf("%s is %s", day, got)
		}
	}
}

// FuzzParseRecurrence checks that what is accepted prints in a form that is
// accepted again and means the same.
func FuzzParseRecurrence(f *testing.F) {
	for _, rule := range []string{"FREQ=DAILY", "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;WKST=SU;COUNT=10", "FREQ=MONTHLY;BYDAY=-1FR,+2MO;UNTIL=20260331T215959Z",
		"freq=yearly;bymonth=1;bymonthday=-1;bysetpos=1;until=20260331", "FREQ=YEARLY;BYWEEKNO=20;BYYEARDAY=-1;UNTIL=20260331T215959"} {
		f.Add(rule)
	}
	f.Fuzz(func(t *testing.T, rule string) {
		first, err := meeting.ParseRecurrence(rule)
		if err != nil {
			if !errors.Is(err, meeting.ErrInvalid) {
				t.Errorf("%q: %v is no ErrInvalid", rule, err)
			}
			return
		}
		second, err := meeting.ParseRecurrence(first.String())
		if err != nil {
			t.Fatalf("%q printed %q: %v", rule, first, err)
		}
		if first.String() != second.String() {
			t.Errorf("%q printed %q, then %q", rule, first, second)
		}
		// The defaults that printing leaves out.
		if first.Interval == 1 {
			first.Interval = 0
		}
		if first.WeekStart == "MO" {
			first.WeekStart = ""
		}
		if diff := cmp.Diff(first, second); diff != "" {
			t.Errorf("%q: %s", rule, diff)
		}
	})
}
