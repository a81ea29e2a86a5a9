package meeting

import "time"

// ListQuery selects meetings. Zero members don't filter.
type ListQuery struct {
	From, To  time.Time // meetings that start in [From, To)
	Status    Status
	Host      string            // whose meetings, where one may see those of others; "" is the configured user
	Filter    map[string]string // the vendor's own list parameters, checked by the adapter
	PageToken string            // NextPage of the page before
	PageSize  int               // 0: the vendor's largest

	// Into is room for the page's meetings, to be appended to; its content is the
	// caller's to overwrite. An adapter need not use it. The Client's iterators pass
	// the same room for page after page.
	Into []Meeting
}

// Validate returns an [ErrInvalid] error when To is not after From or the page
// size is negative.
func (q ListQuery) Validate() error {
	if !q.From.IsZero() && !q.To.IsZero() && !q.To.After(q.From) {
		return Invalidf("to", "it is not after from")
	}
	if q.PageSize < 0 {
		return Invalidf("page_size", "it is negative")
	}
	if q.Host != "" {
		if err := ValidateID("host", q.Host); err != nil {
			return err
		}
	}
	switch q.Status {
	case "", StatusScheduled, StatusLive, StatusEnded, StatusCancelled:
		return nil
	}
	return Invalidf("status", "%q is none of scheduled, live, ended, cancelled", q.Status)
}

// Matches reports whether m starts in the window and has the status asked for.
// Adapters use it for what a vendor doesn't filter; a meeting whose start or
// status is unknown matches.
func (q ListQuery) Matches(m Meeting) bool {
	if !m.Start.IsZero() {
		if (!q.From.IsZero() && m.Start.Before(q.From)) || (!q.To.IsZero() && !m.Start.Before(q.To)) {
			return false
		}
	}
	return q.Status == "" || m.Status == "" || m.Status == q.Status
}

// ParticipantQuery selects participants.
type ParticipantQuery struct {
	State     ParticipantState // "" for all
	PageToken string
	PageSize  int // 0: the vendor's largest

	// Raw asks for each participant's Raw, which takes as much memory as the answer
	// does. Without it an adapter may leave Raw out.
	Raw bool

	Into []Participant // as in ListQuery
}

// Validate returns an [ErrInvalid] error for an unknown state.
func (q ParticipantQuery) Validate() error {
	if q.PageSize < 0 {
		return Invalidf("page_size", "it is negative")
	}
	switch q.State {
	case "", ParticipantInvited, ParticipantLive, ParticipantLeft, ParticipantJoined:
		return nil
	}
	return Invalidf("state", "%q is none of live, invited, joined, left", q.State)
}

// RecordingQuery selects recordings.
type RecordingQuery struct {
	MeetingID string
	From, To  time.Time
	PageToken string
	PageSize  int
}

// Validate returns an [ErrInvalid] error when To is not after From.
func (q RecordingQuery) Validate() error {
	return ListQuery{From: q.From, To: q.To, PageSize: q.PageSize}.Validate()
}

// RegistrantQuery selects registrations.
type RegistrantQuery struct {
	Status    RegistrationStatus // "" for all that the vendor lists
	PageToken string
	PageSize  int
}

// Validate returns an [ErrInvalid] error for a status that no registration has.
func (q RegistrantQuery) Validate() error {
	if q.PageSize < 0 {
		return Invalidf("page_size", "it is negative")
	}
	switch q.Status {
	case "", RegistrationPending, RegistrationApproved, RegistrationDenied, RegistrationCancelled:
		return nil
	}
	return Invalidf("status", "%q is none of pending, approved, denied, cancelled", q.Status)
}

// TranscriptQuery selects transcripts.
type TranscriptQuery struct {
	MeetingID string
	From, To  time.Time
	PageToken string
	PageSize  int
}

// Validate returns an [ErrInvalid] error when To is not after From.
func (q TranscriptQuery) Validate() error {
	return ListQuery{From: q.From, To: q.To, PageSize: q.PageSize}.Validate()
}

// PageQuery selects one page of a list that has no filters.
type PageQuery struct {
	PageToken string
	PageSize  int
}

// Page is one page of meetings. NextPage is "" on the last one; it is opaque.
type Page struct {
	Meetings []Meeting
	NextPage string
}

// ParticipantPage is one page of participants.
type ParticipantPage struct {
	Participants []Participant
	NextPage     string
}

// RecordingPage is one page of recordings.
type RecordingPage struct {
	Recordings []Recording
	NextPage   string
}

// SessionPage is one page of sessions.
type SessionPage struct {
	Sessions []Session
	NextPage string
}

// RegistrationPage is one page of registrations.
type RegistrationPage struct {
	Registrations []Registration
	NextPage      string
}

// TranscriptPage is one page of transcripts.
type TranscriptPage struct {
	Transcripts []Transcript
	NextPage    string
}
