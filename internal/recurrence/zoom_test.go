package recurrence_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting/internal/recurrence"
)

// tuesday is 09:30 in New York on 1 December 2026.
var tuesday = time.Date(2026, 12, 1, 14, 30, 0, 0, time.UTC)

func TestToZoom(t *testing.T) {
	for _, test := range []struct{ rule, want string }{
		{"FREQ=DAILY;COUNT=7", `{"type":1,"repeat_interval":1,"end_times":7}`},
		{"FREQ=DAILY;INTERVAL=90;COUNT=2", `{"type":1,"repeat_interval":90,"end_times":2}`},
		{"FREQ=DAILY;UNTIL=20261210T143000Z", `{"type":1,"repeat_interval":1,"end_date_time":"2026-12-10T14:30:00Z"}`},
		{"FREQ=DAILY;UNTIL=20261210T093000", `{"type":1,"repeat_interval":1,"end_date_time":"2026-12-10T14:30:00Z"}`},
		{"FREQ=DAILY;UNTIL=20261210", `{"type":1,"repeat_interval":1,"end_date_time":"2026-12-11T04:59:59Z"}`},
		{"FREQ=DAILY;UNTIL=20270314T023000", `{"type":1,"repeat_interval":1,"end_date_time":"2027-03-14T07:30:00Z"}`}, // the clocks skip it
		{"FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;COUNT=10", `{"type":2,"repeat_interval":1,"weekly_days":"2,3,4,5,6","end_times":10}`},
		{"FREQ=WEEKLY;COUNT=50", `{"type":2,"repeat_interval":1,"weekly_days":"3","end_times":50}`},
		{"FREQ=WEEKLY;BYDAY=WE,SU,MO,WE;COUNT=10", `{"type":2,"repeat_interval":1,"weekly_days":"1,2,4","end_times":10}`},
		{"FREQ=WEEKLY;INTERVAL=12;BYDAY=TU,TH;COUNT=4", `{"type":2,"repeat_interval":12,"weekly_days":"3,5","end_times":4}`},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4", `{"type":2,"repeat_interval":2,"weekly_days":"1,3","end_times":4}`},
		{"FREQ=MONTHLY;COUNT=3", `{"type":3,"repeat_interval":1,"monthly_day":1,"end_times":3}`},
		{"FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1;COUNT=3", `{"type":3,"repeat_interval":3,"monthly_day":1,"end_times":3}`},
		{"FREQ=MONTHLY;BYMONTHDAY=28;COUNT=50", `{"type":3,"repeat_interval":1,"monthly_day":28,"end_times":50}`},
		{"FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", `{"type":3,"repeat_interval":1,"monthly_day":31,"end_times":2}`},
		{"FREQ=MONTHLY;BYDAY=1TU;COUNT=3", `{"type":3,"repeat_interval":1,"monthly_week":1,"monthly_week_day":3,"end_times":3}`},
		{"FREQ=MONTHLY;BYDAY=-1SU;COUNT=3", `{"type":3,"repeat_interval":1,"monthly_week":-1,"monthly_week_day":1,"end_times":3}`},
		{"FREQ=MONTHLY;BYDAY=SA;BYSETPOS=4;COUNT=3", `{"type":3,"repeat_interval":1,"monthly_week":4,"monthly_week_day":7,"end_times":3}`},
	} {
		got, err := recurrence.ToZoom(parse(t, test.rule), tuesday, zone(t, "America/New_York"))
		if err != nil {
			t.Errorf("%s: %v", test.rule, err)
			continue
		}
		text, err := json.Marshal(got)
		if err != nil || string(text) != test.want {
			t.Errorf("%s\n got %s %v\nwant %s", test.rule, text, err, test.want)
		}
	}
}

