package recurrence_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/recurrence"
)

func TestExpand(t *testing.T) {
	for _, test := range []struct {
		name, zone, start, rule string
		want                    []string
	}{
		{"daily", "UTC", "2026-12-01T09:30:00Z", "FREQ=DAILY;COUNT=3",
			[]string{"2026-12-01T09:30:00Z", "2026-12-02T09:30:00Z", "2026-12-03T09:30:00Z"}},
		{"the wall clock stays over the end of summer time", "Europe/Berlin", "2026-10-20T10:00:00+02:00", "FREQ=WEEKLY;COUNT=2",
			[]string{"2026-10-20T08:00:00Z", "2026-10-27T09:00:00Z"}},
		{"the day is that of the zone, not of UTC", "America/New_York", "2026-12-01T20:00:00-05:00", "FREQ=WEEKLY;COUNT=2",
			[]string{"2026-12-02T01:00:00Z", "2026-12-09T01:00:00Z"}},
		{"a start that does not fit is no instance", "UTC", "2026-12-01T09:00:00Z", "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3",
			[]string{"2026-12-02T09:00:00Z", "2026-12-07T09:00:00Z", "2026-12-09T09:00:00Z"}},
		{"day 31 skips short months", "UTC", "2026-12-31T09:00:00Z", "FREQ=MONTHLY;COUNT=3",
			[]string{"2026-12-31T09:00:00Z", "2027-01-31T09:00:00Z", "2027-03-31T09:00:00Z"}},
		{"leap day", "UTC", "2096-02-29T09:00:00Z", "FREQ=YEARLY;COUNT=2",
			[]string{"2096-02-29T09:00:00Z", "2104-02-29T09:00:00Z"}},
		{"last working day", "UTC", "2026-12-01T09:00:00Z", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3",
			[]string{"2026-12-31T09:00:00Z", "2027-01-29T09:00:00Z", "2027-02-26T09:00:00Z"}},
		{"days with and without a number", "UTC", "2026-12-01T09:00:00Z", "FREQ=MONTHLY;BYDAY=MO,1TU;COUNT=6",
			[]string{"2026-12-01T09:00:00Z", "2026-12-07T09:00:00Z", "2026-12-14T09:00:00Z", "2026-12-21T09:00:00Z", "2026-12-28T09:00:00Z", "2027-01-04T09:00:00Z"}},
		{"positions count in whole weeks", "UTC", "2026-12-02T09:00:00Z", "FREQ=WEEKLY;BYDAY=MO,WE;BYSETPOS=1;COUNT=2",
			[]string{"2026-12-07T09:00:00Z", "2026-12-14T09:00:00Z"}},
		{"week start Monday", "UTC", "1997-08-05T09:00:00Z", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", // RFC 5545, 3.8.5.3
			[]string{"1997-08-05T09:00:00Z", "1997-08-10T09:00:00Z", "1997-08-19T09:00:00Z", "1997-08-24T09:00:00Z"}},
		{"week start Sunday", "UTC", "1997-08-05T09:00:00Z", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
			[]string{"1997-08-05T09:00:00Z", "1997-08-17T09:00:00Z", "1997-08-19T09:00:00Z", "1997-08-31T09:00:00Z"}},
		{"Friday the 13th", "America/New_York", "1997-09-02T09:00:00-04:00", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3",
			[]string{"1998-02-13T14:00:00Z", "1998-03-13T14:00:00Z", "1998-11-13T14:00:00Z"}},

		{"week 53", "UTC", "2026-01-01T09:00:00Z", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR;COUNT=2",
			[]string{"2027-01-01T09:00:00Z", "2032-12-31T09:00:00Z"}},
		{"last week", "UTC", "2026-01-01T09:00:00Z", "FREQ=YEARLY;BYWEEKNO=-1;BYDAY=MO;COUNT=2",
			[]string{"2026-12-28T09:00:00Z", "2027-12-27T09:00:00Z"}},
		{"a whole week", "UTC", "2026-01-01T09:00:00Z", "FREQ=YEARLY;BYWEEKNO=1;WKST=SU;BYMONTH=12;COUNT=2",
			[]string{"2028-12-31T09:00:00Z", "2029-12-30T09:00:00Z"}},

		{"Berlin: skipped hour is left out and not counted", "Europe/Berlin", "2026-03-28T02:30:00+01:00", "FREQ=DAILY;COUNT=3",
			[]string{"2026-03-28T01:30:00Z", "2026-03-30T00:30:00Z", "2026-03-31T00:30:00Z"}},
		{"Berlin: repeated hour takes the first", "Europe/Berlin", "2026-10-24T02:30:00+02:00", "FREQ=DAILY;COUNT=3",
			[]string{"2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"}},
		{"Berlin: a start in the second of the hours stays", "Europe/Berlin", "2026-10-25T02:30:00+01:00", "FREQ=DAILY;COUNT=2",
			[]string{"2026-10-25T01:30:00Z", "2026-10-26T01:30:00Z"}},
		{"Santiago: midnight jump, every day once", "America/Santiago", "2024-09-06T09:30:00-04:00", "FREQ=DAILY;COUNT=4",
			[]string{"2024-09-06T13:30:00Z", "2024-09-07T13:30:00Z", "2024-09-08T12:30:00Z", "2024-09-09T12:30:00Z"}},
		{"Santiago: the midnight that does not exist", "America/Santiago", "2024-09-07T00:00:00-04:00", "FREQ=DAILY;COUNT=2",
			[]string{"2024-09-07T04:00:00Z", "2024-09-09T03:00:00Z"}},
		{"Santiago: weekly on the Sunday of the jump", "America/Santiago", "2024-09-01T10:00:00-04:00", "FREQ=WEEKLY;BYDAY=SU;COUNT=3",
			[]string{"2024-09-01T14:00:00Z", "2024-09-08T13:00:00Z", "2024-09-15T13:00:00Z"}},
		{"Santiago: the hour before midnight that happens twice", "America/Santiago", "2024-04-05T23:30:00-03:00", "FREQ=DAILY;COUNT=3",
			[]string{"2024-04-06T02:30:00Z", "2024-04-07T02:30:00Z", "2024-04-08T03:30:00Z"}},
		{"Gaza: midnight jump", "Asia/Gaza", "2013-03-28T09:30:00+02:00", "FREQ=DAILY;COUNT=3",
			[]string{"2013-03-28T07:30:00Z", "2013-03-29T06:30:00Z", "2013-03-30T06:30:00Z"}},
		{"Gaza: half past midnight does not exist", "Asia/Gaza", "2013-03-28T00:30:00+02:00", "FREQ=DAILY;COUNT=2",
			[]string{"2013-03-27T22:30:00Z", "2013-03-29T21:30:00Z"}},
		{"Gaza: monthly on the day of the jump", "Asia/Gaza", "2013-02-22T08:00:00+02:00", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=2",
			[]string{"2013-02-22T06:00:00Z", "2013-03-29T05:00:00Z"}},
		{"Apia: the day that was skipped", "Pacific/Apia", "2011-12-28T09:00:00-10:00", "FREQ=DAILY;COUNT=3",
			[]string{"2011-12-28T19:00:00Z", "2011-12-29T19:00:00Z", "2011-12-30T19:00:00Z"}},

		{"UNTIL as an instant includes it", "America/New_York", "2026-12-01T20:00:00-05:00", "FREQ=DAILY;UNTIL=20261203T010000Z",
			[]string{"2026-12-02T01:00:00Z", "2026-12-03T01:00:00Z"}},
		{"UNTIL a second before", "America/New_York", "2026-12-01T20:00:00-05:00", "FREQ=DAILY;UNTIL=20261203T005959Z",
			[]string{"2026-12-02T01:00:00Z"}},
		{"UNTIL on the wall", "America/New_York", "2026-12-01T20:00:00-05:00", "FREQ=DAILY;UNTIL=20261202T200000",
			[]string{"2026-12-02T01:00:00Z", "2026-12-03T01:00:00Z"}},
		{"UNTIL as a date includes the day in the zone", "America/New_York", "2026-12-01T20:00:00-05:00", "FREQ=DAILY;UNTIL=20261202",
			[]string{"2026-12-02T01:00:00Z", "2026-12-03T01:00:00Z"}},
		{"UNTIL as a date in Auckland", "Pacific/Auckland", "2026-12-01T08:00:00+13:00", "FREQ=DAILY;UNTIL=20261202",
			[]string{"2026-11-30T19:00:00Z", "2026-12-01T19:00:00Z"}},
		{"UNTIL between the two hours", "Europe/Berlin", "2026-10-24T02:30:00+02:00", "FREQ=DAILY;UNTIL=20261025T010000Z",
			[]string{"2026-10-24T00:30:00Z", "2026-10-25T00:30:00Z"}},
		{"UNTIL before the start", "UTC", "2026-12-01T09:00:00Z", "FREQ=DAILY;UNTIL=20261130T090000Z", nil},
		{"fractions are cut", "UTC", "2026-12-01T09:00:00.9Z", "FREQ=DAILY;COUNT=1", []string{"2026-12-01T09:00:00Z"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			start, err := time.Parse(time.RFC3339, test.start)
			if err != nil {
				t.Fatal(err)
			}
			series, err := recurrence.Expand(parse(t, test.rule), start, zone(t, test.zone))
			if err != nil {
				t.Fatal(err)
			}
			for reading := range 2 { // it can be read again
				var got []string
				for _, instant := range take(series, 50) {
					got = append(got, instant.Format(time.RFC3339))
				}
				if !slices.Equal(got, test.want) {
					t.Errorf("reading %d\n got %v\nwant %v", reading+1, got, test.want)
				}
			}
		})
	}
}

