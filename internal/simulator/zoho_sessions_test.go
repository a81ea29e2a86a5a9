package simulator

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
)

// wallIn is a start of the simulator's tests, days from now.
func wallIn(days int) string {
	return time.Now().UTC().AddDate(0, 0, days).Format("Jan 2, 2006") + " 07:00 PM"
}

// ask is call that keeps the digits of numbers and takes an answer without a body.
func ask(t *testing.T, method, target, body string, headers ...string) (int, object) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	dec := json.NewDecoder(res.Body)
	dec.UseNumber()
	var answer object
	if err := dec.Decode(&answer); err != nil && err != io.EOF {
		t.Fatal(err)
	}
	return res.StatusCode, answer
}

func reasonOf(answer object) any {
	failure, _ := answer["error"].(object)
	if failure["key"] != nil {
		return failure["key"]
	}
	return failure["message"]
}

// TestSessionsRules: what Zoho's published API takes, and the shapes of its refusals.
func TestSessionsRules(t *testing.T) {
	s := started(t)
	token := "Zoho-oauthtoken " + zohoToken(t, s)
	const js = "application/json; charset=utf-8"
	base := s.URL() + "/api/v2/1234567/"
	body := func(members string) string {
		return `{"session":{"topic":"T","presenter":71158042,"startTime":"` + wallIn(2) + `","timezone":"Asia/Calcutta","duration":3600000` + members + `}}`
	}
	status, made := ask(t, "POST", base+"sessions.json", body(`,"participants":[{"email":"a@example.com"}]`), "Authorization", token, "Content-Type", js)
	session, _ := made["session"].(object)
	if _, number := session["meetingKey"].(json.Number); status != http.StatusCreated || !number {
		t.Fatalf("HTTP %d, %v", status, made)
	}
	one := base + "sessions/" + fmt.Sprint(session["meetingKey"]) + ".json"
	for name, c := range map[string]struct {
		method, url, body, auth, media string
		status                         int
		reason                         any
	}{
		"no token":             {"GET", one, "", "", js, 400, "INVALID_OAUTHTOKEN"},
		"Bearer":               {"GET", one, "", "Bearer " + token[16:], js, 400, "INVALID_OAUTHTOKEN"},
		"another organisation": {"GET", strings.Replace(one, "1234567", "7", 1), "", token, js, 401, "UNAUTHORIZED_USER"},
		"unknown key":          {"GET", base + "sessions/1.json", "", token, js, 400, "INVALID_MEETING_KEY"},
		"query":                {"GET", one + "?x=1", "", token, js, 400, "EXTRA_PARAM_FOUND"},
		"form":                 {"POST", base + "sessions.json", "JSONString=" + body(""), token, "application/x-www-form-urlencoded", 400, "JSON_PARSE_ERROR"},
		"JSON of another type": {"POST", base + "sessions.json", body(""), token, "text/plain", 400, "JSON_PARSE_ERROR"},
		"no envelope":          {"POST", base + "sessions.json", `{"topic":"T"}`, token, js, 400, "EXTRA_PARAM_FOUND"},
		"unknown member":       {"POST", base + "sessions.json", body(`,"password":"x"`), token, js, 400, "EXTRA_PARAM_FOUND"},
		"a guest's name":       {"POST", base + "sessions.json", body(`,"participants":[{"email":"a@example.com","name":"A"}]`), token, js, 400, "EXTRA_PARAM_FOUND"},
		"no guests":            {"POST", base + "sessions.json", body(`,"participants":[]`), token, js, 400, "ARRAY_SIZE_OUT_OF_RANGE"},
		"101 guests":           {"POST", base + "sessions.json", body(`,"participants":[` + strings.Repeat(`{"email":"a@example.com"},`, 100) + `{"email":"a@example.com"}]`), token, js, 400, "ARRAY_SIZE_OUT_OF_RANGE"},
		"no presenter":         {"POST", base + "sessions.json", strings.Replace(body(""), `"presenter":71158042,`, "", 1), token, js, 400, "LESS_THAN_MIN_OCCURANCE"},
		"presenter as text":    {"POST", base + "sessions.json", strings.Replace(body(""), `71158042`, `"71158042"`, 1), token, js, 400, "PATTERN_NOT_MATCHED"},
		"minutes":              {"POST", base + "sessions.json", strings.Replace(body(""), `3600000`, `"60"`, 1), token, js, 400, "PATTERN_NOT_MATCHED"},
		"ISO 8601":             {"POST", base + "sessions.json", strings.Replace(body(""), wallIn(2), "2030-01-01T10:00:00Z", 1), token, js, 400, "PATTERN_NOT_MATCHED"},
		"one digit of hour":    {"POST", base + "sessions.json", strings.Replace(body(""), "07:00", "7:00", 1), token, js, 400, "PATTERN_NOT_MATCHED"},
		"with an abbreviation": {"POST", base + "sessions.json", strings.Replace(body(""), " PM", " PM IST", 1), token, js, 400, "PATTERN_NOT_MATCHED"},
		"no zone":              {"POST", base + "sessions.json", strings.Replace(body(""), `"timezone":"Asia/Calcutta",`, "", 1), token, js, 400, "LESS_THAN_MIN_OCCURANCE"},
		"in the past":          {"POST", base + "sessions.json", strings.Replace(body(""), wallIn(2), wallIn(-2), 1), token, js, 400, "MEETING_PAST"},
		"edit, start alone":    {"PUT", one, `{"session":{"startTime":"` + wallIn(3) + `"}}`, token, js, 400, "LESS_THAN_MIN_OCCURANCE"},
		"edit, topic alone":    {"PUT", one, `{"session":{"topic":"New"}}`, token, js, 200, nil},
		"list without type":    {"GET", base + "sessions.json?index=0&count=10", "", token, js, 400, "PATTERN_NOT_MATCHED"},
		"list without count":   {"GET", base + "sessions.json?listtype=all&index=0", "", token, js, 400, "LESS_THAN_MIN_OCCURANCE"},
		"list of 101":          {"GET", base + "sessions.json?listtype=all&index=0&count=101", "", token, js, 400, "Count shouldn't exceed 100"},
		"recording":            {"DELETE", base + "recordings/1.json", "", token, js, 400, "INVALID_E_RECORDING_ID"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := ask(t, c.method, c.url, c.body, "Authorization", c.auth, "Content-Type", c.media)
			if status != c.status || reasonOf(answer) != c.reason {
				t.Errorf("HTTP %d, %v", status, answer)
			}
		})
	}
	t.Run("types", func(t *testing.T) { sessionsTypes(t, s, token, one) })
}

