// Package postgrestest gives tests an empty schema on a real PostgreSQL.
package postgrestest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/libmeet/meeting"
)

// Variable names the environment variable that holds the server's URL.
const Variable = "MEETING_TEST_POSTGRES"

// Server returns the URL of the server, or skips the test and says how to start
// one.
func Server(t *testing.T) string {
	t.Helper()
	url := os.Getenv(Variable)
	if url == "" {
		t.Skip("SKIPPED: no PostgreSQL. Start one with eval \"$(.ci/postgres)\" (Debian's postgresql package), or set " + Variable + "=postgres://…")
	}
	return url
}

var serial atomic.Int64

// Schema returns the URL of a schema that is the test's own until its end.
func Schema(t *testing.T) meeting.Secret {
	t.Helper()
	base := Server(t)
	name := fmt.Sprintf("meeting_test_%d_%d", os.Getpid(), serial.Add(1))
	execute(t, base, "create schema "+name)
	t.Cleanup(func() { execute(t, base, "drop schema "+name+" cascade") })
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	query := u.Query()
	query.Set("search_path", name)
	u.RawQuery = query.Encode()
	return meeting.NewSecret(u.String())
}

// execute has a context of its own: at clean-up the test's has ended.
func execute(t *testing.T, url, statement string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
