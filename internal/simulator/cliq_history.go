package simulator

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cliqSession is one call, meeting or broadcast.
type cliqSession struct {
	nrs, kind, title string
	chat             string    // id of the chat it belongs to, "" for a personal one
	direction        string    // missed, received, dialled: of direct calls
	start, end       time.Time // end is zero for one that runs or is to come
	viewed, recorded bool
	future           bool
	people           []cliqPerson
}

type cliqPerson struct {
	id, name, email, role string
	joined, left          time.Time
}

const (
	cliqUser     = "62440502"
	cliqUserName = "\"Sim Host" // the samples' stray quote
)

// cliqTopics are the titles of the ended conferences, newest first.
var cliqTopics = []string{
	"Daily stand-up", "Marketing Campaigns", "av_recording", "Q3 releases", "Hiring", "Design review", "Incident 214", "Retrospective",
	"Budget", "Onboarding", "Roadmap", "Support rota", "Customer call", "Release plan", "Security audit", "Data model", "Town hall",
	"Broadcast: results", "Weekly",
}

// cliqHistory makes up what a user has behind and before them, newest first: one
// scheduled and one running conference, nineteen that have ended, two of them
// broadcasts, and four direct calls.
func cliqHistory(now time.Time) []cliqSession {
	now = now.Truncate(time.Second)
	history := []cliqSession{
		newCliqSession("video_conference", "Planning", now.Add(24*time.Hour), time.Time{}, ""),
		newCliqSession("video_conference", "War room", now.Add(-20*time.Minute), time.Time{}, "CT_1184653329648523663_62439860"),
	}
	history[0].future = true
	history[0].people = []cliqPerson{cliqGuest(1), cliqGuest(2)}
	live := history[1].start
	history[1].people = []cliqPerson{
		{cliqUser, "Sim Host", "host@example.com", "host", live, time.Time{}},
		cliqGuest(1).was(live.Add(time.Minute), time.Time{}),
		cliqGuest(2).was(live.Add(2*time.Minute), live.Add(9*time.Minute)),
		cliqGuest(3),
	}
	for i, topic := range cliqTopics {
		start := now.Add(-time.Duration(i+1) * 26 * time.Hour)
		kind, chat := "audio_conference", ""
		if i%2 == 1 {
			kind, chat = "video_conference", "CT_1184653329648523663_62439860"
		}
		switch {
		case strings.HasPrefix(topic, "Broadcast"):
			kind = "handshake"
		case topic == "Town hall":
			kind = "assembly"
		}
		s := newCliqSession(kind, topic, start, start.Add(time.Duration(15+i)*time.Minute), chat)
		s.viewed, s.recorded = i > 0, kind == "video_conference"
		guests := 2
		if topic == "Town hall" { // more than one page
			guests = 29
		}
		s.attend(guests)
		history = append(history, s)
	}
	for i, direction := range []string{"missed", "received", "dialled", "missed"} {
		start := now.Add(-time.Duration(i+1) * 30 * time.Hour)
		s := newCliqSession("direct_call", "Call", start, start.Add(time.Duration(i+1)*time.Minute), "")
		s.direction, s.viewed = direction, i > 1
		s.attend(1)
		history = append(history, s)
	}
	slices.SortStableFunc(history, func(a, b cliqSession) int { return b.start.Compare(a.start) })
	return history
}

// newCliqSession gives a session an nrs_id of the samples' two forms.
func newCliqSession(kind, title string, start, end time.Time, chat string) cliqSession {
	s := cliqSession{kind: kind, title: title, start: start.Add(407 * time.Millisecond), end: end, chat: chat}
	at := s.start.UnixMilli()
	s.nrs = fmt.Sprintf("%s_%d_%d", cliqUser, at+170, at+36)
	if chat != "" {
		s.nrs = fmt.Sprintf("%s_%d_%s", cliqUser, at+170, chat)
	}
	return s
}

// attend fills an ended session: the host, and guests who came a little later.
func (s *cliqSession) attend(guests int) {
	s.people = []cliqPerson{{cliqUser, "Sim Host", "host@example.com", "host", s.start, s.end}}
	for i := range guests {
		s.people = append(s.people, cliqGuest(i+1).was(s.start.Add(time.Duration(i+1)*time.Second), s.end))
	}
}

// cliqGuest is invited; every third is from outside and has no address.
func cliqGuest(n int) cliqPerson {
	p := cliqPerson{id: strconv.Itoa(14395792 + n), name: fmt.Sprintf("Guest %d", n), email: fmt.Sprintf("guest%d@example.com", n), role: "speaker"}
	if n%3 == 0 {
		p.email = ""
	}
	return p
}

