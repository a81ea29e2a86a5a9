package simulator

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

const zohoSmall = `"topic":"T","start_time":"2099-01-05T09:00:00Z","duration":30`

// TestZohoMeetingRules: each request breaks one rule of contracts/zoho.md A2.
func TestZohoMeetingRules(t *testing.T) {
	s := started(t)
	token := "Zoho-oauthtoken " + zohoToken(t, s)
	series := func(rule string) string {
		return "{" + zohoSmall + `,"is_recurring":true,"recurrence":{"type":"weekly","repeat_interval":1,"end_date":"2099-02-01T00:00:00Z"` + rule + "}}"
	}
	for name, c := range map[string]struct {
		method, path, body, auth, media string
		status                          int
		code                            any
	}{
		"smallest":             {"POST", "meetings", "{" + zohoSmall + "}", token, "application/json", 201, nil},
		"charset":              {"POST", "meetings", "{" + zohoSmall + "}", token, "application/json; charset=utf-8", 201, nil},
		"Bearer":               {"GET", "meetings", "", "Bearer " + token[16:], "", 401, "INVALID_TOKEN"},
		"no token":             {"GET", "meetings", "", "", "", 401, "INVALID_TOKEN"},
		"other token":          {"GET", "meetings", "", "Zoho-oauthtoken 1000.x", "", 401, "INVALID_TOKEN"},
		"form":                 {"POST", "meetings", "JSONString=%7B%7D", token, "application/x-www-form-urlencoded", 400, "INVALID_PARAMETER"},
		"not JSON":             {"POST", "meetings", "{", token, "application/json", 400, "INVALID_PARAMETER"},
		"no topic":             {"POST", "meetings", `{"start_time":"2099-01-05T09:00:00Z","duration":30}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"no duration":          {"POST", "meetings", `{"topic":"T","start_time":"2099-01-05T09:00:00Z"}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"no start":             {"POST", "meetings", `{"topic":"T","duration":30}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"duration of no time":  {"POST", "meetings", `{"topic":"T","start_time":"2099-01-05T09:00:00Z","duration":0}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"duration as text":     {"POST", "meetings", `{"topic":"T","start_time":"2099-01-05T09:00:00Z","duration":"30"}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"duration, half":       {"POST", "meetings", `{"topic":"T","start_time":"2099-01-05T09:00:00Z","duration":0.5}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"start without zone":   {"POST", "meetings", `{"topic":"T","start_time":"2099-01-05T09:00:00","duration":30}`, token, "application/json", 400, "INVALID_DATE_FORMAT"},
		"start in words":       {"POST", "meetings", `{"topic":"T","start_time":"Jan 5, 2099 09:00 AM","duration":30}`, token, "application/json", 400, "INVALID_DATE_FORMAT"},
		"start in the past":    {"POST", "meetings", `{"topic":"T","start_time":"2020-01-05T09:00:00Z","duration":30}`, token, "application/json", 400, "MEETING_PAST"},
		"unknown zone":         {"POST", "meetings", "{" + zohoSmall + `,"timezone":"Mars/Olympus"}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"unknown member":       {"POST", "meetings", "{" + zohoSmall + `,"password":"x"}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"unknown setting":      {"POST", "meetings", "{" + zohoSmall + `,"settings":{"lock":true}}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"participant by name":  {"POST", "meetings", "{" + zohoSmall + `,"participants":[{"name":"x"}]}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"invitation at create": {"POST", "meetings", "{" + zohoSmall + `,"participants":[{"email":"a@b.example","send_invitation":true}]}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"series":               {"POST", "meetings", series(""), token, "application/json", 201, nil},
		"series without flag":  {"POST", "meetings", strings.Replace(series(""), `"is_recurring":true,`, "", 1), token, "application/json", 400, "INVALID_PARAMETER"},
		"flag without series":  {"POST", "meetings", "{" + zohoSmall + `,"is_recurring":true}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"daily series":         {"POST", "meetings", strings.Replace(series(""), "weekly", "daily", 1), token, "application/json", 400, "INVALID_PARAMETER"},
		"series of funny days": {"POST", "meetings", series(`,"days_of_week":["Monday"]`), token, "application/json", 400, "INVALID_PARAMETER"},
		"unknown meeting":      {"GET", "meetings/1", "", token, "", 404, "INVALID_MEETING_KEY"},
		"unknown recording":    {"GET", "recordings/REC_1", "", token, "", 404, "INVALID_RECORDING_ID"},
		"unknown webinar":      {"GET", "webinars/1/registrations", "", token, "", 404, "INVALID_WEBINAR_KEY"},
		"page 0":               {"GET", "meetings?page=0", "", token, "", 400, "INVALID_PARAMETER"},
		"page of 101":          {"GET", "recordings?per_page=101", "", token, "", 400, "INVALID_PARAMETER"},
		"status live":          {"GET", "meetings?status=live", "", token, "", 400, "INVALID_PARAMETER"},
		"date in words":        {"GET", "meetings?from_date=today", "", token, "", 400, "INVALID_DATE_FORMAT"},
		"naive date":           {"GET", "meetings?from_date=2025-01-01T00:00:00&to_date=2025-01-02", "", token, "", 200, nil},
		"unknown parameter":    {"GET", "meetings?listtype=past", "", token, "", 400, "INVALID_PARAMETER"},
		"webinar of nobody":    {"POST", "webinars", "{" + zohoSmall + `,"max_attendees":0}`, token, "application/json", 400, "INVALID_PARAMETER"},
		"setting of another":   {"PUT", "settings", `{"theme":"dark"}`, token, "application/json", 400, "INVALID_PARAMETER"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := call(t, c.method, s.URL()+"/api/v2/"+c.path, c.body, "Authorization", c.auth, "Content-Type", c.media)
			failure, _ := answer["error"].(object)
			if status != c.status || failure["code"] != c.code || (answer["status"] == "success") != (c.code == nil) {
				t.Errorf("HTTP %d, %v", status, answer)
			}
		})
	}
}

// TestZohoMeetingEnvelopes: shapes are those of A2.1 and A2.3, names and types.
func TestZohoMeetingEnvelopes(t *testing.T) {
	s := started(t)
	head := []string{"Authorization", "Zoho-oauthtoken " + zohoToken(t, s), "Content-Type", "application/json"}
	_, answer := call(t, "POST", s.URL()+"/api/v2/meetings", "{"+zohoSmall+`,"agenda":"A","timezone":"America/New_York","recording_enabled":true}`, head...)
	m, _ := answer["data"].(object)
	for _, name := range []string{"meeting_key", "topic", "agenda", "start_time", "timezone", "meeting_url", "meeting_password", "status", "created_time", "modified_time"} {
		if _, ok := m[name].(string); !ok {
			t.Errorf("%s is %T", name, m[name])
		}
	}
	for _, name := range []string{"is_recurring", "recording_enabled"} {
		if _, ok := m[name].(bool); !ok {
			t.Errorf("%s is %T", name, m[name])
		}
	}
	for i := range 2 {
		call(t, "POST", s.URL()+"/api/v2/meetings", "{"+strings.Replace(zohoSmall, "T", fmt.Sprint("T", i), 1)+"}", head...)
	}
	_, answer = call(t, "GET", s.URL()+"/api/v2/meetings?per_page=2&status=scheduled", "", head...)
	data, _ := answer["data"].([]any)
	if got, _ := json.Marshal(answer["pagination"]); len(data) != 2 || string(got) != `{"has_more":true,"page":1,"per_page":2,"total":3}` {
		t.Errorf("%d meetings, pagination %s", len(data), got)
	}
	key, _ := m["meeting_key"].(string)
	if status, answer := call(t, "DELETE", s.URL()+"/api/v2/meetings/"+key+"?notify_participants=maybe", "", head...); status != 400 {
		t.Errorf("HTTP %d, %v", status, answer)
	}
	token := strings.TrimPrefix(head[1], "Zoho-oauthtoken ")
	if res := zohoBare(t, "DELETE", s.URL()+"/api/v2/meetings/"+key+"?notify_participants=true", token); res.StatusCode != 204 || res.ContentLength > 0 {
		t.Errorf("HTTP %d with %d bytes", res.StatusCode, res.ContentLength)
	}
}

// zohoBare sends a request without a body.
func zohoBare(t *testing.T, method, target, token string) *http.Response {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, target, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Zoho-oauthtoken "+token)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	return res
}

// TestZohoMeetingPlans: headers on every answer, 429 at the end of a window.
func TestZohoMeetingPlans(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 50, 0, time.UTC)
	s, err := Start(Config{ZohoPlan: "free", Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	token := zohoToken(t, s)
	get := func(token string) *http.Response { return zohoBare(t, "GET", s.URL()+"/api/v2/settings", token) }
	for i := range 21 {
		res := get(token)
		left, _ := strconv.Atoi(res.Header.Get("X-RateLimit-Remaining"))
		if (res.StatusCode == 429) != (i == 20) || left != max(0, 19-i) || res.Header.Get("X-RateLimit-Limit") != "20" ||
			res.Header.Get("X-RateLimit-Reset") != strconv.FormatInt(at.Unix()+10, 10) {
			t.Fatalf("call %d: HTTP %d, %v", i, res.StatusCode, res.Header)
		}
	}
	if res := get("none"); res.StatusCode != 401 || res.Header.Get("X-RateLimit-Limit") == "" {
		t.Errorf("HTTP %d, %v", res.StatusCode, res.Header)
	}
	for minute := range 49 { // 1,000 a day
		s.Advance(time.Minute)
		for i := range 20 {
			res := get(token)
			if res.StatusCode == 200 {
				continue
			}
			if got := res.Header.Get("X-RateLimit-Limit"); minute != 48 || i != 19 || res.StatusCode != 429 || got != "1000" {
				t.Fatalf("minute %d, call %d: HTTP %d of %s", minute, i, res.StatusCode, got)
			}
			return
		}
	}
	t.Error("no daily limit")
}
