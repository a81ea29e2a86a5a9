package whereby_test

import (
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
)

// answers plays a vendor that answers one request after the other and keeps them.
type answers struct {
	list []string // status is 200 but for "404" and "403"
	sent []string
	auth []string
}

func (a *answers) RoundTrip(r *http.Request) (*http.Response, error) {
	a.sent = append(a.sent, r.Method+" "+strings.TrimPrefix(r.URL.String(), api+"/v1"))
	a.auth = append(a.auth, r.Header.Get("Authorization"))
	if len(a.list) == 0 {
		return nil, errors.New("one request too many")
	}
	text := a.list[0]
	a.list = a.list[1:]
	status := http.StatusOK
	switch text {
	case "404":
		status = http.StatusNotFound
	case "403":
		status = http.StatusForbidden
	}
	res := httpmock.NewStringResponse(status, text)
	res.Request = r
	return res, nil
}

func answered(t *testing.T, list ...string) (*provider.Client, *answers) {
	t.Helper()
	a := &answers{list: list}
	p, err := whereby.New(whereby.Config{Auth: key, Transport: a, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	return provider.NewClient(p, provider.ClientConfig{}), a
}

const person = `{"participantId":"p","displayName":"A","roleName":"visitor","joinedAt":"2027-01-04T08:00:00Z","leftAt":null}`

// The room is looked up once; sessions are asked for ten at a time and looked into one
// by one, each to its end.
func TestParticipantRequests(t *testing.T) {
	c, a := answered(t, room,
		`{"results":[{"roomSessionId":"s1"},{"roomSessionId":"s2"}],"cursor":"more"}`,
		`{"results":[`+person+`],"cursor":"p2"}`, `{"results":[`+person+`],"cursor":null}`,
		`{"results":[],"cursor":null}`,
		`{"results":[{"roomSessionId":"s3"}],"cursor":null}`, `{"results":[`+person+`],"cursor":null}`)
	n := 0
	for p, err := range c.Participants(t.Context(), "1", meeting.ParticipantQuery{PageSize: 1}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; p.State != meeting.ParticipantJoined {
			t.Errorf("%+v", p)
		}
	}
	want := []string{
		"GET /meetings/1",
		"GET /insights/room-sessions?limit=10&roomName=%2F4b3bd908",
		"GET /insights/participants?limit=1&roomSessionId=s1", "GET /insights/participants?cursor=p2&limit=1&roomSessionId=s1",
		"GET /insights/participants?limit=1&roomSessionId=s2",
		"GET /insights/room-sessions?cursor=more&limit=10&roomName=%2F4b3bd908",
		"GET /insights/participants?limit=1&roomSessionId=s3",
	}
	if diff := cmp.Diff(want, a.sent); diff != "" || n != 3 {
		t.Errorf("%d people; requests:\n%s", n, diff)
	}
}

func TestInsightTokens(t *testing.T) {
	c, a := answered(t)
	for _, token := range []string{"x", "e30", "!"} {
		for _, err := range c.Participants(t.Context(), "1", meeting.ParticipantQuery{PageToken: token}) {
			if !errors.Is(err, meeting.ErrInvalid) {
				t.Errorf("%q: %v", token, err)
			}
		}
	}
	if len(a.sent) != 0 {
		t.Errorf("sent %v", a.sent)
	}
	c, _ = answered(t, `{"meetingId":"1"}`)
	for _, err := range c.Sessions(t.Context(), "1") {
		if !errors.Is(err, meeting.ErrProtocol) {
			t.Errorf("a meeting without a room: %v", err)
		}
	}
}

// A download goes where the link leads, as it is written, and the key does not.
func TestDownloadLink(t *testing.T) {
	const link = "https://s3.example.com/bucket/1%2F2.mp4?X-Sig=a%2Fb+c&z=1&a=2"
	c, a := answered(t, `{"accessLink":"`+link+`","expires":1588262400000}`, "film")
	var film bytes.Buffer
	if n, err := c.DownloadRecording(t.Context(), "7", &film); err != nil || n != 4 || film.String() != "film" {
		t.Fatalf("%d bytes, %v", n, err)
	}
	if diff := cmp.Diff([]string{"GET /recordings/7/access-link?validForSeconds=3600", "GET " + link}, a.sent); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"Bearer secret-key", ""}, a.auth); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"http://s3.example.com/1", "ftp://x/1", "//s3.example.com/1", "1.mp4", "https://user:pw@s3.example.com/1"} {
		c, a := answered(t, `{"accessLink":"`+bad+`","expires":1588262400000}`)
		_, err := c.DownloadRecording(t.Context(), "7", &film)
		if !errors.Is(err, meeting.ErrProtocol) || len(a.sent) != 1 || strings.Contains(err.Error(), "pw") {
			t.Errorf("%s: %v after %d requests", bad, err, len(a.sent))
		}
	}
}