func (p cliqPerson) was(joined, left time.Time) cliqPerson {
	p.joined, p.left = joined, left
	return p
}

// state is the word of the participants' filter.
func (p cliqPerson) state() string {
	switch {
	case p.joined.IsZero():
		return "invited"
	case p.left.IsZero():
		return "live"
	}
	return "joined"
}

func (p cliqPerson) wire() object {
	o := object{"id": p.id, "name": p.name, "role": p.role}
	if p.email != "" {
		o["email_id"] = p.email
	}
	if !p.joined.IsZero() {
		o["start_time"] = p.joined.UnixMilli()
	}
	if !p.left.IsZero() {
		o["end_time"] = p.left.UnixMilli()
	}
	return o
}

// brief is an element of the history, with the samples' oddities: is_partial is
// always true, and chat_id is not chat.id.
func (s cliqSession) brief() object {
	at := s.start.UnixMilli()
	o := object{
		"id": strconv.FormatInt(392330000000000000+at%1000000000, 10), "session_id": fmt.Sprintf("b13d0691-ca45-47c7-b6ad-%012x", at),
		"nrs_id": s.nrs, "type": s.kind, "title": s.title, "scope": "personal", "start_time": at,
		"notes": false, "is_partial": true, "host": object{"name": cliqUserName, "id": cliqUser},
	}
	if s.chat != "" {
		o["scope"], o["chat_id"] = "chat", strings.Replace(s.chat, "CT_118", "CT_1184", 1)
		o["chat"] = object{"title": s.title, "id": s.chat}
	}
	if s.recorded {
		o["recording"] = true
	}
	if !s.end.IsZero() {
		o["end_time"] = s.end.UnixMilli()
	}
	if !s.future {
		o["participant_count"] = len(s.people)
	}
	return o
}

// cliqFilter is what a query of the history asks for.
type cliqFilter struct {
	types                 []string
	filter, search        string
	host                  string
	recipients            []string
	from, to, lastChanged time.Time
}

// readCliqFilter refuses unknown words and the combinations that 2A and 2B forbid.
func readCliqFilter(query url.Values) (cliqFilter, bool) {
	f := cliqFilter{filter: query.Get("filter"), search: strings.ToLower(query.Get("search")), host: query.Get("host_id")}
	f.types = []string{"audio_conference", "video_conference", "handshake", "assembly"}
	if text := query.Get("type"); text != "" {
		f.types = strings.Split(text, ",")
	}
	for _, word := range f.types {
		switch word {
		case "handshake", "assembly", "audio_conference", "video_conference":
		case "all", "direct_call":
			if len(f.types) > 1 {
				return f, false
			}
		default:
			return f, false
		}
	}
	switch f.filter {
	case "":
	case "live", "viewed", "scheduled":
		if f.types[0] == "all" {
			return f, false
		}
	case "missed", "received", "dialled":
		if f.types[0] != "direct_call" {
			return f, false
		}
	default:
		return f, false
	}
	for _, name := range []string{"recipient_id", "recipient_ids"} {
		if text := query.Get(name); text != "" {
			f.recipients = append(f.recipients, strings.Split(text, ",")...)
		}
	}
	for _, id := range append([]string{f.host}, f.recipients...) {
		if strings.Trim(id, "0123456789") != "" {
			return f, false
		}
	}
	var fromOK, toOK, changedOK bool
	f.from, fromOK = cliqTime(query.Get("from"))
	f.to, toOK = cliqTime(query.Get("to"))
	f.lastChanged, changedOK = cliqTime(query.Get("last_modified"))
	return f, fromOK && toOK && changedOK
}

func (f cliqFilter) matches(s cliqSession) bool {
	if f.types[0] != "all" && !slices.Contains(f.types, s.kind) {
		return false
	}
	switch f.filter {
	case "live":
		if s.future || !s.end.IsZero() {
			return false
		}
	case "scheduled":
		if !s.future {
			return false
		}
	case "viewed":
		if !s.viewed {
			return false
		}
	case "missed", "received", "dialled":
		if s.direction != f.filter {
			return false
		}
	}
	for _, id := range f.recipients {
		if !slices.ContainsFunc(s.people, func(p cliqPerson) bool { return p.id == id }) {
			return false
		}
	}
	return (f.host == "" || f.host == cliqUser) && strings.Contains(strings.ToLower(s.title), f.search) &&
		(f.from.IsZero() || !s.start.Before(f.from)) && (f.to.IsZero() || s.start.Before(f.to)) &&
		(f.lastChanged.IsZero() || s.start.After(f.lastChanged))
}
