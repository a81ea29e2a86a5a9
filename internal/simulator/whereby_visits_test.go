package simulator

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

const wherebyRecorded = `{"endDate":"2027-01-04T10:00:00Z","roomNamePrefix":"team-","recording":{"type":"cloud","destination":null,"startTrigger":null},` +
	`"liveTranscription":{"destination":{"provider":"s3","bucket":"b","accessKeyId":"i","accessKeySecret":"s"},"startTrigger":null}}`

func TestWherebyInsightRules(t *testing.T) {
	s := startWhereby(t, "grow")
	_, _, text := callWhereby(t, s, "POST", "/v1/meetings", wherebyRecorded)
	name := decodeObject(t, text)["roomName"].(string)
	room := url.QueryEscape(name)
	sessions := func() []any {
		_, _, text := callWhereby(t, s, "GET", "/v1/insights/room-sessions?roomName="+room, "")
		found, _ := decodeObject(t, text)["results"].([]any)
		return found
	}
	for after, want := range map[time.Duration]int{20 * time.Minute: 0, 22 * time.Minute: 1, 40 * time.Minute: 2} {
		s.offset = after
		if found := sessions(); len(found) != want {
			t.Errorf("after %v: %d sessions", after, len(found))
		}
	}
	s.offset = 40 * time.Minute
	id := sessions()[0].(object)["roomSessionId"].(string)
	for path, want := range map[string]int{
		"/v1/insights/room-sessions":                                         400, // a room is needed
		"/v1/insights/room-sessions?roomName=team":                           400, // its name has a slash
		"/v1/insights/room-sessions?roomName=%2Fnobody":                      200,
		"/v1/insights/room-sessions?limit=101&roomName=" + room:              400,
		"/v1/insights/room-sessions?from=2027-01-01&roomName=" + room:        400,
		"/v1/insights/participants":                                          400,
		"/v1/insights/participants?roomSessionId=" + id:                      200,
		"/v1/insights/participants?cursor=x&roomSessionId=" + id:             400,
		"/v1/recordings?roomName=" + room:                                    200,
		"/v1/recordings?from=x":                                              400,
		"/v1/transcriptions?roomName=" + room:                                400, // no such parameter
		"/v1/meetings?roomName%5BstartsWith%5D=team":                         400,
		"/v1/meetings?roomName%5BstartsWith%5D=" + url.QueryEscape("/team-"): 200,
		"/v1/recordings/1":                                                   404,
		"/v1/recordings/1/access-link":                                       404,
	} {
		if status, _, text := callWhereby(t, s, "GET", path, ""); status != want {
			t.Errorf("%s: HTTP %d, %s", path, status, text)
		}
	}
	_, header, _ := callWhereby(t, s, "GET", "/v1/recordings", "")
	_, after, _ := callWhereby(t, s, "GET", "/v1/insights/participants?roomSessionId="+id, "")
	left := func(h http.Header) int {
		n, _ := strconv.Atoi(h.Get("X-RateLimit-Remaining"))
		return n
	}
	if cost := left(header) - left(after); cost != 5 {
		t.Errorf("an insight costs %d points", cost)
	}
}

// A link is signed: it needs no key, takes none, and ends.
func TestWherebyLinks(t *testing.T) {
	s := startWhereby(t, "grow")
	callWhereby(t, s, "POST", "/v1/meetings", wherebyRecorded)
	s.Advance(40 * time.Minute)
	_, _, text := callWhereby(t, s, "GET", "/v1/recordings", "")
	id := decodeObject(t, text)["results"].([]any)[0].(object)["recordingId"].(string)
	for query, want := range map[string]int{"?validForSeconds=0": 400, "?validForSeconds=43201": 400, "?x=1": 400, "?validForSeconds=60": 200} {
		if status, _, text := callWhereby(t, s, "GET", "/v1/recordings/"+id+"/access-link"+query, ""); status != want {
			t.Errorf("%s: HTTP %d, %s", query, status, text)
		}
	}
	_, _, text = callWhereby(t, s, "GET", "/v1/recordings/"+id+"/access-link?validForSeconds=60", "")
	link := decodeObject(t, text)["accessLink"].(string)
	fetch := func(link, auth string) int {
		r, err := http.NewRequestWithContext(t.Context(), "GET", link, nil)
		if err != nil {
			t.Fatal(err)
		}
		if auth != "" {
			r.Header.Set("Authorization", auth)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		return res.StatusCode
	}
	if status := fetch(link, ""); status != http.StatusOK {
		t.Errorf("HTTP %d", status)
	}
	if status := fetch(link, "Bearer "+wherebyKey); status != http.StatusBadRequest {
		t.Errorf("with a key as well: HTTP %d", status)
	}
	if status := fetch(strings.Replace(link, "%2F", "/", 1), ""); status != http.StatusForbidden {
		t.Errorf("written otherwise: HTTP %d", status)
	}
	s.Advance(2 * time.Minute)
	if status := fetch(link, ""); status != http.StatusForbidden {
		t.Errorf("too late: HTTP %d", status)
	}
	_, _, text = callWhereby(t, s, "GET", "/v1/transcriptions", "")
	id = decodeObject(t, text)["results"].([]any)[0].(object)["transcriptionId"].(string)
	if status, _, _ := callWhereby(t, s, "GET", "/v1/transcriptions/"+id+"/access-link", ""); status != http.StatusForbidden {
		t.Errorf("a file in another's bucket: HTTP %d", status)
	}
	for range 2 {
		if status, _, _ := callWhereby(t, s, "DELETE", "/v1/transcriptions/"+id, ""); status != http.StatusNoContent {
			t.Errorf("delete: HTTP %d", status)
		}
	}
}
