package main

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/libmeet/meeting"
	"github.com/libmeet/meeting/provider"
)

// plannedJSON is a create request in the words of the model.
type plannedJSON struct {
	Title       string            `json:"title,omitempty"`
	Description string            `json:"description,omitempty"`
	Start       string            `json:"start"`
	End         string            `json:"end"`
	Duration    int64             `json:"duration_seconds"`
	Zone        meeting.Zone      `json:"time_zone,omitempty"`
	Passcode    string            `json:"passcode,omitempty"`
	Invitees    []meeting.Person  `json:"invitees,omitempty"`
	Recurrence  map[string]string `json:"recurrence,omitempty"`
	Media       meeting.Media     `json:"media,omitempty"`
	Settings    *meeting.Settings `json:"settings,omitempty"`
	Native      json.RawMessage   `json:"native,omitempty"`
}

// dryRun prints what would be asked for and what of it would be lost; a refusal is
// printed too, and returned.
func (a *app) dryRun(client *provider.Client, req meeting.CreateRequest) error {
	req, losses, err := client.Check(req)
	refused := (*meeting.LossError)(nil)
	if err != nil && !errors.As(err, &refused) {
		return err
	}
	if losses == nil {
		losses = []meeting.Loss{}
	}
	printed := a.printObject(struct {
		Request plannedJSON    `json:"request"`
		Losses  []meeting.Loss `json:"losses"`
	}{a.planned(req), losses}, func(s *sheet) {
		if len(losses) == 0 {
			s.line("Nothing would be lost; nothing was sent.")
			return
		}
		s.row("FIELD", "SEVERITY", "WANTED", "GOT", "REASON")
		for _, l := range losses {
			s.row(l.Field, string(l.Severity), l.Wanted, l.Got, l.Reason)
		}
	})
	if err != nil {
		return err
	}
	return printed
}

func (a *app) planned(req meeting.CreateRequest) plannedJSON {
	p := plannedJSON{
		Title: req.Title, Description: req.Description,
		Start: req.Start.Format(time.RFC3339), End: req.End.Format(time.RFC3339), Duration: int64(req.Duration / time.Second),
		Zone: req.Zone, Passcode: req.Passcode.String(), Invitees: req.Invitees, Media: req.Media,
	}
	if a.flags.secrets {
		p.Passcode = req.Passcode.Reveal()
	}
	if !req.Recurrence.IsZero() {
		p.Recurrence = map[string]string{"rrule": req.Recurrence.String()}
	}
	if req.Settings != (meeting.Settings{}) {
		p.Settings = &req.Settings
	}
	if len(req.Native) > 0 {
		p.Native = req.Native
		if !a.flags.secrets {
			p.Native = meeting.RedactRaw(req.Native)
		}
	}
	return p
}
