// Package zohocliq is the adapter of Zoho Cliq, which has two sorts of meetings in
// two APIs: events of a calendar, which are scheduled meetings with a link, and media
// sessions, the calls and meetings that took place or run. Facts about the vendor
// come from contracts/whereby-cliq.md part 2; sections are named where they matter.
//
// # Authentication
//
// [meeting.FlowRefreshToken] (an app that a user consented to) or
// [meeting.FlowAccessToken], at the data centre where the account lives. Scopes:
// ZohoCliq.MediaSession.READ for media sessions; ZohoCliq.CalendarEvents.ALL,
// ZohoCalendar.calendar.ALL and ZohoCalendar.event.ALL for scheduled meetings (2B).
// The header is "Authorization: Zoho-oauthtoken …", which Cliq takes as well as the
// Bearer of its samples (2B).
//
// The refresh token may be left out where Config.Store holds one: [Provider.AuthorizeURL]
// and [Provider.Authorize] put it there ("meetctl auth login").
//
// # Capabilities
//
// Scheduled meetings: create, get, list, update and cancel work on the events of one
// calendar, Config.CalendarID or the user's default one, which is asked for once; a list
// is of all the user's calendars, and what a Provider has listed it finds again. The
// event's type is video_conference, or audio_conference when audio is asked for.
// Participants are the event's attendees, all invited; another state is
// [meeting.ErrUnsupported]. Cliq refuses a start in the past. It publishes neither
// recurrence nor passcode or waiting room: they are losses. [Options] reaches the
// other members of the request.
//
// Media sessions can be read only. Participants can be those that are live, invited,
// or have joined and left. Get walks the list, direct calls last. Instant is
// [meeting.ErrUnsupported]: Cliq publishes no way to start a call.
//
// An id tells which of the two it names: an event's has an @ in it, a session's
// (nrs_id) has not. Update and cancel of a session are [meeting.ErrUnsupported]
// without a request.
//
// A list is of one of the two, never mixed. The filter source says of which, events
// or sessions. Without it, a window that reaches beyond now (From not more than a day
// ago and no To, or a To to come) lists events, because what is to come stands in the
// calendar, and so does a filter that only events have; any other query lists the
// history of sessions. A list of events takes the filters search,
// include_hidden_calendars, include_disabled_calendar and ignore_declined_events; it
// begins now unless From says otherwise and ends 186 days later unless To does, and
// walks the 31 days that Cliq gives at once. Events that are no conference are left
// out. A list of sessions takes Cliq's own parameters type, filter, search, host_id,
// recipient_id and recipient_ids; combinations that Cliq forbids are
// [meeting.ErrInvalid] before the call. The status live is a list of sessions.
// Cancelled and ended meetings can't be asked for.
//
// # Limits
//
// 20 requests a minute and user, for every program that uses the account; who asks
// more often is locked out for ten minutes (2A, 2B). Cliq does not tell what is left,
// so that calls wait for 10 a minute, or for all 20 with Config.Limits.Exclusive:
// nobody else uses the account. A figure of your own replaces both. After a refusal
// nothing is sent for the ten minutes.
//
// Cliq publishes no page size; pages of up to 100 are in use (2B). Get looks at the
// newest 900 sessions of the default types and the newest 900 direct calls, which may
// take it more than one minute; a list of events without an end takes six requests.
//
// # Quirks
//
// An edit must send the whole event, and Cliq doesn't say what becomes of members that
// are left out (2B): an update reads the event and sends all that it tells. Reminders
// and attachments it does not tell; give them again in Native. An edit has no
// edit_tag, so the last one wins; a cancel names the latest.
//
// No document links an event to the session that it became (2B). A status is that of
// the list a session came from; an event to come is scheduled; of others it is not
// known.
//
// A session has three ids; only nrs_id opens its participants, so that is the
// meeting's id (2B). It has no link or zone. Without a type the list leaves direct
// calls out. The lock comes as HTTP 400 as well as 429. Names are kept as they come,
// the samples' stray quote included.
package zohocliq
