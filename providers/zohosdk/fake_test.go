package zohosdk_test

import (
	"io"
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/zohosdk"
)

const (
	meetPath = "https://meeting.zoho.com/meeting/api/v2/1234567/sdk/session/meet"
	userPath = "https://meeting.zoho.com/api/v2/user.json"
	token    = "1000.aa.bb"
)

// sessionAnswer is short on purpose; normalize reads the whole one.
const sessionAnswer = `{"session":{"meetingKey":"1169128522","UID":556536000000214003,"startTimeMillisec":1704375000000,
"endTimeMillisec":1704378600000,"timezone":"Asia/Calcutta","joinLink":"https://meet.zoho.com/gT9JMpyG9z",
"startLink":"https://meeting.zoho.com/meeting/statelessStart?signature=MIIBIjAN&key=1169128522&frameOrigin=https://<your_registered_domain>"}}`

// sent is what a fake vendor saw.
type sent struct {
	method, url, auth, contentType, body string
}

// record answers like answer and keeps what was sent.
func record(into *[]sent, answer httpmock.Responder) httpmock.Responder {
	return func(r *http.Request) (*http.Response, error) {
		var body []byte
		if r.Body != nil {
			body, _ = io.ReadAll(r.Body)
		}
		*into = append(*into, sent{r.Method, r.URL.String(), r.Header.Get("Authorization"), r.Header.Get("Content-Type"), string(body)})
		return answer(r)
	}
}

func fixedToken() meeting.Credentials {
	return meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret(token)}
}

func newFake(t *testing.T, cfg zohosdk.Config) (*zohosdk.Provider, *httpmock.MockTransport) {
	t.Helper()
	fake := httpmock.NewMockTransport()
	cfg.Auth, cfg.Transport = fixedToken(), fake
	p, err := zohosdk.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p, fake
}
