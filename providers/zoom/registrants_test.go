package zoom_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/libmeet/meeting"
)

func TestRegistrantBodies(t *testing.T) {
	const url = "https://api.zoom.us/v2/meetings/1/registrants"
	v := newVendor(reply{status: http.StatusCreated, body: `{"id":1,"registrant_id":"r1","join_url":"https://example.com/w/1?tk=t"}`})
	r, err := newClient(t, v, accessToken).AddRegistrant(t.Context(), "1", meeting.RegistrantRequest{
		Email: "ada@example.com", FirstName: "Ada", LastName: "Lovelace", Native: json.RawMessage(`{"org":"Analytical","auto_approve":true}`)})
	if err != nil || r.ID != "r1" || r.Name != "Ada Lovelace" || r.Status != meeting.RegistrationApproved || r.JoinURL.IsZero() {
		t.Errorf("added %+v, %v", r, err)
	}
	if text, err := (meeting.Encoding{Raw: true}).Marshal(r); err != nil || strings.Contains(string(text), "tk=") {
		t.Errorf("%s, %v", text, err)
	}
	if got := v.last(t); got.method != http.MethodPost || got.url != url {
		t.Errorf("%s %s", got.method, got.url)
	}
	golden(t, "registrants-add", v.last(t).body)

	v = newVendor(ok(`{"id":"r2","email":"bo@example.com"}`), reply{status: http.StatusNoContent})
	err = newClient(t, v, accessToken).DecideRegistrants(t.Context(), "1", meeting.RegistrationDenied, meeting.Registration{ID: "r1", Email: "ada@example.com"}, meeting.Registration{ID: "r2"})
	if got := v.last(t); err != nil || len(v.api) != 2 || v.api[0].url != url+"/r2" || got.method != http.MethodPut || got.url != url+"/status" {
		t.Errorf("%v, %+v", err, v.api)
	}
	golden(t, "registrants-deny", v.last(t).body)

	v = newVendor(reply{status: http.StatusNoContent})
	var many []meeting.Registration
	for n := range 61 {
		many = append(many, meeting.Registration{ID: strconv.Itoa(n), Email: "a@example.com"})
	}
	if err := newClient(t, v, accessToken).DecideRegistrants(t.Context(), "1", meeting.RegistrationApproved, many...); err != nil || len(v.api) != 3 {
		t.Errorf("%v after %d requests", err, len(v.api))
	}
}

// A lost answer leaves open whether somebody was added, so nothing is sent again.
func TestLostRegistrant(t *testing.T) {
	v := newVendor(reply{status: 502, body: "<html>"})
	_, err := newClient(t, v, accessToken).AddRegistrant(t.Context(), "1", meeting.RegistrantRequest{Email: "ada@example.com", FirstName: "Ada"})
	if !errors.Is(err, meeting.ErrOutcomeUnknown) || len(v.api) != 1 {
		t.Errorf("%v after %d requests", err, len(v.api))
	}
}

func TestRegistrantStatuses(t *testing.T) {
	page := func(next string) reply { return ok(`{"next_page_token":"` + next + `","registrants":[]}`) }
	v := newVendor(page("two"), page(""))
	c := newClient(t, v, accessToken)
	for _, err := range c.Registrants(t.Context(), "1", meeting.RegistrantQuery{}) {
		t.Fatal(err)
	}
	var asked []string
	for _, e := range v.api {
		_, query, _ := strings.Cut(e.url, "?")
		asked = append(asked, query)
	}
	want := []string{"page_size=300&status=approved", "next_page_token=two&page_size=300&status=approved", "page_size=300&status=pending", "page_size=300&status=denied"}
	if strings.Join(asked, " ") != strings.Join(want, " ") {
		t.Errorf("asked for %q", asked)
	}
	for _, q := range []meeting.RegistrantQuery{{Status: meeting.RegistrationCancelled}, {PageToken: "two"}, {PageToken: "denied:x", Status: meeting.RegistrationPending}, {Status: "lost"}} {
		before := len(v.api)
		for _, err := range c.Registrants(t.Context(), "1", q) {
			if kind := meeting.KindOf(err); (kind != meeting.ErrInvalid && kind != meeting.ErrUnsupported) || len(v.api) != before {
				t.Errorf("%+v: %v after %d requests", q, err, len(v.api)-before)
			}
		}
	}
}
