package meeting

import "encoding/json"

type participantJSON struct {
	ID         string           `json:"id,omitempty"`
	Name       string           `json:"name,omitempty"`
	Email      string           `json:"email,omitempty"`
	Role       Role             `json:"role,omitempty"`
	RoleNative string           `json:"role_native,omitempty"`
	State      ParticipantState `json:"state,omitempty"`
	Joined     string           `json:"joined,omitempty"`
	Left       string           `json:"left,omitempty"`
	Duration   int64            `json:"duration_seconds,omitempty"`
	Device     string           `json:"device,omitempty"`
	Location   string           `json:"location,omitempty"`
	Raw        json.RawMessage  `json:"raw,omitempty"`
}

func (e Encoding) participant(p Participant) participantJSON {
	return participantJSON{p.ID, p.Name, p.Email, p.Role, p.RoleNative, p.State,
		stamp(p.Joined), stamp(p.Left), seconds(p.Duration), p.Device, p.Location, e.raw(p.Raw)}
}

// UnmarshalJSON reads what [Encoding] wrote.
func (p *Participant) UnmarshalJSON(data []byte) error {
	var w participantJSON
	if err := json.Unmarshal(data, &w); err != nil {
		return err
	}
	joined, err := readStamp("joined", w.Joined)
	if err != nil {
		return err
	}
	left, err := readStamp("left", w.Left)
	if err != nil {
		return err
	}
	*p = Participant{w.ID, w.Name, w.Email, w.Role, w.RoleNative, w.State, joined, left,
		fromSeconds(w.Duration), w.Device, w.Location, Raw(w.Raw)}
	return nil
}

type recordingJSON struct {
	ID          string          `json:"id,omitempty"`
	MeetingID   string          `json:"meeting_id,omitempty"`
	Title       string          `json:"title,omitempty"`
	Type        string          `json:"type,omitempty"`
	Start       string          `json:"start,omitempty"`
	Duration    int64           `json:"duration_seconds,omitempty"`
	Size        int64           `json:"size_bytes,omitempty"`
	Status      RecordingStatus `json:"status,omitempty"`
	DownloadURL string          `json:"download_url,omitempty"`
	PlayURL     string          `json:"play_url,omitempty"`
	Created     string          `json:"created,omitempty"`
	Raw         json.RawMessage `json:"raw,omitempty"`
}

func (e Encoding) recording(r Recording) recordingJSON {
	return recordingJSON{r.ID, r.MeetingID, r.Title, r.Type, stamp(r.Start), seconds(r.Duration), r.Size, r.Status,
		e.secret(r.DownloadURL), e.secret(r.PlayURL), stamp(r.Created), e.raw(r.Raw)}
}

type transcriptJSON struct {
	ID          string           `json:"id,omitempty"`
	MeetingID   string           `json:"meeting_id,omitempty"`
	SessionID   string           `json:"session_id,omitempty"`
	Title       string           `json:"title,omitempty"`
	Start       string           `json:"start,omitempty"`
	Duration    int64            `json:"duration_seconds,omitempty"`
	Status      TranscriptStatus `json:"status,omitempty"`
	DownloadURL string           `json:"download_url,omitempty"`
	Created     string           `json:"created,omitempty"`
	Raw         json.RawMessage  `json:"raw,omitempty"`
}

func (e Encoding) transcript(t Transcript) transcriptJSON {
	return transcriptJSON{t.ID, t.MeetingID, t.SessionID, t.Title, stamp(t.Start), seconds(t.Duration), t.Status,
		e.secret(t.DownloadURL), stamp(t.Created), e.raw(t.Raw)}
}

type sessionJSON struct {
	ID               string          `json:"id,omitempty"`
	MeetingID        string          `json:"meeting_id,omitempty"`
	Start            string          `json:"start,omitempty"`
	End              string          `json:"end,omitempty"`
	Duration         int64           `json:"duration_seconds,omitempty"`
	ParticipantCount int             `json:"participant_count,omitempty"`
	MaxConcurrent    int             `json:"max_concurrent,omitempty"`
	HasRecording     Flag            `json:"has_recording,omitzero"`
	Raw              json.RawMessage `json:"raw,omitempty"`
}

func (e Encoding) session(s Session) sessionJSON {
	return sessionJSON{s.ID, s.MeetingID, stamp(s.Start), stamp(s.End), seconds(s.Duration),
		s.ParticipantCount, s.MaxConcurrent, s.HasRecording, e.raw(s.Raw)}
}

type reportJSON struct {
	MeetingID         string            `json:"meeting_id,omitempty"`
	Title             string            `json:"title,omitempty"`
	SessionCount      int               `json:"session_count,omitempty"`
	ParticipantCount  int               `json:"participant_count,omitempty"`
	Duration          int64             `json:"duration_seconds,omitempty"`
	AverageAttendance float64           `json:"average_attendance,omitempty"`
	Participants      []participantJSON `json:"participants,omitempty"`
	Raw               json.RawMessage   `json:"raw,omitempty"`
}

func (e Encoding) report(r Report) reportJSON {
	return reportJSON{r.MeetingID, r.Title, r.SessionCount, r.ParticipantCount, seconds(r.Duration),
		r.AverageAttendance, each(r.Participants, e.participant), e.raw(r.Raw)}
}

type registrationJSON struct {
	ID      string             `json:"id,omitempty"`
	Name    string             `json:"name,omitempty"`
	Email   string             `json:"email,omitempty"`
	Status  RegistrationStatus `json:"status,omitempty"`
	JoinURL string             `json:"join_url,omitempty"`
	Raw     json.RawMessage    `json:"raw,omitempty"`
}

func (e Encoding) registration(r Registration) registrationJSON {
	raw := e.raw(r.Raw)
	if len(raw) > 0 && !e.Secrets { // a link of one's own is a secret, a meeting's is not
		raw = redact(json.RawMessage(r.Raw), personalNames)
	}
	return registrationJSON{r.ID, r.Name, r.Email, r.Status, e.secret(r.JoinURL), raw}
}

type accountJSON struct {
	DefaultDuration int64           `json:"default_duration_seconds,omitempty"`
	DefaultZone     Zone            `json:"default_time_zone,omitempty"`
	AutoRecording   Flag            `json:"auto_recording,omitzero"`
	WaitingRoom     Flag            `json:"waiting_room,omitzero"`
	Raw             json.RawMessage `json:"raw,omitempty"`
}

func (e Encoding) account(a AccountSettings) accountJSON {
	return accountJSON{seconds(a.DefaultDuration), a.DefaultZone, a.AutoRecording, a.WaitingRoom, e.raw(a.Raw)}
}
