package provider_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store/memory"
)

// TestCreated: what a key has made is found, also after a lost answer, and nothing is
// ever made.
func TestCreated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		v := newVendor(provider.SearchContent)
		c := provider.NewClient(v, provider.ClientConfig{Store: memory.New(nil)})
		req := meeting.CreateRequest{Key: "k", Title: "a", Start: time.Now().Add(time.Hour), Duration: time.Hour}
		if _, err := c.Created(t.Context(), req); !errors.Is(err, meeting.ErrNotFound) || v.sent != 0 {
			t.Errorf("before: %v, %d sent", err, v.sent)
		}
		made, err := c.CreateMeeting(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := c.Created(t.Context(), req); err != nil || got.ID != made.ID {
			t.Errorf("after: %+v, %v", got, err)
		}
		other := req
		other.Title = "b"
		if _, err := c.Created(t.Context(), other); !errors.Is(err, meeting.ErrConflict) {
			t.Errorf("with other content: %v", err)
		}

		blind := newVendor("") // a vendor that can't be searched leaves it open
		blind.next = []fault{drop}
		c = provider.NewClient(blind, provider.ClientConfig{Store: memory.New(nil)})
		if _, err := c.CreateMeeting(t.Context(), req); !errors.Is(err, meeting.ErrOutcomeUnknown) {
			t.Fatal(err)
		}
		if _, err := c.Created(t.Context(), req); !errors.Is(err, meeting.ErrOutcomeUnknown) || blind.sent != 1 {
			t.Errorf("unknown: %v, %d sent", err, blind.sent)
		}
		if _, err := provider.NewClient(v, provider.ClientConfig{}).Created(t.Context(), req); !errors.Is(err, meeting.ErrUnsupported) {
			t.Errorf("without a store: %v", err)
		}
		req.Key = ""
		if _, err := c.Created(t.Context(), req); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("without a key: %v", err)
		}
	})
}
