package zohosdk_test

import (
	"context"
	"fmt"
	"net/http"

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
