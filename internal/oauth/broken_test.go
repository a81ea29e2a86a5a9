package oauth

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

// Row 34: the store doesn't take the token; the calls go on, the hook is told, and
// the next use saves it.
func TestSavingIsTriedAgain(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		e := rotating()
		b := &broken{Store: open()}
		var told []string
		cfg := e.config(b)
		cfg.Rotates = true
		cfg.OnStoreError = func(err error) { told = append(told, err.Error()) }
		v := New(cfg)
		reply := e.reply
		e.reply = func(n int, form url.Values) string { b.set(nil, errDisk); return reply(n, form) }
		want(t, v, "token-1")
		if len(told) != 1 || !strings.Contains(told[0], "refresh token could not be saved") || !strings.Contains(told[0], "authorized again") || !strings.Contains(told[0], "disk is full") {
			t.Errorf("told %q", told)
		}
		for range 5 { // still broken: no call fails, and nobody is told twice
			want(t, v, "token-1")
			synctest.Wait()
		}
		if len(told) != 1 {
			t.Errorf("told %q", told)
		}
		b.set(nil, nil)
		time.Sleep(10 * time.Second)
		want(t, v, "token-1")
		synctest.Wait()
		if s := stored(t, v, b.Store); s.refresh.Reveal() != "refresh-1" || s.access.Reveal() != "token-1" {
			t.Error("it is not saved")
		}
		e.reply = reply
		want(t, New(e.config(open())), "token-1")
		wantCalls(t, e, 1)
	})
}

// One failure to save is mended by the very next use.
func TestNextUseSaves(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		b := &broken{Store: open()}
		e := minting()
		reply := e.reply
		e.reply = func(n int, form url.Values) string { b.set(nil, errDisk); return reply(n, form) }
		v := e.vault(b)
		want(t, v, "token-1")
		b.set(nil, nil)
		want(t, v, "token-1")
		synctest.Wait()
		if stored(t, v, b.Store).access.Reveal() != "token-1" {
			t.Error("it is not saved")
		}
		wantCalls(t, e, 1)
	})
}

// A store that can't be read stops only vendors that rotate.
func TestStoreCannotBeRead(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		for _, rotates := range []bool{false, true} {
			e := minting()
			b := &broken{Store: open()}
			told := 0
			cfg := e.config(b)
			cfg.Credentials.ClientID += map[bool]string{true: "r"}[rotates]
			cfg.Rotates = rotates
			cfg.OnStoreError = func(error) { told++ }
			v := New(cfg)
			want(t, v, "token-1")
			b.set(errDisk, errDisk)
			want(t, v, "token-1") // memory has it
			time.Sleep(56 * time.Minute)
			want(t, v, "token-1") // and it is still good near its end
			synctest.Wait()
			wantCalls(t, e, 1)
			time.Sleep(time.Hour)
			if rotates {
				err := wantError(t, v, meeting.ErrUnavailable, "good once", "disk is full")
				if !errors.Is(err, errDisk) {
					t.Error("the cause is lost")
				}
				wantCalls(t, e, 1)
				continue
			}
			want(t, v, "token-2")
			if told == 0 {
				t.Error("nobody was told")
			}
			b.set(nil, nil)
			want(t, v, "token-2")
			synctest.Wait()
			want(t, New(e.config(b.Store)), "token-2") // it was saved when that worked again
			wantCalls(t, e, 2)
		}
	})
}

// Hold implements [Holder].
func (b *broken) Hold() func() {
	b.held.Add(1)
	return func() { b.held.Add(100) }
}

func TestStoreIsHeld(t *testing.T) {
	virtual(t, func(t *testing.T, open func() store.Store) {
		b := &broken{Store: open()}
		e := minting()
		want(t, e.vault(b), "token-1")
		synctest.Wait()
		if held := b.held.Load(); held != 101 {
			t.Errorf("held %d", held)
		}
	})
}
