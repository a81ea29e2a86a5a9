package normalize_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// decodeBenches compares, payload by payload, what it costs to decode into the
// model with a floor: encoding/json into a plain struct of the same members, ids
// as numbers and times as text, which reads one clean payload and nothing sloppy.
// Payloads that encoding/json can't read into such a struct at all (artefacts) are
// no use here.
var decodeBenches = []struct {
	name    string // vendor/payload
	cases   vendorCases
	payload string // under testdata
	kind    string // in cases.payloads
	floor   func() any
}{
	{"zoom/meeting", zoomCases, "zoom/meeting_get.json", "meeting", func() any { return new(zoomFloor) }},
	{"zoom/meetings", zoomCases, "zoom/meetings_page-with-token.json", "meetings", func() any { return new(zoomPageFloor) }},
	{"zoom/participants", zoomCases, "zoom/participants_past.json", "participants", func() any { return new(zoomPeopleFloor) }},
	{"zoho-meeting/meeting", zohoMeetingCases, "zoho-meeting/meeting_recurring.json", "meeting", func() any { return new(zohoFloor) }},
	{"zoho-sdk/meeting", zohoSDKCases, "zoho-sdk/meeting_seed.json", "meeting", func() any { return new(zohoSDKFloor) }},
	{"whereby/meeting", wherebyCases, "whereby/meeting_links.json", "meeting", func() any { return new(wherebyFloor) }},
	{"whereby/page", wherebyCases, "whereby/page_first.json", "page", func() any { return new(wherebyPageFloor) }},
	{"zoho-cliq/page", cliqCases, "zoho-cliq/page_seed.json", "page", func() any { return new(cliqPageFloor) }},
	{"zoho-cliq/participants", cliqCases, "zoho-cliq/participants_seed.json", "participants", func() any { return new(cliqPeopleFloor) }},
}

// zoomFloor has the members that ZoomMeeting reads.
type zoomFloor struct {
	ID        int64  `json:"id"`
	UUID      string `json:"uuid"`
	HostID    string `json:"host_id"`
	PMI       string `json:"pmi"`
	Type      int    `json:"type"`
	Status    string `json:"status"`
	Topic     string `json:"topic"`
	Agenda    string `json:"agenda"`
	StartTime string `json:"start_time"`
	CreatedAt string `json:"created_at"`
	Duration  int    `json:"duration"`
	Timezone  string `json:"timezone"`
	HostEmail string `json:"host_email"`
	JoinURL   string `json:"join_url"`
	StartURL  string `json:"start_url"`
	Password  string `json:"password"`
	Settings  struct {
		WaitingRoom    bool   `json:"waiting_room"`
		MuteUponEntry  bool   `json:"mute_upon_entry"`
		JoinBeforeHost bool   `json:"join_before_host"`
		Authentication bool   `json:"meeting_authentication"`
		AutoRecording  string `json:"auto_recording"`
		Invitees       []struct {
			Email string `json:"email"`
		} `json:"meeting_invitees"`
		DialIn []struct {
			Country     string `json:"country"`
			CountryName string `json:"country_name"`
			City        string `json:"city"`
			Number      string `json:"number"`
		} `json:"global_dial_in_numbers"`
	} `json:"settings"`
}

type zoomPageFloor struct {
	NextPageToken string      `json:"next_page_token"`
	Meetings      []zoomFloor `json:"meetings"`
}

type zoomPeopleFloor struct {
	NextPageToken string `json:"next_page_token"`
	Participants  []struct {
		ID        string `json:"id"`
		UserID    string `json:"user_id"`
		Name      string `json:"name"`
		Email     string `json:"user_email"`
		JoinTime  string `json:"join_time"`
		LeaveTime string `json:"leave_time"`
		Duration  int    `json:"duration"`
		Status    string `json:"status"`
	} `json:"participants"`
}

