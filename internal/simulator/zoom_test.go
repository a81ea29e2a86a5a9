package simulator

import (
	"context"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"
)

// zoomSim is a simulator with a clock of its own, and a token.
type zoomSim struct {
	*Server
	t     *testing.T
	token string
}

func newZoomSim(t *testing.T, cfg Config) *zoomSim {
	t.Helper()
	now := time.Date(2027, 1, 4, 8, 0, 0, 0, time.UTC)
	cfg.Now = func() time.Time { return now }
	z := &zoomSim{Server: New(cfg), t: t}
	req, err := http.NewRequest(http.MethodPost, z.URL()+"/oauth/token", strings.NewReader("grant_type=account_credentials&account_id=sim-account"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("sim-client", "sim-secret")
	_, body := z.do(req)
	_, rest, _ := strings.Cut(body, `"access_token":"`)
	z.token, _, _ = strings.Cut(rest, `"`)
	return z
}

func (z *zoomSim) do(req *http.Request) (int, string) {
	z.t.Helper()
	res, err := z.Transport().RoundTrip(req)
	if err != nil {
		z.t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	if err != nil {
		z.t.Fatal(err)
	}
	return res.StatusCode, string(body)
}

// call sends a request with everything in order but what is asked for.
func (z *zoomSim) call(method, path, body string) (int, string) {
	z.t.Helper()
	req, err := http.NewRequest(method, z.URL()+path, strings.NewReader(body))
	if err != nil {
		z.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+z.token)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Content-Type", "application/json")
	return z.do(req)
}

// make creates a meeting and returns its id.
func (z *zoomSim) make(body string) string {
	z.t.Helper()
	status, answer := z.call("POST", "/v2/users/me/meetings", body)
	if status != http.StatusCreated {
		z.t.Fatalf("HTTP %d %s", status, answer)
	}
	_, rest, _ := strings.Cut(answer, `"id":`)
	id, _, _ := strings.Cut(rest, ",")
	return id
}

const zoomSeries = `{"topic":"S","type":8,"start_time":"2027-01-05T09:00:00Z","duration":30,"timezone":"Europe/Berlin","recurrence":{"type":2,"weekly_days":"3","end_times":3}}`

// TestZoomRules: each request breaks one rule of contracts/zoom.md.
func TestZoomRules(t *testing.T) {
	z := newZoomSim(t, Config{})
	id, open := z.make(zoomSeries), z.make(`{"topic":"R","start_time":"2027-01-05T09:00:00Z","settings":{"approval_type":0}}`)
	create := func(members string) (string, string, string) {
		return "POST", "/v2/users/me/meetings", `{"topic":"T","start_time":"2027-01-05T09:00:00Z"` + members + `}`
	}
	type request struct{ method, path, body string }
	at := func(method, path, body string) request { return request{method, path, body} }
	one := "/v2/meetings/" + id + "?occurrence_id=" + strconv.FormatInt(time.Date(2027, 1, 5, 9, 0, 0, 0, time.UTC).UnixMilli(), 10)
	for name, tt := range map[string]struct {
		request
		status int
		code   string
	}{
		"well":                       {at(create("")), 201, ""},
		"a wall clock":               {at("POST", "/v2/users/me/meetings", `{"start_time":"2027-01-05T09:00:00","timezone":"Asia/Saigon"}`), 201, ""},
		"an offset":                  {at("POST", "/v2/users/me/meetings", `{"start_time":"2027-01-05T09:00:00+01:00"}`), 400, "300"},
		"a zone that is not listed":  {at(create(`,"timezone":"Europe/Kyiv"`)), 400, "300"},
		"a rule with type 2":         {at(create(`,"type":2,"recurrence":{"type":1}`)), 400, "300"},
		"type 8 without a rule":      {at(create(`,"type":8`)), 400, "300"},
		"every 13 weeks":             {at(create(`,"type":8,"recurrence":{"type":2,"repeat_interval":13}`)), 400, "300"},
		"51 times":                   {at(create(`,"type":8,"recurrence":{"type":1,"end_times":51}`)), 400, "300"},
		"half a monthly day":         {at(create(`,"type":8,"recurrence":{"type":3,"monthly_week":1}`)), 400, "300"},
		"no duration":                {at(create(`,"duration":0`)), 400, "300"},
		"invitees as texts":          {at(create(`,"settings":{"meeting_invitees":["a@example.com"]}`)), 400, "300"},
		"one meeting moved":          {at("PATCH", one, `{"start_time":"2027-01-06T09:00:00Z"}`), 204, ""},
		"one meeting renamed":        {at("PATCH", one, `{"topic":"x"}`), 400, "300"},
		"one meeting's sign-in":      {at("PATCH", one, `{"settings":{"meeting_authentication":true}}`), 400, "300"},
		"no such occurrence":         {at("PATCH", "/v2/meetings/"+id+"?occurrence_id=1", `{"agenda":"x"}`), 400, "300"},
		"delete no such":             {at("DELETE", "/v2/meetings/"+id+"?occurrence_id=1", ``), 400, "300"},
		"unknown parameter":          {at("DELETE", "/v2/meetings/"+id+"?notify=true", ``), 400, "300"},
		"end what does not run":      {at("PUT", "/v2/meetings/"+id+"/status", `{"action":"end"}`), 400, "3000"},
		"another action":             {at("PUT", "/v2/meetings/"+id+"/status", `{"action":"stop"}`), 400, "300"},
		"past of what is to come":    {at("GET", "/v2/past_meetings/"+id, ``), 404, "3001"},
		"instances of none":          {at("GET", "/v2/past_meetings/"+id+"/instances", ``), 404, "3001"},
		"recordings of none":         {at("GET", "/v2/meetings/"+id+"/recordings", ``), 404, "3301"},
		"a window of two months":     {at("GET", "/v2/users/me/recordings?from=2026-11-01&to=2027-01-01", ``), 400, "300"},
		"a list type":                {at("GET", "/v2/users/me/meetings?type=all", ``), 400, "300"},
		"a page of 301":              {at("GET", "/v2/users/me/meetings?page_size=301", ``), 400, "300"},
		"registration that is off":   {at("POST", "/v2/meetings/"+id+"/registrants", `{"email":"a@example.com","first_name":"A"}`), 400, "3000"},
		"a registrant":               {at("POST", "/v2/meetings/"+open+"/registrants", `{"email":"a@example.com","first_name":"A"}`), 201, ""},
		"a registrant of no name":    {at("POST", "/v2/meetings/"+open+"/registrants", `{"email":"b@example.com"}`), 400, "300"},
		"a decision without address": {at("PUT", "/v2/meetings/"+open+"/registrants/status", `{"action":"deny","registrants":[{"id":"x"}]}`), 400, "300"},
		"cancelled registrants":      {at("GET", "/v2/meetings/"+open+"/registrants?status=cancelled", ``), 400, "300"},
	} {
		status, answer := z.call(tt.method, tt.path, tt.body)
		if status != tt.status || (tt.code != "" && !strings.Contains(answer, `"code":`+tt.code+`,`)) {
			t.Errorf("%s: HTTP %d %s", name, status, answer)
		}
	}
}

// TestZoomLimitsOfRegistrants: three times a day is somebody added (B4).
func TestZoomLimitsOfRegistrants(t *testing.T) {
	z := newZoomSim(t, Config{})
	id := z.make(`{"topic":"R","start_time":"2027-01-05T09:00:00Z","settings":{"approval_type":0}}`)
	for n, want := range []int{201, 201, 201, 429} {
		if status, answer := z.call("POST", "/v2/meetings/"+id+"/registrants", `{"email":"a@example.com","first_name":"A"}`); status != want {
			t.Errorf("time %d: HTTP %d %s", n+1, status, answer)
		}
	}
}

func TestZoomScopesAndPlans(t *testing.T) {
	z := newZoomSim(t, Config{ZoomScopes: []string{"meeting:write:meeting:admin", "meeting:read:past_meeting"}, ZoomPlan: "free"})
	id := z.make(`{"topic":"T","start_time":"2027-01-04T08:00:00Z","duration":30}`)
	if status, answer := z.call("GET", "/v2/meetings/"+id, ""); status != 400 || !strings.Contains(answer, `"code":4711`) || !strings.Contains(answer, "[meeting:read:meeting]") {
		t.Errorf("HTTP %d %s", status, answer)
	}
	z.Advance(time.Second)
	if status, answer := z.call("GET", "/v2/past_meetings/"+id, ""); status != 400 || !strings.Contains(answer, `"code":200`) {
		t.Errorf("HTTP %d %s", status, answer)
	}
}

// TestZoomUUIDs: one with a slash in front, or two in a row, is known only encoded
// twice; others only once.
func TestZoomUUIDs(t *testing.T) {
	z := newZoomSim(t, Config{Unlimited: true})
	kinds := map[bool]int{}
	for n := range 6 {
		id := z.make(fmt.Sprintf(`{"topic":"T%d","start_time":"2027-01-04T08:00:00Z","duration":1}`, n))
		z.Advance(time.Minute)
		_, answer := z.call("GET", "/v2/past_meetings/"+id+"/instances", "")
		_, rest, _ := strings.Cut(answer, `"uuid":"`)
		uuid, _, _ := strings.Cut(rest, `"`)
		if raw, err := base64.StdEncoding.DecodeString(uuid); err != nil || len(raw) != 16 {
			t.Fatalf("%q, %v", uuid, err)
		}
		awkward := strings.HasPrefix(uuid, "/") || strings.Contains(uuid, "//")
		kinds[awkward]++
		once := url.QueryEscape(uuid)
		for path, right := range map[string]bool{once: !awkward, url.QueryEscape(once): awkward} {
			if status, answer := z.call("GET", "/v2/past_meetings/"+path, ""); (status == 200) != right {
				t.Errorf("%s as %s: HTTP %d %s", uuid, path, status, answer)
			}
		}
	}
	if kinds[true] == 0 || kinds[false] == 0 {
		t.Errorf("the UUIDs are of %v kinds", kinds)
	}
}

// TestZoomTokens: a page token is good for its query, and for 15 minutes.
func TestZoomTokens(t *testing.T) {
	z := newZoomSim(t, Config{})
	z.make(zoomSeries)
	z.make(zoomSeries)
	_, answer := z.call("GET", "/v2/users/me/meetings?page_size=1&type=scheduled", "")
	_, rest, _ := strings.Cut(answer, `"next_page_token":"`)
	token, _, _ := strings.Cut(rest, `"`)
	for _, step := range []struct {
		query  string
		later  time.Duration
		status int
	}{
		{"page_size=1&type=scheduled", 0, 200}, {"page_size=2&type=scheduled", 0, 400}, {"page_size=1&type=upcoming", 0, 400},
		{"page_size=1&type=scheduled", 14 * time.Minute, 200}, {"page_size=1&type=scheduled", 2 * time.Minute, 400},
	} {
		z.Advance(step.later)
		if status, answer := z.call("GET", "/v2/users/me/meetings?"+step.query+"&next_page_token="+token, ""); status != step.status {
			t.Errorf("%s: HTTP %d %s", step.query, status, answer)
		}
	}
}

// TestZoomSeries walks rules of each kind (B3).
func TestZoomSeries(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	start := time.Date(2027, 3, 22, 9, 0, 0, 0, berlin) // a Monday; summer time begins on the 28th
	for text, want := range map[string]string{
		`{"type":1,"repeat_interval":5,"end_times":3}`:                                        "03-22 08:00 03-27 08:00 04-01 07:00",
		`{"type":2,"weekly_days":"2,4","repeat_interval":2,"end_times":4}`:                    "03-22 08:00 03-24 08:00 04-05 07:00 04-07 07:00",
		`{"type":3,"monthly_day":22,"end_date_time":"2027-05-22T07:00:00Z"}`:                  "03-22 08:00 04-22 07:00 05-22 07:00",
		`{"type":3,"monthly_week":-1,"monthly_week_day":2,"repeat_interval":2,"end_times":2}`: "03-29 07:00 05-31 07:00",
		`{"type":3,"monthly_week":4,"monthly_week_day":2,"end_times":2}`:                      "03-22 08:00 04-26 07:00",
		`{"type":1}`: "03-22 08:00",
	} {
		r, err := http.NewRequest(http.MethodPost, "/", nil)
		if err != nil {
			t.Fatal(err)
		}
		rule, ok := readObject(r.WithContext(context.WithValue(t.Context(), bodyKey{}, []byte(text))))
		if !ok {
			t.Fatal(text)
		}
		var got []string
		for _, at := range zoomStarts(rule, start, berlin) {
			got = append(got, at.Format("01-02 15:04"))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
