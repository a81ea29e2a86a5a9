package events_test

import (
	"bytes"
	"context"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/provider/events"
	"github.com/libmeet/meeting/providers/zoom"
	"github.com/libmeet/meeting/store/memory"
)

func ExampleNewHandler() {
	secret := meeting.NewSecret("the app's secret token") // of os.Getenv in earnest
	p, err := zoom.New(zoom.Config{
		Auth:           meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("t")},
		WebhookSecrets: []meeting.Secret{secret},
	})
	if err != nil {
		log.Fatal(err)
	}
	h, err := events.NewHandler(events.Config{
		Client: provider.NewClient(p, provider.ClientConfig{}),
		Store:  memory.New(nil), // one of sqlite or postgres, so that a restart forgets nothing
		Handle: func(_ context.Context, e meeting.Event) error {
			fmt.Println(e.Type, e.MeetingID, e.Participant.Name)
			return nil
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	server := httptest.NewServer(h) // http.Handle("POST /webhooks/zoom", h) in earnest
	defer server.Close()

	body := []byte(`{"event":"meeting.participant_joined","event_ts":1796117400123,"payload":{"object":{
		"id":"92674392836","uuid":"a/b==","participant":{"user_id":"7","user_name":"Ada"}}}}`)
	for range 2 { // Zoom sends again what it thinks was lost
		r, err := http.NewRequest(http.MethodPost, server.URL, bytes.NewReader(body))
		if err != nil {
			log.Fatal(err)
		}
		r.Header = zoom.SignEvent(secret, time.Now(), body) // as Zoom signs
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			log.Fatal(err)
		}
		_ = res.Body.Close()
		fmt.Println(res.StatusCode)
	}
	// Output:
	// participant.joined 92674392836 Ada
	// 204
	// 204
}