type zohoFloor struct {
	Data struct {
		Key       string `json:"meeting_key"`
		Topic     string `json:"topic"`
		Agenda    string `json:"agenda"`
		Status    string `json:"status"`
		StartTime string `json:"start_time"`
		Duration  int    `json:"duration"`
		Timezone  string `json:"timezone"`
		Presenter struct {
			ID    string `json:"id"`
			Name  string `json:"name"`
			Email string `json:"email"`
		} `json:"presenter"`
		URL       string `json:"meeting_url"`
		Password  string `json:"meeting_password"`
		Recurring bool   `json:"is_recurring"`
		Recording bool   `json:"recording_enabled"`
		Limit     int    `json:"participant_limit"`
		Settings  struct {
			ScreenShare bool `json:"allow_participant_screen_share"`
			Mute        bool `json:"mute_participants_on_entry"`
			WaitingRoom bool `json:"enable_waiting_room"`
		} `json:"settings"`
		Recurrence struct {
			Type     string   `json:"type"`
			Interval int      `json:"repeat_interval"`
			Days     []string `json:"days_of_week"`
			End      string   `json:"end_date"`
		} `json:"recurrence"`
		Created  string `json:"created_time"`
		Modified string `json:"modified_time"`
	} `json:"data"`
}

type zohoSDKFloor struct {
	Session struct {
		Key          string `json:"meetingKey"`
		SysID        string `json:"sys_id"`
		UID          int64  `json:"UID"`
		Topic        string `json:"topic"`
		Agenda       string `json:"agenda"`
		Start        int64  `json:"startTimeMillisec"`
		End          int64  `json:"endTimeMillisec"`
		Duration     int64  `json:"duration"`
		Timezone     string `json:"timezone"`
		Presenter    int64  `json:"presenter"`
		Creator      string `json:"creatorZuid"`
		JoinLink     string `json:"joinLink"`
		StartLink    string `json:"startLink"`
		Password     string `json:"pwd"`
		DialIn       string `json:"dialinUrl"`
		AccessCode   string `json:"accessCode"`
		Participants []struct {
			ID    string `json:"id"`
			Email string `json:"email"`
		} `json:"participants"`
		Meeting struct {
			ZSOID string `json:"zsoid"`
		} `json:"meeting"`
	} `json:"session"`
}

type wherebyFloor struct {
	ID        string `json:"meetingId"`
	RoomName  string `json:"roomName"`
	RoomURL   string `json:"roomUrl"`
	Start     string `json:"startDate"`
	End       string `json:"endDate"`
	HostURL   string `json:"hostRoomUrl"`
	ViewerURL string `json:"viewerRoomUrl"`
}

type wherebyPageFloor struct {
	Cursor  string         `json:"cursor"`
	Results []wherebyFloor `json:"results"`
}

type cliqPageFloor struct {
	NextToken string `json:"next_token"`
	Data      []struct {
		NRSID     string `json:"nrs_id"`
		ID        string `json:"id"`
		SessionID string `json:"session_id"`
		ChatID    string `json:"chat_id"`
		Type      string `json:"type"`
		Title     string `json:"title"`
		Start     int64  `json:"start_time"`
		End       int64  `json:"end_time"`
		Host      struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"host"`
		Count int `json:"participant_count"`
	} `json:"data"`
}

type cliqPeopleFloor struct {
	NextToken string `json:"next_token"`
	Data      []struct {
		ID    string `json:"id"`
		Name  string `json:"name"`
		Email string `json:"email_id"`
		Role  string `json:"role"`
		Start int64  `json:"start_time"`
		End   int64  `json:"end_time"`
	} `json:"data"`
}

func BenchmarkDecode(b *testing.B) {
	for _, bench := range decodeBenches {
		payload, err := os.ReadFile(filepath.Join("testdata", bench.payload))
		if err != nil {
			b.Fatal(err)
		}
		b.Run(bench.name+"/ours", func(b *testing.B) {
			decode := bench.cases.payloads[bench.kind]
			b.ReportAllocs()
			b.SetBytes(int64(len(payload)))
			for b.Loop() {
				if _, err := decode(payload); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(bench.name+"/floor", func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(payload)))
			for b.Loop() {
				if err := json.Unmarshal(payload, bench.floor()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
