package migrate

import (
	"encoding/json"
	"time"

	"github.com/libmeet/meeting"
)

// request is a create request as the journal keeps it, passcode included: asked
// again with other content its key would be refused.
type request struct {
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Start       time.Time          `json:"start"`
	Duration    time.Duration      `json:"duration"`
	Zone        meeting.Zone       `json:"zone,omitempty"`
	Host        string             `json:"host,omitempty"`
	Passcode    string             `json:"passcode,omitempty"` // until it is created
	Sealed      []byte             `json:"sealed,omitempty"`   // the passcode, encrypted
	Invitees    []meeting.Person   `json:"invitees,omitempty"`
	Rule        string             `json:"rule,omitempty"`
	Media       meeting.Media      `json:"media,omitempty"`
	Settings    meeting.Settings   `json:"settings"`
	OnLoss      meeting.LossPolicy `json:"on_loss,omitempty"`
}

func newRequest(r meeting.CreateRequest) *request {
	w := &request{
		Title: r.Title, Description: r.Description, Start: r.Start, Duration: r.Duration, Zone: r.Zone, Host: r.Host,
		Passcode: r.Passcode.Reveal(), Invitees: r.Invitees, Media: r.Media, Settings: r.Settings, OnLoss: r.OnLoss,
	}
	if !r.Recurrence.IsZero() {
		w.Rule = r.Recurrence.String()
	}
	return w
}

func (w *request) create(key string) (meeting.CreateRequest, error) {
	r := meeting.CreateRequest{
		Key: key, Title: w.Title, Description: w.Description, Start: w.Start, Duration: w.Duration, Zone: w.Zone, Host: w.Host,
		Passcode: meeting.NewSecret(w.Passcode), Invitees: w.Invitees, Media: w.Media, Settings: w.Settings, OnLoss: w.OnLoss,
	}
	if w.Rule != "" {
		rule, err := meeting.ParseRecurrence(w.Rule)
		if err != nil {
			return r, broken()
		}
		r.Recurrence = rule
	}
	return r, nil
}

// encode writes a record as the one called name; with a key its passcode is sealed.
func (j journal) encode(name string, r *record) ([]byte, error) {
	if r.Request == nil || r.Request.Passcode == "" || !j.sealer.Seals() {
		return json.Marshal(r)
	}
	sealed, err := j.sealer.Seal(name, []byte(r.Request.Passcode))
	if err != nil {
		return nil, err
	}
	hidden, request := *r, *r.Request
	request.Passcode, request.Sealed = "", sealed
	hidden.Request = &request
	return json.Marshal(hidden)
}

func (j journal) decode(name string, value []byte) (*record, error) {
	r := &record{}
	if json.Unmarshal(value, r) != nil || !r.State.known() {
		return nil, broken()
	}
	if r.Request != nil && r.Request.Sealed != nil {
		plain, err := j.sealer.Open(name, r.Request.Sealed)
		if err != nil {
			return nil, &meeting.Error{Kind: meeting.ErrUnavailable, Message: "a passcode in the migration journal can't be read: " + err.Error(), Err: err}
		}
		r.Request.Passcode, r.Request.Sealed = string(plain), nil
	}
	return r, nil
}
