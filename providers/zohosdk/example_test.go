package zohosdk_test

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohosdk"
)

// A real program leaves Transport out and takes the credential from its
// configuration.
func ExampleNew() {
	fake := httpmock.NewMockTransport()
	fake.RegisterResponder(http.MethodGet, userPath, httpmock.NewStringResponder(http.StatusOK, `{"userDetails":{"zsoid":1234567}}`))
	fake.RegisterResponder(http.MethodPost, meetPath, httpmock.NewStringResponder(http.StatusOK, sessionAnswer))

	p, err := zohosdk.New(zohosdk.Config{
		Name:      "sdk",
		Auth:      meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("1000.aa.bb")},
		Transport: fake,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := provider.NewClient(p, provider.ClientConfig{})
	m, err := client.Instant(context.Background(), meeting.InstantRequest{Title: "Stand-up", Media: meeting.MediaAudio})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.ID, m.Kind, m.Media, m.JoinURL, m.HostURL)
	for _, loss := range m.Losses {
		fmt.Println(loss.Severity, loss.Field, loss.Reason)
	}
	// Output:
	// 1169128522 instant audio https://meet.zoho.com/gT9JMpyG9z [redacted]
	// warn title the SDK's request has no title
}

// Sessions can be scheduled, and meetings of Zoho Meeting made sessions of the SDK.
func ExampleProvider_CreateMeeting() {
	fake := httpmock.NewMockTransport()
	fake.RegisterResponder(http.MethodPost, schedulePath, httpmock.NewStringResponder(http.StatusCreated, sessionAnswer))

	p, err := zohosdk.New(zohosdk.Config{
		Name:      "sdk",
		Auth:      meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("1000.aa.bb")},
		OrgID:     "1234567",
		Presenter: "71158042", // who holds it, by zuid; left out, it is whose token it is
		Transport: fake,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	client := provider.NewClient(p, provider.ClientConfig{})
	m, err := client.CreateMeeting(context.Background(), meeting.CreateRequest{
		Title: "Review", Wall: "2024-01-04T19:00", Zone: "Asia/Kolkata", Duration: time.Hour, Media: meeting.MediaAudio,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.ID, m.Kind, m.Start.Format(time.RFC3339), m.JoinURL)
	for _, loss := range m.Losses {
		fmt.Println(loss.Severity, loss.Field, loss.Reason)
	}
	// Output:
	// 1169128522 scheduled 2024-01-04T13:30:00Z https://meet.zoho.com/gT9JMpyG9z
	// warn media only an instant session can be audio or video
}
