package oauth

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

func TestRecord(t *testing.T) {
	at := time.Date(2026, 12, 1, 12, 0, 0, 123456000, time.UTC)
	whole := state{
		generation: 7, access: meeting.NewSecret("a"), minted: at, expires: at.Add(time.Hour), refresh: meeting.NewSecret("r"), hint: "h",
		mints: []time.Time{at}, asked: at, cut: true,
		failure: &failure{kind: meeting.ErrUnavailable, code: "c", status: 503, message: "m", until: at, count: 2, of: "f"},
	}
	for _, key := range []string{"", "any text"} {
		c := newCodec("token/x", meeting.NewSecret(key))
		for _, s := range []state{{}, whole} {
			value, err := c.encode(s)
			if err != nil {
				t.Fatal(err)
			}
			got, clear, err := c.decode(value)
			if err != nil || clear || fmt.Sprintf("%#v", got) != fmt.Sprintf("%#v", func() state { s := s; s.failure = got.failure; return s }()) ||
				got.access != s.access || got.refresh != s.refresh || (s.failure != nil && *got.failure != *s.failure) {
				t.Errorf("%+v came back as %+v, %v", s, got, err)
			}
		}
	}
}

func TestUnreadableRecords(t *testing.T) {
	key := newCodec("token/x", meeting.NewSecret("key"))
	sealed, err := key.encode(state{generation: 1})
	if err != nil {
		t.Fatal(err)
	}
	clear := newCodec("token/x", meeting.Secret{})
	for name, tt := range map[string]struct {
		codec *codec
		value string
		want  error
	}{
		"garbage": {clear, "\x00", errForm}, "empty": {clear, "", errForm}, "null": {clear, "null", errForm}, "newer": {clear, `{"v":2}`, errForm},
		"a list": {clear, `[]`, errForm}, "header injection": {clear, `{"v":1,"access_token":"a\r\nb"}`, errForm},
		"sealed, no key": {clear, string(sealed), errSealed}, "another key": {newCodec("token/x", meeting.NewSecret("yek")), string(sealed), errKey},
		"another place": {newCodec("token/y", meeting.NewSecret("key")), string(sealed), errKey},
		"short":         {key, `{"v":1,"sealed":"AAAA"}`, errKey}, "nothing sealed": {key, `{"v":1,"sealed":""}`, errKey},
		"cut": {key, string(sealed[:len(sealed)/2]), errForm},
	} {
		if _, _, err := tt.codec.decode([]byte(tt.value)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
	if _, old, err := key.decode([]byte(`{"v":1}`)); !old || err != nil {
		t.Error("a record in clear is from before there was a key", err)
	}
}

// A key that is wrong costs a refresh, and a warning; but never the only refresh
// token that is good.
func TestWrongKey(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		for _, rotates := range []bool{false, true} {
			e := minting()
			if rotates {
				e = rotating()
			}
			var told []string
			with := func(key string) *Vault {
				cfg := e.config(open())
				cfg.Credentials.ClientID += map[bool]string{true: "r"}[rotates]
				cfg.Rotates, cfg.Key = rotates, meeting.NewSecret(key)
				cfg.OnStoreError = func(err error) { told = append(told, err.Error()) }
				return New(cfg)
			}
			want(t, with("one"), "token-1")
			want(t, with("one"), "token-1")
			if len(told) > 0 {
				t.Errorf("told %q", told)
			}
			for i, key := range []string{"two", ""} {
				if rotates {
					wantError(t, with(key), meeting.ErrUnavailable, "configure the key that it was written with")
					continue
				}
				v := with(key)
				want(t, v, fmt.Sprintf("token-%d", i+2))
				if len(told) != i+1 || !strings.Contains(told[i], "stored token") {
					t.Errorf("told %q", told)
				}
			}
			if rotates {
				wantCalls(t, e, 1)
				want(t, with("one"), "token-1")
			}
		}
	})
}

// A key that is configured later seals what is stored with the next use.
func TestKeyComesLater(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := rotating()
		want(t, e.vault(open()), "token-1")
		cfg := e.config(open())
		cfg.Rotates, cfg.Key = true, meeting.NewSecret("key")
		v := New(cfg)
		want(t, v, "token-1")
		want(t, v, "token-1")
		synctest.Wait()
		r, err := cfg.Store.Get(t.Context(), v.key)
		if err != nil || bytes.Contains(r.Value, []byte("refresh-1")) || !bytes.Contains(r.Value, []byte("sealed")) {
			t.Errorf("stored %s, %v", r.Value, err)
		}
		wantCalls(t, e, 1)
	})
}

// TestCanaries: no secret shows in keys, errors, the hook, or what is printed of a
// vault; none of the configured ones in the store, and none at all with a key.
func TestCanaries(t *testing.T) {
	configured := []string{"CANARY-client-secret", "CANARY-refresh", "CANARY-store-key", "CANARY-api-key"}
	given := []string{"CANARY-access", "CANARY-rotated"}
	virtual(t, func(t *testing.T, open func() store.Store) {
		for _, key := range []string{"", "CANARY-store-key"} {
			var shown bytes.Buffer
			e := replies(`{"access_token":"CANARY-access","refresh_token":"CANARY-rotated","expires_in":3600}`,
				`400|{"error":"invalid_request","error_description":"CANARY-rotated of CANARY-client-secret CANARY-refresh"}`)
			s := open()
			b := &broken{Store: s}
			cfg := e.config(b)
			cfg.Credentials.ClientSecret, cfg.Credentials.RefreshToken = meeting.NewSecret("CANARY-client-secret"), meeting.NewSecret("CANARY-refresh")
			cfg.Credentials.AccountID, cfg.Credentials.APIKey = fmt.Sprint("account", len(key)), meeting.NewSecret("CANARY-api-key")
			cfg.Key, cfg.OnStoreError = meeting.NewSecret(key), func(err error) { fmt.Fprintln(&shown, err) }
			v := New(cfg)
			value, err := v.Authorization(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			b.set(nil, errDisk)
			v.Refused(value)
			err = wantError(t, v, meeting.ErrUnauthenticated)
			whole, _ := json.Marshal(err)
			slog.New(slog.NewTextHandler(&shown, nil)).Info("vault", "v", v, "cfg", cfg, "error", err)
			fmt.Fprintf(&shown, "%v %+v %#v %v %+v %#v %s %#v %#v", v, v, v, cfg, cfg, cfg, whole, err, v.state)
			for _, secret := range append(configured, given...) {
				if strings.Contains(shown.String(), secret) {
					t.Errorf("%s is shown", secret)
				}
			}
			records, err2 := s.List(t.Context(), "", "", 100)
			if err2 != nil || len(records) < 2 {
				t.Fatal(records, err2)
			}
			for _, r := range records {
				if strings.Contains(r.Key, "CANARY") {
					t.Errorf("the key %s", r.Key)
				}
				if r.Key != v.key {
					continue
				}
				for _, secret := range configured {
					if bytes.Contains(r.Value, []byte(secret)) {
						t.Errorf("%s is stored", secret)
					}
				}
				for _, secret := range given {
					if bytes.Contains(r.Value, []byte(secret)) != (key == "") {
						t.Errorf("key %q: %s is stored: %v", key, secret, key != "")
					}
				}
			}
		}
	})
}
