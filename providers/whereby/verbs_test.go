package whereby_test

import (
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
	"github.com/libmeet/meeting/providers/whereby"
)

func TestGetRequests(t *testing.T) {
	cases := []struct {
		name, id, url string
		cfg           whereby.Config
	}{
		{"host-links", "1", api + "/v1/meetings/1?fields=hostRoomUrl", whereby.Config{}},
		{"both", "1", api + "/v1/meetings/1?fields=hostRoomUrl%2CviewerRoomUrl", whereby.Config{ViewerLinks: true}},
		{"neither", "1", api + "/v1/meetings/1", whereby.Config{NoHostLinks: true}},
		{"escaped", "a b&c", api + "/v1/meetings/a%20b&c?fields=hostRoomUrl", whereby.Config{}},
		{"slash", "a/../b", api + "/v1/meetings/a%2F..%2Fb?fields=hostRoomUrl", whereby.Config{}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := newVendor(http.StatusOK, room)
			m, err := newProvider(t, v, c.cfg).GetMeeting(t.Context(), c.id)
			if err != nil {
				t.Fatal(err)
			}
			if got := v.only(t); got.method != http.MethodGet || got.url != c.url {
				t.Errorf("%s %s, want %s", got.method, got.url, c.url)
			}
			if m.ID != "1" || m.Refs["room_name"] != "/4b3bd908" || m.HostURL.Reveal() != "https://example.whereby.com/4b3bd908?roomKey=host" {
				t.Errorf("%+v", m)
			}
		})
	}
}

func TestListRequests(t *testing.T) {
	cases := []struct {
		name, query string
		q           meeting.ListQuery
	}{
		{"first", "fields=hostRoomUrl&limit=100", meeting.ListQuery{}},
		{"next", "cursor=Mg%3D%3D&fields=hostRoomUrl&limit=100", meeting.ListQuery{PageToken: "Mg=="}},
		{"prefix", "fields=hostRoomUrl&limit=100&roomName%5BstartsWith%5D=%2Fteam-7", meeting.ListQuery{Filter: map[string]string{"prefix": "Team-7"}}},
		{"prefix with its slash", "fields=hostRoomUrl&limit=100&roomName%5BstartsWith%5D=%2Fteam-7", meeting.ListQuery{Filter: map[string]string{"prefix": "/team-7"}}},
		{"small", "fields=hostRoomUrl&limit=7", meeting.ListQuery{PageSize: 7}},
		{"too-large", "fields=hostRoomUrl&limit=100", meeting.ListQuery{PageSize: 101}},
		{"ended", "fields=hostRoomUrl&limit=100", meeting.ListQuery{Status: meeting.StatusEnded}},
		{"not-over", "fields=hostRoomUrl&limit=100", meeting.ListQuery{Status: meeting.StatusScheduled}},
		{"status-and-window", "fields=hostRoomUrl&limit=100", meeting.ListQuery{Status: meeting.StatusScheduled, From: noon, To: noon.Add(time.Hour)}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := newVendor(http.StatusOK, `{"results":[`+room+`],"cursor":"Mw=="}`)
			page, err := newProvider(t, v, whereby.Config{}).ListMeetings(t.Context(), c.q)
			if err != nil {
				t.Fatal(err)
			}
			if got := v.only(t); got.method != http.MethodGet || got.url != api+"/v1/meetings?"+c.query {
				t.Errorf("%s %s, want %s", got.method, got.url, c.query)
			}
			want := 1
			if !c.q.From.IsZero() || c.name == "not-over" {
				want = 0 // the room was made before the window, and is over
			}
			if len(page.Meetings) != want || page.NextPage != "Mw==" {
				t.Errorf("%d meetings, next %q", len(page.Meetings), page.NextPage)
			}
		})
	}
}

func TestListRefused(t *testing.T) {
	cases := []struct {
		name string
		q    meeting.ListQuery
		kind meeting.ErrorKind
	}{
		{"filter", meeting.ListQuery{Filter: map[string]string{"type": "scheduled"}}, meeting.ErrInvalid},
		{"blank prefix", meeting.ListQuery{Filter: map[string]string{"prefix": "/"}}, meeting.ErrInvalid},
		{"prefix of other characters", meeting.ListQuery{Filter: map[string]string{"prefix": "a/b"}}, meeting.ErrInvalid},
		{"cancelled", meeting.ListQuery{Status: meeting.StatusCancelled}, meeting.ErrUnsupported},
		{"live", meeting.ListQuery{Status: meeting.StatusLive}, meeting.ErrUnsupported},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			v := newVendor(http.StatusOK, `{"results":[],"cursor":null}`)
			_, err := newProvider(t, v, whereby.Config{}).ListMeetings(t.Context(), c.q)
			if meeting.KindOf(err) != c.kind || len(v.requests) != 0 {
				t.Errorf("%v after %d requests", err, len(v.requests))
			}
		})
	}
}

func TestCancelRequest(t *testing.T) {
	v := newVendor(http.StatusNoContent, "")
	p := newProvider(t, v, whereby.Config{})
	if err := p.CancelMeeting(t.Context(), "1", meeting.CancelOptions{Notify: meeting.On}); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("with notice: %v", err)
	}
	if err := p.CancelMeeting(t.Context(), "1", meeting.CancelOptions{Notify: meeting.Off}); err != nil {
		t.Fatal(err)
	}
	if got := v.only(t); got.method != http.MethodDelete || got.url != api+"/v1/meetings/1" {
		t.Errorf("%s %s", got.method, got.url)
	}
}

func TestDisclaimed(t *testing.T) {
	v := newVendor(http.StatusOK, room)
	p := newProvider(t, v, whereby.Config{})
	for _, state := range []meeting.ParticipantState{meeting.ParticipantLive, meeting.ParticipantInvited} {
		_, err := p.ListParticipants(t.Context(), "1", meeting.ParticipantQuery{State: state})
		if !errors.Is(err, meeting.ErrUnsupported) || !errors.Is(err, errors.ErrUnsupported) {
			t.Errorf("participants %s: %v", state, err)
		}
	}
	title := "New"
	if _, err := provider.NewClient(p, provider.ClientConfig{}).UpdateMeeting(t.Context(), "1", meeting.Patch{Title: &title}); !errors.Is(err, meeting.ErrUnsupported) {
		t.Errorf("update: %v", err)
	}
	if len(v.requests) != 0 {
		t.Errorf("%d requests", len(v.requests))
	}
}

// An id that could leave its place in the path is refused before any request.
func TestBadIDs(t *testing.T) {
	v := newVendor(http.StatusOK, room)
	c := newClient(t, v, whereby.Config{})
	for _, id := range []string{"", ".", "..", "../users/me", "a/b", "a?b", "a#b", "%2e%2e", "a\nb", "a b"} {
		_, err := c.GetMeeting(t.Context(), id)
		if !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("get %q: %v", id, err)
		}
		if err := c.CancelMeeting(t.Context(), id, meeting.CancelOptions{}); !errors.Is(err, meeting.ErrInvalid) {
			t.Errorf("cancel %q: %v", id, err)
		}
	}
	if len(v.requests) != 0 {
		t.Errorf("%d requests", len(v.requests))
	}
}
