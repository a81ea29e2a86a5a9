package calendar

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/libmeet/meeting"
)

// Link is a way into a meeting that stands in a text.
type Link struct {
	Vendor   string         // a kind ("zoom", "zoho-meeting", …) or the service's name in the same form ("google-meet")
	ID       string         // what the service calls the meeting or room: a number, a code, a name
	Passcode meeting.Secret // from the link, or labelled in the text that follows it; empty when there is none
	Role     LinkRole       // what the link makes of who follows it
	URL      string         // the link itself, taken out of what wraps or encodes it; a secret when the role is host

	// Start and End are the bytes of the text that the link takes up as it stands
	// there, the service that wraps it included: text[Start:End].
	Start, End int
}

// LinkRole is what a link makes of who follows it.
type LinkRole string

// The roles of a [Link].
const (
	LinkHost     LinkRole = "host"
	LinkAttendee LinkRole = "attendee"
	LinkViewer   LinkRole = "viewer" // without camera and microphone
)

// String names the meeting, without what lets somebody in.
func (l Link) String() string { return l.Vendor + " " + l.ID + " (" + string(l.Role) + ")" }

// MarshalJSON writes everything that was found, the passcode as it stood in the
// text: whoever reads the result had the text.
func (l Link) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // that is for the outer encoder to do
	err := enc.Encode(struct {
		Vendor   string   `json:"vendor"`
		ID       string   `json:"id,omitempty"`
		Passcode string   `json:"passcode,omitempty"`
		Role     LinkRole `json:"role"`
		URL      string   `json:"url"`
		Start    int      `json:"start"`
		End      int      `json:"end"`
	}{l.Vendor, l.ID, l.Passcode.Reveal(), l.Role, l.URL, l.Start, l.End})
	return out.Bytes(), err
}

// FindLinks returns the links of text that lead into a meeting, in their order, each
// as often as it stands there. It knows some sixty services ([LinkVendors]), in
// plain text, HTML, JSON, iCalendar (folded lines included) and quoted-printable,
// with or without https://, and inside the links of services that check or count
// clicks (Outlook Safe Links, Proofpoint, Google's redirects and others), percent-
// encoded once or more.
//
// A page of a service that leads into no meeting (prices, help, sign-in,
// registration) is not a link in this sense, nor is one at a host that only looks
// like the service's. Time and memory grow with the length of text at most.
func FindLinks(text string) []Link {
	s := newScanner(text)
	s.scan()
	s.labelPasscodes()
	return s.links
}

// LinkVendors lists the services that [FindLinks] knows.
func LinkVendors() []string {
	names := make([]string, 0, len(services))
	for _, s := range services {
		if !slices.Contains(names, s.vendor) {
			names = append(names, s.vendor)
		}
	}
	return names
}
