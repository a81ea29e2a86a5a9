package simulator

import (
	"net/http"
	"testing"
)

func TestSDKRules(t *testing.T) {
	s := started(t)
	meet := s.URL() + "/meeting/api/v2/1234567/sdk/session/meet"
	token := "Zoho-oauthtoken " + zohoToken(t, s)
	const audio, js = `{"session":{"conferenceType":"audio"}}`, "application/json"
	for name, c := range map[string]struct {
		url, body, auth, media string
		status                 int
		reason                 any // key of E2 and E3, message of E1
	}{
		"as documented":      {meet, audio, token, js, http.StatusOK, nil},
		"with a charset":     {meet, audio, token, "application/json;charset=UTF-8", http.StatusOK, nil},
		"no token":           {meet, audio, "", js, http.StatusBadRequest, "INVALID_OAUTHTOKEN"},
		"Bearer":             {meet, audio, "Bearer " + token[len("Zoho-oauthtoken "):], js, http.StatusBadRequest, "INVALID_OAUTHTOKEN"},
		"wrong organisation": {s.URL() + "/meeting/api/v2/1/sdk/session/meet", audio, token, js, http.StatusUnauthorized, "UNAUTHORIZED_USER"},
		"capital":            {meet, `{"session":{"conferenceType":"Audio"}}`, token, js, http.StatusBadRequest, "PATTERN_NOT_MATCHED"},
		"extra member":       {meet, `{"session":{"conferenceType":"audio","topic":"x"}}`, token, js, http.StatusBadRequest, "EXTRA_PARAM_FOUND"},
		"nothing asked":      {meet, `{"session":{}}`, token, js, http.StatusBadRequest, "LESS_THAN_MIN_OCCURANCE"},
		"no envelope":        {meet, `{"conferenceType":"audio"}`, token, js, http.StatusBadRequest, "EXTRA_PARAM_FOUND"},
		"no JSON":            {meet, `JSONString=`, token, js, http.StatusBadRequest, "JSON_PARSE_ERROR"},
		"form":               {meet, audio, token, "application/x-www-form-urlencoded", http.StatusBadRequest, "JSON_PARSE_ERROR"},
		"query":              {meet + "?x=1", audio, token, js, http.StatusBadRequest, "EXTRA_PARAM_FOUND"},
	} {
		t.Run(name, func(t *testing.T) {
			status, answer := call(t, "POST", c.url, c.body, "Authorization", c.auth, "Content-Type", c.media)
			failure, _ := answer["error"].(object)
			reason := failure["key"]
			if reason == nil {
				reason = failure["message"]
			}
			if status != c.status || reason != c.reason {
				t.Errorf("HTTP %d, %v", status, answer)
			}
		})
	}
}
