package normalize

import (
	"errors"
	"testing"

	"github.com/libmeet/meeting"
)

// A page without its list must not read as an empty one: a search that finds nothing
// lets a create be sent again.
func TestPageWithoutItsList(t *testing.T) {
	for name, read := range map[string]func([]byte) (meeting.Page, error){
		VendorZoom: ZoomMeetings, VendorWhereby: WherebyMeetings, VendorZohoMeeting: ZohoMeetings, VendorZohoCliq: CliqMeetings,
	} {
		for _, body := range []string{`{}`, `{"message":"ok"}`, `{"code":0}`, `{"x":{"meetings":[],"results":[],"data":[],"status":"success"}}`} {
			if page, err := read([]byte(body)); !errors.Is(err, meeting.ErrProtocol) {
				t.Errorf("%s: %s reads as %d meetings, %v", name, body, len(page.Meetings), err)
			}
		}
	}
}

// Nor must who came read as nobody.
func TestPeopleWithoutTheirList(t *testing.T) {
	for name, read := range map[string]func([]byte) (meeting.ParticipantPage, error){
		VendorZoom: ZoomParticipants, VendorZohoMeeting: ZohoParticipants, VendorZohoCliq: CliqParticipants,
	} {
		for _, body := range []string{`{}`, `{"message":"ok"}`, `{"x":{"participants":[],"data":[]}}`} {
			if page, err := read([]byte(body)); !errors.Is(err, meeting.ErrProtocol) {
				t.Errorf("%s: %s reads as %d people, %v", name, body, len(page.Participants), err)
			}
		}
	}
}
