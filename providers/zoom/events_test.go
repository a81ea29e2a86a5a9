package zoom_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zoom"
)

func listener(t *testing.T, secrets ...meeting.Secret) *provider.Client {
	t.Helper()
	p, err := zoom.New(zoom.Config{Name: "work", Now: func() time.Time { return noon }, WebhookSecrets: secrets,
		Auth: meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("t")}})
	if err != nil {
		t.Fatal(err)
	}
	return provider.NewClient(p, provider.ClientConfig{})
}

// The secret, body and answer are fixed, so that a change of what is hashed shows:
// printf qgg8vlvZRS6UYooatFL8Aw | openssl dgst -sha256 -hmac sssshhhh.
func TestURLValidation(t *testing.T) {
	secret := meeting.NewSecret("sssshhhh")
	body := []byte(`{"payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"},"event_ts":1654503849680,"event":"endpoint.url_validation"}`)
	c := listener(t, meeting.NewSecret("newer"), secret)
	d, err := c.ParseEvent(zoom.SignEvent(secret, noon, body), body)
	const want = `{"encryptedToken":"fe161768a6a4bebf3d92456d3900143bfb513ae4734f2c952e5f84eff4e07848","plainToken":"qgg8vlvZRS6UYooatFL8Aw"}`
	if err != nil || string(d.Reply) != want || d.Event.TypeNative != "" {
		t.Errorf("%s, %v", d.Reply, err)
	}
	// Whoever could have texts signed could sign events.
	if d, err := c.ParseEvent(nil, body); !errors.Is(err, meeting.ErrUnauthenticated) || d.Reply != nil {
		t.Errorf("answered without a signature: %s, %v", d.Reply, err)
	}
}

func TestEventSignature(t *testing.T) {
	// Zoom's bytes, with an escape that encoding anew would change.
	body := []byte("{\"event\": \"meeting.started\",\n \"event_ts\":1796117400123, \"payload\":{\"object\":{\"id\":\"1\",\"topic\":\"R\\u00e9union 日本 <b>\"}}}")
	secret := meeting.NewSecret("sssshhhh")
	good := zoom.SignEvent(secret, noon, body)
	d, err := listener(t, secret).ParseEvent(good, body)
	if err != nil || d.Event.Type != meeting.EventMeetingStarted || d.Event.Meeting.Title != "Réunion 日本 <b>" || d.Event.Provider != "work" {
		t.Errorf("%+v, %v", d.Event, err)
	}
	without := func(name string) http.Header { h := good.Clone(); h.Del(name); return h }
	for name, h := range map[string]http.Header{
		"no signature": without("X-Zm-Signature"), "no time": without("X-Zm-Request-Timestamp"),
		"another version": {"X-Zm-Request-Timestamp": good["X-Zm-Request-Timestamp"], "X-Zm-Signature": {"v1" + good.Get("X-Zm-Signature")[2:]}},
	} {
		if _, err := listener(t, secret).ParseEvent(h, body); !errors.Is(err, meeting.ErrUnauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := listener(t).ParseEvent(good, body); !errors.Is(err, meeting.ErrUnauthenticated) {
		t.Errorf("without a secret: %v", err)
	}
	broken := []byte(`{"event":"meeting.started"`)
	if _, err := listener(t, secret).ParseEvent(zoom.SignEvent(secret, noon, broken), broken); !errors.Is(err, meeting.ErrProtocol) {
		t.Errorf("signed, but no JSON: %v", err)
	}
	if _, err := zoom.New(zoom.Config{Auth: meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: secret}, WebhookSecrets: make([]meeting.Secret, 1)}); !errors.Is(err, meeting.ErrInvalid) {
		t.Errorf("an empty secret: %v", err)
	}
}
