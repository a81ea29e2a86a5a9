package webhook_test

import (
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/webhook"
)

// The digest is that of `printf 1796117400.body | openssl dgst -sha256 -hmac new`.
const known = "34ac910da2073bf1298e6fe92673863c0ba8ffcdebaae7c277cd13627e740197"

func TestVerify(t *testing.T) {
	now := time.Unix(1796117400, 0)
	newer, older, other := meeting.NewSecret("new"), meeting.NewSecret("old"), meeting.NewSecret("other")
	stamp := "1796117400"
	parts := func(stamp string) [][]byte { return [][]byte{[]byte(stamp + "."), []byte("body")} }
	sign := func(s meeting.Secret, stamp string) string { return webhook.Sign(s, parts(stamp)...) }
	if got := sign(newer, stamp); got != known {
		t.Errorf("signed %s", got)
	}
	at := func(d time.Duration) string { return strconv.FormatInt(now.Add(d).Unix(), 10) }
	both := []meeting.Secret{newer, older}
	for name, tt := range map[string]struct {
		secrets    []meeting.Secret
		stamp      string
		signatures []string
		tolerance  time.Duration
		used       meeting.Secret // zero: refused
		says       string
	}{
		"new":                 {both, stamp, []string{known}, 0, newer, ""},
		"old, being replaced": {both, stamp, []string{sign(older, stamp)}, 0, older, ""},
		"second of two":       {both, stamp, []string{"00", known}, 0, newer, ""},
		"upper case":          {both, stamp, []string{strings.ToUpper(known)}, 0, newer, ""},
		"milliseconds":        {both, stamp + "000", []string{sign(newer, stamp+"000")}, 0, newer, ""},
		"just in time":        {both, at(-5 * time.Minute), []string{sign(newer, at(-5*time.Minute))}, 0, newer, ""},
		"too old":             {both, at(-301 * time.Second), []string{sign(newer, at(-301*time.Second))}, 0, meeting.Secret{}, "older than 5m0s"},
		"too old, configured": {both, at(-61 * time.Second), []string{sign(newer, at(-61*time.Second))}, time.Minute, meeting.Secret{}, "older than 1m0s"},
		"from the future":     {both, at(301 * time.Second), []string{sign(newer, at(301*time.Second))}, 0, meeting.Secret{}, "future"},
		"no secret":           {nil, stamp, []string{known}, 0, meeting.Secret{}, "no webhook secret is configured"},
		"empty secret":        {[]meeting.Secret{{}}, stamp, []string{sign(meeting.Secret{}, stamp)}, 0, meeting.Secret{}, "fits none"},
		"other secret":        {both, stamp, []string{sign(other, stamp)}, 0, meeting.Secret{}, "fits none"},
		"no signature":        {both, stamp, nil, 0, meeting.Secret{}, "not signed"},
		"empty signature":     {both, stamp, []string{""}, 0, meeting.Secret{}, "fits none"},
		"cut signature":       {both, stamp, []string{known[:62]}, 0, meeting.Secret{}, "fits none"},
		"no hex":              {both, stamp, []string{"zz" + known[2:]}, 0, meeting.Secret{}, "fits none"},
		"no time":             {both, "", []string{sign(newer, "")}, 0, meeting.Secret{}, "not signed"},
		"a word for a time":   {both, "now", []string{sign(newer, "now")}, 0, meeting.Secret{}, "can't be read"},
		"moved time":          {both, at(time.Second), []string{known}, 0, meeting.Secret{}, "fits none"},
	} {
		t.Run(name, func(t *testing.T) {
			c := webhook.Check{Secrets: tt.secrets, Tolerance: tt.tolerance, Now: func() time.Time { return now }}
			used, err := c.Verify(tt.stamp, tt.signatures, parts(tt.stamp)...)
			if used != tt.used || (err == nil) != (tt.says == "") {
				t.Fatalf("%v", err)
			}
			if err != nil && (!errors.Is(err, meeting.ErrUnauthenticated) || !strings.Contains(err.Error(), tt.says)) {
				t.Errorf("%v", err)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	for name, c := range map[string]webhook.Check{
		"empty secret": {Secrets: []meeting.Secret{meeting.NewSecret("x"), {}}}, "negative": {Tolerance: -1},
	} {
		if err := c.Validate(); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := (webhook.Check{}).Validate(); err != nil {
		t.Error(err)
	}
}
