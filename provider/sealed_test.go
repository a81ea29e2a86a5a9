package provider_test

import (
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/memory"
)

// written returns everything that a store holds.
func written(t *testing.T, s store.Store) string {
	t.Helper()
	all, err := s.List(t.Context(), "", "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range all {
		b.WriteString(r.Key + "=" + string(r.Value) + "\n")
	}
	return b.String()
}

// With a key the journal keeps answers encrypted; those from before are encrypted
// when they are asked for.
func TestSealedJournal(t *testing.T) {
	const canary = "https://vendor.example/host"
	v := newVendor(provider.SearchContent)
	s := memory.New(nil)
	client := func(key string) *provider.Client {
		return provider.NewClient(v, provider.ClientConfig{Store: s, StoreKey: meeting.NewSecret(key)})
	}
	first, err := client("").CreateMeeting(t.Context(), review("clear"))
	if err != nil || !strings.Contains(written(t, s), canary) {
		t.Fatalf("without a key: %v", err)
	}
	for range 2 {
		again, err := client("key").CreateMeeting(t.Context(), review("clear"))
		if err != nil || again.ID != first.ID || again.HostURL.Reveal() != canary {
			t.Errorf("read with a key: %+v, %v", again, err)
		}
		if strings.Contains(written(t, s), canary) {
			t.Error("it stands there in clear still")
		}
	}
	made, err := client("key").CreateMeeting(t.Context(), review("sealed"))
	if err != nil || strings.Contains(written(t, s), canary) {
		t.Errorf("in clear: %v", err)
	}
	again, err := client("key").CreateMeeting(t.Context(), review("sealed"))
	if err != nil || again.ID != made.ID || again.HostURL.Reveal() != canary {
		t.Errorf("the same key: %+v, %v", again, err)
	}
	for _, key := range []string{"", "yek"} {
		if _, err := client(key).CreateMeeting(t.Context(), review("sealed")); meeting.KindOf(err) != meeting.ErrUnavailable || !strings.Contains(err.Error(), "create journal") {
			t.Errorf("with the key %q: %v", key, err)
		}
	}
	if v.sent != 2 {
		t.Errorf("%d were sent, want 2", v.sent)
	}
}
