package zohomeeting_test

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohomeeting"
)

// TestErrors holds the map of codes and statuses to kinds.
func TestErrors(t *testing.T) {
	reference := func(code string) string {
		return `{"status":"error","error":{"code":"` + code + `","message":"It did not work"}}`
	}
	for name, c := range map[string]struct {
		status int
		body   string
		kind   meeting.ErrorKind
		code   string
	}{
		"INVALID_TOKEN":                {401, reference("INVALID_TOKEN"), meeting.ErrUnauthenticated, "INVALID_TOKEN"},
		"INVALID_TOKEN at 400":         {400, reference("INVALID_TOKEN"), meeting.ErrUnauthenticated, "INVALID_TOKEN"},
		"INVALID_MEETING_KEY":          {404, reference("INVALID_MEETING_KEY"), meeting.ErrNotFound, "INVALID_MEETING_KEY"},
		"INVALID_MEETING_KEY at 400":   {400, reference("INVALID_MEETING_KEY"), meeting.ErrNotFound, "INVALID_MEETING_KEY"},
		"MEETING_PAST":                 {400, reference("MEETING_PAST"), meeting.ErrConflict, "MEETING_PAST"},
		"PARTICIPANT_LIMIT_REACHED":    {403, reference("PARTICIPANT_LIMIT_REACHED"), meeting.ErrInvalid, "PARTICIPANT_LIMIT_REACHED"},
		"INVALID_DATE_FORMAT":          {400, reference("INVALID_DATE_FORMAT"), meeting.ErrInvalid, "INVALID_DATE_FORMAT"},
		"RECORDING_NOT_AVAILABLE":      {404, reference("RECORDING_NOT_AVAILABLE"), meeting.ErrNotReady, "RECORDING_NOT_AVAILABLE"},
		"unknown word":                 {400, reference("SOMETHING_ELSE"), meeting.ErrInvalid, "SOMETHING_ELSE"},
		"E1":                           {400, `{"error":{"code":2000,"message":"INVALID_OAUTHTOKEN"}}`, meeting.ErrUnauthenticated, "INVALID_OAUTHTOKEN"},
		"E2 meeting":                   {400, `{"error":{"errorCode":4000,"message":"No","key":"INVALID_MEETING_KEY"}}`, meeting.ErrNotFound, "INVALID_MEETING_KEY"},
		"E2 recording":                 {400, `{"error":{"errorCode":4019,"message":"No","key":"INVALID_E_RECORDING_ID"}}`, meeting.ErrNotFound, "INVALID_E_RECORDING_ID"},
		"E3":                           {401, `{"error":{"errorCode":3001,"message":"No","key":"UNAUTHORIZED_USER"}}`, meeting.ErrPermission, "UNAUTHORIZED_USER"},
		"E4 org":                       {403, `{"error":{"code":1025,"message":"Org doesn't matches with request uri"},"resourceType":"x"}`, meeting.ErrPermission, "1025"},
		"E4 page":                      {400, `{"error":{"code":1028,"message":"Count shouldn't exceed 100"}}`, meeting.ErrInvalid, "1028"},
		"top level":                    {404, `{"code":"X","message":"gone"}`, meeting.ErrNotFound, "X"},
		"too often, 400":               {400, `{"error":"Access Denied","error_description":"You have made too many requests continuously.","status":"failure"}`, meeting.ErrRateLimited, "Access Denied"},
		"429":                          {429, reference("INVALID_TOKEN"), meeting.ErrRateLimited, "INVALID_TOKEN"},
		"401 without a word":           {401, ``, meeting.ErrUnauthenticated, ""},
		"403 without a word":           {403, ``, meeting.ErrPermission, ""},
		"404 page":                     {404, `<html>`, meeting.ErrNotFound, ""},
		"500":                          {500, `{"status":"error","error":{"code":"INTERNAL","message":"no"}}`, meeting.ErrUnavailable, "INTERNAL"},
		"redirect to a sign-in page":   {302, ``, meeting.ErrProtocol, ""},
		"error with 200":               {200, reference("MEETING_PAST"), meeting.ErrConflict, "MEETING_PAST"},
		"error with 200, unknown":      {200, reference("WHATEVER"), meeting.ErrProtocol, "WHATEVER"},
		"failure with 200":             {200, `{"status":"failure","message":"no"}`, meeting.ErrProtocol, ""},
		"error with 200, no status":    {200, `{"error":{"code":2000,"message":"INVALID_OAUTHTOKEN"}}`, meeting.ErrUnauthenticated, "INVALID_OAUTHTOKEN"},
		"cut short":                    {200, oneMeeting[:40], meeting.ErrProtocol, ""},
		"HTML with 200":                {200, `<!DOCTYPE html><title>Sign in</title>`, meeting.ErrProtocol, ""},
		"no id":                        {200, `{"status":"success","data":{"topic":"x"}}`, meeting.ErrProtocol, ""},
		"empty answer":                 {200, ``, meeting.ErrProtocol, ""},
		"an answer about other things": {200, `{"status":"success","data":[]}`, meeting.ErrProtocol, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, far := mocked(t, zohomeeting.Config{Name: "work"}, answer(c.status, c.body))
			m, err := p.GetMeeting(t.Context(), "1234567890")
			var e *meeting.Error
			if !errors.As(err, &e) || !errors.Is(err, c.kind) {
				t.Fatalf("got %v, want kind %s", err, c.kind)
			}
			if e.Code != c.code || m.ID != "" {
				t.Errorf("got code %q with meeting %q, want %q", e.Code, m.ID, c.code)
			}
			if strings.Contains(err.Error(), "http") || strings.ContainsAny(err.Error(), "<{\n") {
				t.Errorf("the text gives too much away: %v", err)
			}
			want := 1 // a fixed token can't be renewed
			if c.kind == meeting.ErrRateLimited {
				want = 3 // reads are repeated
			}
			if len(far.requests) != want {
				t.Errorf("%d requests, want %d", len(far.requests), want)
			}
		})
	}
}

