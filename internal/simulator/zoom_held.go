package simulator

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// zoomSitting is one time that a meeting was, or is, held. Here every meeting begins
// when its time comes, with its host and those who were invited.
type zoomSitting struct {
	m          *zoomMeeting
	uuid       string
	start, end time.Time // end is zero while an instant meeting runs
	live       bool
}

// processed is how long after its end Zoom knows nobody's attendance, and
// recordings are not there: it documents no figure (B1, B8).
const (
	zoomPeopleAfter    = 2 * time.Minute
	zoomRecordingAfter = 10 * time.Minute
)

// sittings lists them, the oldest first.
func (z *zoom) sittings(m *zoomMeeting) []zoomSitting {
	var out []zoomSitting
	now := z.s.now()
	add := func(start time.Time, length time.Duration) {
		if now.Before(start) {
			return
		}
		s := zoomSitting{m: m, start: start}
		if length > 0 {
			s.end = start.Add(length)
		}
		if end, ok := m.ended[start.Unix()]; ok {
			s.end = end
		}
		s.live = s.end.IsZero() || now.Before(s.end)
		out = append(out, s)
	}
	switch start, timed := m.start(); {
	case m.number("type", 2) == 1:
		add(m.created.Truncate(time.Second), 0)
	case m.number("type", 2) == 8:
		for _, o := range m.occurrences {
			if !o.deleted {
				add(o.start, time.Duration(m.minutes(o))*time.Minute)
			}
		}
	case timed && m.number("type", 2) == 2:
		add(start, time.Duration(m.number("duration", 60))*time.Minute)
	}
	slices.SortFunc(out, func(a, b zoomSitting) int { return a.start.Compare(b.start) })
	for n := range out {
		out[n].uuid = zoomUUID(m.id, n)
	}
	return out
}

// over lists the sittings that have ended.
func (z *zoom) over(m *zoomMeeting) []zoomSitting {
	return slices.DeleteFunc(z.sittings(m), func(s zoomSitting) bool { return s.live })
}

// running returns the sitting that goes on now.
func (z *zoom) running(m *zoomMeeting) (zoomSitting, bool) {
	all := z.sittings(m)
	if i := slices.IndexFunc(all, func(s zoomSitting) bool { return s.live }); i >= 0 {
		return all[i], true
	}
	return zoomSitting{}, false
}

// zoomUUID names a sitting: 16 bytes in base64. One in three begins with a slash and
// one in three holds two of them, which paths must carry encoded twice.
func zoomUUID(id int64, n int) string {
	b := sha256.Sum256([]byte(fmt.Sprintf("zoom %d %d", id, n)))
	switch b[15] % 3 {
	case 1:
		b[0] = 0xff
	case 2:
		b[3], b[4], b[5] = 0xff, 0xff, 0xff
	}
	return base64.StdEncoding.EncodeToString(b[:16])
}

// named reads an id of a meeting or the UUID of a sitting from the path (B1). A
// UUID that begins with a slash or holds two in a row arrives encoded twice, and in
// no other form.
func (z *zoom) named(r *http.Request) (*zoomMeeting, string) {
	text := r.PathValue("id")
	awkward := func(s string) bool { return strings.HasPrefix(s, "/") || strings.Contains(s, "//") }
	if strings.Contains(text, "%") {
		again, err := url.PathUnescape(text)
		if err != nil || !awkward(again) {
			return nil, ""
		}
		text = again
	} else if awkward(text) {
		return nil, ""
	}
	if m := z.meetings[text]; m != nil && !m.deleted {
		return m, ""
	}
	for _, id := range z.order {
		m := z.meetings[id]
		if m.deleted {
			continue
		}
		for _, s := range z.sittings(m) {
			if s.uuid == text {
				return m, text
			}
		}
	}
	return nil, ""
}

// past finds the sitting that the path names: by id it is the latest that is over.
func (z *zoom) past(w http.ResponseWriter, r *http.Request, after time.Duration, code int, message string) (zoomSitting, bool) {
	m, uuid := z.named(r)
	if m != nil {
		over := z.over(m)
		for i := len(over) - 1; i >= 0; i-- {
			s := over[i]
			if uuid != "" && s.uuid != uuid {
				continue
			}
			if z.s.now().Before(s.end.Add(after)) {
				break // not yet
			}
			if z.s.now().Sub(s.end) > 365*day {
				z.fail(w, r, http.StatusBadRequest, 12702, "Can not access a meeting a year ago.")
				return zoomSitting{}, false
			}
			return s, true
		}
	}
	z.fail(w, r, http.StatusNotFound, code, message)
	return zoomSitting{}, false
}

// paid refuses what a free plan lacks (B1).
func (z *zoom) paid(w http.ResponseWriter, r *http.Request) bool {
	if z.s.cfg.ZoomPlan == "free" {
		z.fail(w, r, http.StatusBadRequest, 200, "Only available for paid users: "+zoomHost+".")
		return false
	}
	return true
}

func (z *zoom) pastDetails(w http.ResponseWriter, r *http.Request) {
	if !z.paid(w, r) {
		return
	}
	s, ok := z.past(w, r, 0, 3001, "This meeting is not available or ID is not valid.")
	if !ok {
		return
	}
	length := int(s.end.Sub(s.start) / time.Minute)
	people := len(z.attended(s))
	reply(w, http.StatusOK, object{
		"uuid": s.uuid, "id": s.m.id, "host_id": "simHost", "type": s.m.number("type", 2), "topic": s.m.text("topic"), "user_name": "Sim Host",
		"user_email": s.m.host, "start_time": s.start.Format(time.RFC3339), "end_time": s.end.Format(time.RFC3339), "duration": length,
		"total_minutes": length * people, "participants_count": people, "dept": "", "source": "Open API",
	})
}

func (z *zoom) instances(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	found := []object{}
	for _, s := range z.over(m) {
		if z.s.now().Sub(s.end) < 15*30*day {
			found = append(found, object{"uuid": s.uuid, "start_time": s.start.Format(time.RFC3339)})
		}
	}
	if len(found) == 0 {
		z.fail(w, r, http.StatusNotFound, 3001, "Meeting does not exist: "+r.PathValue("id")+".")
		return
	}
	reply(w, http.StatusOK, object{"meetings": found})
}

// status ends a running meeting. What Zoom answers when it does not run is not
// documented (B9).
func (z *zoom) status(w http.ResponseWriter, r *http.Request) {
	m, ok := z.find(w, r)
	if !ok {
		return
	}
	members, ok := readObject(r)
	faults := checkMembers("", members, map[string]spec{"action": {kind: isText, required: true, enum: []string{"end", "recover"}}})
	if !ok || len(faults) > 0 {
		z.fail(w, r, http.StatusBadRequest, 300, "Validation Failed.", faults...)
		return
	}
	s, running := z.running(m)
	if !running || members["action"] != "end" {
		z.fail(w, r, http.StatusBadRequest, 3000, "The meeting is not in progress.")
		return
	}
	m.ended[s.start.Unix()] = z.s.now().Truncate(time.Second)
	w.WriteHeader(http.StatusNoContent)
}
