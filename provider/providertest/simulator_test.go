package providertest

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestSimulator(t *testing.T) {
	sim := NewSimulator(t)
	if !strings.HasPrefix(sim.URL(), "http://127.0.0.1:") || !strings.Contains(sim.ConfigYAML(), sim.URL()) {
		t.Errorf("URL %s, config:\n%s", sim.URL(), sim.ConfigYAML())
	}
	client := &http.Client{Transport: sim.Transport()}
	res, err := client.Get(sim.URL() + "/v2/meetings/1")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized || sim.Requests() != 1 {
		t.Errorf("status %d after %d requests", res.StatusCode, sim.Requests())
	}
	before := sim.Now()
	sim.Advance(time.Hour)
	if moved := sim.Now().Sub(before); moved < time.Hour || moved > time.Hour+time.Minute {
		t.Errorf("the clock moved %v", moved)
	}
}

func TestSimulatorStalls(t *testing.T) {
	sim := NewSimulator(t)
	sim.Stall(true)
	client := &http.Client{Transport: sim.Transport()}
	ctx, end := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer end()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, sim.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := client.Do(req); err == nil {
		_ = res.Body.Close()
		t.Error("a stalled vendor answered")
	}
	time.AfterFunc(10*time.Millisecond, func() { sim.Stall(false) })
	res, err := client.Get(sim.URL() + "/")
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
}
