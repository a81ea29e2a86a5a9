package zohosdk_test

import (
	"errors"
	"net/http"
	"testing"

	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/zohosdk"
)

func TestErrorKinds(t *testing.T) {
	const invalidToken = `{"error":{"code":2000,"message":"INVALID_OAUTHTOKEN"}}`
	for name, c := range map[string]struct {
		status int
		body   string
		kind   meeting.ErrorKind
		code   string
	}{
		"E1 as documented":       {400, invalidToken, meeting.ErrUnauthenticated, "INVALID_OAUTHTOKEN"},
		"E1 with 401":            {401, invalidToken, meeting.ErrUnauthenticated, "INVALID_OAUTHTOKEN"},
		"E1 with 500":            {500, invalidToken, meeting.ErrUnauthenticated, "INVALID_OAUTHTOKEN"},
		"E1 with 200":            {200, invalidToken, meeting.ErrUnauthenticated, "INVALID_OAUTHTOKEN"},
		"E1, number only":        {400, `{"error":{"code":2000}}`, meeting.ErrUnauthenticated, "2000"},
		"E1, as text":            {400, `{"error":{"code":"2000","message":"x"}}`, meeting.ErrUnauthenticated, "2000"},
		"E2 no such key":         {400, `{"error":{"errorCode":4000,"message":"x","key":"INVALID_MEETING_KEY"}}`, meeting.ErrNotFound, "INVALID_MEETING_KEY"},
		"E3 wrong organisation":  {401, `{"error":{"errorCode":3001,"message":"x","key":"UNAUTHORIZED_USER"}}`, meeting.ErrPermission, "UNAUTHORIZED_USER"},
		"E3, number only":        {401, `{"error":{"errorCode":3001,"message":"x"}}`, meeting.ErrPermission, "3001"},
		"E4 wrong organisation":  {403, `{"error":{"code":1025,"message":"Org doesn't matches with request uri"},"resourceType":"x"}`, meeting.ErrPermission, "1025"},
		"E4 no administrator":    {403, `{"error":{"code":1009,"message":"Invalid org admin"}}`, meeting.ErrPermission, "1009"},
		"extra member":           {400, `{"error":{"errorCode":1,"message":"x","key":"EXTRA_PARAM_FOUND"}}`, meeting.ErrInvalid, "EXTRA_PARAM_FOUND"},
		"unknown error with 200": {200, `{"error":{"code":77,"message":"x"}}`, meeting.ErrProtocol, "77"},
		"401 without a body":     {401, ``, meeting.ErrUnauthenticated, ""},
		"403 without a body":     {403, ``, meeting.ErrPermission, ""},
		"404 page":               {404, `<html></html>`, meeting.ErrNotFound, ""},
		"429":                    {429, `{}`, meeting.ErrRateLimited, ""},
		"throttled with 400":     {400, `{"error":"Access Denied","error_description":"You have made too many requests continuously."}`, meeting.ErrRateLimited, "Access Denied"},
		"500":                    {500, `{"error":{"code":1,"message":"x"}}`, meeting.ErrOutcomeUnknown, "1"},
		"503":                    {503, ``, meeting.ErrOutcomeUnknown, ""},
		"redirect":               {302, ``, meeting.ErrProtocol, ""},
		"no answer":              {200, ``, meeting.ErrProtocol, ""},
		"cut answer":             {200, `{"session":{"meetingKey":"1"}`, meeting.ErrProtocol, ""},
		"answer without id":      {200, `{"session":{}}`, meeting.ErrProtocol, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, fake := newFake(t, zohosdk.Config{OrgID: "1234567"})
			fake.RegisterResponder(http.MethodPost, meetPath, httpmock.NewStringResponder(c.status, c.body))
			m, err := p.Instant(t.Context(), meeting.InstantRequest{})
			var e *meeting.Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			if e.Kind != c.kind || e.Code != c.code || m.ID != "" {
				t.Errorf("got kind %q and code %q: %v", e.Kind, e.Code, err)
			}
			if n := fake.GetTotalCallCount(); n != 1 { // a fixed token can't be renewed, and nothing else is repeated
				t.Errorf("%d requests", n)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	auth := fixedToken()
	for name, c := range map[string]struct {
		cfg zohosdk.Config
		ok  bool
	}{
		"least":               {zohosdk.Config{Auth: auth}, true},
		"all":                 {zohosdk.Config{Auth: auth, DataCenter: "eu", BaseURL: "http://127.0.0.1:1", OrgID: "1"}, true},
		"no credential":       {zohosdk.Config{}, false},
		"flow of another":     {zohosdk.Config{Auth: meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("k")}}, false},
		"unknown data centre": {zohosdk.Config{Auth: auth, DataCenter: "mars"}, false},
		"plain http":          {zohosdk.Config{Auth: auth, BaseURL: "http://meeting.zoho.com"}, false},
		"base with a path":    {zohosdk.Config{Auth: auth, BaseURL: "https://meeting.zoho.com/api"}, false},
		"org with a slash":    {zohosdk.Config{Auth: auth, OrgID: "a/b"}, false},
		"org of dots":         {zohosdk.Config{Auth: auth, OrgID: ".."}, false},
		"org with an escape":  {zohosdk.Config{Auth: auth, OrgID: "%2e%2e"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := zohosdk.New(c.cfg)
			if c.ok != (err == nil) || (err != nil && !errors.Is(err, meeting.ErrInvalid)) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestDataCenterHost(t *testing.T) {
	p, fake := newFake(t, zohosdk.Config{DataCenter: "ca", OrgID: "7"})
	var got []sent
	fake.RegisterNoResponder(record(&got, httpmock.NewStringResponder(http.StatusOK, sessionAnswer)))
	if _, err := p.Instant(t.Context(), meeting.InstantRequest{}); err != nil {
		t.Fatal(err)
	}
	if want := "https://meeting.zohocloud.ca/meeting/api/v2/7/sdk/session/meet"; got[0].url != want {
		t.Errorf("got %s, want %s", got[0].url, want)
	}
}
