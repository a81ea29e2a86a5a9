package meeting_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
)

// full has every member of the model set; TestFullIsFull holds it to that.
func full() meeting.Meeting {
	at := func(hour int) time.Time { return time.Date(2026, 12, 1, hour, 30, 15, 0, time.UTC) }
	return meeting.Meeting{
		Provider: "work", Vendor: "zoom", ID: "92674392836", Refs: map[string]string{"uuid": "a/b=="},
		Kind: meeting.KindRecurring, Media: meeting.MediaVideo, Status: meeting.StatusScheduled,
		Title: `Fish & <chips> "日本"`, Description: "two\nlines", Start: at(9), End: at(10), Duration: time.Hour, Zone: "Europe/Berlin",
		Host:    meeting.Person{ID: "h", Name: "Host", Email: "h@example.com"},
		JoinURL: "https://example.com/j/1?pwd=x&y", HostURL: meeting.NewSecret("https://example.com/s/1?zak=HOSTSECRET"),
		ViewerURL: "https://example.com/v/1", Passcode: meeting.NewSecret("PASSSECRET"),
		DialIn:           []meeting.DialIn{{Label: "l", Country: "DE", Number: "+49", URL: "https://example.com/d", AccessCode: "77"}},
		Invitees:         []meeting.Person{{ID: "i", Name: "Zoë", Email: "i@example.com"}},
		ParticipantCount: 3,
		Recurrence: meeting.Recurrence{Frequency: meeting.Yearly, Interval: 2, WeekStart: "SU",
			Until: meeting.Until{Time: at(11), Form: meeting.UntilWall},
			ByDay: []meeting.WeekdayNum{{Day: "MO"}}, ByMonthDay: []int{-1}, ByMonth: []int{12}, BySetPos: []int{1}, ByYearDay: []int{300}, ByWeekNo: []int{50}},
		Occurrences: []meeting.Occurrence{{ID: "o", Start: at(9), Duration: time.Minute, Status: meeting.StatusCancelled}},
		Settings: meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.Off, JoinBeforeHost: meeting.On, Locked: meeting.Off,
			Recording: meeting.RecordCloud, ScreenShare: meeting.On, MaxParticipants: 100, SignInRequired: meeting.Off},
		Created: at(1), Updated: at(2), Expires: at(23),
		Losses: []meeting.Loss{{Field: "title", Wanted: "w", Got: "g", Severity: meeting.Warn, Reason: "r"}},
		Raw:    meeting.Raw(`{"id":92674392836,"start_url":"https://example.com/s/1?zak=HOSTSECRET","password":"PASSSECRET","big":9007199254740993}`),
	}
}

// unset lists the members of v that are zero, by path.
func unset(path string, v reflect.Value) []string {
	if v.IsZero() {
		return []string{path}
	}
	var list []string
	switch {
	case v.Type() == reflect.TypeFor[time.Time](), v.Type() == reflect.TypeFor[meeting.Secret]():
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			list = append(list, unset(path+"."+v.Type().Field(i).Name, v.Field(i))...)
		}
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Struct:
		list = unset(path+"[0]", v.Index(0))
	}
	return list
}

func TestFullIsFull(t *testing.T) {
	// A day of the week has no place here, and UNTIL excludes COUNT.
	want := []string{"Meeting.Recurrence.Count", "Meeting.Recurrence.ByDay[0].N"}
	if diff := cmp.Diff(want, unset("Meeting", reflect.ValueOf(full()))); diff != "" {
		t.Errorf("full() doesn't set every member: %s", diff)
	}
}

func TestMeetingWholeRoundTrip(t *testing.T) {
	text, err := meeting.Encoding{Secrets: true, Raw: true}.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	var back meeting.Meeting
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full(), back); diff != "" {
		t.Error(diff)
	}
	if back.HostURL.Reveal() != full().HostURL.Reveal() {
		t.Error("the host link is lost")
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(text, &members); err != nil {
		t.Fatal(err)
	}
	if want := reflect.TypeFor[meeting.Meeting]().NumField(); len(members) != want {
		t.Errorf("%d members of JSON for %d fields: %s", len(members), want, text)
	}
}

