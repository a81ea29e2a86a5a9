package recurrence_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/libmeet/meeting/internal/recurrence"
)

func TestToZoho(t *testing.T) {
	for _, test := range []struct{ rule, want string }{
		{"FREQ=WEEKLY;BYDAY=FR,MO,WE;UNTIL=20270331T235959Z", // the reference's sample
			`{"type":"weekly","repeat_interval":1,"days_of_week":["monday","wednesday","friday"],"end_date":"2027-03-31T23:59:59Z"}`},
		{"FREQ=WEEKLY;COUNT=3", `{"type":"weekly","repeat_interval":1,"days_of_week":["tuesday"],"end_date":"2026-12-15T14:30:00Z"}`},
		{"FREQ=WEEKLY;COUNT=16", // the last one is in summer time
			`{"type":"weekly","repeat_interval":1,"days_of_week":["tuesday"],"end_date":"2027-03-16T13:30:00Z"}`},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;COUNT=4",
			`{"type":"weekly","repeat_interval":2,"days_of_week":["tuesday","thursday"],"end_date":"2026-12-17T14:30:00Z"}`},
		{"FREQ=WEEKLY;BYDAY=SU;UNTIL=20261231", `{"type":"weekly","repeat_interval":1,"days_of_week":["sunday"],"end_date":"2027-01-01T04:59:59Z"}`},
		{"FREQ=WEEKLY;COUNT=600", `{"type":"weekly","repeat_interval":1,"days_of_week":["tuesday"],"end_date":"2038-05-25T13:30:00Z"}`},
	} {
		got, err := recurrence.ToZoho(parse(t, test.rule), tuesday, zone(t, "America/New_York"))
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

func TestToZohoRefuses(t *testing.T) {
	for _, test := range []struct{ rule, why string }{
		{"FREQ=DAILY;COUNT=3", "Zoho Meeting repeats weekly only"},
		{"FREQ=MONTHLY;COUNT=3", "weekly only"},
		{"FREQ=YEARLY;COUNT=3", "weekly only"},
		{"FREQ=WEEKLY", "needs an end"},
		{"FREQ=WEEKLY;BYMONTH=12;COUNT=3", "some months"},
		{"FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1;COUNT=3", "BYSETPOS"},
		{"FREQ=WEEKLY;UNTIL=20261130", "no meeting"},
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=4", "other days"},         // weeks from Monday
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU;COUNT=4", "other days"}, // weeks from Sunday
		{"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=4", "start the series on a day of"},
		{"FREQ=WEEKLY;COUNT=1000000", "no last date"},
	} {
		got, err := recurrence.ToZoho(parse(t, test.rule), tuesday, zone(t, "America/New_York"))
		if err == nil || !strings.Contains(err.Error(), test.why) {
			t.Errorf("%s: %+v, %v; want an error with %q", test.rule, got, err, test.why)
		}
		if got.Type != "" || got.DaysOfWeek != nil {
			t.Errorf("%s: %+v with an error", test.rule, got)
		}
	}
}

func TestZohoRuleRecurrence(t *testing.T) {
	for _, test := range []struct{ text, want, why string }{
		{text: `{"type":"weekly","repeat_interval":1,"days_of_week":["monday","wednesday","friday"],"end_date":"2026-03-31T23:59:59Z"}`,
			want: "FREQ=WEEKLY;UNTIL=20260331T235959Z;BYDAY=MO,WE,FR"},
		{text: `{"type":"weekly","repeat_interval":3,"days_of_week":["Sunday"],"end_date":"2026-03-31"}`,
			want: "FREQ=WEEKLY;UNTIL=20260331;INTERVAL=3;BYDAY=SU"},
		{text: `{"type":"weekly","end_date":"2026-03-31T23:59:59+02:00"}`, want: "FREQ=WEEKLY;UNTIL=20260331T215959Z"},
		{text: `{"type":"daily","end_date":"2026-03-31"}`, why: "not weekly"},
		{text: `{"type":"weekly","days_of_week":["mon"],"end_date":"2026-03-31"}`, why: "no day"},
		{text: `{"type":"weekly","days_of_week":["monday"]}`, why: "no date"},
	} {
		var z recurrence.ZohoRule
		if err := json.Unmarshal([]byte(test.text), &z); err != nil {
			t.Fatal(err)
		}
		got, err := z.Recurrence()
		switch {
		case test.why != "":
			if err == nil || !strings.Contains(err.Error(), test.why) || !got.IsZero() {
				t.Errorf("%s: %s, %v; want an error with %q", test.text, got, err, test.why)
			}
		case err != nil || got.String() != test.want:
			t.Errorf("%s: %s, %v; want %s", test.text, got, err, test.want)
		}
	}
}
