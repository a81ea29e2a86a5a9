package normalize

import "github.com/libmeet/meeting"

// ZohoAccount is what "currentUser" says of the user who signed in
// (contracts/zoho.md B2).
type ZohoAccount struct {
	Org     string         `json:"org"`               // zsoid: the orgId of paths
	ID      string         `json:"id"`                // zuid: what a presenter is named by
	Server  string         `json:"server,omitempty"`  // host of the user's Meeting server, without scheme
	Edition string         `json:"edition,omitempty"` // the plan's name
	User    meeting.Person `json:"user"`
}

// ZohoUser reads the answer of user.json; its ids are numbers, unlike everywhere
// else. An answer without an organisation is an error.
func ZohoUser(payload []byte) (ZohoAccount, error) {
	r := newReader(payload)
	var a ZohoAccount
	var server string
	r.unwrap("userDetails", func(name string) {
		switch name {
		case "zsoid":
			a.Org = r.text()
		case "zuid":
			a.ID = r.text()
		case "meetingRedirectionServer":
			a.Server = r.text()
		case "redirectionServer":
			server = r.text()
		case "edition":
			a.Edition = r.text()
		case "fullName":
			a.User.Name = r.text()
		case "primaryEmail":
			a.User.Email = r.text()
		}
	})
	if a.Server == "" {
		a.Server = server
	}
	a.User.ID = a.ID
	return zohoRecord(r, a, a.Org, "organisation")
}