func TestMeetingRedacted(t *testing.T) {
	std, err := json.Marshal(full())
	if err != nil {
		t.Fatal(err)
	}
	pointer := full()
	byPointer, err := json.Marshal(map[string]any{"m": &pointer, "l": []meeting.Meeting{full()}})
	if err != nil {
		t.Fatal(err)
	}
	for name, encoding := range map[string]meeting.Encoding{"plain": {}, "raw": {Raw: true}} {
		text, err := encoding.Marshal(full())
		if err != nil {
			t.Fatal(err)
		}
		for _, shown := range []string{string(text), string(std), string(byPointer)} {
			if strings.Contains(shown, "SECRET") || strings.Count(shown, meeting.Redacted) < 2 {
				t.Errorf("%s: %s", name, shown)
			}
		}
		if strings.Contains(string(text), `"raw"`) != encoding.Raw {
			t.Errorf("%s: %s", name, text)
		}
		if encoding.Raw && !strings.Contains(string(text), `"start_url":"[redacted]","password":"[redacted]","big":9007199254740993`) {
			t.Errorf("%s: %s", name, text)
		}
		var back meeting.Meeting
		if err := json.Unmarshal(text, &back); err != nil {
			t.Fatal(err)
		}
		want := full()
		want.HostURL, want.Passcode, want.Raw = meeting.Secret{}, meeting.Secret{}, back.Raw
		if diff := cmp.Diff(want, back); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestMeetingForm(t *testing.T) {
	for _, test := range []struct {
		name string
		in   any
		want string
	}{
		{"nothing known", meeting.Meeting{}, `{}`},
		{"unknown is not false", meeting.Meeting{ID: "1", Settings: meeting.Settings{Locked: meeting.Off}}, `{"id":"1","settings":{"locked":false}}`},
		{"fractions are cut", meeting.Meeting{Start: time.Date(2026, 12, 1, 10, 0, 0, 999999999, time.FixedZone("", 3600)), Duration: 90*time.Second + 999*time.Millisecond},
			`{"start":"2026-12-01T09:00:00Z","duration_seconds":90}`},
		{"text as it is", meeting.Meeting{Title: "<a> & b"}, `{"title":"<a> & b"}`},
		{"no meetings", []meeting.Meeting{}, `[]`},
		{"nil meetings", []meeting.Meeting(nil), `[]`},
		{"nil participants", []meeting.Participant(nil), `[]`},
		{"nil recordings", []meeting.Recording(nil), `[]`},
		{"nil transcripts", []meeting.Transcript(nil), `[]`},
		{"nil sessions", []meeting.Session(nil), `[]`},
		{"nil registrations", []meeting.Registration(nil), `[]`},
		{"page", meeting.Page{}, `{"meetings":[]}`},
		{"page with more", meeting.Page{Meetings: []meeting.Meeting{{ID: "1"}}, NextPage: "n"}, `{"meetings":[{"id":"1"}],"next_page":"n"}`},
		{"participants", meeting.ParticipantPage{}, `{"participants":[]}`},
		{"participant", meeting.Participant{ID: "p", Role: meeting.RoleHost, RoleNative: "boss", State: meeting.ParticipantLeft, Duration: time.Minute, Left: time.Unix(0, 0)},
			`{"id":"p","role":"host","role_native":"boss","state":"left","left":"1970-01-01T00:00:00Z","duration_seconds":60}`},
		{"recording", meeting.Recording{ID: "r", Size: 5, DownloadURL: meeting.NewSecret("u"), PlayURL: meeting.NewSecret("v")},
			`{"id":"r","size_bytes":5,"download_url":"[redacted]","play_url":"[redacted]"}`},
		{"transcript", meeting.Transcript{ID: "t", SessionID: "s", Status: meeting.TranscriptProcessing, DownloadURL: meeting.NewSecret("u")},
			`{"id":"t","session_id":"s","status":"processing","download_url":"[redacted]"}`},
		{"session", meeting.Session{ID: "s", MaxConcurrent: 2, HasRecording: meeting.Off}, `{"id":"s","max_concurrent":2,"has_recording":false}`},
		{"report", meeting.Report{MeetingID: "m", AverageAttendance: 1.5, Participants: []meeting.Participant{{ID: "p"}}},
			`{"meeting_id":"m","average_attendance":1.5,"participants":[{"id":"p"}]}`},
		{"registration", meeting.Registration{ID: "g", Status: meeting.RegistrationPending}, `{"id":"g","status":"pending"}`},
		{"account", meeting.AccountSettings{DefaultDuration: time.Hour, DefaultZone: "UTC", AutoRecording: meeting.On}, `{"default_duration_seconds":3600,"default_time_zone":"UTC","auto_recording":true}`},
	} {
		got, err := meeting.Encoding{}.Marshal(test.in)
		if err != nil || string(got) != test.want {
			t.Errorf("%s: %s, %v; want %s", test.name, got, err, test.want)
		}
	}
	if _, err := (meeting.Encoding{}).Marshal(struct{}{}); err == nil {
		t.Error("a foreign type has a form")
	}
}

func TestParticipantRoundTrip(t *testing.T) {
	want := meeting.Participant{ID: "p", Name: "n", Email: "e@example.com", Role: meeting.RoleCohost, RoleNative: "r", State: meeting.ParticipantLeft,
		Joined: noon, Left: noon.Add(time.Minute), Duration: time.Minute, Device: "d", Location: "l", Raw: meeting.Raw(`{"a":1}`)}
	if missing := unset("Participant", reflect.ValueOf(want)); len(missing) > 0 {
		t.Errorf("%v are not set", missing)
	}
	text, err := meeting.Encoding{Secrets: true, Raw: true}.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var back meeting.Participant
	if err := json.Unmarshal(text, &back); err != nil || !cmp.Equal(want, back) {
		t.Errorf("%v: %s", err, cmp.Diff(want, back))
	}
}

func TestUnmarshalRefuses(t *testing.T) {
	for _, text := range []string{`{"start":"tomorrow"}`, `{"expires":"2026-12-01"}`, `{"occurrences":[{"start":"x"}]}`, `{"recurrence":{"rrule":"FREQ=NEVER"}}`,
		`{"settings":{"locked":"yes"}}`, `{"duration_seconds":"60"}`, `[]`} {
		m := meeting.Meeting{ID: "kept"}
		if err := json.Unmarshal([]byte(text), &m); err == nil || m.ID != "kept" {
			t.Errorf("%s: %+v, %v", text, m, err)
		}
	}
	var p meeting.Participant
	if err := json.Unmarshal([]byte(`{"joined":"x"}`), &p); err == nil {
		t.Error("a bad time was read")
	}
}

func TestFlag(t *testing.T) {
	for text, want := range map[string]meeting.Flag{"true": meeting.On, "false": meeting.Off, "null": meeting.Unset} {
		var f meeting.Flag
		if err := json.Unmarshal([]byte(text), &f); err != nil || f != want {
			t.Errorf("%s: %v, %v", text, f, err)
		}
		if out, err := json.Marshal(want); err != nil || string(out) != text {
			t.Errorf("%v: %s, %v", want, out, err)
		}
		if on, known := want.Bool(); on != (text == "true") || known != (text != "null") {
			t.Errorf("%s: %v, %v", text, on, known)
		}
	}
	if meeting.FlagOf(true) != meeting.On || meeting.FlagOf(false) != meeting.Off {
		t.Error("FlagOf")
	}
}

// What a vendor sent can hold host links: it must not slip out with a meeting that
// is printed for other reasons.
func TestRawIsNotPrinted(t *testing.T) {
	m := meeting.Meeting{ID: "1", Raw: meeting.Raw(`{"start_url":"https://example.com/?zak=HOSTSECRET"}`)}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "meeting", m, "raw", m.Raw, "nested", struct{ M meeting.Meeting }{m})
	inJSON, err := json.Marshal(map[string]any{"raw": m.Raw})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(m), fmt.Sprintf("%+v|%#v", m, m), fmt.Sprintf("%s|%x|%q", m.Raw, m.Raw, m.Raw), logged.String(), string(inJSON)} {
		if strings.Contains(text, "HOSTSECRET") || strings.Contains(text, "484f5354") || strings.Contains(text, "72 79 83 84") {
			t.Errorf("it shows the host link: %s", text)
		}
	}
	if !strings.Contains(string(inJSON), "[redacted]") {
		t.Errorf("json %s", inJSON)
	}
}
