package zohocliq_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
)

// people came and went, came, and never came.
const people = `{"url":"/x","type":"participant","next_token":"more",` + peopleData

// peopleData ends a page, for one that is the last.
const peopleData = `"data":[
{"email_id":"a@example.com","name":"A","start_time":1654794247047,"end_time":1654797815323,"role":"host","id":"1"},
{"name":"B","start_time":1654794247047,"role":"speaker","id":"2"},
{"name":"C","role":"speaker","id":"3"}]}`

func TestParticipants(t *testing.T) {
	const left, live, invited, joined = meeting.ParticipantLeft, meeting.ParticipantLive, meeting.ParticipantInvited, meeting.ParticipantJoined
	for name, c := range map[string]struct {
		q      meeting.ParticipantQuery
		query  string
		states []meeting.ParticipantState
	}{
		"all":         {meeting.ParticipantQuery{}, "limit=100", []meeting.ParticipantState{left, joined, ""}},
		"live":        {meeting.ParticipantQuery{State: live}, "filter=live&limit=100", []meeting.ParticipantState{live, live}},
		"invited":     {meeting.ParticipantQuery{State: invited}, "filter=invited&limit=100", []meeting.ParticipantState{invited, invited}},
		"joined":      {meeting.ParticipantQuery{State: joined}, "filter=joined&limit=100", []meeting.ParticipantState{left, joined, joined}},
		"left":        {meeting.ParticipantQuery{State: left}, "filter=joined&limit=100", []meeting.ParticipantState{left}},
		"second page": {meeting.ParticipantQuery{PageToken: "t", PageSize: 5}, "limit=5&next_token=t", []meeting.ParticipantState{left, joined, ""}},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := newFake(t, bodies(people))
			result, err := p.ListParticipants(t.Context(), callID, c.q)
			if err != nil {
				t.Fatal(err)
			}
			want := []sent{{http.MethodGet, history + "/" + callID + "/participants?" + c.query, "Zoho-oauthtoken " + token, "1"}}
			if diff := cmp.Diff(want, *got, cmp.AllowUnexported(sent{})); diff != "" {
				t.Error(diff)
			}
			var states []meeting.ParticipantState
			for _, p := range result.Participants {
				states = append(states, p.State)
			}
			if diff := cmp.Diff(c.states, states); diff != "" || result.NextPage != "more" {
				t.Errorf("next page %q, states:\n%s", result.NextPage, diff)
			}
		})
	}
}

func TestParticipantsOfNobody(t *testing.T) {
	p, _ := newFake(t, httpmock.NewStringResponder(http.StatusNoContent, ""))
	result, err := p.ListParticipants(t.Context(), callID, meeting.ParticipantQuery{})
	if err != nil || len(result.Participants) != 0 {
		t.Errorf("got %v, %v", result, err)
	}
}

// An id stays in its place, whatever it is.
func TestParticipantsID(t *testing.T) {
	p, got := newFake(t, bodies(people))
	if _, err := p.ListParticipants(t.Context(), "a/b?c", meeting.ParticipantQuery{}); err != nil {
		t.Fatal(err)
	}
	if want := history + "/a%2Fb%3Fc/participants?limit=100"; (*got)[0].url != want {
		t.Errorf("got %s, want %s", (*got)[0].url, want)
	}
	if _, err := p.ListParticipants(t.Context(), "..", meeting.ParticipantQuery{}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("got %v", err)
	}
}

func TestErrorKinds(t *testing.T) {
	const lock = 10 * time.Minute
	for name, c := range map[string]struct {
		status int
		body   string
		header map[string]string
		kind   meeting.ErrorKind
		code   string
		wait   time.Duration
	}{
		"lock as seen":         {status: 400, body: `{"code":"request_limit_exceeded","message":"x"}`, kind: meeting.ErrRateLimited, code: "request_limit_exceeded", wait: lock},
		"lock in words":        {status: 400, body: `{"message":"Too many requests within a certain time frame."}`, kind: meeting.ErrRateLimited, wait: lock},
		"lock as documented":   {status: 429, body: `{"message":"Too many requests within a certain time frame."}`, kind: meeting.ErrRateLimited, wait: lock},
		"lock without a body":  {status: 429, kind: meeting.ErrRateLimited, wait: lock},
		"lock that says":       {status: 429, header: map[string]string{"Retry-After": "30"}, kind: meeting.ErrRateLimited, wait: 30 * time.Second},
		"malformed":            {status: 400, body: `{"message":"The request cannot be performed."}`, kind: meeting.ErrInvalid},
		"token":                {status: 401, body: `{"message":"Request was rejected because of invalid AuthToken."}`, kind: meeting.ErrUnauthenticated},
		"token, by code":       {status: 400, body: `{"code":"INVALID_OAUTHTOKEN","message":"x"}`, kind: meeting.ErrUnauthenticated, code: "INVALID_OAUTHTOKEN"},
		"scope as 401":         {status: 401, body: `{"code":"oauthtoken_scope_invalid","message":"x"}`, kind: meeting.ErrPermission, code: "oauthtoken_scope_invalid"},
		"scope as 403":         {status: 403, body: `{"code":"oauthtoken_scope_invalid","message":"x"}`, kind: meeting.ErrPermission, code: "oauthtoken_scope_invalid"},
		"permission":           {status: 403, body: `{"message":"x"}`, kind: meeting.ErrPermission},
		"not found":            {status: 404, body: `{"message":"The URL you've sent is wrong."}`, kind: meeting.ErrNotFound},
		"method":               {status: 405, body: `{"message":"x"}`, kind: meeting.ErrInvalid},
		"server":               {status: 500, body: `{"message":"x"}`, kind: meeting.ErrUnavailable},
		"gateway without wait": {status: 503, body: `<html></html>`, kind: meeting.ErrUnavailable},
		"error with 200":       {status: 200, body: `{"code":"x","message":"y"}`, kind: meeting.ErrProtocol, code: "x"},
		"cut":                  {status: 200, body: `{"data":[`, kind: meeting.ErrProtocol},
		"page":                 {status: 200, body: `<html></html>`, kind: meeting.ErrProtocol},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := newFake(t, func(*http.Request) (*http.Response, error) {
				answer := httpmock.NewStringResponse(c.status, c.body)
				for name, value := range c.header {
					answer.Header.Set(name, value)
				}
				return answer, nil
			})
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // shorter than the waits asked for
			defer cancel()
			_, list := p.ListMeetings(ctx, meeting.ListQuery{})
			_, get := p.GetMeeting(ctx, callID)
			_, people := p.ListParticipants(ctx, callID, meeting.ParticipantQuery{})
			for _, err := range []error{list, get, people} {
				var e *meeting.Error
				if !errors.As(err, &e) {
					t.Fatalf("got %v", err)
				}
				if e.Kind != c.kind || e.Code != c.code || e.RetryAfter != c.wait {
					t.Errorf("got kind %q, code %q, wait %s: %v", e.Kind, e.Code, e.RetryAfter, err)
				}
			}
			want := 3
			if c.status == 503 { // reads are repeated
				want = 9
			}
			if len(*got) != want {
				t.Errorf("%d requests for three calls, want %d", len(*got), want)
			}
		})
	}
}
