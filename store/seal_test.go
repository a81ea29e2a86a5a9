package store_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
)

func TestSealer(t *testing.T) {
	plain := []byte("what nobody should read")
	s := store.NewSealer("test", meeting.NewSecret("key"))
	one, err := s.Seal("a", plain)
	if err != nil || bytes.Contains(one, plain[:8]) {
		t.Fatalf("%q, %v", one, err)
	}
	two, _ := s.Seal("a", plain)
	if bytes.Equal(one, two) {
		t.Error("the same text is sealed alike twice")
	}
	if got, err := s.Open("a", one); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("%q, %v", got, err)
	}
	spoilt := bytes.Clone(one)
	spoilt[len(spoilt)-1] ^= 1
	for name, open := range map[string]func() ([]byte, error){
		"another place":   func() ([]byte, error) { return s.Open("b", one) },
		"another key":     func() ([]byte, error) { return store.NewSealer("test", meeting.NewSecret("yek")).Open("a", one) },
		"another purpose": func() ([]byte, error) { return store.NewSealer("tset", meeting.NewSecret("key")).Open("a", one) },
		"spoilt":          func() ([]byte, error) { return s.Open("a", spoilt) },
		"short":           func() ([]byte, error) { return s.Open("a", nil) },
	} {
		if got, err := open(); !errors.Is(err, store.ErrWrongKey) || got != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	var none store.Sealer
	if _, err := none.Open("a", one); !errors.Is(err, store.ErrNoKey) || none.Seals() || !s.Seals() {
		t.Errorf("without a key: %v", err)
	}
	if _, err := none.Seal("a", plain); err == nil {
		t.Error("it seals without a key")
	}
}
