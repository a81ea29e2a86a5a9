package zohocliq_test

import (
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/zohocliq"
)

const (
	history = "https://cliq.zoho.com/api/v2/mediasessions"
	token   = "1000.aa.bb"
	callID  = "62440502_1643361407784_1643361407650"
)

// page is one page of the history with one session.
func page(id, next string) string {
	body := `{"data":[{"nrs_id":"` + id + `","id":"392330000000598005","type":"audio_conference","title":"av_recording",` +
		`"start_time":1643361407614,"end_time":1643361458859,"host":{"name":"\"Scott Fisher","id":"62589940502"},"participant_count":10}]`
	if next != "" {
		body += `,"next_token":"` + next + `"`
	}
	return body + "}"
}

// sent is what a fake vendor saw.
type sent struct{ method, url, auth, version string }

// record answers like answer and keeps what was sent.
func record(into *[]sent, answer httpmock.Responder) httpmock.Responder {
	return func(r *http.Request) (*http.Response, error) {
		*into = append(*into, sent{r.Method, r.URL.String(), r.Header.Get("Authorization"), r.Header.Get("X-Api-Version")})
		return answer(r)
	}
}

// bodies answers with one body after the other.
func bodies(texts ...string) httpmock.Responder {
	answers := make([]*http.Response, len(texts))
	for i, text := range texts {
		answers[i] = httpmock.NewStringResponse(http.StatusOK, text)
	}
	return httpmock.ResponderFromMultipleResponses(answers)
}

func fixedToken() meeting.Credentials {
	return meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret(token)}
}

// newFake returns a provider whose every request goes to answer.
func newFake(t *testing.T, answer httpmock.Responder) (*zohocliq.Provider, *[]sent) {
	t.Helper()
	fake := httpmock.NewMockTransport()
	var got []sent
	fake.RegisterNoResponder(record(&got, answer))
	p, err := zohocliq.New(zohocliq.Config{Auth: fixedToken(), Transport: fake, Limits: meeting.AccountLimits{Plan: meeting.PlanNone}})
	if err != nil {
		t.Fatal(err)
	}
	return p, &got
}
