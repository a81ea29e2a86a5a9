// Package zohomeeting is the adapter of Zoho Meeting in the meetings dialect: the
// reference that the project was given (contracts/zoho.md A2). Sections are named
// where they matter.
//
// # Authentication
//
// [meeting.FlowRefreshToken] or [meeting.FlowAccessToken]; the header is
// "Authorization: Zoho-oauthtoken …" (A2.1). An account lives in one data centre,
// which Config.DataCenter names; a token of another one is refused like an expired
// one (B11). [Config.AuthCodeURL] and [Config.Exchange] get a refresh token for an
// account, with [DefaultScopes] unless others are named (A2.7).
//
// # Capabilities
//
// All twenty calls of the reference (A2.2): meetings, participants, recordings,
// sessions, report, webinars, settings. Create takes what A2.5 has; recording is
// in the cloud or off. Zoho makes its own passcode, and takes no host, limit of
// participants, lock or sign-in. A rule must be weekly and have an end, and is sent
// only if it gives the same days (A2.5). An instant meeting is one that starts now,
// for one hour unless the request says otherwise. Requests that the model lacks
// words for go through [Options] and [WebinarOptions], or raw JSON in Native.
// Filters of the list are status, from_date and to_date (A2.4).
//
// # Limits
//
// Pages hold 100; 100 participants a meeting; durations in whole minutes. Calls a
// minute and day: 20 and 1,000 (Free), 60 and 5,000 (Standard), 120 and 25,000
// (Professional), 300 and 100,000 (Enterprise) (A2.8).
//
// # Quirks
//
// What is over can't be changed or cancelled: [meeting.ErrConflict] (A2.8). The
// reference has no word for a running meeting: its status stays scheduled, the
// list can't be asked for it, and participants are joined, not live. There is no
// host link. The reference marks no member as required; a meeting without a topic
// is refused here, and an instant one without is called "Instant meeting".
// Cancelling twice is [meeting.ErrNotFound]. No page of Zoho's own describes these
// paths (C1); the dialect that it publishes is not available yet.
package zohomeeting
