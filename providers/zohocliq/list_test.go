package zohocliq_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jarcoal/httpmock"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/zohocliq"
)

func TestListRequest(t *testing.T) {
	from := time.UnixMilli(1643000000000)
	to := time.UnixMilli(1644000000000)
	for name, c := range map[string]struct {
		q      meeting.ListQuery
		query  string
		status meeting.Status
	}{
		"nothing":         {meeting.ListQuery{}, "limit=100", ""},
		"window and size": {meeting.ListQuery{From: from, To: to, PageSize: 7}, "from=1643000000000&limit=7&to=1644000000000", ""},
		"size too large":  {meeting.ListQuery{PageSize: 1000}, "limit=100", ""},
		"live":            {meeting.ListQuery{Status: meeting.StatusLive}, "filter=live&limit=100", meeting.StatusLive},
		"scheduled":       {meeting.ListQuery{Status: meeting.StatusScheduled}, "filter=scheduled&limit=100", meeting.StatusScheduled},
		"filter live":     {meeting.ListQuery{Filter: map[string]string{"filter": "live"}}, "filter=live&limit=100", meeting.StatusLive},
		"both alike": {meeting.ListQuery{Status: meeting.StatusLive, Filter: map[string]string{"filter": "live", "type": "direct_call"}},
			"filter=live&limit=100&type=direct_call", meeting.StatusLive},
		"all": {meeting.ListQuery{Filter: map[string]string{"type": "all"}}, "limit=100&type=all", ""},
		"two types": {meeting.ListQuery{Filter: map[string]string{"type": "handshake,assembly", "filter": "viewed"}},
			"filter=viewed&limit=100&type=handshake%2Cassembly", ""},
		"missed calls": {meeting.ListQuery{Filter: map[string]string{"type": "direct_call", "filter": "missed"}},
			"filter=missed&limit=100&type=direct_call", ""},
		"people": {meeting.ListQuery{Filter: map[string]string{"search": "a&b", "host_id": "62589940502", "recipient_id": "1", "recipient_ids": "2,3"}},
			"host_id=62589940502&limit=100&recipient_id=1&recipient_ids=2%2C3&search=a%26b", ""},
		"token alone": {meeting.ListQuery{PageToken: "n/x", From: from, To: to, PageSize: 7, Status: meeting.StatusLive},
			"next_token=n%2Fx", meeting.StatusLive},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := newFake(t, bodies(page(callID, "more")))
			result, err := p.ListMeetings(t.Context(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			want := []sent{{http.MethodGet, history + "?" + c.query, "Zoho-oauthtoken " + token, ""}}
			if diff := cmp.Diff(want, *got, cmp.AllowUnexported(sent{})); diff != "" {
				t.Error(diff)
			}
			if result.NextPage != "more" || len(result.Meetings) != 1 || result.Meetings[0].Status != c.status {
				t.Errorf("got %+v", result)
			}
		})
	}
}

func TestListRefusesBeforeTheCall(t *testing.T) {
	filter := func(pairs ...string) meeting.ListQuery {
		q := meeting.ListQuery{Filter: map[string]string{}}
		for i := 0; i < len(pairs); i += 2 {
			q.Filter[pairs[i]] = pairs[i+1]
		}
		return q
	}
	live := filter("filter", "viewed")
	live.Status = meeting.StatusLive
	liveOfAll := filter("type", "all")
	liveOfAll.Status = meeting.StatusLive
	for name, c := range map[string]struct {
		q    meeting.ListQuery
		kind meeting.ErrorKind
	}{
		"filter with all":          {filter("type", "all", "filter", "live"), meeting.ErrInvalid},
		"status with all":          {liveOfAll, meeting.ErrInvalid},
		"missed without a type":    {filter("filter", "missed"), meeting.ErrInvalid},
		"received of conferences":  {filter("filter", "received", "type", "audio_conference"), meeting.ErrInvalid},
		"dialled of all":           {filter("filter", "dialled", "type", "all"), meeting.ErrInvalid},
		"all beside another":       {filter("type", "all,assembly"), meeting.ErrInvalid},
		"direct beside another":    {filter("type", "assembly,direct_call"), meeting.ErrInvalid},
		"unknown type":             {filter("type", "webinar"), meeting.ErrInvalid},
		"empty type":               {filter("type", ""), meeting.ErrInvalid},
		"blank in the types":       {filter("type", "assembly, handshake"), meeting.ErrInvalid},
		"unknown filter":           {filter("filter", "Live"), meeting.ErrInvalid},
		"unknown parameter":        {filter("next_token", "x"), meeting.ErrInvalid},
		"limit as a filter":        {filter("limit", "5"), meeting.ErrInvalid},
		"host that is no number":   {filter("host_id", "me"), meeting.ErrInvalid},
		"recipients that are none": {filter("recipient_ids", "1,,2"), meeting.ErrInvalid},
		"blank search":             {filter("search", " "), meeting.ErrInvalid},
		"filter against status":    {live, meeting.ErrInvalid},
		"cancelled":                {meeting.ListQuery{Status: meeting.StatusCancelled}, meeting.ErrUnsupported},
		"ended":                    {meeting.ListQuery{Status: meeting.StatusEnded}, meeting.ErrUnsupported},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := newFake(t, bodies(page(callID, "")))
			_, err := p.ListMeetings(t.Context(), c.q)
			if !errors.Is(err, c.kind) || len(*got) != 0 {
				t.Errorf("got %v after %d requests", err, len(*got))
			}
		})
	}
}

