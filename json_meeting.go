package meeting

import (
	"encoding/json"
	"time"
)

// meetingJSON fixes the names and the order of a meeting's JSON form.
type meetingJSON struct {
	Provider         string            `json:"provider,omitempty"`
	Vendor           string            `json:"vendor,omitempty"`
	ID               string            `json:"id,omitempty"`
	Refs             map[string]string `json:"refs,omitempty"`
	Kind             Kind              `json:"kind,omitempty"`
	Media            Media             `json:"media,omitempty"`
	Status           Status            `json:"status,omitempty"`
	Title            string            `json:"title,omitempty"`
	Description      string            `json:"description,omitempty"`
	Start            string            `json:"start,omitempty"`
	End              string            `json:"end,omitempty"`
	Duration         int64             `json:"duration_seconds,omitempty"`
	Zone             Zone              `json:"time_zone,omitempty"`
	Host             *Person           `json:"host,omitempty"`
	JoinURL          string            `json:"join_url,omitempty"`
	HostURL          string            `json:"host_url,omitempty"`
	ViewerURL        string            `json:"viewer_url,omitempty"`
	Passcode         string            `json:"passcode,omitempty"`
	DialIn           []DialIn          `json:"dial_in,omitempty"`
	Invitees         []Person          `json:"invitees,omitempty"`
	ParticipantCount int               `json:"participant_count,omitempty"`
	Recurrence       *recurrenceJSON   `json:"recurrence,omitempty"`
	Occurrences      []occurrenceJSON  `json:"occurrences,omitempty"`
	Settings         *Settings         `json:"settings,omitempty"`
	Created          string            `json:"created,omitempty"`
	Updated          string            `json:"updated,omitempty"`
	Expires          string            `json:"expires,omitempty"`
	Losses           []Loss            `json:"losses,omitempty"`
	Raw              json.RawMessage   `json:"raw,omitempty"`
}

type recurrenceJSON struct {
	RRule string `json:"rrule"`
}

type occurrenceJSON struct {
	ID       string `json:"id,omitempty"`
	Start    string `json:"start,omitempty"`
	Duration int64  `json:"duration_seconds,omitempty"`
	Status   Status `json:"status,omitempty"`
}

func (e Encoding) meeting(m Meeting) meetingJSON {
	w := meetingJSON{
		Provider: m.Provider, Vendor: m.Vendor, ID: m.ID, Refs: m.Refs,
		Kind: m.Kind, Media: m.Media, Status: m.Status,
		Title: m.Title, Description: m.Description,
		Start: stamp(m.Start), End: stamp(m.End), Duration: seconds(m.Duration), Zone: m.Zone,
		JoinURL: m.JoinURL, HostURL: e.secret(m.HostURL), ViewerURL: m.ViewerURL, Passcode: e.secret(m.Passcode),
		DialIn: m.DialIn, Invitees: m.Invitees, ParticipantCount: m.ParticipantCount,
		Created: stamp(m.Created), Updated: stamp(m.Updated), Expires: stamp(m.Expires),
		Losses: m.Losses, Raw: e.raw(m.Raw),
	}
	if !m.Host.IsZero() {
		w.Host = &m.Host
	}
	if !m.Recurrence.IsZero() {
		w.Recurrence = &recurrenceJSON{m.Recurrence.String()}
	}
	for _, o := range m.Occurrences {
		w.Occurrences = append(w.Occurrences, occurrenceJSON{o.ID, stamp(o.Start), seconds(o.Duration), o.Status})
	}
	if m.Settings != (Settings{}) {
		w.Settings = &m.Settings
	}
	return w
}

// UnmarshalJSON reads what [Encoding] wrote. A redacted secret reads as empty.
func (m *Meeting) UnmarshalJSON(data []byte) error {
	var w meetingJSON
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	read := Meeting{
		Provider: w.Provider, Vendor: w.Vendor, ID: w.ID, Refs: w.Refs,
		Kind: w.Kind, Media: w.Media, Status: w.Status,
		Title: w.Title, Description: w.Description, Duration: fromSeconds(w.Duration), Zone: w.Zone,
		JoinURL: w.JoinURL, ViewerURL: w.ViewerURL,
		DialIn: w.DialIn, Invitees: w.Invitees, ParticipantCount: w.ParticipantCount,
		Losses: w.Losses, Raw: Raw(w.Raw),
	}
	_ = read.HostURL.UnmarshalText([]byte(w.HostURL)) // reading text can't fail
	_ = read.Passcode.UnmarshalText([]byte(w.Passcode))
	if w.Host != nil {
		read.Host = *w.Host
	}
	if w.Settings != nil {
		read.Settings = *w.Settings
	}
	if w.Recurrence != nil {
		rule, err := ParseRecurrence(w.Recurrence.RRule)
		if err != nil {
			return err
		}
		read.Recurrence = rule
	}
	for _, o := range w.Occurrences {
		start, err := readStamp("occurrences.start", o.Start)
		if err != nil {
			return err
		}
		read.Occurrences = append(read.Occurrences, Occurrence{o.ID, start, fromSeconds(o.Duration), o.Status})
	}
	for _, s := range []struct {
		name, text string
		into       *time.Time
	}{
		{"start", w.Start, &read.Start}, {"end", w.End, &read.End}, {"created", w.Created, &read.Created},
		{"updated", w.Updated, &read.Updated}, {"expires", w.Expires, &read.Expires},
	} {
		t, err := readStamp(s.name, s.text)
		if err != nil {
			return err
		}
		*s.into = t
	}
	*m = read
	return nil
}
