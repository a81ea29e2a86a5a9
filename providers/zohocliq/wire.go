package zohocliq

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
)

// Words of the history's parameters type and filter (contracts/whereby-cliq.md 2A,
// 2B).
const (
	typeAll    = "all"
	typeDirect = "direct_call"

	filterLive      = "live"
	filterScheduled = "scheduled"
)

// What a list can be of: our own parameter.
const (
	paramSource    = "source"
	sourceSessions = "sessions"
	sourceEvents   = "events"
)

var (
	types         = []string{typeAll, "handshake", "assembly", "audio_conference", "video_conference", typeDirect}
	filters       = []string{filterLive, "viewed", filterScheduled, "missed", "received", "dialled"}
	directFilters = []string{"missed", "received", "dialled"} // of direct calls only
	parameters    = []string{"type", "filter", "search", "host_id", "recipient_id", "recipient_ids"}
)

// listQuery builds the query of the first page. It refuses what Cliq forbids: a
// request spent on a refusal counts against the twenty of the minute.
func listQuery(q meeting.ListQuery) (map[string]string, error) {
	query := map[string]string{"limit": limit(q.PageSize), "from": millis(q.From), "to": millis(q.To)}
	for name, value := range q.Filter {
		if name == paramSource {
			continue
		}
		if !slices.Contains(parameters, name) {
			return nil, meeting.Invalidf("filter", "Cliq's list has no parameter %q; it has %s, %s", name, paramSource, strings.Join(parameters, ", "))
		}
		if err := checkParameter(name, value); err != nil {
			return nil, err
		}
		query[name] = value
	}
	if err := addStatus(query, q.Status); err != nil {
		return nil, err
	}
	switch filter, kind := query["filter"], query["type"]; {
	case filter != "" && kind == typeAll:
		return nil, meeting.Invalidf("filter", "Cliq takes no filter with type=all")
	case slices.Contains(directFilters, filter) && kind != typeDirect:
		return nil, meeting.Invalidf("filter", "filter=%s is for type=direct_call only", filter)
	}
	return query, nil
}

// addStatus turns a status into the filter of that name.
func addStatus(query map[string]string, status meeting.Status) error {
	switch status {
	case "":
		return nil
	case meeting.StatusLive, meeting.StatusScheduled: // Cliq's words are the same
	default:
		return &meeting.Error{Kind: meeting.ErrUnsupported, Message: "Cliq lists live and scheduled sessions, and all; " + string(status) + " ones can't be asked for"}
	}
	if other := query["filter"]; other != "" && other != string(status) {
		return meeting.Invalidf("filter", "filter=%s and the status %s exclude each other", other, status)
	}
	query["filter"] = string(status)
	return nil
}

func checkParameter(name, value string) error {
	switch name {
	case "type":
		words := strings.Split(value, ",")
		for _, word := range words {
			if !slices.Contains(types, word) {
				return meeting.Invalidf("filter", "type %q is none of %s", word, strings.Join(types, ", "))
			}
			if len(words) > 1 && (word == typeAll || word == typeDirect) {
				return meeting.Invalidf("filter", "type %s stands alone", word)
			}
		}
	case "filter":
		if !slices.Contains(filters, value) {
			return meeting.Invalidf("filter", "filter %q is none of %s", value, strings.Join(filters, ", "))
		}
	case "search":
		if strings.TrimSpace(value) == "" {
			return meeting.Invalidf("filter", "search is blank")
		}
	case "recipient_ids":
		for word := range strings.SplitSeq(value, ",") {
			if !isNumber(word) {
				return meeting.Invalidf("filter", "recipient_ids are numbers joined with commas")
			}
		}
	default:
		if !isNumber(value) {
			return meeting.Invalidf("filter", "%s is a number", name)
		}
	}
	return nil
}

// isNumber checks digits only: ids are longer than an int64 in places.
func isNumber(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' })
}

// participantQuery builds the query of a page of participants. No document forbids
// the filter beside a token here, and none says that a token carries it.
func participantQuery(q meeting.ParticipantQuery) map[string]string {
	query := map[string]string{"limit": limit(q.PageSize), "next_token": q.PageToken}
	switch q.State {
	case meeting.ParticipantLive, meeting.ParticipantInvited:
		query["filter"] = string(q.State)
	case meeting.ParticipantJoined, meeting.ParticipantLeft:
		query["filter"] = "joined"
	}
	return query
}

// limit is the size asked for, no larger than what is in use.
func limit(wanted int) string {
	if wanted <= 0 || wanted > maxPage {
		wanted = maxPage
	}
	return strconv.Itoa(wanted)
}

// millis is how the one public client that was found writes a time; Cliq's
// documents only call it a date-time (2B).
func millis(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return strconv.FormatInt(t.UnixMilli(), 10)
}
