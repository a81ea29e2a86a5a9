package whereby_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
)

func TestEventSignature(t *testing.T) {
	now := time.Unix(1796117400, 0)
	secret := meeting.NewSecret("webhook-secret")
	p, err := whereby.New(whereby.Config{Now: func() time.Time { return now }, WebhookSecrets: []meeting.Secret{secret},
		Auth: meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("k")}})
	if err != nil {
		t.Fatal(err)
	}
	c := provider.NewClient(p, provider.ClientConfig{})
	body := []byte(`{"id":"e1","type":"room.client.knocked","createdAt":"2026-12-01T09:30:00Z","data":{"meetingId":"7","displayName":"A \u003c"}}`)
	good := whereby.SignEvent(secret, now, body).Get("Whereby-Signature")
	for name, header := range map[string]string{
		"as sent": good, "with blanks": strings.ReplaceAll(good, ",", " , "), "another version beside it": "v0=00," + good,
		"two signatures": good + ",v1=00",
	} {
		d, err := c.ParseEvent(http.Header{"Whereby-Signature": {header}}, body)
		if err != nil || d.Event.Type != meeting.EventParticipantWaiting || d.Event.Participant.Name != "A <" {
			t.Errorf("%s: %+v, %v", name, d.Event, err)
		}
	}
	_, v1, _ := strings.Cut(good, ",")
	for name, header := range map[string]string{
		"empty": "", "no time": v1, "another time": "t=1796117401," + v1, "no signature": "t=1796117400", "noise": "a,b=,=c,,",
		"hidden behind many": "t=1796117400," + strings.Repeat("v1=00,", 8) + v1,
	} {
		if _, err := c.ParseEvent(http.Header{"Whereby-Signature": {header}}, body); !errors.Is(err, meeting.ErrUnauthenticated) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
