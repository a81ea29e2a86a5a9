package zohomeeting_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

// TestUpdateReadsAfterwards: only a whole meeting is taken for the answer.
func TestUpdateReadsAfterwards(t *testing.T) {
	title := "New"
	for body, requests := range map[string]int{
		oneMeeting: 1, "": 2, `{"status":"success"}`: 2, `{"status":"success","data":{"meeting_key":"1234567890"}}`: 2, "OK": 2,
	} {
		p, far := mocked(t, zohomeeting.Config{}, answer(200, body), answer(200, oneMeeting))
		m, err := p.UpdateMeeting(t.Context(), "1234567890", meeting.Patch{Title: &title})
		if err != nil || m.Title != "Product Demo" || len(far.requests) != requests {
			t.Errorf("%q: %d requests, %q, %v", body, len(far.requests), m.Title, err)
		}
		if last := far.requests[len(far.requests)-1]; requests == 2 && last.Method != http.MethodGet {
			t.Errorf("%q: then %s", body, last.Method)
		}
	}
	p, far := mocked(t, zohomeeting.Config{}, answer(200, oneMeeting))
	patch := meeting.Patch{Settings: meeting.Settings{Locked: meeting.On}}
	if _, err := p.UpdateMeeting(t.Context(), "1234567890", patch); err != nil || far.requests[0].Method != http.MethodGet {
		t.Errorf("a patch of losses: %s, %v", far.requests[0].Method, err)
	}
}

// TestPagesEnd: a list that lies about its end must end all the same.
func TestPagesEnd(t *testing.T) {
	page := func(page, data string) func(*http.Request) (*http.Response, error) {
		return answer(200, `{"status":"success","data":`+data+`,"pagination":{"page":`+page+`,"per_page":1,"total":9,"has_more":true}}`)
	}
	for name, c := range map[string]struct {
		answers []func(*http.Request) (*http.Response, error)
		count   int
		fails   bool
	}{
		"has_more on an empty page": {[]func(*http.Request) (*http.Response, error){page("1", `[{"meeting_key":1}]`), page("2", `[]`)}, 1, false},
		"has_more on a null page":   {[]func(*http.Request) (*http.Response, error){page("1", `[{"meeting_key":1}]`), page("2", `null`)}, 1, false},
		"the same page for ever":    {[]func(*http.Request) (*http.Response, error){page("1", `[{"meeting_key":1}]`)}, 2, true},
	} {
		t.Run(name, func(t *testing.T) {
			p, far := mocked(t, zohomeeting.Config{}, c.answers...)
			client := provider.NewClient(p, provider.ClientConfig{})
			count, failed := 0, false
			for _, err := range client.Meetings(t.Context(), meeting.ListQuery{}) {
				if err != nil {
					failed = errors.Is(err, meeting.ErrProtocol)
					break
				}
				count++
			}
			if count != c.count || failed != c.fails || len(far.requests) != 2 {
				t.Errorf("%d meetings in %d requests, failed %t", count, len(far.requests), failed)
			}
		})
	}
}

// TestFiltersHere: what Zoho doesn't filter, or filters otherwise, is filtered here.
func TestFiltersHere(t *testing.T) {
	p, _ := mocked(t, zohomeeting.Config{}, answer(200, `{"data":[
		{"meeting_key":"1","start_time":"2026-11-02T10:30:15Z"},{"meeting_key":"2","start_time":"2026-11-03T10:30:15Z"},{"meeting_key":"3"}]}`))
	page, err := p.ListMeetings(t.Context(), meeting.ListQuery{From: now, To: now.AddDate(0, 0, 1)})
	if err != nil || len(page.Meetings) != 2 || page.Meetings[1].ID != "3" {
		t.Errorf("meetings: %v, %v", page, err)
	}
	p, _ = mocked(t, zohomeeting.Config{}, answer(200, `{"data":[{"recording_id":"a","meeting_key":"1","start_time":"2026-11-02T10:30:15Z"},
		{"recording_id":"b","meeting_key":"2"},{"recording_id":"c","meeting_key":"1","start_time":"2026-11-01T10:30:15Z"}]}`))
	recordings, err := p.ListRecordings(t.Context(), meeting.RecordingQuery{MeetingID: "1", From: now})
	if err != nil || len(recordings.Recordings) != 1 || recordings.Recordings[0].ID != "a" {
		t.Errorf("recordings: %v, %v", recordings, err)
	}
	people := `{"data":[{"name":"i","status":"invited"},{"name":"j","status":"joined"},{"name":"l","leave_time":"2026-11-02T10:30:15Z"},{"name":"u","status":"?"}]}`
	for state, want := range map[meeting.ParticipantState]string{
		"": "ijlu", meeting.ParticipantInvited: "iu", meeting.ParticipantJoined: "jlu", meeting.ParticipantLeft: "lu",
	} {
		p, _ = mocked(t, zohomeeting.Config{}, answer(200, people))
		page, err := p.ListParticipants(t.Context(), "1", meeting.ParticipantQuery{State: state})
		got := ""
		for _, person := range page.Participants {
			got += person.Name
		}
		if err != nil || got != want {
			t.Errorf("state %q: got %s, want %s, %v", state, got, want, err)
		}
	}
}