// sessionsTypes is table B3: a member is a number in one answer and a text in the next.
func sessionsTypes(t *testing.T, s *Server, token, one string) {
	list := s.URL() + "/api/v2/1234567/sessions.json?index=0&count=10&listtype="
	get := func(url string) object {
		t.Helper()
		status, answer := ask(t, "GET", url, "", "Authorization", token)
		if status != http.StatusOK {
			t.Fatalf("HTTP %d, %v", status, answer)
		}
		return answer
	}
	got, _ := get(one)["session"].(object)
	_, text := got["meetingKey"].(string)
	_, length := got["duration"].(string)
	_, millis := got["startTimeMillisec"].(json.Number)
	if !text || !length || !millis || got["endTimeMillisec"] != nil || got["participants"] != nil {
		t.Errorf("get: %v", got)
	}
	all, _ := get(list + "all")["session"].([]any)
	first, _ := all[0].(object)
	_, number := first["meetingKey"].(json.Number)
	if len(all) != 1 || !number || first["startTimeMillisec"] != nil || first["startLink"] != nil || !strings.HasSuffix(fmt.Sprint(first["startTime"]), " IST") {
		t.Errorf("list: %v", all)
	}
	if none := get(list + "past"); none["session"] != nil || none["isMettingSessionAvailable"] != false {
		t.Errorf("nothing: %v", none)
	}
	status, edited := ask(t, "PUT", one, `{"session":{"topic":"New"}}`, "Authorization", token, "Content-Type", "application/json")
	changed, _ := edited["session"].(object)
	_, number = changed["sys_id"].(json.Number)
	if status != http.StatusOK || !number || strings.HasSuffix(fmt.Sprint(changed["startTime"]), "IST") || changed["topic"] != "New" {
		t.Errorf("edit: %v", edited)
	}
	if status, answer := ask(t, "DELETE", one, "", "Authorization", token); status != http.StatusNoContent || answer != nil {
		t.Errorf("delete: HTTP %d, %v", status, answer)
	}
}

// TestSessionsScopes: a token may do what its scopes say.
func TestSessionsScopes(t *testing.T) {
	s := started(t)
	s.SetTokenRules(TokenRules{ZohoScopes: []string{"ZohoMeeting.meeting.READ", "ZohoMeeting.webinar.ALL"}})
	token := "Zoho-oauthtoken " + zohoToken(t, s)
	base := s.URL() + "/api/v2/1234567/"
	for name, c := range map[string]struct {
		method, url string
		reason      any
	}{
		"read":      {"GET", base + "sessions.json?listtype=all&index=0&count=1", nil},
		"delete":    {"DELETE", base + "sessions/1.json", "OAUTH_SCOPE_MISMATCH"},
		"all":       {"POST", base + "webinar.json", "JSON_PARSE_ERROR"},
		"user.json": {"GET", s.URL() + "/api/v2/user.json", "OAUTH_SCOPE_MISMATCH"},
	} {
		if _, answer := ask(t, c.method, c.url, "", "Authorization", token); reasonOf(answer) != c.reason {
			t.Errorf("%s: %v", name, answer)
		}
	}
}
