package providertest

import (
	"context"
	"slices"
	"time"

	"github.com/libmeet/meeting/provider"
)

func examine(p *probe) {
	if _, ok := p.p.(provider.Examiner); !ok {
		p.skip(p.h.Vendor + " does not examine itself")
	}
	grades := []provider.FindingStatus{provider.FindingOK, provider.FindingWarn, provider.FindingFail}
	list := p.c.Examine(p.t.Context())
	if len(list) == 0 {
		p.errorf("nothing was found, not even that all is well")
	}
	for _, f := range list {
		switch {
		case f.Check == "" || f.Message == "" || f.Provider != p.in.Name || !slices.Contains(grades, f.Status):
			p.errorf("not a whole finding: %+v", f)
		case f.Status == provider.FindingFail:
			p.errorf("%s fails: %s", f.Check, f.Message)
		case f.Status == provider.FindingWarn && f.Remedy == "":
			p.errorf("a warning without a remedy: %+v", f)
		}
	}
	if p.h.Stall == nil {
		return
	}
	p.h.Stall(true)
	defer p.h.Stall(false)
	ctx, end := context.WithTimeout(p.t.Context(), 20*time.Millisecond)
	defer end()
	done := make(chan struct{})
	go func() { defer close(done); p.c.Examine(ctx) }()
	select {
	case <-done:
	case <-time.After(patience):
		p.errorf("it did not end with its context")
		p.h.Stall(false)
		<-done
	}
}
