package zohocliq

import (
	"github.com/libmeet/meeting/internal/doctor"
	"github.com/libmeet/meeting/provider"
)

// needs are the scopes of the operations (contracts/whereby-cliq.md 2B): sessions
// are read with one, the calendar's events need three.
func (p *Provider) needs() []doctor.Need {
	read := []doctor.AnyOf{{"ZohoCliq.MediaSession.READ"}}
	events := []doctor.AnyOf{{"ZohoCliq.CalendarEvents.ALL"}, {"ZohoCalendar.calendar.ALL"}, {"ZohoCalendar.event.ALL"}}
	return []doctor.Need{
		{Op: provider.OpParticipants, All: read},
		{Op: provider.OpGet, All: read},
		{Op: provider.OpList, All: read},
		{Op: provider.OpCreate, All: events},
		{Op: provider.OpUpdate, All: events},
		{Op: provider.OpCancel, All: events},
	}
}
