package simulator

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestSDKScheduleRules(t *testing.T) {
	s := started(t)
	target := s.URL() + "/meeting/api/v2/1234567/sdk/session"
	token := "Zoho-oauthtoken " + zohoToken(t, s)
	body := func(old, new string) string {
		whole := `{"session":{"topic":"T","agenda":"A","presenter":71158042,"startTime":"Jan 4, 2037 07:00 PM","duration":3600000,"timezone":"Asia/Calcutta","participants":[{"email":"a@example.com"}]}}`
		return strings.Replace(whole, old, new, 1)
	}
	for name, c := range map[string]struct {
		body   string
		reason any
	}{
		"as documented":    {body("", ""), nil},
		"padded day":       {body("Jan 4", "Jan 04"), nil},
		"no topic":         {body(`"topic":"T",`, ""), "LESS_THAN_MIN_OCCURANCE"},
		"presenter's name": {body("71158042", `"host@example.com"`), "PATTERN_NOT_MATCHED"},
		"other presenter":  {body("71158042", "1234567"), "PATTERN_NOT_MATCHED"},
		"no presenter":     {body(`"presenter":71158042,`, ""), "LESS_THAN_MIN_OCCURANCE"},
		"ISO start":        {body("Jan 4, 2037 07:00 PM", "2037-01-04T19:00:00Z"), "PATTERN_NOT_MATCHED"},
		"24 hours":         {body("07:00 PM", "19:00 PM"), "PATTERN_NOT_MATCHED"},
		"the past":         {body("2037", "2020"), "PATTERN_NOT_MATCHED"},
		"minutes":          {body("3600000", "60"), "PATTERN_NOT_MATCHED"},
		"text duration":    {body("3600000", `"3600000"`), "PATTERN_NOT_MATCHED"},
		"no zone of IANA":  {body("Asia/Calcutta", "IST"), "PATTERN_NOT_MATCHED"},
		"twice":            {body(`Jan 4, 2037 07:00 PM","duration":3600000,"timezone":"Asia/Calcutta"`, `Oct 25, 2037 02:30 AM","duration":3600000,"timezone":"Europe/Berlin"`), "PATTERN_NOT_MATCHED"},
		"never":            {body(`Jan 4, 2037 07:00 PM","duration":3600000,"timezone":"Asia/Calcutta"`, `Mar 29, 2037 02:30 AM","duration":3600000,"timezone":"Europe/Berlin"`), "PATTERN_NOT_MATCHED"},
		"nobody invited":   {body(`{"email":"a@example.com"}`, ""), "PATTERN_NOT_MATCHED"},
		"no address":       {body("a@example.com", "a"), "PATTERN_NOT_MATCHED"},
		"media":            {body(`"topic"`, `"conferenceType":"audio","topic"`), "EXTRA_PARAM_FOUND"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := call(t, "POST", target, c.body, "Authorization", token, "Content-Type", "application/json")
			failure, _ := answer["error"].(object)
			if failure["key"] != c.reason || (c.reason == nil) != (status == http.StatusCreated) {
				t.Errorf("HTTP %d, %v", status, answer)
			}
		})
	}
}

func TestSDKListRules(t *testing.T) {
	s := started(t)
	token := "Zoho-oauthtoken " + zohoToken(t, s)
	base := s.URL() + "/api/v2/1234567/sdk/sessions?filterType=sdkMeetingList&"
	list := func(query string) (int, object) { return call(t, "GET", base+query, "", "Authorization", token) }
	if _, answer := list("listtype=upcoming"); answer["session"] != nil || answer["isMettingSessionAvailable"] != false {
		t.Errorf("nothing to list: %v", answer)
	}
	for i := range 3 {
		body := `{"session":{"topic":"T","presenter":71158042,"startTime":"` + s.now().Add(time.Duration(i+1)*time.Hour).Format("Jan 2, 2006 03:04 PM") + `","timezone":"UTC","duration":600000}}`
		if status, answer := call(t, "POST", s.URL()+"/meeting/api/v2/1234567/sdk/session", body, "Authorization", token, "Content-Type", "application/json"); status != http.StatusCreated {
			t.Fatalf("HTTP %d, %v", status, answer)
		}
	}
	s.Advance(90 * time.Minute)
	token = "Zoho-oauthtoken " + zohoToken(t, s)
	for query, want := range map[string]int{
		"listtype=upcoming": 2, "listtype=past": 1, "listtype=upcoming&count=1": 1, "listtype=upcoming&count=1&index=1": 1, "listtype=upcoming&count=1&index=2": 0,
	} {
		_, answer := list(query)
		found, _ := answer["session"].([]any)
		if len(found) != want {
			t.Errorf("%s: %v", query, answer)
		}
		for _, f := range found {
			ms, isText := f.(object)["startTimeMillis"].(string)
			if _, err := strconv.ParseInt(ms, 10, 64); !isText || err != nil {
				t.Errorf("%v", f)
			}
		}
	}
	for query, want := range map[string]int{
		"listtype=all": 400, "": 400, "listtype=past&count=101": 400, "listtype=past&index=-1": 400, "listtype=past&page=1": 400,
	} {
		if status, answer := list(query); status != want {
			t.Errorf("%s: HTTP %d, %v", query, status, answer)
		}
	}
	if status, _ := call(t, "GET", s.URL()+"/api/v2/1/sdk/sessions?filterType=sdkMeetingList&listtype=past", "", "Authorization", token); status != http.StatusUnauthorized {
		t.Errorf("another organisation: HTTP %d", status)
	}
	convert := s.URL() + "/api/v2/1234567/sdk/session/convert/"
	for id, want := range map[string]int{s.PlainMeeting(): http.StatusOK, "1": http.StatusBadRequest} {
		if status, answer := call(t, "POST", convert+id, "", "Authorization", token); status != want {
			t.Errorf("convert %s: HTTP %d, %v", id, status, answer)
		}
	}
}
