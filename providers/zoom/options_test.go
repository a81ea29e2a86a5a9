package zoom_test

import (
	"encoding/json"
	"os"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/zoom"
)

// seedOptions is the request of the seed (contracts/zoom.md A2), every member.
func seedOptions() zoom.Options {
	yes, no := true, false
	zero, two, seven := 0, 2, 7
	return zoom.Options{
		Type: 2, Agenda: "My Meeting", DefaultPassword: &no, Duration: 60, Password: "123456", PreSchedule: &no,
		Recurrence: &zoom.Recurrence{
			EndDateTime: "2022-04-02T15:59:00Z", EndTimes: &seven, MonthlyDay: 1, MonthlyWeek: 1, MonthlyWeekDay: 1,
			RepeatInterval: 1, Type: 1, WeeklyDays: "1",
		},
		ScheduleFor: "jchill@example.com",
		Settings: &zoom.Settings{
			AdditionalDataCenterRegions: []string{"TY"}, AllowMultipleDevices: &yes, AlternativeHosts: "jchill@example.com;thill@example.com",
			AlternativeHostsEmailNotification: &yes, AlternativeHostUpdatePolls: &yes, ApprovalType: &two,
			CountriesOrRegions: &zoom.Countries{Enable: true, Method: "approve", ApprovedList: []string{"CX"}, DeniedList: []string{"CA"}},
			Audio:              "telephony", AudioConferenceInfo: "test", AuthenticationDomains: "example.com",
			AuthenticationException: []zoom.AuthenticatedException{{Email: "jchill@example.com", Name: "Jill Chill"}},
			AuthenticationOption:    "signIn_D8cJuqWVQ623CI4Q8yQK0Q", AutoRecording: "cloud",
			BreakoutRoom: &zoom.BreakoutRooms{Enable: true, Rooms: []zoom.Room{{Name: "room1", Participants: []string{"jchill@example.com"}}}},
			CalendarType: 1, CloseRegistration: &no, ContactEmail: "jchill@example.com", ContactName: "Jill Chill", EmailNotification: &yes,
			EncryptionType: "enhanced_encryption", FocusMode: &yes, GlobalDialInCountries: []string{"US"}, HostSaveVideoOrder: &yes,
			HostVideo: &yes, JBHTime: &zero, JoinBeforeHost: &no,
			LanguageInterpretation: &zoom.Interpretation{Enable: true, Interpreters: []zoom.Interpreter{{Email: "interpreter@example.com", Languages: "US,FR"}}},
			MeetingAuthentication:  &yes, MeetingInvitees: []zoom.Invitee{{Email: "jchill@example.com"}}, MuteUponEntry: &no, ParticipantVideo: &no,
			PrivateMeeting: &no, RegistrantsConfirmationEmail: &yes, RegistrantsEmailNotification: &yes, RegistrationType: 1,
			ShowShareButton: &yes, UsePMI: &no, WaitingRoom: &no, Watermark: &no,
		},
		StartTime: "2022-03-25T07:32:55Z", TemplateID: "Dv4YdINdTk+Z5RToadh5ug==", Timezone: "America/Los_Angeles", Topic: "My Meeting",
		TrackingFields: []zoom.TrackingField{{Field: "field1", Value: "value1"}},
	}
}

// TestSeedRequest sends the seed's request through Options: every member of it
// reaches the wire as the seed has it.
func TestSeedRequest(t *testing.T) {
	v := newVendor(ok(answer))
	req := meeting.CreateRequest{
		Title: "Another", Description: "Another", Start: noon.Add(time.Hour), Duration: 30 * time.Minute, Zone: "Asia/Tokyo",
		Passcode: meeting.NewSecret("other"), Settings: meeting.Settings{WaitingRoom: meeting.On},
		Invitees: []meeting.Person{{Email: "other@example.com"}}, Native: native(t, seedOptions()),
	}
	if _, err := newClient(t, v, accessToken).CreateMeeting(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	seed, err := os.ReadFile("testdata/seed-request.json")
	if err != nil {
		t.Fatal(err)
	}
	var want, got any
	if err := json.Unmarshal(seed, &want); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(v.last(t).body, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the seed (-) and the request (+) differ:\n%s", diff)
	}
}

// TestSeedUsesEveryOption keeps the test above whole: an option that is added must
// be in it, or be named here.
func TestSeedUsesEveryOption(t *testing.T) {
	var walk func(path string, v reflect.Value)
	walk = func(path string, v reflect.Value) {
		if v.IsZero() {
			t.Errorf("%s is not in the seed's request", path)
			return
		}
		switch v.Kind() {
		case reflect.Pointer:
			if v.Elem().Kind() == reflect.Struct {
				walk(path, v.Elem())
			}
		case reflect.Slice:
			walk(path, v.Index(0))
		case reflect.Struct:
			for i := range v.NumField() {
				walk(path+"."+v.Type().Field(i).Name, v.Field(i))
			}
		}
	}
	walk("Options", reflect.ValueOf(seedOptions()))
}

func TestOptionsSendOnlyWhatIsSet(t *testing.T) {
	for name, tt := range map[string]struct {
		options zoom.Options
		want    string
	}{
		"nothing": {zoom.Options{}, `{}`},
		"a topic": {zoom.Options{Topic: "x"}, `{"topic":"x"}`},
		"type 3":  {zoom.Options{Type: 3}, `{"recurrence":null,"start_time":null,"type":3}`},
	} {
		got, err := tt.options.Native()
		if err != nil || string(got) != tt.want {
			t.Errorf("%s: %s, %v", name, got, err)
		}
	}
}
