package meeting_test

import (
	"strings"
	"testing"

	"github.com/libmeet/meeting"
)

func TestCredentialsValidate(t *testing.T) {
	s := meeting.NewSecret
	for name, test := range map[string]struct {
		creds meeting.Credentials
		field string // "" when valid
	}{
		"account":       {meeting.Credentials{Flow: meeting.FlowAccountCredentials, AccountID: "a", ClientID: "c", ClientSecret: s("x")}, ""},
		"refresh":       {meeting.Credentials{Flow: meeting.FlowRefreshToken, ClientID: "c", ClientSecret: s("x"), RefreshToken: s("r")}, ""},
		"token":         {meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: s("t")}, ""},
		"key":           {meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: s("k")}, "auth.flow"}, // not among the allowed
		"no flow":       {meeting.Credentials{}, "auth.flow"},
		"no account":    {meeting.Credentials{Flow: meeting.FlowAccountCredentials, ClientID: "c", ClientSecret: s("x")}, "auth.account_id"},
		"no secret":     {meeting.Credentials{Flow: meeting.FlowRefreshToken, ClientID: "c", RefreshToken: s("r")}, "auth.client_secret"},
		"no token":      {meeting.Credentials{Flow: meeting.FlowAccessToken}, "auth.access_token"},
		"breaks header": {meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: s("hunter2\r\nX: y")}, "auth.access_token"},
		"trailing line": {meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: s("hunter2\n")}, "auth.access_token"},
	} {
		err := test.creds.Validate(meeting.FlowAccountCredentials, meeting.FlowRefreshToken, meeting.FlowAccessToken)
		if test.field == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		invalid(t, name, err, test.field)
		if err != nil && strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: %v shows the secret", name, err)
		}
	}
}
