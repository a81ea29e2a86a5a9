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
