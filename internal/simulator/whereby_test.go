package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// wherebyNow is within a minute, so that waits are not whole minutes.
var wherebyNow = time.Date(2027, 1, 4, 9, 0, 17, 500_000_000, time.UTC)

func startWhereby(t *testing.T, plan string) *Server {
	t.Helper()
	s, err := Start(Config{WherebyPlan: plan, Now: func() time.Time { return wherebyNow }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// callWhereby sends one request and returns the status, header and body.
func callWhereby(t *testing.T, s *Server, method, path, body string, header ...string) (int, http.Header, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+wherebyKey)
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, res.Header, strings.TrimSpace(string(text))
}

func decodeObject(t *testing.T, text string) object {
	t.Helper()
	var o object
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return o
}

func TestWherebyCreate(t *testing.T) {
	cases := []struct {
		name, body string
		want       string // pattern of the answer, or of the error after "!"
	}{
		{"least", `{"endDate":"2027-01-04T10:00:00Z"}`,
			`^{"endDate":"2027-01-04T10:00:00.000Z","meetingId":"\d+","roomName":"/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}","roomUrl":"https://[^?"]*","startDate":"2027-01-04T09:00:17.500Z"}$`},
		{"offset", `{"endDate":"2021-05-07T17:42:49-05:00","startDate":"2021-05-07T10:00:00Z"}`, `!endDate must not be before now`},
		{"offset ahead", `{"endDate":"2027-05-07T17:42:49-05:00"}`, `"endDate":"2027-05-07T22:42:49.000Z"`},
		{"without offset", `{"endDate":"2027-05-07T17:42:49"}`, `"endDate":"2027-05-07T17:42:49.000Z"`},
		{"this second", `{"endDate":"2027-01-04T09:00:17Z"}`, `"endDate":"2027-01-04T09:00:17.000Z"`},
		{"start is ignored", `{"endDate":"2027-05-07T17:42:49Z","startDate":"2027-05-07T16:00:00Z"}`, `"startDate":"2027-01-04T09:00:17.500Z"`},
		{"prefix", `{"endDate":"2027-05-07T17:42:49Z","roomNamePrefix":"Customer 0348-","roomNamePattern":"human-short"}`, `"roomName":"/customer0348-[a-z0-9]{6}"`},
		{"links", `{"endDate":"2027-05-07T17:42:49Z","fields":["hostRoomUrl","viewerRoomUrl"]}`, `"hostRoomUrl":"https://.*\?roomKey=sim-host-.*"viewerRoomUrl":"https://.*\?roomKey=sim-viewer-`},
		{"viewer mode", `{"endDate":"2027-05-07T17:42:49Z","templateType":"viewerMode"}`, `"hostRoomUrl":".*"viewerRoomUrl":"`},
		{"all members", `{"endDate":"2027-05-07T17:42:49Z","isLocked":true,"roomMode":"group","recording":{"type":"cloud","destination":{"provider":"s3","bucket":"b","accessKeyId":"i","accessKeySecret":"s","fileFormat":"mp4"},"startTrigger":null},
			"liveTranscription":{"destination":{"provider":"whereby"},"startTrigger":"manual","language":null,"liveCaptions":true},"streaming":{"destination":{"url":"rtmp://x"},"startTrigger":"prompt"}}`, `"meetingId"`},

		{"no end", `{}`, `!endDate is required`},
		{"null end", `{"endDate":null}`, `!endDate must be a string`},
		{"end is no date", `{"endDate":"tomorrow"}`, `!endDate is not a valid date-time`},
		{"past", `{"endDate":"2027-01-04T09:00:16Z"}`, `!endDate must not be before now`},
		{"not JSON", `endDate=x`, `!JSON object`},
		{"array", `[]`, `!JSON object`},
		{"unknown member", `{"endDate":"2027-05-07T17:42:49Z","title":"x"}`, `!title is not known`},
		{"room name", `{"endDate":"2027-05-07T17:42:49Z","roomName":"x"}`, `!roomName is not known`},
		{"lock is text", `{"endDate":"2027-05-07T17:42:49Z","isLocked":"true"}`, `!isLocked must be a boolean`},
		{"mode", `{"endDate":"2027-05-07T17:42:49Z","roomMode":"huge"}`, `!roomMode must be one of`},
		{"template", `{"endDate":"2027-05-07T17:42:49Z","templateType":"x"}`, `!templateType must be one of`},
		{"pattern", `{"endDate":"2027-05-07T17:42:49Z","roomNamePattern":"x"}`, `!roomNamePattern must be one of`},
		{"field", `{"endDate":"2027-05-07T17:42:49Z","fields":["x"]}`, `!fields\[0\] must be one of`},
		{"fields as text", `{"endDate":"2027-05-07T17:42:49Z","fields":"hostRoomUrl"}`, `!fields must be an array`},
		{"prefix too long", `{"endDate":"2027-05-07T17:42:49Z","roomNamePrefix":"` + strings.Repeat("a", 40) + `"}`, `!roomNamePrefix must match`},
		{"prefix characters", `{"endDate":"2027-05-07T17:42:49Z","roomNamePrefix":"a_b"}`, `!roomNamePrefix must match`},
		{"recording without destination", `{"endDate":"2027-05-07T17:42:49Z","recording":{"type":"cloud","startTrigger":"none"}}`, `!recording.destination is required`},
		{"recording trigger", `{"endDate":"2027-05-07T17:42:49Z","recording":{"type":"cloud","destination":null,"startTrigger":"manual"}}`, `!recording.startTrigger must be one of`},
		{"recording region", `{"endDate":"2027-05-07T17:42:49Z","recording":{"type":"cloud","destination":{"provider":"whereby","region":"x"},"startTrigger":null}}`, `!recording.destination.region is not known`},
		{"s3 without keys", `{"endDate":"2027-05-07T17:42:49Z","recording":{"type":"cloud","destination":{"provider":"s3","bucket":"b"},"startTrigger":null}}`, `!recording.destination.accessKeyId is required`},
		{"transcription without destination", `{"endDate":"2027-05-07T17:42:49Z","liveTranscription":{"destination":null,"startTrigger":null}}`, `!liveTranscription.destination must be an object`},
		{"streaming without address", `{"endDate":"2027-05-07T17:42:49Z","streaming":{"destination":{},"startTrigger":null}}`, `!streaming.destination.url is required`},
	}
	s := startWhereby(t, "")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			status, _, body := callWhereby(t, s, http.MethodPost, "/v1/meetings", c.body)
			pattern, refused := strings.CutPrefix(c.want, "!")
			wantStatus := http.StatusCreated
			if refused {
				wantStatus = http.StatusBadRequest
				if _, ok := decodeObject(t, body)["error"].(string); !ok {
					t.Errorf("no error text: %s", body)
				}
			}
			if status != wantStatus || !regexp.MustCompile(pattern).MatchString(body) {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

func TestWherebyRefusals(t *testing.T) {
	s := startWhereby(t, "")
	cases := []struct {
		name, method, path string
		header             []string
		status             int
		message            string
	}{
		{"no key", "GET", "/v1/meetings", []string{"Authorization", ""}, 401, "Unauthorized"},
		{"wrong key", "GET", "/v1/meetings", []string{"Authorization", "Bearer x"}, 401, "Unauthorized"},
		{"wrong scheme", "DELETE", "/v1/meetings/1", []string{"Authorization", "Zoho-oauthtoken " + wherebyKey}, 401, "Unauthorized"},
		{"media type", "POST", "/v1/meetings", []string{"Content-Type", "text/plain"}, 400, "Content-Type must be application/json"},
		{"limit 0", "GET", "/v1/meetings?limit=0", nil, 400, "query parameter limit is not valid"},
		{"limit 101", "GET", "/v1/meetings?limit=101", nil, 400, "query parameter limit is not valid"},
		{"cursor", "GET", "/v1/meetings?cursor=bogus", nil, 400, "query parameter cursor is not valid"},
		{"field", "GET", "/v1/meetings?fields=title", nil, 400, "query parameter fields is not valid"},
		{"parameter", "GET", "/v1/meetings?page=2", nil, 400, "query parameter page is not valid"},
		{"field of one", "GET", "/v1/meetings/1?fields=x", nil, 400, "query parameter fields is not valid"},
		{"unknown", "GET", "/v1/meetings/1", nil, 404, "Meeting not found"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			status, _, body := callWhereby(t, s, c.method, c.path, "", c.header...)
			if status != c.status || decodeObject(t, body)["error"] != c.message {
				t.Errorf("%d %s", status, body)
			}
		})
	}
}

func TestWherebyLinksOnlyWhenAsked(t *testing.T) {
	s := startWhereby(t, "")
	_, _, body := callWhereby(t, s, http.MethodPost, "/v1/meetings", `{"endDate":"2027-01-04T10:00:00Z","templateType":"viewerMode"}`)
	id, _ := decodeObject(t, body)["meetingId"].(string)
	for query, want := range map[string]int{"": 0, "?fields=hostRoomUrl": 1, "?fields=hostRoomUrl,viewerRoomUrl": 2, "?fields=hostRoomUrl%2CviewerRoomUrl": 2} {
		for _, path := range []string{"/v1/meetings/" + id, "/v1/meetings"} {
			if _, _, body := callWhereby(t, s, http.MethodGet, path+query, ""); strings.Count(body, "roomKey=") != want {
				t.Errorf("%s%s: %s", path, query, body)
			}
		}
	}
}

// A page is not moved by rooms that go between two calls; the last has no cursor.
func TestWherebyPages(t *testing.T) {
	s := startWhereby(t, "")
	for range 5 {
		callWhereby(t, s, http.MethodPost, "/v1/meetings", `{"endDate":"2027-01-04T10:00:00Z"}`)
	}
	_, _, body := callWhereby(t, s, http.MethodGet, "/v1/meetings?limit=2", "")
	first := decodeObject(t, body)
	gone, _ := first["results"].([]any)[0].(object)["meetingId"].(string)
	if status, _, _ := callWhereby(t, s, http.MethodDelete, "/v1/meetings/"+gone, ""); status != http.StatusNoContent {
		t.Errorf("delete: %d", status)
	}
	if status, _, _ := callWhereby(t, s, http.MethodDelete, "/v1/meetings/"+gone, ""); status != http.StatusNoContent {
		t.Errorf("delete again: %d", status)
	}
	_, _, body = callWhereby(t, s, http.MethodGet, "/v1/meetings?limit=3&cursor="+first["cursor"].(string), "")
	second := decodeObject(t, body)
	if results, _ := second["results"].([]any); len(results) != 3 {
		t.Errorf("the second page has %d rooms, want 3", len(results))
	}
	if cursor, given := second["cursor"]; cursor != nil || !given {
		t.Errorf("the last page's cursor is %v, want null", cursor)
	}
}

func TestWherebyPoints(t *testing.T) {
	s := startWhereby(t, "build")
	left := 100
	for _, c := range []struct {
		method, path, body string
		cost               int
	}{{"GET", "/v1/meetings", "", 1}, {"DELETE", "/v1/meetings/1", "", 2}, {"POST", "/v1/meetings", "{}", 3}} {
		left -= c.cost
		_, h, _ := callWhereby(t, s, c.method, c.path, c.body)
		got := []string{h.Get("X-RateLimit-Limit"), h.Get("X-RateLimit-Remaining"), h.Get("X-RateLimit-Reset"), h.Get("Retry-After")}
		if want := []string{"100", strconv.Itoa(left), "Mon, 04 Jan 2027 09:01:00 GMT", ""}; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.method, got, want)
		}
	}
	for left >= 3 {
		callWhereby(t, s, http.MethodPost, "/v1/meetings", "{}")
		left -= 3
	}
	status, h, body := callWhereby(t, s, http.MethodPost, "/v1/meetings", "{}")
	if status != http.StatusTooManyRequests || h.Get("Retry-After") != "43" || body != `{"data":{"msLeft":42500},"error":"Too many requests"}` {
		t.Errorf("%d, Retry-After %q, %s", status, h.Get("Retry-After"), body)
	}
	if status, _, _ := callWhereby(t, s, http.MethodGet, "/v1/meetings", ""); status != http.StatusOK {
		t.Errorf("a read costs less than is left: %d", status)
	}
	s.Advance(43 * time.Second)
	if status, _, _ := callWhereby(t, s, http.MethodPost, "/v1/meetings", `{"endDate":"2028-01-01T00:00:00Z"}`); status != http.StatusCreated {
		t.Errorf("in the next minute: %d", status)
	}
}
