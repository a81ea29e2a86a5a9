package zoho

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/store/memory"
)

// recorder gives tokens at any host and remembers which it was asked at.
type recorder struct{ hosts []string }

func (r *recorder) RoundTrip(req *http.Request) (*http.Response, error) {
	r.hosts = append(r.hosts, req.URL.Host)
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Request: req,
		Body: io.NopCloser(strings.NewReader(`{"access_token":"1000.a","refresh_token":"1000.r","expires_in":3600}`))}, nil
}

// Zoho's redirect names the accounts server; only those of the table get the secret.
func TestSignInAtTheNamedDataCenter(t *testing.T) {
	for name, tt := range map[string]struct {
		tokenURL string
		more     url.Values
		host     string // "": nothing is sent
		note     string
	}{
		"nothing named":      {"", nil, "accounts.zoho.com", ""},
		"the configured":     {"", url.Values{"accounts-server": {"https://accounts.zoho.com"}}, "accounts.zoho.com", ""},
		"another":            {"", url.Values{"accounts-server": {"https://accounts.zoho.eu"}, "location": {"eu"}}, "accounts.zoho.eu", "set data_center: eu"},
		"Canada":             {"", url.Values{"accounts-server": {"https://accounts.zohocloud.ca/"}}, "accounts.zohocloud.ca", "set data_center: ca"},
		"by its location":    {"", url.Values{"location": {"in"}}, "accounts.zoho.in", "set data_center: in"},
		"foreign":            {"", url.Values{"accounts-server": {"https://accounts.zoho.evil.example"}}, "", ""},
		"foreign, alike":     {"", url.Values{"accounts-server": {"https://accounts.zoho.com@evil.example"}}, "", ""},
		"plain http":         {"", url.Values{"accounts-server": {"http://accounts.zoho.com"}}, "", ""},
		"unknown location":   {"", url.Values{"location": {"mars"}}, "", ""},
		"pinned":             {"http://127.0.0.1:1/oauth/v2/token", url.Values{"accounts-server": {"http://127.0.0.1:1"}}, "127.0.0.1:1", ""},
		"pinned, another":    {"http://127.0.0.1:1/oauth/v2/token", url.Values{"accounts-server": {"https://accounts.zoho.eu"}}, "", ""},
		"pinned, other port": {"http://127.0.0.1:1/oauth/v2/token", url.Values{"accounts-server": {"http://127.0.0.1:2"}}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			us, err := Find("us")
			if err != nil {
				t.Fatal(err)
			}
			vendor := &recorder{}
			cfg := oauth.Config{Transport: vendor, Store: memory.New(nil), Credentials: meeting.Credentials{
				Flow: meeting.FlowRefreshToken, ClientID: "1000.C", ClientSecret: meeting.NewSecret("s3cret"), TokenURL: tt.tokenURL}}
			query := url.Values{"state": {"0123456789abcdef"}, "code": {"1000.c"}}
			for k, v := range tt.more {
				query[k] = v
			}
			_, note, err := SignIn(t.Context(), us, cfg, oauth.Ask{RedirectURL: "http://127.0.0.1:8765/callback", State: "0123456789abcdef"}, query)
			if got := strings.Join(vendor.hosts, " "); got != tt.host || (err == nil) != (tt.host != "") || !strings.Contains(note, tt.note) || (note == "") != (tt.note == "") {
				t.Errorf("asked %q, note %q, %v", got, note, err)
			}
			if err != nil && (!errors.Is(err, meeting.ErrPermission) || strings.Contains(err.Error(), "evil")) {
				t.Error(err)
			}
		})
	}
}
