package simulator

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"time"
)

func (z *zoom) list(w http.ResponseWriter, r *http.Request) {
	host, ok := z.user(w, r)
	if !ok {
		return
	}
	kind := r.URL.Query().Get("type")
	switch kind {
	case "":
		kind = "scheduled"
	case "scheduled", "live", "upcoming", "upcoming_meetings", "previous_meetings":
	default:
		z.fail(w, r, http.StatusBadRequest, 300, "Invalid parameter: type.")
		return
	}
	var found []object
	for _, id := range z.order {
		if m := z.meetings[id]; !m.deleted && m.host == host && z.lists(m, kind) && z.s.listed(m.created) {
			found = append(found, z.brief(m))
		}
	}
	z.page(w, r, "meetings", found, "type", "from", "to", "timezone", "page_number")
}

// lists says which meetings a list type holds; instant ones are in none (B1).
func (z *zoom) lists(m *zoomMeeting, kind string) bool {
	const halfYear = 183 * day // what the types with a window of time cover
	now := z.s.now()
	if m.number("type", 2) == 1 || z.expired(m) {
		return false
	}
	_, live := z.running(m)
	switch {
	case kind == "live":
		return live
	case strings.HasPrefix(kind, "upcoming"):
		next, ok := m.next(now)
		return live || (ok && next.Sub(now) < halfYear)
	case kind == "previous_meetings":
		over := z.over(m)
		return len(over) > 0 && now.Sub(over[len(over)-1].end) < halfYear
	}
	return true
}

// next is when the meeting will start.
func (m *zoomMeeting) next(now time.Time) (time.Time, bool) {
	for _, o := range m.occurrences {
		if !o.deleted && o.start.After(now) {
			return o.start, true
		}
	}
	start, ok := m.start()
	return start, ok && start.After(now)
}

// expired reports that the id is good no more: 30 days after a meeting, at the end
// of an instant one (B3).
func (z *zoom) expired(m *zoomMeeting) bool {
	over := z.over(m)
	if len(over) == 0 {
		return false
	}
	end := over[len(over)-1].end
	switch m.number("type", 2) {
	case 1:
		return true
	case 2:
		return z.s.now().Sub(end) > 30*day
	}
	return false
}

// zoomToken is what a page token carries. It is good for 15 minutes, and for the
// query that it was given for (B1).
type zoomToken struct {
	Offset int
	Query  string
	Given  int64
}

// page answers with a page of items under name.
func (z *zoom) page(w http.ResponseWriter, r *http.Request, name string, items []object, allowed ...string) {
	if unknown, ok := onlyQuery(r, append(allowed, "page_size", "next_page_token")...); !ok {
		z.fail(w, r, http.StatusBadRequest, 300, "Invalid parameter: "+unknown+".")
		return
	}
	query := r.URL.Query()
	text := query.Get("next_page_token")
	query.Del("next_page_token")
	now := z.s.now()
	size, sizeOK := queryInt(r, "page_size", 30, 1, 300)
	at, tokenOK := readZoomToken(text)
	if !sizeOK || !tokenOK || (text != "" && (at.Query != r.URL.Path+"?"+query.Encode() || now.Unix()-at.Given > 15*60)) {
		z.fail(w, r, http.StatusBadRequest, 300, "The next page token is either invalid or expired.")
		return
	}
	part, next := pageOf(items, at.Offset, size)
	token := ""
	if next > 0 {
		token = zoomToken{next, r.URL.Path + "?" + query.Encode(), now.Unix()}.String()
	}
	pages := (len(items) + size - 1) / size
	reply(w, http.StatusOK, object{"page_count": pages, "page_size": size, "total_records": len(items), "next_page_token": token, name: part})
}

// String is the token's form on the wire.
func (t zoomToken) String() string {
	encoded, _ := json.Marshal(t) // a struct of a number and texts
	return base64.RawURLEncoding.EncodeToString(encoded)
}

func readZoomToken(text string) (zoomToken, bool) {
	var t zoomToken
	if text == "" {
		return t, true
	}
	decoded, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil {
		return t, false
	}
	return t, json.Unmarshal(decoded, &t) == nil && t.Offset > 0
}

// month reads the window of a list of recordings: at most a month, by default
// today (contracts/zoom.md B0, the description of /users/{userId}/recordings).
func (z *zoom) month(query url.Values) (from, to time.Time, ok bool) {
	from = z.s.now().Truncate(day)
	if text := query.Get("from"); text != "" {
		var err error
		if from, err = time.Parse(time.DateOnly, text); err != nil {
			return from, to, false
		}
	}
	to = from.AddDate(0, 0, 1)
	if text := query.Get("to"); text != "" {
		end, err := time.Parse(time.DateOnly, text)
		if err != nil {
			return from, to, false
		}
		to = end.AddDate(0, 0, 1)
	}
	return from, to, to.After(from) && !to.After(from.AddDate(0, 1, 1))
}
