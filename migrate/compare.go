package migrate

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// Difference is a member in which a source and its target disagree.
type Difference struct {
	SourceID string `json:"source_id"`
	TargetID string `json:"target_id"`
	Field    string `json:"field"`
	Wanted   string `json:"wanted"`
	Got      string `json:"got"`
}

// pairing is what is known of a source and its target beside what they say.
type pairing struct {
	host    string   // that the target should have, "" for any
	request *request // that the target was made with, nil if it is not known
	now     time.Time
}

// comparison collects the differences of one pair.
type comparison struct {
	source, target string
	taken          provider.Fields
	found          []Difference
}

func (c *comparison) add(field provider.Field, wanted, got string) {
	if wanted != got {
		c.found = append(c.found, Difference{SourceID: c.source, TargetID: c.target, Field: string(field), Wanted: wanted, Got: got})
	}
}

// compare lists every member in which dst is not what src is, in the order of a
// request's members, whatever the reason. What a vendor takes and never tells can't
// be compared.
func (m *Migration) compare(src, dst meeting.Meeting, p pairing) []Difference {
	fields := m.to.Info().Capabilities.Create
	c := &comparison{source: src.ID, target: dst.ID, taken: fields}
	title := src.Title
	if strings.TrimSpace(title) == "" {
		title = ""
	}
	c.add(provider.FieldTitle, title, dst.Title)
	c.add(provider.FieldDescription, src.Description, dst.Description)
	m.compareTimes(c, src, dst, p)
	if src.Zone != "" { // else it is the target's own
		c.add(provider.FieldZone, string(src.Zone), string(dst.Zone))
	}
	if p.host != "" && !strings.EqualFold(p.host, dst.Host.Email) && p.host != dst.Host.ID {
		c.add(provider.FieldHost, p.host, dst.Host.Email)
	}
	if !src.Passcode.IsZero() && src.Passcode != dst.Passcode {
		c.found = append(c.found, Difference{c.source, c.target, string(provider.FieldPasscode), meeting.Redacted, dst.Passcode.String()})
	}
	c.add(provider.FieldInvitees, addresses(src.Invitees), addresses(dst.Invitees))
	m.compareSeries(c, src, dst, p)
	if media := string(src.Media); media != "" && (dst.Media != "" || !c.can(provider.FieldMedia, media)) {
		c.add(provider.FieldMedia, media, string(dst.Media))
	}
	c.settings(src.Settings, dst.Settings)
	return c.found
}

// compareTimes goes by what was asked for where a vendor keeps no start, and takes
// the next meeting of a series for its start.
func (m *Migration) compareTimes(c *comparison, src, dst meeting.Meeting, p pairing) {
	start, d := src.Start, src.Duration
	if m.startLost(m.from) {
		start, d = src.End.Add(-roomHour), roomHour
		c.found = append(c.found, Difference{c.source, c.target, string(provider.FieldStart), "", stamp(dst.Start)})
	}
	gotStart, got := dst.Start, dst.Duration
	if m.startLost(m.to) && p.request != nil {
		gotStart = p.request.Start
		got = dst.End.Sub(gotStart)
		c.add(provider.FieldStart, stamp(start), stamp(dst.Start)) // it is open at once
	}
	if src.Kind == meeting.KindRecurring && p.request != nil && start.Before(p.request.Start) {
		start = p.request.Start // what is left of it: see compareSeries
	}
	if !gotStart.Equal(start) {
		c.add(provider.FieldStart, stamp(start), stamp(gotStart))
	}
	if got != d {
		c.add(provider.FieldDuration, d.String(), got.String())
	}
}

// compareSeries compares when both meet, in whatever words.
func (m *Migration) compareSeries(c *comparison, src, dst meeting.Meeting, p pairing) {
	a, b := src.Recurrence, dst.Recurrence
	switch {
	case a.IsZero() && b.IsZero():
	case a.IsZero() || b.IsZero():
		c.add(provider.FieldRecurrence, a.String(), b.String())
	default:
		if same, err := m.sameSeries(a, src.Start, b, dst.Start, src.Zone); err != nil || !same {
			c.add(provider.FieldRecurrence, a.String(), b.String())
		}
	}
	wanted, unsure := m.deviations(src, p.now)
	got, _ := m.deviations(dst, p.now)
	wanted = slices.DeleteFunc(wanted, func(d deviation) bool { return d.At.Before(dst.Start) }) // before what was moved of it
	if unsure || !slices.Equal(wanted, got) {
		c.add(fieldOccurrences, deviationText(wanted), deviationText(got))
	}
}

// can reports whether the target takes a word, even if it never tells.
func (c *comparison) can(field provider.Field, word string) bool {
	rule := c.taken[field]
	return takes(c.taken, field) && (rule.Values == nil || slices.Contains(rule.Values, word))
}

// settings compares switches that are known on both sides, and those that the
// target has no place for.
func (c *comparison) settings(a, b meeting.Settings) {
	flag := func(field provider.Field, wanted, got, harmless meeting.Flag) {
		switch {
		case wanted == meeting.Unset, wanted == got:
		case got == meeting.Unset && (takes(c.taken, field) || wanted == harmless):
		default:
			c.add(field, wanted.String(), got.String())
		}
	}
	flag(provider.FieldWaitingRoom, a.WaitingRoom, b.WaitingRoom, meeting.Off)
	flag(provider.FieldMuteOnEntry, a.MuteOnEntry, b.MuteOnEntry, meeting.Off)
	flag(provider.FieldJoinBeforeHost, a.JoinBeforeHost, b.JoinBeforeHost, meeting.On)
	flag(provider.FieldLocked, a.Locked, b.Locked, meeting.Off)
	switch {
	case a.Recording == "" || a.Recording == b.Recording:
	case b.Recording == "" && (c.can(provider.FieldRecording, string(a.Recording)) || a.Recording == meeting.RecordNone):
	default:
		c.add(provider.FieldRecording, string(a.Recording), string(b.Recording))
	}
	flag(provider.FieldScreenShare, a.ScreenShare, b.ScreenShare, meeting.On)
	if a.MaxParticipants > 0 && a.MaxParticipants != b.MaxParticipants && (b.MaxParticipants > 0 || !takes(c.taken, provider.FieldMaxParticipants)) {
		c.add(provider.FieldMaxParticipants, strconv.Itoa(a.MaxParticipants), strconv.Itoa(b.MaxParticipants))
	}
	flag(provider.FieldSignInRequired, a.SignInRequired, b.SignInRequired, meeting.Off)
}

// addresses lists people by address, in order.
func addresses(people []meeting.Person) string {
	var list []string
	for _, p := range people {
		list = append(list, strings.ToLower(p.Email))
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

// unexplained returns the differences that no planned loss is about. A loss of a
// part of a value excuses that part only.
func unexplained(found []Difference, planned []meeting.Loss) []Difference {
	return slices.DeleteFunc(slices.Clone(found), func(d Difference) bool {
		return slices.ContainsFunc(planned, func(l meeting.Loss) bool { return l.Field == d.Field && excuses(l, d) })
	})
}

func excuses(l meeting.Loss, d Difference) bool {
	if l.Field == string(provider.FieldDuration) && l.Got != "" {
		return l.Got == d.Got
	}
	if strings.HasSuffix(l.Got, " characters") { // it was cut
		n, err := strconv.Atoi(strings.TrimSuffix(l.Got, " characters"))
		return err != nil || d.Got == cut(d.Wanted, n)
	}
	return true
}
