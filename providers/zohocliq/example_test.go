package zohocliq_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohocliq"
)

// A real program leaves Transport out and takes the credential from its
// configuration.
func ExampleNew() {
	fake := httpmock.NewMockTransport()
	fake.RegisterResponder(http.MethodGet, history, httpmock.NewStringResponder(http.StatusOK, page(callID, "")))
	fake.RegisterResponder(http.MethodGet, history+"/"+callID+"/participants", httpmock.NewStringResponder(http.StatusOK, "{"+peopleData))

	p, err := zohocliq.New(zohocliq.Config{
		Name:      "chat",
		Auth:      meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("1000.aa.bb")},
		Transport: fake,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := provider.NewClient(p, provider.ClientConfig{})
	for m, err := range client.Meetings(context.Background(), meeting.ListQuery{}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(m.Start.Format("2006-01-02 15:04"), m.Kind, m.Media, m.Title, m.ParticipantCount)
		for who, err := range client.Participants(context.Background(), m.ID, meeting.ParticipantQuery{State: meeting.ParticipantLeft}) {
			if err != nil {
				fmt.Println(err)
				return
			}
			fmt.Println(who.Name, who.Role, who.Duration)
		}
	}
	// Output:
	// 2022-01-28 09:16 call audio av_recording 10
	// A host 59m28s
}

// What is scheduled are events of a calendar; their ids have an @, those of calls have
// not.
func ExampleProvider_CreateMeeting() {
	fake := httpmock.NewMockTransport()
	fake.RegisterResponder(http.MethodPost, events, httpmock.NewStringResponder(http.StatusOK, `{"data":[`+eventBody+`]}`))
	fake.RegisterResponder(http.MethodGet, events, httpmock.NewStringResponder(http.StatusOK, `{"data":[`+eventBody+`]}`))

	p, err := zohocliq.New(zohocliq.Config{
		Name:      "chat",
		Auth:      meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("1000.aa.bb")},
		Transport: fake,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := provider.NewClient(p, provider.ClientConfig{})
	start := time.UnixMilli(1798977600000)
	m, err := client.CreateMeeting(context.Background(), meeting.CreateRequest{
		Title: "Forum", Start: start, Zone: "Asia/Kolkata", Duration: time.Hour, Media: meeting.MediaAudio, Invitees: []meeting.Person{{Email: "r@example.com"}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.ID, m.Kind, m.Media, m.JoinURL)
	for m, err := range client.Meetings(context.Background(), meeting.ListQuery{
		From: start, To: start.Add(24 * time.Hour), Filter: map[string]string{"source": "events"},
	}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(m.Title, m.Start.Format(time.RFC3339), m.Zone)
	}
	// Output:
	// 427812df@zoho.com scheduled audio https://cliq.zoho.com/meeting/1BK4
	// Forum 2027-01-03T12:00:00Z Asia/Kolkata
}
