package simulator

import (
	"encoding/json"
	"time"
)

// addHistory gives Zoho Meeting, Zoom and Whereby a meeting of yesterday, so that what
// comes after a meeting can be seen: participants, sessions, a report, a recording, a
// transcript. Their APIs create none in the past.
func (s *Server) addHistory() {
	start := s.now().Add(-day).Truncate(time.Hour)
	ended := &zohoItem{
		key: s.zoho.id(), host: s.zoho.id(), created: start.Add(-day), modified: start.Add(-day),
		members: object{
			"topic": "Quarterly review", "agenda": "Figures and plans", "start_time": start.Format(time.RFC3339),
			"duration": json.Number("45"), "timezone": "Europe/Berlin", "recording_enabled": true,
		},
		invited: []*zohoPerson{{s.zoho.id(), "ada@example.com", "Ada"}, {s.zoho.id(), "bo@example.com", "Bo"}},
	}
	s.zoho.meetings[ended.key] = ended
	s.zoho.order = append(s.zoho.order, ended.key)
	s.native.add(&zohoSession{topic: "Quarterly review", agenda: "Figures and plans", start: start, length: 45 * time.Minute, zone: "Europe/Berlin",
		created: start.Add(-day), people: []object{{"id": s.native.sysID(), "email": "ada@example.com"}, {"id": s.native.sysID(), "email": "bo@example.com"}}})
	s.zoom.add(&zoomMeeting{host: zoomHost, created: start.Add(-day), members: object{
		"topic": "Quarterly review", "type": json.Number("2"), "start_time": start.Format(time.RFC3339),
		"duration": json.Number("45"), "timezone": "Europe/Berlin",
		"settings": object{"auto_recording": "cloud", "meeting_invitees": []any{object{"email": "ada@example.com"}, object{"email": "bo@example.com"}}},
	}})
	room := &wherebyRoom{id: s.next(), start: start, end: s.now().Add(day)}
	room.name = "review-" + wherebyName(room.id, "")
	s.whereby.rooms = append(s.whereby.rooms, room)
	s.whereby.visit(room, object{"recording": object{"type": "cloud"}, "liveTranscription": object{}})
}
