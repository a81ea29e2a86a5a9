package provider

import (
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/libmeet/meeting"
)

// Preflight lists what the provider described by info would lose of req, in the
// order of the request's members. It is pure and offline. req should be resolved
// (see [meeting.CreateRequest.Resolve]).
func Preflight(info Info, req meeting.CreateRequest) []meeting.Loss {
	f := flight{fields: info.Capabilities.Create, limits: info.Capabilities.Limits}
	f.text(FieldTitle, req.Title)
	f.text(FieldDescription, req.Description)
	f.start(req.Start)
	f.duration(req.Duration, meeting.Refuse)
	f.word(FieldZone, string(req.Zone))
	f.word(FieldHost, req.Host)
	f.passcode(req.Passcode)
	f.invitees(req.Invitees)
	if !req.Recurrence.IsZero() {
		f.word(FieldRecurrence, req.Recurrence.String())
	}
	f.word(FieldMedia, string(req.Media))
	f.settings(req.Settings)
	if info.Capabilities.Check != nil {
		f.losses = append(f.losses, info.Capabilities.Check(req)...)
	}
	return f.losses
}

// PreflightInstant is [Preflight] for a meeting that starts now. A duration that
// can't be carried is a note: such a meeting ends when people leave.
func PreflightInstant(info Info, req meeting.InstantRequest) []meeting.Loss {
	f := flight{fields: info.Capabilities.Instant, limits: info.Capabilities.Limits}
	f.text(FieldTitle, req.Title)
	f.duration(req.Duration, meeting.Note)
	f.word(FieldHost, req.Host)
	f.word(FieldMedia, string(req.Media))
	return f.losses
}

// PreflightUpdate is [Preflight] for a change. A member that can't be changed is
// refused: the caller asked for nothing else.
func PreflightUpdate(info Info, p meeting.Patch) []meeting.Loss {
	f := flight{fields: patchFields(info, p), limits: info.Capabilities.Limits, severity: meeting.Refuse}
	if p.Title != nil {
		f.text(FieldTitle, *p.Title)
	}
	if p.Description != nil {
		f.text(FieldDescription, orDash(*p.Description))
	}
	if p.Start != nil {
		f.start(*p.Start)
	}
	if p.Duration != nil {
		f.duration(*p.Duration, meeting.Refuse)
	}
	f.word(FieldZone, string(p.Zone))
	if p.Passcode != nil {
		if p.Passcode.IsZero() {
			f.taken(FieldPasscode, "none")
		}
		f.passcode(*p.Passcode)
	}
	if p.Recurrence != nil {
		f.word(FieldRecurrence, p.Recurrence.String())
	}
	f.settings(p.Settings)
	return f.losses
}

// patchFields are the members that a patch may name.
func patchFields(info Info, p meeting.Patch) Fields {
	if p.Occurrence != "" {
		return info.Capabilities.Occurrence
	}
	return info.Capabilities.Update
}

func orDash(text string) string {
	if text == "" {
		return "-"
	}
	return text
}

// ownSeverity is what losing a member means when the provider doesn't say.
func ownSeverity(field Field) meeting.Severity {
	switch field {
	case FieldStart, FieldDuration, FieldRecurrence, FieldPasscode, FieldWaitingRoom, FieldLocked, FieldSignInRequired:
		return meeting.Refuse
	case FieldZone:
		return meeting.Note // the instant stays what it is
	}
	return meeting.Warn
}

// flight collects the losses of one request.
type flight struct {
	fields   Fields
	limits   Limits
	severity meeting.Severity // of every loss, "" to grade each
	losses   []meeting.Loss
}

func (f *flight) lose(field Field, rule Rule, wanted, got, reason string) {
	severity := ownSeverity(field)
	if rule.Severity != "" {
		severity = rule.Severity
	}
	if f.severity != "" {
		severity = f.severity
	}
	if rule.Got != "" {
		got = rule.Got
	}
	if rule.Reason != "" {
		reason = rule.Reason
	}
	f.losses = append(f.losses, meeting.Loss{Field: string(field), Wanted: wanted, Got: got, Severity: severity, Reason: reason})
}