func TestDownload(t *testing.T) {
	large := strings.Repeat("{", 100_000)
	for name, c := range map[string]struct {
		status int
		body   string
		header []string
		kind   meeting.ErrorKind
		code   string
		got    string
	}{
		"whole":              {200, "\x00mp4", []string{"Content-Length", "4"}, "", "", "\x00mp4"},
		"no length":          {200, "\x00mp4", nil, "", "", "\x00mp4"},
		"cut short":          {200, "\x00mp", []string{"Content-Length", "4"}, meeting.ErrUnavailable, "", "\x00mp"},
		"text that is none":  {200, "{not an error}", nil, "", "", "{not an error}"},
		"much such text":     {200, large, nil, "", "", large},
		"blanks":             {200, " ", nil, "", "", " "},
		"nothing":            {200, "", nil, meeting.ErrProtocol, "", ""},
		"error with 200":     {200, `{"status":"error","error":{"code":"RECORDING_NOT_AVAILABLE","message":"wait"}}`, nil, meeting.ErrNotReady, "RECORDING_NOT_AVAILABLE", ""},
		"other with 200":     {200, `{"status":"error"}`, nil, meeting.ErrProtocol, "", ""},
		"sign-in page":       {200, " <!DOCTYPE html>", []string{"Content-Type", "text/html; charset=utf-8"}, meeting.ErrProtocol, "", ""},
		"being processed":    {400, `{"status":"error","error":{"code":"RECORDING_NOT_AVAILABLE","message":"wait"}}`, nil, meeting.ErrNotReady, "RECORDING_NOT_AVAILABLE", ""},
		"no such recording":  {404, ``, nil, meeting.ErrNotFound, "", ""},
		"redirect elsewhere": {302, ``, []string{"Location", "https://files.example/x"}, meeting.ErrProtocol, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, far := mocked(t, zohomeeting.Config{}, answer(c.status, c.body, append([]string{"Content-Type", "video/mp4"}, c.header...)...))
			var out bytes.Buffer
			n, err := p.DownloadRecording(t.Context(), "REC_1", &out)
			var e *meeting.Error
			if errors.As(err, &e); (c.kind == "" && err != nil) || (c.kind != "" && (e == nil || e.Kind != c.kind || e.Code != c.code)) {
				t.Errorf("got %v, want kind %q and code %q", err, c.kind, c.code)
			}
			if out.String() != c.got || n != int64(len(c.got)) {
				t.Errorf("wrote %d bytes: %.20q", n, out.String())
			}
			if accept := far.requests[0].Header.Get("Accept"); accept != "*/*" {
				t.Errorf("Accept: %s", accept)
			}
		})
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("disk full") }

func TestDownloadIntoAFullDisk(t *testing.T) {
	for _, body := range []string{"\x00mp4", "{text"} {
		p, _ := mocked(t, zohomeeting.Config{}, answer(200, body))
		if n, err := p.DownloadRecording(t.Context(), "REC_1", full{}); err == nil || n != 0 || !strings.Contains(err.Error(), "disk full") {
			t.Errorf("%q: %d, %v", body, n, err)
		}
	}
	p, _ := mocked(t, zohomeeting.Config{}, func(req *http.Request) (*http.Response, error) {
		res, err := answer(200, "")(req)
		res.Body = io.NopCloser(io.MultiReader(strings.NewReader("\x00mp4"), broken{}))
		return res, err
	})
	var out bytes.Buffer
	if n, err := p.DownloadRecording(t.Context(), "REC_1", &out); !errors.Is(err, meeting.ErrUnavailable) || n != 4 || out.Len() != 4 {
		t.Errorf("a broken stream: %d, %v", n, err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