func TestExpandIsLazyAndUTC(t *testing.T) {
	start := time.Date(2026, 12, 1, 9, 0, 0, 0, zone(t, "Asia/Kolkata"))
	series, err := recurrence.Expand(parse(t, "FREQ=DAILY"), start, zone(t, "Asia/Kolkata"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for instant := range series {
		if instant.Location() != time.UTC {
			t.Fatalf("%v is not in UTC", instant)
		}
		if n++; n == 10 {
			break
		}
	}
	if n != 10 {
		t.Errorf("%d instances of an endless rule", n)
	}
}

func TestExpandEndsOnRulesThatNeverFit(t *testing.T) {
	start := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	for _, rule := range []string{
		"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
		"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
		"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
		"FREQ=MONTHLY;BYDAY=6MO", // rrule-go panics at it
		"FREQ=MONTHLY;BYDAY=-53MO",
		"FREQ=YEARLY;BYMONTH=12;BYDAY=53FR",
		"FREQ=MONTHLY;BYDAY=5MO;BYMONTHDAY=1",
		"FREQ=DAILY;BYMONTH=6;BYSETPOS=2",
		"FREQ=WEEKLY;BYDAY=MO;BYSETPOS=3",
		"FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6",
		"FREQ=DAILY;INTERVAL=1000000;BYMONTH=2;BYMONTHDAY=31",
	} {
		began := time.Now()
		series, err := recurrence.Expand(parse(t, rule), start, time.UTC)
		if err != nil {
			t.Fatalf("%s: %v", rule, err)
		}
		if got := take(series, 1); len(got) > 0 {
			t.Errorf("%s: %v", rule, got)
		}
		if spent := time.Since(began); spent > 2*time.Second {
			t.Errorf("%s took %v", rule, spent)
		}
	}
}

func TestExpandReachesFar(t *testing.T) {
	for _, year := range []int{1583, 1900, 2026, 2150, 2390, 9750} {
		start := time.Date(year, 12, 1, 9, 0, 0, 0, time.UTC)
		series, err := recurrence.Expand(parse(t, "FREQ=YEARLY"), start, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for instant := range series {
			if !instant.Equal(start.AddDate(n, 0, 0)) {
				t.Fatalf("instance %d from %d is %v", n, year, instant)
			}
			n++
		}
		if n < min(290, 9999-year) {
			t.Errorf("%d instances from %d", n, year)
		}
	}
}

func TestExpandRefuses(t *testing.T) {
	start := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	if _, err := recurrence.Expand(meeting.Recurrence{}, start, time.UTC); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("no rule: %v", err)
	}
	if _, err := recurrence.Expand(meeting.Recurrence{Frequency: meeting.Daily}, time.Time{}, nil); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("no start: %v", err)
	}
}

func TestSame(t *testing.T) {
	start := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC) // a Tuesday
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", true},
		{"FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=TU", true},
		{"FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=WE", false},
		{"FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;UNTIL=20261215", true},
		{"FREQ=WEEKLY;COUNT=3", "FREQ=WEEKLY;COUNT=4", false},
		{"FREQ=WEEKLY;COUNT=4", "FREQ=WEEKLY;COUNT=3", false},
		{"FREQ=DAILY;COUNT=499", "FREQ=DAILY;COUNT=500", false},
		{"FREQ=DAILY;COUNT=500", "FREQ=DAILY", true}, // as far as is looked
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", false},
		{"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1MO", true},
		{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "FREQ=DAILY;UNTIL=20200101", true}, // both never
	} {
		got, err := recurrence.Same(parse(t, test.a), parse(t, test.b), start, time.UTC)
		if err != nil || got != test.want {
			t.Errorf("%s and %s: %v, %v", test.a, test.b, got, err)
		}
	}
}

func ExampleExpand() {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	rule, err := meeting.ParseRecurrence("FREQ=WEEKLY;BYDAY=TU;COUNT=3")
	if err != nil {
		panic(err)
	}
	series, err := recurrence.Expand(rule, time.Date(2026, 10, 20, 8, 0, 0, 0, time.UTC), berlin)
	if err != nil {
		panic(err)
	}
	for instant := range series {
		fmt.Println(instant.Format(time.RFC3339))
	}
	// Output:
	// 2026-10-20T08:00:00Z
	// 2026-10-27T09:00:00Z
	// 2026-11-03T09:00:00Z
}