func TestToZoomDependsOnTheStart(t *testing.T) {
	for _, test := range []struct{ start, rule, want, why string }{
		{"2026-11-30T22:00:00-05:00", "FREQ=WEEKLY;COUNT=2", `{"type":2,"repeat_interval":1,"weekly_days":"2","end_times":2}`, ""}, // Tuesday in UTC
		{"2026-11-30T22:00:00-05:00", "FREQ=MONTHLY;COUNT=2", `{"type":3,"repeat_interval":1,"monthly_day":30,"end_times":2}`, ""},
		{"2027-01-31T09:30:00-05:00", "FREQ=MONTHLY;INTERVAL=2;COUNT=4", `{"type":3,"repeat_interval":2,"monthly_day":31,"end_times":4}`, ""},
		{"2027-02-10T09:30:00-05:00", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=1", "", "months without a day 31"}, // would Zoom meet on 28 February?
		{"2026-12-02T09:30:00-05:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR;COUNT=3", `{"type":2,"repeat_interval":2,"weekly_days":"4,6","end_times":3}`, ""},
		{"2026-12-03T09:30:00-05:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR;COUNT=3", `{"type":2,"repeat_interval":2,"weekly_days":"6","end_times":3}`, ""}, // the same week
		{"2026-12-03T09:30:00-05:00", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,FR;COUNT=3", `{"type":2,"repeat_interval":2,"weekly_days":"4,6","end_times":3}`, ""},
	} {
		start, err := time.Parse(time.RFC3339, test.start)
		if err != nil {
			t.Fatal(err)
		}
		got, err := recurrence.ToZoom(parse(t, test.rule), start, zone(t, "America/New_York"))
		if test.why != "" {
			if err == nil || !strings.Contains(err.Error(), test.why) {
				t.Errorf("%s: %v, want %q", test.rule, err, test.why)
			}
			continue
		}
		text, marshalErr := json.Marshal(got)
		if err != nil || marshalErr != nil || string(text) != test.want {
			t.Errorf("%s from %s\n got %s %v\nwant %s", test.rule, test.start, text, err, test.want)
		}
	}
}

func TestToZoomRefuses(t *testing.T) {
	for _, test := range []struct{ rule, why string }{
		{"FREQ=DAILY", "Zoom needs an end of the series"},
		{"FREQ=DAILY;COUNT=51", "at most 50 meetings"},
		{"FREQ=DAILY;INTERVAL=91;COUNT=2", "Zoom repeats daily at most every 90 days"},
		{"FREQ=WEEKLY;INTERVAL=13;COUNT=2", "Zoom repeats weekly at most every 12 weeks"},
		{"FREQ=MONTHLY;INTERVAL=4;COUNT=2", "Zoom repeats monthly at most every 3 months"},
		{"FREQ=YEARLY;COUNT=2", "no yearly series"},
		{"FREQ=MONTHLY;INTERVAL=12;COUNT=2", "every 3 months"},
		{"FREQ=DAILY;BYMONTH=12;COUNT=2", "some months"},
		{"FREQ=DAILY;BYMONTHDAY=1,2;COUNT=2", "monthly series only"},
		{"FREQ=DAILY;INTERVAL=2;BYDAY=MO;COUNT=2", "some weekdays"},
		{"FREQ=DAILY;BYDAY=TU;BYSETPOS=1;COUNT=2", "BYSETPOS"},
		{"FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=2", "BYSETPOS"},
		{"FREQ=MONTHLY;BYMONTHDAY=1,15;COUNT=2", "one day a month"},
		{"FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2", "from its end"},
		{"FREQ=MONTHLY;BYMONTHDAY=1;BYSETPOS=1;COUNT=2", "BYSETPOS"},
		{"FREQ=MONTHLY;BYDAY=1MO,3MO;COUNT=2", "one day a month"},
		{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", "one day a month"},
		{"FREQ=MONTHLY;BYDAY=TU;COUNT=2", "repeat weekly"},
		{"FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1,2;COUNT=2", "BYSETPOS"},
		{"FREQ=MONTHLY;BYDAY=TU;BYSETPOS=5;COUNT=2", "first to fourth"},
		{"FREQ=MONTHLY;BYDAY=5TU;COUNT=2", "first to fourth"},
		{"FREQ=MONTHLY;BYDAY=-2TU;COUNT=2", "first to fourth"},
		{"FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", "months without a day 31"},
		{"FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20270228", "months without a day 31"},    // would Zoom meet on the 28th?
		{"FREQ=MONTHLY;BYMONTHDAY=29;COUNT=4", "months without a day 29"},           // February 2027
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4", "other days"},                // weeks from Monday
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=4", "start the series on a day of"}, // the Monday was yesterday
		{"FREQ=MONTHLY;INTERVAL=2;BYDAY=-1MO;BYSETPOS=1;COUNT=2", "BYSETPOS"},
		{"FREQ=DAILY;UNTIL=20261130", "no meeting"},
	} {
		got, err := recurrence.ToZoom(parse(t, test.rule), tuesday, zone(t, "America/New_York"))
		if err == nil || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: %+v, %v; want an error with %q", test.rule, got, err, test.why)
		}
		if got != (recurrence.ZoomRule{}) {
			t.Errorf("%s: %+v with an error", test.rule, got)
		}
	}
}

func TestZoomRuleRecurrence(t *testing.T) {
	for _, test := range []struct{ name, text, want, why string }{
		{name: "Zoom's sample: foreign members, two ends",
			text: `{"end_date_time":"2022-04-02T15:59:00Z","end_times":7,"monthly_day":1,"monthly_week":1,"monthly_week_day":1,"repeat_interval":1,"type":1,"weekly_days":"1"}`,
			want: "FREQ=DAILY;UNTIL=20220402T155900Z"},
		{name: "the sample without its date",
			text: `{"end_times":7,"monthly_day":1,"monthly_week":1,"monthly_week_day":1,"repeat_interval":1,"type":1,"weekly_days":"1"}`,
			want: "FREQ=DAILY;COUNT=7"},
		{name: "weekly", text: `{"type":2,"repeat_interval":1,"weekly_days":"2,4","end_date_time":"2022-04-02T15:59:00Z"}`,
			want: "FREQ=WEEKLY;UNTIL=20220402T155900Z;BYDAY=MO,WE"},
		{name: "weekly, default day", text: `{"type":2,"end_times":1}`, want: "FREQ=WEEKLY;COUNT=1;BYDAY=SU"},
		{name: "weekly with blanks", text: `{"type":2,"weekly_days":"7, 1","end_times":2}`, want: "FREQ=WEEKLY;COUNT=2;BYDAY=SA,SU"},
		{name: "every other week", text: `{"type":2,"repeat_interval":2,"weekly_days":"3","end_times":2}`,
			want: "FREQ=WEEKLY;COUNT=2;INTERVAL=2;BYDAY=TU;WKST=SU"},
		{name: "monthly, default day", text: `{"type":3,"end_times":2}`, want: "FREQ=MONTHLY;COUNT=2;BYMONTHDAY=1"},
		{name: "last Friday", text: `{"type":3,"monthly_week":-1,"monthly_week_day":6,"end_times":2}`, want: "FREQ=MONTHLY;COUNT=2;BYDAY=-1FR"},
		{name: "no end", text: `{"type":1}`, why: "neither"},
		{name: "unknown type", text: `{"type":4,"end_times":1}`, why: "type 4"},
		{name: "no type", text: `{"end_times":1}`, why: "type 0"},
		{name: "bad day", text: `{"type":2,"weekly_days":"1,8","end_times":1}`, why: "no day"},
		{name: "half a week", text: `{"type":3,"monthly_week":1,"end_times":1}`, why: "go together"},
		{name: "week and day", text: `{"type":3,"monthly_day":3,"monthly_week":1,"monthly_week_day":1,"end_times":1}`, why: "exclude"},
		{name: "fifth week", text: `{"type":3,"monthly_week":5,"monthly_week_day":1,"end_times":1}`, why: "monthly_week 5"},
		{name: "weekday 8", text: `{"type":3,"monthly_week":1,"monthly_week_day":8,"end_times":1}`, why: "no day"},
		{name: "day 32", text: `{"type":3,"monthly_day":32,"end_times":1}`, why: "out of range"},
		{name: "day -1", text: `{"type":3,"monthly_day":-1,"end_times":1}`, why: "no day of the month"},
		{name: "negative times", text: `{"type":1,"end_times":-1}`, why: "negative"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var z recurrence.ZoomRule
			if err := json.Unmarshal([]byte(test.text), &z); err != nil {
				t.Fatal(err)
			}
			got, err := z.Recurrence()
			if test.why != "" {
				if err == nil || !strings.Contains(err.Error(), test.why) || !got.IsZero() {
					t.Errorf("got %s, %v; want an error with %q", got, err, test.why)
				}
				return
			}
			if err != nil || got.String() != test.want {
				t.Errorf("got %s, %v; want %s", got, err, test.want)
			}
		})
	}
}
