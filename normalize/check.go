package normalize

import (
	"github.com/libmeet/meeting"
)

// finishMeeting is the end of every function that returns one meeting.
func finishMeeting(r *reader, m meeting.Meeting) (meeting.Meeting, error) {
	if err := r.finish(); err != nil {
		return meeting.Meeting{}, err
	}
	if m.ID == "" {
		return meeting.Meeting{}, noID("meeting")
	}
	return m, nil
}

// need fails a list element that has no id.
func (r *reader) need(id, what string) {
	if id == "" && r.err == nil {
		r.err = noID(what)
	}
}

func noID(what string) error {
	return &meeting.Error{Kind: meeting.ErrProtocol, Message: "the " + what + " has no id"}
}

// setRef keeps another id of the vendor's.
func setRef(m *meeting.Meeting, name, id string) {
	if id == "" {
		return
	}
	if m.Refs == nil {
		m.Refs = make(map[string]string, 4)
	}
	m.Refs[name] = id
}
