// Package zohomeeting is the adapter of Zoho Meeting. It speaks two dialects, and
// Config.Dialect chooses; which one an account answers is never guessed, for to try
// would create meetings. "meetings" is the reference that the project was given
// (contracts/zoho.md A2) and the default. "sessions" is what Zoho itself publishes (B);
// no page of Zoho's own describes the other one (C1). Sections are named where they
// matter.
//
// # Authentication
//
// [meeting.FlowRefreshToken] or [meeting.FlowAccessToken]; the header is
// "Authorization: Zoho-oauthtoken …" (A2.1, B1). An account lives in one data centre,
// which Config.DataCenter names; a token of another one is refused like an expired
// one (B11): it is renewed once, and then the error says both. [Config.AuthCodeURL] and
// [Config.Exchange] get a refresh token for an account, with all scopes of the dialect
// ([DefaultScopes], [SessionsScopes]) unless others are named (A2.7).
//
// The refresh token may be left out where Config.Store holds one: [Provider.AuthorizeURL]
// and [Provider.Authorize] put it there ("meetctl auth login").
// Zoho names the account's data centre then, and only those that are known get the
// code (B9).
//
// The operations of the sessions dialect need, each with ZohoMeeting. in front (B8):
//
//	create, instant            meeting.CREATE
//	get, list                  meeting.READ
//	participants, report       meeting.READ
//	update                     meeting.UPDATE, and READ where only one of start and zone changes
//	cancel                     meeting.DELETE
//	recordings.list, .get      recording.READ
//	recordings.download        recording.READ, meetinguds.READ and ZohoFiles.files.READ
//	recordings.delete          recording.DELETE
//	webinars.create            webinar.CREATE
//	webinars.registrations     webinar.READ
//	registrants.list           webinar.READ
//	registrants.add            webinar.CREATE
//	all, unless configured     manageOrg.READ, to find organisation and user
//
// Those of the meetings dialect need meeting, recording and webinar .ALL, and the report
// report.READ (A2.7).
//
// # Capabilities
//
// In the meetings dialect, all twenty calls of the reference (A2.2): meetings,
// participants, recordings, sessions, report, webinars, settings. Create takes what A2.5
// has; recording is in the cloud or off. Zoho makes its own passcode, and takes no host,
// limit of participants, lock or sign-in. A rule must be weekly and have an end, and is
// sent only if it gives the same days (A2.5). Filters of the list are status, from_date
// and to_date (A2.4).
//
// In the sessions dialect, meetings, the report of who came, recordings, and creating
// webinars, registering people for them and listing who did (B3, B5, B6). A request has topic, agenda, presenter,
// start, duration, zone and addresses of invitees, and no member for anything else: the
// rest is a loss. Of a webinar, a limit of attendees and whether it needs registration are
// [meeting.ErrUnsupported]. There are no calls for inviting, sittings, approving a
// registration, or settings. The filter of the list is listtype (all, past, today,
// upcoming); of statuses it is asked for scheduled and ended, and other windows are cut
// out here. Config.OrgID (zsoid) and Config.Presenter (zuid) are found by user.json, once,
// where they are not set (B2).
//
// An instant meeting is one that starts now, for one hour unless the request says
// otherwise. Requests that the model lacks words for go through [Options],
// [WebinarOptions] or, in the sessions dialect, [SessionOptions], or raw JSON in Native.
//
// # Limits
//
// Pages hold 100; 100 participants a meeting, or a request. Durations are whole minutes in
// the meetings dialect; in the other one starts are, and a start with seconds is refused.
// Calls wait for the plan's a minute and day before they are sent: 20 and 1,000 (Free),
// 60 and 5,000 (Standard), 120 and 25,000 (Professional), 300 and 100,000 (Enterprise)
// (A2.8), by Config.Limits.Plan; for its own API Zoho publishes no figures (B7). Without
// a plan that of the minute is learned from the answers. They are shared with the
// SDK's calls of the same credential.
//
// # Quirks
//
// What is over can't be changed or cancelled: [meeting.ErrConflict] (A2.8). Neither
// dialect has a word for a running meeting: its status stays scheduled, the list can't be
// asked for it, and participants are joined, not live. A meeting without a topic is
// refused here, and an instant one without is called "Instant meeting". Cancelling twice is
// [meeting.ErrNotFound].
//
// In the meetings dialect there is no host link. In the sessions dialect:
//
//   - A time is a wall clock in a zone. A start whose hour comes twice in its zone is sent
//     in UTC, which is a loss of the zone; a change to such a start is refused.
//   - The same member is a number in one answer and a text in the next, and a length has no
//     unit that is known below a minute (B3, B11): what counts milliseconds goes first.
//   - HTTP 400 can be a token, and 401 is a wrong organisation, which no new token heals:
//     [meeting.ErrPermission] (B7).
//   - What the list's index counts is not settled (B3). The second page tells, by the keys of
//     the first; page tokens carry those, and nothing is listed twice (C2).
//   - Who is invited is told by the answer to a create and by nothing else (B3).
//   - Whether Zoho mails anybody is not documented. A cancel that must notify is
//     [meeting.ErrUnsupported].
//   - A file's host is another than the API's: only Zoho's domains get the credential (B5).
//   - The answer to the list of registrations is not documented: names that Zoho uses
//     elsewhere are read (B6).
package zohomeeting
