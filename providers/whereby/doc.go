// Package whereby is the adapter of Whereby's transient rooms (REST API v1). Facts
// about the vendor come from part 1 of contracts/whereby-cliq.md; sections are
// named where they matter.
//
// # Authentication
//
// [meeting.FlowAPIKey] only: a key of the organisation, made in Whereby's
// dashboard. The header is "Authorization: Bearer …" (1B, Transport).
//
// # Capabilities
//
// A meeting is a room that is open from its creation until an hour after its end.
// Create, instant, get, list and cancel are offered; a list takes the filter prefix,
// the beginning of the rooms' names. There is no call to change a room, and nobody can
// be asked who is in one now (1B, What the API cannot do).
//
// Sessions and participants come from insights, which are 10 to 15 minutes behind and
// know a session once two people were in it (1B, Insights). The states live and invited
// are [meeting.ErrUnsupported]. The roles owner and host are hosts, all other people
// attendees, with Whereby's word beside; recorders, streamers and captioners are left
// out. Who came again is listed again. Nobody has an address.
//
// Recordings and transcripts can be listed, fetched and deleted (1B, Other resources).
// They are downloaded through a link that works for an hour, which Whereby gives for
// files that it hosts: those in a bucket of your own are [meeting.ErrPermission]. A
// recording's size is not known in bytes.
//
// A meeting is gone an hour after its end; what is known of its room is not. Where an
// id names no meeting, sessions, participants, recordings and transcripts are looked
// for under the room of that name: keep the ref room_name, and leave its slash away.
//
// A room has no title, description, passcode, invitees or time zone, and it
// ignores a start in the future: such members are losses, most of them a warning.
// The meeting returned by [provider.Client.CreateMeeting] still carries the start
// that was asked for; Get and List know only when the room was made. A rule of
// recurrence and a required sign-in are refused. A passcode is a warning because
// the name of a room can't be guessed.
//
// A locked room lets people knock and wait until a host admits them, so both
// Settings.WaitingRoom and Settings.Locked are sent as isLocked. When one is on and
// the other off, on is sent and the other is a loss.
//
// Settings.MaxParticipants is how many the room must hold, not a bar to more: up
// to 4 make a room of mode normal, more than that, or no figure, one of mode group.
// Whereby's own default is normal, where the fifth person can't come in; a group
// holds 200.
//
// Settings.Recording cloud starts by itself and goes where the organisation's
// settings say. [Options] reaches every other member of the request.
//
// Events are what Whereby sends to a webhook that was set up in its dashboard, signed
// with one of Config.WebhookSecrets: people who knock, come and go, sessions,
// recordings (1B, Webhooks). They are the only way to see who is in a room now.
//
// # Limits
//
// Pages hold 100 (1B). Calls wait for the points of the minute, which all keys of the
// organisation share, before they are sent: 1,000 with Config.Limits.Plan grow, else
// 100. A read costs 1, a delete 2, a write 3, insights 5 (1B, Rate limit). To list the
// participants of a room of n sessions takes a read, and an insight for the sessions
// and for each of them.
//
// # Quirks
//
// Host links are asked for on every call unless [Config.NoHostLinks] is set: a
// locked room whose host link nobody has can be opened by nobody (1B, quirks 2 and
// 5). They can't be revoked but by cancelling the meeting.
//
// The end of a meeting sends nobody away; an hour after it host rights end and the
// room is gone (quirk 1). Cancel removes the room and everybody in it at once and
// tells nobody; to ask for that is [meeting.ErrUnsupported]. Cancelling what is gone is no error: Whereby answers the same to
// what never was (quirk 6).
//
// The window of a list applies to the start that Whereby knows, the creation of
// the room. Whereby has no status: ended are rooms whose end is past, scheduled all
// others, and live is [meeting.ErrUnsupported].
package whereby