func TestListAnswers(t *testing.T) {
	window := meeting.ListQuery{From: time.UnixMilli(1643361407614).Add(time.Hour)}
	for name, c := range map[string]struct {
		q     meeting.ListQuery
		body  string
		found int
	}{
		"out of the window": {window, page(callID, "more"), 0}, // whatever the vendor made of from
		"no content":        {meeting.ListQuery{}, "", 0},
		"empty":             {meeting.ListQuery{}, `{"data":[]}`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p, _ := newFake(t, bodies(c.body))
			result, err := p.ListMeetings(t.Context(), c.q)
			if err != nil || len(result.Meetings) != c.found {
				t.Errorf("got %+v, %v", result, err)
			}
		})
	}
}

func TestGetWalks(t *testing.T) {
	other := page("1_2", "")
	for name, c := range map[string]struct {
		answers []string
		queries []string
		found   bool
	}{
		"first page":     {[]string{page(callID, "a")}, []string{"limit=100"}, true},
		"third page":     {[]string{page("1_2", "a"), page("1_3", "b"), page(callID, "")}, []string{"limit=100", "next_token=a", "next_token=b"}, true},
		"a direct call":  {[]string{other, page(callID, "")}, []string{"limit=100", "limit=100&type=direct_call"}, true},
		"nowhere":        {[]string{other, ""}, []string{"limit=100", "limit=100&type=direct_call"}, false},
		"repeated token": {[]string{page("1_2", "a"), page("1_2", "a"), other}, []string{"limit=100", "next_token=a", "limit=100&type=direct_call"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			p, got := newFake(t, bodies(c.answers...))
			m, err := p.GetMeeting(t.Context(), callID)
			if c.found && (err != nil || m.ID != callID) {
				t.Errorf("got %s, %v", m.ID, err)
			}
			if !c.found && (!errors.Is(err, meeting.ErrNotFound) || m.ID != "") {
				t.Errorf("got %s, %v", m.ID, err)
			}
			var queries []string
			for _, s := range *got {
				queries = append(queries, strings.TrimPrefix(s.url, history+"?"))
			}
			if diff := cmp.Diff(c.queries, queries); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// An endless list ends Get below the twenty requests that Cliq allows in a minute.
func TestGetIsBounded(t *testing.T) {
	n := 0
	p, got := newFake(t, func(*http.Request) (*http.Response, error) {
		n++
		return httpmock.NewStringResponse(http.StatusOK, page("1_2", strings.Repeat("x", n))), nil
	})
	if _, err := p.GetMeeting(t.Context(), callID); !errors.Is(err, meeting.ErrNotFound) || len(*got) >= 20 {
		t.Errorf("got %v after %d requests", err, len(*got))
	}
	ctx, cancel := context.WithCancel(t.Context())
	p, got = newFake(t, func(*http.Request) (*http.Response, error) {
		cancel()
		return httpmock.NewStringResponse(http.StatusOK, page("1_2", "a")), nil
	})
	if _, err := p.GetMeeting(ctx, callID); !errors.Is(err, context.Canceled) || len(*got) > 2 {
		t.Errorf("got %v after %d requests", err, len(*got))
	}
}

func TestDisclaimed(t *testing.T) {
	p, got := newFake(t, bodies(""))
	_, instant := p.Instant(t.Context(), meeting.InstantRequest{})
	c := provider.NewClient(p, provider.ClientConfig{})
	_, front := c.Instant(t.Context(), meeting.InstantRequest{})
	cancel := c.CancelMeeting(t.Context(), callID, meeting.CancelOptions{})
	for _, err := range []error{instant, front, cancel} {
		if !errors.Is(err, meeting.ErrUnsupported) || !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("got %v", err)
		}
	}
	if len(*got) != 0 {
		t.Errorf("%d requests", len(*got))
	}
}

func TestConfig(t *testing.T) {
	auth := fixedToken()
	for name, c := range map[string]struct {
		cfg zohocliq.Config
		ok  bool
	}{
		"least":               {zohocliq.Config{Auth: auth}, true},
		"all":                 {zohocliq.Config{Auth: auth, Name: "chat", DataCenter: "eu", BaseURL: "http://127.0.0.1:1"}, true},
		"no credential":       {zohocliq.Config{}, false},
		"unknown data centre": {zohocliq.Config{Auth: auth, DataCenter: "mars"}, false},
		"calendar":            {zohocliq.Config{Auth: auth, CalendarID: "NDg4|c3=="}, true},
		"calendar of blanks":  {zohocliq.Config{Auth: auth, CalendarID: "a\n"}, false},
		"plain http":          {zohocliq.Config{Auth: auth, BaseURL: "http://cliq.zoho.com"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := zohocliq.New(c.cfg)
			if c.ok != (err == nil) || (err != nil && !errors.Is(err, meeting.ErrInvalid)) {
				t.Errorf("got %v", err)
			}
		})
	}
}
