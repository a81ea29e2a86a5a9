package postgres_test

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/store"
	"github.com/libmeet/meeting/store/postgres"
	"github.com/libmeet/meeting/store/storetest"
)

// server returns the URL of a PostgreSQL server, or skips.
func server(t *testing.T) string {
	t.Helper()
	url := os.Getenv("MEETING_TEST_POSTGRES")
	if url == "" {
		t.Skip("SKIPPED: no PostgreSQL. Start one with `eval $(.ci/postgres)` (Debian's postgresql package), or set MEETING_TEST_POSTGRES=postgres://…")
	}
	return url
}

var serial atomic.Int64

// emptySchema returns the URL of a schema of the test's own.
func emptySchema(t *testing.T) meeting.Secret {
	t.Helper()
	base := server(t)
	conn, err := pgx.Connect(t.Context(), base)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	name := fmt.Sprintf("meeting_test_%d_%d", os.Getpid(), serial.Add(1))
	if _, err := conn.Exec(t.Context(), "create schema "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx := context.Background()
		conn, err := pgx.Connect(ctx, base)
		if err != nil {
			t.Error(err)
			return
		}
		defer func() { _ = conn.Close(ctx) }()
		if _, err := conn.Exec(ctx, "drop schema "+name+" cascade"); err != nil {
			t.Error(err)
		}
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	return meeting.NewSecret(u.String())
}

func TestConformance(t *testing.T) {
	server(t)
	schemas := map[*testing.T]meeting.Secret{}
	storetest.Run(t, storetest.Harness{Open: func(t *testing.T) store.Store {
		if schemas[t].IsZero() {
			schemas[t] = emptySchema(t)
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
	if meeting.KindOf(err) != meeting.ErrUnavailable {
		t.Errorf("error %v", err)
	}
	if text := fmt.Sprint(err); text == "" || strings.Contains(text, "topsecret") {
		t.Errorf("error text %q", text)
	}
	_, err = postgres.Open(ctx, postgres.Config{URL: meeting.NewSecret("postgres://u:topsecret@host:port/db")})
	if meeting.KindOf(err) != meeting.ErrInvalid || strings.Contains(fmt.Sprint(err), "topsecret") {
		t.Errorf("error %v", err)
	}
}
