package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/postgres"
	"github.com/libmeet/meeting/store/postgres/postgrestest"
	"github.com/libmeet/meeting/store/storetest"
)

func TestConformance(t *testing.T) {
	postgrestest.Server(t)
	schemas := map[*testing.T]meeting.Secret{}
	storetest.Run(t, storetest.Harness{Open: func(t *testing.T) store.Store {
		if schemas[t].IsZero() {
			schemas[t] = postgrestest.Schema(t)
		}
		s, err := postgres.Open(t.Context(), postgres.Config{URL: schemas[t]})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}})
}

func TestUnreachable(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	_, err := postgres.Open(ctx, postgres.Config{URL: meeting.NewSecret("postgres://u:topsecret@127.0.0.1:1/db")})
	if meeting.KindOf(err) != meeting.ErrUnavailable || strings.Contains(fmt.Sprint(err), "topsecret") {
		t.Errorf("error %v", err)
	}
	_, err = postgres.Open(ctx, postgres.Config{URL: meeting.NewSecret("postgres://u:topsecret@host:port/db")})
	if meeting.KindOf(err) != meeting.ErrInvalid || strings.Contains(fmt.Sprint(err), "topsecret") {
		t.Errorf("error %v", err)
	}
}