// Files in a bucket of the customer's can be listed and got, not downloaded.
func TestSelfHosted(t *testing.T) {
	c, _ := answered(t, `{"recordingId":"7","filename":"x.mp4"}`, "403")
	if r, err := c.GetRecording(t.Context(), "7"); err != nil || r.Title != "x.mp4" || !r.DownloadURL.IsZero() {
		t.Errorf("%+v, %v", r, err)
	}
	c, _ = answered(t, "403")
	_, err := c.DownloadRecording(t.Context(), "7", &bytes.Buffer{})
	if !errors.Is(err, meeting.ErrPermission) || !strings.Contains(err.Error(), "bucket of your own") {
		t.Errorf("%v", err)
	}
	c, a := answered(t, `{"transcriptionId":"7","state":"in_progress"}`)
	if _, err := c.DownloadTranscript(t.Context(), "7", &bytes.Buffer{}); !errors.Is(err, meeting.ErrNotReady) || len(a.sent) != 1 {
		t.Errorf("%v", err)
	}
	c, _ = answered(t, `{"transcriptionId":"7","state":"failed"}`)
	if _, err := c.DownloadTranscript(t.Context(), "7", &bytes.Buffer{}); !errors.Is(err, meeting.ErrNotFound) {
		t.Errorf("%v", err)
	}
}

func TestFileLists(t *testing.T) {
	c, a := answered(t, room, `{"results":[{"recordingId":"1","startDate":"2027-01-04T08:00:00Z"},{"recordingId":"2","startDate":"2027-01-05T08:00:00Z"}],"cursor":null}`)
	var ids []string
	for r, err := range c.Recordings(t.Context(), meeting.RecordingQuery{MeetingID: "1", To: noon}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID+" of "+r.MeetingID)
	}
	if diff := cmp.Diff([]string{"1 of 1"}, ids); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"GET /meetings/1", "GET /recordings?limit=100&roomName=%2F4b3bd908"}, a.sent); diff != "" {
		t.Error(diff)
	}
	c, _ = answered(t, "404", `{"results":[],"cursor":null}`)
	for _, err := range c.Recordings(t.Context(), meeting.RecordingQuery{MeetingID: "gone"}) {
		if !errors.Is(err, meeting.ErrNotFound) {
			t.Errorf("a meeting of which nothing is known: %v", err)
		}
	}
	c, _ = answered(t, room, `{"results":[{"transcriptionId":"1","roomName":"4b3bd908"},{"transcriptionId":"2","roomName":"/other"}],"cursor":"x"}`,
		room, `{"results":[{"transcriptionId":"3","roomName":"/4b3bd908"}],"cursor":null}`)
	ids = nil
	for tr, err := range c.Transcripts(t.Context(), meeting.TranscriptQuery{MeetingID: "1"}) {
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, tr.ID)
	}
	if diff := cmp.Diff([]string{"1", "3"}, ids); diff != "" {
		t.Error(diff)
	}
}