// taken returns the rule for a member that is asked for, and reports a loss if
// the provider doesn't take it.
func (f *flight) taken(field Field, wanted string) (Rule, bool) {
	rule, ok := f.fields[field]
	if !ok || rule.Lost {
		f.lose(field, rule, wanted, "", "not offered")
		return rule, false
	}
	return rule, true
}

func (f *flight) word(field Field, value string) {
	if value == "" {
		return
	}
	rule, ok := f.taken(field, value)
	if ok && rule.Values != nil && !slices.Contains(rule.Values, value) {
		f.lose(field, rule, value, "", "not one of the values offered")
	}
}

func (f *flight) text(field Field, value string) {
	if value == "" {
		return
	}
	rule, ok := f.taken(field, value)
	if n := utf8.RuneCountInString(value); ok && rule.Max > 0 && n > rule.Max {
		f.lose(field, Rule{}, fmt.Sprintf("%d characters", n), fmt.Sprintf("%d characters", rule.Max), "too long")
	}
}

func (f *flight) start(start time.Time) {
	if !start.IsZero() {
		f.taken(FieldStart, start.Format(time.RFC3339))
	}
}

func (f *flight) duration(d time.Duration, severity meeting.Severity) {
	if d == 0 {
		return
	}
	if rule, ok := f.fields[FieldDuration]; !ok || rule.Lost {
		if rule.Severity == "" {
			rule.Severity = severity
		}
		f.lose(FieldDuration, rule, d.String(), "", "not offered")
	} else if rule.Minutes && d%time.Minute != 0 {
		f.lose(FieldDuration, Rule{Severity: severity}, d.String(), wholeMinutes(d).String(), "whole minutes only")
	}
}

// wholeMinutes rounds up: a meeting must not end before its last minute.
func wholeMinutes(d time.Duration) time.Duration {
	return (d + time.Minute - 1) / time.Minute * time.Minute
}

func (f *flight) passcode(code meeting.Secret) {
	if code.IsZero() {
		return
	}
	rule, ok := f.taken(FieldPasscode, code.String())
	if ok && rule.Max > 0 && utf8.RuneCountInString(code.Reveal()) > rule.Max {
		f.lose(FieldPasscode, rule, code.String(), "", fmt.Sprintf("longer than %d characters", rule.Max))
	}
}

func (f *flight) invitees(people []meeting.Person) {
	if len(people) == 0 {
		return
	}
	rule, ok := f.taken(FieldInvitees, strconv.Itoa(len(people)))
	if most := f.limits.MaxInvitees; ok && most > 0 && len(people) > most {
		f.lose(FieldInvitees, Rule{}, strconv.Itoa(len(people)), strconv.Itoa(most), "too many in one request")
	}
	if named := names(people); ok && rule.Unnamed && named > 0 {
		f.lose(FieldInvitees, Rule{Severity: meeting.Note}, fmt.Sprintf("%d names", named), "their addresses", "addresses only")
	}
}

func names(people []meeting.Person) (named int) {
	for _, p := range people {
		if p.Name != "" {
			named++
		}
	}
	return named
}

// settings skips what holds anyway where a member is missing: no waiting room is
// the same as a waiting room that is off.
func (f *flight) settings(s meeting.Settings) {
	f.flag(FieldWaitingRoom, s.WaitingRoom, meeting.Off)
	f.flag(FieldMuteOnEntry, s.MuteOnEntry, meeting.Off)
	f.flag(FieldJoinBeforeHost, s.JoinBeforeHost, meeting.On)
	f.flag(FieldLocked, s.Locked, meeting.Off)
	if s.Recording != meeting.RecordNone || f.has(FieldRecording) {
		f.word(FieldRecording, string(s.Recording))
	}
	f.flag(FieldScreenShare, s.ScreenShare, meeting.On)
	if s.MaxParticipants > 0 {
		f.word(FieldMaxParticipants, strconv.Itoa(s.MaxParticipants))
	}
	f.flag(FieldSignInRequired, s.SignInRequired, meeting.Off)
}

func (f *flight) has(field Field) bool {
	rule, ok := f.fields[field]
	return ok && !rule.Lost
}

func (f *flight) flag(field Field, value, harmless meeting.Flag) {
	if value == meeting.Unset || (value == harmless && !f.has(field)) {
		return
	}
	f.word(field, value.String())
}
