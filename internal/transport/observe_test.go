package transport

import (
	"context"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
)

type watcher struct {
	attempts []meeting.Attempt
	outcomes []meeting.Outcome
}

type watched struct{}

func (w *watcher) Request(ctx context.Context, a meeting.Attempt) (context.Context, func(meeting.Outcome)) {
	w.attempts = append(w.attempts, a)
	return context.WithValue(ctx, watched{}, true), func(o meeting.Outcome) { w.outcomes = append(w.outcomes, o) }
}

func TestObserver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen watcher
		answers := []int{http.StatusBadGateway, http.StatusOK}
		vendor := httpmock.NewMockTransport()
		vendor.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
			if r.Context().Value(watched{}) == nil {
				t.Error("the request does not carry the observer's context")
			}
			time.Sleep(time.Second) // virtual
			status := answers[0]
			answers = answers[1:]
			answer := httpmock.NewStringResponse(status, "{}")
			answer.Header.Set("X-Request-Id", "r1")
			return answer, nil
		})
		c := New(Config{Provider: "work", BaseURL: "https://vendor.example", Transport: vendor, Observer: &seen})
		if _, err := c.Do(t.Context(), Request{Op: "get", Method: http.MethodGet, Path: "/v1/meetings/{id}", Args: []string{"secret-id"}}); err != nil {
			t.Fatal(err)
		}
		attempt := meeting.Attempt{Provider: "work", Op: "get", Method: "GET", Path: "/v1/meetings/{id}", Number: 1}
		again := attempt
		again.Number = 2
		if diff := cmp.Diff([]meeting.Attempt{attempt, again}, seen.attempts); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if diff := cmp.Diff([]meeting.Outcome{
			{Status: 502, Kind: meeting.ErrUnavailable, RequestID: "r1", Duration: time.Second},
			{Status: 200, RequestID: "r1", Duration: time.Second},
		}, seen.outcomes); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
	})
}