// TestErrorsOfSuccess: a title is no error.
func TestErrorsOfSuccess(t *testing.T) {
	for _, body := range []string{
		`{"status":"success","data":{"meeting_key":"1","topic":"\"error\" and \"failure\"","agenda":"error"}}`,
		`{"data":{"meeting_key":"1","status":"error","error":{}},"status":"success"}`,
		`{"status":"success","error":null,"data":{"meeting_key":"1"}}`,
		`{"error":null,"meeting_key":"1"}`,
	} {
		p, _ := mocked(t, zohomeeting.Config{}, answer(200, body))
		if m, err := p.GetMeeting(t.Context(), "1"); err != nil || m.ID != "1" {
			t.Errorf("%s: %v", body, err)
		}
	}
}

// TestRateLimit: the reference has no Retry-After; the reset is in Unix seconds.
func TestRateLimit(t *testing.T) {
	body := `{"status":"error","error":{"code":"RATE_LIMIT_EXCEEDED","message":"Too many requests"}}`
	for name, c := range map[string]struct {
		header []string
		want   time.Duration
	}{
		"reset":       {[]string{"X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "0", "X-RateLimit-Reset", strconv.FormatInt(now.Unix()+42, 10)}, 42 * time.Second},
		"past reset":  {[]string{"X-RateLimit-Reset", "1702396800"}, 0},
		"retry after": {[]string{"Retry-After", "7", "X-RateLimit-Reset", strconv.FormatInt(now.Unix()+42, 10)}, 7 * time.Second},
		"nothing":     {nil, 0},
	} {
		p, _ := mocked(t, zohomeeting.Config{}, answer(http.StatusTooManyRequests, body, c.header...))
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second) // shorter than the waits asked for
		_, err := p.GetMeeting(ctx, "1")
		cancel()
		var e *meeting.Error
		if !errors.As(err, &e) || e.Kind != meeting.ErrRateLimited || e.RetryAfter != c.want {
			t.Errorf("%s: got %v, want a wait of %s", name, err, c.want)
		}
	}
}

// TestRefusedBeforeTheCall: what the reference can't do sends nothing.
func TestRefusedBeforeTheCall(t *testing.T) {
	p, far := mocked(t, zohomeeting.Config{}, answer(200, emptyList))
	many := make([]meeting.Person, 101)
	daily := meeting.Recurrence{Frequency: meeting.Daily, Count: 3}
	for name, c := range map[string]struct {
		call func() error
		kind meeting.ErrorKind
	}{
		"live list": {func() error {
			_, err := p.ListMeetings(t.Context(), meeting.ListQuery{Status: meeting.StatusLive})
			return err
		}, meeting.ErrUnsupported},
		"live participants": {func() error {
			_, err := p.ListParticipants(t.Context(), "1", meeting.ParticipantQuery{State: meeting.ParticipantLive})
			return err
		}, meeting.ErrUnsupported},
		"foreign page token": {func() error {
			_, err := p.ListMeetings(t.Context(), meeting.ListQuery{PageToken: "+2"})
			return err
		}, meeting.ErrInvalid},
		"first page as a token": {func() error {
			_, err := p.ListSessions(t.Context(), "1", meeting.PageQuery{PageToken: "1"})
			return err
		}, meeting.ErrInvalid},
		"foreign filter": {func() error {
			_, err := p.ListMeetings(t.Context(), meeting.ListQuery{Filter: map[string]string{"listtype": "past"}})
			return err
		}, meeting.ErrInvalid},
		"filter with a wrong word": {func() error {
			_, err := p.ListMeetings(t.Context(), meeting.ListQuery{Filter: map[string]string{"status": "live"}})
			return err
		}, meeting.ErrInvalid},
		"filter with a wrong date": {func() error {
			_, err := p.ListMeetings(t.Context(), meeting.ListQuery{Filter: map[string]string{"to_date": "tomorrow"}})
			return err
		}, meeting.ErrInvalid},
		"too many people": {func() error { return p.Invite(t.Context(), "1", many) }, meeting.ErrInvalid},
		"webinar of half a minute": {func() error {
			_, err := p.CreateWebinar(t.Context(), meeting.WebinarRequest{Title: "T", Start: now, Duration: 90 * time.Second})
			return err
		}, meeting.ErrUnsupported},
		"default of half a minute": {func() error {
			length := 90 * time.Second
			_, err := p.UpdateSettings(t.Context(), meeting.AccountPatch{DefaultDuration: &length})
			return err
		}, meeting.ErrUnsupported},
		"daily rule": {func() error {
			_, err := p.CreateMeeting(t.Context(), meeting.CreateRequest{Title: "T", Start: now, Duration: time.Hour, Recurrence: daily})
			return err
		}, meeting.ErrUnsupported},
		"daily rule in a change": {func() error {
			start := now
			_, err := p.UpdateMeeting(t.Context(), "1", meeting.Patch{Start: &start, Recurrence: &daily})
			return err
		}, meeting.ErrUnsupported},
		"rule without a start": {func() error {
			_, err := p.UpdateMeeting(t.Context(), "1", meeting.Patch{Recurrence: &daily})
			return err
		}, meeting.ErrInvalid},
		"dots for an id": {func() error { _, err := p.GetMeeting(t.Context(), ".."); return err }, meeting.ErrInvalid},
	} {
		if err := c.call(); !errors.Is(err, c.kind) {
			t.Errorf("%s: got %v, want %s", name, err, c.kind)
		}
	}
	if len(far.requests) != 0 {
		t.Errorf("%d requests were sent", len(far.requests))
	}
}

// TestLosses holds what preflight says of a request that asks for all there is.
func TestLosses(t *testing.T) {
	p, _ := mocked(t, zohomeeting.Config{}, answer(200, oneMeeting))
	req := meeting.CreateRequest{
		Title: "T", Start: now, Duration: 90 * time.Second, Zone: "Europe/Berlin", Host: "a@b.example", Passcode: meeting.NewSecret("1234"),
		Media: meeting.MediaAudio, Recurrence: meeting.Recurrence{Frequency: meeting.Monthly, Count: 2},
		Settings: meeting.Settings{WaitingRoom: meeting.On, MuteOnEntry: meeting.On, JoinBeforeHost: meeting.Off, Locked: meeting.On,
			Recording: meeting.RecordLocal, ScreenShare: meeting.Off, MaxParticipants: 5, SignInRequired: meeting.On},
	}
	got := map[string]meeting.Severity{}
	for _, l := range provider.Preflight(p.Info(), req) {
		got[l.Field] = l.Severity
		if l.Reason == "" {
			t.Errorf("%s: no reason", l.Field)
		}
	}
	want := map[string]meeting.Severity{
		"duration_seconds": meeting.Refuse, "host": meeting.Warn, "passcode": meeting.Warn, "media": meeting.Warn, "recurrence": meeting.Refuse,
		"settings.join_before_host": meeting.Warn, "settings.locked": meeting.Refuse, "settings.recording": meeting.Warn,
		"settings.max_participants": meeting.Warn, "settings.sign_in_required": meeting.Refuse,
	}
	for field := range want {
		if got[field] != want[field] {
			t.Errorf("%s: got %q, want %q", field, got[field], want[field])
		}
	}
	if len(got) != len(want) {
		t.Errorf("got %v", got)
	}
}
