package provider_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// signer signs in, and examines itself.
type signer struct {
	*fake
	panics bool
	req    provider.AuthorizeRequest
}

func (s *signer) Scopes() []string { return []string{"a"} }

func (s *signer) AuthorizeURL(req provider.AuthorizeRequest) (string, error) {
	s.req = req
	return "https://vendor.example/consent", nil
}

func (s *signer) Authorize(_ context.Context, req provider.AuthorizeRequest, _ url.Values) (provider.Authorization, error) {
	s.req = req
	return provider.Authorization{Scopes: req.Scopes}, &meeting.Error{Kind: meeting.ErrPermission}
}

func (s *signer) AuthStatus(context.Context) (meeting.CredentialStatus, error) {
	panic("oh")
}

func (s *signer) Examine(context.Context) []provider.Finding {
	if s.panics {
		panic("oh")
	}
	return []provider.Finding{{Check: "x", Status: provider.FindingOK, Message: "two\nlines"}}
}

func TestExamine(t *testing.T) {
	s := &signer{fake: newFake()}
	c := provider.NewClient(s, provider.ClientConfig{})
	if list := c.Examine(t.Context()); len(list) != 1 || list[0].Provider != "work" || list[0].Message != "two lines" {
		t.Errorf("%+v", list)
	}
	s.panics = true
	if list := c.Examine(t.Context()); len(list) != 1 || list[0].Status != provider.FindingFail || list[0].Kind != meeting.ErrProtocol {
		t.Errorf("%+v", list)
	}
	c = provider.NewClient(bare{newFake()}, provider.ClientConfig{})
	if list := c.Examine(t.Context()); len(list) != 1 || list[0].Status != provider.FindingWarn || list[0].Provider != "work" {
		t.Errorf("%+v", list)
	}
}

// Signing in is no part of the capabilities: the type alone says that it is there.
func TestAuthorize(t *testing.T) {
	s := &signer{fake: newFake()}
	s.info.Capabilities.Operations = nil
	c := provider.NewClient(s, provider.ClientConfig{})
	if page, err := c.AuthorizeURL(provider.AuthorizeRequest{}); err != nil || page == "" || len(s.req.Scopes) != 1 {
		t.Errorf("%s, %v, asked for %v", page, err, s.req.Scopes)
	}
	got, err := c.Authorize(t.Context(), provider.AuthorizeRequest{Scopes: []string{"b", "c"}}, nil)
	if e := wants(t, err, meeting.ErrPermission, ""); e.Provider != "work" || e.Op != "auth.login" || got.Scopes != nil || len(s.req.Scopes) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	_, err = c.AuthStatus(t.Context())
	wants(t, err, meeting.ErrProtocol, "panicked")
	c = provider.NewClient(bare{newFake()}, provider.ClientConfig{})
	_, err = c.AuthorizeURL(provider.AuthorizeRequest{})
	if wants(t, err, meeting.ErrUnsupported, "auth.login"); !errors.Is(err, errors.ErrUnsupported) || !strings.Contains(err.Error(), "does not offer") {
		t.Error(err)
	}
}

// An answer to a vendor's question is no event; an event has a key and the
// provider's name.
func TestParseEvent(t *testing.T) {
	f := newFake()
	d, err := f.client().ParseEvent(nil, nil)
	if err != nil || d.Event.Provider != "work" || d.Event.Meeting.Provider != "work" || d.Event.Meeting.Vendor != "fake" {
		t.Errorf("%+v, %v", d, err)
	}
	f.reply = []byte("{}")
	if d, err = f.client().ParseEvent(nil, nil); err != nil || string(d.Reply) != "{}" || d.Event.Key != "" {
		t.Errorf("%+v, %v", d, err)
	}
}
