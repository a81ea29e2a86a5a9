package whereby_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/providers/whereby"
)

func TestConfigInvalid(t *testing.T) {
	cases := []struct {
		name, message string
		cfg           whereby.Config
	}{
		{"no auth", "auth.flow", whereby.Config{}},
		{"another flow", "auth.flow", whereby.Config{Auth: meeting.Credentials{Flow: meeting.FlowAccessToken, AccessToken: meeting.NewSecret("x")}}},
		{"no key", "auth.api_key", whereby.Config{Auth: meeting.Credentials{Flow: meeting.FlowAPIKey}}},
		{"newline in the key", "auth.api_key", whereby.Config{Auth: meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("a\nb")}}},
		{"plain http", "base_url", whereby.Config{Auth: key, BaseURL: "http://api.whereby.dev"}},
		{"path", "base_url", whereby.Config{Auth: key, BaseURL: "https://api.whereby.dev/v1"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p, err := whereby.New(c.cfg)
			if p != nil || !errors.Is(err, meeting.ErrInvalid) || !strings.Contains(err.Error(), c.message) {
				t.Errorf("%v, want an error about %s", err, c.message)
			}
			if err != nil && strings.Contains(err.Error(), "a\nb") {
				t.Error("the error holds the key")
			}
		})
	}
}

func TestOptionsPrefix(t *testing.T) {
	cases := []struct{ prefix, want string }{
		{"", "{}"},
		{"Customer 0348-", `{"roomNamePrefix":"customer0348-"}`},
		{strings.Repeat("a", 39), `{"roomNamePrefix":"` + strings.Repeat("a", 39) + `"}`},
		{strings.Repeat("a", 40), ""},
		{"team_7", ""},
		{"grün", ""},
		{"../x", ""},
	}
	for _, c := range cases {
		got, err := whereby.Options{RoomNamePrefix: c.prefix}.Native()
		if string(got) != c.want || (c.want == "") != errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%q: %s, %v", c.prefix, got, err)
		}
	}
}
