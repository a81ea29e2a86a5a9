package zohosdk_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohosdk"
)

func TestInstantRequest(t *testing.T) {
	native, err := zohosdk.Options{ConferenceType: "audio"}.Native()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		req   meeting.InstantRequest
		body  string
		media meeting.Media
	}{
		"no media":     {meeting.InstantRequest{}, `{"session":{"conferenceType":"video"}}`, meeting.MediaVideo},
		"video":        {meeting.InstantRequest{Media: meeting.MediaVideo}, `{"session":{"conferenceType":"video"}}`, meeting.MediaVideo},
		"audio":        {meeting.InstantRequest{Media: meeting.MediaAudio}, `{"session":{"conferenceType":"audio"}}`, meeting.MediaAudio},
		"typed native": {meeting.InstantRequest{Native: native}, `{"session":{"conferenceType":"audio"}}`, meeting.MediaAudio},
		"raw native":   {meeting.InstantRequest{Native: json.RawMessage(`{"session":{"conferenceType":"Audio","x":1}}`)}, `{"session":{"conferenceType":"Audio","x":1}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p, fake := newFake(t, zohosdk.Config{OrgID: "1234567"})
			var got []sent
			fake.RegisterResponder(http.MethodPost, meetPath, record(&got, httpmock.NewStringResponder(http.StatusOK, sessionAnswer)))
			m, err := p.Instant(t.Context(), c.req)
			if err != nil {
				t.Fatal(err)
			}
			want := []sent{{http.MethodPost, meetPath, "Zoho-oauthtoken " + token, "application/json; charset=utf-8", c.body}}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(sent{})); diff != "" {
				t.Error(diff)
			}
			if m.ID != "1169128522" || m.Media != c.media || m.Start != time.Date(2024, 1, 4, 13, 30, 0, 0, time.UTC) {
				t.Errorf("got %s %q %s", m.ID, m.Media, m.Start)
			}
		})
	}
}

// The front takes the example's host link with its placeholder, and says what the
// SDK loses.
func TestInstantThroughClient(t *testing.T) {
	p, fake := newFake(t, zohosdk.Config{Name: "sdk", OrgID: "1234567"})
	fake.RegisterResponder(http.MethodPost, meetPath, httpmock.NewStringResponder(http.StatusCreated, sessionAnswer))
	c := provider.NewClient(p, provider.ClientConfig{})
	m, err := c.Instant(t.Context(), meeting.InstantRequest{Title: "Now", Duration: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	want := []meeting.Loss{
		{Field: "title", Wanted: "Now", Severity: meeting.Warn, Reason: "the SDK's request has no title"},
		{Field: "duration_seconds", Wanted: "1h0m0s", Severity: meeting.Note, Reason: "an instant session ends when its people leave"},
	}
	if diff := cmp.Diff(want, m.Losses); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(m.HostURL.Reveal(), "<your_registered_domain>") || m.Provider != "sdk" || m.Vendor != "zoho-sdk" {
		t.Errorf("got provider %s, vendor %s", m.Provider, m.Vendor)
	}
	_, err = c.Instant(t.Context(), meeting.InstantRequest{Title: "Now", OnLoss: meeting.LossStrict})
	if !errors.Is(err, errors.ErrUnsupported) || fake.GetTotalCallCount() != 1 {
		t.Errorf("got %v after %d calls", err, fake.GetTotalCallCount())
	}
}

func TestDisclaimed(t *testing.T) {
	p, fake := newFake(t, zohosdk.Config{})
	_, people := p.ListParticipants(t.Context(), "1169128522", meeting.ParticipantQuery{})
	cancel := provider.NewClient(p, provider.ClientConfig{}).CancelMeeting(t.Context(), "1169128522", meeting.CancelOptions{})
	for _, err := range []error{people, cancel} {
		if !errors.Is(err, meeting.ErrUnsupported) || !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("got %v", err)
		}
	}
	if n := fake.GetTotalCallCount(); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// The organisation is looked up once, however many ask at the same time.
func TestOrganisationOnce(t *testing.T) {
	p, fake := newFake(t, zohosdk.Config{})
	release := make(chan struct{})
	fake.RegisterResponder(http.MethodGet, userPath, func(*http.Request) (*http.Response, error) {
		<-release
		return httpmock.NewStringResponse(http.StatusOK, `{"userDetails":{"zsoid":1234567}}`), nil
	})
	fake.RegisterResponder(http.MethodPost, meetPath, httpmock.NewStringResponder(http.StatusOK, sessionAnswer))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := p.Instant(t.Context(), meeting.InstantRequest{}); err != nil {
				t.Error(err)
			}
		})
	}
	// One who gives up doesn't end the lookup of the others.
	impatient, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := p.Instant(impatient, meeting.InstantRequest{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the end of the context", err)
	}
	close(release)
	group.Wait()
	if _, err := p.Instant(t.Context(), meeting.InstantRequest{}); err != nil {
		t.Error(err)
	}
	if n := fake.GetCallCountInfo()["GET "+userPath]; n != 1 {
		t.Errorf("the organisation was looked up %d times", n)
	}
}

func TestOrganisationFails(t *testing.T) {
	p, fake := newFake(t, zohosdk.Config{})
	answers := []*http.Response{
		httpmock.NewStringResponse(http.StatusBadRequest, `{"error":{"code":"OAUTH_SCOPE_MISMATCH","message":"no"}}`),
		httpmock.NewStringResponse(http.StatusOK, `{"userDetails":{"zuid":1}}`),
		httpmock.NewStringResponse(http.StatusOK, `{"userDetails":{"zsoid":"1234567"}}`),
	}
	fake.RegisterResponder(http.MethodGet, userPath, httpmock.ResponderFromMultipleResponses(answers))
	fake.RegisterResponder(http.MethodPost, meetPath, httpmock.NewStringResponder(http.StatusOK, sessionAnswer))
	_, err := p.Instant(t.Context(), meeting.InstantRequest{})
	if !errors.Is(err, meeting.ErrPermission) || !strings.Contains(err.Error(), "ZohoMeeting.manageOrg.READ") {
		t.Errorf("without the scope: got %v", err)
	}
	if _, err = p.Instant(t.Context(), meeting.InstantRequest{}); !errors.Is(err, meeting.ErrProtocol) {
		t.Errorf("without zsoid: got %v", err)
	}
	if _, err = p.Instant(t.Context(), meeting.InstantRequest{}); err != nil {
		t.Errorf("a failure was kept: %v", err)
	}
}
