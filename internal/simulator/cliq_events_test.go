package simulator

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestCliqEventRules(t *testing.T) {
	s, err := Start(Config{Unlimited: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	auth := []string{"Authorization", "Zoho-oauthtoken " + zohoToken(t, s), "Content-Type", "application/json"}
	base := s.URL() + "/api/v2/events"
	start := s.now().Add(time.Hour).UnixMilli()
	body := func(old, new string) string {
		whole := fmt.Sprintf(`{"title":"T","start_time":%d,"end_time":%d,"timezone":"Asia/Kolkata","type":"video_conference","description":"D","location":"L","attendees":["a@example.com"]}`, start, start+1800000)
		return strings.Replace(whole, old, new, 1)
	}
	for name, c := range map[string]struct {
		body   string
		status int
	}{
		"as documented":     {body("", ""), 200},
		"no title":          {body(`"title":"T",`, ""), 400},
		"no zone":           {body(`"timezone":"Asia/Kolkata",`, ""), 400},
		"zone that is none": {body("Asia/Kolkata", "IST"), 400},
		"past":              {body(fmt.Sprint(start), "1600000000000"), 400},
		"end before start":  {body(fmt.Sprint(start+1800000), fmt.Sprint(start)), 400},
		"seconds":           {body(fmt.Sprint(start), fmt.Sprint(start/1000)), 400},
		"other type":        {body("video_conference", "webinar"), 400},
		"other calendar":    {body(`"title"`, `"calendar_id":"x","title"`), 400},
		"calendar's id":     {body(`"title"`, `"calendar_id":"`+cliqCalendarID+`","title"`), 400},
		"calendar's uid":    {body(`"title"`, `"calendar_id":"`+cliqCalendar+`","title"`), 200},
		"long description":  {body(`"D"`, `"`+strings.Repeat("x", 10001)+`"`), 400},
		"attendees of edit": {body(`"a@example.com"`, `{"email":"a@example.com"}`), 400},
		"unknown member":    {body(`"title"`, `"recurrence":"daily","title"`), 400},
		"edit_tag":          {body(`"title"`, `"edit_tag":1,"title"`), 400},
	} {
		if status, answer := call(t, "POST", base, c.body, auth...); status != c.status {
			t.Errorf("%s: HTTP %d, %v", name, status, answer)
		}
	}
	from := s.now().UnixMilli()
	for query, want := range map[string]int{
		"": 200, fmt.Sprintf("from=%d&to=%d", from, from+31*86400000): 200, fmt.Sprintf("from=%d&to=%d", from, from+31*86400000+1): 400,
		fmt.Sprintf("from=%d&to=%d", from, from): 400, "from=2027-01-01T00:00:00Z": 400, "ignore_declined_events=1": 400, "limit=5": 400, "search=plan": 200,
	} {
		if status, answer := call(t, "GET", base+"?"+query, "", auth...); status != want {
			t.Errorf("list %s: HTTP %d, %v", query, status, answer)
		}
	}
	_, made := call(t, "POST", base, body("", ""), auth...)
	event := made["data"].([]any)[0].(object)
	one := base + "/" + event["id"].(string)
	for query, want := range map[string]int{"": 400, "?calendar_id=" + cliqHoliday: 404, "?calendar_id=" + cliqCalendarID: 404, "?calendar_id=" + cliqCalendar: 200} {
		if status, answer := call(t, "GET", one+query, "", auth...); status != want {
			t.Errorf("get %s: HTTP %d, %v", query, status, answer)
		}
	}
	edit := strings.Replace(body(`"description":"D",`, ""), `"a@example.com"`, `{"email":"a@example.com","status":"accepted"}`, 1)
	status, edited := call(t, "PUT", one, edit, auth...)
	if status != http.StatusOK || edited["data"].([]any)[0].(object)["description"] != nil { // what is left out is gone
		t.Fatalf("edit: HTTP %d, %v", status, edited)
	}
	tag := edited["data"].([]any)[0].(object)["edit_tag"].(string)
	for text, want := range map[string]int{
		`{"calendar_id":"` + cliqCalendar + `"}`:                                               400,
		`{"calendar_id":"` + cliqCalendar + `","edit_tag":"` + tag + `"}`:                      400, // a text
		`{"calendar_id":"` + cliqCalendar + `","edit_tag":` + event["edit_tag"].(string) + `}`: 400, // that of before
	} {
		if status, answer := call(t, "DELETE", one, text, auth...); status != want {
			t.Errorf("delete %s: HTTP %d, %v", text, status, answer)
		}
	}
	r, err := http.NewRequest("DELETE", one, strings.NewReader(`{"calendar_id":"`+cliqCalendar+`","edit_tag":`+tag+`}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", auth[1])
	r.Header.Set("Content-Type", auth[3])
	res, err := http.DefaultClient.Do(r)
	if err != nil || res.StatusCode != http.StatusNoContent {
		t.Errorf("delete: %v, %v", res, err)
	}
	_ = res.Body.Close()
}
