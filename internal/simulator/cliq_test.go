package simulator

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// zohoToken signs in as the adapters do.
func zohoToken(t *testing.T, s *Server) string {
	t.Helper()
	res, err := http.PostForm(s.URL()+"/oauth/v2/token", url.Values{"grant_type": {"refresh_token"},
		"client_id": {zohoClient}, "client_secret": {zohoSecret}, "refresh_token": {zohoRefresh}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(res.Body).Decode(&answer); err != nil || answer.Token == "" {
		t.Fatalf("no token: %v", err)
	}
	return answer.Token
}

// call sends one request; headers are name and value in turns.
func call(t *testing.T, method, target, body string, headers ...string) (int, object) {
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
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer object
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return res.StatusCode, answer
}

func started(t *testing.T) *Server {
	t.Helper()
	s, err := Start(Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestCliqHistoryRules(t *testing.T) {
	s := started(t)
	base := s.URL() + "/api/v2/mediasessions"
	token := zohoToken(t, s)
	auth := []string{"Authorization", "Bearer " + token} // Cliq's samples say Bearer
	status, first := call(t, "GET", base, "", auth...)
	next, _ := first["next_token"].(string)
	if data, _ := first["data"].([]any); status != http.StatusOK || len(data) != 20 || next == "" {
		t.Fatalf("HTTP %d, %d sessions, next token %q", status, len(data), next)
	}
	for query, want := range map[string]int{
		"next_token=" + next:               http.StatusOK,
		"next_token=" + next + "&limit=20": http.StatusBadRequest,
		"next_token=x":                     http.StatusBadRequest,
		"limit=0":                          http.StatusBadRequest,
		"limit=101":                        http.StatusBadRequest,
		"type=all&filter=live":             http.StatusBadRequest,
		"filter=missed":                    http.StatusBadRequest,
		"type=all,handshake":               http.StatusBadRequest,
		"type=webinar":                     http.StatusBadRequest,
		"offset=5":                         http.StatusBadRequest,
		"page=2":                           http.StatusBadRequest,
		"from=yesterday":                   http.StatusBadRequest,
		"type=direct_call&filter=received": http.StatusOK,
		"from=2020-01-02T03:04:05Z":        http.StatusOK,
		"recipient_ids=14395793,62440502":  http.StatusOK,
	} {
		if status, _ := call(t, "GET", base+"?"+query, "", auth...); status != want {
			t.Errorf("%s: HTTP %d, want %d", query, status, want)
		}
	}
	for _, value := range []string{"", token, "Basic " + token, "Zoho-oauthtoken x"} {
		if status, _ := call(t, "GET", base, "", "Authorization", value); status != http.StatusUnauthorized {
			t.Errorf("Authorization %q: HTTP %d", value, status)
		}
	}
}

func TestCliqParticipantsNeedVersion(t *testing.T) {
	s := started(t)
	auth := []string{"Authorization", "Zoho-oauthtoken " + zohoToken(t, s)}
	var live string
	for _, session := range s.cliq.sessions {
		if session.end.IsZero() && !session.future {
			live = s.URL() + "/api/v2/mediasessions/" + session.nrs + "/participants"
		}
	}
	for _, c := range []struct {
		query   string
		version bool
		status  int
		n       int
	}{
		{"?filter=invited", true, http.StatusOK, 1},
		{"?filter=invited", false, http.StatusOK, 4}, // ignored
		{"?nonsense=1", false, http.StatusOK, 4},
		{"?nonsense=1", true, http.StatusBadRequest, 0},
		{"?filter=missed", true, http.StatusBadRequest, 0},
		{"?limit=2", true, http.StatusOK, 2},
	} {
		headers := auth
		if c.version {
			headers = append([]string{"X-API-VERSION", "1"}, auth...)
		}
		status, answer := call(t, "GET", live+c.query, "", headers...)
		if data, _ := answer["data"].([]any); status != c.status || len(data) != c.n {
			t.Errorf("%s with version %t: HTTP %d, %d participants", c.query, c.version, status, len(data))
		}
	}
}
