package doctor_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/internal/oauth"
	"github.com/libmeet/meeting/internal/transport"
	"github.com/libmeet/meeting/provider"
)

var table = []doctor.Need{
	{Op: provider.OpCreate, All: []doctor.AnyOf{{"meeting:write", "meeting:write:meeting"}}},
	{Op: provider.OpUpdate, All: []doctor.AnyOf{{"meeting:write", "meeting:update:meeting"}, {"meeting:read", "meeting:read:meeting"}}},
	{Op: provider.OpList, All: []doctor.AnyOf{{"Zoho.meeting.READ"}}},
}

func TestMissing(t *testing.T) {
	ops := []provider.Op{provider.OpCreate, provider.OpUpdate, provider.OpList, provider.OpEvents}
	for name, tt := range map[string]struct {
		ops    []provider.Op
		scopes string
		want   string
	}{
		"all":                {ops, "meeting:write meeting:read Zoho.meeting.READ", ""},
		"granular":           {ops, "meeting:write:meeting meeting:update:meeting meeting:read:meeting Zoho.meeting.ALL", ""},
		"of the account":     {ops, "meeting:write:admin meeting:read:master zoho.meeting.read", ""},
		"one":                {ops, "meeting:read Zoho.meeting.READ", "create: meeting:write or meeting:write:meeting; update: meeting:write or meeting:update:meeting; "},
		"two of one":         {ops, "meeting:write:meeting Zoho.meeting.READ", "update: meeting:write or meeting:update:meeting and meeting:read or meeting:read:meeting; "},
		"another area's ALL": {ops, "meeting:write meeting:read Zoho.recording.ALL", "list: Zoho.meeting.READ; "},
		"a longer word":      {ops, "meeting:writer meeting:read Zoho.meeting.READER", "create: meeting:write or meeting:write:meeting; update: meeting:write or meeting:update:meeting; list: Zoho.meeting.READ; "},
		"not offered":        {[]provider.Op{provider.OpList}, "Zoho.meeting.READ", ""},
	} {
		got := ""
		for _, need := range doctor.Missing(table, tt.ops, strings.Fields(tt.scopes)) {
			got += string(need.Op) + ": " + need.String() + "; "
		}
		if got != tt.want {
			t.Errorf("%s: %s", name, got)
		}
	}
}

func TestWanted(t *testing.T) {
	got := doctor.Wanted(table, []provider.Op{provider.OpCreate, provider.OpUpdate})
	if diff := cmp.Diff([]string{"meeting:write", "meeting:read"}, got); diff != "" {
		t.Error(diff)
	}
}

// vendor answers with a date and headers of its own.
type vendor struct{ header http.Header }

func (v vendor) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: http.StatusOK, Header: v.header.Clone(), Body: io.NopCloser(strings.NewReader("{}")), Request: r}, nil
}

// examined reads once from a vendor and returns what clock and limits say.
func examined(t *testing.T, now time.Time, header http.Header) []provider.Finding {
	t.Helper()
	clock := func() time.Time { return now }
	ear := doctor.Listen(vendor{header}, clock)
	auth := meeting.Credentials{Flow: meeting.FlowAPIKey, APIKey: meeting.NewSecret("k")}
	client := transport.New(transport.Config{Provider: "work", BaseURL: "https://vendor.example", Transport: ear,
		Auth: oauth.New(oauth.Config{Credentials: auth, Scheme: "Bearer", Now: clock})})
	x := doctor.New(provider.Info{Name: "work", Vendor: "fake"}, auth, client, ear)
	if _, failed := x.Read(context.Background(), transport.Request{Path: "/x"}); failed != nil {
		t.Fatal(failed)
	}
	x.Clock()
	x.Limits("known limits")
	return x.Findings()[1:]
}

func TestClockAndLimits(t *testing.T) {
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	date := func(d time.Duration, more ...string) http.Header {
		h := http.Header{"Date": {now.Add(d).Format(http.TimeFormat)}}
		for i := 0; i < len(more); i += 2 {
			h.Set(more[i], more[i+1])
		}
		return h
	}
	for name, tt := range map[string]struct {
		header http.Header
		want   string
	}{
		"agrees":        {date(0), "ok ok:the answers name none; known limits"},
		"within":        {date(-29 * time.Second), "ok ok:the answers name none; known limits"},
		"behind":        {date(time.Minute), "warn:this machine's clock is 1m0s behind the vendor's ok:the answers name none; known limits"},
		"ahead":         {date(-10 * time.Minute), "fail:this machine's clock is 10m0s ahead of the vendor's: tokens end early or late, and events are refused ok:the answers name none; known limits"},
		"no date":       {http.Header{}, "ok:the answers name none; known limits"},
		"limits":        {date(0, "X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "59", "X-RateLimit-Category", "Light", "X-RateLimit-Type", "QPS"), "ok ok:the vendor says: 59 of 60 left, category Light, per QPS"},
		"limit reached": {date(0, "X-RateLimit-Limit", "60", "X-RateLimit-Remaining", "0"), "ok warn:the vendor says: 0 of 60 left"},
	} {
		var got []string
		for _, f := range examined(t, now, tt.header) {
			text := string(f.Status)
			if f.Check != provider.CheckClock || f.Status != provider.FindingOK {
				text += ":" + f.Message
			}
			if (f.Remedy == "") != (f.Status == provider.FindingOK) {
				t.Errorf("%s: the remedy of %+v", name, f)
			}
			got = append(got, text)
		}
		if strings.Join(got, " ") != tt.want {
			t.Errorf("%s: %s", name, strings.Join(got, " "))
		}
	}
}
