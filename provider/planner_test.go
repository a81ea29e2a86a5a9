package provider_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// planning is a fake that knows its limits.
type planning struct{ *fake }

func (planning) Headroom(_ context.Context, op provider.Op, host string) (provider.Headroom, error) {
	return provider.Headroom{Calls: len(host), Limited: string(op)}, nil
}

func (planning) NextSlot(_ context.Context, _ provider.Op, _ string, n int) (time.Time, error) {
	return noon.Add(time.Duration(n) * time.Hour), nil
}

func TestPlanner(t *testing.T) {
	c := provider.NewClient(planning{newFake()}, provider.ClientConfig{})
	h, err := c.Headroom(t.Context(), provider.OpCreate, "four")
	if err != nil || h.Calls != 4 || h.Limited != "create" {
		t.Errorf("Headroom = %+v, %v", h, err)
	}
	at, err := c.NextSlot(t.Context(), provider.OpCreate, "", 3)
	if err != nil || !at.Equal(noon.Add(3*time.Hour)) {
		t.Errorf("NextSlot = %v, %v", at, err)
	}
}

func TestPlannerWithoutLimits(t *testing.T) {
	c := provider.NewClient(newFake(), provider.ClientConfig{Now: func() time.Time { return noon }})
	if h, err := c.Headroom(t.Context(), provider.OpCreate, ""); err != nil || h.Calls != -1 {
		t.Errorf("Headroom = %+v, %v", h, err)
	}
	if at, err := c.NextSlot(t.Context(), provider.OpCreate, "", 9); err != nil || !at.Equal(noon) {
		t.Errorf("NextSlot = %v, %v", at, err)
	}
}

func TestPlannerRefusesWhatIsNotOffered(t *testing.T) {
	f := newFake()
	f.info.Capabilities.Operations = nil
	if _, err := provider.NewClient(planning{f}, provider.ClientConfig{}).Headroom(t.Context(), provider.OpCreate, ""); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("Headroom: %v", err)
	}
}
